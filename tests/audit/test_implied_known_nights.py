"""What announced results imply on nights whose figures are public."""

from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial

import pytest

from domain.period.scoring_period import Ballot, BodyVotes, Panel
from domain.rulebook import Form
from domain.rulebook.forms import EveryonePlaced, TopSafe
from domain.season.state import Announced
from domain.stages.links import SideTotal
from domain.stages.measures import Votes
from domain.stages.points import RankPoints, RawPoints, SharePoints
from domain.stages.second_stages import JudgesSave, ViewersSave
from glitterball.closeness.implied import implied, read
from tests.audit import nights

SAID = Announced(danger=("delvey", "spelling", "veljohnson"), eliminated=("delvey", "spelling"))
NIGHT = nights.night(nights.WEEK_TWO, "double")
SAVE = JudgesSave(decides="majority", source=nights.SOURCE)


def places(reading):
    return {one.couple: (one.best, one.worst) for one in reading.places}


@pytest.mark.parametrize(
    ("ties", "orders", "placings", "delvey", "spelling"),
    [
        ("standard", 365_923_448, 83, (3, 13), (4, 13)),
        ("average", 365_923_448, 83, (3, 13), (4, 13)),
        ("low", 311_129_104, 70, (4, 13), (5, 13)),
        ("dense", 270_205_248, 51, (5, 13), (6, 13)),
    ],
)
def test_week_two_of_season_33_bounds_the_public_places_of_those_who_left(ties, orders, placings, delvey, spelling):
    reading = read(nights.rulebook(points=RankPoints(ties=ties)), NIGHT, SAID)
    assert reading.possible == "consistent"
    assert (reading.orders.giving, reading.orders.total) == (orders, factorial(13))
    assert (reading.orders.placings, reading.orders.placings_total) == (placings, 156)
    assert reading.orders.open_ties == 0
    assert places(reading)["delvey"] == delvey
    assert places(reading)["spelling"] == spelling
    assert places(reading)["veljohnson"] == (1, 11)
    assert places(reading)["roberts"] == (1, 10)


def test_week_two_of_season_33_by_share_bounds_the_votes_of_those_who_left():
    reading = read(nights.rulebook(points=SharePoints(), public=SharePoints()), NIGHT, SAID)
    most = {one.couple: one.most for one in reading.shares}
    least = {one.couple: one.least for one in reading.shares}
    assert (most["delvey"].share, most["delvey"].attained) == (Fraction(277, 3030), False)
    assert (most["spelling"].share, most["spelling"].attained) == (Fraction(181, 2020), False)
    assert least["veljohnson"].share == Fraction(5, 505)
    assert least["roberts"].share == Fraction(6, 505)


def test_taking_the_danger_set_at_its_word_leaves_fewer_orders():
    form = nights.form("of-three", 3, 2)
    period = nights.night(nights.WEEK_TWO, "of-three")
    rulebook = nights.rulebook(forms=(form,))
    loose, strict = read(rulebook, period, SAID), read(rulebook, period, SAID, danger_is_lowest=True)
    assert loose.orders.giving == 365_923_448
    assert strict.orders.giving == 116_655_412
    assert places(strict)["veljohnson"] == (2, 11)
    disputed = Announced(danger=("delvey", "spelling", "roberts"), eliminated=("delvey", "spelling"))
    other = read(rulebook, period, disputed, danger_is_lowest=True)
    assert 0 < other.orders.giving < loose.orders.giving


def test_a_result_can_depend_on_an_unpublished_rule():
    """Strictly, 13 December 2008, had the first two left: impossible under `standard` ties, possible under `dense`."""
    rulebook = nights.rulebook(assumptions=(nights.JUDGES_TIES,))
    found = implied(rulebook, nights.night({"a": 75, "b": 75, "c": 67}, "double"), Announced(eliminated=("a", "b")))
    assert found.verdict == "depends on an unpublished rule"
    assert found.agreeing == ((("judges-ties", "dense"),),)
    assert found.contradicting == ((),)


