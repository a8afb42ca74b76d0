"""Whoever reads the log, the metrics and the traces of a whole night learns no count, no nonce, no key, nor how it will end."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from domain.facts import FACTS
from domain.gateway.events import GatewayClosed, OfBatch
from domain.refusals import Refusal
from domain.season import events as e
from glitterball import open_store
from glitterball.operations.metrics import Metrics
from glitterball.telemetry import KEPT, OTHER, kinds_told, refused
from glitterball.web.embargo import DECIDES
from tests.cli.typing_at_it import Desk
from tests.house.test_refusal_codes import _under, codes
from tests.web.visiting import Visitor

NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?:e\+\d\d)?(?![\w.-])")
SURELY_A_COUNT = 1_000
"""Below this a number may be one of anything: an event, a file, a position of so short a log."""


def numbers(text: str) -> set[Fraction]:
    """The whole numbers in a text, however they are written."""
    found = {Fraction(number) for number in NUMBER.findall(text)}
    return {number for number in found if number.denominator == 1}


def of_the_show(told: str) -> str:
    """Without what the system says of the process: its memory, its files."""
    return "\n".join(line for line in told.splitlines() if not line.startswith("process_"))


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, exporter: InMemorySpanExporter) -> tuple[Desk, str]:
    """A week from its first command to its end, looked at in a browser: the desk, and all that was told of it to a machine."""
    desk = Desk(tmp_path_factory.mktemp("night"))
    exporter.clear()
    played = desk.types("rehearse us-33 --through 1 --log-format json --metrics {folder}/night.prom")
    assert (played.code, played.out) == (0, "")
    refused = desk.types("votes follow us-33-rehearsal 1 {folder}/nowhere --log-format json")
    assert refused.code == 3
    measured = Metrics()
    with open_store(desk.store) as store:
        measured.watch(store)
        Visitor(store).walk(most=20)
        at_its_end = measured.written().decode()
    spans = [span.to_json() for span in exporter.get_finished_spans()]
    assert len(spans) > 100
    prom = (desk.folder / "night.prom").read_text()
    return desk, "\n".join((played.err, refused.err, prom, at_its_end, *spans))


def batches_of(desk: Desk) -> dict[str, list[OfBatch]]:
    """Every batch of the night by the stream of its gateway and week, in the gateway's own order."""
    found: dict[str, list[OfBatch]] = {}
    with open_store(desk.store) as store:
        for event in store.log.read():
            if isinstance(event.fact, OfBatch):
                found.setdefault(event.stream, []).append(event.fact)
    return found


def parts_of(batch: OfBatch) -> Iterator[tuple[str, int]]:
    """What somebody may count of a batch, by what it would be called: in all, and by couple and reason."""
    yield "received", batch.received
    yield "accepted", batch.accepted
    yield "late", batch.late
    yield "rejected", sum(count for _, count in batch.rejected)
    yield from ((f"couple {couple}", count) for couple, count in batch.votes)
    yield from ((f"rejected {reason}", count) for reason, count in batch.rejected)


def kinds_of(stream: str, batch: OfBatch) -> tuple[tuple[str, ...], ...]:
    """What batches are naturally put together by: everything, gateway, channel, hour, minute, body, and two of these at once."""
    hour, minute = batch.opens[:13], batch.opens[:16]
    single = (stream, batch.gateway, batch.channel, batch.body, hour, minute)
    return ((), *((one,) for one in single), *combinations(dict.fromkeys(single), 2))


def sums_by_kind(batches: Mapping[str, Sequence[OfBatch]]) -> Iterator[int]:
    """Sums of whatever is put together by gateway, channel, hour and the like."""
    sums = Counter[tuple[object, ...]]()
    for stream, sent in batches.items():
        for batch in sent:
            for kind in kinds_of(stream, batch):
                for what, count in parts_of(batch):
                    sums[(*kind, what)] += count
    yield from sums.values()


def sums_of_runs(batches: Mapping[str, Sequence[OfBatch]]) -> Iterator[int]:
    """Sums of batches of a gateway that follow one another, however many: a delivery, a commit, a file, all that came so far; in
    all, and by channel."""
    for sent in batches.values():
        for channel in (None, *dict.fromkeys(batch.channel for batch in sent)):
            those = [batch for batch in sent if channel in (None, batch.channel)]
            for name in ("received", "accepted"):
                so_far = [0, *accumulate(getattr(batch, name) for batch in those)]
                yield from (until - before for before, until in combinations(so_far, 2))


