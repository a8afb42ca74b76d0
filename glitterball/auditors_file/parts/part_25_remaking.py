"""The certificate against the events up to the position it was made at: every field this file works out.

The rest is listed in the report by name (`BY_WORD`): only a signature that the reader trusts covers it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from .part_01_findings import UNREADABLE, Wrong
from .part_02_spellings import Json
from .part_04_notes import parse_note
from .part_07_container import Bundle
from .part_15_season import Season
from .part_24_what_stands import Standing, standing_of
from .part_25_answers import called, of_the_season, of_the_votes
from .part_25_decisions_told import decisions_told, naming_of
from .part_25_ending_told import of_the_outcome, sides_in_public
from .part_25_exclusions_told import LATE, decided_exclusions, exclusions_told, late_batches
from .part_25_margins import wrong_with_told_margins
from .part_25_marks_told import scores_told
from .part_25_proofs_told import of_proofs_as_if, of_the_proof

BY_WORD = (
    "of the certificate: of margins that no fewer votes and no smaller change of a mark would do, or that none would, and why "
    "none are told, what batches after the seal would change, what the audit found and the list of what was not checked; "
    "where its checkpoints were published and who signed them, the hash of the verifier, the zone"
)
SEALED = (
    "what rests on votes that are sealed, beyond the outcome: votes delivered, steps, standings but for what sides count of "
    "marks, ties, what it is still waiting for, margins, what exclusions changed, what follows now "
    "where what it rests on was changed, and whether anything that takes the counts keeps it from standing"
)
ORDERED = ("scores.judges",)
"""Whose order the page tells: marks stand under the judges as they are listed."""
DECIDED = ("kind", "week", "what", "reason", "by", "position")
SAID_AT_MOST = 4
WORDS_OF_IT = {
    "": (
        "schema mode notice show season number venue week stands sealed as_of zone episodes scores_from votes_from windows "
        "rulebook checkpoints certified couples votes scores outcome ties announced proof proved_as_if margins "
        "exclusions decisions findings verifier not_checked"
    ),
    "outcome": "status verdict bottom leaving saved immune sides standings needs steps",
    "rulebook": "ref title sha256 adopted from_week by form says assumptions",
    "announced": "danger saved eliminated places",
}
"""Which words a certificate has, in their order; those of `IF_ANY` are there where the week has such."""
IF_ANY = ("proof", "proved_as_if")


class Remaking:
    """Waits for the position the certificate of a bundle was made at. `wrong` is what the events say otherwise."""

    def __init__(self, bundle: Bundle, counted: bool) -> None:
        self.said, self.counted = _document(bundle), counted
        as_of = self.said.get("as_of")
        self.until = as_of if type(as_of) is int else None
        self.done = not self.said
        self.wrong: list[str] = []
        self.standing: Standing | None = None
        self._delivered: dict[int, int] = {}

    def delivered(self, week: int, position: int) -> None:
        """A gateway delivered something."""
        if not self.done:
            self._delivered[week] = position

    @property
    def changed(self) -> bool:
        """Whether what was certified had changed by then and the certificate says so: then it shows what follows now."""
        known = self.counted or (self.standing is not None and self.standing.touched > 0)
        return self.said.get("stands") is False and known

    def before(self, position: int, season: Season) -> None:
        """An event is about to be remembered."""
        if not self.done and self.until is not None and position > self.until:
            self.compare(season)

    def compare(self, season: Season) -> None:
        """Hold every field against what the season knows now."""
        if self.done:
            return
        self.done = True
        try:
            if not self.counted:
                self.standing = standing_of(season, self.said["week"], self._delivered)
            found = list(self.standing.wrong_with(self.said)) if self.standing else []
            found += _differences(self.said, season, self.counted)
        except (*UNREADABLE, ArithmeticError, StopIteration) as error:
            told = str(error) if isinstance(error, Wrong) else type(error).__name__
            found = [f"it cannot be compared with the events ({told})"]
        self.wrong += found[:SAID_AT_MOST]
        if len(found) > SAID_AT_MOST:
            self.wrong.append(f"{len(found) - SAID_AT_MOST} more of its words are not what follows from the events")


def _document(bundle: Bundle) -> dict[str, Json]:
    try:
        if "certificate.json" in bundle:
            said = json.loads(bundle.read("certificate.json"))
        else:
            said = json.loads(parse_note(bundle.read("certificate.note"))[0]) if "certificate.note" in bundle else {}
    except UNREADABLE:
        return {}
    return said if isinstance(said, dict) else {}


def _differences(said: Json, season: Season, counted: bool) -> Iterator[str]:
    """Field by field; of a sealed season whose counts are not known those that rest on none."""
    number, sealed = said["week"], said["sealed"] is True
    if type(number) is not int:
        yield "week is no number"
    known = [*of_the_season(season, number), *(of_the_outcome(season, number, sealed) if counted else ())]
    for path, value in known:
        yield from _differs(path, _at(said, path), value)
    yield from _other_words(said, WORDS_OF_IT if counted else {"": WORDS_OF_IT[""]})
    if counted:
        yield from _differs("votes", said["votes"], of_the_votes(season, number))
        yield from wrong_with_told_margins(said["margins"], season, number) if said["margins"] is not None else ()
    elif said["stands"] is not False or said["outcome"]["status"] != "not tabulated":
        sides, lines = sides_in_public(season, number)
        told = [{name: line[name] for name in ("couple", "raw", "points")} for line in said["outcome"]["standings"]]
        yield from _differs("outcome.sides", said["outcome"]["sides"], sides)
        yield from _differs("outcome.standings", told, lines)
    yield from _differs("proof", said.get("proof"), of_the_proof(season, number))
    yield from _differs("proved_as_if", said.get("proved_as_if"), of_proofs_as_if(season, number))
    yield from _differs("scores", said["scores"], scores_told(season, number))
    if said["couples"].keys() != season.cast.keys() or len(set(said["couples"].values())) < len(season.cast):
        yield "couples are not those cast, or two are called the same"
    for couple, name in said["couples"].items():
        if couple in season.cast and name not in called(season, couple, number):
            yield f"couples.{couple} says {_short(name)}, and no event calls it that"
    yield from _decisions(said, season)
    yield from _exclusions(said, season, counted)


def _other_words(said: Json, words_of: dict[str, str]) -> Iterator[str]:
    """Where the certificate, or a part of it, has other words than a certificate has, or has them in another order."""
    for where, words in words_of.items():
        there = said[where] if where else said
        empty = [word for word in IF_ANY if word in there and not there[word]]
        if empty or list(there) != [word for word in words.split() if word not in IF_ANY or word in there]:
            yield f"{where or 'it'} has other words than a certificate, or has them in another order"


def _exclusions(said: Json, season: Season, counted: bool) -> Iterator[str]:
    """All that was left out of the count is there, and what the week would be without each; of late batches how many."""
    number = said["week"]
    told = [line for line in said["exclusions"] if line["position"] is not None]
    if not counted:
        known = decided_exclusions(season, number)
        yield from _differs("exclusions", [{name: line[name] for name in DECIDED} for line in told], known)
        return
    certified = season.weeks[number].certified
    hides = said["sealed"] is True and bool(certified) and certified[-1].type == "outcome-certified.v2"
    yield from _differs("exclusions", told, exclusions_told(season, number, said["sealed"] is True, hides))
    late = [line for line in said["exclusions"] if line["position"] is None]
    stated = [{name: line[name] for name in ("week", "what", "votes")} for line in late if line["kind"] == LATE]
    behind = [{**line, "votes": None if hides else line["votes"]} for line in late_batches(season, number)]
    yield from _differs("exclusions", stated, behind)
    if len(stated) != len(late):
        yield "exclusions name something that nobody decided"


def _decisions(said: Json, season: Season) -> Iterator[str]:
    """Every decision is there, in the order of the log; what was decided is compared where the names are those of the page."""
    number, told = said["week"], said["decisions"]
    known = decisions_told(season, number, naming_of(season, number, said["couples"]))
    if len(told) == len(known):
        told = [
            {**line, "what": None} if decided["what"] is None else line
            for line, decided in zip(told, known, strict=True)
        ]
    yield from _differs("decisions", told, known)


def _at(said: Json, path: str) -> Json:
    for name in path.split("."):
        said = said[name]
    return said


def _differs(where: str, said: Json, known: Json) -> Iterator[str]:
    """Where two values differ, down to the number."""
    if isinstance(said, dict) and isinstance(known, dict) and said.keys() == known.keys():
        if where in ORDERED and list(said) != list(known):
            yield f"{where} stands in another order than the events give"
        for name in known:
            yield from _differs(f"{where}.{name}", said[name], known[name])
    elif isinstance(said, list) and isinstance(known, list) and len(said) == len(known):
        for at, (told, value) in enumerate(zip(said, known, strict=True), start=1):
            yield from _differs(f"{where} {at}", told, value)
    elif said != known or type(said) is not type(known):
        yield f"{where} says {_short(said)}, and the events {_short(known)}"


def _short(value: Json) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 80 else f"{told[:77]}..."
