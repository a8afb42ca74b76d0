"""What a certificate's page has to show, read from its JSON alone and written without a look at what fills the page.

Every place of the JSON is in one of two tables: where on the page it stands and as what, or why it is not shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
VOID = ("meta", "br", "path", "circle", "ellipse", "link")


@dataclass
class Section:
    """What stands under a heading: all of it, the rows of its table, and its list."""

    text: str = ""
    rows: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


class Read(HTMLParser):
    """A page by its headings of the second level; what stands before the first is under the empty one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sections: dict[str, Section] = {"": Section()}
        self.open: list[str] = []
        self.heading = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        if tag == "h2":
            self.heading = ""
        elif tag == "tr" and "tbody" in self.open:
            self.at.rows.append("")
        elif tag == "li":
            self.at.items.append("")
        elif tag == "footer":
            self.heading = "footer"
        if tag in ("td", "th", "p", "dd", "dt", "li", "span", "h3"):
            self._say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self.open:
            return
        while self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self.open or "title" in self.open:
            return
        if "h2" in self.open:
            self.heading += data
        else:
            self._say(data)

    @property
    def at(self) -> Section:
        return self.sections.setdefault(self.heading, Section())

    def _say(self, words: str) -> None:
        self.at.text += words
        if "tbody" in self.open and self.at.rows:
            self.at.rows[-1] += words
        if "li" in self.open:
            self.at.items[-1] += words


STANDINGS, VOTES, SCORES = "Standings", "Votes delivered", "Scores as submitted"
STEPS, TIES, RULES, LOG = "The outcome in steps", "Ties, and how they were settled", "Rules", "Log"
MARGIN, EXCLUSIONS = "Margin: the least that changes it", "Exclusions, and what they changed"
AS_IF = "Proof that other votes would not have changed it"
DECISIONS, ANNOUNCED, PROOF = "Substitutions and decisions", "Announced against computed", "Proof of the outcome"

