"""`glitterball votes canvass`: raw ballots to vote batches, or held against the batches on record."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from domain.gateway.events import (
    GatewayClosed,
    OfManifest,
    VoteBatchReceived,
    VoteBatchReceivedV2,
    counted_as,
    gateway_stream,
)
from domain.plurals import count_of, verb
from domain.season.lookup import couples_in_order
from glitterball.answers import Answer, Column
from glitterball.canvass import EVERY_CHANNEL, Canvassed, LinesOpen, Means, Terms, compare, micros, terms_of
from glitterball.canvass.canvassing import MEMORY, OnRecord, counted_elsewhere
from glitterball.canvass.canvassing import canvass as canvassed
from glitterball.canvass.clusters import on_cluster
from glitterball.cli.asking import FormatOption, SeasonArgument, WeekArgument, channel, gateway, season_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.progress import progress
from glitterball.cli.typed import a_file
from glitterball.files import beside, target_of, write
from glitterball.files.kinds import LINES
from glitterball.procedures.raw_files import raw_files_on_record
from glitterball.refusals import FileUnreadable
from glitterball.store import Season

ACCOUNT = (
    Column("gateway", lambda row: row.gateway),
    Column("channel", lambda row: row.channel),
    Column("", lambda row: row.what),
    Column("votes", lambda row: row.votes, right=True),
)
DIFFERENCES = (Column("where", lambda row: row.where), Column("difference", lambda row: row.what))

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write the batches here; to standard output without it.", callback=a_file),
]
CheckOption = Annotated[
    bool,
    typer.Option("--check", help="Write nothing: report how the batches on record differ; exit code 1 when they do."),
]
WindowOption = Annotated[
    list[str] | None, typer.Option("--window", help="When lines were open: [CHANNEL=]OPENS/CLOSES, each with a zone.")
]
ZoneOption = Annotated[str | None, typer.Option("--zone", help="The zone of times that name none.")]
SliceOption = Annotated[int, typer.Option("--slice", help="Seconds one batch covers.", min=1)]
MemoryOption = Annotated[str, typer.Option("--memory", help="Memory the counting may use.")]
WorkOption = Annotated[
    Path | None, typer.Option("--work", help="Folder for what is counted so far; a stopped canvass goes on there.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", help="Tasks of a canvass in parts done at a time; else as many as there are processors.", min=1
    ),
]
RayOption = Annotated[
    str | None,
    typer.Option(
        "--ray",
        help="Do the tasks on a Ray cluster: HOST:6379, or local for one of this machine. All machines see raw files and --work.",
        metavar="ADDRESS",
    ),
]
PartsOption = Annotated[
    int | None, typer.Option("--parts", help="Into how many parts voters are dealt; else as memory asks.", min=1)
]
AlthoughOption = Annotated[
    bool,
    typer.Option(
        "--although-on-record", help="Go on although a raw file was counted before, for another gateway or week."
    ),
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: of a channel's votes, how many were received, accepted, late, or rejected and why."""

    gateway: str
    channel: str
    what: str
    votes: int


