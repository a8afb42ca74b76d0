"""Properties one looks for in a whole week, marks and votes together: small weeks one by one, then drawn ones."""

from collections.abc import Callable

from domain.rulebook import Form
from domain.rulebook.promises import PromiseName
from glitterball.properties import orders
from glitterball.properties.counterexample import Counterexample
from glitterball.properties.drawn_weeks import drawn_weeks
from glitterball.properties.floor import Floor, all_weeks, every
from glitterball.properties.rules import Trial
from glitterball.properties.search import Cases, Look, draw, forms_that, go_through

MOST_JUDGED = 4
HOW = (
    "Small weeks one by one: every tie pattern of the judges' totals with every order of the public vote, or marks of up to "
    "4 steps with up to 4 votes a couple where sizes matter. Then weeks drawn at random, with several dances and absent judges."
)


def most_voted(floor: Floor) -> int:
    """Votes a couple at most in the weeks gone through one by one."""
    return 4 if floor.n <= 3 else 2


def one_outcome(floor: Floor) -> int:
    """A week takes its own outcome; what it is compared with is among the others."""
    return 1


def search_weeks(
    trial: Trial,
    name: PromiseName,
    look: Look,
    *conditions: Callable[[Form], bool],
    named: bool = False,
    each: Callable[[Floor], int] = one_outcome,
) -> Counterexample | None:
    """Look at all small weeks in the forms that meet the conditions, then at drawn ones. `each` reckons how many outcomes a
    week takes."""
    forms = forms_that(trial.rulebook, *conditions)

    def cases(floor: Floor) -> Cases | None:
        if floor.n > orders.LARGEST_WITH_TIES:
            return None
        votes = most_voted(floor)
        weeks = all_weeks(floor, named, MOST_JUDGED, votes)
        count = len(floor.all_judged(named, MOST_JUDGED)) * len(floor.all_voted(votes))
        return Cases(weeks, count, every(floor, MOST_JUDGED, votes), floor.whole(), each(floor))

    found = go_through(trial, name, forms, cases, look)
    return found if found is not None else draw(trial, name, drawn_weeks(trial.rulebook, forms), look)