SHOWN: dict[str, tuple[str, str]] = {
    "notice": ("", "words"), "show": ("", "words"), "number": ("", "plain"), "week": ("", "plain"), "venue": ("", "words"),
    "zone.name": ("footer", "words"),
    "scores_from.*": (RULES, "plain"), "votes_from.*": (RULES, "plain"),
    "rulebook.ref": (RULES, "words"), "rulebook.title": (RULES, "words"), "rulebook.sha256": (RULES, "words"),
    "rulebook.adopted.position": (RULES, "plain"), "rulebook.adopted.time": (RULES, "time"),
    "rulebook.from_week": (RULES, "plain"), "rulebook.by.*": (RULES, "words"), "rulebook.says": (RULES, "words"),
    "rulebook.assumptions.*.name": (RULES, "any case"), "rulebook.assumptions.*.says": (RULES, "words"),
    "rulebook.assumptions.*.alternatives.*": (RULES, "words"),
    "windows.*.week": (LOG, "plain"), "windows.*.opens": (LOG, "time"), "windows.*.closes": (LOG, "time"),
    "windows.*.opened.position": (LOG, "plain"), "windows.*.opened.time": (LOG, "time"),
    "windows.*.sealed.position": (LOG, "plain"), "windows.*.sealed.time": (LOG, "time"),
    "checkpoints.*.origin": (LOG, "words"), "checkpoints.*.size": (LOG, "count"), "checkpoints.*.root": (LOG, "words"),
    "checkpoints.*.first_published": (LOG, "words"),
    "certified.position": (LOG, "plain"), "certified.time": (LOG, "time"), "certified.by.*": ("", "words"),
    "certified.inputs_sha256": (LOG, "words"), "certified.working_sha256": (LOG, "words"),
    "votes.*.week": (VOTES, "plain"), "votes.*.gateway": (VOTES, "words"), "votes.*.channel": (VOTES, "words"),
    "votes.*.batches": (VOTES, "count"), "votes.*.received": (VOTES, "count"), "votes.*.accepted": (VOTES, "count"),
    "votes.*.late": (VOTES, "count"), "votes.*.voided_batches": (VOTES, "many"), "votes.*.missing": (VOTES, "words"),
    "votes.*.manifest": (VOTES, "words"), "votes.*.rejected.*": (VOTES, "count"),
    "votes.*.after_the_seal.votes": (VOTES, "many"),
    "scores.judges.*": (SCORES, "words"),
    "scores.dances.*.week": (SCORES, "plain"), "scores.dances.*.style": (SCORES, "words"),
    "scores.dances.*.couples.*": (SCORES, "couple"), "scores.dances.*.marks.*.submitted": (SCORES, "number"),
    "scores.dances.*.marks.*.stands": (SCORES, "number"), "scores.dances.*.total": (SCORES, "number"),
    "scores.corrections.*.week": (SCORES, "plain"), "scores.corrections.*.judge": (SCORES, "judge"),
    "scores.corrections.*.was": (SCORES, "number"), "scores.corrections.*.becomes": (SCORES, "number"),
    "scores.corrections.*.reason": (SCORES, "words"), "scores.corrections.*.by.*": (SCORES, "words"),
    "scores.corrections.*.position": (SCORES, "plain"),
    "scores.bonuses.*.couple": (SCORES, "couple"), "scores.bonuses.*.points": (SCORES, "number"),
    "scores.bonuses.*.reason": (SCORES, "words"), "scores.bonuses.*.position": (SCORES, "plain"),
    "outcome.standings.*.couple": (STANDINGS, "couple"), "outcome.standings.*.raw.*": (STANDINGS, "number"),
    "outcome.standings.*.points.*": (STANDINGS, "points"), "outcome.standings.*.combined": (STANDINGS, "points"),
    "outcome.standings.*.place": (STANDINGS, "plain"), "outcome.standings.*.result": (STANDINGS, "words"),
    "outcome.steps.*.source": (STEPS, "words"), "outcome.steps.*.compared.*.0": (STEPS, "couple"),
    "outcome.steps.*.compared.*.1": (STEPS, "points"), "outcome.steps.*.groups.*.*": (STEPS, "couple"),
    "ties.*.couples.*": (TIES, "couple"), "ties.*.order.*.*": (TIES, "couple"), "ties.*.settled": (TIES, "words"),
    "ties.*.by.*": (TIES, "words"), "ties.*.position": (TIES, "plain"),
    "announced.danger.*": (ANNOUNCED, "couple"), "announced.saved.*": (ANNOUNCED, "couple"),
    "announced.eliminated.*": (ANNOUNCED, "couple"), "announced.places.*.0": (ANNOUNCED, "couple"),
    "announced.places.*.1": (ANNOUNCED, "plain"),
    "proof.position": (PROOF, "plain"), "proof.time": (PROOF, "time"), "proof.by.*": (PROOF, "words"),
    "proof.certified": (PROOF, "plain"), "proof.groups.*.*": (PROOF, "couple"), "proof.equal.*.*": (PROOF, "couple"),
    "proof.proved.*.body": (PROOF, "words"), "proof.proved.*.turnout": (PROOF, "count"),
    "proof.proved.*.kept.*": (PROOF, "couple"), "proof.proved.*.left.*": (PROOF, "couple"),
    "proof.proved.*.placed.*": (PROOF, "couple"), "proof.counted.*.week": (PROOF, "plain"),
    "proof.counted.*.gateway": (PROOF, "words"), "proof.counted.*.manifest": (PROOF, "plain"),
    "proof.counted.*.channels.*.0": (PROOF, "words"), "proof.counted.*.channels.*.2": (PROOF, "words"),
    "proof.context_sha256": (PROOF, "words"), "proof.proof_sha256": (PROOF, "words"), "proof.file": (PROOF, "words"),
    "proved_as_if.*.position": (AS_IF, "plain"), "proved_as_if.*.time": (AS_IF, "time"), "proved_as_if.*.by.*": (AS_IF, "words"),
    "proved_as_if.*.certified": (AS_IF, "plain"), "proved_as_if.*.channel": (AS_IF, "words"),
    "proved_as_if.*.groups.*.*": (AS_IF, "couple"), "proved_as_if.*.equal.*.*": (AS_IF, "couple"),
    "proved_as_if.*.proved.*.body": (AS_IF, "words"), "proved_as_if.*.proved.*.turnout": (AS_IF, "count"),
    "proved_as_if.*.proved.*.kept.*": (AS_IF, "couple"), "proved_as_if.*.proved.*.left.*": (AS_IF, "couple"),
    "proved_as_if.*.proved.*.placed.*": (AS_IF, "couple"), "proved_as_if.*.counted.*.week": (AS_IF, "plain"),
    "proved_as_if.*.counted.*.gateway": (AS_IF, "words"), "proved_as_if.*.counted.*.manifest": (AS_IF, "plain"),
    "proved_as_if.*.counted.*.channels.*.0": (AS_IF, "words"), "proved_as_if.*.counted.*.channels.*.2": (AS_IF, "words"),
    "proved_as_if.*.context_sha256": (AS_IF, "words"), "proved_as_if.*.proof_sha256": (AS_IF, "words"),
    "proved_as_if.*.file": (AS_IF, "words"),
    "margins.why_none": (MARGIN, "any case"), "margins.questions.*.question": (MARGIN, "any case"),
    "margins.questions.*.units.*.unit": (MARGIN, "words"),
    "margins.questions.*.units.*.disturbed.at_least": (MARGIN, "shown by a witness"),
    "margins.questions.*.units.*.disturbed.at_most": (MARGIN, "shown by a witness"),
    "margins.questions.*.units.*.disturbed.witness.*.0": (MARGIN, "couple"),
    "margins.questions.*.mark_disturbed.witness.judge": (MARGIN, "judge"),
    "margins.questions.*.mark_disturbed.witness.was": (MARGIN, "number"),
    "margins.questions.*.mark_disturbed.witness.becomes": (MARGIN, "number"),
    "exclusions.*.week": (EXCLUSIONS, "plain"), "exclusions.*.kind": (EXCLUSIONS, "words"),
    "exclusions.*.what": (EXCLUSIONS, "words"), "exclusions.*.votes": (EXCLUSIONS, "count"),
    "exclusions.*.reason": (EXCLUSIONS, "words"), "exclusions.*.by.*": (EXCLUSIONS, "words"),
    "exclusions.*.position": (EXCLUSIONS, "plain"), "exclusions.*.without_it.leaving.*": (EXCLUSIONS, "where it differs"),
    "decisions.*.kind": (DECISIONS, "any case"), "decisions.*.what": (DECISIONS, "words"),
    "decisions.*.reason": (DECISIONS, "words"), "decisions.*.by.*": (DECISIONS, "words"),
    "decisions.*.position": (DECISIONS, "plain"), "decisions.*.time": (DECISIONS, "time"),
    "findings.*.severity": (ANNOUNCED, "any case"),
    "verifier.name": ("footer", "words"), "verifier.version": ("footer", "words"), "verifier.sha256": ("footer", "words"),
    "not_checked.*": ("Not checked", "words"),
}  # fmt: skip
"""Where a value stands, and as what."""

