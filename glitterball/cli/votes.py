"""`glitterball votes`: lines opened and closed, batches taken in, turnout, voids."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from domain.gateway.tally import Window
from domain.plurals import count_of
from domain.season import commands as c
from domain.season.state import field_of, rulebook_of, window_of
from domain.season.voting.rules import minutes_open
from domain.season.voting.terms import voting_terms
from domain.season.words import ExpectedGateway
from glitterball.answered.votes import turnout
from glitterball.cli import gateway_keys, settling
from glitterball.cli.asking import (
    AsOfOption,
    EveryWeekArgument,
    FormatOption,
    ReasonOption,
    SeasonArgument,
    WeekArgument,
    channel,
    file_or_input,
    gateway,
    season_of,
)
from glitterball.cli.moments import in_utc
from glitterball.cli.output import Format, say, show
from glitterball.cli.recording import KeyOption, record, records
from glitterball.cli.season import week_file
from glitterball.cli.speaking import ByOption, WithOption
from glitterball.cli.typed import LARGEST, in_words, typed
from glitterball.engine import Receipt
from glitterball.intake.message import is_signed
from glitterball.intake.unsigned_lines import read_deliveries
from glitterball.intake.votes_sheet import HandIn, is_sheet, read_votes_sheet
from glitterball.moments import micros, stamp
from glitterball.naming import channel_choices, gateway_choices, identifier
from glitterball.procedures.arrivals import looks_wrong
from glitterball.season_files.votes import Window as SheetWindow
from glitterball.store import Season

app = typer.Typer(help="Open and close the lines, take in batches, look at turnout, void.", no_args_is_help=True)
void = typer.Typer(help="Take a batch or a channel out of the count; it takes two people.", no_args_is_help=True)
app.add_typer(void, name="void")
app.add_typer(gateway_keys.app, name="key")
app.command("sign")(gateway_keys.sign)
app.command("signatures")(gateway_keys.signatures)
app.command("give-up")(settling.give_up)
app.command("replace")(settling.replace)

LARGEST_BATCH = 10**9
"""The highest number a batch can have."""


@app.command("open")
@records
def open_(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    by: ByOption,
    gateways: Annotated[
        list[str] | None, typer.Option("--gateway", help="A gateway and its channels, such as mobile:sms,calls.")
    ] = None,
    opens: Annotated[
        str | None,
        typer.Option("--opens", help="When lines open, with a zone: 2026-03-07T20:00:00Z.", metavar="TIME"),
    ] = None,
    closes: Annotated[
        str | None,
        typer.Option(
            "--closes", help="When lines close. A batch of another time is not counted silently.", metavar="TIME"
        ),
    ] = None,
    in_order: Annotated[
        bool,
        typer.Option("--in-order", help="State the couples' order, so that gateways may send counts without names."),
    ] = False,
    file: Annotated[
        str | None,
        typer.Option("--from", help="The season file with the week's gateways and window, for what is not typed."),
    ] = None,
) -> None:
    """Open the lines of a week, naming every gateway that will deliver, and from when to when votes count.

    What is not typed is taken from the week's file (--from), and then from the rulebook: where that says for how many
    minutes lines are open, they are, from now on unless --opens or --closes is given.
    """
    if not gateways and file is None:
        raise typer.BadParameter("name a gateway that will deliver, such as --gateway mobile:sms,calls")
    expected = tuple(_expected(text) for text in gateways or ())
    window = in_utc(opens, "--opens"), in_utc(closes, "--closes")
    with season_of(context, season, records=True) as asked:
        if file is not None:
            written = _written(asked, file, week)
            expected = expected or written.gateways
            window = (written.opens, written.closes) if window == (None, None) else window
        window = _or_as_the_rules_say(asked, week, window)
        with typed(context):
            order = field_of(asked.state, week) if in_order else None
            command = c.OpenVoting(week=week, gateways=expected, opens=window[0], closes=window[1], couples=order)
        record(asked, command, by)


def _written(season: Season, file: str, week: int) -> c.OpenVoting:
    """The opening of the lines as the file of the week, or the season's, has it."""
    written = week_file(season, file)
    for said in written.commands:
        if isinstance(said, c.OpenVoting) and said.week == week:
            return said
    raise typer.BadParameter(f"{written.where} has no lines for week {week} ([weeks.voting])", param_hint="--from")


