"""A certificate's page, made again: the one template, filled from the JSON (certificate.md, section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from .part_01_findings import Wrong
from .part_02_spellings import Json, digest
from .part_24_page_style import PAGE_STYLE
from .part_24_page_template import PAGE_TEMPLATE
from .part_24_page_words import Words, as_day, listed
from .part_24_pictures import drawn_again
from .part_24_qr import qr_path

FILTERS = {"names": "couples"}
"""Filters whose method has another name."""
_PLACE = re.compile(r"\[\[(?:([#?^])([\w.]+)|(/)|([\w.]+)(?:\|(\w+))?)\]\]")
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OLDEST_PAGE, NEWEST_PAGE = 3, 5
"""The templates that are known: from 4 on with pictures, from 5 on with a style for paper."""


def page_again(text: str, said: Json, version: int = NEWEST_PAGE) -> bytes:
    """The page of a certificate's JSON."""
    words, shown = Words(said), _in_other_words(said, digest(text.encode()))
    drawn = drawn_again(said) if version > 3 else {}
    of_version = {"page": version, "pictured": any(drawn.values()), "for_paper": version > 4}
    around = [said, {"shown": {**shown, **drawn, **of_version}}]
    template = PAGE_TEMPLATE.replace("[[stylesheet]]", PAGE_STYLE)
    tokens = _PLACE.split(template)  # text, then the five groups of a mark, and so on
    return "".join(_fill(tokens, 0, len(tokens), around, words)).encode()


def _fill(tokens: list[str], at: int, end: int, around: list[Json], words: Words) -> Iterator[str]:
    """What stands between two places of the template; each block is walked as often as it stands."""
    while at < end:
        yield tokens[at]
        if at + 1 >= end:
            return
        kind, block, _, path, named = tokens[at + 1 : at + 6]
        at += 6
        if kind:
            close = _close(tokens, at)
            value = _value(block, around)
            if kind == "#":
                for each in value or ():
                    yield from _fill(tokens, at, close, [*around, each], words)
            elif bool(value) == (kind == "?"):
                yield from _fill(tokens, at, close, around, words)
            at = close + 5
        else:
            value = _value(path, around)
            said = getattr(words, FILTERS.get(named, named))(value) if named else "" if value is None else str(value)
            yield escape(said, quote=True)


def _close(tokens: list[str], at: int) -> int:
    """One past the text before the mark that closes a block."""
    depth = 1
    while True:
        kind, _, closes = tokens[at + 1 : at + 4]
        depth += 1 if kind else -1 if closes else 0
        if depth == 0:
            return at + 1
        at += 6


def _value(path: str, around: list[Json]) -> Json:
    if path == ".":
        return around[-1]
    first, *rest = path.split(".")
    value = next((held[first] for held in reversed(around) if isinstance(held, dict) and first in held), None)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _in_other_words(said: Json, sha256_of_json: str) -> dict[str, Json]:
    """What the page says in other words than the JSON."""
    verb, large, rest = _ends(said)
    zone, dates = said["zone"], [held["date"] for held in said["episodes"] if held["week"] == said["week"]]
    placed = any(line["result"] == "placed" for line in said["outcome"]["standings"])
    roles = zip(said["certified"]["by"], ("proposed", "approved"), strict=False)
    return {
        "digest": sha256_of_json,
        "short": sha256_of_json[:16],
        "code": qr_path(f"GLITTERBALL:SHA256:{sha256_of_json.upper()}"),
        "rehearsal": said["mode"] == "rehearsal",
        "when": listed([as_day(date) for date in dates if date]) if any(dates) else "",
        "verb": verb,
        "large": large,
        "rest": rest,
        "alarm": "" if said["stands"] else _why_not(said),
        "announced": "; ".join(_announced(said)),
        "signers": [{"who": who, "did": did} for who, did in roles],
        "judges": list(said["scores"]["judges"].values()),
        "grouped": any(len(group) > 1 for group in said.get("proof", {}).get("groups", ())),
        "alike": "The places are the same" if placed else "The same couples leave",
        "zone": zone["name"] if zone["offset"] == "+00:00" else f"{zone['name']} (UTC{zone['offset']})",
    }


def _ends(said: Json) -> tuple[str, str, str]:
    """The verb of the declaration, the names set large, what stands under them."""
    outcome, names = said["outcome"], said["couples"]
    if outcome["status"] != "decided":
        return "it is not decided", "", ""
    placed = [(line["place"], names[line["couple"]]) for line in outcome["standings"] if line["result"] == "placed"]
    if placed:
        winners = [name for place, name in placed if place == 1]
        others = [f"{place}. {name}" for place, name in placed if place != 1]
        return f"the winner{'s are' if len(winners) > 1 else ' is'}", listed(winners), " \u00b7 ".join(others)
    leaving, saved = ([names[couple] for couple in outcome[key]] for key in ("leaving", "saved"))
    if not leaving:
        return "no couple leaves", "All couples dance on", ""
    bottom = len(outcome["bottom"])
    count = COUNTED[bottom] if bottom < len(COUNTED) else str(bottom)
    out_of = f" from the bottom {count}" if outcome["bottom"] else ""
    stay = f"{listed(saved)} stay{'s' if len(saved) == 1 else ''}{out_of}" if saved else ""
    return "these couples leave" if len(leaving) > 1 else "one couple leaves", listed(leaving), stay


def _why_not(said: Json) -> str:
    why = [f"{found['where']}: {found['what']}" for found in said["findings"] if found["severity"] == "error"]
    why += ["the outcome is not decided"] if said["outcome"]["status"] != "decided" else []
    return "; ".join(why) or "what was announced does not follow"


def _announced(said: Json) -> Iterator[str]:
    held, names = said["announced"], said["couples"]
    for what, key in (("in danger", "danger"), ("saved", "saved"), ("leaving", "eliminated")):
        if held[key] is not None:
            yield f"{what}: {listed([names.get(couple, couple) for couple in held[key]])}"
    if held["places"]:
        yield f"places: {', '.join(f'{place} {names.get(couple, couple)}' for couple, place in held['places'])}"


def wrong_with_page(page: bytes, text: str, said: Json) -> str:
    """What is wrong with a page; `newer` where it is filled from a template newer than this file's."""
    stated = re.search(rb'<meta name="generator" content="glitterball\.page\.v([1-9][0-9]{0,3})">', page[:4096])
    version = int(stated[1]) if stated else NEWEST_PAGE
    try:
        if page_again(text, said, version if OLDEST_PAGE <= version <= NEWEST_PAGE else NEWEST_PAGE) == page:
            return ""
    except (Wrong, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return "no page can be made from the JSON"
    return "newer" if version > NEWEST_PAGE else "the page is not the one its JSON gives"
