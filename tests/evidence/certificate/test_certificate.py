"""The certificate says everything it must, escapes everything it is told, and is the same bytes every time."""

import hashlib
import itertools
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.events import VoteBatchReceived
from domain.season.gathering import period_of
from domain.season.state import rulebook_of
from glitterball.closeness.margins import margin
from glitterball.evidence.certificate import (
    Certificate,
    NothingCertified,
    Published,
    certificate_html,
    certificate_json,
    certificate_of,
    certificate_text,
    open_certificate,
    published,
    shipped_verifier,
    sign_certificate,
)
from glitterball.evidence.certificate.qr import ALPHABET, MOST, qr_path
from glitterball.evidence.certificate.zones import zone_at
from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.keys import SignerKey
from glitterball.proof.refusals import NoteUnverified, SignatureWrong
from glitterball.refusals import ValueNotValid
from tests.auditors_file.single_file import vb
from tests.evidence.certificate.mishaps import HOSTILE, fold_of, night, opened
from tests.rehearsed import rehearsed
from tests.scripts import said_here
from tests.thoroughness import part

ORIGIN = "log.example/dance"
LOG_KEY, ADA, EVE = (
    SignerKey(name, bytes([at]) * 32) for at, name in enumerate((ORIGIN, "ada.example", "eve.example"))
)
POINT = Published(
    origin=ORIGIN, size=900, root="HA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", named=(), where="The Gazette, page 3"
)


def certified(mode: str = "live", hostile: bool = False, sealed: bool = False) -> Certificate:
    """The night of mishaps, with all that can be given."""
    log = night(mode, hostile)
    fold = fold_of(log)
    late = [
        one
        for one in log.events
        if isinstance(one.fact, VoteBatchReceived) and one.position > fold.tallies[1].sealed_at
    ]
    rulebook = rulebook_of(fold.state, 1)
    assert rulebook is not None
    margins = margin(rulebook, period_of(fold.state, 1, fold.tallies))
    return certificate_of(fold, 1, checkpoints=[POINT], margins=margins, after_the_seal=late, sealed=sealed)


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


MAKE = """
import hashlib
from tests.evidence.certificate.test_certificate import certified
from glitterball.evidence.certificate import certificate_html, certificate_text
print(hashlib.sha256((certificate_html(certified()) + certificate_text(certified())).encode()).hexdigest())
"""


@pytest.mark.heavy("processes")
def test_it_is_the_same_bytes_whatever_the_hash_seed() -> None:
    made = {said_here(MAKE)} | {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in part(("1", "77"), 0, of=2)
    }
    assert len(made) == 1


@pytest.mark.heavy("forgeries")
@pytest.mark.parametrize("week", range(1, 10))
def test_every_rehearsed_week_has_a_certificate_that_stands_and_is_marked(week: int) -> None:
    made = certificate_of(rehearsed().fold, week, checkpoints=[POINT])
    html, document = certificate_html(made), certificate_json(made)
    assert made.stands
    assert document["mode"] == "rehearsal"
    assert str(document["notice"]).startswith("REHEARSAL")
    assert Page(html).words.count("REHEARSAL") >= 2


def test_week_two_of_the_rehearsal_says_everything_it_must() -> None:
    made = certificate_of(rehearsed().fold, 2, checkpoints=[POINT])
    words = Page(certificate_html(made)).words
    verifier = shipped_verifier()
    for shown in (
        "Dancing with the Stars (US)", "Season 33 · Week 2", "sealed 17 September 2024, 22:05:00 UTC", "us-33@1",
        made.rules.sha256, f"event {made.rules.adopted_at}", POINT.root, "The Gazette, page 3", "mobile", "over the cap",
        "Carrie Ann Inaba", "corrected to", "Rehearsal score desk, second", "The outcome in steps", "Ties, and how they were",
        "Nothing was excluded", verifier.name, verifier.version, verifier.sha256, "Not checked",
        "Rehearsal executive (executive)", "Rehearsal adjudicator (adjudicator)", made.certified.fact.inputs_sha256,
        made.certified.fact.working_sha256,
    ):  # fmt: skip
        assert shown in words, shown


