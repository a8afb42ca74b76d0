"""Writing the export: every file whole, the list of their SHA-256s last, or nothing at all."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from domain.legible import escaped
from domain.rulebook import Rulebook
from domain.season.lookup import rulebook_in
from domain.season.outcome import tabulated
from domain.season.state import cast_in
from glitterball.audit import saying
from glitterball.contingency.by_hand import by_hand
from glitterball.contingency.cells import table
from glitterball.contingency.form import FORM, NO_ROOT, NOTE, README, SUMS
from glitterball.contingency.sheet import Sheet
from glitterball.contingency.tables import tables
from glitterball.files import new_folder
from glitterball.proof.keys import SignerKey
from glitterball.proof.notes import sign_note
from glitterball.proof.spellings import to_base64
from glitterball.rules.showing import written as rules_in_words
from glitterball.season_files.rulebook_text import rulebook_text
from projections.names import couple_names, judge_names
from projections.outcomes import certified_of

if TYPE_CHECKING:
    from glitterball.store import Season

COLUMNS_ON_PAPER = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export that was written.

    `position` is the last event in it, `time` when that was recorded, `root` the log's there as a checkpoint has it, or a dash
    where no ledger has hashed so far; `standing` says of each week how far it is; `files` are the SHA-256s by name.
    """

    season: str
    mode: str
    position: int
    time: str
    root: str
    standing: tuple[tuple[int, str], ...]
    files: tuple[tuple[str, str], ...]

    def sums(self) -> str:
        """The list as `sha256sum -c` reads it."""
        return "".join(f"{digest}  {name}\n" for name, digest in self.files)

    def statement(self) -> str:
        """What a key signs: the list, and where in the log it was made."""
        return f"{FORM}\n{self.season}\n{self.position}\n{self.root}\n{self.sums()}"


def write_contingency(
    season: "Season", folder: Path | str, weeks: Sequence[int] = (), signers: Sequence[SignerKey] = ()
) -> Exported:
    """Write everything a count by hand needs of some weeks, or of all, into a new or empty folder, as its owner's alone.

    Everything in it is as of one position, whoever goes on recording. Refuses a week that is not there or has no rulebook, and
    what folders refuse. The files hold every count.
    """
    basis = season.basis()
    asked = season.as_of(basis["position"])
    numbers = tuple(weeks) or tuple(sorted(asked.state.weeks))
    time = _time_of(asked, basis["position"])
    until = f"Up to position {basis['position']} of the log, {time}."
    sheets = [_sheet(asked, asked.week(number).number, until) for number in numbers]
    files = {"cast.csv": _cast(asked)}
    for sheet in sheets:
        files |= {f"week-{sheet.week}/{name}": octets for name, octets in _files(sheet).items()}
    told = Exported(
        season=asked.name,
        mode=asked.mode,
        position=basis["position"],
        time=time,
        root=_root(basis["root"]),
        standing=tuple((sheet.week, sheet.standing()) for sheet in sheets),
        files=(),
    )
    files[README] = _page(told.mode, _read_me(told))
    return _put(Path(folder), told, files, signers)


def _put(folder: Path, told: Exported, files: dict[str, bytes], signers: Sequence[SignerKey]) -> Exported:
    digests = tuple((name, sha256(octets).hexdigest()) for name, octets in sorted(files.items()))
    made = Exported(
        season=told.season, mode=told.mode, position=told.position, time=told.time, root=told.root, standing=told.standing,
        files=digests,
    )  # fmt: skip
    with new_folder(folder) as new:
        for name, octets in files.items():
            new.write(name, octets, secret=True)
        if signers:
            new.write(NOTE, sign_note(made.statement(), signers), secret=True)
        new.write(SUMS, made.sums().encode(), last=True, secret=True)
    return made


def _sheet(season: "Season", week: int, until: str) -> Sheet:
    fold = season.fold
    rulebook = rulebook_in(fold.state, week)
    found = tabulated(fold.state, week, fold.tallies)
    numbers = {*fold.state.weeks[week].opened.fact.scores_from, week} & set(fold.state.weeks)
    return Sheet(
        mode=season.mode,
        week=week,
        until=until,
        certified=certified_of(fold, week),
        state=fold.state,
        tallies=fold.tallies,
        rulebook=rulebook,
        period=found.period,
        outcome=found.outcome,
        findings=season.week(week).check(),
        working=saying.lines(season.week(week).audit()),
        names=couple_names(fold.state, week),
        judges=judge_names(*(fold.state.weeks[number] for number in sorted(numbers))),
    )


