"""The first files of a season: rulebook, season, the first week, its running order, and an empty sheet of marks and of votes."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glitterball.beginnings.rulebook import RulebookPlan, rulebook_text
from glitterball.beginnings.toml_text import quoted


@dataclass(frozen=True, slots=True)
class CoupleName:
    """A couple as its season calls it."""

    couple: str
    celebrity: str
    professional: str


@dataclass(frozen=True, slots=True)
class JudgeName:
    """A judge as the panel has them."""

    judge: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonPlan:
    """What a season is to begin with.

    `rulebook` is a plan of one that is written beside it, or the name of one that ships; `form` how the first week ends, as
    the rulebook calls it; `date` the day of the first broadcast, as year-month-day.
    """

    season: str
    show: str
    number: int
    mode: str
    date: str
    couples: tuple[CoupleName, ...]
    judges: tuple[JudgeName, ...]
    rulebook: RulebookPlan | str
    form: str = "single"


def season_texts(plan: SeasonPlan) -> dict[str, str]:
    """The files by name: `season import` takes the season as it is, `week open` its first week, `score import` the sheet."""
    files = {
        "week-1.toml": _week(plan),
        "week-1-dances.csv": _dances(plan),
        "week-1-marks.csv": _marks(plan),
        "week-1-votes.csv": _votes(plan),
        "season.toml": _season(plan),
    }
    if isinstance(plan.rulebook, RulebookPlan):
        files["rulebook.toml"] = rulebook_text(plan.rulebook)
    return files


def _season(plan: SeasonPlan) -> str:
    written = isinstance(plan.rulebook, RulebookPlan)
    named = "rulebook.toml" if written else str(plan.rulebook)
    about = "the file beside this one" if written else f"it ships: glitterball rules show {named}"
    head = f"""\
glitterball = "season.v1"

# A season and its cast. Lines that begin with # are for you; the program passes over them.
# To see whether it holds:  glitterball season validate THIS-FOLDER
# To put it on record:      glitterball season import THIS-FOLDER --by "YOUR NAME (executive)"

season = {quoted(plan.season)}
show = {quoted(plan.show)}
number = {plan.number}                    # which season of the show, or its year
mode = {quoted(plan.mode)}                 # "live", "rehearsal", or "historic" for the public record

[[rulebooks]]
rulebook = {quoted(named)}   # {about}
from_week = 1

# One table for each couple. "couple" is its short name, which stays the same whatever happens.
"""
    return head + "".join(
        f"""
[[couples]]
couple = {quoted(cast.couple)}
celebrity = {quoted(cast.celebrity)}
professional = {quoted(cast.professional)}
"""
        for cast in plan.couples
    )


def _week(plan: SeasonPlan) -> str:
    judges = "".join(f"  {{ judge = {quoted(seat.judge)}, name = {quoted(seat.name)} }},\n" for seat in plan.judges)
    first = plan.judges[0].judge
    return f"""\
glitterball = "week.v1"

# One week of the season that is on record. The cast and the rulebook are there already.
# To open it:  glitterball week open {plan.season} 1 --from THIS-FILE --by "YOUR NAME (producer)"
# For week 2 copy this file, and change the week, the number of the episode, its date, and the file with the dances.

season = {quoted(plan.season)}
scores = "week-1-dances.csv"   # who dances what, in running order

[[weeks]]
week = 1
form = {quoted(plan.form)}              # how it ends: one of the forms of the rulebook
episodes = [{{ number = 1, date = {quoted(plan.date)} }}]   # broadcasts, counted through the season

[[weeks.panels]]
episode = 1
judges = [                     # in scoring order
{judges}]
head = {quoted(first)}                   # who heads the panel
casting = {quoted(first)}                # who decides where the judges are split

[weeks.voting]                 # to open the lines:  glitterball votes open {plan.season} 1 --from THIS-FILE --by ...
opens = "{plan.date}T20:00:00Z"   # in UTC
closes = "{plan.date}T21:00:00Z"
gateways = [{{ gateway = "phones", channels = ["sms"] }}]   # who delivers votes, and by which channels
"""


def _dances(plan: SeasonPlan) -> str:
    return _table(("episode", "round", "couple", "style"), (("1", "1", cast.couple, "") for cast in plan.couples))


def _marks(plan: SeasonPlan) -> str:
    judges = [seat.judge for seat in plan.judges]
    return _table(("couple", *judges), ((cast.couple, *("" for _ in judges)) for cast in plan.couples))


def _votes(plan: SeasonPlan) -> str:
    return _table(("couple", "votes"), ((cast.couple, "") for cast in plan.couples))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()