def test_a_night_of_mishaps_says_each_with_those_who_answer_for_it() -> None:
    made = certified()
    document = json.loads(certificate_text(made))
    correction = document["scores"]["corrections"][0]
    assert (correction["was"], correction["becomes"], correction["after_the_lock"]) == ("9", "8", True)
    assert correction["by"] == ["Dora (score desk)", "Olga (adjudicator)"]
    lot = next(tie for tie in document["ties"] if tie["settled"])
    assert (lot["settled"], lot["by"]) == ("three cards, before the notary", ["Elin (executive)", "Olga (adjudicator)"])
    assert document["outcome"]["saved"] == ["gil-hal"]
    assert [step["how"] for step in document["outcome"]["steps"] if step["stage"] == "second stage"] == ["majority"]
    sms = next(row for row in document["votes"] if row["channel"] == "sms")
    assert (sms["received"], sms["accepted"], sms["rejected"], sms["late"]) == (
        "127",
        "120",
        {"over the cap": "5"},
        "2",
    )
    assert {question["question"] for question in document["margins"]["questions"]} == {
        "who leaves", "who is in the bottom set",
    }  # fmt: skip


def test_each_exclusion_is_taken_back_alone_and_says_whether_the_outcome_differs() -> None:
    found = {(one.kind, one.what): one for one in certified().exclusions}
    twice = found["batch voided", "batch 2 of phones (sms, viewers)"]
    assert twice.differs
    assert twice.without is not None
    assert twice.without.leaving == ("eva-fin",), "with the batch counted, Cat & Dan are not even in danger"
    assert found["batch voided", "batch 4 of phones (sms, viewers)"].differs is False
    assert found["channel voided", "channel calls"].differs is False
    late = found["batches after the seal", "1 batch"]
    assert (late.differs, late.votes, late.people) == (True, 90, None)


def test_late_batches_that_were_not_given_are_named_among_what_was_not_checked() -> None:
    made = certificate_of(fold_of(night()), 1)
    late = next(one for one in made.exclusions if one.kind == "batches after the seal")
    assert late.differs is None
    assert any("1 batch that came after the seal" in line for line in made.not_checked)
    assert any("no margin was worked out" in line for line in made.not_checked)
    assert any("no checkpoint of the log was given" in line for line in made.not_checked)


def test_names_that_are_markup_stay_words() -> None:
    html = certificate_html(certified(hostile=True))
    page = Page(html)
    assert HOSTILE in page.words
    assert "script" not in page.tags
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert "<b>night" not in html


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    page = Page(certificate_html(certified()))
    assert not {"script", "link", "img", "iframe", "object", "a"} & set(page.tags)
    assert not {"src", "href", "style"} & {name for name, _ in page.attributes}
    style = certificate_html(certified()).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style


def test_only_a_rehearsal_is_watermarked() -> None:
    assert "REHEARSAL" not in certificate_html(certified())
    assert '.rehearsal::before { content: "REHEARSAL"; content: "REHEARSAL" / ""; }' in certificate_html(
        certified("rehearsal")
    )


