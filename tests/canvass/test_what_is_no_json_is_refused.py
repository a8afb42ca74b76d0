"""A line of JSONL is an object of JSON and nothing that merely looks like one, whatever DuckDB makes of it.

DuckDB reads a comma before a closing bracket, NaN and Infinity. What is no JSON is refused with the file, the line and what
is wrong; what is JSON, however oddly written, is counted. The judge is Python's strict reader.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from glitterball.canvass import canvass
from tests.canvass.raw_ballots import COUPLES, OPENS, terms, voting
from tests.canvass.slow_reader import Unreadable, read_rows
from tests.thoroughness import examples, part

HELD = terms(voting(cap=10, regions=False))
SOUND = f'"voter":"v1","couple":"{COUPLES[0]}","time":"{OPENS}"'
DEEP = "[" * 100 + "]" * 100


def canvassed(folder: Path, line: bytes, before: bytes = b"") -> int:
    """How many ballots are received of a sound line, the given one, and a sound one."""
    path = folder / "ballots.jsonl"
    sound = b"{" + SOUND.encode() + b"}"
    path.write_bytes(b"\n".join([before + sound, line, sound]))
    return sum(batch.received for batch in canvass([("phones", path)], HELD).batches)


NO_JSON = {
    "a comma at the end": ("{%s,}", "it is not JSON in line 2, from letter 64 of the line on"),
    "a comma at the end of a list": ('{%s,"note":[1,2,]}', "it is not JSON in line 2, from letter"),
    "a comma at the end of an inner object": ('{%s,"note":{"a":1,}}', "it is not JSON in line 2, from letter"),
    "two commas": ('{%s,,"note":1}', "it is not JSON in line 2, from letter 64"),
    "a comma first": ("{,%s}", "it is not JSON in line 2, from letter 2 of"),
    "single quotes": ("{%s,'note':1}", "it is not JSON in line 2, from letter 64"),
    "a key without quotes": ("{%s,note:1}", "it is not JSON in line 2, from letter 64"),
    "NaN": ('{%s,"note":NaN}', "it is not JSON in line 2, NaN is no number of JSON"),
    "nan": ('{%s,"note":nan}', "it is not JSON in line 2, from letter"),
    "Infinity": ('{%s,"note":-Infinity}', "it is not JSON in line 2, -Infinity is no number of JSON"),
    "inf": ('{%s,"note":[-inf]}', "it is not JSON in line 2, from letter"),
    "a comment": ('{%s,"note":1/* of ours */}', "it is not JSON in line 2, from letter"),
    "a comment behind": ("{%s}// of ours", "it is not JSON in line 2, from letter"),
    "a number with zeros before it": ('{%s,"note":007}', "it is not JSON in line 2, from letter"),
    "a number with a plus": ('{%s,"note":+1}', "it is not JSON in line 2, from letter"),
    "a number that ends in a point": ('{%s,"note":1.}', "it is not JSON in line 2, from letter"),
    "half of a letter": ('{%s,"note":"\\ud800"}', "it is not JSON in line 2, it names half of a letter"),
    "half of a letter in a key": ('{%s,"\\uDFFF":1}', "it is not JSON in line 2, it names half of a letter"),
    "a tab in a text": ('{%s,"note":"\t"}', "it is not JSON in line 2, from letter"),
    "a zero byte in a text": ('{%s,"note":"\0"}', "it is not JSON in line 2, from letter"),
    "a space JSON does not know": ('{%s,"note":\u00a01}', "it is not JSON in line 2, from letter"),
    "an escape JSON does not know": ('{%s,"note":"\\x41"}', "it is not JSON in line 2, from letter"),
    "a control character behind": ("{%s}\x01", "it is not JSON in line 2, from letter 64"),
    "a control character before": ("\x01{%s}", "it is not JSON in line 2, from letter 1 of"),
    "a control character alone": ("\x01", "it is not JSON in line 2, from letter 1 of"),
    "two objects": ('{%s}{"voter":"v2"}', "it is not JSON in line 2, from letter 64"),
    "a mark of byte order in the midst": ("\ufeff{%s}", "it is not JSON in line 2, from letter 1 of"),
    "a key twice": ('{%s,"note":1,"note":2}', "an object names a column twice in line 2"),
    "a key twice, once escaped": ('{%s,"note":1,"n\\u006fte":2}', "an object names a column twice in line 2"),
    "a key twice in an inner object": ('{%s,"note":{"a":1,"a":2}}', "an object names a column twice in line 2"),
    "brackets too deep": (f'{{%s,"note":{DEEP}}}', "an object is nested too deep in line 2, more than 100 brackets"),
    "brackets far too deep": (f'{{%s,"note":{"[" * 50_000 + "]" * 50_000}}}', "an object is nested too deep in line 2"),
    "brackets that never close": (f'{{%s,"note":{"[" * 50_000}', "an object is nested too deep in line 2"),
    "a voter of very many digits": (f'{{"voter":{"9" * 6_000}}}', "voter holds a number of more than 64 bits"),
}  # fmt: skip


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("kind", part(tuple(NO_JSON), 0, of=3))
def test_a_line_that_only_looks_like_json_is_refused_with_what_is_wrong(kind: str, tmp_path: Path) -> None:
    """A comma before the closing bracket was counted, and so were NaN and a key that an inner object names twice."""
    line, says = NO_JSON[kind]
    with pytest.raises(Refusal) as refused:
        canvassed(tmp_path, line.replace("%s", SOUND).encode())
    assert says in str(refused.value)
    assert "ballots.jsonl" in str(refused.value)


@pytest.mark.parametrize(
    ("octets", "at"),
    [(b"\xff", 72), (b"\xc0\xaf", 72), (b"\xed\xa0\x80", 72), (b"\xf4\x90\x80\x80", 72), (b"\xe2\x82", 72)],
    ids=["no letter", "too long", "half of a letter", "beyond the last", "cut off"],
)
def test_bytes_that_are_no_utf_8_are_refused_with_their_line(octets: bytes, at: int, tmp_path: Path) -> None:
    line = b"{" + SOUND.encode() + b',"note":"' + octets + b'"}'
    with pytest.raises(Refusal, match=f"it is not UTF-8 in line 2, from byte {at} of the line on"):
        canvassed(tmp_path, line)


ODD_JSON = {
    "a whole letter of two halves": '{%s,"note":"\\ud83d\\ude00"}',
    "an empty key": '{%s,"":1}',
    "a key called as something else was": '{%s,"no object":1}',
    "a key with a zero byte": '{%s,"voter\\u0000":1}',
    "an inner object": '{%s,"note":{"a":[1,{"b":null}]}}',
    "a text that looks like no JSON": '{%s,"note":"[1,2,] {a:NaN,}"}',
    "brackets as deep as may be": f'{{%s,"note":{DEEP[1:-1]}}}',
    "many brackets in a text": f'{{%s,"note":"{"[" * 500}"}}',
    "many brackets beside each other": f'{{%s,"note":[{",".join(["[]"] * 500)}]}}',
    "a very long number": f'{{%s,"note":{"9" * 6_000}}}',
    "a very large number": '{%s,"note":1e999}',
    "a number without end": '{%s,"note":-0.5E-3}',
    "spaces": '\t { %s , "note" : [ ] }\t ',
    "the letter of deletion": '{%s,"note":"\x7f"}',
}


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("kind", part(tuple(ODD_JSON), 0, of=3))
def test_json_is_counted_however_oddly_it_is_written(kind: str, tmp_path: Path) -> None:
    assert canvassed(tmp_path, ODD_JSON[kind].replace("%s", SOUND).encode()) == 3


@pytest.mark.parametrize("space", part(["\t", "\u00a0", "\u2003", "\x1f", "\x85", "\n"], 0, of=3))
def test_a_key_is_known_whatever_spaces_stand_around_it(space: str, tmp_path: Path) -> None:
    """A key with a tab around it was passed over, where the heading of CSV is known with it."""
    path = tmp_path / "ballots.jsonl"
    row = {f"{space}Voter{space}": "v1", "couple": COUPLES[0], "time": OPENS}
    path.write_text(json.dumps(row))
    assert canvass([("phones", path)], HELD).batches[0].accepted == 1


def test_a_byte_order_mark_before_the_first_line_is_no_fault_of_the_second(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="it is not JSON in line 2"):
        canvassed(tmp_path, b"{" + SOUND.encode() + b",}", before="\ufeff".encode())


PIECES = (
    b"", b",", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b":", b" ", b"\t", b"\x0b", b"\x00", b"\x01", b"\x7f",
    b"\xff", b"\xc3\xa9", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xc2\xa0", b"\\u0041", b"\\ud800", b"\\ude00", b"NaN",
    b"-Infinity", b"inf", b"nan", b"null", b"true", b"//", b"/**/", b"#", b"0", b"00", b"-", b"+", b".", b"e", b"1e5",
    b"0x1", b"{},", b"[],", b'"a":1,', b',"a":[1,2]', b',"a":{"b":1,"c":2}',
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An object of JSON with other columns, in which a few pieces were put, doubled or taken away."""
    value = st.recursive(
        st.sampled_from((None, True, 1, -0.5, "x", 'é "\\/', "\u2028", 10**30)),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abé"), inner, max_size=2),
        max_leaves=4,
    )
    row = {"voter": "v1", "couple": COUPLES[0], "time": OPENS, "note": draw(value), "n": draw(value)}
    octets = bytearray(json.dumps(row, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, 0))))
                       .replace("\n", " ").encode())  # fmt: skip
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(octets)))
        octets[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from(PIECES))
    return bytes(octets)


@pytest.mark.heavy("every one")
@settings(max_examples=examples(3_000, of=150), deadline=None)
@given(line=damaged())
def test_a_line_is_counted_or_refused_as_the_strict_reader_has_it(line: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            got: object = canvassed(Path(folder), line)
        except Refusal as refusal:
            got = None
            assert refusal.code in ("ballots-unreadable", "ballot-columns-missing")
            assert "in line 2" in str(refusal) or "has two columns" in str(refusal) or "mixed" in str(refusal), refusal
        try:
            want: object = len(read_rows(Path(folder) / "ballots.jsonl"))
        except Unreadable as unreadable:
            event(str(unreadable))
            want = None
    assert got == want
