"""What is known of a show's seasons beside the file: rulebooks, weeks that are carried, half points.

Facts belong to a show and one of its seasons, never to a number alone. Each names its source. What stands in no table here is
not known, and each week then counts alone, by assumption.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from domain.rulebook import Rulebook
from glitterball.history.sheet import tidy
from glitterball.naming.identifiers import slug_of
from glitterball.rulebooks import shipped_rulebook


@dataclass(frozen=True, slots=True)
class Carried:
    """A week whose outcome also counts earlier weeks' scores and votes."""

    season: int
    week: int
    counts: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A show, and what is known of its seasons.

    `called` are other names it goes by; `rulebooks` the first and last season of each shipped rulebook; `ships` the rulebooks
    that are this show's, whichever season they are used for.
    """

    id: str
    name: str
    called: tuple[str, ...] = ()
    rulebooks: tuple[tuple[int, int, str], ...] = ()
    ships: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    votes_before: tuple[int, ...] = ()
    votes_before_source: str = ""
    half_points: tuple[tuple[int, str], ...] = ()

    def rulebook_of(self, number: int) -> Rulebook | None:
        """The shipped rulebook of a season; None for a season nobody has written one for."""
        for first, last, name in self.rulebooks:
            if first <= number <= last:
                return shipped_rulebook(name)
        return None

    def carried_into(self, season: int, week: int) -> Carried | None:
        """What is known to count towards a week beside itself."""
        return next((one for one in self.carried if (one.season, one.week) == (season, week)), None)

    def half_points_known(self, number: int) -> str:
        """What is known of half points in a season; nothing where none are."""
        return next((known for season, known in self.half_points if season == number), "")

    def step_of(self, number: int, rulebook: Rulebook) -> int | Fraction:
        """In what steps the judges of a season marked."""
        return Fraction(1, 2) if self.half_points_known(number) else rulebook.scale.step


US = Show(
    id="us",
    name="Dancing with the Stars (US)",
    called=("dwts-us", "us-dwts", "dancing-with-the-stars-us", "dancing-with-the-stars-usa"),
    rulebooks=(
        (1, 2, "us-1-2"),
        (3, 27, "us-3-27"),
        (28, 29, "us-28-29"),
        (30, 31, "us-30-31"),
        (32, 33, "us-33"),
        (34, 34, "us-34"),
    ),
    ships=("us-1-2", "us-3-27", "us-28-29", "us-30-31", "us-33", "us-34"),
    carried=(
        Carried(33, 2, (1, 2), "public record of season 33's episodes: scores and votes of weeks 1 and 2 count together"),
        Carried(33, 9, (8, 9), "public record of season 33's episodes: scores and votes of weeks 8 and 9 count together"),
        Carried(
            28, 4, (3, 4), "season 28 (2019): a withdrawal cancelled the elimination; its scores and votes were carried on"
        ),
    ),
    votes_before=(17, 22),
    votes_before_source="seasons 17 and 22: last period's votes met this period's scores",
    half_points=((15, "the judges could award whole and half points (announced on 24 September 2012)"),),
)  # fmt: skip
"""Each rulebook says what in it is known and what is assumed. In seasons 17 and 22 the votes of one week met the scores of
the next; the judges of season 15 gave half points although their rulebook's scale has none."""

STRICTLY = Show(
    id="strictly",
    name="Strictly Come Dancing",
    called=("uk", "scd", "strictly-come-dancing-uk"),
    ships=("strictly-2008", "strictly-2009", "strictly-2025", "strictly-final"),
)
"""Which of its rulebooks holds for which series is not written down here, so one is named with `--rules`."""

SHOWS = (US, STRICTLY)


def show_called(name: str) -> Show:
    """The known show of that name or identifier; else a show of that name of which nothing is known."""
    said = tidy(name)
    slug = slug_of(said)
    for show in SHOWS:
        if slug in (show.id, slug_of(show.name), *show.called):
            return show
    return Show(id=slug, name=said)


@cache
def _shipped_for() -> dict[str, Show]:
    return {shipped_rulebook(name).hash(): show for show in SHOWS for name in show.ships}


def show_of_rulebook(rulebook: Rulebook) -> Show | None:
    """The show a shipped rulebook was written for; None for a rulebook of one's own."""
    return _shipped_for().get(rulebook.hash())
