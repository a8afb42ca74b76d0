"""The pages in the language of whoever asks: which that is, that no catalogue lacks anything, and what is never translated."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from glitterball.store import Season, open_season
from glitterball.web.languages import BRITISH, LANGUAGES, MIRRORED, chosen
from glitterball.web.page import shown
from glitterball.web.words import Moment, counted, figure, worded
from projections.names import couple_names
from tests.web import catalogues
from tests.web.outside import outside
from tests.web.visiting import Visitor

TEMPLATES = sorted((catalogues.WEB / "templates").glob("*.html"))
CATALOGUES = (catalogues.AMERICAN, *catalogues.TRANSLATED)
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")

NAMES = frozenset(("Glitterball", "SHA-256", "JSON", "CSV", "HYPOTHETICAL", "T", "Esc", "glitterball week check", "x"))
"""What is the same in every language: names, keys, what one types, and the word that no screenful of a what-if is without."""

FOR_A_MIXER = "shell.html"
"""A file that is kept beside a mixer and shows no word but a name."""

GERMAN = {"accept-language": "de"}


@pytest.fixture(scope="module")
def season() -> Iterator[Season]:
    season = open_season("us-33")
    yield season
    season.store.close()


@pytest.fixture
def visitor(season: Season) -> Visitor:
    return Visitor(season.store)


# Nothing stands outside the catalogues.


class Literals(HTMLParser):
    """What a template says in so many words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.found.append(data)


def bare(template: str) -> list[str]:
    """Words of a template that no catalogue can have: its text, and texts of its expressions that are not asked of `_`."""
    asked = re.sub(r"""_n?\((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*\)""", "", template)
    inside = " ".join(re.findall(r"{{(.*?)}}", asked, re.DOTALL))
    texts = [said for _, said in re.findall(r"""(["'])(.*?)\1""", inside) if re.search(r"[A-Z][a-z]|[a-z] [a-z]", said)]
    template = re.sub(r"{% macro (named|described)\(.*?endmacro %}", "", template)  # attributes, and no words
    without = re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", template, flags=re.DOTALL)
    said = [" ".join(text.split()).strip(" .,:;·()") for text in Literals(without).found]
    return [text for text in (*said, *texts) if re.search(r"[^\W\d_]", text) and text not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_that_is_in_no_catalogue(path: Path) -> None:
    if path.name != FOR_A_MIXER:
        assert not bare(path.read_text("utf-8"))


def test_words_outside_a_catalogue_are_found() -> None:
    assert bare("<p>Nothing yet.</p>") == ["Nothing yet"]
    assert bare('<nav aria-label="The week">') == ["The week"]
    assert bare('<p>{{ "Propose it" if second else _("Record it") }}</p>') == ["Propose it"]
    assert not bare(
        '<p class="large">{{ _("Nothing yet.") }} {{ _n("%(count)s place", "%(count)s places", open|length) }}</p>'
    )


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_has_all_that_is_said_and_nothing_else(name: str) -> None:
    known = catalogues.catalogue(name)
    said = catalogues.messages()
    assert {message.id if isinstance(message.id, str) else message.id[0] for message in known if message.id} == set(
        said
    )
    path = catalogues.LANGUAGES / f"{name}.po"
    assert path.read_bytes() == catalogues.written(catalogues.brought_up_to_date(name, known)), (
        "python -m tests.web.catalogues"
    )


@pytest.mark.parametrize("name", CATALOGUES)
def test_everything_is_translated_and_every_fact_keeps_its_place(name: str) -> None:
    for message in catalogues.catalogue(name):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        assert forms, ids
        for form in forms:
            assert form, ids
            assert sorted(PLACES.findall(str(form))) == sorted(PLACES.findall(str(ids[0]))), (ids, form)


@pytest.mark.parametrize("name", catalogues.TRANSLATED)
def test_two_things_that_are_told_apart_in_english_are_told_apart_in_every_language(name: str) -> None:
    known = catalogues.catalogue(name)
    verdicts = [known.get(said).string for said in ("READY", "NOT READY", "NOT KNOWN", "AS ANNOUNCED")]  # type: ignore[union-attr]
    results = [known.get(said).string for said in ("safe", "in danger", "saved", "leaves", "immune")]  # type: ignore[union-attr]
    acts = [known.get(said).string for said in ("Approve", "Reject", "Withdraw", "Look", "Record it", "Propose it")]  # type: ignore[union-attr]
    for told in (verdicts, results, acts):
        assert len(set(told)) == len(told), told


# Which language it is.


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en-GB"), ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("es-419", "es"), ("en-US,en;q=0.9", "en-US"),
        ("en-AU", "en-GB"), ("fr,es;q=0.4,de;q=0.7", "de"), ("fr", "en-GB"), ("de;q=0,es", "es"), ("*", "en-GB"),
        (";;q=,,", "en-GB"),         ("ar-XB", "ar-XB"), ("ar", "en-GB"), ("de;q=2", "en-GB"),
    ],
)  # fmt: skip
def test_the_language_is_the_one_a_browser_would_rather_have(header: str, code: str) -> None:
    assert chosen(header).code == code


