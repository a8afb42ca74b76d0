"""A producer's TOML is read, or refused with file, line and clause for everything wrong in it; nothing else happens."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rulebook import Rulebook, RulebookUnreadable, assume, read_rulebook, variants
from domain.rulebook.reading import LARGEST_TEXT, LONGEST_LINE, line_of
from tests.thoroughness import examples

US_33 = (files("glitterball") / "rulebooks" / "us-33.toml").read_text(encoding="utf-8")
HEAD = 'glitterball = "rulebook.v1"\n'


def refused(text: str) -> RulebookUnreadable:
    with pytest.raises(RulebookUnreadable) as caught:
        read_rulebook(text, "show.toml")
    return caught.value


def found(text: str) -> list[str]:
    return [str(finding) for finding in refused(text).findings]


def with_line(old: str, new: str) -> tuple[str, int]:
    """The shipped rulebook with its first line starting so replaced, and the number of that line."""
    lines = US_33.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(old))
    return "\n".join([*lines[:at], new, *lines[at + 1 :]]), at + 1


def test_the_rulebook_that_ships_is_read() -> None:
    rulebook = read_rulebook(US_33, "us-33.toml")
    assert rulebook.ref == "us-33@1"
    assert [side.name for side in rulebook.sides] == ["judges", "viewers"]
    assert rulebook.hash() == read_rulebook(US_33.replace("\n", "\r\n")).hash()


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("[scale]", "[scale", "the TOML cannot be read: Expected"),
        ("lowest = 1", "lowest = 1.5", "scale.lowest: 1.5 is not exact: write a whole number, or text such as '17/2'"),
        ("lowest = 1", "lowest = true", "scale.lowest: a number is needed, not true or false"),
        ("lowest = 1", "lowest = nan", "scale.lowest: nan is not exact"),
        ("lowest = 1", 'lowest = "eight"', "scale.lowest: 'eight' is not a number such as 8, 8.5 or 17/2"),
        ("lowest = 1", "lowset = 1", "scale.lowset: no clause has that name"),
        ("version = 1", "version = 1.0", "version: write a whole number"),
        ("points = {", 'points = { kind = "points" }', "sides.judges.points: there is no kind 'points' here; kinds are 'rank'"),
        ("counts = {", 'counts = { kind = "hearts" }', "sides.judges.counts: there is no kind 'hearts' here"),
        ('kind = "side_total"', 'kind = "coin"', "tie_chain.0: there is no kind 'coin' here"),
        ("leave = 1", "leave = -1", "forms.single.leave: write a number of at least 0"),
        ("means = ", 'means = "immortal"', "immunity.means: write one of these: 'safe from elimination'"),
        ("clause = ", 'clause = "sides.juges.points.ties"', "an assumption does not fit: no clause named 'juges'"),
        ("alternatives = ", 'alternatives = ["1224"]', "does not fit: sides.judges.points.ties: write one of these"),
        ("alternatives = ", "alternatives = [2020-01-01]", "an assumption does not fit: sides.judges.points.ties"),
        ("alternatives = ", "alternatives = []", "assumptions.judges-ties.alternatives: it is empty; write at least 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_and_clause(line: str, instead: str, says: str) -> None:
    text, number = with_line(line, instead)
    listed = found(text)
    assert any(says in finding for finding in listed), listed
    where = next(finding for finding in listed if says in finding).split(": ")[0]
    file, at = where.split(":")
    assert file == "show.toml"
    assert int(at) in (number, number - 1)  # a kind nobody knows is named at the table it opens


def test_a_clause_without_a_source_is_missing_it() -> None:
    text, _ = with_line('source = "season 33, week 3"', "")
    double = US_33.split("\n").index("[forms.double]") + 1
    assert found(text) == [f"show.toml:{double}: forms.double.source: it is missing"]


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("leave = 1", "leave = 2", "form 'single' lets 2 leave but selects only 1"),
        ('select = { kind = "nobody" }', 'select = { kind = "nobody" }\nleave = 1', "so nobody can leave or be saved"),
        ("leave = 2", "leave = 2\nout_at_once = 3", "lets 3 out at once but only 2 leave"),
        (
            "leave = 1",
            'leave = 1\nout_at_once = 1\nsecond_stage = { kind = "viewers_save", source = "x" }',
            "has a second stage that decides nothing",
        ),
        (
            'side = "viewers"',
            'side = "public"',
            "the tie chain compares side 'public', but the sides are judges, viewers",
        ),
        ("highest = 10", "highest = 0", "a scale rises from lowest to highest"),
        ("[sides.judges]", "[sides.judges]\nweight = 0", "leave a side out rather than weigh it 0"),
        ("[sides.judges]", "[sides.judges]\nweight = -1", "sides.judges: the weight is -1; a weight is above 0"),
        ("[sides.judges]", '[sides.judges]\nname = "viewers"', "side 'viewers' is declared twice"),
    ],
)
def test_a_rulebook_that_contradicts_itself_is_refused(line: str, instead: str, says: str) -> None:
    text, _ = with_line(line, instead)
    assert any(says in finding for finding in found(text)), found(text)


def test_all_that_is_wrong_is_found_in_one_reading() -> None:
    text, _ = with_line("lowest = 1", "lowest = 1.5")
    text = text.replace('kind = "side_total"', 'kind = "coin"').replace('id = "us-33"', 'id = "US 33"')
    assert len(found(text)) == 3


def test_one_wrong_side_is_one_finding_though_it_is_the_only_side() -> None:
    """F13. "sides: Tuple should have at least 1 item" was said beside it, of a book that has a side."""
    skating = (files("glitterball") / "rulebooks" / "skating-final.toml").read_text(encoding="utf-8")
    text = skating.replace('kind = "placings"', 'kind = "hearts"')
    (finding,) = found(text)
    assert "sides.judges.counts: there is no kind 'hearts'" in finding


def test_no_side_at_all_is_still_found() -> None:
    assert any("sides: it is empty; write at least 1" in finding for finding in found(f"{HEAD}sides = []"))


def test_the_refusal_is_a_sentence_with_the_first_line() -> None:
    text, number = with_line("lowest = 1", "lowest = 1.5")
    said = str(refused(text))
    assert said.startswith("show.toml is not a rulebook: scale.lowest: 1.5 is not exact")
    assert f"(line {number})" in said
    assert said.endswith("Nothing was recorded.")


@pytest.mark.parametrize("text", ["", 'id = "us-33"', 'glitterball = "rulebook.v2"', "glitterball = 1"])
def test_a_file_of_another_kind_is_refused_by_its_first_line(text: str) -> None:
    assert found(text) == ['show.toml:1: it must begin with glitterball = "rulebook.v1"']


def test_assumptions_are_switched_one_at_a_time_or_all_together() -> None:
    rulebook = read_rulebook(US_33)
    dense = assume(rulebook, "judges-ties", "dense")
    assert (dense.sides[0].points.how, dense.sides[1].points.how) == ("rank, dense ties", "rank, standard ties")
    share = assume(rulebook, "method", "share")
    assert [side.points.kind for side in share.sides] == ["share", "share"]
    switched = [variant.switched for variant in variants(rulebook)]
    one_at_a_time = [one for one in switched if len(one) < 2]
    assert one_at_a_time == [
        (),
        (("combined-ties", "the judges' total"),),
        (("combined-ties", "nothing"),),
        (("method", "share"),),
        (("judges-ties", "dense"),),
        (("judges-ties", "low"),),
        (("judges-ties", "average"),),
    ]
    # rank points in four tie conventions, or shares, which have none; each under three tie chains
    assert len(switched) == (4 + 1) * 3
    with pytest.raises(ValueError, match="has no assumption 'ties'; it has: judges-ties, method, combined-ties"):
        assume(rulebook, "ties", "dense")
    with pytest.raises(ValueError, match="can be switched to dense, low, average; not to 'best'"):
        assume(rulebook, "judges-ties", "best")


def test_readings_that_cannot_all_be_gone_through_are_refused() -> None:
    """Found by reading the code: twenty assumptions of two readings each are more than three thousand million."""
    more = "".join(
        f'\n[assumptions.x{n}]\nclause = "sides.judges.points.ties"\nsays = "x"\nalternatives = ["dense", "low"]\n'
        for n in range(20)
    )
    first = US_33.split("\n").index("[assumptions.judges-ties]") + 1
    assert found(US_33 + more)[0].startswith(
        f"show.toml:{first}: an assumption does not fit: the assumptions have 8368"
    )


HOSTILE = {
    "a number of thousands of digits": US_33.replace("version = 1", f"version = {'9' * 5_000}"),
    "assumptions that are a number": HEAD + "assumptions = 3",
    "assumptions that are text": HEAD + 'assumptions = "none"',
    "a reading inside a reading": US_33.replace('"sides.judges.points.ties"', '"assumptions.method.alternatives.x.y"'),
    "tables nested a thousand deep": HEAD + ".".join(["a"] * 1_900) + " = 1",
    "long dotted keys": HEAD + "\n".join(f"k{n}." + ".".join("a" * 1_800) + " = 1" for n in range(15)),
    "a header of brackets": HEAD + "x = '''\n" + "[" * 3_900 + "\n" + "[" + " " * 3_900 + "\n'''",
    "thousands of unknown keys": HEAD + "\n".join(f"k{n} = 1" for n in range(6_000)),
    "thousands of empty forms": HEAD + "\n".join(f"[forms.k{n}]" for n in range(3_500)),
    "thousands of empty links": HEAD + "[[tie_chain]]\n" * 4_000,
    "half a character": US_33.replace("broadcast", "\ud800"),
    "a mark of a thousand million digits": US_33.replace("lowest = 1\n", 'lowest = "1e999999999"\n'),
    "a line too long": HEAD + "#" * (LONGEST_LINE + 1),
    "a text too long": HEAD + "#\n" * LARGEST_TEXT,
    "arrays nested deep": HEAD + "a = " + "[" * 1_900 + "]" * 1_900,
}


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_soon_and_like_any_other(text: str) -> None:
    assert found(text)[0].startswith("show.toml")


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=200).map(lambda text: HEAD + text) | st.text(max_size=200))
def test_any_text_is_a_rulebook_or_unreadable(text: str) -> None:
    refused(text)


CHARACTERS = st.text("[]{}=.,\"'#\n *-_0123456789abcdefsidesforms\u00e9\u2028", max_size=6)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The shipped rulebook with a few places cut, doubled, moved or overwritten."""
    text = US_33
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        instead = draw(
            st.one_of(CHARACTERS, st.sampled_from(("", text[start:end] * 2, '"1/2"', "1.5", "2020-01-01", "{}")))
        )
        text = text[:start] + instead + text[end:]
    return text


