"""A certificate in a bundle: whether it is about the outcome that was recomputed (docs/formats/certificate.md, section 4)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.exact import write_exact
from domain.record import Recorded
from domain.season import events as e
from domain.season.state import SeasonState, cast_in, rulebook_event
from glitterball.evidence.certificate.as_json import SCHEMA
from glitterball.evidence.certificate.people import answerable
from glitterball.evidence.verifying.findings import DOES_NOT_STAND, Findings
from glitterball.evidence.verifying.opening import OpenBundle
from glitterball.evidence.verifying.remaking import JSON, NOTE, PAGE, page_made_again
from glitterball.evidence.verifying.season import Season
from glitterball.proof.checkpoints import Checkpoint
from glitterball.proof.keys import VerifierKey
from glitterball.proof.notes import open_note, parse_note
from glitterball.proof.refusals import ProofRefusal
from glitterball.proof.spellings import HASH_BYTES, to_base64
from glitterball.proof.tree import Frontier
from projections.names import called

MOST_CHECKPOINTS = 16
DIGESTS = ("inputs_sha256", "working_sha256")
CERTIFIED = {"position", "time", "by", *DIGESTS}


def check_certificate(
    bundle: OpenBundle,
    season: Season,
    checkpoints: Sequence[Checkpoint],
    leaves: bytes,
    signers: Sequence[VerifierKey],
    findings: Findings,
) -> None:
    """Everything about it that can be compared; a hostile one ends in a finding."""
    try:
        text = _text(bundle, signers)
        if text is None:
            return
        document = _document(text)
        season.remaking.make(season.fold)
        wrong = [*_of_this_bundle(document, bundle), *_of_the_event(document, season)]
        wrong += _of_the_log(document, checkpoints, leaves)
        _note_a_later_one(document, season, findings)
        wrong += season.remaking.differences()
        wrong += _of_the_page(bundle, text, findings) if PAGE in bundle else ()
        if not wrong and document["stands"] is False:
            _note_it_does_not_stand(document, findings)
    except ProofRefusal as refusal:
        wrong = [refusal.sentence()]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        wrong = [f"it cannot be read as one ({type(error).__name__})"]
    for difference in wrong:
        findings.add("certificate", f"the certificate does not fit: {difference}".rstrip("."))


def _note_a_later_one(document: dict[str, Any], season: Season, findings: Findings) -> None:
    """Whether the week was certified again after the certification that the certificate is about."""
    stated, certified = document["certified"]["position"], season.fold.state.weeks[document["week"]].certified
    if certified and certified[-1].position > stated:
        says = f"the certificate is about event {stated}, and the week was certified again"
        findings.add("stale", says, certified[-1].position, document["week"])


def _note_it_does_not_stand(document: dict[str, Any], findings: Findings) -> None:
    """Nothing of the certificate is wrong, and it says itself that what was certified does not stand."""
    says = "the certificate says itself that the outcome certified does not stand"
    findings.add(DOES_NOT_STAND, says, document["certified"]["position"], document["week"])


def _of_the_page(bundle: OpenBundle, text: str, findings: Findings) -> Iterator[str]:
    """The page is the one its JSON gives; a template newer than this program's is told as that."""
    wrong = page_made_again(bundle, text)
    if wrong == "newer":
        findings.add("newer", "the certificate's page is filled from a template newer than this program's")
    elif wrong:
        yield wrong


def _text(bundle: OpenBundle, signers: Sequence[VerifierKey]) -> str | None:
    """The JSON, as signed where it is signed; nothing where there is no certificate."""
    shown = bundle.read(JSON).decode() if JSON in bundle else None
    if NOTE in bundle:
        note = bundle.read(NOTE)
        signed = open_note(note, signers).text if signers else parse_note(note).text
        if shown not in (None, signed):
            raise ValueError("the note is of another certificate")
        return signed
    if signers:
        raise ValueError("nobody signed it")
    if shown is None and PAGE in bundle:
        raise ValueError("there is a page without the JSON it shows")
    return shown


