"""Writing a season to its files, in the form `read_season` reads. What they cannot hold is a finding, never dropped."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from domain.findings import Finding
from domain.gateway.tally import Tallies
from domain.record import Recorded, canonical_json
from domain.season import events as e
from domain.season.refusals import SeasonNotOpen
from domain.season.state import SeasonState, WeekState
from glitterball.files import new_folder
from glitterball.files.refusals import FolderTaken
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.season_files.carried import not_carried
from glitterball.season_files.checking import DryRun
from glitterball.season_files.reading import FORMAT, MAIN, read_files
from glitterball.season_files.refusals import SeasonFileUnreadable, SeasonFolderTaken
from glitterball.season_files.rulebook_text import rulebook_text
from glitterball.season_files.tables import Table
from glitterball.season_files.writing_tables import Legend, VotesTable, scores_table, votes_table

ANNOUNCED: dict[type[Any], str] = {
    e.DangerAnnounced: "danger",
    e.CoupleSaved: "saved",
    e.CoupleEliminated: "eliminated",
    e.PlacesAwarded: "places",
    e.AnnouncementCorrected: "corrected",
    e.PlacesCorrected: "places corrected",
}


@dataclass(slots=True)
class WrittenSeason:
    """The files of a season by name, and what they do not hold."""

    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def write_season(state: SeasonState, tallies: Tallies, folder: Path | str) -> tuple[Finding, ...]:
    """Write a season into a new or empty folder. The findings say what the files do not hold.

    Raises `SeasonFolderTaken` when the folder holds anything or cannot be made, `OutputUnwritable` when the disk is full;
    then nothing of the season is there.
    """
    season = season_files(state, tallies)
    try:
        with new_folder(folder) as made:
            for name in sorted(season.files, key=lambda name: name == MAIN):
                made.write(name, season.files[name], last=name == MAIN)
    except FolderTaken as refusal:
        raise SeasonFolderTaken(refusal.path, refusal.because) from refusal
    return tuple(season.findings)


def season_files(state: SeasonState, tallies: Tallies) -> WrittenSeason:
    """A season as files in memory: written, read back, run, and compared with the season it came from."""
    if state.opened is None:
        raise SeasonNotOpen()
    season = WrittenSeason()
    legend = Legend()
    tree: Table = {"glitterball": FORMAT, **_told(state.opened.fact, legend)}
    scores, votes = scores_table(state, legend), votes_table(state, tallies)
    for name, data in (("scores", scores), ("votes", votes.data)):
        if data is not None:
            tree[name] = f"{name}.csv"
            season.files[f"{name}.csv"] = data
    rulebooks = [_rulebook(event, number, legend, season) for number, event in enumerate(state.rulebooks, start=1)]
    couples = [_told(event.fact, legend) for event in state.couples.values()]
    changes = [_told(event.fact, legend) for event in state.cast_changes]
    weeks = [_Week(number, week, state, tallies, legend, votes).tree() for number, week in sorted(state.weeks.items())]
    tree["sources"] = {name: source for source, name in legend.names.items()}
    tree |= {"rulebooks": rulebooks, "couples": couples, "cast_changes": changes, "weeks": weeks}
    text = tomli_w.dumps({key: value for key, value in tree.items() if value not in ([], {})})
    season.files = {MAIN: text.encode(), **season.files}
    season.findings += _what_is_lost(season.files, state, tallies)
    return season


def _what_is_lost(files: dict[str, bytes], state: SeasonState, tallies: Tallies) -> list[Finding]:
    try:
        back = read_files(files.get, "the season as written")
    except SeasonFileUnreadable as refusal:
        return [Finding(one.where, f"as written it cannot be read back: {one.what}") for one in refusal.findings]
    run = DryRun(back.season)
    run.through(back.script)
    refused = [Finding(one.where, f"read back it would be refused: {one.what}") for one in run.findings]
    return [*refused, *not_carried(state, tallies, run.fold)]


def _told(fact: e.SeasonFact, legend: Legend, *without: str) -> Table:
    """A fact's particulars as a table, its source by name and last."""
    table: Table = json.loads(canonical_json(fact))
    for name in (*without, "source"):
        table.pop(name, None)
    return table | ({"source": legend.name(fact.source)} if fact.source is not None else {})


def _rulebook(event: Recorded[e.RulebookAdopted], number: int, legend: Legend, season: WrittenSeason) -> Table:
    """The adoption, with the rulebook by its shipped name or as a file of its own."""
    rulebook = event.fact.rulebook
    name = rulebook.id
    if name not in shipped_rulebooks() or shipped_rulebook(name) != rulebook:
        name = "rulebook.toml" if number == 1 else f"rulebook-{number}.toml"
        try:
            season.files[name] = rulebook_text(rulebook).encode()
        except ValueError as error:
            season.findings.append(Finding("the season", str(error)))
    return {"rulebook": name, **_told(event.fact, legend, "rulebook", "sha256")}