def counts_of(desk: Desk) -> set[Fraction]:
    """Every count of the night that somebody may come to tell: of batches, of what gateways say in closing, and of whatever
    batches are put together in a delivery, a commit, by couple, gateway, channel, hour, or two of these."""
    batches = batches_of(desk)
    found = {*sums_by_kind(batches), *sums_of_runs(batches)}
    with open_store(desk.store) as store:
        for event in store.log.read():
            if isinstance(event.fact, GatewayClosed):
                found |= {number for total in event.fact.totals for number in (total.received, total.accepted)}
    return {Fraction(number) for number in found if number >= SURELY_A_COUNT}


@pytest.mark.heavy("nights")
def test_no_count_of_the_night_is_told(night: tuple[Desk, str]) -> None:
    desk, told = night
    counts = counts_of(desk)
    assert len(counts) > 10_000
    assert not numbers(of_the_show(told)) & counts


@pytest.mark.heavy("nights")
def test_no_number_as_large_as_a_count_is_told_whatever_it_would_be_the_sum_of(night: tuple[Desk, str]) -> None:
    """Nor what nobody thought of: in so short a log there is nothing else of which there are a thousand."""
    _, told = night
    assert not [number for number in numbers(of_the_show(told)) if number >= SURELY_A_COUNT]


WRITTEN = ("{}", "{}.0", '"votes": {}, ', 'glitterball_votes_total{{week="1"}} {}', "{:e}")
"""How a count may come to be told: in a line, as a metric, as a number with decimals."""


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("written", WRITTEN)
def test_a_sum_that_is_told_is_found_whatever_was_put_together(night: tuple[Desk, str], written: str) -> None:
    desk, told = night
    counts, batches = counts_of(desk), batches_of(desk)
    every = [batch for sent in batches.values() for batch in sent]
    first = next(iter(batches.values()))
    put_together: dict[str, Sequence[OfBatch]] = {
        "a batch": first[7:8],
        "a delivery of ten": first[10:20],
        "all of a gateway so far": first[:63],
        "a gateway": first,
        "a channel": [batch for batch in every if batch.channel == first[0].channel],
        "an hour": [batch for batch in every if batch.opens[:13] == first[0].opens[:13]],
        "a minute": [batch for batch in every if batch.opens[:16] == first[0].opens[:16]],
        "an hour of a gateway": [batch for batch in first if batch.opens[:13] == first[0].opens[:13]],
        "the night": every,
    }
    for what, those in put_together.items():
        for total in (sum(batch.received for batch in those), sum(batch.accepted for batch in those)):
            assert total >= SURELY_A_COUNT, what
            planted = f"{told}\n{written.format(total)}"
            if written != "{:e}" or Fraction(written.format(total)) == total:  # else it is another number
                assert numbers(of_the_show(planted)) & counts == {Fraction(total)}, what


def test_no_nonce_no_key_and_no_couple_is_told(night: tuple[Desk, str]) -> None:
    desk, told = night
    with open_store(desk.store) as store:
        couples = {event.fact.couple for event in store.log.read() if isinstance(event.fact, e.CoupleCast)}
        stored = b"\n".join(line for _, line in store.log.raw()).decode()
    secrets = set(re.findall(r"[0-9a-f]{64}", stored))
    assert secrets
    assert not [secret for secret in secrets if secret in told]
    assert not [couple for couple in couples if couple in told]
    assert not re.search(r"PRIVATE|HIDDEN\+KEY|[0-9a-f]{64}", told)


def test_what_is_kept_until_air_is_counted_under_one_name() -> None:
    """A counter of settled ties that goes up tells that there was a tie."""
    deciding = {name.partition(".")[0] for name, fact in FACTS.items() if issubclass(fact, DECIDES)}
    decisions = {name.partition(".")[0] for name in FACTS if name.startswith("decision-")}
    assert deciding
    assert deciding | decisions == KEPT
    every = [*FACTS, "tie-settled.v1"]
    told = kinds_told(every)
    assert not told.keys() & KEPT
    assert sum(told.values()) == len(every)


def test_no_refusal_of_the_rules_is_told_by_its_code() -> None:
    """That somebody tried to settle a tie and there is none tells the same as that there is one."""
    codes()
    for refusal in _under(Refusal):
        told = refused(refusal.__new__(refusal))
        if refusal.__module__.startswith(
            ("domain.season", "domain.stages", "glitterball.procedures", "glitterball.proving")
        ):
            assert told.code == OTHER, refusal
