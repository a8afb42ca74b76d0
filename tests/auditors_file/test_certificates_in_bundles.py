"""A certificate in a bundle is about the outcome that was recomputed; with its signer named, any edit is found by both."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from glitterball.closeness.margins import margin
from glitterball.evidence.certificate import (
    certificate_html,
    certificate_of,
    certificate_text,
    page_of,
    published,
    sign_certificate,
)
from glitterball.evidence.ledger import make_bundle
from glitterball.proof.keys import SignerKey
from tests.auditors_file.both import Both
from tests.auditors_file.test_agreement import places_in
from tests.evidence.verifying.night import SEASON, Night
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.thoroughness import examples, part

ADA, EVE = SignerKey("ada.example", b"a" * 32), SignerKey("eve.example", b"e" * 32)

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def with_margins(night: Night) -> Parts:
    """The certificate of week 1 with its margins."""
    fold = night.engine.fold(SEASON)
    rulebook = rulebook_of(fold.state, 1)
    assert rulebook is not None
    made = certificate_of(fold, 1, margins=margin(rulebook, period_of(fold.state, 1, fold.tallies)))
    extra = [("certificate.json", certificate_text(made).encode())]
    return taken_apart(make_bundle(night.ledger, night.register, SEASON, extra=extra).octets)


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


def said_after_announced(one: Any, word: str, value: Any) -> None:
    """A word where it would stand if the week had such."""
    words = list(one.items())
    at = [name for name, _ in words].index("announced") + 1
    one.clear()
    one.update([*words[:at], (word, value), *words[at:]])


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
    "that it does not stand": lambda one: one.update(stands=False),
    "the verdict": lambda one: one["outcome"].update(verdict="nothing announced"),
    "who is immune": lambda one: one["outcome"].update(immune=["bea-cole"]),
    "what it waits for": lambda one: one["outcome"]["needs"].append({"what": "a lot", "couples": [], "why": "-"}),
    "a step left out": lambda one: one["outcome"]["steps"].pop(),
    "the source of a step": lambda one: one["outcome"]["steps"][0].update(source="the showrunner, on the phone"),
    "how a tie was settled": lambda one: one["ties"][0].update(how="a lot"),
    "that a tie was settled by a lot": lambda one: one["ties"][0].update(settled="three cards"),
    "the other readings of an assumption": lambda one: one["rulebook"]["assumptions"][0].update(alternatives=["dense"]),
    "an exclusion left out": lambda one: one["exclusions"].pop(),
    "what an exclusion changed": lambda one: one["exclusions"][0].update(outcome_differs=True),
    "the outcome without an exclusion": lambda one: one["exclusions"][0]["without_it"].update(leaving=["bea-cole"]),
    "how many votes were voided": lambda one: one["exclusions"][0].update(votes="1"),
    "which batch was voided": lambda one: one["exclusions"][0].update(what="batch 7 of vox (sms, viewers)"),
    "an exclusion that was none": lambda one: one["exclusions"].append({**one["exclusions"][0], "position": None}),
    "a decision left out": lambda one: one["decisions"].pop(),
    "a decision twice": lambda one: one["decisions"].append(one["decisions"][-1]),
    "what was decided": lambda one: one["decisions"][0].update(what="rulebook us-1-2@1 from week 1"),
    "a dance left out": lambda one: one["scores"]["dances"].pop(),
    "a dance's style": lambda one: one["scores"]["dances"][0].update(style="Tango"),
    "the total of a dance": lambda one: one["scores"]["dances"][0].update(total="30"),
    "the judges in another order": lambda one: one["scores"].update(
        judges=dict(reversed(one["scores"]["judges"].items()))
    ),
    "what a gateway still owes": lambda one: one["votes"][0].update(missing="4"),
    "a void batch called a channel": lambda one: one["exclusions"][0].update(
        kind="channel voided", what="channel online"
    ),
    "the judges' total": lambda one: one["outcome"]["standings"][0]["raw"].__setitem__(0, "30"),
    "the judges' points": lambda one: one["outcome"]["standings"][0]["points"].__setitem__(0, "30"),
    "votes where they are sealed": lambda one: one["outcome"]["standings"][0]["raw"].__setitem__(1, "30"),
    "the name of a side": lambda one: one["outcome"]["sides"].__setitem__(1, "jury"),
    "a line twice": lambda one: one["outcome"]["standings"].append(one["outcome"]["standings"][0]),
    "a digest": lambda one: one["certified"].update(inputs_sha256="0" * 64),
    "more about the certification": lambda one: one["certified"].update(witnessed_by="everybody"),
    "made at a word": lambda one: one.update(as_of="forged"),
    "made at yes": lambda one: one.update(as_of=True),
    "made at half a position": lambda one: one.update(as_of=10**6 + 0.5),
    "made before it was certified": lambda one: one.update(as_of=one["certified"]["position"] - 1),
    "a proof that says nothing": lambda one: said_after_announced(one, "proof", None),
    "claims that say nothing": lambda one: said_after_announced(one, "proved_as_if", []),
    "a word more": lambda one: one.update(recounted="three times"),
    "a word more about the outcome": lambda one: one["outcome"].update(recounted="three times"),
    "a word more about the rulebook": lambda one: one["rulebook"].update(approved="by the regulator"),
    "a word more about what was announced": lambda one: one["announced"].update(recounted="three times"),
    "words in another order": lambda one: one.update(show=one.pop("show")),
    "words of the rulebook in another order": lambda one: one["rulebook"].update(ref=one["rulebook"].pop("ref")),
    "yes for the first week": lambda one: one.update(week=True),
    "that a manifest agrees": lambda one: one["votes"][0].update(manifest="awaited"),
}


IN_PUBLIC = (
    "the show", "the season", "the mode", "a mark", "a dance left out", "the total of a dance", "the judges in another order",
    "the couples' names", "what was announced", "the episodes", "when voting closed", "the rulebook's title",
    "the rule in words", "an assumption", "the other readings of an assumption", "a decision left out", "what was decided",
    "who voided a batch", "the reason of a void", "an exclusion left out", "a void batch called a channel",
    "which batch was voided", "the judges' total", "the judges' points", "votes where they are sealed", "the name of a side",
    "a word more", "words in another order", "a proof that says nothing", "claims that say nothing",
    "a line twice", "a digest", "more about the certification", "made at a word",
)  # fmt: skip
"""Edits of what rests on no count of votes."""


@pytest.fixture(scope="module")
def sealed(night: Night) -> Parts:
    """The season's bundle, sealed, with the sealed certificate of week 1."""
    made = certificate_of(night.engine.fold(SEASON), 1, sealed=True)
    extra = [("certificate.json", certificate_text(made).encode())]
    return taken_apart(
        make_bundle(night.ledger, night.register, SEASON, sealed=True, guessable=True, extra=extra).octets
    )


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", part(IN_PUBLIC, 0, of=4))
def test_what_rests_on_no_count_is_compared_in_a_sealed_bundle_too(name: str, sealed: Parts, both: Both) -> None:
    """Nobody had to have a key to change these words where counts are sealed, and nobody found it."""
    told = both(sealed.packed())
    assert told.codes == set()
    assert all(any("what rests on votes that are sealed" in line for line in lines) for lines in told.not_checked)
    assert "certificate" in both(edited(sealed, EDITS[name], alone=False)).codes