def test_a_page_says_its_language_and_that_it_varies(visitor: Visitor) -> None:
    for header, says in (
        ("", '<html lang="en-GB" dir="ltr">'),
        ("de", '<html lang="de" dir="ltr">'),
        ("ar-XB", 'dir="rtl"'),
    ):
        answer = visitor.opens("/s/us-33/w/2", **{"accept-language": header})
        assert says in answer.text
        assert answer.headers["vary"] == "Accept-Language, Cookie"


def test_who_chose_is_answered_in_what_they_chose(visitor: Visitor) -> None:
    chose = visitor.client.get("/language", params={"lang": "es", "to": "/s/us-33/w/2?x=1"}, headers=GERMAN)
    assert (chose.status_code, chose.headers["location"]) == (303, "/s/us-33/w/2?x=1")
    assert "Clasificación del jurado" in visitor.opens("/s/us-33/w/2", **GERMAN).text
    assert "Rangliste der Jury" in visitor.opens("/s/us-33/w/2?lang=de").text, "the address says more than a choice"


@pytest.mark.parametrize(
    "to", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/a\nb", ""]
)
def test_the_switch_leads_to_these_pages_alone(visitor: Visitor, to: str) -> None:
    assert visitor.client.get("/language", params={"lang": "de", "to": to}).headers["location"] == "/"


@pytest.mark.parametrize("lang", ["fr", "../de", "de_DE", ""])
def test_what_is_no_language_of_these_is_no_choice(visitor: Visitor, lang: str) -> None:
    answer = visitor.client.get("/language", params={"lang": lang, "to": "/"})
    assert "set-cookie" not in answer.headers
    assert 'lang="en-GB"' in visitor.opens(f"/?lang={lang}").text


@pytest.mark.heavy("every one")
def test_every_page_has_the_switch(visitor: Visitor) -> None:
    for address in ("/", "/s/us-33", "/s/us-33/w/2/audit", "/status", "/nowhere", "/board/us-33", "/whatif/us-33/w/2"):
        page = visitor.opens(address, **GERMAN).text
        assert 'action="/language"' in page, address
        assert all(language.called in page for language in LANGUAGES.values()), address
        assert MIRRORED.called not in page, address


# What never changes with the language.


def test_a_page_as_of_a_position_is_the_same_for_everybody_at_the_same_address(visitor: Visitor) -> None:
    address = "/s/us-33/w/2@140"
    german = visitor.opens(address, **GERMAN)
    assert (german.status_code, german.headers["location"]) == (303, f"{address}?lang=de")
    assert german.headers["cache-control"] == "no-store"
    plain = visitor.opens(address)
    there = [visitor.opens(f"{address}?lang=de", **{"accept-language": said}) for said in ("", "de", "es")]
    assert {answer.content for answer in there} == {there[0].content}
    assert 'lang="de"' in there[0].text
    assert there[0].headers["etag"] != plain.headers["etag"]
    assert "vary" not in there[0].headers


def test_what_was_asked_of_a_page_is_asked_in_every_language(visitor: Visitor) -> None:
    address = "/s/us-33/timeline@140?after=7&votes=yes"
    assert visitor.opens(address, **GERMAN).headers["location"] == f"{address}&lang=de"


@pytest.mark.heavy("every one")
def test_evidence_and_what_machines_read_are_the_same_in_every_language(visitor: Visitor) -> None:
    for address in ("/s/us-33/w/2/certificate", "/s/us-33/w/2/certificate@140", "/s/us-33/w/2.json", "/s/us-33/w/2@140.json",
                    "/s/us-33/timeline.json", "/feeds/us-33/board.json", "/status.json", "/overlay/us-33",
                    "/embed/us-33"):  # fmt: skip
        answers = [visitor.opens(address, **{"accept-language": said}) for said in ("", "de", "ar-XB")]
        assert [answer.status_code for answer in answers] == [200] * 3, address
        assert len({answer.content for answer in answers}) == 1, address
        assert "vary" not in answers[1].headers, address