def _document(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    if json.dumps(document, ensure_ascii=False, indent=1) + "\n" != text:
        raise ValueError("it is not in its one spelling")
    return document


def _of_this_bundle(document: dict[str, Any], bundle: OpenBundle) -> Iterator[str]:
    about = bundle.manifest
    if (document["schema"], document["season"], document["mode"]) != (
        SCHEMA, about.season, about.mode,
    ):  # fmt: skip
        yield "schema, season or mode is another"
    week = document["week"]
    if type(week) is not int or week not in about.weeks or (about.sealed and document["sealed"] is not True):
        yield "it is about another week, or shows what the bundle seals"


def _of_the_event(document: dict[str, Any], season: Season) -> Iterator[str]:
    """The certified event, and the adoption that was in force when it was certified."""
    state, stated = season.fold.state, document["certified"]
    week = state.weeks[document["week"]]
    event = next((certified for certified in week.certified if certified.position == stated["position"]), None)
    if event is None:
        yield "no such certification is in the log"
        return
    fact, outcome = event.fact, document["outcome"]
    stale = season.remaking.changed
    book = (document["rulebook"]["ref"], document["rulebook"]["sha256"])
    if (stated["time"], stated["by"]) != (event.time, list(answerable(state, event).names)) or (
        not stale and book != (fact.rulebook, fact.rulebook_sha256)  # another may have been adopted since
    ):
        yield "time, names or rulebook are not those of the certification"
    made_at = document["as_of"]
    if made_at is not None and (type(made_at) is not int or made_at < event.position):
        yield "what it was made at is no position from the certification on"
    sealed = document["sealed"] is True
    in_parts = fact if sealed and isinstance(fact, e.OutcomeCertifiedV2) else None
    named = {
        "leaving": fact.leaving,
        "saved": fact.saved,
        "bottom": shown_in_danger(in_parts) if in_parts else fact.bottom,
    }
    by_name = sealed or isinstance(fact, e.OutcomeCertifiedV2)
    if not stale and any(
        _as_listed(outcome[name], by_name) != _as_listed(couples, by_name) for name, couples in named.items()
    ):
        yield "who leaves is not what was certified"
    unsaid = (None,) if sealed else ()
    known = {name: (getattr(fact, name), *unsaid) if season.counted else (None,) for name in DIGESTS}
    if stated.keys() != CERTIFIED or any(stated[name] not in known[name] for name in DIGESTS):
        yield "the digests of inputs and working are others"
    if in_parts:
        yield from _of_what_is_hidden(outcome["standings"])
    if in_parts and not stale:
        yield from _of_the_results(outcome["standings"], in_parts, set(state.couples))
    if not stale and (season.counted or not in_parts):  # what does not stand is made again
        yield from _of_the_standings(outcome["standings"], event, season.counted, unsaid, in_parts is not None)
    yield from _of_the_couples(document["couples"], state, event)
    before = tuple(one for one in state.rulebooks if one.position < event.position)
    adopted = rulebook_event(replace(state, rulebooks=before), fact.week)
    if not stale and (adopted is None or document["rulebook"]["adopted"]["position"] != adopted.position):
        yield "another adoption was in force"


def _of_the_couples(
    names: dict[str, str], state: SeasonState, certified: Recorded[e.OutcomeCertified]
) -> Iterator[str]:
    """Each couple under the names of who danced in that week, as was said by the certification or since."""
    by_then = tuple(change for change in state.cast_changes if change.position < certified.position)
    known = [cast_in(one, certified.fact.week) for one in (replace(state, cast_changes=by_then), state)]
    for couple, name in names.items():
        if not any(name in called(couple, cast[couple]) for cast in known):
            yield f"{couple} is not called {name}"


def _of_the_standings(
    lines: Any, event: Recorded[e.OutcomeCertified], counted: bool, unsaid: tuple[None, ...], in_parts: bool
) -> Iterator[str]:
    """Line by line; `unsaid` is what a sealed certificate has in the place of a number."""
    certified = {line.couple: line for line in event.fact.standings}
    if sorted(line["couple"] for line in lines) != sorted(certified):
        yield "its couples are not those certified"
        return
    for line in lines:
        fact = certified[line["couple"]]
        shown: list[tuple[Any, Any]] = [(line["place"], fact.place)]
        if counted:
            shown.append((line["combined"], write_exact(fact.combined)))
            for name in ("raw", "points"):
                shown += zip(line[name], map(write_exact, getattr(fact, name)), strict=True)
        ended = in_parts or line["result"] == fact.result
        if not ended or any(said not in (value, *unsaid) for said, value in shown):
            yield f"the line of {fact.couple} is not what was certified"


def shown_in_danger(fact: e.OutcomeCertifiedV2) -> tuple[str, ...]:
    """Those in danger that a certification of the second form shows: all who are placed in a final, else as announced."""
    return fact.in_danger or ()


def _of_the_results(lines: Any, fact: e.OutcomeCertifiedV2, cast: set[str]) -> Iterator[str]:
    """How it ended for each couple, by the public part of a certification: everybody can hold it against the log."""
    couples = [line["couple"] for line in lines]
    placed = {given.couple: given.place for given in fact.placed or ()}
    named = {*fact.leaving, *fact.saved, *placed}
    if len(set(couples)) != len(couples) or not named <= set(couples) <= cast:
        yield "its couples are not those certified"
    for line in lines:
        couple = line["couple"]
        if line["result"] not in _results_of(couple, fact, placed) or line["place"] not in (placed.get(couple), None):
            yield f"the line of {couple} is not what was certified"


def _of_what_is_hidden(lines: Any) -> Iterator[str]:
    """A certification of two parts shows no combined points, nor does a certificate of it."""
    for line in lines:
        if line["combined"] is not None:
            yield f"the line of {line['couple']} shows what the certification hides"


def _results_of(couple: str, fact: e.OutcomeCertifiedV2, placed: Mapping[str, int]) -> tuple[str, ...]:
    """The words for how it ended for a couple: one, unless it is safe, and may be immune."""
    if couple in fact.leaving:
        return ("leaves",)
    if couple in placed:
        return ("placed",)
    if couple in fact.saved:
        return ("saved",)
    if fact.in_danger is None:
        return ("stays",)
    return ("in danger",) if couple in fact.in_danger else ("safe", "immune")


def _as_listed(couples: Sequence[str], by_name: bool) -> list[str]:
    """Couples in their order, or in the order of the alphabet, in which what hides the standings names them."""
    return sorted(couples) if by_name else list(couples)


def _of_the_log(document: dict[str, Any], checkpoints: Sequence[Checkpoint], leaves: bytes) -> Iterator[str]:
    origins = {checkpoint.origin for checkpoint in checkpoints}
    if len(document["checkpoints"]) > MOST_CHECKPOINTS:
        yield "it names more checkpoints than a certificate has"
        return
    for claimed in document["checkpoints"]:
        size = claimed["size"]
        if type(size) is not int or not 0 < size * HASH_BYTES <= len(leaves) or claimed["origin"] not in origins:
            yield "a checkpoint in it is not one of this log"
        elif to_base64(_root(leaves, size)) != claimed["root"]:
            yield f"the log was another at {size}"


def _root(leaves: bytes, size: int) -> bytes:
    frontier = Frontier()
    frontier.extend(leaves[at : at + HASH_BYTES] for at in range(0, size * HASH_BYTES, HASH_BYTES))
    return frontier.root()