def a_margin(one: Any, kind: str = "disturbed") -> Any:
    """The first margin that a witness shows."""
    units = [unit[kind] for question in one["margins"]["questions"] for unit in question["units"]]
    return next(margin for margin in units if margin["witness"])


def of_one_mark(one: Any) -> Any:
    return next(
        question["mark_disturbed"]
        for question in one["margins"]["questions"]
        if question["mark_disturbed"]["witness"] is not None
    )


OF_MARGINS: dict[str, Edit] = {
    "a larger number": lambda one: a_margin(one).update(at_least="100000", at_most="100000"),
    "a witness that costs more": lambda one: a_margin(one)["witness"][0].__setitem__(1, "100000"),
    "a witness that changes nothing": lambda one: a_margin(one).update(
        at_least=None, at_most="0", witness=[], exact=False
    ),
    "a number that nothing shows": lambda one: a_margin(one).update(witness=None),
    "that bounds are exact": lambda one: a_margin(one).update(exact=not a_margin(one)["exact"]),
    "another question": lambda one: one["margins"]["questions"][0].update(question="who wins the jackpot"),
    "a question twice": lambda one: one["margins"]["questions"].append(one["margins"]["questions"][0]),
    "another unit": lambda one: one["margins"]["questions"][0]["units"][0].update(unit="bought"),
    "a mark that was another": lambda one: of_one_mark(one)["witness"].update(was="1"),
    "a mark that changes nothing": lambda one: of_one_mark(one)["witness"].update(
        becomes=of_one_mark(one)["witness"]["was"]
    ),
    "a mark of another size": lambda one: of_one_mark(one).update(change="17"),
    "the closest unit left out": lambda one: one["margins"]["questions"][0]["units"].pop(1),
    "every unit left out, and no word of why": lambda one: one["margins"]["questions"][0]["units"].clear(),
    "a question left out": lambda one: one["margins"]["questions"].pop(),
    "a change of 400 that no mark shows": lambda one: one["margins"]["questions"][0]["mark_overturned"].update(
        change="400", witness=None
    ),
    "a bound without a witness called exact": lambda one: a_margin(one).update(
        at_least="100000", at_most=None, witness=None, exact=True
    ),
}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", part(tuple(OF_MARGINS), 0, of=4))
def test_the_margins_of_a_certificate_are_tabulated_by_both(name: str, with_margins: Parts, both: Both) -> None:
    told = both(with_margins.packed())
    assert told.exit_code == 0
    assert any("of margins that no fewer votes" in line for line in told.not_checked[1])
    assert both(edited(with_margins, OF_MARGINS[name], alone=False)).codes == {"certificate"}