NOT_SHOWN = {
    "schema": "what form the JSON has", "mode": "the notice says it", "season": "the show and its number say it",
    "stands": "what does not is said in the alarm", "sealed": "the caption of the standings says it",
    "as_of": "the certification's position is shown", "zone.offset": "it is in every time",
    "episodes.*.*": "the dates of the week are shown, which have a test of their own",
    "couples.*": "couples are shown where they did something", "certified": "it is shown part by part",
    "rulebook.form": "what the form says is shown", "rulebook.assumptions.*.clause": "what it says is shown",
    "checkpoints.*.named.*": "only a reader's own policy makes anything of a key",
    "votes.*.body": "one for most shows", "votes.*.voided": "in words", "votes.*.after_the_seal.batches": "their votes are shown",
    "scores.dances.*.episode": "the week is shown", "scores.dances.*.round": "the style is shown",
    "scores.dances.*.dances.*": "the couples are shown", "scores.dances.*.marks.*.judge": "the legend names the judges in order",
    "scores.dances.*.marks.*.position": "a bundle has it", "scores.dances.*.split_on_record": "in words",
    "scores.corrections.*.dance": "the judge is shown", "scores.corrections.*.after_the_lock": "in words",
    "scores.corrections.*.time": "its position is shown", "scores.bonuses.*.week": "its position is shown",
    "outcome.status": "in words", "outcome.verdict": "in words", "outcome.bottom.*": "the standings say it",
    "outcome.leaving.*": "the declaration has a test of its own", "outcome.saved.*": "the declaration has a test of its own",
    "outcome.immune.*": "the standings say it", "outcome.sides.*": "the head of the standings",
    "outcome.needs.*": "it is not decided, the page says",
    "outcome.steps.*.number": "the list is numbered", "outcome.steps.*.stage": "in words", "outcome.steps.*.clause": "in words",
    "outcome.steps.*.how": "in words", "outcome.steps.*.rests_on.*": "a bundle has it",
    "ties.*.clause": "in words", "ties.*.how": "in words",
    "margins.questions.*.units.*.disturbed.*": "the number is shown",
    "margins.questions.*.units.*.overturned.*": "the nearer is shown",
    "margins.questions.*.mark_disturbed.*": "the mark before and after is shown",
    "margins.questions.*.mark_overturned.*": "the nearer is shown",
    "exclusions.*.outcome_differs": "in words", "exclusions.*.bottom_differs": "in words",
    "exclusions.*.without_it.*": "who would leave is shown",
    "findings.*.where": "in the names of the screen", "findings.*.what": "in the names of the screen",
    "proved_as_if.*.as_if": "in words", "proved_as_if.*.proved.*.*": "in words",
    "proved_as_if.*.counted.*.channels.*.1": "the viewers, for most shows",
    "proof.proved.*.*": "in words", "proof.counted.*.channels.*.1": "the viewers, for most shows",
}  # fmt: skip
"""Why a value is not on the page as it is. A pattern ends the path: what lies below is not shown either."""

