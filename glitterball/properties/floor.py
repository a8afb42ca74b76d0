"""The floor: a rulebook, one of its forms and so many couples. Makes weeks from plain numbers and lists all small ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from domain.exact import Exact, exact
from domain.period.scoring_period import BodyVotes, Dance, Panel, ScoringPeriod
from domain.rulebook import Form, Rulebook, Side
from domain.rulebook.forms import CalledBack
from domain.rulebook.plug_ins import plug_ins_of
from domain.stages.measures import Bodies, Calls, Measure, Placings, PlugInMeasure, Votes
from glitterball.properties import orders
from glitterball.properties.orders import Numbers
from glitterball.properties.outlook import judges_decide
from glitterball.testing.complete_weeks import NAMES, fits
from glitterball.testing.people import JUDGES

COUNTRIES = ("aland", "bohemia")
"""Voting bodies of a small contest; all vote alike in the weeks that are gone through one by one."""

PLAIN_LINKS = ("side_total", "side_points", "running_order", "bodies_voted_from", "count_of", "lot", "authority")


def viewers_side(rulebook: Rulebook) -> Side | None:
    """The side the public decides, if there is one. Juries are no public."""
    return next((side for side in rulebook.sides if is_viewers(side)), None)


def is_viewers(side: Side) -> bool:
    """Whether the public decides the side."""
    if isinstance(side.counts, PlugInMeasure):
        return side.counts.stage == "votes"
    return isinstance(side.counts, Votes) or (isinstance(side.counts, Bodies) and not _is_jury(side))


def no_public_vote(rulebook: Rulebook) -> str | None:
    """Why a promise about votes says nothing here."""
    return None if viewers_side(rulebook) is not None else "The rulebook counts no public vote."


def ranked_by_placings(rulebook: Rulebook) -> bool:
    """Whether the judges hand in places, one to each couple, and no marks."""
    return any(isinstance(side.counts, Placings) for side in rulebook.sides)


def _is_jury(side: Side) -> bool:
    return isinstance(side.counts, Bodies) and side.counts.bodies.startswith("jury")


def only_order_counts(side: Side) -> bool:
    """Whether the side depends on the order of its numbers alone, not their size; of a package's measure nobody knows."""
    if isinstance(side.counts, PlugInMeasure):
        return False
    return side.points.kind in ("rank", "table") or isinstance(side.counts, Bodies | Placings | Calls)


