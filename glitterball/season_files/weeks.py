"""A week of a season file, turned into commands in the one order in which a week is said.

`week_lines` is that order: the week, its panels, its dances and marks, what is added to them, the votes, what is taken from
them, the decisions, the certificate, the announcements, the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.gateway.events import Sent
from domain.season import commands as c
from glitterball.season_files.lines import Path
from glitterball.season_files.scores import WeekScores
from glitterball.season_files.script import Located
from glitterball.season_files.tables import Table, Tables
from glitterball.season_files.votes import Batch, Window, deliveries

ANNOUNCEMENTS: dict[str, type[c.Command]] = {
    "danger": c.AnnounceDanger,
    "saved": c.AnnounceSave,
    "eliminated": c.AnnounceElimination,
    "places": c.AwardPlaces,
    "corrected": c.CorrectAnnouncement,
    "places corrected": c.CorrectPlaces,
}
"""What an announcement is called by its key `said`."""

LISTS: dict[str, dict[str, type[c.Command]]] = {
    "before the dances": {"restatements": c.RestateWeek, "panels": c.SeatPanel, "absences": c.MarkJudgeAbsent},
    "beside the marks": {
        "calls": c.CallCouples,
        "paddles": c.ShowPaddle,
        "corrections": c.CorrectScore,
        "running_orders": c.StateRunningOrder,
        "absences_after_marks": c.MarkJudgeAbsent,
        "bonuses": c.AwardBonus,
        "immunities": c.GrantImmunity,
        "byes": c.StateBye,
    },
    "after the seal": {
        "windows": c.StateWindow,
        "corrections_after_the_seal": c.CorrectScore,
        "running_orders_after_the_seal": c.StateRunningOrder,
        "withdrawals": c.WithdrawCouple,
        "outages": c.NoteOutage,
        "voided_batches": c.VoidBatch,
        "voided_channels": c.VoidChannel,
        "substitutions": c.SubstituteInput,
        "replaced_manifests": c.ReplaceManifest,
        "gateways_given_up": c.GiveUpGateway,
    },
    "after the announcements": {"disputes": c.DisputeAnnouncement},
    "at the end": {"reopenings": c.ReopenWeek},
}
"""Lists of a week whose members are each one command, by the step at which they are said, in the order they are said in it."""

OPENING = ("week", "form", "episodes", "scores_from", "votes_from", "title", "source")
SWITCHES = ("cancelled", "certified", "closed")
KNOWN = (*OPENING, *(key for step in LISTS.values() for key in step), "voting", "decisions", "announcements", *SWITCHES)


@dataclass(slots=True)
class WeekReading:
    """One week while it is read."""

    season: str
    tables: Tables
    path: Path
    tree: Table
    opened: c.OpenWeek
    scores: WeekScores
    batches: list[Batch] = field(default_factory=list)

    @property
    def at(self) -> str:
        """File and line of the week."""
        return self.tables.at(self.path)

    def lines(self) -> Iterator[Located]:
        """Everything said in the week, in order."""
        self.tables.only(self.tree, self.path, KNOWN)
        yield self.at, self.opened
        yield from self._each("before the dances")
        yield from self.scores.dances
        yield from self.scores.scores
        yield from self._each("beside the marks")
        yield from self._withdrawals(before_the_lines=True)
        yield from self._voting()
        yield from self._each("after the seal")
        yield from self._switch("cancelled", c.CancelElimination)
        yield from self._decisions()
        yield from self._switch("certified", c.CertifyOutcome)
        yield from self._announcements()
        yield from self._each("after the announcements")
        for where, reopening in self._each("at the end"):
            yield where, c.CloseWeek(week=self.opened.week)
            yield where, reopening
        yield from self._switch("closed", c.CloseWeek, default=True)

    def _each(self, step: str) -> Iterator[Located]:
        for key, kind in LISTS[step].items():
            if kind is c.WithdrawCouple:
                yield from self._withdrawals(before_the_lines=False)
                continue
            for path, table in self.tables.listed(self.tree, key, self.path):
                yield from self._said(kind, path, table)

    def _withdrawals(self, before_the_lines: bool) -> Iterator[Located]:
        """Those said before the lines were opened, or those said later; and after the seal what was taken back of both."""
        for path, table in self.tables.listed(self.tree, "withdrawals", self.path):
            said = {key: value for key, value in table.items() if key != "taken_back"}
            if self._is_left_out(table) is before_the_lines:
                yield from self._said(c.WithdrawCouple, path, said)
            back = table.get("taken_back")
            if back is None or before_the_lines:
                continue
            if isinstance(back, dict):
                yield from self._said(
                    c.TakeBackWithdrawal, (*path, "taken_back"), {"couple": said.get("couple"), **back}
                )
            else:
                self.tables.wrong((*path, "taken_back"), "taken_back is a table with the reason")

    def _is_left_out(self, table: Table) -> bool:
        """A couple that the lines' order of couples leaves out had withdrawn before the lines were opened."""
        voting = self.tree.get("voting")
        order = voting.get("couples") if isinstance(voting, dict) else None
        return isinstance(order, list) and table.get("couple") not in order

    def _said(self, kind: type[c.Command], path: Path, table: Table) -> Iterator[Located]:
        made = self.tables.value(kind, path, table, week=self.opened.week)
        if made is not None:
            yield self.tables.at(path), made  # type: ignore[misc]  # every kind in the tables above is a SeasonCommand

    def _switch(self, key: str, kind: type[c.Command], default: bool = False) -> Iterator[Located]:
        """`true`, `false`, or a table with particulars."""
        stated = self.tree.get(key, default)
        path = (*self.path, key)
        if isinstance(stated, dict):
            yield from self._said(kind, path, stated)
        elif stated is True:
            yield from self._said(kind, path, {})
        elif stated is not False:
            self.tables.wrong(path, f"{key} is true, false or a table with its particulars")

    def _announcements(self) -> Iterator[Located]:
        for path, table in self.tables.listed(self.tree, "announcements", self.path):
            kind = ANNOUNCEMENTS.get(str(table.get("said")))
            if kind is None:
                known = ", ".join(ANNOUNCEMENTS)
                self.tables.wrong(path, f"said = {table.get('said')!r} is no announcement; known are {known}")
                continue
            yield from self._said(kind, path, {key: value for key, value in table.items() if key != "said"})

    def _decisions(self) -> Iterator[Located]:
        """Judges' ballots, settled ties and settled cuts, in the order in which they were made."""
        for path, table in self.tables.listed(self.tree, "decisions", self.path):
            settled = c.SettleCut if "decided" in table else c.SettleTie
            yield from self._said(c.CastBallot if "judge" in table else settled, path, table)

    def _voting(self) -> Iterator[Located]:
        path = (*self.path, "voting")
        stated = self.tree.get("voting")
        if stated is None:
            if self.batches:
                what = f"votes are stated, but week {self.opened.week} has no [weeks.voting]"
                self.tables.wrong(self.path, f"{what} (first at {self.batches[0].where})")
            return
        if not isinstance(stated, dict):
            self.tables.wrong(path, "voting is a table with the gateways that deliver")
            return
        table = {key: value for key, value in stated.items() if key not in ("sealed", "manifests")}
        opening = self.tables.value(c.OpenVoting, path, table, week=self.opened.week)
        if opening is None:
            return
        yield self.tables.at(path), opening
        yield from self._deliveries(opening, stated, path)
        sealed = stated.get("sealed", True)
        if sealed is True or isinstance(sealed, dict):
            yield from self._said(c.CloseVoting, (*path, "sealed"), sealed if isinstance(sealed, dict) else {})
        elif sealed is not False:
            self.tables.wrong((*path, "sealed"), "sealed is true, false or a table with a source")

    def _deliveries(self, opening: c.OpenVoting, stated: Table, path: Path) -> list[tuple[str, Sent]]:
        manifests = stated.get("manifests", [gateway.gateway for gateway in opening.gateways])
        if not isinstance(manifests, list) or not all(isinstance(name, str) for name in manifests):
            self.tables.wrong((*path, "manifests"), "manifests is a list of gateways")
            return []
        first, last = self.opened.episodes[0].date, self.opened.episodes[-1].date
        opening = self._as_stated_last(opening)
        opens = opening.opens or (f"{first}T00:00:00Z" if first else None)
        closes = opening.closes or (f"{last}T23:59:59Z" if last else None)
        if opens is None or closes is None:
            self.tables.wrong(
                path, "votes have a window: give voting its opens and closes, or the episodes their dates"
            )
            return []
        window = Window(self.season, self.opened.week, opens, closes)
        return deliveries(window, self.batches, manifests, self._lost(), self.tables.at(path), self.tables.findings)

    def _as_stated_last(self, opening: c.OpenVoting) -> c.OpenVoting:
        """The opening with the window that was stated last: a file holds no windows of batches, and that is when they came."""
        stated = [table for _, table in self.tables.listed(self.tree, "windows", self.path)]
        times = {name: stated[-1].get(name) for name in ("opens", "closes")} if stated else {}
        return opening.model_copy(update={name: time for name, time in times.items() if isinstance(time, str)})

    def _lost(self) -> dict[str, int]:
        """The highest voided batch number of each gateway."""
        lost: dict[str, int] = {}
        for _, table in self.tables.listed(self.tree, "voided_batches", self.path):
            gateway, number = table.get("gateway"), table.get("batch")
            if isinstance(gateway, str) and isinstance(number, int):
                lost[gateway] = max(number, lost.get(gateway, 0))
        return lost
