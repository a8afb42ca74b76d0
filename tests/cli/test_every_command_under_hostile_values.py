"""Every command under every hostile value ends in a sentence and the right code, and records nothing it does not tell.

The command tree is walked, so a new command is tried as it comes. By default of each command every other parameter meets a
value or two, and every value some parameters; SEED turns which. With `--thorough` every parameter meets every value, but of what
takes long; with `--whole` there too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tests import thoroughness
from tests.cli.hostile import HOSTILE, Call, Ended, HostileDesk, calls, commands

pytestmark = pytest.mark.heavy("every one")


SEED = 33
"""Turns which value meets which parameter."""

FURTHER = 90
"""Of so many calls one more is made, beyond one a parameter."""

LONG = 5
"""Of so many calls of what works for ten seconds one is made, but in the whole run; it divides no number of values."""

PARTS = 4
"""Parts the calls are made in, so that several cores can share them."""

ALLOWED = (0, 1, 2, 3, 4)
NEVER = ("should not have happened", "Traceback", "validation error", "pydantic", "Errno")

WRITES = ("show.sqlite", "verify_bundle.py", "-week-", "-season.bundle")
"""What a command writes without being told a name: the store and what lies beside it, the verifier, what is named for a week."""


@cache
def every_call() -> tuple[Call, ...]:
    """The whole command tree with every value, walked once."""
    return tuple(calls())


def chosen(part: int, thorough: bool) -> list[Call]:
    every: list[Call] = list(every_call())
    if not thorough:
        whole = len(HOSTILE)
        once = (every[start + (SEED + 17 * start // whole) % whole] for start in range(0, len(every) - whole, whole))
        every = [*every_other(once), *every[SEED % FURTHER :: FURTHER]]
    elif not thoroughness.WHOLE:
        every = [*without_what_takes_long(every)]
    return every[part::PARTS]


def without_what_takes_long(calls: Iterable[Call]) -> Iterator[Call]:
    """A proof is made anew for every value that `prove-it` takes: one in `LONG` of these calls."""
    met = 0
    for call in calls:
        if call.command == ("prove-it",):
            met += 1
            if met % LONG:
                continue
        yield call


def every_other(once: Iterable[Call]) -> Iterator[Call]:
    """Of each command every other of these calls, the first among them."""
    met: Counter[tuple[str, ...]] = Counter()
    for call in once:
        if met[call.command] % 2 == 0:
            yield call
        met[call.command] += 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> HostileDesk:
    return HostileDesk(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_command_ends_in_a_sentence_and_records_only_what_it_tells(
    desk: HostileDesk, part: int, thorough: bool
) -> None:
    found = [f"{call}: {what}" for call in chosen(part, thorough) for what in wrong_with(desk, call)]
    assert found == []


def wrong_with(desk: HostileDesk, call: Call) -> Iterator[str]:
    """Make a call, say everything that is wrong with how it ended, and put the desk back as it was."""
    ended = desk.types(call.words)
    if ended.code not in ALLOWED:
        yield f"exit code {ended.code}: {ended.err[:300]}"
    if ended.code and not ended.err.strip() and not _is_an_answer(ended):
        yield "no sentence"
    yield from (f"it says {word!r}: {ended.err[:300]}" for word in NEVER if word in ended.err + ended.out)
    yield from (f"it prints {letter!r} to the terminal" for letter in "\x1b\x9b\x07\u202e" if letter in ended.err)
    after, left = desk.events(), desk.files() - {path.name for path in desk.whole}
    more = after[len(desk.rows) :]
    if after[: len(desk.rows)] != desk.rows:
        yield "what was recorded before is changed"
    if more and ended.code in (2, 3):
        yield f"{len(more)} events were recorded behind exit code {ended.code}"
    if more and ended.code and ended.err.count("recorded ") < len(more):
        yield f"{len(more)} events were recorded and not told: {ended.err[:300]}"
    yield from (f"it leaves a file nobody named: {name!r}" for name in left if not _named(name, call))
    away = desk.away()
    yield from (
        f"it leaves a file nobody named: {name!r}" for name in away if f"../../../{name}" not in " ".join(call.words)
    )
    if more or left or away:
        desk.restore()


def _is_an_answer(ended: Ended) -> bool:
    """No, or that people must decide, is said on standard output where it is what was asked for."""
    return ended.code in (1, 4) and bool(ended.out.strip())


def _named(name: str, call: Call) -> bool:
    said = [word.removeprefix("sqlite:") for word in call.words]
    if name.startswith(".") and name.endswith(".glitterball-lock"):  # the lock of a witness's record stays beside it
        name = name.removeprefix(".")
    return any(word and name.startswith(word.split("/")[0]) for word in said) or any(part in name for part in WRITES)


def test_the_walk_meets_every_command_and_every_parameter() -> None:
    met = {call.command for call in every_call()}
    asked = {path for path, command in commands() if any(not _is_flag(one) for one in command.params)}
    assert asked <= met
    assert {("score", "give"), ("votes", "void", "batch"), ("votes", "key", "rotate"), ("checkpoint", "cosign")} <= met
    sampled = [call for part in range(PARTS) for call in chosen(part, thorough=False)]
    assert {call.hostile for call in sampled} == {call.hostile for call in every_call()} == set(HOSTILE)
    assert {call.command for call in sampled} == met


def _is_flag(parameter: object) -> bool:
    return bool(getattr(parameter, "is_flag", False))


def test_the_usual_values_lead_into_the_commands(desk: HostileDesk) -> None:
    """Values would be refused at the door, and nothing behind it tried, if who speaks or the season were refused first."""
    give = next(call for call in every_call() if call.command == ("score", "give") and call.parameter == "mark")
    assert [word for word in give.words if word in ("small", "amy-ben", "ines")] == ["small", "amy-ben", "ines"]
    recorded = desk.types(("score", "paddle", "small", "1", "amy-ben", "ines", "7", "--by", "Dora (score desk)"))
    assert (recorded.code, recorded.err.startswith("recorded ")) == (0, True)
    desk.restore()