@dataclass(frozen=True, slots=True)
class Floor:
    """So many couples under one form, before a panel of so many judges."""

    rulebook: Rulebook
    form: Form
    n: int
    judges: int = 1

    @property
    def couples(self) -> tuple[str, ...]:
        """The couples dancing."""
        return NAMES[: self.n]

    @property
    def panel(self) -> Panel:
        """The judges; the last is the head judge, and the first holds the casting vote where it is the night's to give."""
        seated = JUDGES[: self.judges]
        if not self._marked() and not judges_decide(self.form):
            return Panel(())
        as_seated = getattr(self.form.second_stage, "casting", None) == "as seated"
        return Panel(seated, seated[-1], seated[0] if as_seated else None)

    def fits(self) -> bool:
        """Whether a show would end a week of so many couples in this form: somebody is in danger and somebody is not."""
        return fits(self.form, self.n)

    def week(self, judged: Numbers = (), voted: Numbers = ()) -> ScoringPeriod:
        """The week in which the judges (or juries) rank by `judged` and the public votes `voted`, one number a couple."""
        return ScoringPeriod(
            week=1,
            form=self.form.name,
            couples=self.couples,
            dances=self._dances(judged),
            votes=self._votes(judged, voted),
            panel=self.panel,
            running_order=self.couples,
        )

    def _marked(self) -> bool:
        return any(side.counts.stage == "scores" for side in self.rulebook.sides)

    def _dances(self, judged: Numbers) -> tuple[Dance, ...]:
        if not self._marked():
            return tuple(Dance(f"1.1.{couple}", (couple,)) for couple in self.couples)
        places = any(isinstance(side.counts, Placings) for side in self.rulebook.sides)
        called = any(isinstance(side.counts, Calls) for side in self.rulebook.sides)
        numbers: tuple[Exact, ...] = tuple(self.n + 1 - one for one in judged) if places else self._marks(judged)
        numbers = self._calls(judged) if called else numbers
        return tuple(
            Dance(f"1.1.{couple}", (couple,), tuple((judge, mark) for judge in JUDGES[: self.judges]))
            for couple, mark in zip(self.couples, numbers, strict=True)
        )

    def _marks(self, judged: Numbers) -> tuple[Exact, ...]:
        """Marks on the scale: 1 is the lowest above nothing."""
        scale = self.rulebook.scale
        above = 0 if scale.lowest <= 0 else 1
        return tuple(exact(scale.lowest + (one - above) * scale.step) for one in judged)

    def _calls(self, judged: Numbers) -> tuple[int, ...]:
        """The best are called back, as many as the form asks for."""
        asked = (
            min(self.form.select.couples, self.n) if isinstance(self.form.select, CalledBack) else max(self.n // 2, 1)
        )
        best = sorted(range(self.n), key=lambda at: -judged[at])[:asked]
        return tuple(int(at in best) for at in range(self.n))

    def _votes(self, judged: Numbers, voted: Numbers) -> tuple[BodyVotes, ...]:
        counted: dict[str, Numbers] = {}
        for side in self.rulebook.sides:
            for body in _bodies_of(side.counts):
                counted.setdefault(body, judged if _is_jury(side) else voted)
        for measure in self.form.counts:
            for body in _bodies_of(measure):
                counted.setdefault(body, voted)
        if self.form.second_stage is not None and (bodies := self.form.second_stage.save_votes):
            counted.setdefault(_name(bodies, "instant"), voted)
        return tuple(BodyVotes(body, counted[body]) for body in sorted(counted) if counted[body])

    def judged_by_order(self) -> bool:
        """Whether the judges' numbers matter by their order alone."""
        plain = all(link.kind in PLAIN_LINKS for link in self.rulebook.tie_chain)
        return plain and all(only_order_counts(side) for side in self.rulebook.sides if not is_viewers(side))

    def voted_by_order(self) -> bool:
        """Whether the votes matter by their order alone."""
        return all(only_order_counts(side) for side in self.rulebook.sides if is_viewers(side))

    def whole(self) -> bool:
        """Whether the weeks listed are all there are, but for the number of dances and immunity."""
        single = not any(isinstance(side.counts, Bodies | Placings | Calls) for side in self.rulebook.sides)
        return single and self.judged_by_order() and self.voted_by_order()

    def has_judges(self) -> bool:
        """Whether a side counts what judges or juries give."""
        return not all(is_viewers(side) for side in self.rulebook.sides)

    def judged_strictly(self) -> bool:
        """Whether judges or juries hand in an order without ties."""
        others = (side for side in self.rulebook.sides if not is_viewers(side))
        return any(isinstance(side.counts, Bodies | Placings | Calls) or side.points.kind == "table" for side in others)

    def names_matter(self) -> bool:
        """Whether couples alike in everything else are told apart, by the running order or by what only a package knows."""
        return bool(plug_ins_of(self.rulebook)) or any(link.kind == "running_order" for link in self.rulebook.tie_chain)

    def can_list(self, named: bool = False) -> bool:
        """Whether every case of the judges' side can be listed for so many couples."""
        with_ties = self.has_judges() and not self.judged_strictly()
        return self.n <= orders.LARGEST_WITH_TIES or not (with_ties and (named or self.names_matter()))

    def all_judged(self, named: bool = False, most: int = 5) -> tuple[Numbers, ...]:
        """Every case of the judges' side. Without `named` the couples stand best first, which is all that can differ unless
        the names matter."""
        named = named or self.names_matter()
        if not self.has_judges():
            return ((),)
        if self.judged_strictly():
            return orders.strict_orders(self.n) if named else (tuple(range(self.n, 0, -1)),)
        if self.judged_by_order():
            return orders.orders_with_ties(self.n) if named else orders.tie_patterns(self.n)
        steps = int((self.rulebook.scale.highest - self.rulebook.scale.lowest) / self.rulebook.scale.step)
        most = max(1, min(most, steps))
        return orders.numbers(self.n, most) if named else orders.falling_numbers(self.n, most)

    def all_voted(self, most: int = 3) -> tuple[Numbers, ...]:
        """Every case of the public vote, or every one of 0 to `most` votes a couple where the size of the votes matters."""
        side = viewers_side(self.rulebook)
        if side is None:
            return ((),)
        if not self.voted_by_order():
            return orders.small_numbers(self.n, most)
        if side.points.kind == "table" or (isinstance(side.counts, Bodies) and side.counts.ties != "shared"):
            return orders.strict_orders(self.n)
        return orders.orders_with_ties(self.n)


def _bodies_of(measure: Measure) -> Iterator[str]:
    if isinstance(measure, Bodies):
        yield from (_name(measure.bodies, country) for country in COUNTRIES)
    elif isinstance(measure, Votes):
        yield _name(measure.bodies, "viewers")
    elif isinstance(measure, PlugInMeasure) and measure.stage == "votes":
        yield "viewers"


def _name(pattern: str, name: str) -> str:
    """A body's name that the pattern matches."""
    return pattern.replace("*", name)


def all_weeks(floor: Floor, named: bool = False, most_judged: int = 4, most_voted: int = 3) -> Iterator[ScoringPeriod]:
    """Every small week of the floor, the smallest numbers first."""
    for judged, voted in product(floor.all_judged(named, most_judged), floor.all_voted(most_voted)):
        yield floor.week(judged, voted)


def panel_sizes(rulebook: Rulebook, form: Form) -> tuple[int, ...]:
    """The panels that occur: those the rulebook names; where it names none, one judge, or three who decide."""
    if rulebook.panel is not None:
        return rulebook.panel.judges
    return (3,) if judges_decide(form) else (1,)


def every(floor: Floor, most_judged: int = 4, most_voted: int = 3) -> str:
    """What kind of weeks are listed, for a person."""
    judged = "every tie pattern of the judges' totals"
    if not floor.judged_by_order():
        judged = f"judges' totals of 1 to {most_judged} steps"
    elif any(isinstance(side.counts, Placings | Calls) for side in floor.rulebook.sides):
        judged = "every order of the judges, all alike"
    elif any(_is_jury(side) for side in floor.rulebook.sides):
        judged = "every order of the juries, all alike"
    elif all(is_viewers(side) for side in floor.rulebook.sides):
        judged = "no judges"
    side = viewers_side(floor.rulebook)
    if side is None:
        return judged
    if isinstance(side.counts, Bodies):
        return f"{judged}, with every order of the public vote, all bodies alike"
    if not floor.voted_by_order():
        return f"{judged} with 0 to {most_voted} votes a couple"
    return f"{judged} with every order of the public vote, ties included"
