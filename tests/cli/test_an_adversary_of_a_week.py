"""An adversary between the inputs of a week and the desk: it drops, doubles, delays and mislabels them, over the command line.

Whatever it does, either the outcome is the one that follows from what was really given and sent, or the week is NOT READY with
the reason. What really follows is worked out here by counting, from the rule's text: judges' places with ties left dense,
viewers' places with ties shared, the sum, and between equal sums the votes.
"""

import json
import shutil
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.cli.typing_at_it import Desk, Said
from tests.thoroughness import examples

HARBOUR = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour"
PETRA, DORA = '--by "Petra (producer)"', '--by "Dora (score desk)"'
EXECUTIVES = '--by "Eve (executive)" --with "Ada (adjudicator)"'
SUPERVISORS = '--by "Sam (supervisor)" --with "Sue (supervisor)"'
COUPLES, JUDGES, GATEWAYS = ("mia-jon", "otto-lea", "pia-max"), ("ana", "ben"), ("phones", "web")
STYLES = dict(zip(COUPLES, ("Waltz", "Jive", "Rumba"), strict=True))
OPENS, CLOSES = "2026-03-07T20:00:00Z", "2026-03-07T21:00:00Z"
REFUSED, TAKEN, NEEDS_PEOPLE = 3, 0, 4

Batch = dict[str, Any]


def leaves(marks: dict[str, int], votes: dict[str, int]) -> str | None:
    """Who leaves; nobody can say where the lowest are equal in votes as well."""

    def total(couple: str) -> int:
        judges = len(marks) - len({mark for mark in marks.values() if mark > marks[couple]})
        return judges + len(votes) - sum(count > votes[couple] for count in votes.values())

    ordered = sorted(marks, key=lambda couple: (total(couple), votes[couple]))
    _, lowest = next(groupby(ordered, key=lambda couple: (total(couple), votes[couple])))
    last = list(lowest)
    return last[0] if len(last) == 1 else None


@st.composite
def batches(draw: st.DrawFn, gateway: str) -> list[Batch]:
    """What a gateway really sent: batches one after the other, numbered from 1."""
    sent = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        votes = [[couple, draw(st.integers(0, 40))] for couple in COUPLES]
        window = {"opens": f"2026-03-07T20:{number:02}:00Z", "closes": f"2026-03-07T20:{number:02}:59Z"}
        about = {"season": "harbour-1", "week": 1, "gateway": gateway, "batch": number, "channel": "sms"}
        sent.append(about | window | {"votes": votes, "received": sum(count for _, count in votes)})
    return sent


