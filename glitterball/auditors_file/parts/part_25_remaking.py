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
from .part_25_answers import ASSUMED, STEP, answer_for, called, of_the_outcome, of_the_season, of_the_votes
from .part_25_proofs_told import of_the_proof

BY_WORD = (
    "of the certificate: whether it stands, how ties were settled in words, what exclusions changed, margins, manifests, "
    "findings and its own list of what was not checked; that no score, exclusion or decision is left out; where its checkpoints "
    "were published and who signed them, the hash of the verifier, the zone"
)
SAID_AT_MOST = 4


class Remaking:
    """Waits for the position the certificate of a bundle was made at. `wrong` is what the events say otherwise."""

    def __init__(self, bundle: Bundle) -> None:
        self.said = _document(bundle)
        as_of = self.said.get("as_of")
        self.until = as_of if type(as_of) is int else None
        self.done = not self.said
        self.wrong: list[str] = []

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
            found = list(_differences(self.said, season))
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


def _differences(said: Json, season: Season) -> Iterator[str]:
    number, sealed = said["week"], said["sealed"] is True
    known = [*of_the_season(season, number), *of_the_outcome(season, number, sealed)]
    for path, value in known:
        yield from _differs(path, _at(said, path), value)
    votes = [{name: row[name] for name in row if name not in ("missing", "manifest")} for row in said["votes"]]
    yield from _differs("votes", votes, of_the_votes(season, number))
    if said["couples"].keys() != season.cast.keys() or len(set(said["couples"].values())) < len(season.cast):
        yield "couples are not those cast, or two are called the same"
    for couple, name in said["couples"].items():
        if couple in season.cast and name not in called(season, couple, number):
            yield f"couples.{couple} says {_short(name)}, and no event calls it that"
    yield from _differs("proof", said.get("proof"), of_the_proof(season, number))
    yield from _scores(said["scores"], season)
    for part in ("ties", "exclusions", "decisions"):
        for at, told in enumerate(said[part]):
            yield from _said_by(f"{part}.{at}", told, season)


def _scores(said: Json, season: Season) -> Iterator[str]:
    """Each mark was submitted as it says, and stands as it says; each bonus and correction is an event."""
    for dance in said["dances"]:
        for mark in dance["marks"]:
            event = season.said.get(mark["position"])
            fact = event.fact if event else {}
            submitted = fact.get("judge") == mark["judge"] and str(fact.get("mark")) == mark["submitted"]
            called_back = fact.get("judge") == mark["judge"] and mark["submitted"] in ("0", "1") and "couples" in fact
            if not submitted and not called_back:
                yield f"the mark of {mark['judge']} for {', '.join(dance['couples'])} is not what was submitted"
            elif submitted and str(_stands(season, dance, mark)) != mark["stands"]:
                yield f"the mark of {mark['judge']} for {', '.join(dance['couples'])} is not the one that stands"
    for at, told in enumerate(said["corrections"]):
        yield from _said_by(f"scores.corrections.{at}", told, season)
        fact = season.said[told["position"]].fact if told["position"] in season.said else {}
        yield from _differs(f"scores.corrections.{at}.becomes", told["becomes"], str(fact.get("mark")))
    for at, told in enumerate(said["bonuses"]):
        fact = season.said[told["position"]].fact if told["position"] in season.said else {}
        for name, value in (("couple", fact.get("couple")), ("points", str(fact.get("points")))):
            yield from _differs(f"scores.bonuses.{at}.{name}", told[name], value)


def _stands(season: Season, dance: Json, mark: Json) -> Json:
    marks = season.weeks[dance["week"]].dances[dance["dances"][0]].marks
    return marks[mark["judge"]].fact["mark"] if mark["judge"] in marks else None


def _said_by(where: str, told: Json, season: Season) -> Iterator[str]:
    """What somebody decided: an event of that position, time, people and reason."""
    if told["position"] is None:
        return
    event = season.said.get(told["position"])
    if event is None:
        yield f"{where} names event {told['position']}, which is none of the season's decisions"
        return
    yield from _differs(f"{where}.by", told["by"], answer_for(season, event))
    if "time" in told:
        yield from _differs(f"{where}.time", told["time"], event.time)
    if told.get("reason") and "reason" in event.fact:
        yield from _differs(f"{where}.reason", told["reason"], event.fact["reason"])


def _at(said: Json, path: str) -> Json:
    for name in path.split("."):
        said = said[int(name)] if isinstance(said, list) else said[name]
    kept = {"outcome.steps": STEP, "rulebook.assumptions": ASSUMED, "ties": ("clause", "order")}.get(path)
    return said if kept is None else [{name: each[name] for name in kept} for each in said]


def _differs(where: str, said: Json, known: Json) -> Iterator[str]:
    """Where two values differ, down to the number."""
    if isinstance(said, dict) and isinstance(known, dict) and said.keys() == known.keys():
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
