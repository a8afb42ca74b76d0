"""`glitterball votes follow`: votes taken in from a folder, as gateways write them there."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from domain.findings import Finding
from domain.plurals import count_of, filled
from domain.season.unready import BATCHES_MISSING, MANIFEST_MISSING
from glitterball.cli.asking import SeasonArgument, WeekArgument, season_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.operating import LogFormatOption, MetricsOption, operated
from glitterball.cli.output import say
from glitterball.engine import Receipt
from glitterball.feeds import Follower, Look, Taken, looks
from glitterball.procedures.arrivals import looks_wrong
from glitterball.store import Season

AN_HOUR = 3_600
MISSING = "{batches:batch|batches} {batches}"


def follow(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    folder: Annotated[
        Path,
        typer.Argument(help="The folder that gateways write deliveries into; it is only read.", metavar="FOLDER"),
    ],
    once: Annotated[bool, typer.Option("--once", help="Take in what lies there now, and end.")] = False,
    every: Annotated[
        float, typer.Option("--every", help="Seconds between two looks at the folder.", min=0.01, max=AN_HOUR)
    ] = 1.0,
    log_format: LogFormatOption = None,
    metrics: MetricsOption = None,
) -> None:
    """Take in deliveries as gateways write them into a folder, until the lines are closed and every manifest is in.

    A file is taken in when it stands still between two looks and is a whole delivery. One that comes again counts once, so
    it may be stopped and started at any moment. Exit code 1 when a file was refused, 5 when a signature does not fit,
    4 when lines are closed and batches are missing.
    """
    operation = operated("votes follow", log_format, metrics)
    with season_of(context, season, records=True) as asked, operation.watching(asked.store):
        follower = Follower(asked.store.engine, asked.name, week, folder)
        telling = _Telling(asked, week)
        for look in looks(follower, partial(sleep, every), once=once):
            telling.tell(look)
        telling.end(look)


class _Telling:
    """What is told of look after look: what is new since the last."""

    def __init__(self, season: Season, week: int) -> None:
        self._season, self._week = season, week
        self._findings: Sequence[Finding] = ()
        self._waits: Sequence[Finding] | None = None
        self._odd: set[Finding] = set()

    def tell(self, look: Look) -> None:
        """What was taken in, what is wrong, and what is waited for, where that has changed."""
        for taken in look.taken:
            say(_told(taken))
        if look.again:
            say(f"{count_of(look.again, 'file')} came again: what {_is_in(look.again)} was on record already.")
        for finding in look.findings:
            if finding not in self._findings:
                say(finding.what if finding.where in finding.what else str(finding))
        self._findings = look.findings
        self._tell_odd([receipt for taken in look.taken for receipt in taken.receipts])
        if look.waits != self._waits:
            self._waits = look.waits
            say(waited_for(look.waits))

    def end(self, look: Look) -> None:
        """The last look's ending. What was refused is told already."""
        if look.unsettled:
            say(f"{count_of(look.unsettled, 'file')} may still be written, and will be taken in another time.")
        if look.alarm:
            raise leave(Exit.INTEGRITY)
        if any(finding.severity == "error" for finding in look.findings):
            raise leave(Exit.NO)
        if look.sealed and any(wait.code == BATCHES_MISSING.code for wait in look.waits):
            raise leave(Exit.NEEDS_A_HUMAN)

    def _tell_odd(self, arrived: Sequence[Receipt]) -> None:
        """Batches of other times or sent twice: now somebody can still ask the gateway."""
        if not arrived:
            return
        season = self._season
        for finding in looks_wrong(season.store.log, season.state, season.name, self._week, arrived):
            if finding not in self._odd:
                self._odd.add(finding)
                say(str(finding))


def _told(taken: Taken) -> str:
    new = [receipt for receipt in taken.receipts if not receipt.duplicate]
    first, last = min(receipt.position for receipt in new), max(receipt.position for receipt in new)
    where = f"at {first:,}" if first == last else f"at {first:,} to {last:,}"
    gateways = ", ".join(sorted({receipt.gateway for receipt in new}))
    return f"{taken.where}: {count_of(len(new), 'line')} of {gateways} recorded {where}."


def _is_in(files: int) -> str:
    return "is in it" if files == 1 else "is in them"


def waited_for(waits: Sequence[Finding]) -> str:
    """What has not come, gateway by gateway; or that nothing is waited for."""
    batches = {wait.facts["gateway"]: wait.facts["batches"] for wait in waits if wait.code == BATCHES_MISSING.code}
    manifests = {wait.facts["gateway"] for wait in waits if wait.code == MANIFEST_MISSING.code}
    parts = []
    for gateway in sorted(batches.keys() | manifests):
        missing = [filled(MISSING, {"batches": batches[gateway]})] if gateway in batches else []
        parts.append(f"{gateway}: " + " and ".join([*missing, *(["its manifest"] if gateway in manifests else [])]))
    if waits and not parts:
        return "Everything of every gateway is in; the lines are still open."
    return f"Waiting for {'; '.join(parts)}." if parts else "Everything of every gateway is in."
