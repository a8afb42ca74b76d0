"""The certificate made again from the events, as of the position it names, and its page from its JSON.

What no event says is taken from the certificate itself: where a checkpoint was published and who signed it, the verifier
it names, the show's zone, whether counts are sealed and a margin given. Those are `BY_WORD`, and a report lists them.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from domain.gateway.events import AnyBatch, counted_as
from domain.record import Recorded
from domain.refusals import Refusal
from domain.season.gathering import period_of
from domain.season.lookup import couples_in_order
from domain.season.state import rulebook_of
from glitterball.audit.as_json import Json
from glitterball.closeness.margins import Margins, margin
from glitterball.evidence.bundle.refusals import BundleMalformed
from glitterball.evidence.certificate import (
    NEWEST_PAGE,
    PAGES,
    Certificate,
    Published,
    Verifier,
    certificate_json,
    certificate_of,
    page_of,
)
from glitterball.evidence.certificate.in_public import certificate_in_public, sides_in_public
from glitterball.evidence.certificate.zones import Zone
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.evidence.verifying.standing import Standing, standing_of
from glitterball.proof.notes import parse_note
from glitterball.proof.refusals import ProofRefusal
from projections.fold import SeasonFold

JSON, NOTE, PAGE = "certificate.json", "certificate.note", "certificate.html"
BY_WORD = "where its checkpoints were published and who signed them, the hash of the verifier, the zone"
SEALED = (
    "what rests on votes that are sealed, beyond the outcome: votes delivered, steps, standings but for what sides count of "
    "marks, ties, what it is still waiting for, margins, what exclusions changed, what follows now "
    "where what it rests on was changed, whether anything that takes the counts keeps it from standing, what the audit found and "
    "what it lists as not checked"
)
TOLD = 4
ON_COUNTS = (
    "schema", "week", "stands", "sealed", "as_of", "zone", "checkpoints", "certified", "votes", "outcome", "ties", "margins",
    "findings", "verifier", "not_checked",
)  # fmt: skip
"""Fields of a certificate that a sealed bundle does not give again; some of them are held against the certification itself."""
IF_ANY = ("proof", "proved_as_if")
"""Words of a certificate that are there where the week has such."""
WORDS = (
    "schema", "mode", "notice", "show", "season", "number", "venue", "week", "stands", "sealed", "as_of", "zone", "episodes",
    "scores_from", "votes_from", "windows", "rulebook", "checkpoints", "certified", "couples", "votes", "scores", "outcome",
    "ties", "announced", *IF_ANY, "margins", "exclusions", "decisions", "findings", "verifier", "not_checked",
)  # fmt: skip
"""All words of a certificate, in their order."""
DECIDED = ("kind", "week", "what", "reason", "by", "position")
COUNTED = ("couple", "raw", "points")
_GENERATOR = re.compile(rb'<meta name="generator" content="glitterball\.page\.v([1-9][0-9]{0,3})">')


class Remaking:
    """Waits for the position a certificate was made at, and makes it again from the events up to there."""

    def __init__(self, bundle: OpenBundle, counted: bool) -> None:
        self.document, self.counted = _document(bundle), counted
        said = self.document.get("as_of")
        self._until = said if type(said) is int else None
        self._late: list[Recorded[Any]] = []
        self._delivered: dict[int, int] = {}
        self.again: tuple[dict[str, Any], ...] | None = None
        """The certificate as it could have been made: with the batches behind the seal, and without them."""
        self.standing: Standing | None = None
        """How the certification stood when the certificate was made, where no count says it."""

    def late(self, event: Recorded[AnyBatch], fold: SeasonFold) -> None:
        """A batch came behind the seal."""
        if self.document and len(self._late) < 100_000:
            batch = counted_as(event.fact, couples_in_order(fold.state, event.fact.week))
            self._late.append(Recorded(event.position, event.stream, event.sequence, event.time, event.actor, batch))

    def delivered(self, week: int, position: int) -> None:
        """A gateway delivered something."""
        if self.again is None:
            self._delivered[week] = position

    def before(self, position: int, fold: SeasonFold) -> None:
        """An event is about to be remembered; all that stands before it is."""
        if self.again is None and self._until is not None and position > self._until:
            self.make(fold)

    def make(self, fold: SeasonFold) -> None:
        """Make it from what is remembered now. What is no certificate of this form, or of no certified week, is not made."""
        if self.again is not None or not self.document:
            return
        self.again = ()
        try:
            if not self.counted:
                week = self.document["week"]
                self.standing = standing_of(fold, week, self._last_delivery(fold, week))
                tabulated = {"outcome": sides_in_public(fold.state, week)} if _tabulated(self.document) else {}
                self.again = (_plain({**certificate_in_public(fold, week), **tabulated}),)
                return
            ways = (self._late, []) if self._late else ([],)
            self.again = tuple(_json(_made(self.document, fold, late)) for late in ways)
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError, Refusal):
            return

    def _last_delivery(self, fold: SeasonFold, week: int) -> int:
        counted = fold.state.weeks[week].opened.fact.votes_from
        return max((self._delivered.get(number, 0) for number in counted), default=0)

    @property
    def changed(self) -> bool:
        """Whether what the certification rests on was changed before the certificate was made, which says that it does not stand:
        then it shows what follows now."""
        if self.document.get("stands") is not False:
            return False
        return self.counted or (self.standing is not None and self.standing.touched > 0)

    def differences(self) -> Iterator[str]:
        """What the certificate says and the events do not."""
        if self.standing is not None:
            yield from self.standing.wrong_with(self.document)
            if list(self.document) != [word for word in WORDS if word not in IF_ANY or word in self.document]:
                yield "it has other words than a certificate, or has them in another order"
        if not self.again:
            yield "it cannot be made again from the events"
            return
        said = self.document if self.counted else _in_public(self.document)
        found = min((list(differ(said, again, "")) for again in self.again), key=len)
        yield from found[:TOLD]
        if not found and not any(_spelled(said) == _spelled(again) for again in self.again):
            yield "its words stand in another order"
        if len(found) > TOLD:
            yield f"{len(found) - TOLD} more of its words are not what follows from the events"


def page_made_again(bundle: OpenBundle, text: str) -> str | None:
    """What is wrong with the page: it is the one the template gives from the JSON. `newer` where its template is newer."""
    page = bundle.read(PAGE)
    stated = _GENERATOR.search(page[:4096])
    version = int(stated[1]) if stated else NEWEST_PAGE
    try:
        if page_of(text, version if version in PAGES else NEWEST_PAGE).encode() == page:
            return None
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return "no page can be made from the JSON"
    return "newer" if version > NEWEST_PAGE else "the page is not the one its JSON gives"


def _document(bundle: OpenBundle) -> dict[str, Any]:
    try:
        octets = (
            bundle.read(JSON)
            if JSON in bundle
            else parse_note(bundle.read(NOTE)).text.encode()
            if NOTE in bundle
            else b""
        )
        document = json.loads(octets) if octets else {}
    except (ValueError, ProofRefusal, BundleMalformed, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _made(said: dict[str, Any], fold: SeasonFold, late: list[Recorded[Any]]) -> Certificate:
    week = said["week"]
    margins = _margins(fold, week) if said["margins"] is not None else None
    return certificate_of(
        fold,
        week,
        checkpoints=[_checkpoint(stated) for stated in said["checkpoints"][:16]],
        margins=margins,
        after_the_seal=late,
        verifier=Verifier(said["verifier"]["name"], said["verifier"]["version"], said["verifier"]["sha256"]),
        sealed=said["sealed"] is True,
        as_of=said["as_of"],
        zone=Zone(said["zone"]["name"], said["zone"]["offset"]),
    )


def _margins(fold: SeasonFold, week: int) -> Margins | None:
    rulebook = rulebook_of(fold.state, week)
    return margin(rulebook, period_of(fold.state, week, fold.tallies)) if rulebook else None


def _checkpoint(stated: dict[str, Any]) -> Published:
    where = stated["first_published"]
    return Published(
        origin=stated["origin"],
        size=stated["size"],
        root=stated["root"],
        named=tuple(stated["named"]),
        where=None if where == "not published" else where,
    )


def _json(certificate: Certificate) -> dict[str, Any]:
    return _plain(certificate_json(certificate))


def _plain(document: Json) -> dict[str, Any]:
    """A document as it is read again from its text."""
    plain: dict[str, Any] = json.loads(json.dumps(document, ensure_ascii=False))
    return plain


def _in_public(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a certificate that rest on no count; of exclusions those that people decided, without what they changed, and
    of standings what is counted of marks."""
    decided = [told for told in said["exclusions"] if told["position"] is not None]
    public = {name: said[name] for name in said if name not in ON_COUNTS}
    public["exclusions"] = [{name: told[name] for name in DECIDED} for told in decided]
    if _tabulated(said):
        lines = [{name: line[name] for name in COUNTED} for line in said["outcome"]["standings"]]
        public["outcome"] = {"sides": said["outcome"]["sides"], "standings": lines}
    return public


def _tabulated(said: dict[str, Any]) -> bool:
    """Whether a certificate says that every side was counted; one that stands must."""
    return said["stands"] is not False or said["outcome"]["status"] != "not tabulated"


def differ(said: Any, again: Any, where: str) -> Iterator[str]:
    """Where two values of JSON differ, down to the number."""
    if isinstance(said, dict) and isinstance(again, dict):
        for key in dict.fromkeys((*again, *said)):
            at = f"{where}.{key}" if where else str(key)
            if key not in said or key not in again:
                yield f"{at} {'is left out' if key in again else 'is not what a certificate says'}"
            else:
                yield from differ(said[key], again[key], at)
    elif isinstance(said, list) and isinstance(again, list) and len(said) == len(again):
        for number, (one_value, other) in enumerate(zip(said, again, strict=True), start=1):
            yield from differ(one_value, other, f"{where} {number}")
    elif said != again or type(said) is not type(again):
        yield f"{where} says {_short(said)}, and the events {_short(again)}"


def _spelled(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def _short(value: Any) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 80 else f"{told[:77]}..."
