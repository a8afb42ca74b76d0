"""A season rehearsed with commitments: the results are those of every rehearsal, and each week that can be is proved."""

from glitterball.audit.comparing import compare_season
from glitterball.intake.message import read_message
from glitterball.proving import InMemory
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.lines import Committing
from glitterball.rulebooks import shipped_rulebook
from glitterball.store import open_season, open_store
from glitterball.testing import manifest_of
from tests.proving.shows import COUPLES, Show, _batch


def test_season_33_is_rehearsed_and_proved() -> None:
    played, proofs = open_season("us-33").as_of(192), InMemory()
    with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store:
        done = rehearse(played.state, store.engine, "rehearsal-1", proofs=proofs)
        state = store.season("rehearsal-1").state
        compared = compare_season(store.season("rehearsal-1").fold)
    assert {row.verdict for row in compared} == {"follows"}
    assert done.proved
    assert done.proved + len(done.unproved) == done.weeks
    assert {refusal.obstacle for refusal in done.unproved} == {"rule-not-provable"}
    proved = [week for week, found in state.weeks.items() if found.proofs]
    assert len(proved) == done.proved
    assert all(proofs.get(state.weeks[week].proofs[-1].fact.proof_sha256) for week in proved)


def test_the_same_seed_commits_to_the_same_points() -> None:
    show = Show(shipped_rulebook("us-28-29"))
    batch = _batch(1, "north", "viewers", "sms", dict.fromkeys(COUPLES, 3))
    manifest = manifest_of([batch], season="small", week=1, gateway="north")
    made = [
        Committing(show.engine, "small", 1, "later", COUPLES, (batch,), seed)._message(manifest) for seed in (1, 1, 2)
    ]
    assert made[0] == made[1] != made[2]
    assert read_message(made[0]).says.manifest is not None
