"""The song contest: countries' points, and its tie chains link by link on constructed contests."""

from dataclasses import replace
from typing import Any

import pytest

from domain.period.scoring_period import Settlement
from domain.rulebook import Rulebook, assume
from domain.stages.measures import Votes
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.rulebooks import shipped_rulebook

from .small_weeks import contest

TWELVES = (12, 10, 8, 7, 6, 5, 4, 3, 2, 1)

ONE_12_OR_TWO_6S = {
    "country/a": {"fr": 99, "no": 50},
    "country/b": {"no": 99, "es": 90, "it": 80, "de": 70, "se": 60},
    "country/c": {"no": 99, "es": 90, "it": 80, "de": 70, "se": 60},
}
"""France has 12 points from one country, Sweden 6 + 6 from two."""


def ties_broken(outcome: Outcome) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    return [(step.how, step.groups) for step in outcome.working if step.stage == "tie"]


def points(outcome: Outcome) -> dict[str, Any]:
    assert outcome.combined is not None
    return dict(zip(outcome.couples, outcome.combined.exact(), strict=True))


def test_a_country_gives_its_ten_best_songs_12_to_1_and_the_others_nothing() -> None:
    votes = {f"song-{place:02}": 1000 - place for place in range(12)}
    result = tabulate(shipped_rulebook("eurovision-2015"), contest({"country/sweden": votes}))
    assert tuple(points(result).values()) == (*TWELVES, 0, 0)


def test_a_country_gives_nothing_to_a_song_without_votes() -> None:
    result = tabulate(shipped_rulebook("eurovision-2015"), contest({"country/sweden": {"se": 0, "fr": 5, "no": 9}}))
    assert points(result) == {"fr": 10, "no": 12, "se": 0}


def test_more_countries_beat_one_12_until_2015() -> None:
    result = tabulate(shipped_rulebook("eurovision-2015"), contest(ONE_12_OR_TWO_6S))
    assert (points(result)["fr"], points(result)["se"]) == (12, 12)
    assert ("bodies_voted_from", (("se",), ("fr",))) in ties_broken(result)


def test_the_count_back_alone_prefers_the_12_as_before_2008() -> None:
    reading = '[{"kind":"count_of","side":"countries","source":"1989 to 2007: count-back, then joint winners"}]'
    before = assume(shipped_rulebook("eurovision-2015"), "chain-before-2008", reading)
    assert ("count of 12s", (("fr",), ("se",))) in ties_broken(tabulate(before, contest(ONE_12_OR_TWO_6S)))


def test_as_many_countries_and_12s_leave_it_to_the_10s_as_in_1991() -> None:
    """Sweden and France, 1991: the same points and 12s; Sweden had more 10s. Here 12 + 10 + 4 against 12 + 8 + 6."""
    given = {
        "country/a": {"se": 99, "fr": 0, "no": 1},
        "country/b": {"fr": 99, "se": 90},
        "country/c": {"no": 99, "es": 90, "fr": 80, "it": 70, "de": 60, "at": 50, "se": 40},
        "country/d": {"no": 99, "es": 90, "it": 80, "de": 70, "fr": 60},
    }
    result = tabulate(shipped_rulebook("eurovision-2015"), contest(given))
    assert (points(result)["se"], points(result)["fr"]) == (26, 26)
    assert ("bodies_voted_from: still equal", (("fr", "se"),)) in ties_broken(result)
    assert ("count of 10s", (("se",), ("fr",))) in ties_broken(result)


def test_songs_still_equal_are_placed_by_the_running_order() -> None:
    given = {"country/a": {"se": 9, "fr": 8}, "country/b": {"fr": 9, "se": 8}}
    result = tabulate(shipped_rulebook("eurovision-2015"), contest(given, running_order=("se", "fr")))
    assert result.order == (("se",), ("fr",))
    assert [how for how, _ in ties_broken(result)] == [
        "bodies_voted_from: still equal", "count_of: still equal", "running_order",
    ]  # fmt: skip


