"""Any interleaving of gateways, duplicates, reorderings, retries after lost answers, and engines killed between commit and
answer: the totals are those of a straight run, every answer is true, and the signatures hold."""

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.gateway.refusals import BatchContradicts, GatewayIsClosed
from domain.refusals import Refusal
from domain.season import commands as c
from glitterball.engine import Engine
from glitterball.evidence.signatures import check_signatures
from glitterball.intake import read_message
from glitterball.intake import refusals as no
from glitterball.log import EventLog
from projections.fold import Fold
from tests.engine import small_season as small
from tests.ingest.nights import GATEWAYS, OPENING, by_two, delivery, key_text, lines_open
from tests.thoroughness import examples

BATCHES = 12
CUTS = ((1, 3), (4, 4), (5, 9), (10, 11), (12, 12))
gateways = st.sampled_from(GATEWAYS)
places = st.integers(0, len(CUTS) - 1)
engines = st.integers(0, 1)


class AnyInterleaving(RuleBasedStateMachine):
    """Two engines over one store; each gateway cuts its twelve batches and the manifest in the same five deliveries."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.address = f"sqlite:{Path(self.folder.name, 'show.sqlite')}"
        self.logs = [EventLog.open(self.address), EventLog.open(self.address)]
        self.engines = [Engine(log) for log in self.logs]
        self.keys = dict.fromkeys(GATEWAYS, 1)
        self.arrived: dict[tuple[str, int], list[int]] = {}

    def teardown(self) -> None:
        for log in self.logs:
            log.close()
        self.folder.cleanup()

    @initialize()
    def lines_open(self) -> None:
        lines_open(self.engines[0])

    def message(self, gateway: str, place: int, key: int | None = None) -> bytes:
        first, last = CUTS[place]
        return delivery(gateway, first, last, last == BATCHES, key=key or self.keys[gateway])

    def sent(self, engine: int, gateway: str, place: int, answer_is_lost: bool) -> None:
        """Hand a delivery over. Where the answer is lost the engine dies after the commit, and another takes its place."""
        before = self.logs[engine].last_position()
        message = self.message(gateway, place)
        receipts = self.engines[engine].deliver(message)
        assert receipts.duplicate == ((gateway, place) in self.arrived)
        if receipts.duplicate:
            assert list(receipts.positions) == self.arrived[gateway, place]
            assert self.logs[engine].last_position() == before
        else:
            assert list(receipts.positions) == list(range(before + 1, before + 1 + len(receipts)))
            assert receipts.signed_at == self.logs[engine].last_position()
            self.arrived[gateway, place] = list(receipts.positions)
        if answer_is_lost:
            self.logs[engine].close()
            self.logs[engine] = EventLog.open(self.address)
            self.engines[engine] = Engine(self.logs[engine])

    @rule(engine=engines, gateway=gateways, place=places, answer_is_lost=st.sampled_from((False, False, True)))
    def a_delivery_arrives(self, engine: int, gateway: str, place: int, answer_is_lost: bool) -> None:
        self.sent(engine, gateway, place, answer_is_lost)

    @rule(engine=engines, gateway=gateways, place=places)
    def other_contents_come_under_numbers_on_record(self, engine: int, gateway: str, place: int) -> None:
        if (gateway, place) in self.arrived:
            first, last = CUTS[place]
            other = delivery(gateway, first, last, amy=99, key=self.keys[gateway])
            self.refused(engine, other, BatchContradicts)

    @rule(engine=engines, gateway=gateways)
    def a_delivery_is_cut_otherwise(self, engine: int, gateway: str) -> None:
        """All of it in one: refused as long as some of it is on record."""
        held = [place for place in range(len(CUTS)) if (gateway, place) in self.arrived]
        if held and len(held) < len(CUTS):
            self.refused(engine, delivery(gateway, 1, BATCHES, True, key=self.keys[gateway]), no.DeliveryOverlaps)

    @rule(engine=engines, gateway=gateways)
    def a_number_behind_the_manifest_comes(self, engine: int, gateway: str) -> None:
        if (gateway, len(CUTS) - 1) in self.arrived:
            self.refused(engine, delivery(gateway, 20, 21, key=self.keys[gateway]), GatewayIsClosed)

    @rule(engine=engines, gateway=gateways, place=places, other=gateways)
    def somebody_without_the_key_sends(self, engine: int, gateway: str, place: int, other: str) -> None:
        first, last = CUTS[place]
        self.refused(engine, delivery(gateway, first, last, key=None), no.DeliveryUnsigned)
        self.refused(engine, self.message(gateway, place, key=9), no.GatewayKeyUnknown)

    @rule(engine=engines, gateway=gateways)
    def a_key_is_rotated(self, engine: int, gateway: str) -> None:
        """Said to one engine while the other believes the old key still; what the old key signs anew is refused by both."""
        if self.keys[gateway] == 4:
            return
        self.keys[gateway] += 1
        key = key_text(gateway, self.keys[gateway])
        by_two(self.engines[engine], c.RotateGatewayKey(gateway=gateway, key=key))
        for place in range(len(CUTS)):
            if (gateway, place) not in self.arrived:
                old = self.message(gateway, place, key=self.keys[gateway] - 1)
                self.refused(1 - engine, old, no.KeyRetired)

    @rule(engine=engines, mark=st.integers(1, 10), couple=st.sampled_from(small.COUPLES))
    def the_desk_gives_a_score(self, engine: int, mark: int, couple: str) -> None:
        score = c.GiveScore(week=1, dance=f"1.1.{couple}", judge="jo", mark=mark)
        try:
            self.engines[engine].do("small", score, small.DESK)
        except Refusal as refusal:
            assert refusal.code == "already-scored"

    def refused(self, engine: int, message: bytes, refusal: type[Refusal]) -> None:
        before = self.logs[engine].last_position()
        try:
            self.engines[engine].deliver(message)
        except refusal as raised:
            assert "Nothing was recorded." in str(raised)
        else:
            raise AssertionError(f"{refusal.code} was expected")
        assert self.logs[engine].last_position() == before

    @invariant()
    def the_totals_are_those_of_a_straight_run(self) -> None:
        fold = Fold()
        for event in self.logs[0].read():
            fold.apply(event)
        if "small" not in fold.seasons:
            return
        found = fold.seasons["small"].tally(1).gateways
        for gateway in GATEWAYS:
            numbers = [
                n
                for at in range(len(CUTS))
                if (gateway, at) in self.arrived
                for n in range(CUTS[at][0], CUTS[at][1] + 1)
            ]
            says = [
                read_message(self.message(gateway, at)).says for at in range(len(CUTS)) if (gateway, at) in self.arrived
            ]
            received = sum(received for one in says for received, _ in one.counts)
            if not numbers:
                assert gateway not in found
                continue
            tally = found[gateway]
            (channel,) = tally.channels.values()
            assert (channel.batches, channel.received) == (len(numbers), received)
            assert channel.votes == {"amy-ben": 5 * len(numbers), "cat-dan": sum(numbers)}
            assert tally.last == max(numbers)
            through = max(BATCHES if tally.manifest else 0, *numbers)
            missing = {n for first, last in tally.missing for n in range(first, last + 1)}
            assert missing == set(range(1, through + 1)) - set(numbers), "a gap is visible at once"

    @invariant()
    def the_signatures_hold(self) -> None:
        assert [
            one for one in check_signatures(self.logs[1].read(), lambda _: OPENING) if one.severity == "error"
        ] == []


TestAnyInterleaving = AnyInterleaving.TestCase
TestAnyInterleaving.settings = settings(max_examples=examples(30), stateful_step_count=25, deadline=None)