@settings(max_examples=examples(600), deadline=None)
@given(mutated())
def test_any_mutation_of_a_rulebook_is_a_rulebook_or_unreadable(text: str) -> None:
    try:
        assert isinstance(read_rulebook(text, "show.toml"), Rulebook)
    except RulebookUnreadable as refusal:
        lines = text.count("\n") + 1
        for finding in refusal.findings:
            assert re.fullmatch(r"show\.toml:\d+", finding.where)
            assert 1 <= int(finding.where.split(":")[1]) <= lines
            assert finding.what
            assert "\n" not in str(refusal)


VALUES: list[Any] = ["0", "-1", "1.5", "nan", '""', '"x"', "[]", "{}", "true", "2020-01-01", '"1/0"', "99", "[[1]]"]


@settings(max_examples=examples(400), deadline=None)
@given(st.integers(0, US_33.count("\n") - 1), st.sampled_from(VALUES))
def test_any_value_put_in_place_of_another_is_read_or_refused_at_its_line(at: int, value: str) -> None:
    lines = US_33.split("\n")
    key, equals, _ = lines[at].partition(" = ")
    if not equals:
        return
    lines[at] = f"{key} = {value}"
    try:
        read_rulebook("\n".join(lines), "show.toml")
    except RulebookUnreadable as refusal:
        assert refusal.findings[0].where.startswith("show.toml:")


def test_every_key_of_the_shipped_rulebook_is_found_at_its_line() -> None:
    """`line_of` against the lines themselves: under its table, at the key or at the table above it."""
    tree = tomllib.loads(US_33)
    lines = US_33.split("\n")
    assert lines[line_of(US_33, ("id",)) - 1].startswith("id = ")
    for table in ("sides", "forms", "assumptions"):
        for number, (name, member) in enumerate(tree[table].items()):
            path = (table, str(number))
            assert lines[line_of(US_33, path) - 1] == f"[{table}.{name}]"
            for key in member:
                at = line_of(US_33, (*path, key, "deeper"))
                assert lines[at - 1].startswith(f"{key} = ")
                assert line_of(US_33, path) < at < line_of(US_33, path) + 6
    assert lines[line_of(US_33, ("tie_chain", "0", "side_total", "side")) - 1] == "[[tie_chain]]"
    assert lines[line_of(US_33, ("tie_chain", "0", "side")) - 1] == 'side = "viewers"'
    assert lines[line_of(US_33, ("assumptions",)) - 1] == "[assumptions.judges-ties]"
    assert line_of(US_33, ("nothing", "like", "that")) == 1
