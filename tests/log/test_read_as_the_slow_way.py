"""What reads a log fast gives the same events as the slow way, and refuses whatever the slow way refuses; what is wrong with a
fact in the same words (of a head that is not its stream's, what is met first depends on what is known of the stream).

The fast way remembers identifiers that were accepted, heads of streams, and who spoke last: so it is held against the slow
one with all of that learned.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.gateway.events import DeliverySignedV2, GatewayClosed, GatewayClosedV2, VoteBatchReceived
from domain.gateway.events import VoteBatchReceivedV2 as SecondForm
from domain.parts import joined, parts_of
from domain.record import Actor, Fact, Recorded
from glitterball.log import Entry, EventLog
from glitterball.log.envelope import Row, decode_row, line_of
from glitterball.log.recognising import FIRST, MOST, Recognising
from glitterball.log.refusals import FactNewer, RecordDamaged
from tests.log import slowly
from tests.log.live_night import AT, SMS, batch, score
from tests.log.test_envelope import actors, facts, names, slugs, times, votes

STREAM = "votes/us-33/2/sms-east"
NOT_IN_A_LINE = b'\x00\x7f\xff"\\{}[],:019aZ- .'
"""What a byte is turned into: structure, digits, letters, and what JSON or UTF-8 never holds."""


def second(number: int, votes: int = 1000) -> SecondForm:
    first = batch(number, votes=votes)
    kept = {name: getattr(first, name) for name in ("season", "week", "gateway", "batch", "channel", "opens", "closes")}
    counts = tuple(count for _, count in first.votes)
    return SecondForm(**kept, counts=counts, received=first.received, nonce=f"{number:064x}")


def rejected(number: int) -> VoteBatchReceived:
    more = {"rejected": (("too many from one number", 3),), "late": 2, "received": batch(number).received + 5}
    return batch(number).model_copy(update={**more, "raw_sha256": "0f" * 32, "nonce": "1e" * 16})


SIGNED = DeliverySignedV2(
    season="us-33", week=2, gateway="sms-east", first=1, last=9, key="0a1b2c3d", signature="A" * 86 + "==",
    sha256="ab" * 32, opening="cd" * 32,
)  # fmt: skip
CLOSED = GatewayClosed(season="us-33", week=2, gateway="sms-east", batches=9, totals=())
CLOSED_2 = GatewayClosedV2(season="us-33", week=2, gateway="sms-east", batches=9, totals=(), nonce="5" * 64)
SAMPLE: tuple[Fact, ...] = (batch(30), rejected(30), second(30), SIGNED, CLOSED, CLOSED_2, score())


def row_of(fact: Fact, sequence: int = 30, stream: str = STREAM, by: Actor = SMS, time: str = AT) -> Row:
    identity, _, topic, line, hidden = line_of(stream, sequence, time, by, fact)
    return 7, identity, sequence, topic, line, None, hidden


def outcome(read: Callable[[Row], Recorded[Fact]], row: Row, in_words: bool) -> object:
    """The event with what it is made of, or the refusal, perhaps with what it says."""
    try:
        event = read(row)
    except (RecordDamaged, FactNewer) as refused:
        return type(refused), refused.position, str(refused) if in_words else ""
    return event, type(event.fact), event.fact.__dict__, event.fact.model_fields_set


def read_alike(row: Row, in_words: bool = False) -> None:
    assert outcome(decode_row, row, in_words) == outcome(slowly.decode_row, row, in_words)


@pytest.fixture(autouse=True, scope="module")
def _words_are_met() -> None:
    for number in range(1, 20):
        for fact in (batch(number), rejected(number), second(number)):
            decode_row(row_of(fact, number))


batches_of_any_words = st.builds(
    SecondForm,
    season=slugs, week=st.integers(1, 60), gateway=slugs, batch=st.integers(1, 10**9), channel=slugs, body=names,
    opens=times, closes=times, counts=st.lists(votes, max_size=15).map(tuple), received=votes, late=votes,
    rejected=st.lists(st.tuples(names, votes), max_size=3).map(tuple), nonce=st.just("7" * 64),
    raw_sha256=st.just("a" * 64) | st.none(),
)  # fmt: skip


@pytest.mark.heavy("processes")
@given(st.lists(st.tuples(facts | batches_of_any_words | st.sampled_from(SAMPLE), actors, times), max_size=30))
def test_the_events_are_the_same_whatever_was_read_before(said: list[tuple[Fact, Actor, str]]) -> None:
    for sequence, (fact, by, time) in enumerate(said, start=1):
        read_alike(row_of(fact, sequence, STREAM, by, time))


def changed(octets: bytes) -> Iterator[bytes]:
    """The octets with every byte of theirs changed, doubled or left out, one at a time."""
    for place, octet in enumerate(octets):
        for other in {*NOT_IN_A_LINE, octet ^ 1, octet ^ 32} - {octet}:
            yield octets[:place] + bytes((other,)) + octets[place + 1 :]
        yield octets[:place] + octets[place + 1 :]
        yield octets[: place + 1] + octets[place:]


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("fact", SAMPLE, ids=lambda fact: fact.TYPE)
def test_a_line_with_any_byte_changed_is_refused_or_read_as_the_slow_way_does(fact: Fact) -> None:
    position, identity, sequence, topic, line, leaf, hidden = row_of(fact)
    head, fact_at, said = line.partition(b'"fact":')
    for damaged in changed(head + fact_at):
        read_alike((position, identity, sequence, topic, damaged + said, leaf, hidden))
    for damaged in changed(said[:-2]):
        read_alike((position, identity, sequence, topic, head + fact_at + damaged + b"}}", leaf, hidden), in_words=True)
    for damaged in changed(said[-2:]):
        read_alike((position, identity, sequence, topic, head + fact_at + said[:-2] + damaged, leaf, hidden))
    for damaged in changed(topic.encode()):
        read_alike((position, identity, sequence, damaged.decode("latin-1"), line, leaf, hidden))
    for moved in (1, 29, 31, 300, 10**12):
        read_alike((position, identity, moved, topic, line, leaf, hidden))
    read_alike((position, identity[::-1], sequence, topic, line, leaf, hidden))


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("fact", [second(30), CLOSED_2], ids=lambda fact: fact.TYPE)
def test_a_hidden_part_with_any_byte_changed_is_refused_also_where_the_line_names_its_hash(fact: Fact) -> None:
    position, identity, sequence, topic, line, leaf, hidden = row_of(fact)
    assert hidden is not None
    named = sha256(hidden).hexdigest().encode()
    for damaged in (*changed(hidden), b"", b"{}", None):
        read_alike((position, identity, sequence, topic, line, leaf, damaged), in_words=True)
        renamed = line.replace(named, sha256(damaged or b"").hexdigest().encode())
        read_alike((position, identity, sequence, topic, renamed, leaf, damaged), in_words=True)


def octets_of(fact: Fact) -> bytes:
    """The bytes of a fact in its line."""
    return row_of(fact)[4].partition(b',"fact":')[2][:-1]


def test_a_word_that_one_rule_accepts_is_not_taken_where_another_rule_stands() -> None:
    """A voting body may be called anything; a channel may not, however often the words were met as a body."""
    read = Recognising(VoteBatchReceived)
    for number in range(1, 40):
        fact = batch(number).model_copy(update={"body": "the studio"})
        assert read(octets_of(fact)) == fact
    for channel in ("the studio", "Sms", "sms-", "", "s" * 65):
        with pytest.raises(ValidationError, match="channel"):
            read(octets_of(fact.model_copy(update={"channel": channel})))


def test_a_night_with_more_words_than_are_remembered_is_read_to_its_end() -> None:
    read = Recognising(VoteBatchReceived)
    for number in range(1, 2 * MOST, 3):
        fact = batch(number).model_copy(update={"channel": f"channel-{number}", "body": f"body {number}"})
        octets = octets_of(fact)
        assert read(octets) == fact
        with pytest.raises(ValidationError, match="channel"):
            read(octets.replace(b'"channel-', b'"channel--'))
    assert read(octets) == fact


def test_three_hundred_gateways_are_learned_and_not_forgotten_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is met once only (nonces, times, points) once counted as words met, and crowded the gateways out for ever."""
    read, unknown = Recognising(SecondForm), []
    whole = read._whole
    monkeypatch.setattr(read, "_whole", lambda octets: (unknown.append(octets), whole(octets))[1])
    for number in range(1, 3_001):
        fact = second(number).model_copy(
            update={"gateway": f"gateway-{number % 300}", "opens": f"2024-09-25T00:{number % 60:02}:{number % 59:02}Z"}
        )
        points = tuple(f"02{number * 13 + place:064x}" for place in range(13))
        public, hidden = parts_of(fact.model_copy(update={"commitments": points}))
        assert hidden is not None
        assert read(joined(public, hidden)).gateway == fact.gateway
    assert len(unknown) <= 2 * 300 + FIRST, "each is unknown at most until twice as many were"


@pytest.mark.heavy("nights")
@settings(max_examples=25)
@given(st.lists(facts | batches_of_any_words, max_size=12))
def test_a_store_on_disk_gives_what_the_slow_way_reads_from_its_rows(
    tmp_path_factory: pytest.TempPathFactory, said: list[Fact]
) -> None:
    path = Path(tmp_path_factory.mktemp("log"), "night.sqlite")
    entries = [Entry(f"votes/us-33/2/g-{n % 3}", n // 3 + 1, fact, SMS, AT) for n, fact in enumerate(said)]
    with EventLog.open(f"sqlite:{path}") as log:
        log.append_many(entries)
        lines = [line_of(entry.stream, entry.sequence, AT, SMS, entry.fact) for entry in entries]
        told = [slowly.decode_row((place, *line[:4], None, line[4])) for place, line in enumerate(lines, start=1)]
        assert list(log.read()) == told
        for stream in {entry.stream for entry in entries}:
            assert list(log.stream(stream)) == [event for event in told if event.stream == stream]
