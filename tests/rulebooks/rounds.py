"""A round before a final in few words: seven couples, three judges, two dances, four asked for."""

from collections.abc import Iterator, Mapping, Sequence

from domain.period.scoring_period import Dance, ScoringPeriod
from domain.rulebook import Rulebook, read_rulebook
from domain.season import commands as c
from domain.season import words as w

RULES = """
glitterball = "rulebook.v1"
id = "small-ball"
version = 1
title = "A small ball"
applies_to = "tests"
scale = { lowest = 0, highest = 1, source = "the ball's programme" }
[sides.judges]
counts = { kind = "calls" }
points = { kind = "raw" }
source = "the ball's programme"
[forms.semi-final]
says = "Four go on."
select = { kind = "called_back", couples = 4 }
source = "the ball's programme, page 2"
[forms.friendly]
says = "Nobody leaves."
select = { kind = "nobody" }
source = "the ball's programme"
"""

COUPLES = tuple(f"c{number}" for number in range(1, 8))
JUDGES = ("ada", "ben", "cy")
ROUNDS = ("waltz", "tango")

Cards = Mapping[str, Sequence[Sequence[str]]]
"""For each judge the couples called back in each dance."""

CLEAR: Cards = {
    "ada": (("c1", "c2", "c3", "c4"), ("c1", "c2", "c3", "c4")),
    "ben": (("c1", "c2", "c3", "c5"), ("c1", "c2", "c3", "c4")),
    "cy": (("c1", "c2", "c4", "c6"), ("c1", "c3", "c4", "c7")),
}
"""c1 6, c2 5, c3 5, c4 5, and one call each for c5, c6, c7."""

TIED: Cards = {
    "ada": (("c1", "c2", "c3", "c4"), ("c1", "c2", "c3", "c4")),
    "ben": (("c1", "c2", "c3", "c5"), ("c1", "c2", "c3", "c5")),
    "cy": (("c1", "c2", "c3", "c6"), ("c1", "c2", "c3", "c6")),
}
"""c1, c2, c3 have 6; c4, c5 and c6 are equal with 2 for the one place left; c7 has none."""


def rules() -> Rulebook:
    """The rules of the ball."""
    return read_rulebook(RULES)


def period(cards: Cards, form: str = "semi-final", couples: tuple[str, ...] = COUPLES) -> ScoringPeriod:
    """The scoring period of these cards: 1 for a couple that is called back, 0 for one that is not."""
    dances = tuple(
        Dance(
            f"1.{name}.{couple}",
            (couple,),
            tuple((judge, int(couple in called[number])) for judge, called in cards.items()),
        )
        for number, name in enumerate(ROUNDS)
        for couple in couples
    )
    return ScoringPeriod(week=1, form=form, couples=couples, dances=dances)


def begun(
    season: str = "ball-1", form: str = "semi-final", couples: tuple[str, ...] = COUPLES
) -> Iterator[c.SeasonCommand]:
    """The ball up to the first dance."""
    yield c.OpenSeason(season=season, show="A small ball", number=1, mode="live")
    yield c.AdoptRulebook(rulebook=rules(), from_week=1)
    for couple in couples:
        yield c.CastCouple(couple=couple, celebrity=f"Star {couple}", professional=f"Pro {couple}")
    episode = w.Episode(number=1, date="2024-09-24")
    yield c.OpenWeek(week=1, form=form, episodes=(episode,), scores_from=(1,), votes_from=(1,))
    seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in JUDGES)
    yield c.SeatPanel(week=1, episode=1, judges=seats)
    for name in ROUNDS:
        for couple in couples:
            yield c.ScheduleDance(week=1, episode=1, round=name, couples=(couple,))


def card(judge: str, name: str, called: Sequence[str], reason: str | None = None) -> c.CallCouples:
    """A judge's card of one dance."""
    return c.CallCouples(week=1, episode=1, round=name, judge=judge, couples=tuple(called), reason=reason)


def called_back(cards: Cards) -> Iterator[c.SeasonCommand]:
    """All cards."""
    for judge, called in cards.items():
        for name, couples in zip(ROUNDS, called, strict=True):
            yield card(judge, name, couples)


def decision(couples: Sequence[str], decided: str) -> c.SettleCut:
    """The chairman's decision on a cut."""
    said = {"week": 1, "couples": tuple(couples), "decided": decided, "how": "the floor holds six"}
    return c.SettleCut.model_validate(said)
