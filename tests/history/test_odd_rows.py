"""Odd rows: each is explained in a finding, none is dropped, and what cannot be told is not worked out rather than guessed."""

import pytest

from glitterball.history import SeasonNotInHistory, SeasonNotWritten, audit_seasons, history_of, season_file_of
from glitterball.history.known import US as US_SHOW
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files import check_season
from tests.history.files import US, changed, said, small, verdicts, wide

HISTORY = history_of(wide(1, *small()), beside=US)


def told(*couples: tuple[str, str, str], season: int = 1) -> dict[str, tuple[str, ...]]:
    """Each week: who left, who withdrew, who was placed."""
    report = audit_seasons(history_of(wide(season, *couples)))
    return {
        f"week {row.week}": (*row.left, *(f"{one} withdrew" for one in row.withdrew), *row.places)
        for row in report.rows
    }


def only(findings: list[str], *words: str) -> str:
    """The one finding with these words."""
    found = [one for one in findings if all(word in one for word in words)]
    assert len(found) == 1, findings
    return found[0]


def test_a_plain_season_is_consistent_and_needs_no_warning() -> None:
    assert set(verdicts(wide(1, *small())).values()) == {"consistent"}
    assert said(HISTORY) == []


def test_a_couple_placed_before_the_finale_left_when_it_last_danced() -> None:
    rows = changed(2, ended="3rd Place|3")
    assert told(*rows)["week 2"] == ("Eva & Fin",)
    assert only(said(history_of(wide(1, *rows))), "Eva One", "did not dance after week 2").startswith("note")


def test_a_couple_eliminated_in_the_week_of_the_finale_is_placed_in_it() -> None:
    rows = changed(2, ended="Eliminated Week 3|3", weeks="7 7 7|7 7 7|8 8 8")
    assert told(*rows)["week 3"] == ("Amy & Ben", "Cat & Dan", "Eva & Fin")
    assert "read as place 3" in only(said(history_of(wide(1, *rows))), "Eva One", "the week of the finale")


def test_a_couple_out_in_a_week_it_did_not_dance_in_keeps_that_week_from_being_worked_out() -> None:
    """As in season 18: out in week 2 on the scores of week 1, without a dance in week 2."""
    rows = changed(3, ended="Eliminated Week 2|4")
    data = wide(1, *rows)
    assert verdicts(data)[1, 2] == "not worked out: no complete score of Gil & Hal"
    assert verdicts(data)[1, 3] == "consistent"
    assert only(said(history_of(data)), "Gil One", "has no score after week 1").startswith("warning")


def test_a_couple_that_danced_on_after_it_was_out_left_when_it_last_danced() -> None:
    rows = changed(2, ended="Eliminated Week 1|3")
    assert told(*rows)["week 2"] == ("Eva & Fin",)
    assert "danced after that" in only(said(history_of(wide(1, *rows))), "Eva One")


def test_a_week_after_the_last_one_is_read_as_the_last() -> None:
    rows = changed(2, ended="Eliminated Week 9|3", weeks="7 7 7|7 7 7|8 8 8")
    assert told(*rows)["week 3"] == ("Amy & Ben", "Cat & Dan", "Eva & Fin")


@pytest.mark.heavy("nights")
@pytest.mark.parametrize(
    ("couples", "week", "why"),
    [
        (changed(3, ended="Withdrew|4"), 1, "nobody else left in it"),
        ([*changed(3, ended="Withdrew|4")[:2], ("Eva One & Fin Two", "3rd Place|3", "7 7 7|7 7 7|8 8 8"),
          changed(3, ended="Withdrew|4")[3]], 2, "did not dance any more and nobody else left"),
        ([*changed(2, ended="Eliminated Week 1|4", weeks="7 7 7|0 0 0|0 0 0")[:3],
          ("Gil One & Hal Two", "Withdrew|3", "6 6 6|0 0 0|0 0 0")], 2, "nobody else left"),
        (changed(3, ended="Withdrew Week 2|4"), 2, "as it says"),
        (changed(3, ended="Withdrew|4", weeks="6 6 6|6 6 6|6 6 6"), 3, "the only week"),
        (changed(3, ended="Withdrew|4", weeks="0 0 0|0 0 0|0 0 0"), 1, "the only week"),
    ],
)  # fmt: skip
def test_a_withdrawal_is_a_withdrawal_and_its_week_is_said_with_the_reason(
    couples: list[tuple[str, str, str]], week: int, why: str
) -> None:
    assert "Gil & Hal withdrew" in told(*couples)[f"week {week}"]
    assert why in only(said(history_of(wide(1, *couples))), "withdrew: read as")
    assert check_season(season_file_of(history_of(wide(1, *couples)), 1).file) == ()


