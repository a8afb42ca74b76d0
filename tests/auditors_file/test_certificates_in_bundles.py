"""A certificate in a bundle is about the outcome that was recomputed; with its signer named, any edit is found by both."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from glitterball.evidence.certificate import (
    certificate_html,
    certificate_of,
    certificate_text,
    published,
    sign_certificate,
)
from glitterball.evidence.ledger import make_bundle
from glitterball.proof.keys import SignerKey
from tests.auditors_file.both import Both
from tests.auditors_file.test_agreement import places_in
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.thoroughness import examples

ADA, EVE = SignerKey("ada.example", b"a" * 32), SignerKey("eve.example", b"e" * 32)

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def certified(night: Night) -> Parts:
    """The season's bundle with the certificate of week 1: JSON, note and page."""
    given = [published(one.note, "the Gazette") for one in night.register.published()]
    made = certificate_of(night.engine.fold(SEASON), 1, checkpoints=given)
    extra = [
        ("certificate.json", certificate_text(made).encode()),
        ("certificate.note", sign_certificate(made, [ADA])),
        ("certificate.html", certificate_html(made).encode()),
    ]
    return taken_apart(make_bundle(night.ledger, night.register, SEASON, extra=extra).octets)


def edited(certified: Parts, edit: Edit, alone: bool = True) -> bytes:
    """The bundle with its certificate edited and everything hashed again; `alone`: without note and page."""
    document = json.loads(certified.files["certificate.json"])
    edit(document)
    text = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    others: dict[str, bytes | None] = {"certificate.note": None, "certificate.html": None} if alone else {}
    return certified.with_named({"certificate.json": text, **others}).packed()


def test_a_certificate_that_fits_is_no_finding(certified: Parts, both: Both) -> None:
    assert both(certified.packed()).exit_code == 0
    assert both(certified.packed(), signers=[ADA.verifier_key()]).exit_code == 0
    assert both(edited(certified, lambda document: None)).exit_code == 0


def test_a_sealed_certificate_fits_a_sealed_bundle_and_an_open_one_does_not(night: Night, both: Both) -> None:
    for sealed, codes in ((True, set[str]()), (False, {"certificate"})):
        made = certificate_of(night.engine.fold(SEASON), 1, sealed=sealed)
        extra = [("certificate.json", certificate_text(made).encode())]
        bundle = make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True, extra=extra)
        assert both(bundle.octets).codes == codes
        assert both(bundle.octets, bundle.openings).codes == codes


EMPTY_TIE = {"couples": [], "clause": "-", "how": "-", "order": [], "settled": None, "by": [], "position": None}

