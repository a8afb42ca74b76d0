"""Weeks in which nothing is missing: every couple danced and was marked by the judges present, every body voted.

Unlike `weeks()`, which also reaches weeks still being played, these can be taken as played: said to a season command by
command, they are all accepted. Weeks `as_recorded_later` are those of a historic season, whose record knows less: of some
dances only the total, and now and then not who headed the panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from domain.exact import Exact, exact
from domain.period.scoring_period import BodyVotes, Bonus, Dance, Panel, ScoringPeriod
from domain.rulebook import Form, Rulebook
from domain.rulebook.forms import CalledBack
from domain.stages.measures import Bodies, Calls, Placings, PlugInMeasure, Votes
from glitterball.testing.people import COUPLES, JUDGES
from glitterball.testing.weeks import marks, vote_counts

BODIES = ("aland", "bohemia")


NAMES = (
    *COUPLES, "jo-kim", "kit-lou", "mia-ned", "ora-pat", "quin-ray", "sue-tom", "uma-vic", "wren-xan", "yara-zed",
    "zoe-abe", "zoe-bob", "zoe-cy",
)  # fmt: skip
"""Couples for the largest field, in order of identifier; the first are those of other weeks."""


def fits(form: Form, n: int) -> bool:
    """Whether a show would end a week of n couples in this form: somebody is in danger and somebody is not."""
    if form.select.kind in ("everyone_placed", "nobody"):
        return True
    return max(form.leave, 1) <= form.select.size(n) < n


def sizes(form: Form, most: int = 6) -> list[int]:
    """How many couples may dance in a small week of this form: 2 to `most`, or the fewest that fit it at all."""
    fitting = [n for n in range(2, len(NAMES) + 1) if fits(form, n)]
    return [n for n in fitting if n <= most] or fitting[:1]


@dataclass(frozen=True, slots=True)
class _Night:
    """What is settled before anybody dances."""

    rulebook: Rulebook
    form: Form
    couples: tuple[str, ...]
    judges: tuple[str, ...]
    head: str
    casting: str | None

    def places(self) -> bool:
        return any(isinstance(side.counts, Placings) for side in self.rulebook.sides)

    def calls(self) -> bool:
        return any(isinstance(side.counts, Calls) for side in self.rulebook.sides)

    def asked(self) -> int:
        """How many couples each judge calls back, where judges do."""
        n = len(self.couples)
        return min(self.form.select.couples, n) if isinstance(self.form.select, CalledBack) else max(n // 2, 1)

    def marked(self) -> bool:
        return any(side.counts.stage == "scores" for side in self.rulebook.sides)


@st.composite
def complete_weeks(
    draw: st.DrawFn,
    rulebook: Rulebook,
    forms: Sequence[Form] | None = None,
    most_couples: int = 6,
    *,
    as_recorded_later: bool = False,
) -> ScoringPeriod:
    """A week under the rulebook, in one of the forms (any of its own that fit, unless given).

    `as_recorded_later` also draws what only a historic season may hold, so that what waits for it is reached: totals
    without the split between the judges, and panels of which no head is known.
    """
    usable = [(form, n) for form in (rulebook.forms if forms is None else forms) for n in sizes(form, most_couples)]
    form, n = draw(st.sampled_from(usable))
    panels = rulebook.panel.judges if rulebook.panel is not None else (1, 2, 3, 4)
    judges = JUDGES[: draw(st.sampled_from(panels))]
    as_seated = getattr(form.second_stage, "casting", None) == "as seated"
    casting = draw(st.sampled_from(judges)) if as_seated else None
    night = _Night(rulebook, form, NAMES[:n], judges, judges[-1], casting)
    dances, present = draw(_dances(night))
    immune = rulebook.immunity is not None and rulebook.immunity.means == "safe from elimination"
    week = ScoringPeriod(
        week=1,
        form=form.name,
        couples=night.couples,
        dances=dances,
        bonuses=draw(_bonuses(night)),
        votes=draw(_votes(night)),
        panel=Panel(present, night.head, casting) if present else Panel(()),
        immune=night.couples[:1] if immune and draw(st.integers(0, 9)) == 9 else (),
        running_order=tuple(dance.couples[0] for dance in dances if dance.dance.startswith(_last(dances))),
    )
    return draw(_recorded_later(week, night)) if as_recorded_later and draw(st.booleans()) else week


@st.composite
def _recorded_later(draw: st.DrawFn, week: ScoringPeriod, night: _Night) -> ScoringPeriod:
    """The week as a historic season knows it: totals first, as a season gathers them, then the dances with their marks.

    A show in which no mark counts may still have seated judges and told their totals.
    """
    scale = night.rulebook.scale
    stated = {
        dance.dance: replace(dance, marks=(), stated_total=dance.total if dance.marks else draw(marks(scale)))
        for dance in week.dances
        if draw(st.booleans())
    }
    split = tuple(dance for dance in week.dances if dance.dance not in stated)
    totals = draw(_together(tuple(stated.values())))
    panel = week.panel if week.panel.judges else Panel(night.judges, night.head, night.casting)
    if draw(st.integers(0, 3)) == 3:
        panel = replace(panel, head=None)
    return replace(week, dances=(*totals, *split), panel=panel)


def _last(dances: tuple[Dance, ...]) -> str:
    return dances[-1].dance.split(".")[0] + "." if dances else "none"


@st.composite
def _together(draw: st.DrawFn, stated: tuple[Dance, ...]) -> tuple[Dance, ...]:
    """The totals; now and then one total is of all dances of a couple, or of two it danced in one episode."""
    totals: list[Dance] = []
    for couples in dict.fromkeys(dance.couples for dance in stated):
        own = [dance for dance in stated if dance.couples == couples]
        if draw(st.booleans()):
            total = exact(sum(dance.total for dance in own))
            names = (
                [dance.dance for dance in own]
                if len(own) > 1
                else [own[0].dance, own[0].dance.replace(".1.", ".2.", 1)]
            )
            own = [Dance(" + ".join(names), couples, stated_total=total)]
        totals += own
    return tuple(totals)


@st.composite
def _dances(draw: st.DrawFn, night: _Night) -> tuple[tuple[Dance, ...], tuple[str, ...]]:
    """One or two episodes, each couple dancing once in each; now and then a judge is absent from one."""
    if not night.marked():
        decide = night.form.second_stage is not None and night.form.second_stage.takes_ballots
        shuffled = draw(st.permutations(night.couples))
        return tuple(Dance(f"1.1.{couple}", (couple,)) for couple in shuffled), night.judges if decide else ()
    dances: list[Dance] = []
    present = night.judges
    for episode in range(1, 3 if draw(st.integers(0, 2)) == 2 else 2):
        absent = draw(st.sampled_from((None, None, None, *night.judges))) if len(night.judges) > 1 else None
        present = tuple(judge for judge in night.judges if judge != absent)
        changed = draw(st.integers(0, 3)) == 3
        order = tuple(draw(st.permutations(night.couples))) if changed else night.couples
        cards = {judge: draw(_card(night)) for judge in present}
        for couple in order:
            at = night.couples.index(couple)
            dances.append(
                Dance(f"{episode}.1.{couple}", (couple,), tuple((judge, cards[judge][at]) for judge in present))
            )
    return tuple(dances), present


@st.composite
def _card(draw: st.DrawFn, night: _Night) -> tuple[Exact, ...]:
    n = len(night.couples)
    if night.places():
        return tuple(draw(st.permutations(range(1, n + 1))))
    if night.calls():
        return tuple(int(place <= night.asked()) for place in draw(st.permutations(range(1, n + 1))))
    return tuple(draw(marks(night.rulebook.scale)) for _ in range(n))


@st.composite
def _bonuses(draw: st.DrawFn, night: _Night) -> tuple[Bonus, ...]:
    if night.places() or night.calls() or not night.marked() or draw(st.integers(0, 9)) < 9:
        return ()
    return (Bonus(draw(st.sampled_from(night.couples)), draw(st.integers(1, 3))),)


@st.composite
def _votes(draw: st.DrawFn, night: _Night) -> tuple[BodyVotes, ...]:
    n = len(night.couples)
    split = st.tuples(*[vote_counts()] * n)
    strict = st.permutations(range(1, n + 1)).map(tuple)
    counted: dict[str, tuple[int, ...]] = {}
    for measure in (*(side.counts for side in night.rulebook.sides), *night.form.counts):
        if isinstance(measure, Votes):
            counted[measure.bodies.replace("*", "viewers")] = draw(split)
        elif isinstance(measure, PlugInMeasure) and measure.stage == "votes":
            counted.setdefault("viewers", draw(split))
        elif isinstance(measure, Bodies):
            for name in BODIES:
                refused = measure.ties == "refused"
                counted[measure.bodies.replace("*", name)] = draw(strict if refused else split)
    if night.form.second_stage is not None and (bodies := night.form.second_stage.save_votes):
        counted[bodies.replace("*", "instant")] = draw(split)
    return tuple(BodyVotes(body, counted[body]) for body in sorted(counted))
