"""A sealed bundle of a season that hides its counts tells nothing from which an order of couples follows, and all the rest can
be checked by everybody: signatures of gateways and of people, and that what was announced is what was certified."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.facts import FACTS
from domain.parts import TwoParts
from glitterball.evidence.bundle import contents
from glitterball.evidence.certificate import certificate_json, certificate_of, certificate_text
from glitterball.evidence.ledger import make_bundle
from tests.auditors_file.both import Both
from tests.auditors_file.test_newer_than_the_verifier import signed
from tests.evidence.verifying.forgeries import at, edited
from tests.evidence.verifying.night import SEASON, Night, played
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.people.rostered import Rostered, whole

HASHES = ("hidden_sha256", "follows_sha256", "sha256", "signature", "opening", "key", "root")
"""Fields of digests, signatures and what they are made with: all that may differ between seasons that were announced alike."""

OF_COUNTS = (
    "standings",
    "bottom",
    "inputs_sha256",
    "working_sha256",
    "votes",
    "counts",
    "raw",
    "points",
    "combined",
    "nonce",
)
"""What no event of a sealed bundle shows in a season that hides its counts."""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rostered]:
    show = whole(tmp_path_factory.mktemp("roster"), second_form=True)
    show.publisher.publish()
    yield show
    show.close()


def sealed_bundle(night: Night, *extra: tuple[str, bytes]) -> tuple[Parts, bytes]:
    """Sealed without `guessable`: nothing of it could be guessed."""
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, extra=extra)
    return taken_apart(made.octets), made.openings or b""


def shown_in(value: Any) -> Any:
    """A value without its digests and signatures."""
    if isinstance(value, dict):
        return {name: shown_in(held) for name, held in value.items() if name not in HASHES}
    return [shown_in(member) for member in value] if isinstance(value, list) else value


def names_in(value: Any) -> set[str]:
    """The names of all fields of a value, however deep."""
    if isinstance(value, dict):
        return set(value) | {name for held in value.values() for name in names_in(held)}
    return {name for member in value for name in names_in(member)} if isinstance(value, list) else set()


def facts_of(parts: Parts, kind: str) -> list[dict[str, Any]]:
    events = (json.loads(octets) for _, octets in parts.lines)
    return [event["fact"] for event in events if event["type"] == kind]


ALIKE = st.tuples(st.integers(-90, 90), st.integers(-90, 90)).map(
    lambda moved: ((300 + moved[0], 200 - moved[0], 100), (700 + moved[1], 900 - moved[1]))
)
"""Counts of the two weeks that add up to the same, after which the same couple leaves and the same one wins."""


@pytest.mark.heavy("nights")
@settings(max_examples=5, deadline=None)
@given(ALIKE)
@example(((250, 250, 100), (700, 900)))  # two couples level: a step more in the working, which nobody may count
def test_other_counts_that_are_announced_alike_give_a_sealed_bundle_that_differs_in_digests_and_signatures_alone(
    tmp_path_factory: pytest.TempPathFactory, votes: tuple[tuple[int, ...], ...]
) -> None:
    told = []
    for counts in (((300, 200, 100), (700, 900)), votes):
        night = played(tmp_path_factory.mktemp("night"), second_form=True, votes=counts)
        parts, _ = sealed_bundle(night)
        certificates = [
            certificate_json(certificate_of(night.engine.fold(SEASON), week, sealed=True)) for week in (1, 2)
        ]
        events = [(position, shown_in(json.loads(octets))) for position, octets in parts.lines]
        told.append((sorted(parts.files), events, shown_in(certificates), parts.files[contents.EVENTS]))
        night.close()
    assert told[0][:3] == told[1][:3]
    assert told[0][3] != told[1][3], "they are of different nights"


def test_no_event_shows_a_count_a_place_or_a_standing(show: Rostered) -> None:
    parts, _ = sealed_bundle(show)
    for _, octets in parts.lines:
        event = json.loads(octets)
        if event["type"] in ("rulebook-adopted.v1", "decision-proposed.v2"):
            continue  # a rulebook has points and no counts; what is proposed in one part hides nothing
        assert not names_in(event["fact"]) & set(OF_COUNTS), event["type"]
        assert b" sealed " not in octets


@pytest.mark.parametrize("kind", [name for name, fact in FACTS.items() if issubclass(fact, TwoParts)])
def test_no_type_of_two_parts_has_a_field_in_public_that_tells_counts(kind: str) -> None:
    fact = FACTS[kind]
    assert issubclass(fact, TwoParts)
    assert not (fact.model_fields.keys() - fact.HIDDEN) & set(OF_COUNTS)
    assert {*OF_COUNTS, "command", "received", "rejected", "late", "raw_sha256"} >= fact.HIDDEN, (
        "a new one: name it here"
    )


def test_a_certification_shows_who_leaves_in_the_order_of_the_alphabet_and_no_danger_nobody_announced(
    show: Rostered,
) -> None:
    (fact,) = facts_of(sealed_bundle(show)[0], "outcome-certified.v2")
    assert list(fact) == [
        "week", "rulebook", "rulebook_sha256", "form", "sides", "cuts", "leaving", "saved", "hidden_sha256",
    ]  # fmt: skip
    assert fact["leaving"] == ["cleo-dov"]


def test_a_final_shows_the_places_it_awards(tmp_path: Path) -> None:
    night = played(tmp_path, second_form=True)
    _, final = facts_of(sealed_bundle(night)[0], "outcome-certified.v2")
    assert final["placed"] == [{"couple": "bea-cole", "place": 1}, {"couple": "anna-ezra", "place": 2}]
    night.close()


def test_both_check_signatures_of_people_under_hidden_decisions_without_an_opening(
    show: Rostered, tmp_path: Path
) -> None:
    both, (sealed, openings) = Both(tmp_path, show.policy()), sealed_bundle(show)
    assert len(facts_of(sealed, "decision-proposed.v3")) == 2
    for given_openings in (None, openings):
        assert (both(sealed.packed(), given_openings).exit_code, both(sealed.packed()).findings) == (0, frozenset())
    open_bundle = make_bundle(show.ledger, show.register, SEASON)
    assert (both(open_bundle.octets).exit_code, both(open_bundle.octets).findings) == (0, frozenset())


@pytest.mark.parametrize(
    ("kind", "was", "becomes"),
    [
        ("decision-proposed.v3", b'"do":"certify-outcome"', b'"do":"void-batch"'),
        ("decision-approved.v2", b'"identity":"ola"', b'"identity":"eve"'),
        ("batch-voided.v2", b'"batch":3', b'"batch":2'),
        ("outcome-certified.v2", b'"leaving":["cleo-dov"]', b'"leaving":["bea-cole"]'),
    ],
)
def test_who_holds_the_log_cannot_change_what_two_people_signed_although_it_is_hidden(
    kind: str, was: bytes, becomes: bytes, show: Rostered, tmp_path: Path
) -> None:
    """The tree is made again and signed by whoever holds its key; the signatures of people still stand against it."""
    sealed, _ = sealed_bundle(show)
    place = next(at for at, (_, octets) in enumerate(sealed.lines) if kind.encode() in octets and was in octets)
    forged = edited(sealed, place, lambda octets: octets.replace(was, becomes))
    told = Both(tmp_path, show.policy())(signed(forged, show))
    assert "two-persons" in told.codes
    assert not told.codes & {"leaf", "root", "bytes"}


def test_an_announcement_that_is_not_what_was_certified_is_found_in_a_sealed_bundle(tmp_path: Path) -> None:
    """Found by hand once: the certificate of a sealed bundle named one couple, the announcements beside it another."""
    night = played(tmp_path, second_form=True)
    sealed, _ = sealed_bundle(night)
    place = at(sealed, "couple-eliminated")
    other = edited(sealed, place, lambda octets: octets.replace(b"cleo-dov", b"bea-cole"))
    assert ("announced", sealed.lines[place][0]) in Both(tmp_path, night.policy())(signed(other, night)).findings
    night.close()


def test_a_certificate_of_the_first_form_rewritten_without_a_key_is_found_by_the_announcements_beside_it(
    tmp_path: Path,
) -> None:
    """Once done without any key: what a sealed line shows of the first form is bound to nothing."""
    night = played(tmp_path)
    made = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True)
    sealed, both = taken_apart(made.octets), Both(tmp_path, night.policy())
    assert both(sealed.packed()).exit_code == 0
    lines = sealed.files[contents.EVENTS]
    rewritten = lines.replace(b'"leaving":["cleo-dov"]', b'"leaving":["bea-cole"]')
    assert rewritten != lines
    told = both(sealed.with_named({contents.EVENTS: rewritten}).packed())
    assert (told.exit_code, told.codes) == (1, {"announced"})
    night.close()


CERTIFICATES = {
    "who leaves": lambda one: one["outcome"].update(leaving=["bea-cole"]),
    "a danger that is kept from view": lambda one: one["outcome"].update(bottom=["cleo-dov"]),
    "a result": lambda one: one["outcome"]["standings"][0].update(result="in danger"),
    "a place": lambda one: one["outcome"]["standings"][0].update(place=1),
    "points": lambda one: one["outcome"]["standings"][0].update(combined="3"),
    "a couple nobody cast": lambda one: one["outcome"]["standings"][0].update(couple="zoe-yan"),
    "nothing": lambda one: None,
}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_sealed_certificate_says_what_the_certification_shows_and_nothing_else(
    name: str, show: Rostered, tmp_path: Path
) -> None:
    document = json.loads(certificate_text(certificate_of(show.engine.fold(SEASON), 1, sealed=True)))
    CERTIFICATES[name](document)
    text = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    sealed, openings = sealed_bundle(show, ("certificate.json", text))
    both = Both(tmp_path, show.policy())
    expected = set() if name == "nothing" else {"certificate"}
    assert both(sealed.packed()).codes == expected
    assert both(sealed.packed(), openings).codes == expected
