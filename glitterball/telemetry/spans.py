"""Spans of OpenTelemetry, where somebody has set it up; nothing at all elsewhere.

This is by its API alone: who wants traces sets a provider (`opentelemetry-instrument glitterball serve`, or in Python), and by
that its API is loaded. Where it is not, nothing is imported for it.
"""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from domain.refusals import Refusal
from glitterball.telemetry.naming import refused

API = "opentelemetry.trace"
NAME = "glitterball"
NOTHING = nullcontext()

Attribute = str | int | bool


def is_traced() -> bool:
    """Whether anybody may be tracing."""
    return API in sys.modules


def span(name: str, **attributes: Attribute) -> AbstractContextManager[None]:
    """A span around what takes a while, `glitterball.NAME`; attributes are called `glitterball.WORD`, as `gateway=` is.

    A refusal is its status and its code; neither its sentence nor any error's text is told, since they may quote a count.
    """
    return _span(name, attributes) if is_traced() else NOTHING


@contextmanager
def _span(name: str, attributes: dict[str, Attribute]) -> Iterator[None]:
    from opentelemetry import trace

    told = {f"{NAME}.{word}": value for word, value in attributes.items()}
    tracer = trace.get_tracer(NAME)
    with tracer.start_as_current_span(
        f"{NAME}.{name}", attributes=told, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(trace.StatusCode.ERROR)
            what = refused(error).code if isinstance(error, Refusal) else type(error).__name__
            current.set_attribute("error.type", what)
            raise
