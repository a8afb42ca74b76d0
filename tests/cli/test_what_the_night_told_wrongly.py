"""What the live night's answers told wrongly when it was first played: each is named after what the desk was told."""

import json
import shutil

import pytest

from tests.cli.test_accidents_of_a_night import HARBOUR, PETRA, SUPERVISORS, TWO, play, typed
from tests.cli.typing_at_it import Desk

DORA = '--by "Dora (score desk)"'
WRONG_CARD = f"score correct harbour-1 1 pia ben 7 --reason 'the card says 7' {DORA}"
APPROVED = 'decision approve harbour-1 2 --by "Dirk (score desk)"'


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    shutil.copytree(HARBOUR, desk.folder / "harbour")
    return desk


def decisions(desk: Desk) -> dict[int, tuple[str, str]]:
    rows = json.loads(desk.types("decision list harbour-1 --format json").out)["data"]
    return {row["decision"]: (row["what"], row["ended"]) for row in rows}


def test_a_correction_that_was_approved_is_not_told_from_7_to_7(harbour: Desk) -> None:
    play(harbour)
    typed(harbour, WRONG_CARD, 4)
    asked_for = decisions(harbour)[2][0]
    assert asked_for.endswith("from 8 to 7, because the card says 7")
    typed(harbour, APPROVED)
    assert decisions(harbour)[2] == (asked_for, "approved by Dirk at 25")
    assert asked_for in typed(harbour, "decision show harbour-1 2")


def test_a_correction_turned_down_is_told_from_what_stood_then(harbour: Desk) -> None:
    play(harbour)
    typed(harbour, WRONG_CARD, 4)
    asked_for = decisions(harbour)[2][0]
    typed(harbour, 'decision reject harbour-1 2 --reason "nobody came" --by "Dirk (score desk)"')
    typed(harbour, WRONG_CARD, 4)
    typed(harbour, APPROVED.replace(" 2 ", " 3 "))
    assert [what for what, _ in decisions(harbour).values()][1:] == [asked_for, asked_for]


def test_what_is_only_proposed_is_not_listed_as_if_it_were_so(harbour: Desk) -> None:
    play(harbour)
    typed(harbour, WRONG_CARD, 4)
    what, ended = decisions(harbour)[2]
    assert (ended, "was corrected" in what) == ("open", False)


def test_a_number_nobody_proposed_under_is_not_answered_with_decisions_that_ended(harbour: Desk) -> None:
    play(harbour)
    assert "no open proposal 9; open are: none" in typed(harbour, "decision show harbour-1 9", 3)
    typed(harbour, WRONG_CARD, 4)
    assert "no open proposal 9; open is: 2" in typed(harbour, "decision show harbour-1 9", 3)


def test_a_proposal_that_waits_can_be_turned_down_and_the_check_says_by_whom(harbour: Desk) -> None:
    """An executive was named to approve a correction, and is refused; an expired proposal can only be turned down."""
    play(harbour)
    typed(harbour, WRONG_CARD, 4)
    says = typed(harbour, "week check harbour-1 1", 4)
    roles = '--by "NAME (score desk or producer or supervisor or adjudicator)"'
    assert f"decision approve harbour-1 2 {roles}" in says
    assert f"decision reject harbour-1 2 --reason WHY {roles}" in says
    assert "[role-may-not]" in typed(harbour, APPROVED.replace("score desk", "executive"), 3)


