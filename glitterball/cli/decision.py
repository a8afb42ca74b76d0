"""`glitterball decision`: what takes two people, proposed by one and approved by the other."""

from enum import StrEnum
from typing import Annotated

import typer

from domain.season import commands as c
from glitterball.answered import decisions as answered
from glitterball.cli.asking import AsOfOption, FormatOption, ReasonOption, SeasonArgument, season_of
from glitterball.cli.key_files import AssertionOption, sign_with_assertion
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.recording import record, records, speaking
from glitterball.cli.speaking import ByOption
from glitterball.cli.typed import LARGEST, typed
from glitterball.people import challenge_of
from glitterball.store import Season

app = typer.Typer(help="Look at, approve, turn down and take back what takes two people.", no_args_is_help=True)

DecisionArgument = Annotated[
    int, typer.Argument(help="The number of the proposal.", metavar="NUMBER", min=1, max=LARGEST)
]


class Word(StrEnum):
    """What somebody says of a proposal, and signs."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@app.command("list")
def list_(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """All proposals and how they ended."""
    with season_of(context, season, as_of) as asked:
        show(answered.decision_list(asked), form)


@app.command("show")
def show_(
    context: typer.Context,
    season: SeasonArgument,
    number: DecisionArgument,
    form: FormatOption = Format.TABLE,
    as_of: AsOfOption = None,
) -> None:
    """A proposal in full: who made it, what would be recorded, and the outcome before and after."""
    with season_of(context, season, as_of) as asked:
        show(answered.decision(asked, number), form)


@app.command("text")
def text_(
    context: typer.Context,
    season: SeasonArgument,
    number: DecisionArgument,
    by: ByOption,
    says: Annotated[Word, typer.Option("--says", help="What is said of the proposal.")] = Word.APPROVE,
) -> None:
    """Print the text that somebody signs to approve, reject or withdraw a proposal; for a passkey its challenge as well."""
    with season_of(context, season) as asked:
        with typed(context, decision="NUMBER"):
            commands: dict[Word, c.ProposalCommand] = {
                Word.APPROVE: c.Approve(decision=number),
                Word.REJECT: c.Reject(decision=number, reason="-"),
                Word.WITHDRAW: c.Withdraw(decision=number, reason="-"),
            }
        signed = asked.store.engine.to_sign(asked.name, commands[says], speaking(asked, by))
    say_exactly(signed.decode(), end="")
    say(f"challenge for a passkey: {challenge_of(signed)}")


@app.command("approve")
@records
def approve(
    context: typer.Context,
    season: SeasonArgument,
    number: DecisionArgument,
    by: ByOption,
    assertion: AssertionOption = None,
) -> None:
    """Approve a proposal as the second person; what it leads to is said first, and recorded with it."""
    sign_with_assertion(assertion)
    with season_of(context, season, records=True) as asked:
        _say_in_full(asked, number)
        with typed(context, decision="NUMBER"):
            command = c.Approve(decision=number)
        record(asked, command, by)


@app.command("reject")
@records
def reject(
    context: typer.Context,
    season: SeasonArgument,
    number: DecisionArgument,
    reason: ReasonOption,
    by: ByOption,
    assertion: AssertionOption = None,
) -> None:
    """Turn a proposal down."""
    sign_with_assertion(assertion)
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.Reject(decision=number, reason=reason)
        _say_in_full(asked, number)
        record(asked, command, by)


@app.command("withdraw")
@records
def withdraw(
    context: typer.Context,
    season: SeasonArgument,
    number: DecisionArgument,
    reason: ReasonOption,
    by: ByOption,
    assertion: AssertionOption = None,
) -> None:
    """Take a proposal of one's own back."""
    sign_with_assertion(assertion)
    with season_of(context, season, records=True) as asked:
        with typed(context):
            command = c.Withdraw(decision=number, reason=reason)
        _say_in_full(asked, number)
        record(asked, command, by)


def _say_in_full(asked: Season, number: int) -> None:
    """What somebody is about to decide, on standard error, before it is recorded."""
    if number in asked.state.proposals:
        for what, says in answered.in_full(asked, number):
            say(f"{what}: {says}")
