"""What waits for two people, over all seasons: who proposed what, until when it is open, and the difference it would make now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.season.people.roster import one_person
from domain.season.proposing.facts import SignedProposal
from domain.season.state import Proposal, seen_at
from glitterball.answered.decisions import consequence_now
from glitterball.store import Season
from glitterball.web.addresses import Links
from glitterball.web.page import Page
from glitterball.web.person import Person
from glitterball.web.words import Moment, worded
from projections.sentences import asked_for

WITHHELD = worded("What it would change rests on counts that are kept back from you.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inboxed:
    """A proposal as it waits. `told` are what it would change, by what they are called; `own` whether who looks proposed it."""

    anchor: str
    season: str
    decision: int
    what: str
    by: str
    since: str
    until: str
    own: bool
    told: tuple[tuple[str, str], ...]
    refused: str
    approve: str
    reject: str
    withdraw: str
    in_full: str


def inbox(seasons: Sequence[tuple[Season, bool]], person: Person) -> Page:
    """All that waits, the oldest first. Each season comes with whether its counts may be seen by who looks."""
    waiting = [entry for season, sees in seasons for entry in _waiting(season, sees, person)]
    others = sum(1 for entry in waiting if not entry.own)
    return Page(
        template="approvals.html",
        title=worded("Approvals: %(count)s for you to look at", count=others),
        mode="rehearsal" if waiting and all(season.mode == "rehearsal" for season, _ in seasons) else "",
        shown={"waiting": waiting, "others": others},
        document={"schema": "glitterball.approvals.v1", "waiting": [(each.season, each.decision) for each in waiting]},
    )


def _waiting(season: Season, sees: bool, person: Person) -> Iterator[Inboxed]:
    state, links = seen_at(season.state, season.store.engine.clock()), Links(season.name)
    known = state.people.get(person.identity)
    name = person.name if known is None else known.now.name
    for number, proposal in state.proposals.items():
        if proposal.settled is not None:
            continue
        event = proposal.proposed
        told, refused = _told(season, proposal) if sees else ((("", WITHHELD),), "")
        yield Inboxed(
            anchor=f"{season.name}-{number}",
            season=season.name,
            decision=number,
            what=asked_for(event.fact, state),
            by=worded("%(person)s (%(role)s)", person=event.actor.name, role=worded(event.actor.role)),
            since=Moment(event.time),
            until=Moment(event.fact.expires or "") if isinstance(event.fact, SignedProposal) else "",
            own=one_person(state, event.actor.name, name),
            told=told,
            refused=refused,
            approve=links.act("approve", decision=number),
            reject=links.act("reject", decision=number),
            withdraw=links.act("withdraw", decision=number),
            in_full=links.decisions(number),
        )


def _told(season: Season, proposal: Proposal) -> tuple[tuple[tuple[str, str], ...], str]:
    """What would follow now, and why it would be refused, if it would."""
    told = consequence_now(season, proposal)
    if told.refused is not None:
        return (), told.refused
    said = [(worded("Would be recorded"), told.recorded)]
    if not told.as_shown:
        said.append((worded("Changed"), "that is not what its proposer was shown: it has to be proposed again"))
    if told.before is not None and told.after is not None:
        said += [(worded("Outcome before"), told.before), (worded("Outcome after"), told.after)]
    return tuple(said), ""


def difference(season: Season, decision: int) -> tuple[tuple[str, str], ...]:
    """What the approval of a proposal would change now; nothing where it is not open."""
    proposal = seen_at(season.state, season.store.engine.clock()).proposals.get(decision)
    return () if proposal is None or proposal.settled is not None else _told(season, proposal)[0]
