"""What is hidden stands apart: the line, the tree and every export hold its hash, and whoever reads it holds it against that."""

from hashlib import sha256
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parts import TwoParts, hidden_json, hidden_sha256, parts_of, public_json, read_parts, read_public
from domain.record import canonical_json
from glitterball.log import Entry, EventLog
from glitterball.log.envelope import decode, encode
from glitterball.log.refusals import RecordDamaged
from tests.log.live_night import AT, DESK, SMS, batch, opened, score
from tests.log.whispers import SEASON, Whispered, whisper
from tests.projections.one_of_each import TOLD

WORDS = st.text('abcdefghijklmnopqrstuvwxyz "\\{}[],:', min_size=1, max_size=40)
pytestmark = pytest.mark.usefixtures("whispers")


@given(WORDS, st.integers(0, 10**12))
def test_both_parts_together_are_the_fact_and_the_public_one_holds_the_hash_of_the_hidden_one(
    words: str, count: int
) -> None:
    fact = whisper(words, count=count)
    public, hidden = parts_of(fact)
    assert hidden is not None
    assert read_parts(Whispered, public, hidden) == fact
    assert hidden_sha256(public) == sha256(hidden).hexdigest()
    assert (
        public
        == public_json(fact)
        == b'{"couple":"anna-ezra","place":1,"hidden_sha256":"%b"}' % hidden_sha256(public).encode()
    )


def test_without_its_hidden_part_a_fact_lacks_what_is_hidden_rather_than_saying_nothing_or_zero() -> None:
    shown = read_public(Whispered, public_json(whisper()))
    assert not shown.is_whole
    assert whisper().is_whole
    assert shown.couple == "anna-ezra"
    for name in ("words", "count", "nonce"):
        with pytest.raises(AttributeError):
            getattr(shown, name)


def test_a_hidden_part_cannot_say_a_public_field_anew() -> None:
    public, hidden = parts_of(whisper())
    forged = hidden[:-1] + b',"couple":"bella-val","place":9}'
    public = public.replace(hidden_sha256(public).encode(), sha256(forged).hexdigest().encode())
    assert read_parts(Whispered, public, forged) == whisper()
    many = b"{" + b'"couple":"bella-val",' * 50 + hidden[1:]
    public = public.replace(hidden_sha256(public).encode(), sha256(many).hexdigest().encode())
    assert read_parts(Whispered, public, many) == whisper()


@pytest.mark.parametrize("wrong", [b"{}", b"[]", b"", b'{"nonce":"00"}', b"words"])
def test_what_is_no_hidden_part_is_refused_although_its_hash_is_named(wrong: bytes) -> None:
    public = public_json(whisper())
    public = public.replace(hidden_sha256(public).encode(), sha256(wrong).hexdigest().encode())
    with pytest.raises(ValueError, match=r"hidden part|validation error"):
        read_parts(Whispered, public, wrong)


@pytest.mark.parametrize("end", [b'"hidden_sha256":"12"}', b'"place":1}', b'"hidden_sha256":"%b"}' % (b"G" * 64), b""])
def test_a_public_part_that_names_no_hash_is_refused(end: bytes) -> None:
    with pytest.raises(ValueError, match="does not name the hash"):
        read_public(Whispered, b'{"couple":"anna-ezra",' + end)


@pytest.mark.parametrize("hidden", [(), ("words",), ("nonce", "melody"), ("nonce", "words")])
def test_a_type_that_hides_no_nonce_what_it_has_not_or_everything_cannot_be_made(hidden: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match="hides"):

        class Wrong(TwoParts):
            TYPE: ClassVar = "wrong.v1"
            HIDDEN: ClassVar = frozenset(hidden)
            words: str


def test_a_fact_of_one_part_is_stored_as_ever() -> None:
    assert parts_of(batch(1)) == (canonical_json(batch(1)), None)


def test_a_whisper_is_read_as_it_was_said_and_its_line_does_not_show_it(log: EventLog) -> None:
    log.append(SEASON, 0, [opened(), whisper(), score()], DESK, AT)
    log.append_many([Entry("votes/us-33/2/sms-east", 4, whisper("eight"), SMS, AT)])
    assert [event.fact for event in log.read()] == [opened(), whisper(), score(), whisper("eight")]
    assert [event.fact for event in log.stream(SEASON)] == [opened(), whisper(), score()]
    found = log.get(SEASON, 2)
    assert found is not None
    assert found.fact == whisper()
    assert [event.fact for event in log.read(streams=["votes/us-33/2/sms-east"])] == [whisper("eight")]
    lines = b"".join(line for _, line in log.raw())
    assert b"twelve" not in lines
    assert b"eight" not in lines
    assert hidden_sha256(public_json(whisper())).encode() in lines


def test_the_library_reads_and_writes_both_parts_in_its_one_place_for_bytes(log: EventLog) -> None:
    application = log.application
    entry = Entry(SEASON, 1, whisper(), DESK, AT)
    application.recorder.insert_events([application.mapper.to_stored_event(entry)])
    assert [event.fact for event in log.read()] == [whisper()]
    (stored,) = application.recorder.select_events(entry.originator_id)
    (told,) = application.recorder.select_notifications(1, 10)
    assert application.mapper.to_domain_event(stored) == application.mapper.to_domain_event(told) == entry


def test_without_its_hidden_part_the_event_cannot_be_read_and_neither_can_one_that_has_too_much() -> None:
    line = encode(SEASON, 1, AT, DESK, whisper())
    assert decode(1, Whispered.TYPE, line, hidden_json(whisper())).fact == whisper()
    with pytest.raises(RecordDamaged, match=r"position 1 .*its hidden part is missing"):
        decode(1, Whispered.TYPE, line)
    with pytest.raises(RecordDamaged, match="not the one it names"):
        decode(1, Whispered.TYPE, line, hidden_json(whisper("thirteen")))
    with pytest.raises(RecordDamaged, match="which its type has not"):
        decode(1, "score-given.v2", encode(SEASON, 1, AT, DESK, score()), hidden_json(whisper()))


@pytest.mark.parametrize(
    "fact", [fact for fact, _ in TOLD if isinstance(fact, TwoParts)], ids=lambda fact: type(fact).__name__
)
def test_each_part_is_written_as_the_whole_fact_with_the_other_left_out(fact: TwoParts) -> None:
    """The parts have serialisers of their own, which is faster; the slow way writes the fact and leaves fields out."""
    public, hidden = parts_of(fact)
    named = b',"hidden_sha256":"%b"}' % sha256(hidden or b"").hexdigest().encode()
    assert hidden == fact.model_dump_json(exclude_none=True, include=set(fact.HIDDEN)).encode()
    assert public == fact.model_dump_json(exclude_none=True, exclude=set(fact.HIDDEN)).encode()[:-1] + named
