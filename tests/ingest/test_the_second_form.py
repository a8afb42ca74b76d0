"""Gateways that send counts in a stated order, apart from what they sign: taken in, counted, and refused by name."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.gateway.events import GatewayClosedV2, VoteBatchReceived, VoteBatchReceivedV2, counted_as
from domain.gateway.refusals import (
    BatchCommitmentsMalformed,
    BatchContradicts,
    CountsNotAligned,
    OrderNotStated,
    VotesDoNotAddUp,
    VotesForUnknownCouple,
    WindowReversed,
)
from domain.gateway.tally import Counted
from domain.parts import parts_of
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.readiness import readiness
from glitterball.engine import Engine
from glitterball.engine.openings import opening_of
from glitterball.evidence.signatures import check_signatures
from glitterball.intake.message import delivery_text, hidden_text, read_message
from glitterball.intake.refusals import (
    DeliveryMalformed,
    DeliveryMixed,
    HiddenPartsMissing,
    HiddenPartsUnasked,
    LinesUnreadable,
    NotCanonical,
    NotConsecutive,
    NotInTheOrder,
    SignatureWrong,
)
from glitterball.intake.second_form import Shape, read_second_form
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.log import EventLog
from tests.engine import small_season as small
from tests.ingest import nights

AT = "2024-09-24T20:00:30Z"
ORDER = ("gil-hal", "eva-fin", "amy-ben", "cat-dan")


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    with EventLog.open("memory:" if request.param == "memory" else f"sqlite:{tmp_path / 'night.glitter'}") as log:
        yield log


@pytest.fixture
def engine(log: EventLog) -> Engine:
    engine = Engine(log)
    nights.lines_open(engine, order=ORDER)
    return engine


def delivered(engine: Engine, octets: bytes) -> list[int]:
    return list(engine.deliver(octets, "small", 1, AT).positions)


def votes(engine: Engine) -> dict[str, int]:
    counted: dict[str, int] = {}
    for gateway in engine.fold("small").tallies[1].gateways.values():
        for channel in gateway.channels.values():
            for couple, count in channel.votes.items():
                counted[couple] = counted.get(couple, 0) + count
    return {couple: count for couple, count in counted.items() if count}


def received(total: Counted) -> tuple[int, ...]:
    """What is counted, but for couples that have a count of 0 in one form and are not named in the other."""
    return (
        total.batches,
        total.received,
        total.accepted,
        total.late,
        *total.rejected.values(),
        *filter(None, total.votes.values()),
    )


def test_a_night_of_the_second_form_counts_what_the_same_night_of_the_first_counts() -> None:
    found = []
    for send in (nights.delivery, lambda *told, **more: nights.in_parts(*told, order=ORDER, **more)):
        with EventLog.open("memory:") as log:
            engine = Engine(log)
            nights.lines_open(engine, order=ORDER)
            for gateway in nights.GATEWAYS:
                engine.deliver(send(gateway, 1, 4), "small", 1, AT)
                engine.deliver(send(gateway, 5, 9, True), "small", 1, AT)
            engine.do("small", c.CloseVoting(week=1), small.SUPERVISOR)
            fold = engine.fold("small")
            tally = fold.tallies[1]
            counted = {
                (name, key): (received(channel.total), channel.outside, channel.repeats, channel.repeated)
                for name, gateway in tally.gateways.items()
                for key, channel in gateway.channels.items()
            }
            found.append(
                (counted, tally.spans, [str(row) for row in readiness(fold.state, 1, fold.tallies)], votes(engine))
            )
    assert found[0] == found[1]
    assert found[0][-1] == {"amy-ben": 135, "cat-dan": 135}


def test_one_gateway_goes_on_in_the_first_form_while_another_has_moved_to_the_second(engine: Engine) -> None:
    delivered(engine, nights.delivery("web", 1, 2))
    delivered(engine, nights.in_parts("phones", 1, 2, order=ORDER))
    delivered(engine, nights.in_parts("web", 3, 4, True, order=ORDER))
    delivered(engine, nights.delivery("phones", 3, 4, True))
    assert votes(engine) == {"amy-ben": 40, "cat-dan": 20}
    kinds = [type(event.fact) for event in engine.log.stream("votes/small/1/web")]
    assert kinds == [VoteBatchReceived, VoteBatchReceived, VoteBatchReceivedV2, VoteBatchReceivedV2, GatewayClosedV2]


def test_what_is_signed_shows_no_count_and_the_signature_is_checked_from_the_log(engine: Engine) -> None:
    message = nights.in_parts("web", 1, 3, True, order=ORDER)
    signed, _, hidden = message.rpartition(b"\n\n")
    assert b"counts" not in signed
    assert hidden.count(b"\n") == 4
    delivered(engine, message)
    events = list(engine.log.read())
    assert not check_signatures(events, lambda opened: opening_of(engine.log, opened))


def test_a_retry_is_answered_and_the_same_number_with_other_counts_is_an_alarm(engine: Engine) -> None:
    message = nights.in_parts("web", 1, 3, order=ORDER)
    positions = delivered(engine, message)
    again = engine.deliver(message, "small", 1, AT)
    assert (list(again.positions), again.duplicate) == (positions, True)
    with pytest.raises(BatchContradicts):
        delivered(engine, nights.in_parts("web", 1, 3, order=ORDER, amy=6))
    with pytest.raises(BatchContradicts):
        delivered(engine, nights.delivery("web", 1, 3))
    assert votes(engine) == {"amy-ben": 15, "cat-dan": 6}


def test_without_a_stated_order_counts_without_names_are_refused() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        nights.lines_open(engine)
        with pytest.raises(OrderNotStated, match="none was stated for week 1"):
            delivered(engine, nights.in_parts("web", 1, 1))
        delivered(engine, nights.delivery("web", 1, 1))


@pytest.mark.parametrize("order", [ORDER[1:], (*ORDER, "ivy-jon")])
def test_a_count_for_each_couple_no_less_and_no_more(engine: Engine, order: tuple[str, ...]) -> None:
    with pytest.raises(CountsNotAligned, match=f"Batch 1 of web has {len(order)} counts"):
        delivered(engine, nights.in_parts("web", 1, 2, order=order))


def test_votes_for_a_couple_that_has_left_since_are_refused_as_in_the_first_form(engine: Engine) -> None:
    engine.do("small", c.WithdrawCouple(week=1, couple="cat-dan", reason="a broken foot"), small.PRODUCER)
    with pytest.raises(VotesForUnknownCouple, match="cat-dan"):
        delivered(engine, nights.delivery("phones", 1, 1))
    with pytest.raises(VotesForUnknownCouple, match="cat-dan"):
        delivered(engine, nights.in_parts("web", 1, 1, order=ORDER))


def test_a_couple_outside_the_order_cannot_be_given_a_count() -> None:
    with pytest.raises(NotInTheOrder, match="amy-ben"):
        in_second_form([nights.batch("web", 1)], None, ORDER[:2])


def altered(message: bytes, pattern: bytes, by: bytes, count: int = 1) -> bytes:
    changed, found = re.subn(pattern, by, message, count=count)
    assert found
    return changed


HARMS = {
    "a count": (rb'"counts":\[0', b'"counts":[9', LinesUnreadable),
    "a nonce": (rb'"nonce":"[0-9a-f]', b'"nonce":"g', LinesUnreadable),
    "a field nobody knows": (rb'"late":0\}', b'"late":0,"early":1}', LinesUnreadable),
    "the hash": (rb'"hidden_sha256":"....', b'"hidden_sha256":"0000', LinesUnreadable),
    "the channel": (rb'"channel":"sms"', b'"channel":"online"', SignatureWrong),
    "the batch's number": (rb'"batch":2', b'"batch":7', NotConsecutive),
    "the gateway": (rb'"gateway":"web","batch":2', b'"gateway":"phones","batch":2', DeliveryMixed),
    "a hidden part left out": (rb"\n\n\{.*\n", b"\n\n", HiddenPartsMissing),
    "all hidden parts left out": (rb"(?s)\n\n\{.*", b"\n", HiddenPartsMissing),
    "the last newline": (rb"\}\n\Z", b"}", DeliveryMalformed),
    "a space": (rb'"late":0\}', b'"late": 0}', LinesUnreadable),
}


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("harm", HARMS)
def test_a_message_that_was_altered_on_its_way_is_refused_and_nothing_is_recorded(engine: Engine, harm: str) -> None:
    pattern, by, refusal = HARMS[harm]
    before = engine.log.last_position()
    for batches in (2, 5):  # the first are read as batches, those behind them by their pattern
        with pytest.raises(refusal):
            delivered(engine, altered(nights.in_parts("web", 1, batches, order=ORDER), pattern, by))
    assert engine.log.last_position() == before


def test_hidden_parts_behind_lines_of_the_first_form_are_refused(engine: Engine) -> None:
    with pytest.raises(HiddenPartsUnasked):
        delivered(engine, nights.delivery("web", 1, 1) + b'\n{"nonce":"x"}\n')


def test_a_hidden_part_of_another_batch_is_refused(engine: Engine) -> None:
    message = nights.in_parts("web", 1, 2, order=ORDER)
    signed, gap, hidden = message.rpartition(b"\n\n")
    one, other, end = hidden.split(b"\n")
    with pytest.raises(LinesUnreadable, match="not the one it names"):
        delivered(engine, signed + gap + b"\n".join((other, one, end)))


def lines_of(*batches: VoteBatchReceivedV2) -> bytes:
    return sign_delivery(nights.signer("web"), list(batches), opening=nights.OPENING)


def test_a_batch_that_does_not_add_up_and_one_that_closes_before_it_opens_are_refused(engine: Engine) -> None:
    (good, second, third), _ = in_second_form([nights.batch("web", number) for number in (1, 2, 3)], None, ORDER)
    with pytest.raises(VotesDoNotAddUp, match="batch 3"):
        delivered(engine, lines_of(good, second, third.model_copy(update={"received": 99})))
    with pytest.raises(WindowReversed):
        delivered(engine, lines_of(good, second, third.model_copy(update={"closes": "2023-01-01T00:00:00Z"})))
    with pytest.raises(BatchCommitmentsMalformed, match="was not opened as one whose batches commit"):
        delivered(engine, lines_of(good, second, third.model_copy(update={"commitments": ("02" + "a" * 64,)})))
    delivered(engine, lines_of(good, second, third))


def test_a_rehearsals_delivery_is_good_in_no_other_season(engine: Engine) -> None:
    """The opening stands under the signature in both forms."""
    with pytest.raises(Refusal, match="opening"):
        delivered(engine, nights.in_parts("web", 1, 1, order=ORDER, under=nights.opening("rehearsal")))


def test_bare_lines_are_taken_from_a_gateway_without_a_key() -> None:
    with EventLog.open("memory:") as log:
        engine = Engine(log)
        nights.lines_open(engine, signed=False, order=ORDER)
        delivered(engine, nights.in_parts("web", 1, 3, True, order=ORDER, key=None))
        assert votes(engine) == {"amy-ben": 15, "cat-dan": 6}


def test_a_void_restates_what_a_batch_of_the_second_form_held(engine: Engine) -> None:
    delivered(engine, nights.in_parts("web", 1, 2, order=ORDER))
    nights.by_two(
        engine, c.VoidBatch(week=1, gateway="web", batch=2, channel="sms", body="viewers", votes=(), reason="twice")
    )
    (voided,) = engine.state("small").weeks[1].voided_batches.values()
    held = {given.couple: given.votes for given in voided.fact.votes}
    assert {couple: count for couple, count in held.items() if count} == {"amy-ben": 5, "cat-dan": 2}


def test_a_window_put_right_names_the_batches_of_the_second_form_outside_it(engine: Engine) -> None:
    """Their counts are hidden, their windows are not: batches of both forms are held against the window stated."""
    delivered(engine, nights.in_parts("web", 1, 2, order=ORDER))
    batches = [event.fact for event in engine.log.read(prefix="votes/") if isinstance(event.fact, VoteBatchReceivedV2)]
    opens, closes = batches[0].opens, batches[-1].closes
    assert [batch.batch for batch in batches] == [1, 2]
    within = c.StateWindow(week=1, opens=opens, closes=closes, reason="as the rundown has it")
    nights.by_two(engine, within)
    assert engine.state("small").weeks[1].windows[-1].fact.outside == ()
    early = c.StateWindow(week=1, opens="2020-01-01T00:00:00Z", closes="2020-01-01T00:01:00Z", reason="the wrong year")
    nights.by_two(engine, early)
    stated = engine.state("small").weeks[1].windows[-1].fact
    assert [(held.gateway, held.channel, held.batches) for held in stated.outside] == [("web", "sms", ((1, 2),))]


WORDS = st.sampled_from(["sms", "online"])
COUNTS = st.integers(0, 10**12)


@st.composite
def batches(draw: st.DrawFn) -> VoteBatchReceivedV2:
    couples = draw(st.integers(1, 5))
    counts = tuple(draw(st.lists(COUNTS, min_size=couples, max_size=couples)))
    reasons = draw(st.lists(st.text('ab "\\', min_size=1, max_size=5), unique=True, max_size=2))
    return VoteBatchReceivedV2(
        season="small",
        week=1,
        gateway="web",
        batch=1,
        channel=draw(WORDS),
        opens=draw(st.sampled_from(["2024-09-24T20:00:00Z", "2024-09-24T20:00:00.000001Z"])),
        closes=draw(st.sampled_from(["2024-09-24T20:00:00Z", "2024-09-24T20:01:00Z"])),
        counts=counts,
        received=draw(COUNTS),
        rejected=tuple((reason, draw(COUNTS)) for reason in reasons),
        late=draw(COUNTS),
        raw_sha256=draw(st.none() | st.just("a" * 64)),
        nonce=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
    )


@given(batches(), batches())
@settings(suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
def test_what_is_read_by_its_pattern_is_what_is_read_as_a_batch(
    learned: VoteBatchReceivedV2, other: VoteBatchReceivedV2
) -> None:
    """The pattern fits nothing but what the model takes in the one spelling, and reads the same numbers from it."""
    shape = Shape(learned)
    for batch in (learned, other):
        public, hidden = parts_of(batch)
        assert hidden is not None
        read = shape.read(public, hidden)
        if batch is learned and max(*batch.counts, batch.received, batch.late) < 10**12:
            assert read is not None or any(count == 10**12 for _, count in batch.rejected)
        if read is not None:
            says = read_second_form([public], [hidden], None)
            assert (read.number, read.counts) == (says.first, says.aligned[0])
            assert (read.received, read.accounted) == says.counts[0]
            assert read.reversed == bool(says.reversed_windows)


@given(st.permutations(small.COUPLES), st.lists(st.integers(0, 99), min_size=4, max_size=4))
def test_in_whatever_order_the_counts_come_each_couple_has_its_own(order: list[str], counts: list[int]) -> None:
    made = nights.batch("web", 1).model_copy(update={"votes": tuple(zip(small.COUPLES, counts, strict=True))})
    (line,), _ = in_second_form([made], None, order)
    assert dict(counted_as(line, order).votes) == dict(zip(small.COUPLES, counts, strict=True))


def test_a_message_is_read_as_it_was_written() -> None:
    (line,), closing = in_second_form([nights.batch("web", 1)], nights.manifest("web", 1), ORDER)
    assert closing is not None
    message = read_message(delivery_text([line], closing) + hidden_text([line, closing]))
    assert message.hidden is not None
    assert list(zip(message.lines, message.hidden, strict=True)) == [parts_of(line), parts_of(closing)]
    assert message.says.manifest == closing
    public, hidden = parts_of(line)
    assert hidden is not None
    spaced = hidden.replace(b'"late":0', b'"late":0 ')
    renamed = public[:-66] + sha256(spaced).hexdigest().encode() + b'"}'
    with pytest.raises(NotCanonical):
        read_second_form([renamed], [spaced], None)
