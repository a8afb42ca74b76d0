"""Small nights drawn for tests: two weeks of votes from several gateways, with voids, a substitution, an outage, late batches.

Nobody decided them; they are what stands in a log.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived, gateway_stream, season_stream
from domain.record import Recorded
from domain.season import events as e
from domain.season import words as w
from domain.season.outcome import outcome_of
from domain.tabulation.outcome import Outcome
from glitterball.testing import COUPLES, PEOPLE, rulebooks
from projections.fold import SeasonFold
from tests.votes.batches import NIGHT, received

AT = "2024-09-25T03:00:00Z"
GATEWAYS = {"east": ("online", "sms"), "west": ("online",)}
EXPECTED = tuple(w.ExpectedGateway(gateway=name, channels=channels) for name, channels in GATEWAYS.items())


@dataclass(frozen=True)
class Night:
    """Events in log order. `week` is the one to ask about."""

    events: tuple[Recorded[Any], ...]
    week: int

    @property
    def fold(self) -> SeasonFold:
        """The season remembered from the events."""
        return remembered(self.events)

    def outcome_without(self, *events: Recorded[Any]) -> Outcome:
        """The outcome of a log in which these events never stood."""
        left = out_of(events)
        fold = remembered([event for event in self.events if id(event) not in left])
        return outcome_of(fold.state, self.week, fold.tallies, explain=False)

    @property
    def batches(self) -> list[Recorded[Any]]:
        """Every batch."""
        return [event for event in self.events if isinstance(event.fact, VoteBatchReceived)]

    def voids_of(self, batches: list[Recorded[Any]]) -> list[Recorded[Any]]:
        """The voids that name one of these batches."""
        names = {(event.fact.week, event.fact.gateway, event.fact.batch) for event in batches}
        voids = [event for event in self.events if isinstance(event.fact, e.BatchVoided)]
        return [void for void in voids if (void.fact.week, void.fact.gateway, void.fact.batch) in names]


def out_of(events: Any) -> set[int]:
    """Which events, told apart by what they are and not by what they say."""
    return {id(event) for event in events}


def remembered(events: Any) -> SeasonFold:
    """A season remembered from events."""
    fold = SeasonFold()
    for event in events:
        fold.apply(event)
    return fold


@st.composite
def nights(draw: st.DrawFn) -> Night:
    """A season of three to five couples with two weeks of votes; the second may carry the first in."""
    rulebook = draw(rulebooks())
    couples = COUPLES[: draw(st.integers(3, 5))]
    facts: list[Any] = [
        e.SeasonOpened(season="us-33", show="Dancing", number=33, mode="live"),
        e.RulebookAdopted(rulebook=rulebook, from_week=1, sha256=rulebook.hash()),
        *(e.CoupleCast(couple=couple, celebrity=couple, professional="a pro") for couple in couples),
    ]
    carries = draw(st.booleans())
    for week in (1, 2):
        form = draw(st.sampled_from(rulebook.forms)).name
        facts += _opened(draw, week, form, couples, (1, 2) if carries and week == 2 else (week,))
        facts += draw(voting(week, couples))
    return Night(_recorded(facts), 2)


def _opened(draw: st.DrawFn, week: int, form: str, couples: tuple[str, ...], votes_from: tuple[int, ...]) -> list[Any]:
    """A week with one dance and two judges a couple."""
    episode = w.Episode(number=week, date="2024-09-24")
    seats = tuple(w.Judge(judge=name, name=name) for name in ("ada", "bruno"))
    facts: list[Any] = [
        e.WeekOpened(week=week, form=form, episodes=(episode,), scores_from=(week,), votes_from=votes_from),
        e.PanelSeated(week=week, episode=week, judges=seats, head="ada", casting="ada"),
    ]
    for couple in couples:
        facts.append(e.DanceScheduled(week=week, episode=week, round="1", couples=(couple,)))
        for judge in ("ada", "bruno"):
            mark = draw(st.integers(1, 4))
            facts.append(e.ScoreGiven(week=week, dance=f"{week}.1.{couple}", judge=judge, mark=mark))
    facts += [
        e.JudgeBallotCast(week=week, judge=judge, saves=draw(st.sampled_from(couples))) for judge in ("ada", "bruno")
    ]
    return [*facts, e.VotingOpened(week=week, gateways=EXPECTED)]


@st.composite
def voting(draw: st.DrawFn, week: int, couples: tuple[str, ...]) -> list[Any]:
    """Batches, the seal, perhaps late batches, and what was decided about them."""
    sent = draw(batches(week, couples))
    sealed_after = draw(st.integers(0, len(sent))) if draw(st.booleans()) else len(sent)
    facts: list[Any] = [*sent[:sealed_after], e.VotingClosed(week=week), *sent[sealed_after:]]
    for batch in sent[:sealed_after]:
        if draw(st.integers(0, 4)) == 4:
            held = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in batch.votes)
            where = {"gateway": batch.gateway, "batch": batch.batch, "channel": batch.channel, "body": batch.body}
            facts.append(e.BatchVoided(week=week, **where, votes=held, reason="sent twice"))
    if draw(st.integers(0, 4)) == 4:
        facts.append(
            e.ChannelVoided(week=week, channel=draw(st.sampled_from(("online", "sms"))), reason="wrong numbers")
        )
    if draw(st.integers(0, 5)) == 5:
        given = tuple(w.CoupleVotes(couple=couple, votes=draw(st.integers(0, 9))) for couple in couples)
        facts.append(e.InputSubstituted(week=week, body="viewers", votes=given, reason="an aggregate"))
    if draw(st.integers(0, 2)) == 2:
        first, ended = draw(st.integers(0, 2)), draw(st.booleans())
        span = {"began": f"{NIGHT}:{first:02}:10Z", "ended": f"{NIGHT}:{first + 1:02}:00Z" if ended else None}
        facts.append(e.OutageNoted(week=week, channel=draw(st.sampled_from(("online", "sms"))), what="no tone", **span))
    return facts


@st.composite
def batches(draw: st.DrawFn, week: int, couples: tuple[str, ...]) -> list[VoteBatchReceived]:
    """A few batches over three minutes, in any order, mostly of the viewers, with some votes rejected and some late."""
    sent: list[VoteBatchReceived] = []
    lead = draw(st.sampled_from((0, 0, 300)))  # couples far apart, so that leaving a batch out changes no order
    for gateway, channels in GATEWAYS.items():
        for number in range(1, draw(st.integers(1, 4)) + 1):
            split = {couple: draw(st.one_of(st.integers(0, 3), st.integers(0, 40))) for couple in couples}
            if number == 1:
                split = {couple: count + lead * place for place, (couple, count) in enumerate(split.items())}
            named = {couple: count for couple, count in split.items() if draw(st.integers(0, 5))}
            sent.append(
                received(
                    number,
                    named,
                    gateway,
                    draw(st.sampled_from(channels)),
                    draw(st.integers(0, 2)),
                    week=week,
                    body=draw(st.sampled_from(("viewers", "viewers", "viewers", "instant"))),
                    rejected=draw(st.sampled_from(((), (("over the cap", 2),), (("outside the region", 1),)))),
                    late=draw(st.integers(0, 1)),
                )
            )
    return draw(st.permutations(sent))


def _recorded(facts: list[Any]) -> tuple[Recorded[Any], ...]:
    sequences: dict[str, int] = {}
    events = []
    for position, fact in enumerate(facts, start=1):
        batch = isinstance(fact, VoteBatchReceived)
        stream = gateway_stream("us-33", fact.week, fact.gateway) if batch else season_stream("us-33")
        sequences[stream] = fact.batch if batch else sequences.get(stream, 0) + 1
        events.append(Recorded(position, stream, sequences[stream], AT, PEOPLE["producer"], fact))
    return tuple(events)
