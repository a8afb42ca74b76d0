"""Answers of costly pure functions, kept for whoever asks the same again in one worker.

Many tests change one thing of a bundle and have all of it verified: what they did not change is proved by the same proof, of
the same points. A whole run keeps nothing, so that an answer that hung on anything but the question would be seen there.
"""

from collections.abc import Callable, Hashable
from typing import Any

from tests import thoroughness

MOST = 20_000
"""Answers kept of each function; whatever is asked after that is worked out."""


def remembering(
    answer: Callable[..., Any], key: Callable[..., Hashable], refusal: type[Exception]
) -> Callable[..., Any]:
    """The function with its answers kept by `key` of what is asked, its refusals of the one type named too."""
    kept: dict[Hashable, tuple[Any, Exception | None]] = {}

    def worked_out(*asked: Any) -> tuple[Any, Exception | None]:
        try:
            return answer(*asked), None
        except refusal as refused:
            return None, refused.with_traceback(None)

    def remembered(*asked: Any) -> Any:
        question = key(*asked)
        if question in kept:
            given, refused = kept[question]
        else:
            given, refused = worked_out(*asked)
            if len(kept) < MOST:
                kept[question] = given, refused
        if refused is not None:
            raise refused.with_traceback(None)
        return given

    return answer if thoroughness.WHOLE else remembered


def remember(where: Any, name: str, key: Callable[..., Hashable], refusal: type[Exception] = ValueError) -> None:
    """Has a function remember, under the name by which others in `where` call it."""
    setattr(where, name, remembering(getattr(where, name), key, refusal))
