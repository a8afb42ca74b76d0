"""Signed notes: every published line byte for byte, what is believed and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.keys import SignerKey, VerifierKey, parse_signer_key, parse_verifier_key
from glitterball.proof.notes import MOST_BYTES, Note, Signature, open_note, parse_note, sign_note
from glitterball.proof.refusals import KeyAmbiguous, NoteMalformed, NoteUnverified, ProofRefusal, SignatureWrong
from tests.proof.strategies import damaged, key_names, seeds, texts
from tests.proof.vectors.published_notes import (
    ENOCH_LINE,
    ENOCH_SEED,
    ENOCH_VKEY,
    EXAMPLE_LINE,
    EXAMPLE_TEXT,
    EXAMPLE_VKEY,
    MALFORMED_BYTES,
    PETER_LINE,
    PETER_SKEY,
    PETER_VKEY,
    TEXT,
)

PETER, ENOCH = parse_verifier_key(PETER_VKEY), parse_verifier_key(ENOCH_VKEY)
PETER_SIGNS, ENOCH_SIGNS = parse_signer_key(PETER_SKEY), SignerKey("EnochRoot", ENOCH_SEED)


def note_of(*lines: str) -> bytes:
    return (TEXT + "\n" + "".join(lines)).encode()


def names(pairs: tuple[tuple[VerifierKey, Signature], ...]) -> list[str]:
    return [key.name for key, _ in pairs]


def test_signing_gives_the_published_lines_byte_for_byte() -> None:
    assert sign_note(TEXT, (PETER_SIGNS,)) == note_of(PETER_LINE)
    assert sign_note(TEXT, (PETER_SIGNS, ENOCH_SIGNS)) == note_of(PETER_LINE, ENOCH_LINE)


def test_the_example_of_the_specification_opens() -> None:
    key = parse_verifier_key(EXAMPLE_VKEY)
    opened = open_note(f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE}".encode(), (key,))
    assert (opened.text, names(opened.good)) == (EXAMPLE_TEXT, ["example.com/foo"])


def test_signatures_of_unknown_keys_are_ignored() -> None:
    opened = open_note(note_of(PETER_LINE, ENOCH_LINE), (PETER,))
    assert names(opened.good) == ["PeterNeumann"]
    assert [one.name for one in opened.unknown] == ["EnochRoot"]


def test_all_known_keys_are_reported() -> None:
    opened = open_note(note_of(PETER_LINE, ENOCH_LINE), (PETER, ENOCH))
    assert (names(opened.good), opened.unknown) == (["PeterNeumann", "EnochRoot"], ())


def test_a_note_no_known_key_signed_is_refused() -> None:
    for known in ((), (ENOCH,)):
        with pytest.raises(NoteUnverified, match=r"PeterNeumann\+c74f20a3"):
            open_note(note_of(PETER_LINE), known)


def test_a_wrong_signature_of_a_known_key_refuses_the_note_whatever_else_signed_it() -> None:
    with pytest.raises(SignatureWrong, match=r"PeterNeumann\+c74f20a3"):
        open_note(note_of(PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]), (PETER,))
    wrong = PETER_LINE.replace("x08go/", "x08go+")
    for lines in ((wrong, ENOCH_LINE), (ENOCH_LINE, wrong), (PETER_LINE, wrong)):
        with pytest.raises(SignatureWrong):
            open_note(note_of(*lines), (PETER, ENOCH))


def test_a_key_that_shares_only_name_or_id_with_a_known_one_is_unknown() -> None:
    same_name = PETER_LINE.replace("x08go/", "xxxxo/")
    same_id = PETER_LINE.replace("PeterNeumann", "CarmenSandiego")
    opened = open_note(note_of(same_name, same_id, PETER_LINE), (PETER,))
    assert (names(opened.good), len(opened.unknown)) == (["PeterNeumann"], 2)
    with pytest.raises(NoteUnverified):
        open_note(note_of(same_name, same_id), (PETER,))


def test_a_line_given_twice_counts_once() -> None:
    other = ENOCH_LINE[:60] + "ABCD" + ENOCH_LINE[60:]
    opened = open_note(note_of(PETER_LINE, PETER_LINE, ENOCH_LINE, ENOCH_LINE, other), (PETER,))
    assert (names(opened.good), len(opened.unknown)) == (["PeterNeumann"], 2)


def test_two_known_keys_of_one_name_and_id_are_refused_when_they_matter() -> None:
    with pytest.raises(KeyAmbiguous, match=r"EnochRoot\+af0cfe78"):
        open_note(note_of(ENOCH_LINE), (ENOCH, PETER, ENOCH))
    assert names(open_note(note_of(PETER_LINE), (ENOCH, PETER, ENOCH)).good) == ["PeterNeumann"]


@pytest.mark.parametrize("count", [1, 16, 100])
def test_a_hundred_signatures_are_accepted(count: int) -> None:
    fillers = [f"— stranger{number} {'A' * 92}\n" for number in range(count - 1)]
    assert len(open_note(note_of(*fillers, PETER_LINE), (PETER,)).unknown) == count - 1


@pytest.mark.parametrize("octets", MALFORMED_BYTES.values(), ids=MALFORMED_BYTES)
@pytest.mark.parametrize("known", [(), (PETER,)])
def test_published_malformed_notes_are_refused(octets: bytes, known: tuple[VerifierKey, ...]) -> None:
    with pytest.raises(NoteMalformed):
        open_note(octets, known)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "\n",
        "—\n",
        "— \n",
        "— a\n",
        "— a \n",
        "— a+b AAAAAAA=\n",
        "— a AAAA\n",  # a key ID one byte short
        "— a AAAAAA==\n",  # a key ID and no signature
        "— a AAAAAAB=\n",  # spare bits set
        "— a AAAAAAA\n",
        "— a AAAAAAA= \n",
        "— a  AAAAAAA=\n",
        "-- a AAAAAAA=\n",
        "— a\u00a0b AAAAAAA=\n",
        "— a AAAA_AA=\n",
        "— a AAAAAAA=\n\n",
    ],
)
def test_lines_that_are_no_signature_are_refused(lines: str) -> None:
    with pytest.raises(NoteMalformed):
        parse_note(f"text\n\n{lines}".encode())


@pytest.mark.parametrize(
    "octets", [b"text\r\n\n", b"te\txt\n\n", b"te\x00xt\n\n", b"te\xed\xa0\x80xt\n\n", b"te\xc0\x80\n\n"]
)
def test_control_characters_and_false_utf_8_are_refused(octets: bytes) -> None:
    with pytest.raises(NoteMalformed):
        parse_note(octets + PETER_LINE.encode())


def test_the_last_empty_line_divides() -> None:
    text = "one\n\ntwo\n\n\n— PeterNeumann not a signature\n"
    note = parse_note(sign_note(text, (PETER_SIGNS,)))
    assert (note.text, len(note.signatures)) == (text, 1)


@pytest.mark.parametrize("text", ["", "abc", "a\tb\n", "a\rb\n", "\ud800\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(NoteMalformed):
        sign_note(text, (PETER_SIGNS,))


def test_a_note_is_not_signed_by_nobody_nor_by_a_crowd() -> None:
    with pytest.raises(NoteMalformed):
        sign_note(TEXT, ())
    with pytest.raises(NoteMalformed):
        sign_note(TEXT, [SignerKey(f"signer{number}", bytes(32)) for number in range(101)])


def test_a_note_of_any_length_ends_at_once() -> None:
    for octets in (b"\n" * (MOST_BYTES + 1), b"\n" * MOST_BYTES, note_of("— a AAAAAAA=\n" * 1_000_000)):
        with pytest.raises(NoteMalformed):
            parse_note(octets)


@given(texts, st.lists(st.tuples(key_names, seeds), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_what_is_signed_opens_for_each_signer(text: str, signers: list[tuple[str, bytes]]) -> None:
    keys = [SignerKey(*signer) for signer in signers]
    octets = sign_note(text, keys)
    assert parse_note(octets).to_bytes() == octets
    for key in keys:
        opened = open_note(octets, (key.verifier_key(),))
        assert (opened.text, names(opened.good)) == (text, [key.name])


@given(st.data())
def test_a_damaged_note_never_opens_with_another_text(data: st.DataObject) -> None:
    octets = data.draw(damaged(note_of(PETER_LINE, ENOCH_LINE)))
    try:
        opened = open_note(octets, (PETER,))
    except ProofRefusal:
        return
    assert opened.text == TEXT
    assert opened.note.to_bytes() == octets


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("at", range(len(note_of(PETER_LINE))))
def test_no_byte_of_a_note_can_be_altered(at: int) -> None:
    octets = note_of(PETER_LINE)
    for bit in range(8):
        with pytest.raises(ProofRefusal):
            open_note(octets[:at] + bytes([octets[at] ^ 1 << bit]) + octets[at + 1 :], (PETER,))


def test_adding_signatures_does_not_repeat_them() -> None:
    note = parse_note(note_of(PETER_LINE))
    assert note.with_signatures(note.signatures) == note
    assert isinstance(note, Note)
