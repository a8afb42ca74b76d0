"""`glitterball decision`: what takes two people, proposed by one and approved by the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from domain.season import commands as c
from domain.season.proposing.facts import ProposalInParts, SignedProposal
from domain.season.proposing.refusals import NoSuchProposal
from glitterball.answers import Answer
from glitterball.cli.asking import AsOfOption, FormatOption, ReasonOption, SeasonArgument, season_of
from glitterball.cli.key_files import AssertionOption, sign_with_assertion
from glitterball.cli.output import Format, say, say_exactly, show
from glitterball.cli.recording import record, records, speaking
from glitterball.cli.speaking import ByOption
from glitterball.cli.typed import LARGEST, typed
from glitterball.people import challenge_of
from glitterball.procedures.decisions import Decision, consequence_now, ending
from glitterball.store import Season
from projections.sentences import asked_for

app = typer.Typer(help="Look at, approve, turn down and take back what takes two people.", no_args_is_help=True)

DecisionArgument = Annotated[
    int, typer.Argument(help="The number of the proposal.", metavar="NUMBER", min=1, max=LARGEST)
]


class Word(StrEnum):
    """What somebody says of a proposal, and signs."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing a proposal says."""

    what: str
    says: str


@app.command("list")
def list_(
    context: typer.Context, season: SeasonArgument, form: FormatOption = Format.TABLE, as_of: AsOfOption = None
) -> None:
    """All proposals and how they ended."""
    with season_of(context, season, as_of) as asked:
        rows = asked.decisions()
        show(
            Answer(
                schema="decision-list",
                mode=asked.mode,
                title=f"Decisions of {asked.name}",
                rows=rows,
                basis=asked.basis(),
                row=Decision,
            ),
            form,
        )


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
        rows = [Line(what=what, says=says) for what, says in _in_full(asked, number)]
        title = f"Decision {number} of {asked.name}"
        basis = asked.basis()
        show(Answer(schema="decision", mode=asked.mode, title=title, rows=rows, basis=basis, row=Line), form)


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
        for what, says in _in_full(asked, number):
            say(f"{what}: {says}")


def _in_full(asked: Season, number: int) -> Iterator[tuple[str, str]]:
    """A proposal, line by line. Refuses a number nobody proposed under."""
    proposal = asked.state.proposals.get(number)
    if proposal is None:
        still_open = [str(other) for other, each in asked.state.proposals.items() if each.settled is None]
        raise NoSuchProposal(number, ", ".join(still_open) or "none")
    event = proposal.proposed
    yield "proposed", f"by {event.actor.name} ({event.actor.role}) at {event.position}, {event.time}"
    if isinstance(event.fact, SignedProposal | ProposalInParts) and event.fact.signature is not None:
        yield "open until", event.fact.expires or "it is decided"
        yield "signed", f"by {event.fact.identity} with key {event.fact.signature.key}"
    if proposal.settled is not None:
        yield "ended", ending(proposal)
        yield "asked for", asked_for(event.fact, asked.state)
        return
    told = consequence_now(asked, proposal)
    if told.refused is not None:
        yield "would be refused now", told.refused
        return
    yield "would be recorded", told.recorded
    if not told.as_shown:
        yield "changed", "that is not what its proposer was shown: it has to be proposed again"
    if told.before is not None and told.after is not None:
        yield "outcome before", told.before
        yield "outcome after", told.after
