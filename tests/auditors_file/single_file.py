"""The single-file verifier as a module, loaded from its path as an auditor would have it, and weeks in its own terms."""

import contextlib
import importlib.util
import io
import json
import sys
from collections.abc import Hashable, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from domain.period.scoring_period import ScoringPeriod
from domain.record import canonical_json
from domain.rulebook import Rulebook
from domain.tabulation.hashing import working_sha256
from domain.tabulation.outcome import Outcome
from tests.remembering import remember

FILE = Path(__file__).parents[2] / "glitterball" / "auditors_file" / "verify_bundle.py"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("single_file_verifier", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


vb: Any = _loaded()
vb.ed25519_verifies = lru_cache(maxsize=100_000)(vb.ed25519_verifies)
"""Thousands of bundles with the same signatures are checked; its Ed25519 is tested by itself, unremembered."""


def _asked(relation: Any, proof: bytes, tag: bytes) -> Hashable:
    return relation.unknowns, relation.points[:1][0], relation.octets(), proof, tag


# hundreds of bundles hold the same proofs and commitments
remember(vb, "p256_root", lambda square: square)
remember(vb, "check_proof", _asked, vb.Wrong)
remember(vb, "_add_up", lambda points, claims: (tuple(points), tuple(claims)))


def run_here(folder: Path, words: Sequence[str]) -> tuple[int, bytes, bytes]:
    """The exit code of `python verify_bundle.py WORDS` typed in a folder, what it prints and what it complains of, all here.

    Compiling the file, which every run of a script does, takes most of a run.
    """
    assert (folder / FILE.name).read_bytes() == FILE.read_bytes()
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = vb.main([*words])
        except SystemExit as ended:  # a wrong call, which argparse tells
            code = ended.code
    return code, out.buffer.getvalue(), err.buffer.getvalue()


def period_in_its_terms(period: ScoringPeriod) -> Any:
    """A scoring period as the single file holds it."""

    def spans(ranges: Any) -> list[tuple[int, int]]:
        return [tuple(one) for one in ranges]

    return vb.Period(
        period.week,
        period.form,
        list(period.couples),
        [
            vb.Danced(
                dance.dance,
                list(dance.couples),
                [(judge, Fraction(mark)) for judge, mark in dance.marks],
                None if dance.stated_total is None else Fraction(dance.stated_total),
            )
            for dance in period.dances
        ],
        [(one.couple, Fraction(one.points)) for one in period.bonuses],
        [vb.BodyVotes(body.body, list(body.votes), spans(body.rests_on)) for body in period.votes],
        list(period.panel.judges),
        period.panel.head,
        period.panel.casting,
        [vb.Ballot(ballot.judge, ballot.saves, ballot.position) for ballot in period.ballots],
        [vb.Settlement(tie.link, list(tie.order), tie.by, tie.position) for tie in period.settlements],
        list(period.immune),
        list(period.running_order),
        [(couple, Fraction(points)) for couple, points in period.previous_points],
        list(period.unmarked),
        period.cancelled,
        spans(period.scores_rest_on),
        spans(period.decisions_rest_on),
    )


def rulebook_in_its_terms(rulebook: Rulebook) -> Any:
    """A rulebook as it stands in an event."""
    return json.loads(canonical_json(rulebook))


def differences(rulebook: Rulebook, period: ScoringPeriod, outcome: Outcome) -> list[str]:
    """Every respect in which the single file's outcome is not the engine's."""
    found = vb.tabulate(rulebook_in_its_terms(rulebook), period_in_its_terms(period))
    said = {
        "status": (outcome.status, found.status),
        "order": (outcome.order, tuple(map(tuple, found.order))),
        "bottom": (outcome.bottom, tuple(found.bottom)),
        "leaving": (outcome.leaving, tuple(found.leaving)),
        "saved": (outcome.saved, tuple(found.saved)),
        "immune": (outcome.immune, tuple(found.immune)),
        "needs": (
            sorted((need.what, sorted(need.couples), need.clause) for need in outcome.needs),
            sorted((what, sorted(couples), clause) for what, couples, clause in found.needs),
        ),
        "inputs": (_inputs(period), json.loads(vb.inputs_of(period_in_its_terms(period)))),
    }
    if outcome.status != "not tabulated":
        said["standings"] = (_lines(outcome), found.standings())
        if outcome.working:
            working = vb.digest(vb.written([step.as_json() for step in found.working]))
            said["working"] = (working_sha256(outcome), working)
    return [f"{name}: {one!r} and not {other!r}" for name, (one, other) in said.items() if one != other]


def _inputs(period: ScoringPeriod) -> Any:
    from domain.tabulation.hashing import inputs_sha256

    assert inputs_sha256(period) == vb.digest(vb.inputs_of(period_in_its_terms(period)))
    return json.loads(vb.inputs_of(period_in_its_terms(period)))


def _lines(outcome: Outcome) -> list[Any]:
    def number(value: Any) -> Any:
        return value if isinstance(value, int) else str(value)

    return [
        {
            "couple": line.couple,
            "raw": [number(value) for value in line.raw],
            "points": [number(value) for value in line.points],
            "combined": number(line.combined),
            "place": line.place,
            "result": line.result,
        }
        for line in outcome.standings()
    ]