IN_A_ROW = {"outcome.standings": STANDINGS, "votes": VOTES, "scores.dances": SCORES}
FREE_KEYS = ("couples", "scores.judges", "rejected")
ALTERNATES = ("compared", "witness", "places", "channels")
"""Lists of short lists whose members are different things."""


@dataclass(frozen=True)
class Leaf:
    """A value of the JSON: its pattern, its own path, and all that lies around it."""

    pattern: str
    path: tuple[str | int, ...]
    value: Any
    around: tuple[Any, ...]


def leaves(document: Any) -> Iterator[Leaf]:
    """Every value that is no list and no object."""
    yield from _leaves(document, (), (), ())


def _leaves(
    value: Any, pattern: tuple[str, ...], path: tuple[str | int, ...], around: tuple[Any, ...]
) -> Iterator[Leaf]:
    if isinstance(value, dict):
        free = ".".join(pattern) in FREE_KEYS or pattern[-1:] == ("rejected",)
        for key, held in value.items():
            yield from _leaves(held, (*pattern, "*" if free else key), (*path, key), (*around, value))
    elif isinstance(value, list):
        apart = len(pattern) > 1 and pattern[-1] == "*" and pattern[-2] in ALTERNATES
        for at, held in enumerate(value):
            yield from _leaves(held, (*pattern, str(at) if apart else "*"), (*path, at), (*around, value))
    else:
        yield Leaf(".".join(pattern), path, value, around)


def is_left_out(pattern: str) -> bool:
    """Whether a value, or what it lies in, is said not to be shown."""
    parts = pattern.split(".")
    ways = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return bool((ways | {f"{way}.*" for way in ways if way != pattern}) & NOT_SHOWN.keys())