def test_who_proposes_is_told_who_may_approve(harbour: Desk) -> None:
    play(harbour)
    says = typed(harbour, "week cancel harbour-1 1 --reason 'a storm' --by 'Eve (executive)'", 4)
    assert says.endswith('decision approve harbour-1 2 --by "NAME (adjudicator)"\n')
    says = typed(
        harbour, f"votes void channel harbour-1 1 sms --reason 'dead' {SUPERVISORS.partition(' --with')[0]}", 4
    )
    assert says.endswith('decision approve harbour-1 3 --by "NAME (supervisor or executive or adjudicator)"\n')


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff\n"])
def test_an_empty_file_is_no_delivery(harbour: Desk, content: str) -> None:
    """A command that failed left an empty file behind; it was taken in, "0 deliveries recorded", with exit code 0."""
    play(harbour)
    harbour.file("empty.ndjson", content)
    typed(harbour, "votes key make phones -o {folder}/phones.key")
    for line in ("votes import harbour-1 1 {folder}/empty.ndjson",
                 "votes sign harbour-1 1 {folder}/empty.ndjson --key {folder}/phones.key"):  # fmt: skip
        says = typed(harbour, line, 3)
        assert "holds no batch and no manifest" in says
        assert "[nothing-delivered]" in says


def test_a_margin_of_votes_that_are_not_all_there_says_so(harbour: Desk) -> None:
    lines = (harbour.folder / "harbour" / "phones.ndjson").read_text().splitlines()
    harbour.file("harbour/phones.ndjson", "\n".join(lines[:1]) + "\n")
    play(harbour)
    assert "how close it was, provisional, votes not reconciled" in typed(harbour, "week margin harbour-1 1")
    harbour.file("rest.ndjson", "\n".join(lines[1:]) + "\n")
    typed(harbour, f"votes give-up harbour-1 1 phones --as-delivered --reason 'it is late' {TWO}")
    assert "provisional" not in typed(harbour, "week margin harbour-1 1")


def test_a_gateways_key_is_introduced_from_its_file(harbour: Desk) -> None:
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    line = typed(harbour, "votes key make phones -o {folder}/phones.key").strip()
    assert (harbour.folder / "phones.key.pub").read_text() == f"{line}\n"
    typed(harbour, f"votes key introduce harbour-1 phones {{folder}}/phones.key.pub {SUPERVISORS}")
    typed(harbour, "votes key make phones -o {folder}/new.key")
    typed(harbour, f"votes key rotate harbour-1 phones {{folder}}/new.key.pub {SUPERVISORS}")
    rows = json.loads(harbour.types("votes key list harbour-1 --format json").out)["data"]
    assert next(row["key"] for row in rows) == line


def test_a_private_key_in_a_file_for_others_is_refused_and_not_repeated(harbour: Desk) -> None:
    typed(harbour, f"season import {{folder}}/harbour/season.toml {TWO}")
    typed(harbour, "votes key make phones -o {folder}/phones.key")
    secret = (harbour.folder / "phones.key").read_text()
    harbour.file("mixed-up.pub", secret)
    says = typed(harbour, f"votes key introduce harbour-1 phones {{folder}}/mixed-up.pub {SUPERVISORS}", 3)
    assert "it holds a private key" in says
    assert secret.strip().split("+", 4)[4] not in says


def certified(desk: Desk) -> None:
    play(desk)
    typed(desk, f"week certify harbour-1 1 {TWO}")
    typed(desk, f"week announce harbour-1 1 --out mia {PETRA}")
    public = typed(desk, "checkpoint key example.org/harbour -o {folder}/log.key").splitlines()[0]
    typed(desk, "checkpoint publish --key {folder}/log.key -o {folder}/certified.note")
    desk.file("policy.txt", f"log {public}\nquorum none\n")
    typed(
        desk, "week certificate harbour-1 1 --out {folder}/week-1 --checkpoint {folder}/certified.note --published here"
    )


BUNDLED = "bundle harbour-1 1 --key {folder}/log.key -o {folder}/a.bundle"


def test_a_certificate_called_week_1_does_not_make_the_bundle_not_intact(harbour: Desk) -> None:
    certified(harbour)
    typed(harbour, f"{BUNDLED} --certificate {{folder}}/week-1.json --certificate {{folder}}/week-1.html")
    says = typed(harbour, "verify {folder}/a.bundle --policy {folder}/policy.txt")
    assert "that the certificate is about a certified outcome of this log" in says