def test_every_printed_page_names_show_week_and_hash_and_has_its_number() -> None:
    """Detached, the second page certified nothing."""
    html = certificate_html(certified("rehearsal"))
    text = certificate_text(certified("rehearsal"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    style = html.split("<style>")[1].split("</style>")[0]
    named = f"A\\000020small\\000020show, season 1, week 1: REHEARSAL · JSON {sha256[:16]}"
    assert f'@bottom-left {{ width: 84%; content: "{named}"; }}' in style
    assert "@bottom-center { content: none; }" in style, "two boxes beside one another lie upon one another"
    assert 'counter(page) " of " counter(pages)' in style


def test_a_show_cannot_break_out_of_the_style_that_names_it_on_every_page() -> None:
    style = certificate_html(certified(hostile=True)).split("<style>")[1].split("</style>")[0]
    *_, line = (line for line in style.splitlines() if "@bottom-left" in line)
    content = line.split('"')[1]
    assert ", season 1, week 1" in content
    assert set(content) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\\ ,:·")


def test_the_page_is_a_document_that_can_be_read_aloud() -> None:
    """Every table has a caption and says of each heading what it heads; headings do not leave a level out; pictures are told."""
    html = certificate_html(certified())
    page = Page(html)
    assert page.tags.count("table") == page.tags.count("caption") == 3
    heads = html.count("<th ")
    assert heads == html.count('<th scope="col"') + html.count('<th scope="row"')
    levels = [int(tag[1]) for tag in page.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert '<html lang="en">' in html
    assert html.count("<svg") == html.count('aria-hidden="true"') + html.count('role="img" aria-label=')


def test_nothing_stands_in_machine_words() -> None:
    words = Page(certificate_html(certificate_of(rehearsed().fold, 2))).words
    shown = words.split("REHEARSAL: synthetic", 1)[1]
    for machine in ("tie_chain", "side_total", "sides.", "forms.double", "second_stage", "None", "[[", "{"):
        assert machine not in shown, machine


def test_findings_call_couples_and_judges_as_on_screen() -> None:
    words = Page(certificate_html(certified())).words
    assert "Warning: week 1, dance Amy & ben: Ines's paddle showed 10, the score submitted is 8 and stands." in words
    assert "Verdict: what was announced follows from the events under the rulebook in force." in words


def test_times_are_those_of_the_show() -> None:
    zone = zone_at("America/Los_Angeles", "2024-09-24T22:30:00Z")
    made = certificate_of(rehearsed().fold, 2, zone=zone)
    assert zone.offset == "-07:00"
    assert certificate_json(made)["zone"] == {"name": "America/Los_Angeles", "offset": "-07:00"}
    words = Page(certificate_html(made)).words
    assert "24 September 2024, 15:30:00 UTC−07:00" in words
    assert "Times are those of the show, America/Los_Angeles (UTC-07:00)." in words
    with pytest.raises(ValueNotValid):
        zone_at("The Moon", "2024-09-24T22:30:00Z")


@given(st.text(alphabet=ALPHABET, max_size=MOST))
def test_two_writers_draw_the_same_code(text: str) -> None:
    assert qr_path(text) == vb.qr_path(text)


def test_a_code_is_the_published_pattern_where_it_is_fixed() -> None:
    """Finders and timing of ISO/IEC 18004 in the first row; a reader of codes read the whole of it when it was written."""
    assert qr_path("GLITTERBALL").startswith("M0 0h7v1H0z")
    with pytest.raises(ValueError, match="at most 90"):
        qr_path("x")


def test_a_week_that_was_not_certified_has_no_certificate() -> None:
    with pytest.raises(NothingCertified):
        certificate_of(fold_of(opened()), 1)


def test_a_certificate_that_became_stale_says_so_on_its_face() -> None:
    log = night()
    from domain.season import commands as c

    log.say(c.CorrectScore(week=1, dance="1.1.gil-hal", judge="jo", mark=10, reason="the card was misread"))
    made = certificate_of(fold_of(log), 1)
    assert not made.stands
    assert "This certificate does not stand" in Page(certificate_html(made)).words


def test_a_sealed_certificate_shows_no_vote_count() -> None:
    made = certified(sealed=True)
    document = json.loads(certificate_text(made))
    assert document["margins"] is None
    assert all(line["raw"][1] is None and line["points"][1] is None for line in document["outcome"]["standings"])
    assert all(line["combined"] is None and line["place"] is None for line in document["outcome"]["standings"])
    hidden = [step for step in document["outcome"]["steps"] if step["compared"] is None]
    assert {step["stage"] for step in hidden} == {"votes", "points", "combine", "tie", "order"}
    assert document["certified"]["inputs_sha256"] is None, "a digest of counts can be guessed at"
    assert document["outcome"]["leaving"] == ["cat-dan"]


def test_signed_as_a_note_every_word_is_covered() -> None:
    made = certified()
    note = sign_certificate(made, [EVE, ADA])
    assert note == sign_certificate(made, [EVE, ADA])
    document, opened_note = open_certificate(note, [ADA.verifier_key(), EVE.verifier_key()])
    assert document == json.loads(certificate_text(made))
    assert [key.name for key, _ in opened_note.good] == ["eve.example", "ada.example"]
    with pytest.raises(SignatureWrong):
        open_certificate(
            note.replace(b'"leaving": [\n   "cat-dan"', b'"leaving": [\n   "gil-hal"'), [ADA.verifier_key()]
        )
    with pytest.raises(NoteUnverified):
        open_certificate(note, [LOG_KEY.verifier_key()])


def test_hostile_words_do_not_break_the_note() -> None:
    made = certified(hostile=True)
    document, _ = open_certificate(sign_certificate(made, [ADA]), [ADA.verifier_key()])
    assert HOSTILE in str(document["show"])


def test_a_checkpoint_is_told_with_where_it_was_first_published_or_plainly_that_it_was_not() -> None:
    note = sign_checkpoint(Checkpoint(ORIGIN, 7, bytes(32)), LOG_KEY)
    told = published(note, None)
    assert (told.origin, told.size) == (ORIGIN, 7)
    made = certificate_of(fold_of(night()), 1, checkpoints=[told])
    document = json.loads(certificate_text(made))
    assert document["checkpoints"][0]["first_published"] == "not published"
    assert any("does not reach the certified outcome" in line for line in made.not_checked)


def test_the_style_is_part_of_the_package() -> None:
    import glitterball.evidence.certificate as package

    assert (Path(package.__path__[0]) / "certificate.css").is_file()
