"""Reading a season from its files: `season.toml`, and the tables it names. All that is wrong is found in one run."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path as File

from domain.findings import Finding
from domain.misfits import curly_quotes_in
from domain.record import Frozen, Name, Votes, Week
from domain.rulebook import Rulebook, RulebookUnreadable, read_rulebook
from domain.season import commands as c
from domain.season.words import Number
from glitterball.files import read
from glitterball.files.limits import SEASON, TABLE
from glitterball.refusals import FileUnreadable
from glitterball.rulebooks import RulebookNotShipped, shipped_rulebook
from glitterball.season_files.couple_names import CoupleNames
from glitterball.season_files.lines import Path, lines_in
from glitterball.season_files.refusals import unreadable
from glitterball.season_files.scores import Seats, WeekScores, read_scores
from glitterball.season_files.script import Located, ReportedVotes, SeasonFile, voiced
from glitterball.season_files.table_text import decoded
from glitterball.season_files.tables import Table, Tables
from glitterball.season_files.votes import Batch, read_votes
from glitterball.season_files.weeks import KNOWN as WEEK_KNOWN
from glitterball.season_files.weeks import OPENING, WeekReading

FORMAT = "season.v1"
WEEK_FORMAT = "week.v1"
MAIN = "season.toml"
HEAD = ("season", "show", "number", "mode", "venue", "counts", "commitments", "source")
KNOWN = (*HEAD, "scores", "votes", "sources", "rulebooks", "couples", "cast_changes", "weeks", "reported_votes")

Load = Callable[[str], bytes | None]
"""The bytes of a file of that name next to the season file, or None when there is none."""


Opened = tuple[Path, Table, c.OpenWeek]
"""A week whose opening could be read: where it stands, its table, the opening."""


class RulebookRef(Frozen):
    """A rulebook by its shipped identifier, or by the name of a file next to the season file."""

    rulebook: Name
    from_week: Week
    source: Name | None = None


class Reported(Frozen):
    """A total of votes that was reported for an episode."""

    episode: Number
    votes: Votes
    exactness: Name
    source: Name | None = None


def read_season(path: File | str) -> SeasonFile:
    """The season in a folder with a `season.toml`, or in one TOML file. Raises `SeasonFileUnreadable` with every finding."""
    place = File(path)
    if place.suffix != ".toml" and place.is_file():
        raise unreadable(place.name, [Finding(f"{place.name}:1", "a season is a folder, or a file that ends in .toml")])
    folder, main = (place.parent, place.name) if place.suffix == ".toml" else (place, MAIN)
    return read_files(lambda name: _bytes(folder / name), place.name or str(place), main)


def _bytes(path: File) -> bytes | None:
    """A file's bytes; None where none can be read. One beyond its limits is refused as such."""
    try:
        return read(path, SEASON if path.suffix == ".toml" else TABLE)
    except FileUnreadable:
        return None


def read_files(load: Load, where: str, main: str = MAIN) -> SeasonFile:
    """The season in files that `load` finds. `where` names it in messages."""
    findings: list[Finding] = []
    data = load(main)
    if data is None:
        raise unreadable(where, [Finding(main, "there is no such file that can be read")])
    text = decoded(data, main, findings)
    tree = parsed(text, main, findings) if text is not None else None
    if text is None or tree is None:
        raise unreadable(where, findings)
    reading = SeasonReading(load, Tables(main, lines_in(text), findings), tree)
    season = reading.season(where)
    if findings or season is None:
        raise unreadable(where, findings)
    return season


def parsed(text: str, main: str, findings: list[Finding], form: str = FORMAT) -> Table | None:
    """The tree of a TOML text of a form. What is no TOML, or of another form, is a finding."""
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _error_line(str(error))
        findings.append(Finding(f"{main}:{line}", f"the TOML cannot be read: {error}{curly_quotes_in(text, line)}"))
        return None
    if (found := tree.pop("glitterball", None)) != form:
        what = f'it must begin with glitterball = "{form}"'
        if found == WEEK_FORMAT:
            what = "this is a week alone; open it in a season on record: glitterball week open SEASON WEEK --from THIS-FILE"
        findings.append(Finding(f"{main}:1", what))
        return None
    return tree


def counting_itself(head: Table) -> Table:
    """The opening of a week, which counts its own scores and votes unless it says which weeks'."""
    own = {} if "week" not in head else {"scores_from": [head["week"]], "votes_from": [head["week"]]}
    return {**head, **{key: value for key, value in own.items() if key not in head}}


def _error_line(message: str) -> int:
    digits = message.rpartition("(at line ")[2].partition(",")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 1