def test_what_is_no_file_of_a_certificate_does_not_go_into_a_bundle(harbour: Desk) -> None:
    certified(harbour)
    harbour.file("again/week-1.json", (harbour.folder / "week-1.json").read_bytes())
    for files in ("{folder}/policy.txt", "{folder}/week-1.json --certificate {folder}/again/week-1.json"):
        says = typed(harbour, f"{BUNDLED} --certificate {files}", 3)
        assert "--certificate cannot be" in says
        assert not (harbour.folder / "a.bundle").exists()


REPLACED = f"votes replace harbour-1 1 phones sms {{}} --reason 'counted again' {TWO}"


def test_a_couple_forgotten_in_a_stated_manifest_does_not_have_no_votes(harbour: Desk) -> None:
    """Who was not named had none, without a word: what is missing is not zero."""
    play(harbour)
    says = typed(harbour, REPLACED.format("mia=3100 otto=6000"), 3)
    assert "Pia & Max got is not stated" in says
    assert "[couple-without-votes]" in says
    assert "0 for Pia & Max" in typed(harbour, REPLACED.format("mia=3100 otto=6000 pia=0"))
    says = typed(harbour, f"votes substitute harbour-1 1 viewers mia=1 --reason 'counted again' {TWO}", 3)
    assert "Otto & Lea and Pia & Max got is not stated" in says


def test_a_couple_named_twice_is_told_as_it_was_typed(harbour: Desk) -> None:
    play(harbour)
    says = typed(harbour, REPLACED.format("mia=1 mia-jon=2 otto=1 pia=1"), 3)
    assert "COUPLE=VOTES cannot be 'mia-jon=2'" in says
    assert "CoupleVotes" not in says


def test_a_gateway_is_not_given_up_before_it_is_said_how(harbour: Desk) -> None:
    play(harbour)
    says = typed(harbour, f"votes give-up harbour-1 1 phones --reason dead {TWO}", 2)
    assert "--as-delivered or --not-at-all" in says


def test_a_gateway_given_up_after_the_certificate_says_that_it_does_not_stand(harbour: Desk) -> None:
    certified(harbour)
    given_up = f"votes give-up harbour-1 1 phones --not-at-all --reason dead {TWO}"
    assert "does not stand" not in typed(harbour, f"{given_up} --dry-run")
    says = typed(harbour, given_up)
    assert "The certificate of week 1 at 26 does not stand any more: glitterball week certify harbour-1 1." in says
    as_delivered = typed(harbour, f"votes give-up harbour-1 1 phones --as-delivered --reason 'not dead' {TWO}")
    assert "does not stand" not in as_delivered, "it was said already"
    assert "does not stand" not in typed(harbour, f"week certify harbour-1 1 {TWO}")
    typed(harbour, f"week close harbour-1 1 {PETRA}")
    says = typed(harbour, given_up)
    assert (
        "does not stand any more: glitterball week reopen harbour-1 1, then glitterball week certify harbour-1 1."
        in says
    )


def test_the_line_for_others_signs_nothing_and_is_told_from_a_broken_key(desk: Desk) -> None:
    typed(desk, 'people key eve --name "Eve Adams" --role executive --role adjudicator -o {folder}/eve.key')
    typed(desk, 'people key ola --name "Ola Nord" --role adjudicator -o {folder}/ola.key')
    typed(desk, 'season open harbour-9 --show "Harbour Lights" --number 9 --by "eve (executive)"')
    people = "--person {folder}/eve.key.pub --person {folder}/ola.key.pub"
    typed(desk, f'people found harbour-9 {people} --by "eve (executive)"')
    line = 'people revoke harbour-9 ola --reason "left" --by "eve (executive)"'
    says = typed(desk, f"--sign {{folder}}/eve.key.pub {line}", 3)
    assert "it holds the line for others, and signs nothing" in says


def test_a_season_that_would_end_alike_under_other_rules_is_not_answered_with_nothing(harbour: Desk) -> None:
    play(harbour)
    says = typed(harbour, "whatif harbour-1 --rules {folder}/harbour/rulebook.toml")
    assert "Nothing would have been otherwise in any week." in says
