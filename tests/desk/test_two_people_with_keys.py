"""In a season with a roster two people sign at two desks, each with a key file of their own."""

from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk as CommandLine
from tests.desk.at_it import Sitting, sitting

EVE, OLA = "eve (executive)", "ola (adjudicator)"
BOTH = f'--by "{EVE}" --with "{OLA}"'
SEASON = "harbour-9"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[CommandLine, Path, Path]:
    """A season with a roster and an open week, and the key files of the two who decide."""
    line = CommandLine(tmp_path)
    people = (
        ("eve", "Eve Adams", "executive,producer"),
        ("ola", "Ola Nord", "adjudicator"),
        ("pam", "Pam Roy", "producer"),
    )
    for identity, name, roles in people:
        held = " ".join(f'--role "{role}"' for role in roles.split(","))
        assert line.types(f'people key {identity} --name "{name}" {held} -o {{folder}}/{identity}.key').code == 0
    eve, ola = tmp_path / "eve.key", tmp_path / "ola.key"
    signed = f"--sign {eve} --sign {ola}"
    for said in (
        f'season open {SEASON} --show "Harbour Lights" --number 9 --by "{EVE}"',
        f'people found {SEASON} --person {eve}.pub --person {ola}.pub --by "{EVE}"',
        f"{signed} season adopt {SEASON} {Path(__file__).parents[2]}/docs/tutorial/harbour/rulebook.toml {BOTH}",
        f'season cast {SEASON} ann-ed "Ann Abel" "Ed Egge" --by "eve (producer)"',
        f'season cast {SEASON} bo-flo "Bo Berg" "Flo Falk" --by "eve (producer)"',
        f'week open {SEASON} 1 --ends single --date 2026-09-05 --by "eve (producer)"',
    ):
        done = line.types(said)
        assert done.code == 0, done.err
    return line, eve, ola


@pytest.mark.heavy("every one")
def test_one_proposes_and_the_other_approves_at_a_desk_of_their_own(keys: tuple[CommandLine, Path, Path]) -> None:
    line, eve, ola = keys

    async def proposing(seat: Sitting) -> None:
        await seat.press("colon")
        await seat.types(f"people introduce {SEASON} {line.folder}/pam.key.pub")
        await seat.press("enter")
        await seat.sees("This would be recorded:", "introduce Pam Roy (producer)")
        await seat.press("enter")
        await seat.sees("It takes two people", "1 proposal")

    async def approving(seat: Sitting) -> None:
        await seat.press("a")
        await seat.sees("proposed by Eve Adams (executive)", "open until", "would be recorded: Pam Roy")
        await seat.press("enter")
        await seat.sees("This would be recorded:", "signed: by eve with key")
        await seat.press("enter")
        await seat.sees("Nothing waits for a second person", "Pam Roy (producer) joined the roster")

    sitting(line, proposing, by=EVE, season=SEASON, keys=(eve,), size=(120, 40))
    sitting(line, approving, by=OLA, season=SEASON, keys=(ola,), size=(120, 40))


@pytest.mark.heavy("every one")
def test_whoever_has_no_key_file_or_proposed_it_is_refused_and_told(keys: tuple[CommandLine, Path, Path]) -> None:
    line, eve, _ = keys
    proposed = line.types(f'--sign {eve} people introduce {SEASON} {{folder}}/pam.key.pub --by "{EVE}"')
    assert proposed.code == 4

    async def refused(seat: Sitting) -> None:
        await seat.press("a", "enter")
        await seat.sees("This is refused:", "Nothing was recorded.")
        await seat.press("enter")
        assert seat.desk.controls.prompt is not None

    sitting(line, refused, by=OLA, season=SEASON, size=(120, 40))
    sitting(line, refused, by=EVE, season=SEASON, keys=(eve,), size=(120, 40))


@pytest.mark.heavy("every one")
def test_a_proposal_is_turned_down_with_a_reason(keys: tuple[CommandLine, Path, Path]) -> None:
    line, eve, ola = keys
    assert line.types(f'--sign {eve} people introduce {SEASON} {{folder}}/pam.key.pub --by "{EVE}"').code == 4

    async def rejecting(seat: Sitting) -> None:
        await seat.press("a", "x")
        await seat.sees('--reason "WHY"')
        await seat.press("enter")
        await seat.sees("Say what stands for WHY.")
        await seat.types("not tonight")
        await seat.press("enter")
        await seat.sees("This would be recorded:", "not tonight")
        await seat.press("enter")
        await seat.sees("Nothing waits for a second person")

    sitting(line, rejecting, by=OLA, season=SEASON, keys=(ola,), size=(120, 40))
