"""The certificate as a page to be read, printed and framed: one fixed template filled from the certificate's JSON.

No script, nothing fetched, and nothing on it that the JSON does not say: whoever has the JSON can make the page again.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from domain.record import digest
from glitterball.evidence.certificate.as_json import certificate_text
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.filling import Piece, filled, read_template
from glitterball.evidence.certificate.filters import day, filters_of
from glitterball.evidence.certificate.pictures import pictures_in
from glitterball.evidence.certificate.qr import qr_path
from projections.names import listed

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

NEWEST_PAGE = 5
"""The version of pages that are made."""
WITHOUT_PICTURES = 3
"""The first version of which pages still are what their JSON gives."""
NARROW_ON_PAPER = 4
"""The version with pictures whose rules for a telephone were those of paper, too."""
PAGES = (WITHOUT_PICTURES, NARROW_ON_PAPER, NEWEST_PAGE)


def page_of(text: str, page: int = NEWEST_PAGE) -> str:
    """The page of a certificate's JSON, of one of `PAGES`. ValueError, LookupError, TypeError or ArithmeticError where the text
    is no certificate of this form."""
    document: dict[str, Any] = json.loads(text)
    pictures = pictures_in(document) if page > WITHOUT_PICTURES else {}
    version = {"page": page, "for_paper": page > NARROW_ON_PAPER, "pictured": any(pictures.values()), **pictures}
    shown = {**document, "shown": {**_shown(document, digest(text.encode())), **version}}
    return filled(_template(), shown, filters_of(document))


def certificate_html(certificate: Certificate) -> str:
    """The page of a certificate."""
    return page_of(certificate_text(certificate))


def _shown(document: dict[str, Any], sha256: str) -> dict[str, Any]:
    """What the page says in other words than the JSON."""
    verb, large, rest = _result(document)
    announced = [f"{what}: {told}" for what, told in announced_in(document) if told]
    return {
        "digest": sha256,
        "short": sha256[:16],
        "code": qr_path(f"GLITTERBALL:SHA256:{sha256.upper()}"),
        "rehearsal": document["mode"] == "rehearsal",
        "when": dates_in(document),
        "verb": verb,
        "large": large,
        "rest": rest,
        "alarm": "" if document["stands"] else _alarm(document),
        "announced": "; ".join(announced),
        "signers": [
            {"who": who, "did": did}
            for who, did in zip(document["certified"]["by"], ("proposed", "approved"), strict=False)
        ],
        "judges": list(document["scores"]["judges"].values()),
        "grouped": any(len(group) > 1 for group in document.get("proof", {}).get("groups", ())),
        "alike": _alike(document),
        "zone": zone_in(document),
    }


def _alike(document: dict[str, Any]) -> str:
    """What a proof says would be the same, had other votes counted."""
    placed = any(line["result"] == "placed" for line in document["outcome"]["standings"])
    return "The places are the same" if placed else "The same couples leave"


def dates_in(document: dict[str, Any]) -> str:
    """When the week was broadcast."""
    dates = [
        day(shown["date"]) for shown in document["episodes"] if shown["week"] == document["week"] and shown["date"]
    ]
    return listed(dates) if dates else ""


def zone_in(document: dict[str, Any]) -> str:
    """Whose hours the times are."""
    zone = document["zone"]
    name: str = zone["name"]
    return name if zone["offset"] == "+00:00" else f"{name} (UTC{zone['offset']})"


def _result(document: dict[str, Any]) -> tuple[str, str, str]:
    """The verb of the sentence, the names that are set large, and what stands under them."""
    outcome, names = document["outcome"], document["couples"]
    placed = [(line["place"], names[line["couple"]]) for line in outcome["standings"] if line["result"] == "placed"]
    if outcome["status"] != "decided":
        return "it is not decided", "", ""
    if placed:
        first = [name for place, name in placed if place == 1]
        rest = " · ".join(f"{place}. {name}" for place, name in placed if place != 1)
        return "the winners are" if len(first) > 1 else "the winner is", listed(first), rest
    if not outcome["leaving"]:
        return "no couple leaves", "All couples dance on", ""
    saved = [names[couple] for couple in outcome["saved"]]
    out_of = f" from the bottom {_counted(len(outcome['bottom']))}" if outcome["bottom"] else ""
    rest = f"{listed(saved)} stay{'s' if len(saved) == 1 else ''}{out_of}"
    leaving = [names[couple] for couple in outcome["leaving"]]
    verb = "these couples leave" if len(leaving) > 1 else "one couple leaves"
    return verb, listed(leaving), rest if saved else ""


def _counted(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _alarm(document: dict[str, Any]) -> str:
    """Why this certificate is not to be relied on."""
    why = [f"{found['where']}: {found['what']}" for found in document["findings"] if found["severity"] == "error"]
    if document["outcome"]["status"] != "decided":
        why.append("the outcome is not decided")
    return "; ".join(why) or "what was announced does not follow"


def announced_in(document: dict[str, Any]) -> list[tuple[str, str]]:
    """What was said on air, by what it was about; an empty text where nothing was."""
    said, names = document["announced"], document["couples"]
    told = [
        (what, listed([names.get(couple, couple) for couple in said[key]]) if said[key] is not None else "")
        for what, key in (("in danger", "danger"), ("saved", "saved"), ("leaving", "eliminated"))
    ]
    places = [f"{place} {names.get(couple, couple)}" for couple, place in said["places"] or ()]
    return [*told, ("places", ", ".join(places))]


@cache
def _template() -> tuple[Piece, ...]:
    return read_template(resource("page.html"), resource("certificate.css"))


@cache
def resource(name: str) -> str:
    """A file that the pages are made of."""
    return resources.files("glitterball.evidence.certificate").joinpath(name).read_text("utf-8")
