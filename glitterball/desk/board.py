"""What is shown of a week at the desk: rows of a fold, the findings of its check, and what is offered next. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.findings import Finding, Severity
from domain.season.proposing.facts import SignedProposal
from domain.season.readiness import is_ready
from domain.season.state import SeasonState, announced, last_touched, title_of, window_of
from glitterball.answered.ways import lines_for
from glitterball.desk.marks import Grid, grid_of
from glitterball.procedures.consequences import Consequence
from projections import standings, turnout
from projections.fold import SeasonFold
from projections.readiness import in_names
from projections.sentences import asked_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding of the week's check, in the show's names, with the command lines that settle it, the likeliest first."""

    severity: Severity
    where: str
    what: str
    code: str
    lines: tuple[str, ...]
    dance: str | None = None
    """The dance it is about, where its marks are typed in the grid."""
    decision: int | None = None
    """The proposal it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A proposal that waits for a second person, and what would follow from it."""

    decision: int
    position: int
    by: str
    what: str
    until: str | None
    told: Consequence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines of the week: whether they were opened and sealed, and from when to when they are open, in UTC."""

    opened: int | None
    sealed: int | None
    opens: str | None
    closes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A week as it stands at one position of the log."""

    season: str
    week: int
    title: str | None
    mode: str
    sequence: int
    """The last event of the season's own stream."""
    ready: bool
    reasons: tuple[Reason, ...]
    """Everything the check found, errors first."""
    grid: Grid
    lines: Lines
    gateways: tuple[turnout.Row, ...]
    standings: tuple[standings.Row, ...]
    waiting: tuple[Waiting, ...]
    stages: tuple[str, ...]
    """How far the week has come, such as "certified at 80"."""
    offered: tuple[str, ...]
    """The command lines that come next where nothing keeps the week from being certified."""

    @property
    def word(self) -> str:
        """READY or NOT READY."""
        return "READY" if self.ready else "NOT READY"

    @property
    def errors(self) -> tuple[Reason, ...]:
        """What keeps the week from being READY."""
        return tuple(reason for reason in self.reasons if reason.severity == "error")


def board_of(
    fold: SeasonFold, week: int, findings: tuple[Finding, ...], told: Mapping[int, Consequence] | None = None
) -> Board:
    """A week of a season, with what its check found, and what would follow from its open proposals, by number."""
    state = fold.state
    opened = state.opened
    assert opened is not None, "a season on record was opened"
    name, this = opened.fact.season, state.weeks[week]
    opens, closes = window_of(this)
    ready = is_ready(findings)
    rows = standings.rows(fold, week)
    return Board(
        season=name,
        week=week,
        title=title_of(this),
        mode=state.mode,
        sequence=state.sequence,
        ready=ready,
        reasons=tuple(_reasons(findings, state, week)),
        grid=grid_of(state, week),
        lines=Lines(
            opened=this.voting.position if this.voting else None,
            sealed=this.seal.position if this.seal else None,
            opens=opens,
            closes=closes,
        ),
        gateways=turnout.rows(fold, week),
        standings=rows,
        waiting=tuple(_waiting(state, told or {})),
        stages=tuple(_stages(state, week)),
        offered=_offered(state, week, rows) if ready else (),
    )


def _reasons(findings: Sequence[Finding], state: SeasonState, week: int) -> list[Reason]:
    opened = state.opened
    season = opened.fact.season if opened else ""
    order = {"error": 0, "warning": 1, "note": 2}
    return [
        Reason(
            severity=finding.severity,
            where=finding.where,
            what=in_names(finding, state, week),
            code=finding.code,
            lines=lines_for(finding, season, week),
            dance=_dance(finding),
            decision=_decision(finding),
        )
        for finding in sorted(findings, key=lambda finding: order[finding.severity])
    ]


def _dance(finding: Finding) -> str | None:
    said = finding.facts.get("dance")
    return None if said is None or finding.severity != "error" else str(said)


def _decision(finding: Finding) -> int | None:
    said = finding.facts.get("decision")
    return said if isinstance(said, int) else None


def _waiting(state: SeasonState, told: Mapping[int, Consequence]) -> list[Waiting]:
    return [
        Waiting(
            decision=number,
            position=proposal.proposed.position,
            by=f"{proposal.proposed.actor.name} ({proposal.proposed.actor.role})",
            what=asked_for(proposal.proposed.fact, state),
            until=proposal.proposed.fact.expires if isinstance(proposal.proposed.fact, SignedProposal) else None,
            told=told.get(number),
        )
        for number, proposal in state.proposals.items()
        if proposal.settled is None
    ]


def _stages(state: SeasonState, week: int) -> list[str]:
    """How far the week has come, from its certificate to its closing, with positions."""
    this, said = state.weeks[week], []
    if this.certified:
        certified = this.certified[-1].position
        stands = last_touched(state, week) <= certified
        said.append(f"certified at {certified}" if stands else f"the certificate at {certified} does not stand")
    if this.announcements:
        said.append(f"announced at {this.announcements[-1].position}")
    if this.closed is not None:
        said.append(f"closed at {this.closed.position}")
    return said


def _offered(state: SeasonState, week: int, rows: Sequence[standings.Row]) -> tuple[str, ...]:
    """What comes next in a week that is READY: its certificate, what was said on air, its closing."""
    this, opened = state.weeks[week], state.opened
    if opened is None or state.mode == "historic" or this.closed is not None:
        return ()
    named = f"{opened.fact.season} {week}"
    if not this.certified or last_touched(state, week) > this.certified[-1].position:
        return (f"glitterball week certify {named}",)
    said = announced(this)
    if said.eliminated is None and said.places is None and (option := _on_air(rows)):
        return (f"glitterball week announce {named} {option}",)
    return (f"glitterball week close {named}",)


def _on_air(rows: Sequence[standings.Row]) -> str:
    """What is to be announced, as options: places of a final, else who leaves. Nothing where nobody does."""
    placed = [row.couple for row in sorted(rows, key=lambda row: row.place or 0) if row.result == "placed"]
    leaving = [row.couple for row in rows if row.result == "leaves"]
    if placed:
        return f"--places {','.join(placed)}"
    return f"--out {','.join(leaving)}" if leaving else ""
