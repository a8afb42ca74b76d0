"""A rehearsal uses what a live night would: gateways that sign, nonces, checkpoints at their moments, a witness."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.gateway.events import DeliverySigned
from domain.season.events import OutcomeCertified, VotingClosed, WeekClosed
from glitterball.evidence.ledger import Ledger, Register, make_bundle, make_key, register_path
from glitterball.evidence.ledger.witnessed import WitnessedPublisher
from glitterball.evidence.verifying import Report, verify
from glitterball.proof.policy_text import parse_policy
from glitterball.rehearsal import rehearse
from glitterball.rehearsal.gateways import SigningGateways
from glitterball.store import Season, open_season, open_store

NAME = "us-33-rehearsal"


class Rehearsal:
    """A season played with everything, and who publishes its checkpoints."""

    def __init__(self, season: Season, publisher: WitnessedPublisher) -> None:
        self.season, self.publisher = season, publisher


@pytest.fixture(scope="module")
def equipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("rehearsal")
    signer, witness = make_key(folder / "log", "rehearsal.example/log"), make_key(folder / "wit", "witness.example")
    register = Register(register_path(folder / "log"))
    with open_store(clock=lambda: "2024-12-01T00:00:00Z") as store, Ledger.open(store.log) as ledger:
        publisher = WitnessedPublisher(ledger, register, signer, witness)
        rehearse(
            open_season("us-33").state,
            store.engine,
            NAME,
            gateways=SigningGateways(33, NAME),
            published=publisher.publish,
        )
        yield Rehearsal(store.season(NAME), publisher)
    register.close()


@pytest.fixture
def report(equipped: Rehearsal, tmp_path: Path) -> Report:
    """The verification of its sealed bundle, with the openings."""
    publisher = equipped.publisher
    made = make_bundle(publisher.ledger, publisher.register, NAME, sealed=True)
    (tmp_path / "b").write_bytes(made.octets)
    (tmp_path / "o").write_bytes(made.openings or b"")
    return verify(tmp_path / "b", parse_policy(publisher.policy().encode()), tmp_path / "o")


@pytest.mark.heavy("every one")
def test_its_sealed_bundle_needs_no_flag_and_has_no_finding_and_no_notice(report: Report) -> None:
    """Finding 10: 2,184 guessable events, 3,267 lines of nobody, and nine notices on the showcase."""
    assert (report.exit_code, report.findings) == (0, ())
    assert not any("gateways without a key" in line for line in report.not_checked)
    assert len(report.certified) == 9


@pytest.mark.heavy("every one")
def test_the_last_checkpoint_is_cosigned(report: Report) -> None:
    assert [told.witness for told in report.told.cosigned] == ["rehearsal"]
    assert report.told.cosigned[0].time.startswith("2024-")


def test_a_checkpoint_stands_at_each_closing_after_each_certification_and_at_the_end_of_each_week(
    equipped: Rehearsal,
) -> None:
    sizes = {checkpoint.size for checkpoint in equipped.publisher.register.published()}
    marked = VotingClosed | OutcomeCertified | WeekClosed
    moments = {event.position for event in equipped.season.events() if isinstance(event.fact, marked)}
    assert sizes == moments
    assert len(moments) == 27


def test_every_delivery_is_signed_for_this_rehearsal_alone(equipped: Rehearsal) -> None:
    signed = [event.fact for event in equipped.season.events() if isinstance(event.fact, DeliverySigned)]
    assert len(signed) > 100
    assert len({getattr(fact, "opening", None) for fact in signed}) == 1


def test_played_again_it_is_signed_with_the_same_keys(equipped: Rehearsal) -> None:
    again = {command.gateway: command.key for command in SigningGateways(33, NAME).introductions()}
    other = {command.gateway: command.key for command in SigningGateways(34, NAME).introductions()}
    there = {name: keys[0].introduced.fact.key for name, keys in equipped.season.state.gateway_keys.items()}
    assert again == there
    assert not set(again.values()) & set(other.values())
