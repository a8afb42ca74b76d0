"""What margins and the report before the lines open do not cover they say, and give no number for it (F5, F6, F7, F13)."""

from dataclasses import replace

from domain.period.scoring_period import BodyVotes
from domain.stages.measures import Votes
from domain.stages.second_stages import ViewersSave
from domain.tabulation.tabulate import tabulate
from glitterball.cli.margin import sentences
from glitterball.closeness.margins import margin
from glitterball.closeness.pre_air import pre_air
from glitterball.rulebooks import shipped_rulebook
from tests.audit import nights

S = nights.SOURCE
INSTANT = nights.form("instant", 3, 2, second_stage=ViewersSave(source=S))


def saved_by_the_viewers():
    rulebook = nights.rulebook(forms=(INSTANT,))
    period = nights.night({"a": 3, "b": 2, "c": 9, "d": 4}, "instant")
    votes = (BodyVotes("instant", (5, 9, 0, 7)), BodyVotes("viewers", (100, 50, 900, 120)))
    return rulebook, replace(period, votes=votes)


def test_f5_who_leaves_after_a_viewers_save_has_no_margin_in_votes_and_the_bottom_set_has() -> None:
    rulebook, period = saved_by_the_viewers()
    moved = replace(period, votes=(BodyVotes("instant", (5, 7, 0, 9)), period.votes[1]))
    assert tabulate(rulebook, period).leaving != tabulate(rulebook, moved).leaving  # two instant votes do it
    found = margin(rulebook, period)
    leaves, bottom = found.question("who leaves"), found.question("who is in the bottom set")
    assert leaves is not None
    assert bottom is not None
    assert leaves.units == ()
    assert leaves.added_for == ()
    assert bottom.units
    assert "the viewers' instant save decides it as well" in found.why
    assert not [told for told in sentences(found, {}) if "who leaves" in told and "votes" in told]


def test_f6_before_the_lines_open_nothing_is_claimed_where_voting_bodies_hand_out_points() -> None:
    for name in ("eurovision-2015", "eurovision-2016", "eurovision-2023"):
        report = pre_air(shipped_rulebook(name), nights.night({"a": 3, "b": 2}, "final"))
        assert report.reading.prospects == ()
        assert report.can_win == report.unsavable == report.safe == ()
        assert [finding.what for finding in report.warnings] == [
            "not worked out: each voting body hands out points of its own; what a vote can still do is worked out for "
            "one count of votes"
        ]


def test_f6_a_third_side_that_counts_votes_is_not_worked_out_before_the_lines_open() -> None:
    rulebook = nights.rulebook()
    hall = rulebook.sides[1].model_copy(update={"name": "hall", "counts": Votes(bodies="hall")})
    report = pre_air(rulebook.model_copy(update={"sides": (*rulebook.sides, hall)}), nights.night({"a": 3, "b": 2}))
    assert report.reading.prospects == ()
    assert "the sides viewers and hall are both secret" in report.reading.why


def test_f7_names_stand_only_where_couples_are_meant() -> None:
    names = {"al": "Al & Pro", "kim": "Kim & Pro", "art": "Art & Pro"}
    period = nights.night({"al": 30, "kim": 30, "art": 20}, "dance-off")
    report = pre_air(shipped_rulebook("strictly-2008"), period, names)
    said = [finding.what for finding in report.warnings]
    assert "Al & Pro and Kim & Pro are equal on the judges side with 30: each gets 3" in said
    assert any("every vote for Art & Pro is worthless tonight" in text for text in said)
    assert not any("equAl" in text or "stArt" in text for text in said)


def test_f13_where_no_number_of_votes_does_it_the_sentence_ends_there() -> None:
    rulebook = nights.rulebook(chain=())
    period = replace(nights.night({"a": 5, "b": 1}), votes=(BodyVotes("viewers", (9, 1)),))
    told = list(sentences(margin(rulebook, period), {"a": "Ann", "b": "Bob"}))
    assert not any("(no number" in line or ": )" in line or "no number votes" in line for line in told)
    assert "Margin, who leaves: no number of votes added, no tie left open does it." in told
