"""Somebody at a desk who brings a week to its end: reads the reasons for NOT READY and states what settles them, no more."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from domain.findings import Finding
from domain.gateway.events import VoteBatchReceived
from domain.record import Actor
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import words as w
from domain.season.authority import authority_for
from domain.season.deciding.refusals import AlreadyCertified
from domain.season.readiness import readiness
from domain.season.state import competing, field_of, judges_present
from domain.season.ways import ways_of
from domain.stages.points import RankPoints
from glitterball.testing import PEOPLE, PlainLog

WHY = "settled by those who may"
MOST_STEPS = 60
"""Statements in one week at most; so many take more than any night has."""


class DeadEnd(AssertionError):
    """A week that no stated command brings further."""


@dataclass
class Desk:
    """One week on its way to its end. `used` are the reasons met, each with the command that settled it."""

    log: PlainLog
    week: int = 1
    last_first: bool = False
    """Whether the least likely way is tried first."""
    used: list[tuple[str, str]] = field(default_factory=list)
    seen: Callable[[PlainLog], None] = lambda log: None
    _tried: set[tuple[str, str, str]] = field(default_factory=set)

    def ends(self) -> str:
        """How the week ends: certified, or closed where no couple is left. Raises `DeadEnd` where it cannot."""
        for _ in range(MOST_STEPS):
            reasons = [
                found for found in readiness(self.log.state, self.week, self.log.tallies) if found.severity == "error"
            ]
            if not reasons:
                with suppress(AlreadyCertified):  # it was left certified, and nothing has changed since
                    self.log.say(c.CertifyOutcome(week=self.week))
                return "certified"
            self._settle(reasons)
            if self.log.state.weeks[self.week].closed is not None:
                return "closed"
            self.seen(self.log)
        raise DeadEnd(f"no end after {MOST_STEPS} statements: {self.used}")

    def _settle(self, reasons: list[Finding]) -> None:
        for reason in reasons:
            ways = ways_of(reason)
            for way in reversed(ways) if self.last_first else ways:
                key = (reason.code, str(reason), way)
                if way in STATED and key not in self._tried and self._says(way, reason):
                    self._tried.add(key)
                    self.used.append((reason.code, way))
                    return
        raise DeadEnd(f"nothing settles {[str(reason) for reason in reasons]} after {self.used}")

    def _says(self, way: str, reason: Finding) -> bool:
        """Whether something was recorded: a way that does not fit is refused, and another is tried."""
        before = len(self.log.events)
        for command in STATED[way](self.log, self.week, reason):
            try:
                self.log.say(command, self._second(command))
            except Refusal:
                continue
        return len(self.log.events) > before

    def _second(self, command: Any) -> Actor | None:
        """Who approves a proposal or turns it down: not the one who made it."""
        if not isinstance(command, c.Approve | c.Reject):
            return None
        proposed = self.log.state.proposals[command.decision].proposed
        roles = authority_for(proposed.fact.command, self.log.state).roles
        return next(PEOPLE[role] for role in roles if role != proposed.actor.role)


def _decision(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    yield c.Approve(decision=reason.facts["decision"])


def _byes(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    dance = str(reason.facts.get("dance", ""))
    counted = log.state.weeks[week].dances
    named = counted[dance].scheduled.fact.couples if dance in counted else ()
    who = (str(reason.facts["couple"]),) if "couple" in reason.facts else named or field_of(log.state, week)
    for couple in who:
        yield c.StateBye(week=week, couples=(couple,), holds="no marks", reason=WHY)


def _closing(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    if not field_of(log.state, week):  # nobody is left for whom anything could be certified
        yield c.CloseWeek(week=week)


def _taking_back(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    for couple, withdrawal in log.state.withdrawals.items():
        if withdrawal.fact.week == week:
            yield c.TakeBackWithdrawal(week=week, couple=couple, reason=WHY)


def _dances(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    episode = log.state.weeks[week].opened.fact.episodes[0].number
    for couple in (reason.facts["couple"],) if "couple" in reason.facts else competing(log.state, week):
        yield c.ScheduleDance(week=week, episode=episode, round="late", couples=(couple,))


def _marks(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    for judge in str(reason.facts["judges"]).split(", "):
        if " " not in judge:
            yield c.GiveScore(week=week, dance=reason.facts["dance"], judge=judge, mark=7)


def _absences(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    episode = int(str(reason.facts["dance"]).split(".")[0])
    for judge in judges_present(log.state.weeks[week], episode)[1:]:
        yield c.MarkJudgeAbsent(week=week, episode=episode, judge=judge, reason=WHY)


def _panel(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    episode = int(str(reason.facts["dance"]).split(".")[0])
    yield c.SeatPanel(week=week, episode=episode, judges=(w.Judge(judge="guest", name="A guest"),))


def _rulebooks(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    """The same rules with places in the stead of shares, which are undefined where there is nothing to share, and with places
    of a voting body shared where they were refused."""
    stands = log.state.rulebooks[-1].fact.rulebook
    points = RankPoints(ties="standard")
    counts = [
        side.counts.model_copy(update={"ties": "shared", "other": None})
        if side.counts.kind == "bodies"
        else side.counts
        for side in stands.sides
    ]
    sides = tuple(
        side.model_copy(update={"points": points, "counts": measure})
        for side, measure in zip(stands.sides, counts, strict=True)
    )
    ranked = stands.model_copy(update={"sides": sides, "version": stands.version + 1})
    yield c.AdoptRulebook(rulebook=ranked, from_week=week)


def _forms(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    stands = log.state.weeks[week].opened.fact
    rulebook = log.state.rulebooks[-1].fact.rulebook
    if str(reason.facts.get("clause", "")).startswith("sides"):
        own = {"form": stands.form, "episodes": stands.episodes, "scores_from": (week,), "votes_from": (week,)}
        yield c.RestateWeek.model_validate({"week": week, "reason": WHY, **own})
        return
    for form in rulebook.forms:
        if form.select.kind == "nobody":
            said = {name: getattr(stands, name) for name in ("episodes", "scores_from", "votes_from")}
            yield c.RestateWeek.model_validate({"week": week, "form": form.name, "reason": WHY, **said})


def _opening(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    yield c.OpenVoting(week=week, gateways=(w.ExpectedGateway(gateway="vox", channels=("sms",)),))


def _voids(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    number, gateway = reason.facts["week"], reason.facts["gateway"]
    carried = {named.gateway: named.channels for named in log.state.weeks[number].voting.fact.gateways}  # type: ignore[union-attr]
    for stretch in str(reason.facts["batches"]).split(", "):
        first, _, last = stretch.partition("-")
        for batch in range(int(first), int(last or first) + 1):
            held = _delivered(log, number, gateway, batch)
            votes = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in held.votes) if held else ()
            channel, body = (held.channel, held.body) if held else (carried[gateway][0], "viewers")
            of = {"week": number, "gateway": gateway, "batch": batch, "channel": channel, "body": body}
            yield c.VoidBatch.model_validate({**of, "votes": votes, "reason": WHY})


def _delivered(log: PlainLog, week: int, gateway: str, batch: int) -> VoteBatchReceived | None:
    facts = (event.fact for event in log.events if isinstance(event.fact, VoteBatchReceived))
    return next((fact for fact in facts if (fact.week, fact.gateway, fact.batch) == (week, gateway, batch)), None)


def _window(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    yield c.StateWindow(
        week=reason.facts["week"], opens="2000-01-01T00:00:00Z", closes="2099-01-01T00:00:00Z", reason=WHY
    )


def _giving_up(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    yield c.GiveUpGateway(week=reason.facts["week"], gateway=reason.facts["gateway"], taken="not at all", reason=WHY)


def _replacing(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    number = reason.facts.get("week", week)
    voting = log.state.weeks[number].voting
    for named in voting.fact.gateways if voting else ():
        for channel in named.channels:
            of = {"week": number, "gateway": named.gateway, "channel": channel, "body": "viewers", "reason": WHY}
            votes = [w.CoupleVotes(couple=couple, votes=at) for at, couple in enumerate(field_of(log.state, number), 1)]
            if votes and reason.facts.get("gateway", named.gateway) == named.gateway:
                yield c.ReplaceManifest.model_validate({**of, "votes": tuple(votes)})


def _substitution(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    votes = tuple(w.CoupleVotes(couple=couple, votes=at) for at, couple in enumerate(field_of(log.state, week), 1))
    for side in log.state.rulebooks[-1].fact.rulebook.sides:
        body = getattr(side.counts, "bodies", None)
        if body is not None:
            yield c.SubstituteInput(week=week, body=body.replace("*", "one of them"), votes=votes, reason=WHY)


def _tie(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    order = tuple(str(reason.facts["couples"]).split(", "))
    for link in ("lot", "authority"):
        yield c.SettleTie.model_validate({"week": week, "link": link, "order": order, "how": WHY})


def _cut(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    couples = tuple(str(reason.facts["couples"]).split(", "))
    yield c.SettleCut.model_validate({"week": week, "couples": couples, "decided": "all go on", "how": WHY})


def _ballots(log: PlainLog, week: int, reason: Finding) -> Iterator[Any]:
    saved = str(reason.facts["couples"]).split(", ")[0]
    found = log.state.weeks[week]
    for judge in judges_present(found, max(found.panels)) if found.panels else ():
        yield c.CastBallot(week=week, judge=judge, saves=saved)


STATED: dict[str, Callable[[PlainLog, int, Finding], Iterator[Any]]] = {
    "state-bye": _byes,
    "schedule-dance": _dances,
    "give-score": _marks,
    "mark-judge-absent": _absences,
    "seat-panel": _panel,
    "adopt-rulebook": _rulebooks,
    "restate-week": _forms,
    "cancel-elimination": lambda log, week, reason: iter([c.CancelElimination(week=week, reason=WHY)]),
    "close-week": _closing,
    "take-back-withdrawal": _taking_back,
    "approve": _decision,
    "reject": lambda log, week, reason: iter([c.Reject(decision=reason.facts["decision"], reason=WHY)]),
    "open-voting": _opening,
    "close-voting": lambda log, week, reason: iter([c.CloseVoting(week=reason.facts["week"])]),
    "void-batch": _voids,
    "state-window": _window,
    "give-up-gateway": _giving_up,
    "replace-manifest": _replacing,
    "substitute-input": _substitution,
    "settle-tie": _tie,
    "settle-cut": _cut,
    "cast-ballot": _ballots,
}
"""For each way what is said: the commands it may take, of which those that do not fit are refused."""
