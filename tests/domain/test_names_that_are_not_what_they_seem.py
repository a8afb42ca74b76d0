"""Names nobody can see are refused, names that look the same are told apart, and what is in an older log is still read."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.legible import TURNING, breaks_the_line, escaped
from domain.likeness import differ_in_accents, folded, look_the_same, looks
from domain.record import Actor
from domain.season import commands as c
from domain.season import events as e
from domain.season.refusals import MomentImpossible, TextBlank, TextBreaksLine
from domain.season.words import Episode, ExpectedGateway
from projections.look_alikes import look_alikes
from projections.names import couple_names
from tests.domain.given_when_then import BEGUN, adopted, given, opened, refused, when

AMY = c.CastCouple(couple="amy-zed", celebrity="Amy Ash", professional="Zed Zorn")


def named(celebrity: str, professional: str = "Zed Zorn", couple: str = "other") -> c.CastCouple:
    return c.CastCouple(couple=couple, celebrity=celebrity, professional=professional)


@pytest.mark.parametrize(
    "name", ["\u00a0", "\u200b", " \u2003 ", "\u3164", "\u2800\ufe0f", "\u00ad\u200d", "\U000e0041"]
)
def test_a_name_of_blanks_alone_is_refused(name: str) -> None:
    """N01: a couple of two blanks joined the season."""
    assert refused(TextBlank, given(opened()), named(name)).place == "celebrity"


@pytest.mark.parametrize("letter", ["\u0085", "\u009b", "\u2028", "\u2029", *TURNING])
def test_what_breaks_a_line_or_turns_it_round_is_refused(letter: str) -> None:
    """N01: "Pia", a new line, "Ek and Max Holm joined the season"; and letters that ran backwards."""
    refusal = refused(TextBreaksLine, given(opened()), named("Pia", f"Max{letter}Holm"))
    assert (refusal.place, f"U+{ord(letter):04X}" in str(refusal)) == ("professional", True)


def test_it_is_refused_wherever_it_stands_and_whoever_says_it() -> None:
    """N01's kind: in a reason, a theme, a proposal for two people, or the name of who speaks."""
    log = given(*BEGUN)
    void = c.VoidChannel(week=1, channel="sms", reason="lost\u2028tape")
    assert refused(TextBreaksLine, log, c.Propose(command=void), Actor(name="Sue", role="supervisor")).place == "reason"
    themed = (Episode(number=2, date="2024-09-24", theme="\u202eidni"),)
    opening = c.OpenWeek(week=2, form="single", episodes=themed, scores_from=(2,), votes_from=(2,))
    assert refused(TextBreaksLine, log, opening).place == "theme"
    assert refused(TextBlank, log, AMY, Actor(name="\u200b", role="producer")).place == "the name of who says so"


@pytest.mark.parametrize(
    "name", ["Zoë Åström", "Nguyễn Văn An", "علی\u200cرضا", "Ольга", "李小龙", "O'Neill-Smith", "👩\u200d🎤 Star"]
)
def test_names_of_people_are_taken_in_any_script(name: str) -> None:
    """Letters that join have their use within a name that can be seen."""
    (fact,) = when(given(opened()), named(name))
    assert isinstance(fact, e.CoupleCast)
    assert fact.celebrity == name


def test_what_an_older_log_holds_is_read_and_shown_on_one_line() -> None:
    """Types of recorded facts stay as they are."""
    log = given(opened(), e.CoupleCast(couple="pia-max", celebrity="Pia\u2028Ek", professional="\u202eMax"))
    assert "pia-max" in log.state.couples
    assert escaped("Pia\u2028Ek \u202eMax") == "Pia\\u2028Ek \\u202eMax"


@drawn(st.text())
def test_an_escaped_text_never_breaks_its_line(text: str) -> None:
    assert not any(map(breaks_the_line, escaped(text)))
    assert escaped(escaped(text)) == escaped(text)


@pytest.mark.parametrize(
    "other", ["Amy  Ash", " Amy\u00a0Ash", "AMY ASH", "\u0410my Ash", "Amy\u200b Ash", "Ａmy Ash", "\u0391my Ash"]
)
def test_couples_that_look_the_same_are_told_apart_and_said(other: str) -> None:
    """N04: two couples appeared as "Amy Ash & Zed Zorn", a third differed by a Cyrillic letter."""
    log = given(opened(), adopted())
    when(log, AMY)
    when(log, named(other))
    shown = couple_names(log.state)
    assert shown["amy-zed"].endswith("(amy-zed)")
    assert shown["other"].endswith("(other)")
    (finding,) = look_alikes(log.state)
    assert (finding.code, finding.severity) == ("couples-look-the-same", "warning")


def test_accents_keep_names_apart_and_are_warned_of() -> None:
    log = given(opened(), adopted())
    when(log, AMY)
    when(log, named("Àmy Ash"))
    assert "amy-zed" not in "".join(couple_names(log.state).values())
    assert [finding.code for finding in look_alikes(log.state)] == ["couples-differ-in-accents"]


@pytest.mark.parametrize(
    ("other", "code"), [("\u0410my Ash", "people-look-the-same"), ("Ámy Ash", "people-differ-in-accents")]
)
def test_one_person_written_two_ways_in_two_couples_is_said(other: str, code: str) -> None:
    log = given(opened(), adopted())
    when(log, AMY)
    when(log, named(other, "Yul Young"))
    assert [finding.code for finding in look_alikes(log.state)] == [code]


def test_of_a_pro_who_dances_with_two_nothing_is_said() -> None:
    log = given(opened(), adopted())
    when(log, AMY)
    when(log, named("Bea Bell"))
    assert look_alikes(log.state) == ()


@drawn(st.text(), st.text())
def test_looking_the_same_is_what_it_says(one: str, other: str) -> None:
    """A name looks like itself, in any case; folding is done once and for all; accents come after."""
    assert look_the_same(one, one)
    assert folded(folded(one)) == folded(one)
    assert folded(one.swapcase().swapcase()) == folded(one.swapcase().swapcase().casefold())
    assert not (look_the_same(one, other) and differ_in_accents(one, other))
    assert look_the_same(one, other) == look_the_same(other, one)
    assert folded(one) in looks(one)


@pytest.mark.parametrize(
    "began", ["2026-02-30T20:00:00Z", "0000-03-07T20:00:00Z", "2026-03-07T24:30:00Z", "2026-03-07T20:61:00Z"]
)
def test_a_moment_that_no_calendar_has_is_refused(began: str) -> None:
    lines = c.OpenVoting(week=1, gateways=(ExpectedGateway(gateway="vox", channels=("sms",)),), opens=began)
    assert refused(MomentImpossible, given(*BEGUN), lines).said == began


@pytest.mark.parametrize("date", ["2024-02-30", "2023-02-29", "0000-09-24", "2024-13-01"])
def test_a_day_that_no_calendar_has_is_refused(date: str) -> None:
    opening = c.OpenWeek(
        week=1, form="single", episodes=(Episode(number=1, date=date),), scores_from=(1,), votes_from=(1,)
    )
    assert refused(MomentImpossible, given(*BEGUN[:-1]), opening).place == "date"