def test_three_songs_with_the_same_points_are_told_apart_one_value_at_a_time() -> None:
    """12 + 10 + 4, 12 + 8 + 6 and 12 + 7 + 7."""
    given = {
        "country/a": {"x": 9},
        "country/b": {"y": 9, "x": 8},
        "country/c": {"z": 9},
        "country/d": {"p": 9, "q": 8, "y": 7, "z": 6, "r": 5, "s": 4, "x": 3},
        "country/e": {"p": 9, "q": 8, "r": 7, "z": 6, "y": 5},
    }
    result = tabulate(shipped_rulebook("eurovision-2015"), contest(given))
    assert {points(result)[song] for song in "xyz"} == {26}
    told = [(how, groups) for how, groups in ties_broken(result) if how.startswith("count")]
    assert told == [("count of 10s", (("x",), ("y", "z"))), ("count of 8s", (("y",), ("z",)))]


@pytest.mark.parametrize("id", ["eurovision-2016", "eurovision-2023"])
def test_from_2016_equal_totals_fall_to_the_televote_points(id: str) -> None:  # noqa: A002 - a rulebook's id
    given = {"jury/a": {"se": 9, "fr": 8}, "televote/a": {"fr": 9, "se": 8}}
    result = tabulate(shipped_rulebook(id), contest(given))
    assert points(result) == {"fr": 22, "se": 22}
    assert ties_broken(result)[0] == ("side_points", (("fr",), ("se",)))


def test_equal_televotes_of_a_country_fall_to_its_jury() -> None:
    given = {"jury/a": {"se": 9, "fr": 8}, "televote/a": {"fr": 500, "se": 500}}
    result = tabulate(shipped_rulebook("eurovision-2016"), contest(given))
    assert points(result) == {"fr": 20, "se": 24}


def test_equal_televotes_can_share_their_points_when_that_reading_is_chosen() -> None:
    given = {"televote/a": {"fr": 500, "se": 500, "no": 1}}
    shared = assume(shipped_rulebook("eurovision-2023-semi"), "televote-ties", "shared")
    assert points(tabulate(shared, contest(given, "semi-final-of-15"))) == {"fr": 11, "no": 8, "se": 11}


def test_a_country_with_equal_votes_for_a_place_that_carries_points_keeps_the_contest_from_being_tabulated() -> None:
    result = tabulate(shipped_rulebook("eurovision-2015"), contest({"country/a": {"fr": 5, "se": 5}}))
    assert (result.status, result.needs[0].what) == ("not tabulated", "a tie rule")
    assert result.needs[0].why == "fr, se are equal in country/a, and points depend on it"


def test_equal_votes_below_the_points_matter_to_nobody() -> None:
    votes = {f"song-{place:02}": 1000 - place for place in range(10)} | {"last": 1, "second-last": 1}
    result = tabulate(shipped_rulebook("eurovision-2015"), contest({"country/sweden": votes}))
    assert points(result)["last"] == 0


def test_a_semi_final_from_2023_sends_ten_on_by_televote_alone() -> None:
    votes = {f"song-{place:02}": 1000 - place for place in range(15)}
    given = {"televote/a": votes, "televote/b": votes, "jury/a": {"song-14": 9}}
    result = tabulate(shipped_rulebook("eurovision-2023-semi"), contest(given, "semi-final-of-15"))
    assert result.leaving == tuple(f"song-{place}" for place in range(14, 9, -1))


def test_the_working_holds_what_each_country_gave() -> None:
    result = tabulate(shipped_rulebook("eurovision-2015"), contest({"country/a": {"fr": 9, "se": 8}}))
    step = next(step for step in result.working if step.how == "points from country/a")
    assert step.compared() == (("fr", 12), ("se", 10))


SEMI_FINAL_2_OF_2008 = {
    "ukraine": 152, "portugal": 120, "denmark": 112, "croatia": 112, "georgia": 107, "latvia": 86, "turkey": 85,
    "iceland": 68, "albania": 67, "north-macedonia": 64, "bulgaria": 56, "sweden": 54, "switzerland": 47, "malta": 38,
    "cyprus": 36, "lithuania": 30, "belarus": 27, "czechia": 9, "hungary": 6,
}  # fmt: skip
SEMI_FINAL_1_OF_2009 = {
    "iceland": 174, "turkey": 172, "bosnia": 125, "sweden": 105, "armenia": 99, "malta": 86, "israel": 75, "portugal": 70,
    "romania": 67, "north-macedonia": 45, "montenegro": 44, "finland": 42, "belarus": 25, "switzerland": 15, "andorra": 8,
    "bulgaria": 7, "belgium": 1, "czechia": 0,
}  # fmt: skip
SEMI_FINAL_2_OF_2009 = {
    "norway": 201, "azerbaijan": 180, "estonia": 115, "greece": 110, "moldova": 106, "ukraine": 80, "albania": 73,
    "denmark": 69, "lithuania": 66, "serbia": 60, "ireland": 52, "poland": 43, "croatia": 33, "cyprus": 32, "hungary": 16,
    "slovenia": 14, "netherlands": 11, "slovakia": 8, "latvia": 7,
}  # fmt: skip
"""Points by song as the organiser published them after the final; of the juries' ranking only their choice was."""


