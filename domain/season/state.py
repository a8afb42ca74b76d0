"""What a season remembers: the recorded events, each filed in its place, with their positions.

Nothing is worked out here; the functions at the end only look things up.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from domain.exact import Exact
from domain.record import Recorded
from domain.rulebook.book import Rulebook
from domain.rulebook.plug_ins import plug_ins_of
from domain.season import events as e
from domain.season.people.facts import OfPerson
from domain.season.setting_up.facts import OfCouple

Announcing = (
    e.DangerAnnounced
    | e.CoupleSaved
    | e.CoupleEliminated
    | e.PlacesAwarded
    | e.PlacesCorrected
    | e.AnnouncementCorrected
)


@dataclass(frozen=True, slots=True)
class DanceState:
    """A scheduled dance. `marks` are those that stand, by judge; `history` all that was given and corrected of
    those; `taken_back` what was taken back, with what took it back."""

    scheduled: Recorded[e.DanceScheduled]
    marks: dict[str, Recorded[e.ScoreGiven] | Recorded[e.ScoreCorrected]] = field(default_factory=dict)
    history: tuple[Recorded[Any], ...] = ()
    taken_back: tuple[Recorded[Any], ...] = ()
    paddles: dict[str, Recorded[e.PaddleShown]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WeekState:
    """A week, from its opening to its closing."""

    opened: Recorded[e.WeekOpened] | Recorded[e.WeekRestated]
    """What the week is: as it was opened, or as it was stated anew last."""
    openings: tuple[Recorded[e.WeekOpened] | Recorded[e.WeekRestated], ...]
    """Its opening, and each statement after it."""
    panels: dict[int, Recorded[e.PanelSeated]] = field(default_factory=dict)
    absences: tuple[Recorded[e.JudgeAbsent], ...] = ()
    dances: dict[str, DanceState] = field(default_factory=dict)
    """In running order: as they were scheduled, or as the order was stated last."""
    orders: tuple[Recorded[e.RunningOrderStated], ...] = ()
    totals: tuple[Recorded[e.TotalGiven], ...] = ()
    calls: tuple[Recorded[e.CouplesCalled], ...] = ()
    bonuses: tuple[Recorded[e.BonusAwarded], ...] = ()
    immunities: tuple[Recorded[e.ImmunityGranted], ...] = ()
    byes: tuple[Recorded[e.ByeStated], ...] = ()
    voting: Recorded[e.VotingOpened] | None = None
    windows: tuple[Recorded[e.WindowStated], ...] = ()
    seal: Recorded[e.VotingClosed] | None = None
    voided_batches: dict[tuple[str, int], Recorded[e.BatchVoided]] = field(default_factory=dict)
    voided_channels: dict[str, Recorded[e.ChannelVoided]] = field(default_factory=dict)
    outages: tuple[Recorded[e.OutageNoted], ...] = ()
    substitutions: dict[str, Recorded[e.InputSubstituted]] = field(default_factory=dict)
    replaced: dict[tuple[str, str, str], Recorded[e.ManifestReplaced]] = field(default_factory=dict)
    """What two people stated of a gateway's channel and voting body, last."""
    given_up: dict[str, Recorded[e.GatewayGivenUp]] = field(default_factory=dict)
    cancelled: Recorded[e.EliminationCancelled] | None = None
    ballots: dict[str, Recorded[e.JudgeBallotCast]] = field(default_factory=dict)
    settlements: tuple[Recorded[e.TieSettled], ...] = ()
    cuts: tuple[Recorded[e.CutSettled], ...] = ()
    certified: tuple[Recorded[e.OutcomeCertified], ...] = ()
    proofs: tuple[Recorded[e.OutcomeProved], ...] = ()
    exclusions: tuple[Recorded[e.ExclusionProved], ...] = ()
    announcements: tuple[Recorded[Announcing], ...] = ()
    disputes: tuple[Recorded[e.AnnouncementDisputed], ...] = ()
    closed: Recorded[e.WeekClosed] | None = None
    reopened: tuple[Recorded[e.WeekReopened], ...] = ()
    touched: int = 0
    """Position of the last event that bears on the outcome (marks, votes, voids, ballots, settlements)."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """A gateway's key, and how its time ended: retired by a rotation, or revoked."""

    introduced: Recorded[e.GatewayKeyIntroduced] | Recorded[e.GatewayKeyRotated]
    retired: Recorded[e.GatewayKeyRotated] | None = None
    revoked: Recorded[e.GatewayKeyRevoked] | None = None


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person of the roster, as stated from first to last, the events that said so, and the revocation if there was one."""

    stated: tuple[OfPerson, ...]
    events: tuple[Recorded[e.SeasonFounded | e.PersonIntroduced | e.PersonChanged], ...] = ()
    revoked: Recorded[e.PersonRevoked] | None = None

    @property
    def now(self) -> OfPerson:
        """The person as stated last."""
        return self.stated[-1]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something proposed, and how it ended."""

    proposed: Recorded[e.DecisionProposed]
    settled: Recorded[e.DecisionApproved] | Recorded[e.DecisionRejected] | Recorded[e.DecisionWithdrawn] | None = None