def missing(document: Any, html: str) -> Iterator[str]:
    """Whatever the page should show, and does not; and places of the JSON of which nobody has said."""
    page = Read(html)
    for leaf in leaves(document):
        if leaf.pattern not in SHOWN:
            if not is_left_out(leaf.pattern) and leaf.value is not None:
                yield f"{leaf.pattern}: nobody has said whether it is shown"
            continue
        heading, kind = SHOWN[leaf.pattern]
        for said in _said(leaf, kind, document):
            where = _place(page, heading, leaf)
            if not _stands_in(said, where, kind):
                yield f"{'.'.join(map(str, leaf.path))}: {said!r} is not in {heading or 'the head'!r}: {where[:300]!r}"


def _place(page: Read, heading: str, leaf: Leaf) -> str:
    """The row or the step of a value that is of one, else all under its heading; names under the signatures are before any."""
    section = page.sections.get(heading, Section())
    for of, table in IN_A_ROW.items():
        depth = len(of.split("."))
        if heading == table and leaf.pattern.startswith(f"{of}.*"):
            return _plain(section.rows[int(leaf.path[depth])])
    if leaf.pattern.startswith("outcome.steps.*"):
        return _plain(section.items[int(leaf.path[2])])
    if heading == "":
        return _plain("".join(held.text for name, held in page.sections.items() if name in ("", STANDINGS)))
    return _plain(section.text)


def _said(leaf: Leaf, kind: str, document: Any) -> Iterator[str]:
    """A value in the words of the page; nothing where there is nothing to say."""
    value = leaf.value
    if value is None or value == "" or value is False:
        return
    match kind:
        case "words" | "plain" | "any case":
            yield str(value)
        case "count":
            yield f"{int(value):,}"
        case "many":
            yield from [f"{int(value):,}"] if int(value) else []
        case "number":
            yield in_digits(Fraction(value))
        case "points":
            yield in_percent(Fraction(value)) if Fraction(value).denominator > 10_000 else in_digits(Fraction(value))
        case "couple":
            yield document["couples"].get(value, value)
        case "judge":
            yield document["scores"]["judges"].get(value, value)
        case "time":
            yield moment(value, document["zone"]["offset"])
        case "shown by a witness":
            yield from [f"{int(value):,}"] if leaf.around[-1]["witness"] is not None else []
        case "where it differs":
            exclusion = leaf.around[-3]
            differs = exclusion["outcome_differs"] and exclusion["without_it"]["status"] == "decided"
            yield from [document["couples"][value]] if differs and not exclusion["without_it"]["places"] else []


def in_digits(value: Fraction) -> str:
    """8, 8.5, 1,200,000; what four places do not hold as a fraction."""
    if 10_000 % value.denominator:
        return f"{value.numerator}/{value.denominator}"
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{decimal.normalize():,f}"


def in_percent(value: Fraction) -> str:
    """A share to two places of a percent, half away from nothing."""
    hundredths = int(abs(value) * 10_000 + Fraction(1, 2))
    return f"{'-' if value < 0 and hundredths else ''}{Decimal(hundredths) / 100:.2f} %"


def moment(time: str, offset: str) -> str:
    """A time of the log in the show's own hours."""
    sign = -1 if offset[0] == "-" else 1
    shown = datetime.fromisoformat(time[:19]) + sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    zone = "UTC" if offset == "+00:00" else f"UTC{offset.replace('-', chr(0x2212))}"
    return f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}, {shown:%H:%M:%S} {zone}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _stands_in(said: str, where: str, kind: str) -> bool:
    """Whether it stands there, and not as a part of another number or word."""
    said = _plain(said)
    if kind == "any case":
        said, where = said.lower(), where.lower()
    if said[:1].isalnum() and said[-1:].isalnum() and kind not in ("words", "any case"):
        return re.search(rf"(?<![\w.,]){re.escape(said)}(?!\w|[.,]\d)", where) is not None
    return said in where
