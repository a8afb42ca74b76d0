"""Who may close a gateway, and which of its keys a revocation meets."""

import pytest

from domain.gateway import refusals as no
from domain.season import events as e
from domain.stages.second_stages import JudgesSave
from domain.tabulation.tabulate import tabulate
from tests.domain.given_when_then import BEGUN, MARKED, VOTES, batch, given, lines, manifest, refused
from tests.domain.on_paper import SHARE, SOURCE, form, period, rules

KEYS = {number: f"vox+0000000{number}+{letter * 44}" for number, letter in ((1, "A"), (2, "B"))}


def test_a_manifest_of_a_gateway_nobody_expects_is_refused_even_if_it_holds_nothing() -> None:
    """It would stand in the log as a gateway that was closed, and be counted among those that were heard."""
    empty = manifest(batch(1, VOTES)).model_copy(update={"gateway": "fax", "batches": 0, "totals": ()})
    found = refused(no.GatewayNotExpected, given(*MARKED, lines()), empty)
    assert "vox" in found.sentence()


@pytest.mark.parametrize("revoked", [1, 2])
def test_a_revocation_meets_the_key_it_names_and_no_other(revoked: int) -> None:
    """The stolen key would stay good, and the sound one's deliveries would be refused on the night."""
    log = given(
        *BEGUN,
        e.GatewayKeyIntroduced(gateway="vox", key=KEYS[1]),
        e.GatewayKeyRotated(gateway="vox", key=KEYS[2], retires=f"0000000{1}"),
        e.GatewayKeyRevoked(gateway="vox", key_id=f"0000000{revoked}", reason="stolen"),
    )
    states = {key.introduced.fact.key_id: key for key in log.state.gateway_keys["vox"]}
    assert [states[f"0000000{number}"].revoked is not None for number in (1, 2)] == [revoked == 1, revoked == 2]
    assert [states[f"0000000{number}"].retired is not None for number in (1, 2)] == [True, False]


@pytest.mark.parametrize(("at_once", "shown"), [(0, []), (1, [("d",)])])
def test_who_leaves_before_the_judges_vote_is_a_step_of_the_working(at_once: int, shown: list[tuple[str, ...]]) -> None:
    save = form("save", 2 + at_once, 1 + at_once, at_once, JudgesSave(decides="majority", source=SOURCE))
    judges, viewers = {"a": 9, "b": 8, "c": 7, "d": 6}, {"a": 40, "b": 30, "c": 20, "d": 10}
    outcome = tabulate(rules(SHARE, save), period(dict(judges), viewers, "save"))
    assert [step.about for step in outcome.working if step.clause == "forms.save.out_at_once"] == shown
