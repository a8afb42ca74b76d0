"""Every refusal is a problem a machine can be told: one code, one meaning, one status."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import domain
import glitterball
from domain.refusals import Refusal
from glitterball.answers import catalogue, problem_of
from glitterball.answers.statuses import STATUS_OF
from glitterball.log.refusals import StoreDamaged
from glitterball.refusals import WeekNotInSeason

FROZEN = Path(__file__).parents[1] / "house" / "frozen" / "refusal_codes.txt"
"""Every code there is, which a test of the house holds against the refusals."""


@pytest.fixture(scope="module", autouse=True)
def everything_imported() -> None:
    for package in (domain, glitterball):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(("__main__", "pytest_plugin")):
                import_module(module.name)


def test_no_code_means_two_things() -> None:
    codes = [problem.code for problem in catalogue()]
    assert len(codes) > 140
    assert sorted(set(codes)) == codes


def test_every_problem_says_what_it_means_and_how_to_go_on() -> None:
    for problem in catalogue():
        assert problem.meaning, problem.code
        assert problem.fix, problem.code
        assert 400 <= problem.status < 600, problem.code


def test_every_code_has_a_line_in_the_table_of_statuses_and_the_table_has_no_other() -> None:
    """A refusal whose status followed from its exit code told whoever sent a forged delivery that the server had failed."""
    assert sorted(STATUS_OF) == FROZEN.read_text().split()


def test_what_somebody_sent_is_never_said_to_be_the_servers_fault() -> None:
    for code in (
        "delivery-signature-wrong",
        "delivery-malformed",
        "value-not-valid",
        "key-malformed",
        "note-malformed",
    ):
        assert STATUS_OF[code] == 422


def test_a_refusal_is_told_with_its_facts() -> None:
    told = problem_of(WeekNotInSeason(7, "us-33", "1, 2"))
    assert told["type"] == "urn:glitterball:problem:week-not-in-season"
    assert told["facts"] == {"week": 7, "season": "us-33", "has": "1, 2"}
    assert told["status"] == 404
    assert told["detail"].startswith("Week 7 of us-33 has not been opened")
    assert told["on_record"] == Refusal.on_record
    json.dumps(told)


def test_damage_is_no_fault_of_whoever_asked() -> None:
    assert problem_of(StoreDamaged("night.sqlite", "a page is torn"))["status"] == 500
