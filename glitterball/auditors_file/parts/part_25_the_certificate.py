"""The certificate: whether it is about an outcome that was recomputed (certificate.md, section 4)."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from .part_01_findings import DOES_NOT_STAND, Findings, demand
from .part_02_spellings import Json
from .part_04_notes import Checkpoint, Key, open_note, parse_note
from .part_06_trees import root_of
from .part_07_container import Bundle
from .part_10_events import Event
from .part_15_season import Season
from .part_24_the_page import wrong_with_page
from .part_25_answers import answer_for, called
from .part_25_remaking import Remaking

SAID_OF_IT, DIGESTS = ("position", "time", "by"), ("inputs_sha256", "working_sha256")


class Certificate:
    """The certificate of a bundle against the season that was followed. `wrong` is everything that does not fit."""

    def __init__(self, bundle: Bundle, season: Season, remaking: Remaking, signers: Sequence[Key]) -> None:
        self.bundle, self.season, self.counted, self.wrong = bundle, season, remaking.counted, list[str]()
        self.changed, self.does_not_stand, self.about = remaking.changed, False, (0, 0)
        self.page = ""
        self.later: Event | None = None
        text = self._text(signers)
        if text is None:
            return
        self.said: Json = json.loads(text)
        demand(json.dumps(self.said, ensure_ascii=False, indent=1) + "\n" == text, "it is not in its one spelling")
        self.does_not_stand = self.said["stands"] is False
        self.about = (self.said["certified"]["position"], self.said["week"])
        self._of_this_bundle()
        self._of_the_event()
        self.page = (
            wrong_with_page(bundle.read("certificate.html"), text, self.said) if "certificate.html" in bundle else ""
        )
        self._fits(self.page in ("", "newer"), self.page)

    def _fits(self, holds: object, why: str) -> None:
        if not holds:
            self.wrong.append(why)

    def _text(self, signers: Sequence[Key]) -> str | None:
        """The JSON, as signed where it is signed; nothing where there is no certificate."""
        bundle = self.bundle
        shown = bundle.read("certificate.json").decode() if "certificate.json" in bundle else None
        if "certificate.note" in bundle:
            note = bundle.read("certificate.note")
            signed = open_note(note, signers)[0] if signers else parse_note(note)[0]
            demand(shown in (None, signed), "the note is of another certificate")
            return signed
        demand(not signers, "nobody signed it")
        demand(shown is not None or "certificate.html" not in bundle, "there is a page without the JSON it shows")
        return shown

    def _of_this_bundle(self) -> None:
        said, about = self.said, self.bundle.manifest
        same = (said["schema"], said["season"], said["mode"])
        self._fits(
            same == ("glitterball.certificate.v2", about["season"], about["mode"]), "schema, season or mode is another"
        )
        seals = about["sealed"] and said["sealed"] is not True
        of_it = type(said["week"]) is int and said["week"] in about["weeks"]
        self._fits(of_it and not seals, "it is about another week, or shows what is sealed")

    def _of_the_event(self) -> None:
        """The certified event, and the adoption in force when it was certified."""
        said, stated, season = self.said, self.said["certified"], self.season
        week = season.weeks[said["week"]]
        event = next((event for event in week.certified if event.position == stated["position"]), None)
        if event is None:
            self.wrong.append("no such certification is in the log")
            return
        fact, book = event.fact, said["rulebook"]
        same = (stated["time"], stated["by"]) == (event.time, answer_for(self.season, event))
        ruled = (book["ref"], book["sha256"]) == (fact["rulebook"], fact["rulebook_sha256"])
        self._fits(same and (ruled or self.changed), "time, names or rulebook are not those of the certification")
        made_at = said["as_of"]
        self._fits(
            made_at is None or (type(made_at) is int and made_at >= event.position),
            "what it was made at is no position from the certification on",
        )
        if week.certified[-1].position > event.position:
            self.later = week.certified[-1]
        sealed, second = said["sealed"] is True, event.type == "outcome-certified.v2"
        in_parts = sealed and second
        unsaid = (None,) if sealed else ()
        self._fits(stated.keys() == {*SAID_OF_IT, *DIGESTS}, "it says other things of the certification than there are")
        for name in DIGESTS:
            digests = (fact[name], *unsaid) if self.counted else (None,)
            self._fits(stated[name] in digests, "the digests of inputs and working are others")
        if in_parts:
            self._hides(said["outcome"]["standings"])
        if not self.changed:  # where that changed it shows what follows now
            self._ends(said, event, sealed or second)
            if in_parts:
                self._results(said["outcome"]["standings"], fact)
            if self.counted or not in_parts:
                lines = {line["couple"]: line for line in fact["standings"]}
                self._standings(said["outcome"]["standings"], lines, unsaid, in_parts)
        before = Season()
        before.rulebooks = [adopted for adopted in season.rulebooks if adopted.position < event.position]
        self._couples(said["couples"], fact["week"], event.position)
        adopted = before.rulebook(fact["week"])
        self._fits(
            self.changed or (adopted and book["adopted"]["position"] == adopted.position),
            "another adoption was in force",
        )

    def _couples(self, names: dict[str, str], week: int, certified_at: int) -> None:
        """Each couple under the names of who danced in that week, as was said by the certification or since."""
        for couple, name in names.items():
            known = [called(self.season, couple, week, until) for until in (certified_at, None)]
            self._fits(any(name in names for names in known), f"{couple} is not called {name}")

    def _results(self, lines: Json, fact: Json) -> None:
        """How it ended for each couple, by what everybody sees of a certification of two parts."""
        couples = [line["couple"] for line in lines]
        placed = {line["couple"]: line["place"] for line in fact.get("placed", ())}
        named = {*fact["leaving"], *fact["saved"], *placed}
        known = len(set(couples)) == len(couples) and named <= set(couples) <= self.season.couples
        self._fits(known, "its couples are not those certified")
        for line in lines:
            couple = line["couple"]
            if couple in named:
                ended = "leaves" if couple in fact["leaving"] else "placed" if couple in placed else "saved"
                same = line["result"] == ended
            elif "in_danger" in fact:
                same = line["result"] in (("in danger",) if couple in fact["in_danger"] else ("safe", "immune"))
            else:
                same = line["result"] == "stays"
            self._fits(
                same and line["place"] in (placed.get(couple), None), f"the line of {couple} is not what was certified"
            )

    def _hides(self, lines: Json) -> None:
        """A certification of two parts shows no combined points, nor does a certificate of it."""
        for line in lines:
            self._fits(line["combined"] is None, f"the line of {line['couple']} shows what the certification hides")

    def _ends(self, said: Json, event: Event, as_sets: bool) -> None:
        """Who is in danger, leaves and is saved, as certified; in any order where that would tell a secret one."""
        fact = event.fact
        in_parts = said["sealed"] is True and event.type == "outcome-certified.v2"
        danger = fact.get("in_danger", []) if in_parts else fact["bottom"]
        for name, couples in (("bottom", danger), ("leaving", fact["leaving"]), ("saved", fact["saved"])):
            listed = said["outcome"][name]
            same = sorted(listed) == sorted(couples) if as_sets else listed == couples
            self._fits(same, "who leaves is not what was certified")

    def _standings(self, lines: Json, certified: dict[str, Json], unsaid: tuple[None, ...], in_parts: bool) -> None:
        if sorted(line["couple"] for line in lines) != sorted(certified):
            self.wrong.append("its couples are not those certified")
            return
        for line in lines:
            fact = certified[line["couple"]]
            shown = [(line["place"], fact["place"])]
            if self.counted:
                shown.append((line["combined"], str(fact["combined"])))
                for name in ("raw", "points"):
                    shown += zip(line[name], map(str, fact[name]), strict=True)
            same = (in_parts or line["result"] == fact["result"]) and all(
                said in (value, *unsaid) for said, value in shown
            )
            self._fits(same, f"the line of {line['couple']} is not what was certified")

    def of_the_log(self, checkpoints: list[Checkpoint], leaves: bytes) -> None:
        """Each checkpoint it names is of this log."""
        origins, named = {checkpoint.origin for checkpoint in checkpoints}, self.said["checkpoints"]
        self._fits(len(named) <= 16, "it names more checkpoints than a certificate has")
        for stated in named if len(named) <= 16 else ():
            size = stated["size"]
            if type(size) is not int or not 0 < 32 * size <= len(leaves) or stated["origin"] not in origins:
                self.wrong.append("a checkpoint in it is not one of this log")
            else:
                root = base64.b64encode(root_of(leaves, size)).decode()
                self._fits(root == stated["root"], f"the log was another at {size}")

    def told(self, wrong: Sequence[str], findings: Findings) -> None:
        """What is no fault of it: a later certification, its own word that it does not stand, a newer template."""
        if self.later is not None:
            says = "the week was certified again after the certification that the certificate is about"
            findings.add("stale", says, self.later.position, self.later.fact["week"])
        if self.does_not_stand and not wrong:
            says = "the certificate says itself that the outcome certified does not stand"
            findings.add(DOES_NOT_STAND, says, *self.about)
        if self.page == "newer":
            findings.add("newer", "the certificate's page is filled from a template newer than this program's")
