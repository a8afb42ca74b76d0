"""Weeks by the hundred thousand from a seed: no shrinking, small numbers so that ties are common, quick to make."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from domain.exact import exact
from domain.period.scoring_period import Ballot, BodyVotes, Bonus, Dance, Panel, ScoringPeriod, Settlement
from domain.rulebook import Rulebook
from domain.rulebook.book import Immunity, Side
from domain.rulebook.forms import Lowest, TopSafe
from domain.stages.links import (
    Authority,
    HeadJudge,
    LastDance,
    Link,
    Lot,
    PreviousPoints,
    RunningOrder,
    SidePoints,
    SideTotal,
)
from domain.stages.measures import Marks, Votes
from glitterball.testing.people import COUPLES, JUDGES
from glitterball.testing.rulebooks import (
    CONVERSIONS,
    PLAIN_FORMS,
    SCALES,
    SECOND_STAGES,
    SOURCE,
    WEIGHTS,
    Shape,
    form_with_second_stage,
)

SHAPES: tuple[Shape, ...] = (
    ("save", Lowest(couples=2), 1, 0),
    ("two-of-three-saved", Lowest(couples=3), 2, 0),
    ("save-of-three", Lowest(couples=3), 1, 0),
    ("double-with-save", Lowest(couples=3), 2, 1),
    ("top-two-safe-with-save", TopSafe(couples=2), 1, 0),
    ("top-one-safe-double-with-save", TopSafe(couples=1), 2, 1),
)
MARKS = {scale.step: tuple(exact(scale.lowest + scale.step * at) for at in range(9)) for scale in SCALES}


def random_rulebook(chance: Random) -> Rulebook:
    """A rulebook of any make."""
    judges, viewers = (
        Side(name=name, counts=counts, points=chance.choice(CONVERSIONS), weight=chance.choice(WEIGHTS), source=SOURCE)
        for name, counts in (("judges", Marks()), ("viewers", Votes(bodies=chance.choice(("viewers", "viewers", "*")))))
    )
    sides = chance.choice(((judges, viewers),) * 6 + ((viewers, judges), (judges,), (viewers,)))
    links: list[Link] = [LastDance(source=SOURCE), PreviousPoints(source=SOURCE), RunningOrder(source=SOURCE)]
    for side in sides:
        links += [SideTotal(side=side.name, source=SOURCE), SidePoints(side=side.name, source=SOURCE)]
    links += [HeadJudge(source=SOURCE), Lot(source=SOURCE), Authority(who="the executive", source=SOURCE)]
    saves = {
        shape[0]: form_with_second_stage(shape, chance.choice(SECOND_STAGES)) for shape in chance.choices(SHAPES, k=6)
    }
    return Rulebook(
        id="seeded",
        version=1,
        title="A seeded show",
        applies_to="tests",
        scale=chance.choice(SCALES),
        sides=sides,
        tie_chain=tuple(chance.sample(links, chance.randint(0, 3))),
        forms=(*PLAIN_FORMS, *saves.values()),
        immunity=Immunity(means="safe from elimination", source=SOURCE),
    )


def random_week(chance: Random, rulebook: Rulebook) -> ScoringPeriod:
    """A scoring period under it."""
    n = chance.choice((2, 3, 3, 3, 4, 4, 5))
    couples = COUPLES[:n]
    judges = JUDGES[: chance.randint(1, 4)]
    present = judges[1:] if len(judges) > 1 and chance.random() < 0.15 else judges
    rare = chance.random
    panel = Panel(present, chance.choice((judges[0], judges[-1], None)), chance.choice((None, None, judges[0])))
    top = chance.choice((0, 1, 3, 50, 10**6))
    bodies = ["viewers"] if rare() < 0.96 else []
    bodies += ["instant"] if rare() < 0.4 else []
    return ScoringPeriod(
        week=2,
        form=chance.choice(rulebook.forms).name if rare() > 0.01 else "unheard-of",
        couples=couples,
        dances=_dances(chance, couples, present, MARKS[rulebook.scale.step]),
        bonuses=(Bonus(chance.choice(COUPLES), chance.choice((1, Fraction(1, 2)))),) if rare() < 0.1 else (),
        votes=tuple(BodyVotes(body, tuple(chance.choices(range(top + 1), k=n))) for body in bodies),
        panel=panel,
        ballots=tuple(Ballot(judge, chance.choice(couples)) for judge in judges if rare() < 0.9),
        immune=tuple(couple for couple in couples if chance.random() < 0.3) if rare() < 0.15 else (),
        running_order=tuple(chance.sample(couples, chance.randint(0, n))),
        previous_points=tuple((couple, chance.choice((1, 2, Fraction(7, 2)))) for couple in couples[: n - 1]),
        unmarked=("2.1.anna-ezra",) if rare() < 0.01 else (),
        cancelled=rare() < 0.02,
    )


def _dances(chance: Random, couples: tuple[str, ...], judges: tuple[str, ...], marks: Any) -> tuple[Dance, ...]:
    spread = marks[: chance.choice((1, 2, 3, 9))]
    dances = []
    for couple in couples:
        if chance.random() < 0.03:
            dances.append(Dance(f"2.1.{couple}", (couple,), (), chance.choice(spread)))
        elif chance.random() < 0.97:
            given = tuple(zip(judges, chance.choices(spread, k=len(judges)), strict=True))
            dances.append(Dance(f"2.1.{couple}", (couple,), given))
    if chance.random() < 0.1:
        team = tuple(chance.sample(COUPLES, 3))
        dances.insert(chance.randint(0, len(dances)), Dance("2.team.stars", team, ((judges[0], spread[-1]),)))
    return tuple(dances)


def decided_on(chance: Random, period: ScoringPeriod, needs: Any, bottom: tuple[str, ...]) -> ScoringPeriod:
    """The period with people's decisions on what its outcome waits for."""
    for _, couples, clause in sorted(needs, key=str):
        if clause.startswith("tie_chain"):
            order = tuple(chance.sample(sorted(couples), len(couples)))
            link = "lot" if clause.endswith("lot") or (clause == "tie_chain" and chance.random() < 0.3) else "authority"
            period = replace(period, settlements=(*period.settlements, Settlement(link, order, "Elin (executive)")))
        elif clause.endswith("second_stage"):
            judges = [*period.panel.judges, "somebody-else"]
            period = replace(period, ballots=tuple(Ballot(judge, chance.choice(bottom)) for judge in judges))
    return period