@dataclass(slots=True)
class _Week:
    """One week while it is written."""

    number: int
    week: WeekState
    state: SeasonState
    tallies: Tallies
    legend: Legend
    votes: VotesTable

    def tree(self) -> Table:
        """The week's table, in the order in which it is said."""
        week = self.week
        seal = week.seal.position if week.seal else None
        corrections = [event for dance in week.dances.values() for event in dance.history]
        corrections = [event for event in corrections if isinstance(event.fact, e.ScoreCorrected)]
        corrections.sort(key=lambda event: event.position)
        before = [event for event in corrections if seal is None or event.position < seal]
        judged_before = [event for event in week.absences if _had_judged(week, event)]
        absences = [event for event in week.absences if event not in judged_before]
        lists: Table = {
            "restatements": self._each(week.openings[1:]),
            "panels": self._each(week.panels.values()),
            "absences": self._each(absences),
            "calls": self._each(week.calls),
            "paddles": self._each(shown for dance in week.dances.values() for shown in dance.paddles.values()),
            "corrections": self._each(before, "was"),
            "absences_after_marks": self._each(judged_before),
            "running_orders": self._each(event for event in week.orders if seal is None or event.position < seal),
            "bonuses": self._each(week.bonuses),
            "immunities": self._each(week.immunities),
            "byes": self._each(week.byes),
            "voting": self._voting(),
            "windows": self._each(week.windows, "outside"),
            "corrections_after_the_seal": self._each(corrections[len(before) :], "was"),
            "running_orders_after_the_seal": self._each(
                event for event in week.orders if seal is not None and event.position > seal
            ),
            "withdrawals": self._withdrawals(),
            "outages": self._each(week.outages),
            "voided_batches": [self._voided(event) for event in week.voided_batches.values()],
            "voided_channels": self._each(week.voided_channels.values()),
            "substitutions": self._each(week.substitutions.values()),
            "replaced_manifests": self._each(week.replaced.values()),
            "gateways_given_up": self._each(week.given_up.values()),
            "decisions": self._decisions(),
            "announcements": [{"said": ANNOUNCED[type(event.fact)], **self._of(event)} for event in week.announcements],
            "disputes": self._each(week.disputes),
            "reopenings": self._each(week.reopened),
        }
        said = {"week": self.number, **_told(week.openings[0].fact, self.legend), **self._switches()}
        return said | {key: value for key, value in lists.items() if value not in ([], None)}

    def _withdrawals(self) -> list[Table]:
        """Those that were taken back, each with what took it back, and those that stand."""
        told: list[Table] = []
        for event in (*self.state.taken_back, *self.state.withdrawals.values()):
            if event.fact.week != self.number:
                continue
            if isinstance(event.fact, e.WithdrawalTakenBack):
                told[-1]["taken_back"] = self._of(event, "couple")
            else:
                told.append(self._of(event))
        return told

    def _switches(self) -> Table:
        """How the week stands where it does not stand as most do: cancelled, certified, still open."""
        week = self.week
        said: Table = {"cancelled": self._of(week.cancelled)} if week.cancelled else {}
        if week.certified:
            source = week.certified[-1].fact.source
            said["certified"] = {"source": self.legend.name(source)} if source is not None else True
        if week.closed is None:
            said["closed"] = False
        elif week.closed.fact.source is not None:
            said["closed"] = self._of(week.closed)
        return said

    def _of(self, event: Recorded[Any], *without: str) -> Table:
        return _told(event.fact, self.legend, "week", *without)

    def _each(self, events: Iterable[Recorded[Any]], *without: str) -> list[Table]:
        return [self._of(event, *without) for event in events]

    def _voided(self, event: Recorded[e.BatchVoided]) -> Table:
        key = (self.number, event.fact.gateway, event.fact.batch)
        return self._of(event) | {"batch": self.votes.numbers[key]}

    def _decisions(self) -> list[Table]:
        made: list[Recorded[Any]] = [*self.week.ballots.values(), *self.week.settlements, *self.week.cuts]
        made.sort(key=lambda event: event.position)
        return self._each(made, "by")

    def _voting(self) -> Table | None:
        week = self.week
        if week.voting is None:
            return None
        table = self._of(week.voting)
        expected = [gateway.gateway for gateway in week.voting.fact.gateways]
        tally = self.tallies.get(self.number)
        gateways = tally.gateways if tally else {}
        delivered = [name for name in expected if name in gateways and gateways[name].manifest is not None]
        if delivered != expected:
            table["manifests"] = delivered
        if week.seal is None:
            table["sealed"] = False
        elif week.seal.fact.source is not None:
            table["sealed"] = self._of(week.seal)
        return table


def _had_judged(week: WeekState, absence: Recorded[e.JudgeAbsent]) -> bool:
    """Whether the judge had given a mark of the episode, or handed in a card, before being absent."""
    fact = absence.fact
    marks = (
        event
        for dance in week.dances.values()
        for event in dance.history
        if dance.scheduled.fact.episode == fact.episode and event.fact.judge == fact.judge
    )
    cards = (card for card in week.calls if (card.fact.episode, card.fact.judge) == (fact.episode, fact.judge))
    return any(event.position < absence.position for event in (*marks, *cards))