def test_what_is_said_of_margins_without_a_number_is_listed_as_not_checked(with_margins: Parts, both: Both) -> None:
    """A page said that no number of votes changes it, and the single file did not say that it believed that."""
    listed = both(with_margins.packed()).not_checked[1]
    assert any("or that none would, and why none are told" in line for line in listed)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("name", part(tuple(EDITS), 0, of=4))
def test_an_edit_of_what_can_be_compared_is_found(name: str, certified: Parts, both: Both) -> None:
    assert both(edited(certified, EDITS[name])).codes == {"certificate"}


@pytest.mark.heavy("forgeries")
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
    "no word of which template": lambda page: page.replace(b"glitterball.page.v5", b"glitterball"),
    "pictures in a template without": lambda page: page.replace(b"glitterball.page.v5", b"glitterball.page.v3"),
    "paper in a template without": lambda page: page.replace(b"glitterball.page.v5", b"glitterball.page.v4"),
    "a template that is no longer known": lambda page: page.replace(b"glitterball.page.v5", b"glitterball.page.v2"),
    "a bar that is longer": lambda page: page.replace(
        b'" height="20"/></svg><span class="sum">', b'0" height="20"/></svg><span class="sum">', 1
    ),
    "nothing": lambda page: b"",
}


@pytest.mark.heavy("forgeries")
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
    page = certified.files["certificate.html"].replace(b"glitterball.page.v5", b"glitterball.page.v6")
    told = both(certified.with_named({"certificate.html": page}).packed())
    assert (told.codes, told.exit_code) == ({"newer"}, 3)


@pytest.mark.parametrize("version", [3, 4])
def test_a_page_of_a_version_before_still_is_what_its_json_gives(version: int, certified: Parts, both: Both) -> None:
    page = page_of(certified.files["certificate.json"].decode(), version).encode()
    assert page != certified.files["certificate.html"]
    assert both(certified.with_named({"certificate.html": page}).packed()).exit_code == 0
    changed = page.replace(b"one couple leaves", b"no couple leaves")
    assert both(certified.with_named({"certificate.html": changed}).packed()).codes == {"certificate"}


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("points", ["1/0", "many", None, "-4", ""])
def test_points_that_are_no_numbers_are_a_finding_and_never_a_traceback(
    points: str | None, certified: Parts, both: Both
) -> None:
    def edit(document: Any) -> None:
        document["outcome"]["standings"][0]["points"][0] = points

    page = {"certificate.html": certified.files["certificate.html"]}
    told = both(taken_apart(edited(certified, edit)).with_named(page).packed())
    assert (told.codes, told.exit_code) == ({"certificate"}, 5)


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("octets", [b"", b"{}", b"[]", b"null\n", b"\xff", b"[" * 50_000, b'{"schema":1}\n', b"{}\n"])
def test_what_is_no_certificate_is_a_finding_and_never_a_traceback(octets: bytes, certified: Parts, both: Both) -> None:
    others: dict[str, bytes | None] = {"certificate.note": None, "certificate.html": None, "certificate.json": octets}
    assert both(certified.with_named(others).packed()).codes == {"certificate"}
    note: dict[str, bytes | None] = {"certificate.note": octets, "certificate.html": None, "certificate.json": None}
    assert both(certified.with_named(note).packed()).codes == {"certificate"}