def test_a_refusal_has_one_code_and_one_sentence(visitor: Visitor) -> None:
    english, german = visitor.opens("/s/us-33/w/99"), visitor.opens("/s/us-33/w/99", **GERMAN)
    assert english.status_code == german.status_code == 404
    for said in ("week-not-in-season", "Week 99 of us-33 has not been opened"):
        assert said in english.text, english.text[:1500]
        assert said in german.text
    assert "Dies wurde abgelehnt" in german.text


def test_an_overlay_speaks_the_language_of_its_address_alone(visitor: Visitor) -> None:
    assert "Wie verkündet" in visitor.opens("/overlay/us-33?lang=de").text
    assert "Wie verkündet" in visitor.opens("/board/us-33", **GERMAN).text


def test_what_is_on_record_is_marked_as_english(visitor: Visitor) -> None:
    sentences = visitor.opens("/s/us-33/e/31", **GERMAN).text
    assert '<p class="said large" lang="en-GB" dir="ltr">' in sentences
    assert '<p class="said large">' in visitor.opens("/s/us-33/e/31").text


# How it is said.


def test_numbers_and_moments_are_written_as_the_language_writes_them() -> None:
    german, spanish, american = LANGUAGES["de"], LANGUAGES["es"], LANGUAGES["en-US"]
    assert [german.says(shown(value)) for value in (Fraction(17, 2), 1234567, Fraction(17, 3), -3, 8)] == [
        "8,5", "1.234.567", "17/3", "-3", "8",
    ]  # fmt: skip
    assert german.says(figure(12_345)) == "12.345"
    assert BRITISH.says(shown(Fraction(24691, 20))) == "1,234.55"
    assert german.says(shown(Fraction(24691, 20))) == "1.234,55"
    night = Moment("2024-09-17T20:00:05.123456Z")
    assert BRITISH.says(night) == "17 Sept 2024, 20:00:05"
    assert american.says(night) == "Sep 17, 2024, 20:00:05"
    assert german.says(night) == "17. Sept. 2024, 20:00:05"
    assert spanish.says(night) == "17 sept 2024, 20:00:05"


def test_one_and_several_are_told_apart_as_the_language_does() -> None:
    said: dict[int, str] = {}
    for count in (0, 1, 2, 1_000_000):
        words = counted("%(count)s reason", "%(count)s reasons", count)
        said[count] = LANGUAGES["es"].says(words)
        assert str(words) == (f"{count:,} reason" if count == 1 else f"{count:,} reasons")
    assert said == {0: "0 motivos", 1: "1 motivo", 2: "2 motivos", 1_000_000: "1.000.000 motivos"}


def test_what_stands_in_words_is_text_and_turns_no_line() -> None:
    said = LANGUAGES["de"].says(worded("%(season)s, week %(week)s", season="<b>\u202e", week=2))
    assert said == "&lt;b&gt;\\u202e, Woche 2"


def test_words_are_their_english_for_machines() -> None:
    assert json.dumps(worded("%(season)s, week %(week)s", season="us-33", week=2)) == '"us-33, week 2"'


def test_the_mirrored_language_marks_what_a_catalogue_has_and_nothing_else(visitor: Visitor) -> None:
    told: Any = MIRRORED.says(worded("Week %(week)s", week=2))
    assert (told[0], told[-1]) == ("⟦", "⟧")
    assert MIRRORED.says(worded("a word that nobody noted")) == "a word that nobody noted"


READ = ("/", "/s/us-33", "/s/us-33/w/2", "/s/us-33/w/2@140?lang=ar-XB", "/s/us-33/w/2/audit", "/s/us-33/w/2/votes",
        "/s/us-33/w/2/rules", "/s/us-33/timeline", "/s/us-33/e/31", "/s/us-33/decisions", "/checkpoints", "/status", "/nowhere",
        "/problems", "/board/us-33", "/whatif/us-33/w/2")  # fmt: skip


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("address", READ)
def test_nothing_on_a_page_is_in_english_by_mistake(visitor: Visitor, season: Season, address: str) -> None:
    state = season.state
    judges = [
        judge.name for week in state.weeks.values() for panel in week.panels.values() for judge in panel.fact.judges
    ]
    styles = [dance.scheduled.fact.style or "" for week in state.weeks.values() for dance in week.dances.values()]
    names = {*couple_names(state, 1).values(), *couple_names(state, 2).values(), *judges, *styles, "Dancing with the Stars (US)",
             "us-33", "A test", "Glitterball's shipped record", "method"} - {""}  # fmt: skip
    assert not outside(visitor.opens(address, **{"accept-language": "ar-XB"}).text, frozenset(names))
