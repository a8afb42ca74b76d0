"""How close a week of a season was, asked of what was remembered: before any vote, and with the votes on record."""

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.season.gathering import period_of
from domain.season.refusals import NoRulebook
from domain.season.state import rulebook_of
from glitterball.closeness.margins import Margins, margin
from glitterball.closeness.pre_air import PreAir, pre_air
from projections.fold import SeasonFold
from projections.names import couple_names


def margins_of_week(fold: SeasonFold, week: int) -> Margins:
    """The fewest votes, or the smallest change of one mark, that change what a week decided. Refuses a week without rules."""
    return margin(*_asked(fold, week))


def prospects_of_week(fold: SeasonFold, week: int) -> PreAir:
    """What any vote could still do in a week, from its marks alone. Refuses a week without rules."""
    rulebook, period = _asked(fold, week)
    return pre_air(rulebook, period, couple_names(fold.state, week))


def _asked(fold: SeasonFold, week: int) -> tuple[Rulebook, ScoringPeriod]:
    rulebook = rulebook_of(fold.state, week)
    if rulebook is None:
        raise NoRulebook(week)
    return rulebook, period_of(fold.state, week, fold.tallies)
