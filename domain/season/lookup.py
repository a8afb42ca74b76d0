"""Looking things up for a command, with a refusal by name when they are not there."""

from domain.exact import Exact, as_typed
from domain.rulebook.book import Rulebook, Side
from domain.season.proposing.refusals import NoSuchProposal
from domain.season.refusals import (
    CoupleNotDancing,
    CoupleUnknown,
    DanceUnknown,
    EpisodeUnknown,
    JudgeNotOnPanel,
    MarkOffTheScale,
    NoRulebook,
    WeekClosedAlready,
    WeekUnknown,
)
from domain.season.setting_up.facts import SeasonOpenedV2, SeasonOpenedV3
from domain.season.state import (
    DanceState,
    Proposal,
    SeasonState,
    WeekState,
    announced,
    field_of,
    judges_present,
    rulebook_of,
)
from domain.season.voting.facts import VotingOpenedV2
from domain.stages.measures import Calls


def week_of(state: SeasonState, week: int) -> WeekState:
    """A week that was opened."""
    found = state.weeks.get(week)
    if found is None:
        raise WeekUnknown(week)
    return found


def open_week_of(state: SeasonState, week: int) -> WeekState:
    """A week that is open and not closed."""
    found = week_of(state, week)
    if found.closed is not None:
        raise WeekClosedAlready(week)
    return found


def rulebook_in(state: SeasonState, week: int) -> Rulebook:
    """The rulebook in force."""
    found = rulebook_of(state, week)
    if found is None:
        raise NoRulebook(week)
    return found


def voted_for(state: SeasonState, couple: str, week: int) -> None:
    """The couple was dancing when that week's lines opened, though it may have withdrawn before they closed."""
    withdrawal = state.withdrawals.get(couple)
    if withdrawal is None or withdrawal.fact.week != week:
        dancing(state, couple, week)


def dancing(state: SeasonState, couple: str, week: int) -> None:
    """The couple is cast and still in the competition that week."""
    if couple not in state.couples:
        raise CoupleUnknown(couple, ", ".join(sorted(state.couples)) or "nobody")
    if couple in field_of(state, week):
        return
    withdrawal = state.withdrawals.get(couple)
    if withdrawal is not None and withdrawal.fact.week <= week:
        raise CoupleNotDancing(couple, week, f"it withdrew in week {withdrawal.fact.week}")
    for number, earlier in sorted(state.weeks.items()):
        said = announced(earlier)
        if number < week and couple in (said.eliminated or ()):
            raise CoupleNotDancing(couple, week, f"it left in week {number}")
    raise CoupleNotDancing(couple, week, "the season is over for it")


def open_proposal(state: SeasonState, decision: int) -> Proposal:
    """What was proposed and neither approved nor turned down."""
    proposal = state.proposals.get(decision)
    if proposal is None or proposal.settled is not None:
        still_open = [number for number, other in state.proposals.items() if other.settled is None]
        raise NoSuchProposal(decision, ", ".join(map(str, still_open)) or "none")
    return proposal


def calls_side(rulebook: Rulebook) -> Side | None:
    """The side that counts judges' calls, if one does."""
    return next((side for side in rulebook.sides if isinstance(side.counts, Calls)), None)


def dance_of(week: WeekState, name: str, number: int) -> DanceState:
    """A scheduled dance."""
    found = week.dances.get(name)
    if found is None:
        raise DanceUnknown(name, number)
    return found


def episode_in(week: WeekState, episode: int) -> None:
    """The week has that episode."""
    numbers = [broadcast.number for broadcast in week.opened.fact.episodes]
    if episode not in numbers:
        raise EpisodeUnknown(week.opened.fact.week, episode, ", ".join(map(str, numbers)))


def judging(week: WeekState, episode: int, judge: str) -> None:
    """The judge sits on that episode's panel and is not absent."""
    present = judges_present(week, episode)
    if judge not in present:
        raise JudgeNotOnPanel(judge, f"episode {episode}", ", ".join(present) or "nobody yet")


def on_the_scale(rulebook: Rulebook, mark: Exact) -> None:
    """The rulebook's scale has that mark."""
    scale = rulebook.scale
    if not scale.allows(mark):
        texts = [as_typed(value) for value in (scale.lowest, scale.highest, scale.step)]
        raise MarkOffTheScale(as_typed(mark), rulebook.ref, *texts)


def season_hides_counts(state: SeasonState) -> bool:
    """Whether the season was opened as one whose counts are hidden throughout."""
    return state.opened is not None and isinstance(state.opened.fact, SeasonOpenedV2)


def commits_by_batch(state: SeasonState) -> bool:
    """Whether the season was opened as one whose vote batches each commit to their counts."""
    return state.opened is not None and isinstance(state.opened.fact, SeasonOpenedV3)


def couples_in_order(state: SeasonState, week: int) -> tuple[str, ...]:
    """The order that opened lines have stated, in which gateways of the second form send counts; none where none was."""
    found = state.weeks.get(week)
    opened = found.voting.fact if found is not None and found.voting is not None else None
    return opened.couples if isinstance(opened, VotingOpenedV2) else ()