def test_when_somebody_left_in_both_weeks_a_withdrawal_is_put_to_the_later_one_by_assumption() -> None:
    rows = [*small(), ("Ina One & Jon Two", "Withdrew|5", "5 5 5|0 0 0|0 0 0")]
    assert told(*rows)["week 2"] == ("Eva & Fin", "Ina & Jon withdrew")
    assert "by assumption" in only(said(history_of(wide(1, *rows))), "Ina One")


def test_so_many_leaving_as_no_form_lets_go_is_a_form_added_by_assumption() -> None:
    rows = [
        *small()[:2],
        *((f"Z{name} One & Y Two", f"Eliminated Week 2|{name}", "5 5 5|5 5 5|0 0 0") for name in "345"),
    ]
    report = audit_seasons(history_of(wide(26, *rows)))
    assert [(row.form, row.rulebook, row.verdict) for row in report.rows][1] == (
        "triple", "us-3-27-with-triple@1", "consistent",
    )  # fmt: skip
    only([str(one) for one in report.findings], "no form in which so many leave", "triple")
    assert check_season(season_file_of(history_of(wide(26, *rows)), 26).file) == ()


def test_seasons_with_the_judges_save_end_their_weeks_in_its_form() -> None:
    rows = [*small(), ("Ina One & Jon Two", "Eliminated Week 1|5", "5 5 5|0 0 0|0 0 0")]
    forms = {row.week: row.form for row in audit_seasons(history_of(wide(30, *rows))).rows}
    assert forms == {1: "double-with-save", 2: "save", 3: "finale"}


def test_a_week_without_a_score_that_everyone_else_has_is_not_worked_out() -> None:
    data = wide(1, *changed(2, weeks="7 7 7|7 7 N/A|0 0 0"))
    assert verdicts(data)[1, 2] == "not worked out: no complete score of Eva & Fin"
    assert "no score of judge-3" in only(said(history_of(data)), "week 2")


@pytest.mark.parametrize("score", ["seven", "7 or 8", "-1", "700", "7;5"])
def test_text_where_a_score_should_be_is_an_error_and_spoils_that_week_only(score: str) -> None:
    data = wide(1, *small()).replace(b"7,7,7", f"7,{score},7".encode(), 1)
    assert verdicts(data)[1, 1] == "not worked out: no complete score of Eva & Fin"
    assert verdicts(data)[1, 2] == "consistent"
    assert only(said(history_of(data)), "scores.csv:4", "week 1, judge 2").startswith("error")


def test_a_zero_beside_scores_is_no_score() -> None:
    data = wide(1, *changed(2, weeks="7 0 7|7 7 7|0 0 0"))
    assert verdicts(data)[1, 1].startswith("not worked out")
    only(said(history_of(data)), "judge 2 gave 0 beside scores")


def test_a_row_repeated_word_for_word_counts_once() -> None:
    data = wide(1, *small(), small()[0])
    assert set(verdicts(data).values()) == {"consistent"}
    assert "repeats scores.csv:2" in only(said(history_of(data)), "scores.csv:6")


def test_a_couple_that_stands_twice_with_other_scores_spoils_its_season() -> None:
    name, ended, _ = small()[0]
    data = wide(1, *small(), (name, ended, "1 1 1|2 2 2|3 3 3"))
    assert {verdict.partition(":")[0] for verdict in verdicts(data).values()} == {"not worked out"}
    assert "stands twice in season 1, first at scores.csv:2" in only(said(history_of(data)), "error: scores.csv:6")
    with pytest.raises(SeasonNotWritten, match="stands twice"):
        season_file_of(history_of(data), 1)


def test_words_nobody_knows_are_said_and_the_scores_decide() -> None:
    rows = changed(2, ended="Sent home|3")
    assert told(*rows)["week 2"] == ("Eva & Fin",)
    only(said(history_of(wide(1, *rows))), "what 'Sent home' means")


def test_a_column_of_places_that_says_otherwise_is_said_and_the_words_count() -> None:
    rows = changed(0, ended="1st Place|2")
    assert told(*rows)["week 3"] == ("Amy & Ben", "Cat & Dan")
    only(said(history_of(wide(1, *rows))), "the words count")


