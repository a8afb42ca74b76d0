"""What may be asked of a whole season. Each answer is worked out when asked for, up to where the season is asked."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.findings import Finding
from domain.plurals import count_of
from domain.record import Recorded
from domain.rulebook import Rulebook
from glitterball.frames import Rows
from glitterball.questions.subscription import Subscription
from projections import sentences

if TYPE_CHECKING:
    from domain.season.state import SeasonState
    from glitterball.audit.comparing import Comparison
    from glitterball.charts import Chart
    from glitterball.closeness.what_if import HypotheticalSeason
    from glitterball.contingency import Exported
    from glitterball.evidence.handing_out import HandedOut
    from glitterball.procedures.decisions import Decision
    from glitterball.proving import Proofs
    from glitterball.store import Store
    from projections.fold import SeasonFold


class SeasonQuestions:
    """The questions of `Season`; what it is made of stands there."""

    store: "Store"
    name: str
    position: int | None
    if TYPE_CHECKING:

        @property
        def fold(self) -> SeasonFold: ...
        @property
        def state(self) -> SeasonState: ...
        @property
        def mode(self) -> str: ...
        def events(self) -> Iterator[Recorded[Any]]: ...

    def view(self, name: str, week: int | None = None) -> Rows[Any]:
        """A view's rows, of a week or of all, by the name it has in docs/views.md, or one of others (docs/plug-ins.md).

        >>> season.view("outcomes").to_polars()["week"].to_list()
        [1, 2, 3, 4, 5, 6, 7, 8, 9]
        """
        from glitterball.views.catalogue import LOG
        from glitterball.views.plugged import view_named

        if name == LOG:
            told = sentences.rows(self.events())
            return Rows(LOG, sentences.Row, (row for row in told if week in (None, row.week)), self.mode, self.name)
        view = view_named(name)
        return Rows(view.name, view.row, view.rows(self.fold, week), self.mode, self.name)

    def replay(self) -> "tuple[Comparison, ...]":
        """Every outcome computed again from the events, beside what was announced and what was certified.

        >>> [week.week for week in season.replay() if week.differs]
        []
        """
        from glitterball.audit.comparing import compare_season

        return compare_season(self.fold)

    def what_if(self, rulebook: Rulebook) -> "HypotheticalSeason":
        """Every week under another rulebook, each with the couples that really danced in it. Hypothetical.

        >>> season.what_if(gb.shipped_rulebook("us-3-27")).hypothetical_rulebook
        'us-3-27@1'
        """
        from glitterball.closeness.what_if import what_if_season

        return what_if_season(self.fold, rulebook)

    def decisions(self) -> "tuple[Decision, ...]":
        """All proposals that take two people, and how they ended. One is approved with `gb.commands.Approve`.

        >>> season.decisions()
        ()
        """
        from glitterball.procedures.decisions import decisions_of

        return decisions_of(self.state)

    def export(self, folder: Path | str) -> tuple[Finding, ...]:
        """Write the season as a season file into a new or empty folder. The findings say what the files do not hold.

        >>> [finding.severity for finding in season.export(folder / "us-33")]
        ['note']
        >>> gb.read_season(folder / "us-33").season
        'us-33'
        """
        from glitterball.season_files.writing import write_season

        fold = self.fold
        return write_season(fold.state, fold.tallies, folder)

    def contingency(
        self, folder: Path | str, weeks: Sequence[int] = (), *, key: Path | str | None = None
    ) -> "Exported":
        """Write all that a count by hand needs, of some weeks or of all, into a new or empty folder: plain files that print.

        They hold every count. With the log's `key` the list of them is signed. Refuses a week that was not opened or has no
        rulebook, and what folders refuse.

        >>> season.contingency(folder / "by-hand", [2]).standing
        ((2, 'From the public record of a season that is over.'),)
        """
        from glitterball.contingency import write_contingency
        from glitterball.evidence.ledger import read_key

        signers = () if key is None else (read_key(Path(key)),)
        return write_contingency(self, folder, weeks, signers)  # type: ignore[arg-type] # every question is one of a Season

    def bundle(
        self,
        path: Path | str,
        key: Path | str,
        week: int | None = None,
        *,
        sealed: bool = False,
        guessable: bool = False,
        margins: bool = True,
        proofs: "Proofs | None" = None,
    ) -> "HandedOut":
        """Write a week or the whole season as one file that an outsider can check (`gb.verify`). It ends at a checkpoint
        published with the log's `key`. A `sealed` one withholds counts; the openings go to a file beside it. Of `proofs`
        (`glitterball.proving.proofs_beside`) those of who left are put in.

        >>> season.bundle(folder / "us-33.bundle", folder / "no.key")
        Traceback (most recent call last):
        glitterball...RegisterMissing: ...
        """
        from glitterball.evidence.handing_out import Wanted, hand_out

        wanted = Wanted(sealed=sealed, guessable=guessable, margins=margins)
        found = None if proofs is None else proofs.get
        return hand_out(self.store.log, self.name, Path(path), Path(key), week, wanted=wanted, proofs=found)

    def subscribe(self, after: int | None = None, *, timeout: float | None = None) -> Subscription:
        """The season's events after a position (unless said, from now on) as they are recorded, for `for` and `async for`.

        A `for` ends after `timeout` seconds without one.

        >>> [event.position for event in season.subscribe(after=446, timeout=0)]
        [447, 448, 449]
        """
        begins = self.store.log.last_position() if after is None else after
        return Subscription(self.store.log, begins, self.name, timeout)

    def chart(self, name: str = "heat", couple: str | None = None) -> "Chart":
        """A picture of the season: `heat`, marks week by week, or `bump`, the order by the judges, with one `couple` in colour.

        `.write("season.svg")` writes it. Refuses a season without marks (`NothingToDraw`) and a couple it has not
        (`CoupleUnknown`).

        >>> season.chart("bump").write(folder / "places.svg")
        """
        from glitterball.charts import season_chart

        return season_chart(self, name, couple)  # type: ignore[arg-type] # every question is one of a Season

    def __repr__(self) -> str:
        cut = f" as of {self.position}" if self.position else ""
        return f"<Season {self.name}{cut}, {self.mode}, {count_of(len(self.state.weeks), 'week')}>"

    def _repr_html_(self) -> str:
        """The outcomes week by week, for a notebook."""
        return self.view("outcomes")._repr_html_()
