"""Weeks and rulebooks from plain numbers, as one would write them on paper."""

from fractions import Fraction
from typing import Any

from domain.exact import Exact
from domain.period.scoring_period import BodyVotes, Dance, Panel, ScoringPeriod
from domain.rulebook import Form, Rulebook, Scale, Side
from domain.rulebook.book import Immunity
from domain.rulebook.forms import Lowest
from domain.stages.links import Link, SideTotal
from domain.stages.measures import Marks, Votes
from domain.stages.points import Conversion, RankPoints, SharePoints
from domain.stages.second_stages import SecondStage
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate

SOURCE = "a test"
STANDARD, DENSE = RankPoints(ties="standard"), RankPoints(ties="dense")
LOW, AVERAGE, SHARE = RankPoints(ties="low"), RankPoints(ties="average"), SharePoints()
PUBLIC_VOTE = SideTotal(side="viewers", source=SOURCE)


def form(name: str, lowest: int, leave: int, at_once: int = 0, save: SecondStage | None = None) -> Form:
    """The lowest `lowest` in danger, `leave` of them leave."""
    select = Lowest(couples=lowest)
    return Form(name=name, says=name, select=select, leave=leave, out_at_once=at_once, second_stage=save, source=SOURCE)


SINGLE, BOTTOM_TWO = form("single", 1, 1), form("bottom-two", 2, 1)


def rules(
    points: Conversion,
    *forms: Form,
    viewers: Conversion | None = None,
    chain: tuple[Link, ...] = (),
    immunity: Any = None,
) -> Rulebook:
    """Both sides under one conversion, unless the viewers' differs."""
    return Rulebook(
        id="paper",
        version=1,
        title="On paper",
        applies_to="tests",
        scale=Scale(lowest=0, highest=1000, step=Fraction(1, 2), source=SOURCE),
        sides=(
            Side(name="judges", counts=Marks(), points=points, source=SOURCE),
            Side(name="viewers", counts=Votes(), points=viewers or points, source=SOURCE),
        ),
        tie_chain=chain,
        forms=forms or (SINGLE,),
        immunity=Immunity(means=immunity, source=SOURCE) if immunity else None,
    )


def period(
    judges: dict[str, Exact], viewers: dict[str, int] | None, form: str = "single", **more: Any
) -> ScoringPeriod:
    """One dance a couple with a stated total, and the viewers' votes (`None`: not published)."""
    couples = tuple(sorted(judges))
    votes = () if viewers is None else (BodyVotes("viewers", tuple(viewers[couple] for couple in couples)),)
    dances = tuple(Dance(f"1.1.{couple}", (couple,), (), judges[couple]) for couple in couples)
    settings: dict[str, Any] = {"dances": dances, "votes": votes, "panel": Panel(())}
    return ScoringPeriod(week=1, form=form, couples=couples, **(settings | more))


def points_of(outcome: Outcome, side: str) -> dict[str, Exact]:
    """A side's points by couple."""
    found = next(one for one in outcome.sides if one.name == side)
    return dict(zip(outcome.couples, found.points.exact(), strict=True))


def combined_of(outcome: Outcome) -> dict[str, Exact]:
    """Combined points by couple."""
    assert outcome.combined is not None
    return dict(zip(outcome.couples, outcome.combined.exact(), strict=True))


def percent(part: Exact, digits: int) -> str:
    """A share as it is printed, rounded half up as the shows do."""
    scaled = int(Fraction(part) * 100 * 10**digits + Fraction(1, 2))
    return f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}"


__all__ = [
    "AVERAGE", "BOTTOM_TWO", "DENSE", "LOW", "PUBLIC_VOTE", "SHARE", "SINGLE", "SOURCE", "STANDARD",
    "combined_of", "form", "percent", "period", "points_of", "rules", "tabulate",
]  # fmt: skip