def _files(sheet: Sheet) -> dict[str, bytes]:
    return {
        "by-hand.txt": _page(sheet.mode, by_hand(sheet)),
        "working.txt": _page(sheet.mode, sheet.working),
        "rulebook.toml": _rulebook(sheet.rulebook).encode(),
        "rulebook.txt": _page(sheet.mode, rules_in_words(sheet.rulebook).splitlines()),
        **tables(sheet),
    }


def _rulebook(rulebook: Rulebook) -> str:
    """The rulebook's text; without other readings of what it assumes, where TOML cannot hold one of those."""
    try:
        return rulebook_text(rulebook)
    except ValueError:
        return rulebook_text(rulebook.model_copy(update={"assumptions": ()}))


def _page(mode: str, lines: Iterable[str]) -> bytes:
    """Plain text as wide as a sheet of paper: no name breaks a line or turns it, and a rehearsal says so at its head."""
    head = ["REHEARSAL"] if mode == "rehearsal" else []
    return "".join(f"{_wrapped(escaped(line))}\n" for line in (*head, *lines)).encode()


def _wrapped(line: str) -> str:
    further = " " * (len(line) - len(line.lstrip()) + 4)
    return fill(line, COLUMNS_ON_PAPER, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


def _read_me(told: Exported) -> list[str]:
    return [
        "THIS FOLDER HOLDS VOTE COUNTS. It is for the adjudicator and whoever counts by hand, and for nobody else.",
        "",
        f"Season {told.season} ({told.mode}), up to position {told.position} of the log, {told.time}.",
        f"Root of the log there: {told.root}",
        *(f"Week {week}: {standing}" for week, standing in told.standing),
        "",
        "Print each week's by-hand.txt and rulebook.txt, marks.csv and votes.csv; they are all that the count needs.",
        "cast.csv          who dances, and who has withdrawn",
        "week-N/by-hand.txt   how it is worked out with pencil and paper",
        "week-N/rulebook.txt  the rules in words; rulebook.toml is the text in force",
        "week-N/week.csv   form, weeks that count, judges, who heads them",
        "week-N/couples.csv   who counts in the week, immunity, running order, points of the week before",
        "week-N/marks.csv  every mark as it stands, by judge; bonuses.csv what is added",
        "week-N/votes.csv  votes by gateway, channel and couple, what counts and why not; votes-counted.csv the sums",
        "week-N/ballots.csv, settled.csv   the judges' ballots, and ties that people settled",
        "week-N/decisions.csv   what two people decided, and why; announcements.csv what was said on air",
        "week-N/standings.csv, working.txt   what the program worked out; not-ready.csv what keeps it from being certified",
        "",
        f"{SUMS} lists every file's SHA-256 (sha256sum -c {SUMS}). {NOTE}, where it is there, is signed by the log's key:",
        "glitterball verify FOLDER --log VKEY checks both. Whoever changes a file changes the list too, but cannot sign it.",
        "An apostrophe before =, +, - or @ in a cell is no part of the text; it keeps a spreadsheet from running it.",
    ]


def _cast(season: "Season") -> bytes:
    state = season.state
    names = couple_names(state)
    rows = (
        {
            "couple": couple,
            "name": names[couple],
            "celebrity": pair.celebrity,
            "professional": pair.professional,
            "withdrew_in_week": state.withdrawals[couple].fact.week if couple in state.withdrawals else None,
        }
        for couple, pair in cast_in(state, max(state.weeks, default=1)).items()
    )
    return table(season.mode, ("couple", "name", "celebrity", "professional", "withdrew_in_week"), rows)


def _root(known: str | None) -> str:
    """The log's root as a checkpoint has it; a dash where no ledger has hashed so many events yet."""
    return NO_ROOT if known is None else to_base64(bytes.fromhex(known))


def _time_of(season: "Season", position: int) -> str:
    """When the last event was recorded, from its public part."""
    return "".join(str(json.loads(line)["time"]) for _, line in season.store.log.raw(position - 1, position))