class AdversaryOfAWeek(RuleBasedStateMachine):
    """The desk, what is true, and what the adversary makes of it on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk(self.folder)
        shutil.copytree(HARBOUR, self.folder / "harbour")
        self.excused: dict[str, str] = {}
        self.voided: set[tuple[str, int]] = set()
        self.closed = False

    @initialize(
        marks=st.fixed_dictionaries({couple: st.tuples(st.integers(1, 10), st.integers(1, 10)) for couple in COUPLES}),
        phones=batches("phones"),
        web=batches("web"),
        lost=st.sets(st.sampled_from(COUPLES), max_size=1),
        window=st.sampled_from((f"--opens {OPENS} --closes {CLOSES}",) * 3 + ("--opens 2026-03-07T20:01:30Z", "")),
    )
    def a_week(
        self,
        marks: dict[str, tuple[int, int]],
        phones: list[Batch],
        web: list[Batch],
        lost: set[str],
        window: str,
    ) -> None:
        """Rows of the running order may be lost, lines may be opened with the wrong window or none."""
        self.marks, self.lost, self.window = marks, lost, window
        self.sent = {"phones": phones, "web": web}
        rows = [f"1,1,{couple},{STYLES[couple]}\n" for couple in COUPLES if couple not in lost]
        (self.folder / "harbour" / "week-1.csv").write_text("".join(("episode,round,couple,style\n", *rows)))
        self.types(
            'season import {folder}/harbour/season.toml --by "Eve (executive)" --with "Ada (adjudicator)"', TAKEN
        )
        self.types(f"week open harbour-1 1 --from {{folder}}/harbour/week-1.toml {PETRA}", TAKEN)
        gateways = " ".join(f"--gateway {name}:sms,calls" for name in GATEWAYS)
        self.types(f"votes open harbour-1 1 {gateways} {window} {PETRA}", TAKEN)

    def types(self, line: str, *codes: int) -> Said:
        said = self.desk.types(line)
        assert said.code in codes, (line, said)
        return said

    def hands_over(self, *lines: Batch) -> Said:
        self.desk.file("sent.ndjson", "\n".join(map(json.dumps, lines)))
        return self.types("votes import harbour-1 1 {folder}/sent.ndjson", TAKEN, REFUSED)

    @rule(couple=st.sampled_from(COUPLES), judge=st.sampled_from(JUDGES))
    def a_mark_is_given(self, couple: str, judge: str) -> None:
        mark = self.marks[couple][JUDGES.index(judge)]
        self.types(f"score give harbour-1 1 {couple} {judge} {mark} {DORA}", TAKEN, REFUSED)

    @rule(forgotten=st.sets(st.tuples(st.sampled_from(COUPLES), st.sampled_from(JUDGES)), max_size=1))
    def the_marks_are_given(self, forgotten: set[tuple[str, str]]) -> None:
        for couple in COUPLES:
            for judge in JUDGES:
                if (couple, judge) not in forgotten:
                    self.a_mark_is_given(couple, judge)

    @rule(couple=st.sampled_from(COUPLES), judge=st.sampled_from(("carl", "an")))
    def a_mark_names_a_judge_who_is_not_there(self, couple: str, judge: str) -> None:
        self.types(f"score give harbour-1 1 {couple} {judge} 1 {DORA}", REFUSED)

    @rule(data=st.data(), gateway=st.sampled_from(GATEWAYS))
    def a_batch_arrives(self, data: st.DataObject, gateway: str) -> None:
        self.hands_over(data.draw(st.sampled_from(self.sent[gateway])))

    @rule(forgotten=st.none() | st.sampled_from(GATEWAYS))
    def all_that_was_sent_arrives(self, forgotten: str | None) -> None:
        for gateway in GATEWAYS:
            if gateway != forgotten:
                self.hands_over(*self.sent[gateway], self.manifest(gateway))

    @rule(data=st.data(), gateway=st.sampled_from(GATEWAYS), label=st.sampled_from(("batch", "gateway", "week", "season", "channel", "opens")))  # fmt: skip # noqa: E501
    def a_batch_arrives_under_another_label(self, data: st.DataObject, gateway: str, label: str) -> None:
        other = {
            "batch": len(self.sent[gateway]) + 1,
            "gateway": next(name for name in GATEWAYS if name != gateway),
            "week": 2,
            "season": "harbour-2",
            "channel": "calls",
            "opens": "2026-03-08T20:00:00Z",
        }[label]
        self.hands_over(data.draw(st.sampled_from(self.sent[gateway])) | {label: other})

    @rule(gateway=st.sampled_from(GATEWAYS))
    def a_manifest_arrives(self, gateway: str) -> None:
        self.hands_over(self.manifest(gateway))

    def manifest(self, gateway: str) -> Batch:
        total = sum(batch["received"] for batch in self.sent[gateway])
        said = {"channel": "sms", "received": total, "accepted": total, "rejected": [], "late": 0}
        return {
            "season": "harbour-1", "week": 1, "gateway": gateway, "batches": len(self.sent[gateway]), "totals": [said]
        }  # fmt: skip

    @precondition(lambda self: not self.closed)
    @rule()
    def the_lines_are_closed(self) -> None:
        self.types(f"votes close harbour-1 1 {PETRA}", TAKEN)
        self.closed = True

    @rule(couple=st.sampled_from(COUPLES), how=st.sampled_from(("", "--no-marks")))
    def it_is_said_what_holds_for_a_couple(self, couple: str, how: str) -> None:
        said = self.types(f"week bye harbour-1 1 {couple} {how} --reason hurt {EXECUTIVES}", TAKEN, REFUSED)
        if said.code == TAKEN:
            self.excused[couple] = how

    @rule(data=st.data(), gateway=st.sampled_from(GATEWAYS))
    def a_batch_is_voided(self, data: st.DataObject, gateway: str) -> None:
        number = data.draw(st.integers(1, len(self.sent[gateway]) + 1))
        reason = "--channel sms --reason 'never came'"
        said = self.types(f"votes void batch harbour-1 1 {gateway} {number} {reason} {SUPERVISORS}", TAKEN, REFUSED)
        if said.code == TAKEN:
            self.voided.add((gateway, number))

    @rule()
    def the_result_is_asked_for(self) -> None:
        said = self.types("week check harbour-1 1 --format json", TAKEN, NEEDS_PEOPLE)
        errors = [row for row in json.loads(said.out)["data"] if row["severity"] == "error"]
        assert (said.code == NEEDS_PEOPLE) == bool(errors), said
        assert all(row["code"] and row["what"] for row in errors)
        event("READY" if not errors else "NOT READY")
        if not errors:
            outcome = json.loads(self.types("week audit harbour-1 1 --format json", TAKEN).out)
            assert self.truly_leaves() == _leaving(outcome), (self.marks, self.sent, self.excused, self.voided)

    def truly_leaves(self) -> str | None:
        """What really follows, with what two people stated: byes, couples without marks, batches that are void."""
        competing = [couple for couple in COUPLES if self.excused.get(couple) != ""]
        marks = {couple: sum(self.marks[couple]) for couple in competing}
        for couple in competing:
            if couple in self.excused:
                marks[couple] = self.given_to(couple)
        votes = dict.fromkeys(competing, 0)
        for gateway, sent in self.sent.items():
            for batch in sent:
                for couple, count in batch["votes"]:
                    if couple in votes and (gateway, batch["batch"]) not in self.voided:
                        votes[couple] += count
        return leaves(marks, votes)

    def given_to(self, couple: str) -> int:
        """What judges gave a couple of which two people said that it has no further marks."""
        card = json.loads(self.types("week leaderboard harbour-1 1 --format json", TAKEN).out)
        return sum(int(row["total"] or 0) for row in card["data"] if row["couple"] == couple)

    def teardown(self) -> None:
        """In the end the desk asks for what is missing, and closes: then the result is asked for once more."""
        if hasattr(self, "sent"):
            self.the_marks_are_given(set())
            self.all_that_was_sent_arrives(None)
            if not self.closed:
                self.the_lines_are_closed()
            self.the_result_is_asked_for()
        shutil.rmtree(self.folder, ignore_errors=True)


def _leaving(audit: dict[str, Any]) -> str | None:
    (couple,) = audit["data"]["computed"]["leaving"] or (None,)
    return couple


AdversaryOfAWeek.TestCase.settings = settings(
    max_examples=examples(40),
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # a night takes seconds: what is found is told as it was met
)
TestAnAdversaryOfAWeek = AdversaryOfAWeek.TestCase