@dataclass(frozen=True, slots=True)
class SeasonState:
    """A season so far. `sequence` is the last in its stream."""

    sequence: int = 0
    time: str = field(default="", compare=False)
    """The moment as of which it is looked at: that of the last event, or a later one of somebody's clock (`seen_at`)."""
    opened: Recorded[e.SeasonOpened] | None = None
    rulebooks: tuple[Recorded[e.RulebookAdopted], ...] = ()
    couples: dict[str, Recorded[e.CoupleCast]] = field(default_factory=dict)
    cast_changes: tuple[Recorded[e.CastChanged], ...] = ()
    withdrawals: dict[str, Recorded[e.CoupleWithdrew]] = field(default_factory=dict)
    """Those that stand."""
    taken_back: tuple[Recorded[e.CoupleWithdrew] | Recorded[e.WithdrawalTakenBack], ...] = ()
    """Withdrawals that do not stand any more, each with what took it back."""
    weeks: dict[int, WeekState] = field(default_factory=dict)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    gateway_keys: dict[str, tuple[KeyState, ...]] = field(default_factory=dict)
    """Each gateway's keys in the order they came; a gateway that is not here delivers unsigned."""

    founded: Recorded[e.SeasonFounded] | None = None
    """The act that named the first people. A season without one names people as they are typed."""
    people: dict[str, PersonState] = field(default_factory=dict)
    """The roster, by identity, also those who were revoked."""
    destroyed: Recorded[e.OpeningsDestroyed] | None = None
    """The act with which its hidden parts became unreadable for good."""

    @property
    def mode(self) -> str:
        """`live`, `rehearsal` or `historic`."""
        return self.opened.fact.mode if self.opened else "live"