def canvass(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    raw: Annotated[list[str], typer.Argument(help="Gateways and their raw ballots: mobile=ballots.parquet.")],
    output: OutputOption = None,
    check: CheckOption = False,
    window: WindowOption = None,
    zone: ZoneOption = None,
    seconds: SliceOption = 60,
    memory: MemoryOption = MEMORY,
    work: WorkOption = None,
    parts: PartsOption = None,
    workers: WorkersOption = None,
    ray: RayOption = None,
    although_on_record: AlthoughOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check raw ballots under the rulebook's voting clause and count them into batches, every ballot accounted for.

    Several gateways are canvassed together: the cap holds across them. The batches are lines for `votes import`.
    """
    files = [_named(one) for one in raw]
    windows = dict(_window(one) for one in window or ())
    with season_of(context, season) as asked:
        opened = asked.state.weeks[asked.week(week).number]
        if opened.voting is not None:
            files = [(gateway(name, opened), path) for name, path in files]
            windows = {name if name == EVERY_CHANNEL else channel(name, opened): of for name, of in windows.items()}
        terms = terms_of(asked.state, week, [source for source, _ in files], windows, seconds)
        if output is not None and not check:
            target_of(output, LINES)
        work = work or (beside(output, ".work") if output else None)
        with ExitStack() as stack:
            place = stack.enter_context(on_cluster(ray, [path for _, path in files], work, memory)) if ray else None
            begins = stack.enter_context(progress("steps"))
            on_record = raw_files_on_record(asked.store.log, asked.name)
            means = Means(
                work=work,
                memory=memory,
                threads=workers,
                parts=parts,
                place=place,
                told=lambda what, done, of: begins(what, done + 1, of),
            )
            done = canvassed(files, terms, zone, means, {} if although_on_record else on_record)
        _say_what_was_counted_before(done, week, on_record)
        if check:
            _report(asked, week, done, _on_record(asked, terms), form)
        elif output is None:
            say_exactly(done.lines().decode(), end="")
        else:
            write(output, done.lines(), LINES)
            title = (
                f"Ballots of {asked.name}, week {week}: {count_of(len(done.batches), 'batch', 'batches')} in {output}"
            )
            basis = asked.basis(week)
            show(
                Answer(
                    schema="votes-canvass",
                    mode=asked.mode,
                    title=title,
                    rows=list(_lines(done.manifests)),
                    columns=ACCOUNT,
                    basis=basis,
                ),
                form,
            )


def _say_what_was_counted_before(done: Canvassed, week: int, on_record: OnRecord) -> None:
    """What somebody has said to go on with, once more where the batches are handed over."""
    for source, sha256 in sorted({(batch.gateway, batch.raw_sha256) for batch in done.batches if batch.raw_sha256}):
        where = counted_elsewhere(sha256, source, week, on_record)
        if where:
            say(f"The raw file of {source} is on record already, for {where}: its ballots are counted once more.")


def _named(text: str) -> tuple[str, Path]:
    gateway, _, path = text.partition("=")
    if not path:
        raise typer.BadParameter(f"{text!r} names no file; write it as mobile=ballots.parquet")
    if not Path(path).is_file():
        raise FileUnreadable(path, "there is no such file")
    return gateway, Path(path)


def _window(text: str) -> tuple[str, LinesOpen]:
    channel, given, times = text.rpartition("=")
    opens, _, closes = times.partition("/")
    try:
        return channel if given else EVERY_CHANNEL, LinesOpen(micros(opens), micros(closes))
    except ValueError:
        form = "2024-09-25T00:00:00Z/2024-09-25T03:00:00Z"
        raise typer.BadParameter(f"{text!r} is no window with zones; write it as {form}") from None


def _on_record(season: Season, terms: Terms) -> Iterator[VoteBatchReceived | GatewayClosed]:
    streams = [gateway_stream(terms.season, terms.week, gateway) for gateway, _ in terms.carries]
    for event in season.store.log.read(until=season.position, streams=streams):
        if isinstance(event.fact, VoteBatchReceived | VoteBatchReceivedV2):
            yield counted_as(event.fact, couples_in_order(season.state, event.fact.week))
        elif isinstance(event.fact, GatewayClosed):
            yield event.fact


def _report(
    season: Season,
    week: int,
    done: Canvassed,
    recorded: Iterable[VoteBatchReceived | GatewayClosed],
    form: Format,
) -> None:
    """Every difference, and what else is worth knowing; exit code 1 when there is a difference."""
    findings = compare(done.deliveries, recorded)
    differing = [finding for finding in findings if finding.severity == "error"]
    title = f"Batches of {season.name}, week {week}, on record against the raw ballots"
    if findings or form is not Format.TABLE:
        show(
            Answer(
                schema="votes-canvass-check",
                mode=season.mode,
                title=title,
                rows=findings,
                columns=DIFFERENCES,
                basis=season.basis(week),
            ),
            form,
        )
    if differing:
        raise leave(Exit.NO)
    count = len(done.batches)
    say(f"{count_of(count, 'batch', 'batches')} on record {verb(count, 'is', 'are')} what the raw ballots give.")


def _lines(manifests: Iterable[OfManifest]) -> Iterator[Line]:
    for manifest in manifests:
        for total in manifest.totals:
            yield Line(manifest.gateway, total.channel, "received", total.received)
            yield Line(manifest.gateway, total.channel, "accepted", total.accepted)
            yield Line(manifest.gateway, total.channel, "late", total.late)
            for reason, count in total.rejected:
                yield Line(manifest.gateway, total.channel, f"rejected: {reason}", count)
