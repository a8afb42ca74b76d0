"""The first evening of a results desk, played with lines at a shell and at the resident desk: the same is on record, and what it
took is what docs/desk.md says.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.desk import evening
from tests.desk.at_it import Sitting, sitting
from tests.desk.evening import ADA, DORA, EVE, MARKS, PETRA, SEASON, Counted, Shell, on_record, said_in

pytestmark = pytest.mark.heavy("nights")

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text()


def told(way: str) -> Counted:
    """What the page says of a way to play it."""
    (row,) = re.findall(rf"(?m)^\| {re.escape(way)} \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", PAGE)
    return Counted(*(int(number.replace(",", "")) for number in row))


def played(folder: Path, lines: list[str]) -> Shell:
    """Lines typed one after another, all of which end as they should."""
    shell = Shell(folder)
    for line in lines:
        shell.types(line)
    return shell


@pytest.fixture(scope="module")
def mark_by_mark(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The evening as it was played first: 31 lines."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("lines")
        patch.chdir(folder)
        return played(folder, evening.mark_by_mark())


def test_with_a_line_a_mark_it_takes_what_the_page_says(mark_by_mark: Shell) -> None:
    assert mark_by_mark.did == told("a line a mark")
    assert mark_by_mark.did.lines == 31
    assert on_record(mark_by_mark.desk)[-1] == "week-closed"


def test_with_a_line_for_many_at_once_the_same_is_on_record(
    mark_by_mark: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell = played(tmp_path, evening.as_short_as_can_be())
    assert on_record(shell.desk) == on_record(mark_by_mark.desk)
    assert shell.did == told("a line a row, and one for both gateways")


class Evening:
    """Four people, each at a desk that stays; what they press is counted. Who sits down again finds the desk as it was left."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.did, self.seated = shell, shell.did, set[str]()

    def sits(self, by: str, does: "Callable[[Person], Awaitable[None]]") -> None:
        """Somebody does their next part."""
        if by not in self.seated:
            self.did.lines += 1
            line = f'desk {SEASON} 1 --by "{by}"'
            self.did.keys += len(f"glitterball {line}") + 1
            self.did.words += said_in(line)
        again, _ = by in self.seated, self.seated.add(by)

        async def part(seat: Sitting) -> None:
            await does(Person(seat, self.did, again))

        sitting(self.shell.desk, part, by=by, season=SEASON)


class Person:
    """Somebody at their desk."""

    def __init__(self, seat: Sitting, did: Counted, again: bool) -> None:
        self.seat, self.did, self.again = seat, did, again

    async def press(self, *keys: str) -> None:
        """Keys that choose, ask and record."""
        self.did.keys += len(keys)
        await self.seat.press(*keys)

    async def says(self, text: str) -> None:
        """Words that stand for somebody or something, of which each can be another."""
        self.did.keys += len(text)
        self.did.words += len(re.findall(r'"[^"]*"|\S+', text.replace(" --gateway ", " ")))
        await self.seat.types(text)

    async def is_at(self, *keys: str) -> None:
        """Go to a page, where they are not there still from before."""
        if not self.again:
            self.did.keys += len(keys)
        await self.seat.press(*keys)

    async def sees(self, *texts: str) -> None:
        await self.seat.sees(*texts)

    async def records(self, preview: str, recorded: str) -> None:
        """What would be recorded is shown; Enter records it."""
        await self.sees("This would be recorded:", preview)
        self.did.shown += 1
        await self.press("enter")
        await self.sees(recorded)


async def opens_the_lines(petra: Person) -> None:
    await petra.sees("NOT READY: 7 reasons")
    await petra.press(*["down"] * 6, "enter")
    await petra.sees("--gateway GATEWAY:CHANNEL")
    await petra.says("phones:sms --gateway web:online")
    for moment in ("2026-03-07T20:00:00Z", "2026-03-07T21:00:00Z"):
        await petra.press("enter")
        await petra.says(moment)
    await petra.press("enter")
    await petra.records("Voting for week 1 was opened", "recorded 19")


async def types_the_marks(dora: Person) -> None:
    await dora.is_at("m")
    for at, row in enumerate(MARKS.values()):
        await dora.says(row)
        await dora.press("enter")
        await dora.sees(f"recorded {22 + 3 * at}")


async def closes_the_lines(petra: Person) -> None:
    await petra.sees("NOT READY: 1 reason")
    await petra.press("enter")
    await petra.records("Voting for week 1 was closed", "READY. Next: glitterball week certify")


async def corrects_a_mark(dora: Person) -> None:
    await dora.seat.press("m", *["down"] * 5)  # she is there still
    await dora.press("right", "right", "c")
    await dora.sees("1.1.kai-lou cleo MARK")
    await dora.says("6")
    await dora.press("enter")
    await dora.sees('--reason "WHY"')
    await dora.says("the card says 6".replace(" ", "_"))
    await dora.press("enter")
    await dora.records("from 7 to 6", "It takes two people")


def approves(sentence: str) -> Callable[[Person], Awaitable[None]]:
    async def part(ada: Person) -> None:
        await ada.is_at("a")
        await ada.sees("would be recorded:")
        await ada.press("enter")
        await ada.records(sentence, "Nothing waits for a second person.")

    return part


async def settles_the_tie(eve: Person) -> None:
    await eve.sees("the rulebook", "calls for a drawn lot")
    await eve.press("enter")
    await eve.sees("week settle evening 1 ORDER")
    await eve.says("ivy,kai")
    await eve.press("enter")
    await eve.sees('1 ivy,kai --how "HOW"')
    await eve.says("a lot before a notary".replace(" ", "_"))
    await eve.press("enter")
    await eve.records("Ivy & Jo, then", "It takes two people")


async def certifies(eve: Person) -> None:
    await eve.sees("READY. Next: glitterball week certify")
    await eve.press("enter")
    await eve.records("was proposed: certify outcome", "It takes two people")


async def announces_and_closes(petra: Person) -> None:
    await petra.sees("Next: glitterball week announce evening 1 --out kai-lou")
    await petra.press("enter")
    await petra.records("Kai & Lou were announced as leaving", "Next: glitterball week close")
    await petra.press("enter")
    await petra.records("Week 1 was closed", "closed at")


def test_at_the_resident_desk_the_same_is_on_record(
    mark_by_mark: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell = played(tmp_path, [evening.IMPORTED, evening.OPENED])
    night = Evening(shell)
    night.sits(PETRA, opens_the_lines)
    night.sits(DORA, types_the_marks)
    shell.types(evening.FOLLOWED)
    night.sits(PETRA, closes_the_lines)
    night.sits(DORA, corrects_a_mark)
    night.sits(ADA, approves("was corrected from 7 to 6"))
    night.sits(EVE, settles_the_tie)
    night.sits(ADA, approves("A tie in week 1 was settled"))
    night.sits(EVE, certifies)
    night.sits(ADA, approves("was certified under harbour@1"))
    night.sits(PETRA, announces_and_closes)
    for line in evening.ASKED:
        shell.types(line)
    assert on_record(shell.desk) == on_record(mark_by_mark.desk)
    assert shell.did == told("the resident desk")
