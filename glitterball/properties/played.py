"""A week found by the search, played as a season: said and delivered as on the night, decided by `domain.season.decide`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.gateway.events import OfBatch, OfManifest
from domain.period.scoring_period import BodyVotes, Dance, ScoringPeriod
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.season.lookup import calls_side, rulebook_in
from glitterball.testing.batches import manifest_of
from glitterball.testing.people import JUDGES
from glitterball.testing.plain_log import PlainLog

GATEWAY = "phone"
CHANNEL = "online"
DAY = "2024-09-24"
OPENS, CLOSES = "2024-09-25T00:00:00Z", "2024-09-25T02:00:00Z"

Votes = tuple[BodyVotes, ...]

LONGEST_NAME = 64
"""Characters of an identifier at most."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Votes of one batch: from which gateway and body, for whom."""

    gateway: str
    body: str
    votes: tuple[tuple[str, int], ...]


def display(couple: str) -> str:
    """The couple as a person says it: Anna & Ezra."""
    return couple.title().replace("-", " & ")


def listed(couples: Iterable[str]) -> str:
    """Couples in a sentence: Anna & Ezra, Bea & Cole and Cleo & Dov."""
    names = [display(couple) for couple in couples]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def season_name(rulebook: Rulebook, promise: str, part: int | None = None) -> str:
    """What the season of a counterexample is called: by its rulebook and the promise it breaks, and where several weeks are
    compared by which of them it is, so that all of them fit into one store."""
    ending = f"-{promise}" + (f"-{part}" if part is not None else "")
    return rulebook.id[: LONGEST_NAME - len(ending)].rstrip("-") + ending


def begin(rulebook: Rulebook, couples: Sequence[str], season: str) -> PlainLog:
    """A rehearsal season with its rulebook and couples."""
    log = PlainLog(season)
    log.say(c.OpenSeason(season=season, show=f"Counterexample for {rulebook.ref}", number=1, mode="rehearsal"))
    log.say(c.AdoptRulebook(rulebook=rulebook, from_week=1))
    for couple in couples:
        celebrity, professional = couple.title().split("-", 1)
        log.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
    return log


def play(
    rulebook: Rulebook,
    period: ScoringPeriod,
    batches: Sequence[Delivered] | None = None,
    season: str = "counterexample",
) -> PlainLog:
    """A season of one week with this scoring period. The votes come as one batch a body, unless `batches` are given."""
    log = begin(rulebook, period.couples, season)
    perform(log, 1, period, batches=batches)
    return log


def perform(
    log: PlainLog,
    number: int,
    period: ScoringPeriod,
    carried: tuple[int, ...] = (),
    batches: Sequence[Delivered] | None = None,
    withdraws: str | None = None,
) -> None:
    """One week as far as the lines are closed and the judges have voted. `carried` weeks count towards it as well, and
    `withdraws` names a couple that leaves by itself before anybody dances."""
    episodes = sorted({_episode(dance) for dance in period.dances} or {1})
    first = 10 * (number - 1)
    log.say(
        c.OpenWeek(
            week=number,
            form=period.form,
            episodes=tuple(w.Episode(number=first + one, date=DAY) for one in episodes),
            scores_from=(*carried, number),
            votes_from=(*carried, number),
        )
    )
    if withdraws is not None:
        log.say(c.WithdrawCouple(week=number, couple=withdraws, reason="injury"))
    for episode in episodes:
        _seat(log, number, first + episode, period, last=episode == episodes[-1], dances=_of(period.dances, episode))
        _dance(log, number, first + episode, period, _of(period.dances, episode))
    for bonus in period.bonuses:
        log.say(c.AwardBonus(week=number, couple=bonus.couple, points=bonus.points, reason="bonus points"))
    for couple in period.immune:
        log.say(c.GrantImmunity(week=number, couple=couple, reason="immunity"))
    if period.votes:
        deliver(log, number, batches if batches is not None else in_one(period))
    for ballot in period.ballots:
        log.say(c.CastBallot(week=number, judge=ballot.judge, saves=ballot.saves))


def _episode(dance: Dance) -> int:
    return int(dance.dance.split(".")[0])


def _of(dances: Iterable[Dance], episode: int) -> list[Dance]:
    return [dance for dance in dances if _episode(dance) == episode]


