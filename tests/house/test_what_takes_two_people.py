"""Every command that takes two people is known to both verifiers, with the fact it becomes."""

from typing import get_args

from domain.season import commands as c
from glitterball.evidence.verifying.approvals import FACTS_OF
from tests.auditors_file.single_file import vb

ASKED = {command.model_fields["do"].default for command in get_args(get_args(c.TwoPersonCommand)[0])}


def test_the_package_knows_what_each_command_of_two_people_becomes() -> None:
    assert FACTS_OF.keys() == ASKED, "glitterball/evidence/verifying/approvals.py, FACTS_OF"


def test_the_single_file_knows_the_same() -> None:
    known = {do: fact for do, (fact, _) in vb.TWO_PEOPLE.items()}
    assert known == {do: fact.TYPE for do, (fact, *_) in FACTS_OF.items()}, "auditors_file/parts/part_16_two_people.py"
