"""`glitterball nodes`: several machines at one store: who is there, and the one that publishes checkpoints."""

import time
from dataclasses import dataclass
from typing import Annotated

import typer

from domain.plurals import count_of
from glitterball.answered.nodes import node_list
from glitterball.cli.asking import FormatOption, store_of
from glitterball.cli.checkpoint import KeyOption, ledger_of
from glitterball.cli.operating import LogFormatOption, MetricsOption, operated
from glitterball.cli.output import Format, say, show
from glitterball.cli.typed import A_YEAR
from glitterball.evidence.ledger import Published, read_key
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.nodes import keep_signing, nodes_seen
from glitterball.store import Store

app = typer.Typer(help="Several machines at one store: who is there, and the one that publishes.", no_args_is_help=True)


@app.command("status")
def status_(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """Which machines are connected, which of them publishes checkpoints, which version each runs, how far its views have come."""
    with store_of(context, read_only=True) as store:
        log = store.log
        show(node_list(nodes_seen(log), last=log.last_position(), is_shared=log.shared is not None), form)


@app.command("publish")
def publish_(
    context: typer.Context,
    key: KeyOption,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="End after so long; never unless said.", min=0, max=A_YEAR)
    ] = None,
    log_format: LogFormatOption = None,
    metrics: MetricsOption = None,
) -> None:
    """Publish a checkpoint each time voting closes or an outcome is certified, on whichever machine; until it is stopped.

    One machine does, the one with the key: a second ends with 4. What contradicts what was signed before is not signed, and ends
    it with 5.
    """
    operation = operated("nodes publish", log_format, metrics)
    with ledger_of(context, key) as (ledger, register), operation.watching(Store(ledger.log)):
        publisher = Publisher(ledger, register, read_key(key))
        say("Publishing checkpoints. Stop it with Ctrl-C.")
        keep_signing(publisher, Until(None if seconds is None else time.monotonic() + seconds), _signed)


@dataclass(frozen=True, slots=True)
class Until:
    """Stops at a moment of this process's clock; never where there is none."""

    moment: float | None

    def is_set(self) -> bool:
        """Whether it has come."""
        return self.moment is not None and time.monotonic() >= self.moment


def _signed(published: Published) -> None:
    say(f"Checkpoint of {count_of(published.size, 'event')}.")