EDITS: dict[str, Edit] = {
    "who leaves": lambda one: one["outcome"].update(leaving=["bea-cole"]),
    "who is saved": lambda one: one["outcome"].update(saved=["bea-cole"]),
    "a place": lambda one: one["outcome"]["standings"][0].update(place=2),
    "a result": lambda one: one["outcome"]["standings"][0].update(result="leaves"),
    "a count of votes": lambda one: one["outcome"]["standings"][0]["raw"].__setitem__(1, "5"),
    "a number left out": lambda one: one["outcome"]["standings"][0].update(combined=None),
    "a couple left out": lambda one: one["outcome"]["standings"].pop(),
    "the names": lambda one: one["certified"].update(by=["Mallory (executive)", "Olga (adjudicator)"]),
    "the time": lambda one: one["certified"].update(time="2024-09-26T00:00:00Z"),
    "the position": lambda one: one["certified"].update(position=3),
    "the working's digest": lambda one: one["certified"].update(working_sha256="0" * 64),
    "the rulebook": lambda one: one["rulebook"].update(sha256="0" * 64),
    "the adoption": lambda one: one["rulebook"]["adopted"].update(position=1),
    "the season": lambda one: one.update(season="other-1"),
    "the week": lambda one: one.update(week=2),
    "the mode": lambda one: one.update(mode="rehearsal"),
    "a root": lambda one: one["checkpoints"][0].update(root="A" * 43 + "="),
    "a size": lambda one: one["checkpoints"][0].update(size=10**9),
    "the couples' names": lambda one: one["couples"].update({"bea-cole": "Cleo & Dov", "cleo-dov": "Bea & Cole"}),
    "a mark": lambda one: one["scores"]["dances"][0]["marks"][0].update(stands="10"),
    "the show": lambda one: one.update(show="Another show"),
    "votes received": lambda one: one["votes"][0].update(accepted="999999"),
    "who voided a batch": lambda one: one["exclusions"][0].update(by=["Olga (adjudicator)", "Elin (executive)"]),
    "the reason of a void": lambda one: one["exclusions"][0].update(reason="none"),
    "what was announced": lambda one: one["announced"].update(eliminated=["bea-cole"]),
    "a step": lambda one: one["outcome"]["steps"][0].update(how="by whim"),
    "the episodes": lambda one: one["episodes"].pop(),
    "when voting closed": lambda one: one["windows"][0]["sealed"].update(time="2024-09-24T00:00:00Z"),
    "the rulebook's title": lambda one: one["rulebook"].update(title="Our own rules"),
    "the rule in words": lambda one: one["rulebook"].update(says="Whoever we like leaves."),
    "an assumption": lambda one: one["rulebook"]["assumptions"].pop(),
    "a tie that was none": lambda one: one["ties"].append({**EMPTY_TIE}),
    "the form before this one": lambda one: one.update(schema="glitterball.certificate.v1"),
    "checkpoints by the thousand": lambda one: one.update(checkpoints=one["checkpoints"] * examples(10_000)),
    "everything": lambda one: one.clear(),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_what_can_be_compared_is_found(name: str, certified: Parts, both: Both) -> None:
    assert both(edited(certified, EDITS[name])).codes == {"certificate"}


def test_any_edit_is_found_when_the_signer_is_named_or_the_note_is_there(certified: Parts, both: Both) -> None:
    chance = Random(9)
    for _ in range(25):

        def edit(document: Any) -> None:
            held, at = chance.choice(places_in(document))
            held[at] = "edited"

        assert both(edited(certified, edit, alone=False)).codes == {"certificate"}
        assert both(edited(certified, edit), signers=[ADA.verifier_key()]).codes == {"certificate"}


def test_a_note_signed_by_somebody_else_or_by_nobody_is_found(certified: Parts, both: Both) -> None:
    assert both(certified.packed(), signers=[EVE.verifier_key()]).codes == {"certificate"}
    unsigned = certified.with_named({"certificate.note": None}).packed()
    assert both(unsigned).exit_code == 0
    assert both(unsigned, signers=[ADA.verifier_key()]).codes == {"certificate"}


PAGES: dict[str, Callable[[bytes], bytes]] = {
    "couples changing places": lambda page: page.replace(b"Cleo &amp; Dov", b"Bea &amp; Cole"),
    "another hash": lambda page: page.replace(b"SHA-256 <code>", b"SHA-256 <code>0"),
    "a word": lambda page: page.replace(b"one couple leaves", b"no couple leaves"),
    "a style that hides": lambda page: page.replace(b"</style>", b".alarm { display: none; }</style>"),
    "a line behind its end": lambda page: page + b"\n",
    "no word of which template": lambda page: page.replace(b"glitterball.page.v3", b"glitterball"),
    "nothing": lambda page: b"",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_not_the_one_its_json_gives_is_found(name: str, certified: Parts, both: Both) -> None:
    """Finding 2: the page is what people read and frame; note and signer are as they were."""
    page = PAGES[name](certified.files["certificate.html"])
    assert page != certified.files["certificate.html"]
    told = both(certified.with_named({"certificate.html": page}).packed(), signers=[ADA.verifier_key()])
    assert (told.codes, told.exit_code) == ({"certificate"}, 5)


def test_a_page_without_its_json_is_found(certified: Parts, both: Both) -> None:
    alone = certified.with_named({"certificate.json": None, "certificate.note": None})
    assert both(alone.packed()).codes == {"certificate"}


def test_a_page_of_a_newer_template_is_no_damage_and_not_believed(certified: Parts, both: Both) -> None:
    page = certified.files["certificate.html"].replace(b"glitterball.page.v3", b"glitterball.page.v4")
    told = both(certified.with_named({"certificate.html": page}).packed())
    assert (told.codes, told.exit_code) == ({"newer"}, 3)


@pytest.mark.parametrize("octets", [b"", b"{}", b"[]", b"null\n", b"\xff", b"[" * 50_000, b'{"schema":1}\n', b"{}\n"])
def test_what_is_no_certificate_is_a_finding_and_never_a_traceback(octets: bytes, certified: Parts, both: Both) -> None:
    others: dict[str, bytes | None] = {"certificate.note": None, "certificate.html": None, "certificate.json": octets}
    assert both(certified.with_named(others).packed()).codes == {"certificate"}
    note: dict[str, bytes | None] = {"certificate.note": octets, "certificate.html": None, "certificate.json": None}
    assert both(certified.with_named(note).packed()).codes == {"certificate"}
