"""Typing slips at the desk of a live season: a name in any case is found, and what does not fit is refused in a sentence."""

import pytest

from glitterball.store import open_store
from tests.cli.typing_at_it import Desk, Said
from tests.engine import small_season as small

DORA = '--by "Dora (score desk)"'
TWO = '--by "Sam (supervisor)" --with "Sue (supervisor)"'


@pytest.fixture
def live(desk: Desk) -> Desk:
    """A desk in week 1 of the small season: lines are open, Amy & Ben have a mark."""
    with open_store(desk.store) as store:
        for command, by in (*small.opening(), *small.scores(1, {"amy-ben": 8})[:1]):
            store.engine.do("small", command, by)
    return desk


def recorded(desk: Desk) -> int:
    with open_store(desk.store, read_only=True) as store:
        return store.log.last_position()


def refused(desk: Desk, line: str, code: int = 3) -> Said:
    before = recorded(desk)
    said = desk.types(line)
    assert said.code == code, said.err
    assert recorded(desk) == before
    return said


@pytest.mark.parametrize(
    "line",
    [
        f"score give SMALL 1 Cat Jo 5 {DORA}",
        f"score give small 1 'Cat & Dan' JO 5 {DORA}",
        f"score give small 1 'dan and cat' jo 5 --round 1 --episode 1 {DORA}",
        f"score correct small 1 Amy INES 7 --reason ' read wrongly ' {DORA}",
        f"votes void channel Small 1 SMS --reason 'a dead line' {TWO}",
        f"votes void batch small 1 PHONES 3 --channel Calls --reason 'never came' {TWO}",
    ],
)
def test_a_name_is_found_in_any_case(live: Desk, line: str) -> None:
    said = live.types(line)
    assert (said.code, said.err.startswith("recorded ")) == (0, True), said.err


def test_the_answer_names_the_season_as_it_is_called_and_not_as_it_was_typed(live: Desk) -> None:
    assert live.types("week leaderboard SMALL 1").out.startswith("small, week 1")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"score give small 1 my ines 5 {DORA}", "'my' names no couple"),
        (f"score give small 1 cat nes 5 {DORA}", "'nes' names no judge in week 1. Did you mean Ines"),
        (f"score give small 1 cat len 5 {DORA}", "judges are Ines (ines), Jo (jo), Kim (kim)"),
        (f"score give small 1 cat jo 5 --round 7 {DORA}", "'7' names no round of cat-dan in week 1"),
        (f"votes void channel small 1 fax --reason late {TWO}", "channels are calls, sms"),
        (f"votes void batch small 1 mobile 1 --reason late {TWO}", "gateways are phones"),
        (f"votes key rotate small phones x+00000000+x {TWO}", "there are no gateways yet"),
        ("events list --season smaal", "There is no season 'smaal' in this store; it holds: small"),
        ("season import us-33 --as 'Us 33'", "--as cannot be 'Us 33'. Write an identifier"),
        (f"votes open small 1 --gateway 'a b:sms' {DORA}", "A gateway in --gateway cannot be 'a b'"),
    ],
)
def test_what_names_nothing_is_refused_with_what_there_is(live: Desk, line: str, says: str) -> None:
    assert says in refused(live, line).err


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "line",
    [
        f"score correct small 1 amy ines 7 {DORA} --reason",
        f"votes void channel small 1 sms {TWO} --reason",
        f"votes void batch small 1 phones 1 {TWO} --reason",
        "week cancel small 1 --by 'Eve (executive)' --reason",
        "week reopen small 1 --by 'Eve (executive)' --reason",
        "week correct small 1 danger amy --by 'Eve (executive)' --reason",
        "week settle small 1 amy,cat --by 'Ada (adjudicator)' --how",
        "decision reject small 1 --by 'Ada (adjudicator)' --reason",
    ],
)
@pytest.mark.parametrize(
    "blank", ["''", "' '", "'\u2003'", "'\u200b'"], ids=["empty", "space", "em space", "zero width"]
)
def test_a_reason_that_says_nothing_is_refused_by_name(live: Desk, line: str, blank: str) -> None:
    said = refused(live, f"{line} {blank}")
    assert f"{line.split()[-1]} cannot be" in said.err
    assert "It must not be empty" in said.err
    assert "[value-not-valid]" in said.err


@pytest.mark.parametrize("hidden", ["a\nb", "a\x1b[31mb", "a\x9bb", "a\u202eb", "a\u2028b", "x" * 201])
def test_a_reason_nobody_could_read_on_one_line_is_refused(live: Desk, hidden: str) -> None:
    said = refused(live, f"score correct small 1 amy ines 7 {DORA} --reason '{hidden}'")
    assert "Write 1 to 200 characters on one line" in said.err
    assert not set("\x1b\x9b\u202e\u2028") & set(said.err)


def test_a_reason_is_recorded_without_the_white_space_around_it(live: Desk) -> None:
    live.types(f"score correct small 1 amy ines 7 {DORA} --reason '  card says 7 '")
    assert '"reason": "card says 7"' in live.types(f"events show {recorded(live)}").out


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (f"score give small 61 amy ines 5 {DORA}", 3, "week 61"),
        ("week close small 61 --by 'Petra (producer)'", 3, "WEEK cannot be 61. Write a whole number of at most 60."),
        ("week close small x --by 'Petra (producer)'", 3, "'x' names no week."),
        ("week close small 1.5 --by 'Petra (producer)'", 2, "'1.5' is no week; write its number"),
        (
            f"votes void batch small 1 phones 99999999999999999999 --reason late {TWO}",
            2,
            "it must be less than or equal",
        ),
        ("week announce small 1 --saved amy --saved-by fans --by 'Petra (producer)'", 3, "--saved-by cannot be 'fans'"),
        ("week announce small 1 --danger amy,amy --by 'Petra (producer)'", 3, "amy-ben: named twice"),
        (
            "votes key introduce small phones x --by 'Sam (supervisor)'",
            3,
            "KEY cannot be 'x'. Write the gateway's verifier",
        ),
        ("score give small 1 amy jo 5 --by '\u202e (score desk)'", 3, "--by cannot be"),
        (f"score correct small 1 amy ines 7 --reason card {DORA} --with ''", 3, "does not say who speaks"),
    ],
)
def test_a_value_the_rules_do_not_take_is_refused_by_the_name_of_its_place(
    live: Desk, line: str, code: int, says: str
) -> None:
    said = refused(live, line, code)
    assert says in " ".join(said.err.split())
    assert "validation" not in said.err