def test_a_finale_with_two_winners_is_not_worked_out_but_the_season_is() -> None:
    data = wide(1, *changed(1, ended="1st Place|1")).replace(b"2nd", b"1st")
    rows = [*changed(1, ended="Eliminated Week 3|7")]
    assert verdicts(wide(1, *rows))[1, 3] == "not worked out: the places of the finale are 1, 7"
    assert verdicts(wide(1, *rows))[1, 2] == "consistent"
    assert verdicts(data)[1, 3].startswith("inconsistent: couples were announced in the same place")


def test_a_season_nobody_wrote_a_rulebook_for_is_not_worked_out_unless_one_is_named() -> None:
    history = history_of(wide(77, *small()))
    assert set(verdicts(wide(77, *small())).values()) == {
        "not worked out: no rulebook is known for season 77 of Dancing with the Stars (US): name one with --rules"
    }
    with pytest.raises(SeasonNotWritten, match="no rulebook"):
        season_file_of(history, 77)
    named = audit_seasons(history, shipped_rulebook("us-34"))
    assert {row.verdict for row in named.rows} == {"consistent"}


def test_a_season_without_a_score_is_one_row_that_says_so() -> None:
    data = wide(1, ("Amy One & Ben Two", "1st Place|1", "0 0 0"))
    assert verdicts(data) == {(1, 0): "not worked out: season 1 has no score at all"}


def test_a_season_the_file_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(SeasonNotInHistory, match="it has: 1"):
        season_file_of(HISTORY, 2)


def test_all_34_seasons_of_the_us_show_have_a_rulebook() -> None:
    assert all(US_SHOW.rulebook_of(number) for number in range(1, 35))
    assert US_SHOW.rulebook_of(35) is None
    assert [last - first + 1 for first, last, _ in US_SHOW.rulebooks] == [2, 25, 2, 2, 2, 1]


def test_in_seasons_17_and_22_last_weeks_votes_meet_this_weeks_scores() -> None:
    for number in (17, 22):
        season = season_file_of(history_of(wide(number, *small())), number)
        opened = [entry.says for entry in season.file.script if getattr(entry.says, "do", "") == "open-week"]
        counted = [(one.scores_from, one.votes_from) for one in opened]  # type: ignore[union-attr]  # open-week only
        assert counted == [((1,), (1,)), ((2,), (1,)), ((3,), (3,))]


def test_weeks_known_to_count_together_count_alone_where_the_file_has_somebody_leaving_before() -> None:
    season = season_file_of(history_of(wide(33, *small())), 33)
    only([str(one) for one in season.findings], "this file has somebody leaving before")
    assert season.plan.week(2).scores_from == (2,)


def test_a_couple_that_skipped_a_week_stays_in_the_competition() -> None:
    data = wide(1, *changed(1, weeks="8 8 8|0 0 0|9 9 9"))
    assert verdicts(data)[1, 2] == "not worked out: no complete score of Cat & Dan"
    only(said(history_of(data)), "Cat One", "was in the competition and has no score")


def test_a_week_that_is_not_worked_out_does_not_say_that_nobody_left() -> None:
    unknown = audit_seasons(history_of(wide(77, *small()))).lines()
    why = "no rulebook is known for season 77 of Dancing with the Stars (US): name one with --rules"
    assert next(unknown) == f"Season 77, week 1: not worked out ({why})."
    rows = [*changed(1, ended="Eliminated Week 3|7")]
    *_, finale = audit_seasons(history_of(wide(1, *rows))).lines()
    assert finale == "Season 1, week 3: the finale: not worked out (the places of the finale are 1, 7)."


@pytest.mark.parametrize("other", ["\u0410my One", "Amy\u00a0One", "Amy  One", "AMY ONE", "Amy\u200b One"])
def test_one_celebrity_spelled_in_two_ways_the_eye_does_not_see_is_one_couple(other: str) -> None:
    """A row that was pasted from a page has other blanks, or a letter of another alphabet."""
    rows = (
        "season,week,celebrity,professional,score,result\n1,1,Amy One,Ben Two,20,1st Place\n1,1,Cat One,Dan Two,18,2nd Place\n"
        f"1,2,{other},Ben Two,21,1st Place\n1,2,Cat One,Dan Two,22,2nd Place"
    )
    season = history_of(rows.encode()).seasons[1]
    assert [(couple.celebrity, sorted(couple.weeks)) for couple in season.couples] == [
        ("Amy One", [1, 2]),
        ("Cat One", [1, 2]),
    ]