def seen_at(state: SeasonState, moment: str) -> SeasonState:
    """The season as it is looked at in a moment: what expires may have expired, though nothing was recorded since."""
    return replace(state, time=moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What stands as announced in a week. `None` where nothing was said."""

    danger: tuple[str, ...] | None = None
    saved: tuple[str, ...] | None = None
    eliminated: tuple[str, ...] | None = None
    places: tuple[tuple[str, int], ...] | None = None
    rests_on: tuple[int, ...] = ()


def announced(week: WeekState) -> Announced:
    """The announcements of a week with their corrections."""
    said: dict[str, tuple[str, ...]] = {}
    places: tuple[tuple[str, int], ...] | None = None
    for event in week.announcements:
        match event.fact:
            case e.DangerAnnounced(couples=couples):
                said["danger"] = couples
            case e.CoupleSaved(couple=couple):
                said["saved"] = (*said.get("saved", ()), couple)
            case e.CoupleEliminated(couple=couple):
                said["eliminated"] = (*said.get("eliminated", ()), couple)
            case e.PlacesAwarded() | e.PlacesCorrected():
                places = tuple((given.couple, given.place) for given in event.fact.places)
            case e.AnnouncementCorrected(what=what, couples=couples):
                said[what] = couples
    rests_on = tuple(event.position for event in week.announcements)
    return Announced(
        danger=said.get("danger"),
        saved=said.get("saved"),
        eliminated=said.get("eliminated"),
        places=places,
        rests_on=rests_on,
    )


def field_of(state: SeasonState, week: int) -> tuple[str, ...]:
    """The couples dancing in a week, in order of identifier: cast, not withdrawn by then, not announced out before."""
    out = {couple for couple, event in state.withdrawals.items() if event.fact.week <= week}
    for number, earlier in state.weeks.items():
        if number < week:
            said = announced(earlier)
            out.update(said.eliminated or ())
            out.update(couple for couple, _ in said.places or ())
    return tuple(sorted(couple for couple in state.couples if couple not in out))


def cast_in(state: SeasonState, week: int) -> dict[str, OfCouple]:
    """Who each couple is in a week, by identifier: as it was cast, or as it was said last of that week."""
    cast: dict[str, OfCouple] = {couple: event.fact for couple, event in state.couples.items()}
    return cast | {change.fact.couple: change.fact for change in state.cast_changes if change.fact.holds_in(week)}


def title_of(week: WeekState) -> str | None:
    """What a week is called, if it was said when it was opened."""
    opened = week.openings[0].fact
    return opened.title if isinstance(opened, e.WeekOpenedV2) else None


def current_key(state: SeasonState, gateway: str) -> KeyState | None:
    """The key a gateway signs with now: the last one, unless it was revoked."""
    keys = state.gateway_keys.get(gateway, ())
    return keys[-1] if keys and keys[-1].revoked is None else None


def rulebook_event(state: SeasonState, week: int) -> Recorded[e.RulebookAdopted] | None:
    """The adoption in force in a week: of those from that week or earlier the latest week's, and of those the last."""
    in_force = [event for event in state.rulebooks if event.fact.from_week <= week]
    return max(in_force, key=lambda event: (event.fact.from_week, event.position), default=None)


def plug_ins_in_force(state: SeasonState) -> tuple[str, ...]:
    """The stage kinds of packages that some week of the season rests on: those of each rulebook that no later one replaced."""
    in_force = {event.fact.from_week: event.fact.rulebook for event in state.rulebooks}
    return tuple(dict.fromkeys(name for rulebook in in_force.values() for name in plug_ins_of(rulebook)))


def rulebook_of(state: SeasonState, week: int) -> Rulebook | None:
    """The rulebook in force in a week."""
    event = rulebook_event(state, week)
    return event.fact.rulebook if event else None


def judges_present(week: WeekState, episode: int) -> tuple[str, ...]:
    """The judges of an episode's panel who are not absent, in scoring order."""
    panel = week.panels.get(episode)
    absent = {event.fact.judge for event in week.absences if event.fact.episode == episode}
    return tuple(seat.judge for seat in panel.fact.judges if seat.judge not in absent) if panel else ()


def has_judged(week: WeekState, episode: int, judge: str) -> bool:
    """Whether a judge has given a mark, or handed in a card, in an episode."""
    marked = (judge in dance.marks for dance in week.dances.values() if dance.scheduled.fact.episode == episode)
    called = ((card.fact.episode, card.fact.judge) == (episode, judge) for card in week.calls)
    return any(marked) or any(called)


def in_round(week: WeekState, episode: int, round_name: str) -> tuple[DanceState, ...]:
    """The dances of one round of an episode."""
    facts = ((dance, dance.scheduled.fact) for dance in week.dances.values())
    return tuple(dance for dance, fact in facts if (fact.episode, fact.round) == (episode, round_name))


def card_of(week: WeekState, episode: int, round_name: str, judge: str) -> Recorded[e.CouplesCalled] | None:
    """The card of a judge that stands for a round: the last one handed in."""
    wanted = (episode, round_name, judge)
    handed_in = [card for card in week.calls if (card.fact.episode, card.fact.round, card.fact.judge) == wanted]
    return handed_in[-1] if handed_in else None


def mark_of(week: WeekState, dance: DanceState, judge: str) -> Exact | None:
    """What a judge wrote of a dance: the mark that stands, or 1 for a couple that was called back and 0 for one that was not."""
    if judge in dance.marks:
        return dance.marks[judge].fact.mark
    fact = dance.scheduled.fact
    card = card_of(week, fact.episode, fact.round, judge)
    return None if card is None else int(set(fact.couples) <= set(card.fact.couples))


def stated_dances(week: WeekState) -> set[str]:
    """Dances whose total is stated without a split."""
    return {dance for event in week.totals for dance in event.fact.dances}


def window_of(week: WeekState) -> tuple[str | None, str | None]:
    """From when to when the lines of a week are open, as two people stated it last, or as it was said when they were opened."""
    stands = week.windows[-1].fact if week.windows else week.voting.fact if week.voting else None
    return (stands.opens, stands.closes) if stands else (None, None)


def counts_as_delivered(week: WeekState, gateway: str, channel: str, body: str) -> bool:
    """Whether the batches of a gateway count, for a channel and voting body: the channel is not voided, nobody has stated other
    counts, and the gateway was not given up with nothing of it taken. A body may be substituted all the same."""
    given_up = week.given_up.get(gateway)
    nothing = given_up is not None and given_up.fact.taken == "not at all"
    return not nothing and channel not in week.voided_channels and (gateway, channel, body) not in week.replaced


def vote_decisions(week: WeekState) -> tuple[Recorded[Any], ...]:
    """Everything two people decided about the votes of a week, kind by kind."""
    return (
        *week.voided_batches.values(),
        *week.voided_channels.values(),
        *week.substitutions.values(),
        *week.replaced.values(),
        *week.given_up.values(),
    )


def last_touched(state: SeasonState, week: int) -> int:
    """Position of the last event a week's outcome rests on: its own, those of weeks carried in, withdrawals, its rulebook."""
    opened = state.weeks[week].opened.fact
    weeks = {week, *opened.scores_from, *opened.votes_from} & set(state.weeks)
    weeks |= {again for number in weeks for again in counted_again(state.weeks[number]).values()}
    touched = [state.weeks[number].touched for number in weeks]
    withdrawals = (*state.withdrawals.values(), *state.taken_back)
    touched += [event.position for event in withdrawals if event.fact.week <= week]
    adopted = rulebook_event(state, week)
    return max(*touched, adopted.position if adopted else 0, 0)


def stated_byes(week: WeekState) -> dict[str, Recorded[e.ByeStated]]:
    """What was stated last of each couple that does not dance in a week, or dances less than others."""
    return {couple: event for event in week.byes for couple in event.fact.couples}


def competing(state: SeasonState, week: int) -> tuple[str, ...]:
    """The couples in a week's ranking: those of `field_of` without those that have a bye."""
    byes = {couple for couple, event in stated_byes(state.weeks[week]).items() if event.fact.holds == "bye"}
    return tuple(couple for couple in field_of(state, week) if couple not in byes)


def counted_again(week: WeekState) -> dict[str, int]:
    """For each couple whose marks of an earlier week count once more in this one: which week's."""
    return {
        couple: event.fact.marks_of for couple, event in stated_byes(week).items() if event.fact.marks_of is not None
    }