def test_a_judges_share_above_two_nths_keeps_the_top_couple_whatever_the_vote():
    shares = nights.rulebook(points=SharePoints(), public=SharePoints())
    found = read(shares, nights.night({"a": 30, "b": 5, "c": 5}), Announced(eliminated=("a",)))
    assert found.possible == "inconsistent"


@pytest.mark.parametrize(
    "said", [Announced(eliminated=("a", "b")), Announced(eliminated=()), Announced(eliminated=("z",))]
)
def test_more_or_fewer_leaving_than_the_form_lets_go_is_inconsistent_and_says_so(said):
    found = read(nights.rulebook(), nights.night({"a": 3, "b": 2, "c": 1}), said)
    assert (found.possible, bool(found.why)) == ("inconsistent", True)


def test_when_nobody_leaves_every_order_is_possible():
    found = read(nights.rulebook(), nights.night({"a": 3, "b": 2, "c": 1}, "nobody-leaves"), Announced(eliminated=()))
    assert found.orders.giving == 6
    assert set(places(found).values()) == {(1, 3)}
    cancelled = nights.night({"a": 3, "b": 2, "c": 1}, cancelled=True)
    assert read(nights.rulebook(), cancelled, Announced()).orders.giving == 6
    assert read(nights.rulebook(), cancelled, Announced(eliminated=("a",))).possible == "inconsistent"


def test_an_immune_couple_cannot_have_left_and_may_stand_anywhere():
    period = nights.night({"a": 1, "b": 9, "c": 8}, immune=("a",))
    assert read(nights.rulebook(), period, Announced(eliminated=("a",))).possible == "inconsistent"
    assert places(read(nights.rulebook(), period, Announced(eliminated=("c",))))["a"] == (1, 3)


def test_known_ballots_rule_out_that_the_saved_couple_left():
    rulebook = nights.rulebook(forms=(nights.form("save", 2, 1, second_stage=SAVE),))
    ballots = tuple(Ballot(judge, "b") for judge in ("h", "i", "j"))
    known = nights.night({"a": 3, "b": 2, "c": 1}, "save", panel=Panel(("h", "i", "j")), ballots=ballots)
    assert read(rulebook, known, Announced(eliminated=("b",))).possible == "inconsistent"
    found = read(rulebook, known, Announced(eliminated=("c",)))
    assert found.possible == "consistent"
    assert all(one.at_best.kept == ("b",) for one in found.places)
    free = nights.night({"a": 3, "b": 2, "c": 1}, "save")
    assert read(rulebook, free, Announced(eliminated=("b",))).possible == "consistent"


def test_an_instant_save_on_record_decides_and_an_unknown_one_is_free():
    rulebook = nights.rulebook(forms=(nights.form("save", 2, 1, second_stage=ViewersSave(source="a test")),))
    totals = {"a": 3, "b": 2, "c": 1}
    assert read(rulebook, nights.night(totals, "save"), Announced(eliminated=("b",))).possible == "consistent"
    told = nights.night(totals, "save", votes=(BodyVotes("instant", (0, 1, 5)),))
    assert read(rulebook, told, Announced(eliminated=("b",))).possible == "consistent"
    told = nights.night(totals, "save", votes=(BodyVotes("instant", (0, 5, 1)),))
    assert read(rulebook, told, Announced(eliminated=("b",))).possible == "inconsistent"


def test_an_open_tie_does_not_give_the_outcome_and_is_counted_apart():
    """Without a tie chain two couples with equal points stay equal: 2 judges' points + 1 against 1 + 2."""
    found = read(nights.rulebook(chain=()), nights.night({"a": 2, "b": 1}), Announced(eliminated=("b",)))
    assert (found.orders.giving, found.orders.open_ties) == (1, 1)


def test_viewers_who_count_for_nothing_are_left_free():
    rulebook = nights.rulebook()
    judges_only = rulebook.model_copy(update={"sides": rulebook.sides[:1], "tie_chain": ()})
    period = nights.night({"a": 3, "b": 2, "c": 1})
    assert read(judges_only, period, Announced(eliminated=("c",))).orders.giving == 6
    assert read(judges_only, period, Announced(eliminated=("a",))).possible == "inconsistent"


