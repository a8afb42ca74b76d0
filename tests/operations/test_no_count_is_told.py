"""Whoever reads the log, the metrics and the traces of a whole night learns no count, no nonce, no key, nor how it will end."""

import re
from fractions import Fraction

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


def counts_of(desk: Desk) -> set[Fraction]:
    """Every count of the night: of batches, of couples in them, what was received, and the sums by gateway and couple."""
    found, sums = set[int](), dict[str, int]()
    with open_store(desk.store) as store:
        for event in store.log.read():
            fact = event.fact
            if isinstance(fact, OfBatch):
                votes = dict(fact.votes)
                found |= {*votes.values(), sum(votes.values()), fact.received}
                for couple, count in votes.items():
                    for of in (couple, f"{event.stream} {couple}", event.stream, ""):
                        sums[of] = sums.get(of, 0) + count
            elif isinstance(fact, GatewayClosed):
                found |= {number for total in fact.totals for number in (total.received, total.accepted)}
    return {Fraction(number) for number in found | set(sums.values()) if number >= SURELY_A_COUNT}


@pytest.mark.heavy("nights")
def test_no_count_of_the_night_is_told(night: tuple[Desk, str]) -> None:
    desk, told = night
    counts = counts_of(desk)
    assert len(counts) > 500
    assert not numbers(told) & counts


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