def _or_as_the_rules_say(season: Season, week: int, window: Window) -> Window:
    """The window, which begins now where nothing is typed and the rulebook says how long lines are open; and what was taken."""
    minutes, adopted = minutes_open(season.state, week), rulebook_of(season.state, week)
    if minutes is None or adopted is None or None not in window:
        return window
    say(f"Taken from {adopted.ref}, clause voting.window: lines are open for {count_of(minutes, 'minute')}.")
    if window != (None, None):
        return window
    begun = season.state.weeks[week].voting if week in season.state.weeks else None
    now = stamp(micros(season.store.engine.clock()))
    return (now if begun is None else begun.fact.opens, None)  # said again, it is the same


@app.command("window")
@records
def window(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    opens: Annotated[str, typer.Option("--opens", help="When lines opened, with a zone.", metavar="TIME")],
    closes: Annotated[str, typer.Option("--closes", help="When lines closed, or close.", metavar="TIME")],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Put a wrong window of the lines right; it takes two people, and names the batches that lie outside it."""
    times = in_utc(opens, "--opens"), in_utc(closes, "--closes")
    with season_of(context, season, records=True) as asked:
        asked.week(week)
        with typed(context):
            values = {"week": week, "opens": times[0], "closes": times[1], "reason": reason}
            command = c.StateWindow.model_validate(values)
        record(asked, command, by, second)


def _expected(text: str) -> ExpectedGateway:
    name, _, channels = text.partition(":")
    if not channels.strip():
        raise typer.BadParameter(f"{text!r} names no channel; write it as mobile:sms,calls")
    names = tuple(identifier(one, "A channel in --gateway", "sms") for one in channels.split(","))
    return ExpectedGateway(gateway=identifier(name, "A gateway in --gateway", "mobile"), channels=names)


@app.command("close")
@records
def close(context: typer.Context, season: SeasonArgument, week: WeekArgument, by: ByOption) -> None:
    """Seal the votes of a week: what is delivered after this is kept, and not counted."""
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.CloseVoting(week=week)
        record(asked, command, by)


@app.command("import")
def import_(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    file: Annotated[
        str,
        typer.Argument(
            help="Batches and manifests, one JSON object a line; a signed delivery; or a CSV with columns couple and votes; "
            "- for standard input."
        ),
    ],
    of: Annotated[
        str | None,
        typer.Option("--gateway", help="Of a CSV: whose votes these are, such as phones:sms; else its columns say it."),
    ] = None,
    opens: Annotated[
        str | None,
        typer.Option(
            "--opens", help="Of a CSV: from when its votes are; else from when lines are open.", metavar="TIME"
        ),
    ] = None,
    closes: Annotated[
        str | None,
        typer.Option("--closes", help="Of a CSV: until when its votes are; else until lines close.", metavar="TIME"),
    ] = None,
    batch: Annotated[
        int, typer.Option("--batch", help="Of a CSV: the number of its first batch.", min=1, max=LARGEST_BATCH)
    ] = 1,
    final: Annotated[
        bool,
        typer.Option(
            "--final", help="Of a CSV: this is all that its gateways deliver; their closing manifests are made of it."
        ),
    ] = False,
    key: KeyOption = None,
) -> None:
    """Take in a gateway's batches and closing manifest, all or none. What is there already is not counted twice.

    A batch is known by its number, so the same file may be handed in again. Under a key of your own no other file is taken in.
    A CSV from a spreadsheet is one batch a channel; a manifest made of it (--final) is no second count.
    """
    key = None if key is None else in_words(key, "--idempotency-key")
    with season_of(context, season, records=True) as asked:
        octets = file_or_input(file)
        if is_signed(octets):
            receipts = asked.deliver(octets, week, key=key)
            said = "was on record already" if receipts.duplicate else f"recorded, signature at {receipts.signed_at}"
            say(f"{count_of(len(receipts), 'line')} in one delivery of {receipts.gateway}: {said}.")
            _say_what_looks_wrong(asked, week, receipts)
            return
        if is_sheet(octets, file):
            handed_in = _hand_in(asked, week, of, (in_utc(opens, "--opens"), in_utc(closes, "--closes")))
            handed_in = replace(handed_in, first_batch=batch, final=final)
            batches, manifests = read_votes_sheet(octets, file, handed_in, asked.state)
        elif of or opens or closes or final or batch != 1:
            raise typer.BadParameter(
                "a gateway's own file says whose votes it holds: --gateway, --opens, --closes, --batch and --final are for a CSV"
            )
        else:
            batches, manifests = read_deliveries(octets.splitlines(), file, asked.name, week)
        each = asked.receive([*batches, *manifests], key=key)
        again = sum(receipt.duplicate for receipt in each)
        new = len(each) - again
        say(
            f"{new} {'delivery' if new == 1 else 'deliveries'} recorded, "
            f"{again} {'was' if again == 1 else 'were'} on record already."
        )
        _say_what_looks_wrong(asked, week, each)


def _hand_in(season: Season, week: int, of: str | None, typed_window: Window) -> HandIn:
    """Whose votes a sheet holds and from when to when: as typed, and else as it was said when the lines were opened."""
    voting_terms(season.state, week)
    opened = season.state.weeks[week]
    stated = window_of(opened)
    opens, closes = typed_window[0] or stated[0], typed_window[1] or stated[1]
    if opens is None or closes is None:
        raise typer.BadParameter("say from when to when these votes are: --opens TIME --closes TIME")
    window = SheetWindow(season.name, week, opens, closes)
    name, _, carries = (of or "").partition(":")
    whose = gateway(name, opened) if name else _only(choice.identifier for choice in gateway_choices(opened))
    if carries:
        return HandIn(window=window, gateway=whose, channel=channel(carries, opened, whose))
    carried = (choice.identifier for choice in channel_choices(opened, whose))
    return HandIn(window=window, gateway=whose, channel=_only(carried) if whose else None)


def _only(names: Iterable[str]) -> str | None:
    """The name, where there is no other."""
    found = tuple(names)
    return found[0] if len(found) == 1 else None


def _say_what_looks_wrong(season: Season, week: int, arrived: Iterable[Receipt]) -> None:
    """What `week check` will say of batches of other times or sent twice: now somebody can still ask the gateway."""
    for finding in looks_wrong(season.store.log, season.state, season.name, week, arrived):
        say(str(finding))


@app.command("status")
def status(
    context: typer.Context,
    season: SeasonArgument,
    week: EveryWeekArgument = None,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """What each gateway delivered by channel, and whether its own count agrees."""
    with season_of(context, season, as_of) as asked:
        show(turnout(asked, week), form)


@void.command("batch")
@records
def void_batch(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    of: Annotated[str, typer.Argument(help="The gateway, as named when the lines opened.", metavar="GATEWAY")],
    batch: Annotated[int, typer.Argument(help="The batch's number.", metavar="BATCH", min=1, max=LARGEST)],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
    name: Annotated[str | None, typer.Option("--channel", help="Its channel, for a batch that never came.")] = None,
) -> None:
    """Take one batch out of the count, or declare one lost or late."""
    with season_of(context, season, records=True) as asked:
        this = asked.week(week)
        opened = asked.state.weeks[this.number]
        source = gateway(of, opened)
        carried = channel(name, opened, source) if name is not None else channel_choices(opened, source)[0].identifier
        with typed(context):
            command = c.VoidBatch(
                week=week, gateway=source, batch=batch, channel=carried, body="viewers", votes=(), reason=reason
            )
        record(asked, command, by, second)


@void.command("channel")
@records
def void_channel(
    context: typer.Context,
    season: SeasonArgument,
    week: WeekArgument,
    name: Annotated[str, typer.Argument(help="The channel.", metavar="CHANNEL")],
    reason: ReasonOption,
    by: ByOption,
    second: WithOption = None,
) -> None:
    """Take all votes of a channel out of a week's count."""
    with season_of(context, season, records=True) as asked:
        opened = asked.state.weeks[asked.week(week).number]
        with typed(context):
            command = c.VoidChannel(week=week, channel=channel(name, opened), reason=reason)
        record(asked, command, by, second)