def test_under_viewers_only_the_lowest_public_place_leaves():
    rulebook = nights.rulebook()
    viewers_only = rulebook.model_copy(update={"sides": rulebook.sides[1:]})
    period = nights.night({"a": 3, "b": 2, "c": 1})
    assert places(read(viewers_only, period, Announced(eliminated=("a",))))["a"] == (3, 3)
    raw = rulebook.sides[1].model_copy(update={"points": RawPoints()})
    by_votes = rulebook.model_copy(update={"sides": (raw,), "tie_chain": (SideTotal(side="viewers", source="a test"),)})
    most = {one.couple: one.most for one in read(by_votes, period, Announced(eliminated=("a",))).shares}
    assert (most["a"].share, most["a"].attained) == (Fraction(1, 3), False)


def test_the_finale_of_season_33_fixes_the_public_places_of_its_first_two():
    """Judges' totals of the last period and the announced places, from the public record; rank points by assumption."""
    totals = {"kinney": 118, "graziadei": 117, "maher": 114, "nedoroscik": 112, "amendola": 110}
    order = ("graziadei", "maher", "kinney", "nedoroscik", "amendola")
    said = Announced(places=tuple((couple, place) for place, couple in enumerate(order, start=1)))
    found = read(nights.rulebook(), nights.night(totals, "finale"), said)
    assert (found.orders.giving, found.orders.total) == (2, 120)
    assert places(found)["graziadei"] == (1, 1)
    assert places(found)["maher"] == (2, 2)
    shared = Announced(places=(("a", 1), ("b", 1)))
    assert read(nights.rulebook(), nights.night({"a": 2, "b": 1}, "finale"), shared).possible == "inconsistent"


def test_a_finale_of_eight_counts_as_going_through_all_orders_does():
    totals = {name: 10 + at // 2 for at, name in enumerate("abcdefgh")}
    said = Announced(places=tuple((couple, place) for place, couple in enumerate("hgbfedca", start=1)))
    found = read(nights.rulebook(chain=()), nights.night(totals, "finale"), said)
    points = dict(zip("abcdefgh", (2, 2, 4, 4, 6, 6, 8, 8), strict=True))
    giving = 0
    for order in permutations(range(1, 9)):
        combined = dict(zip("abcdefgh", order, strict=True))
        sums = [points[one] + combined[one] for one in "hgbfedca"]
        giving += all(higher > lower for higher, lower in pairwise(sums))
    assert found.orders.giving == giving


def test_sixteen_couples_and_three_leaving_are_counted():
    totals = {f"c{at:02}": 20 + at for at in range(16)}
    rulebook = nights.rulebook(forms=(nights.form("triple", 3, 3),))
    found = read(rulebook, nights.night(totals, "triple"), Announced(eliminated=("c00", "c01", "c02")))
    assert found.possible == "consistent"
    assert found.orders.total == factorial(16)


def test_what_the_method_does_not_reach_is_said_in_a_sentence():
    two = nights.rulebook()
    juries = two.sides[1].model_copy(update={"name": "juries", "counts": Votes(bodies="jury")})
    both = two.model_copy(update={"sides": (*two.sides, juries)})
    period = nights.night({"a": 3, "b": 2, "c": 1})
    found = implied(both, period, Announced(eliminated=("c",)))
    assert found.verdict == "not worked out"
    assert "juries" in found.rulebook.why
    wide = Form(
        name="wide", says="Four are safe.", select=TopSafe(couples=4), leave=1, second_stage=SAVE, source="a test"
    )
    many = nights.night({f"c{at:02}": at + 1 for at in range(16)}, "wide")
    assert read(nights.rulebook(forms=(wide,)), many, Announced(eliminated=("c00",))).possible == "not worked out"
    finale = Form(name="finale", says="All.", select=EveryonePlaced(), source="a test")
    crowd = nights.night({f"c{at:02}": at + 1 for at in range(14)}, "finale")
    said = Announced(places=tuple((f"c{at:02}", at + 1) for at in range(14)))
    assert read(nights.rulebook(forms=(finale,)), crowd, said).possible == "not worked out"