def by_published_totals() -> Rulebook:
    """The shipped rulebook on sums of points as published. Which country gave what is then not known, so no tie chain."""
    shipped = shipped_rulebook("eurovision-2015")
    (countries,) = shipped.sides
    summed = countries.model_copy(update={"counts": Votes(bodies="country/*")})
    return shipped.model_copy(update={"sides": (summed,), "tie_chain": ()})


@pytest.mark.parametrize(
    ("published", "chosen", "tenth"),
    [
        (SEMI_FINAL_2_OF_2008, "sweden", "north-macedonia"),
        (SEMI_FINAL_1_OF_2009, "finland", "north-macedonia"),
        (SEMI_FINAL_2_OF_2009, "croatia", "serbia"),
    ],
)
def test_nine_and_the_juries_choice_went_on_in_2008_and_2009(
    published: dict[str, int], chosen: str, tenth: str
) -> None:
    """F12. The tenth by points stayed behind and a song below it went on."""
    assert sum(published.values()) % sum(TWELVES) == 0
    form = f"semi-final-of-{len(published)}-with-wildcard"
    given = {"country/all": published, "jury/all": {chosen: 1}}
    result = tabulate(by_published_totals(), contest(given, form))
    on = [couple for couple in result.couples if couple not in result.leaving]
    first_nine = sorted(published, key=lambda song: -published[song])[:9]
    assert result.status == "decided"
    assert sorted(on) == sorted([*first_nine, chosen])
    assert tenth == sorted(published, key=lambda song: -published[song])[9]
    assert tenth in result.leaving
    ten_first = tabulate(by_published_totals(), contest(given, form.removesuffix("-with-wildcard")))
    assert chosen in ten_first.leaving, "the other form cannot say it"


def test_a_wildcard_without_the_juries_votes_waits_for_them() -> None:
    result = tabulate(
        by_published_totals(), contest({"country/all": SEMI_FINAL_1_OF_2009}, "semi-final-of-18-with-wildcard")
    )
    assert (result.status, result.leaving) == ("undecided", ())
    assert [(need.what, need.clause) for need in result.needs] == [
        ("votes", "forms.semi-final-of-18-with-wildcard.select.counts")
    ]


def test_two_songs_equal_before_the_juries_wait_for_a_decision() -> None:
    given = {"country/all": SEMI_FINAL_1_OF_2009, "jury/a": {"finland": 1}, "jury/b": {"montenegro": 1}}
    result = tabulate(by_published_totals(), contest(given, "semi-final-of-18-with-wildcard"))
    (need,) = result.needs
    assert (need.what, need.couples) == ("a decision by the executive and the adjudicator", ("montenegro", "finland"))
    assert need.clause == "forms.semi-final-of-18-with-wildcard.select.wildcards"
    settled = Settlement("authority", ("finland", "montenegro"), "Eve (executive)")
    decided = tabulate(
        by_published_totals(), replace(contest(given, "semi-final-of-18-with-wildcard"), settlements=(settled,))
    )
    assert decided.status == "decided"
    assert "montenegro" in decided.leaving
    assert "finland" not in decided.leaving


def test_the_working_shows_the_first_nine_and_how_the_rest_were_compared() -> None:
    given = {"country/all": SEMI_FINAL_1_OF_2009, "jury/all": {"finland": 1}}
    result = tabulate(by_published_totals(), contest(given, "semi-final-of-18-with-wildcard"))
    steps = [step for step in result.working if ".select" in step.clause]
    assert [step.how for step in steps] == [
        "the first 9", "points from jury/all", "of the rest, the best 1 by bodies", "the other 8",
    ]  # fmt: skip
    assert dict(steps[2].compared())["finland"] == 12
    assert steps[2].groups[0] == ("finland",)