class SeasonReading:
    """A season, or weeks of one that is on record, while they are read."""

    def __init__(self, load: Load, tables: Tables, tree: Table) -> None:
        self.load = load
        self.tables = tables
        self.tree = tree
        self.findings = tables.findings

    def season(self, where: str) -> SeasonFile | None:
        """The season, unless something is wrong that no more can be read."""
        self.tables.only(self.tree, (), KNOWN)
        self.read_sources()
        opening = self.tables.value(c.OpenSeason, (), {key: self.tree[key] for key in HEAD if key in self.tree})
        lines = [*self._rulebooks(), *self._couples(), *self._cast_changes()]
        lines.extend(self.weeks(opening.season if opening else "unknown", lines))
        reported = tuple(self._reported())
        if opening is None:
            return None
        script = voiced([(self.tables.at(("season",)), opening), *lines], opening.mode == "historic")
        return SeasonFile(
            season=opening.season,
            where=where,
            script=script,
            sources=tuple(self.tables.sources.items()),
            reported_votes=reported,
        )

    def read_sources(self) -> None:
        """What the names under [sources] mean."""
        stated = self.tree.get("sources", {})
        if not isinstance(stated, dict):
            self.tables.wrong(("sources",), "sources is a table of names and sentences")
            return
        for name, sentence in stated.items():
            if isinstance(sentence, str) and sentence:
                self.tables.sources[name] = sentence
            else:
                self.tables.wrong(("sources", name), "a source is a sentence")

    def _rulebooks(self) -> Iterator[Located]:
        stated = self.tables.listed(self.tree, "rulebooks", ())
        if not stated:
            self.tables.wrong((), "it names no rulebook under [[rulebooks]]")
        for path, table in stated:
            ref = self.tables.value(RulebookRef, path, table)
            rulebook = self._rulebook(ref.rulebook, (*path, "rulebook")) if ref else None
            if ref and rulebook:
                source = ref.source
                adopt = c.AdoptRulebook(rulebook=rulebook, from_week=ref.from_week, source=source)
                yield self.tables.at(path), adopt

    def _rulebook(self, name: str, path: Path) -> Rulebook | None:
        try:
            if not name.endswith(".toml"):
                return shipped_rulebook(name)
            text = self._text(name, path)
            return read_rulebook(text, name) if text is not None else None
        except RulebookNotShipped as refusal:
            self.tables.wrong(path, refusal.sentence())
        except RulebookUnreadable as refusal:
            self.findings.extend(refusal.findings)
        return None

    def _couples(self) -> Iterator[Located]:
        cast: set[str] = set()
        stated = self.tables.listed(self.tree, "couples", ())
        if not stated:
            self.tables.wrong((), "it has no couples")
        for path, table in stated:
            couple = self.tables.value(c.CastCouple, path, table)
            if couple is not None and couple.couple in cast:
                self.tables.wrong(path, f"couple {couple.couple} stands twice")
            elif couple is not None:
                cast.add(couple.couple)
                yield self.tables.at(path), couple

    def _cast_changes(self) -> Iterator[Located]:
        for path, table in self.tables.listed(self.tree, "cast_changes", ()):
            change = self.tables.value(c.ChangeCast, path, table)
            if change is not None:
                yield self.tables.at(path), change

    def weeks(self, season: str, so_far: list[Located]) -> Iterator[Located]:
        """Everything said in the weeks of the file; `so_far` casts the couples they name."""
        names = CoupleNames(one for _, one in so_far if isinstance(one, c.CastCouple))
        opened: list[Opened] = []
        stated = self.tables.listed(self.tree, "weeks", ())
        for path, table in stated:
            head = counting_itself({key: table[key] for key in OPENING if key in table})
            opening = self.tables.value(c.OpenWeek, path, head)
            if opening is not None:
                opened.append((path, table, opening))
            else:
                self.tables.only(table, path, WEEK_KNOWN)
        scores, votes = self._scores(names, self._seats(opened, len(stated))), self._votes(names)
        for path, table, opening in opened:
            mine = scores.get(opening.week, WeekScores())
            reading = WeekReading(season, self.tables, path, table, opening, mine, votes.pop(opening.week, []))
            yield from reading.lines()
        for week, batches in votes.items():
            self.findings.append(Finding(batches[0].where, f"votes are stated for week {week}, which the file has not"))

    def _seats(self, opened: list[Opened], weeks: int) -> Seats:
        seats = Seats(incomplete=len(opened) < weeks)
        for path, table, opening in opened:
            for episode in opening.episodes:
                seats.week_of.setdefault(episode.number, opening.week)
            for _, panel in self.tables.listed({"panels": table.get("panels", [])}, "panels", path):
                judges = panel.get("judges")
                named = (
                    [judge.get("judge") for judge in judges if isinstance(judge, dict)]
                    if isinstance(judges, list)
                    else []
                )
                if isinstance(panel.get("episode"), int):
                    seats.judges[panel["episode"]] = [name for name in named if isinstance(name, str)]
        return seats

    def _scores(self, names: CoupleNames, seats: Seats) -> dict[int, WeekScores]:
        table = self._table("scores") if seats.week_of or not self.findings else None
        return read_scores(*table[:2], self.tables, names, seats, table[2]) if table else {}

    def _votes(self, names: CoupleNames) -> dict[int, list[Batch]]:
        table = self._table("votes")
        return read_votes(*table[:2], self.findings, names, table[2]) if table else {}

    def _table(self, key: str) -> tuple[str, str, int] | None:
        """The text of a table, where it stands and its first line: in a file next to this one, or within it."""
        stated = self.tree.get(key)
        if stated is None:
            if self.tables.where == MAIN and self.load(f"{key}.csv") is not None:
                what = f'{key}.csv lies next to it but is not named; add {key} = "{key}.csv", or take the file away'
                self.tables.wrong((), what)
            return None
        if not isinstance(stated, str):
            self.tables.wrong((key,), f"{key} names a file, or holds the table itself between triple quotes")
            return None
        if "\n" in stated:
            return stated, self.tables.where, self.tables.lines.of((key,)) + 1
        text = self._text(stated, (key,))
        return (text, stated, 1) if text is not None else None

    def _text(self, name: str, path: Path) -> str | None:
        if "/" in name or "\\" in name or name.startswith("."):
            self.tables.wrong(path, f"{name!r} is not the name of a file next to this one")
            return None
        data = self.load(name)
        if data is None:
            self.tables.wrong(path, f"there is no file {name!r} next to this one that can be read")
            return None
        return decoded(data, name, self.findings)

    def _reported(self) -> Iterator[ReportedVotes]:
        for path, table in self.tables.listed(self.tree, "reported_votes", ()):
            made = self.tables.value(Reported, path, table)
            if made is not None:
                yield ReportedVotes(made.episode, made.votes, made.exactness, made.source)
