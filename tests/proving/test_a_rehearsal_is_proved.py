"""A season rehearsed with commitments: the results are those of every rehearsal, and each week that can be is proved."""

import pytest

from domain.gateway.events import GatewayClosedV2, OfBatch, OfManifest
from glitterball.audit.comparing import compare_season
from glitterball.intake.message import read_message
from glitterball.proving import InMemory
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.gateways import CommittingGateways
from glitterball.store import open_season, open_store
from glitterball.testing import manifest_of
from tests.proving.shows import COUPLES, _batch
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("proofs")


OF_THREE_WEEKS, OF_TWO_WEEKS = 192, 130
"""Events of season 33: nobody leaves in week 1."""


@pytest.mark.parametrize("by_batch", part([False, True], 1, of=2))
def test_season_33_is_rehearsed_and_proved(by_batch: bool) -> None:
    played, proofs = open_season("us-33").as_of(examples(OF_THREE_WEEKS, fewest=OF_TWO_WEEKS)), InMemory()
    with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store:
        gateways = CommittingGateways(33, "rehearsal-1", by_batch=by_batch)
        done = rehearse(played.state, store.engine, "rehearsal-1", gateways=gateways, proofs=proofs)
        state = store.season("rehearsal-1").state
        compared = compare_season(store.season("rehearsal-1").fold)
    assert {row.verdict for row in compared} == {"follows"}
    assert done.proved
    assert done.proved + len(done.unproved) == done.weeks
    assert {refusal.obstacle for refusal in done.unproved} == {"rule-not-provable"}
    proved = [week for week, found in state.weeks.items() if found.proofs]
    assert len(proved) == done.proved
    assert all(proofs.get(state.weeks[week].proofs[-1].fact.proof_sha256) for week in proved)


@pytest.mark.parametrize("by_batch", [False, True])
def test_the_same_seed_commits_to_the_same_points(by_batch: bool) -> None:
    batch = _batch(1, "vox", "viewers", "sms", dict.fromkeys(COUPLES, 3))
    manifest = manifest_of([batch], season="small", week=1, gateway="vox")
    made = [messages(seed, [batch, manifest], by_batch) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    said = read_message(made[0][-1]).says.manifest
    assert isinstance(said, GatewayClosedV2)
    assert said.committed


def messages(seed: int, lines: list[OfBatch | OfManifest], by_batch: bool) -> list[bytes]:
    gateways = CommittingGateways(seed, "small", by_batch=by_batch)
    gateways.open_lines(1, COUPLES)
    return list(gateways.messages(lines, "0" * 64))
