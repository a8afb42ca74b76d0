"""The stored form of an event: what was said comes back, and nothing else does."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import FACTS
from domain.gateway.events import VoteBatchReceived
from domain.record import LARGEST_RECORD, Actor, Fact, Recorded
from domain.season.events import CoupleCast, OutageNoted, PanelSeated, ScoreGiven, WeekOpened
from domain.season.words import Episode, Judge
from glitterball.log import EventLog
from glitterball.log.envelope import Entry, decode, decode_row, encode, line_of
from glitterball.log.mapper import FactMapper
from glitterball.log.refusals import FactNewer, RecordDamaged, RecordTooLarge
from glitterball.proof.hashing import leaf_hash
from tests.log.live_night import AT, DESK, SMS, batch, opened, score

names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda slug: len(slug) <= 64)
weeks = st.integers(1, 60)
votes = st.integers(0, 10**12)
marks = st.integers(0, 40) | st.fractions(0, 40, max_denominator=8).filter(lambda mark: mark.denominator > 1)
times = st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0"))
counts = st.lists(st.tuples(slugs, votes), max_size=15).map(tuple)

facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(ScoreGiven, week=weeks, dance=st.just("2.1.anna-ezra"), judge=slugs, mark=marks, source=names | st.none()),
    st.builds(CoupleCast, couple=slugs, celebrity=names, professional=names),
    st.builds(OutageNoted, week=weeks, channel=slugs, began=times, ended=times | st.none(), what=names),
    st.builds(
        VoteBatchReceived,
        season=slugs, week=weeks, gateway=slugs, batch=st.integers(1, 10**9), channel=slugs, body=names,
        opens=times, closes=times, votes=counts, received=votes, late=votes,
        rejected=st.lists(st.tuples(names, votes), max_size=3).map(tuple),
    ),
    st.builds(
        WeekOpened,
        week=weeks, form=slugs, scores_from=st.just((1,)), votes_from=st.just((1,)),
        episodes=st.tuples(st.builds(Episode, number=weeks, date=st.just("2024-09-24"), theme=names | st.none())),
    ),
    st.builds(
        PanelSeated, week=weeks, episode=weeks, judges=st.tuples(st.builds(Judge, judge=st.just("len"), name=names))
    ),
)  # fmt: skip
actors = st.builds(Actor, name=names, role=st.sampled_from(["score desk", "gateway", "historian"]))


@given(names, st.integers(1, 2**53), times, actors, facts)
def test_what_is_said_comes_back(stream: str, sequence: int, time: str, actor: Actor, fact: Fact) -> None:
    line = encode(stream, sequence, time, actor, fact)

    assert decode(7, fact.TYPE, line) == Recorded(7, stream, sequence, time, actor, fact)
    assert b"\n" not in line
    assert json.loads(line)["fact"] == json.loads(fact.model_dump_json(exclude_none=True))
    stored = FactMapper().to_stored_event(Entry(stream, sequence, fact, actor, time))
    assert FactMapper().to_domain_event(stored) == Entry(stream, sequence, fact, actor, time)


@given(st.data())
def test_no_byte_of_a_record_can_be_lost_unnoticed(data: st.DataObject) -> None:
    line = encode("season/us-33", 3, AT, DESK, score())
    cut = data.draw(st.integers(0, len(line) - 1))

    with pytest.raises(RecordDamaged) as damaged:
        decode(9, score().TYPE, line[:cut])

    assert damaged.value.position == 9
    assert damaged.value.exit_code == 5


def test_the_stored_form_is_one_line_of_json_in_field_order() -> None:
    assert encode("season/us-33", 3, AT, DESK, score(mark=8)) == (
        b'{"stream":"season/us-33","sequence":3,"type":"score-given.v2","time":"2024-09-25T00:00:10Z",'
        b'"actor":{"name":"Dana","role":"score desk"},"fact":{"week":2,"dance":"2.1.anna-ezra","judge":"len","mark":8}}'
    )


def test_half_points_and_accents_are_stored_as_they_are_read() -> None:
    half = ScoreGiven(week=1, dance="1.dance.kelly-alec", judge="len", mark=Fraction(17, 2), source="Ärzte “&” 🕺")
    line = encode("season/us-1", 1, AT, DESK, half)

    assert b'"mark":"17/2"' in line
    assert "Ärzte “&” 🕺".encode() in line
    assert decode(1, half.TYPE, line).fact == half


def test_every_fact_can_leave_out_what_it_does_not_know() -> None:
    """A field that may be None is not stored, so it must not be required when the fact is read."""
    required = [
        f"{topic} {name}"
        for topic, kind in FACTS.items()
        for name, field in kind.model_fields.items()
        if field.is_required() and type(None) in getattr(field.annotation, "__args__", ())
    ]
    assert required == []


def test_a_name_cannot_pretend_to_be_a_field() -> None:
    sly = Actor(name='Dana","role":"executive"},"fact":{},"x":"', role="score desk")
    stream = 'season/","sequence":9,"type":"week-closed.v1'
    line = encode(stream, 3, AT, sly, score())

    assert decode(1, score().TYPE, line) == Recorded(1, stream, 3, AT, sly, score())


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"mark":8', b'"mark":8.5'),
        (b'"mark":8', b'"mark":"8.0e99"'),
        (b'"week":2', b'"week":"2"'),
        (b'"week":2', b'"week":2,"surprise":1'),
        (b'"judge":"len",', b""),
        (b'"sequence":3', b'"sequence":4'),
        (b'"sequence":3', b'"sequence":03'),
        (b"season/us-33", b"season/us-34"),
        (b"score-given.v2", b"paddle-shown.v1"),
        (b"2024-09-25T00:00:10Z", b"2024-09-25"),
        (b'"score desk"', b'"president"'),
        (b'"role":"score desk"', b'"role":"score desk","hidden":1'),
        (b'"time":', b'"extra":1,"time":'),
        (b"}}", b"}} "),
        (b"}}", b'},"signed":{}}'),
        (b'{"stream"', b' {"stream"'),
        (b"Dana", b"Da\xffna"),
    ],
)
def test_bytes_that_nobody_recorded_are_refused_with_their_position(was: bytes, becomes: bytes) -> None:
    identity, sequence, topic, line, _ = line_of("season/us-33", 3, AT, DESK, score(mark=8))
    assert was in line

    with pytest.raises(RecordDamaged, match="The event at position 12 cannot be read"):
        decode_row(
            (
                12,
                identity,
                sequence,
                topic,
                line.replace(was, becomes, 1) if becomes != b"}} " else line + b" ",
                None,
                None,
            )
        )


@pytest.mark.parametrize("last", [b" ", b"]", b"\n", b"\x00", b"}}", b""])
def test_a_record_ends_where_it_ends(last: bytes) -> None:
    identity, sequence, topic, line, _ = line_of("season/us-33", 3, AT, DESK, score())
    with pytest.raises(RecordDamaged):
        decode_row((12, identity, sequence, topic, line[:-1] + last, None, None))


def test_a_fact_of_a_later_version_is_named() -> None:
    identity, sequence, _, line, _ = line_of("season/us-33", 3, AT, DESK, score())
    later = line.replace(b"score-given.v2", b"score-given.v9")

    with pytest.raises(FactNewer, match="written by a newer version") as newer:
        decode_row((12, identity, sequence, "score-given.v9", later, leaf_hash(later), None))

    assert newer.value.facts() == {"position": 12, "type": "score-given.v9"}
    assert newer.value.exit_code == 3


def test_a_damaged_type_name_is_damage_and_not_a_newer_version() -> None:
    identity, sequence, topic, line, _ = line_of("season/us-33", 3, AT, DESK, score())
    later = line.replace(b"score-given.v2", b"score-given.v9")

    for damaged in (
        (12, identity, sequence, "score-given.v9", line, leaf_hash(line), None),
        (12, identity, sequence, "score-given.v9", later, leaf_hash(line), None),
        (12, identity, sequence, topic, later, leaf_hash(line), None),
    ):
        with pytest.raises(RecordDamaged) as refused:
            decode_row(damaged)
        assert refused.value.exit_code == 5


def test_bytes_that_still_read_well_are_not_taken_for_those_that_were_acknowledged() -> None:
    identity, sequence, topic, line, _ = line_of("season/us-33", 3, AT, DESK, score(mark=8))
    altered = line.replace(b'"mark":8', b'"mark":9')

    assert decode_row((12, identity, sequence, topic, altered, None, None)).fact == score(mark=9), (
        "nothing else would notice"
    )
    with pytest.raises(RecordDamaged, match="not those that were acknowledged"):
        decode_row((12, identity, sequence, topic, altered, leaf_hash(line), None))


def test_only_facts_that_are_known_are_recorded(log: EventLog) -> None:
    class Applause(Fact):
        TYPE = "applause.v1"

    with pytest.raises(ValueError, match="Applause is not a fact that is recorded today"):
        log.append("season/us-33", 0, [Applause()], DESK, AT)


def test_a_record_is_at_most_65_535_bytes(log: EventLog) -> None:
    many = tuple((f"reason {number} " + "x" * 150, number) for number in range(400))
    large = batch(1).model_copy(update={"rejected": many})

    with pytest.raises(RecordTooLarge) as refused:
        log.append("votes/us-33/2/sms-east", 0, [batch(1), large], SMS, AT)

    assert refused.value.sequence == 2
    assert refused.value.size > refused.value.largest == LARGEST_RECORD
    assert str(refused.value).endswith("Say it in several events. Nothing was recorded.")
    assert log.last_position() == 0


def test_season_1_scores_of_an_older_release_are_read_as_today_and_stay_as_they_were(log: EventLog) -> None:
    frozen = Path(__file__).parent.joinpath("frozen", "score-given-v1.jsonl").read_bytes().splitlines()
    stream, *rest = (json.loads(line)["stream"] for line in frozen)
    assert set(rest) == {stream}
    identity = line_of(stream, 1, AT, DESK, opened())[0]
    log.application.recorder.insert_lines(
        [(identity, place, "score-given.v1", line, None) for place, line in enumerate(frozen, start=1)]
    )

    replayed = [event.fact for event in log.read()]

    assert [(fact.dance, fact.judge, fact.mark) for fact in replayed if isinstance(fact, ScoreGiven)] == [
        ("1.dance.kelly-alec", "carrie-ann", 5),
        ("1.dance.kelly-alec", "len", 4),
        ("1.dance.kelly-alec", "bruno", 4),
        ("1.dance.joey-ashly", "len", Fraction(15, 2)),
    ]
    assert [raw for _, raw in log.raw()] == frozen
    log.append(stream, 4, [score()], DESK, AT)
    assert [raw for _, raw in log.raw(until=4)] == frozen