def _seat(log: PlainLog, week: int, episode: int, period: ScoringPeriod, last: bool, dances: list[Dance]) -> None:
    """The panel, and who of it is absent: those who seat on it but gave no mark, or no ballot on the last night."""
    holders = [judge for judge in (period.panel.head, period.panel.casting) if judge is not None]
    marked = [judge for dance in dances for judge, _ in dance.marks]
    present = set(marked) if marked else set(_all_present(period))
    seats = sorted({*present, *period.panel.judges, *holders})
    log.say(
        c.SeatPanel(
            week=week,
            episode=episode,
            judges=tuple(w.Judge(judge=judge, name=judge.title()) for judge in seats),
            head=period.panel.head,
            casting=period.panel.casting,
        )
    )
    for judge in seats:
        if judge not in present or (last and judge not in _all_present(period)):
            log.say(c.MarkJudgeAbsent(week=week, episode=episode, judge=judge, reason="absent"))


def _dance(log: PlainLog, week: int, episode: int, period: ScoringPeriod, dances: list[Dance]) -> None:
    """The dances with their marks. Where the rulebook counts none, the judges give the lowest all the same: a dance that
    nobody marked keeps its week from being READY."""
    counted = calls_side(rulebook_in(log.state, week)) is not None
    lowest = log.state.rulebooks[-1].fact.rulebook.scale.lowest
    for dance in dances:
        _, round_, who = dance.dance.split(".")
        team = who if len(dance.couples) > 1 else None
        said = c.ScheduleDance(week=week, episode=episode, round=round_, couples=dance.couples, team=team)
        log.say(said)
        given = dance.marks or tuple((judge, lowest) for judge in _all_present(period))
        for judge, mark in () if counted else given:
            log.say(c.GiveScore(week=week, dance=said.dance, judge=judge, mark=mark))
    if counted:
        _call(log, week, episode, dances)


def _call(log: PlainLog, week: int, episode: int, dances: list[Dance]) -> None:
    """The judges' cards, round by round."""
    for round_ in dict.fromkeys(dance.dance.split(".")[1] for dance in dances):
        together = [dance for dance in dances if dance.dance.split(".")[1] == round_]
        for judge in dict.fromkeys(judge for dance in together for judge, _ in dance.marks):
            called = tuple(
                sorted(couple for dance in together if (judge, 1) in dance.marks for couple in dance.couples)
            )
            log.say(c.CallCouples(week=week, episode=episode, round=round_, judge=judge, couples=called))


def _all_present(period: ScoringPeriod) -> tuple[str, ...]:
    """The judges of the week; one where it names none."""
    return period.panel.judges or JUDGES[:1]


def in_one(period: ScoringPeriod) -> tuple[Delivered, ...]:
    """All votes of a body in one batch."""
    return tuple(
        Delivered(GATEWAY, count.body, tuple(zip(period.couples, count.votes, strict=True))) for count in period.votes
    )


def deliver(log: PlainLog, week: int, batches: Sequence[Delivered]) -> None:
    """The lines open, the batches arrive in this order, the gateways close, the lines close."""
    gateways = sorted({batch.gateway for batch in batches})
    expected = tuple(w.ExpectedGateway(gateway=name, channels=(CHANNEL,)) for name in gateways)
    log.say(c.OpenVoting(week=week, gateways=expected))
    sent: dict[str, list[OfBatch]] = {name: [] for name in gateways}
    for batch in batches:
        mine = sent[batch.gateway]
        total = sum(votes for _, votes in batch.votes)
        one = OfBatch(
            season=log.season,
            week=week,
            gateway=batch.gateway,
            batch=len(mine) + 1,
            channel=CHANNEL,
            body=batch.body,
            opens=OPENS,
            closes=CLOSES,
            votes=batch.votes,
            received=total,
        )
        mine.append(one)
        log.deliver(one)
    for name in gateways:
        closed: OfManifest = manifest_of(sent[name], season=log.season, week=week, gateway=name)
        log.deliver(closed)
    log.say(c.CloseVoting(week=week))


def conclude(log: PlainLog, week: int) -> None:
    """Certified, announced and closed; a finale's places are awarded."""
    log.say(c.CertifyOutcome(week=week))
    outcome = log.outcome(week)
    for couple in outcome.leaving:
        log.say(c.AnnounceElimination(week=week, couple=couple))
    if outcome.placed:
        rows = outcome.standings()
        log.say(c.AwardPlaces(week=week, places=tuple(w.Place(couple=r.couple, place=r.place or 1) for r in rows)))
    log.say(c.CloseWeek(week=week))
