"""Seasons nobody has danced, for the tests of season files: told line by line, in the order a file tells them."""

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as st

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.season import commands as c
from domain.season import words as w
from domain.season.outcome import outcome_of
from domain.season.state import field_of
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files.checking import DryRun
from glitterball.season_files.script import Said, voiced
from tests.season_files.house_rules import house_rules


@dataclass
class Telling:
    """A season being told. What the rules refuse is not in it."""

    historic: bool
    run: DryRun = field(default_factory=lambda: DryRun("made-up"))

    def say(self, *lines: Said) -> None:
        """Say lines in the roles that may say them."""
        for line in lines:
            self.run.stopped = False
            self.run.through(voiced([("test", line)], self.historic))


texts = st.sampled_from(["as told", 'said "so", & more', "L'été; à 8,5", "100 %", "=1+2", "source-1"])
sources = st.none() | texts
often = st.sampled_from([True, True, True, True, False])
seldom = st.sampled_from([False, False, False, True])


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """Seasons of up to three weeks: historic with bare totals, or rehearsals with votes, voids, saves and lots."""
    historic = draw(st.booleans())
    telling = Telling(historic)
    source = draw(sources)
    rulebook = draw(st.sampled_from([shipped_rulebook("us-33"), house_rules()]))
    mode: w.Mode = "historic" if historic else draw(st.sampled_from(["rehearsal", "live"]))
    counts = None if historic else draw(st.sampled_from((None, None, None, None, "hidden")))
    opening = c.OpenSeason(season="made-up", show="Made up & co", number=1, mode=mode, source=source)
    commitments = draw(st.sampled_from((None, "by batch"))) if counts else None
    telling.say(
        opening.model_copy(update={"counts": counts, "commitments": commitments}),
        c.AdoptRulebook(rulebook=rulebook, from_week=1, source=source),
    )
    if draw(st.booleans()):
        telling.say(c.AdoptRulebook(rulebook=house_rules(), from_week=2, source=draw(sources)))
    couples = [f"couple-{number}" for number in range(1, draw(st.integers(3, 5)) + 1)]
    for couple in couples:
        telling.say(c.CastCouple(couple=couple, celebrity=f"Zoë {couple}", professional="O'Hara", source=draw(sources)))
    if draw(seldom):
        stand_in = {"couple": couples[0], "celebrity": f"Zoë {couples[0]}", "professional": "Una", "from_week": 2}
        until = draw(st.sampled_from([None, 2]))
        why = {"reason": draw(texts), "source": draw(texts)}
        telling.say(c.ChangeCast.model_validate({**stand_in, "to_week": until, **why}))
    weeks = draw(st.sampled_from([3, 2, 1, 0]))
    for week in range(1, weeks + 1):
        _tell_week(draw, telling, week, week == weeks)
    return telling


def _tell_week(draw: st.DrawFn, telling: Telling, week: int, last: bool) -> None:
    form = "finale" if last else draw(st.sampled_from(["single", "single", "nobody-leaves"]))
    window = tuple(sorted({week, draw(st.integers(max(1, week - 1), week))}))
    episodes = tuple(
        w.Episode(number=2 * week + more, date=f"2030-01-{10 + 2 * week + more}", theme=draw(st.none() | texts))
        for more in range(draw(st.integers(1, 2)))
    )
    title = draw(st.sampled_from([None, f"Night {week}"]))
    said = {"week": week, "form": form, "episodes": episodes, "scores_from": window, "votes_from": window}
    telling.say(c.OpenWeek.model_validate({**said, "title": title, "source": draw(sources)}))
    field_now = list(field_of(telling.run.fold.state, week))
    if week not in telling.run.fold.state.weeks or not field_now:
        return
    judges = tuple(w.Judge(judge=name, name=name.title()) for name in ("ann", "bob", "cat"))
    for episode in episodes:
        head = draw(st.sampled_from([None, "bob"]))
        telling.say(c.SeatPanel(week=week, episode=episode.number, judges=judges, head=head, source=draw(sources)))
        if draw(seldom):
            telling.say(c.MarkJudgeAbsent(week=week, episode=episode.number, judge="cat", reason=draw(texts)))
    if draw(seldom):
        moved = {"week": week, "form": form, "scores_from": (week,), "votes_from": window, "source": draw(sources)}
        restated = tuple(episode.model_copy(update={"theme": "by the sea"}) for episode in episodes)
        telling.say(c.RestateWeek.model_validate({**moved, "episodes": restated, "reason": draw(texts)}))
    _tell_dances(draw, telling, week, episodes, field_now)
    if not telling.historic:
        _tell_voting(draw, telling, week, field_now)
    _tell_end(draw, telling, week, field_now)


def _tell_dances(
    draw: st.DrawFn, telling: Telling, week: int, episodes: tuple[w.Episode, ...], couples: list[str]
) -> None:
    marks = st.integers(1, 10) | st.sampled_from([Fraction(17, 2)])
    whole = draw(often)
    dances = [
        c.ScheduleDance(
            week=week, episode=episode.number, round="1", couples=(couple,), style=draw(st.none() | texts),
            source=draw(sources),
        )
        for episode in episodes
        for couple in draw(st.permutations(couples))
    ]  # fmt: skip
    if draw(st.booleans()):
        dances.append(
            c.ScheduleDance(week=week, episode=episodes[0].number, round="team", couples=tuple(couples), team="all")
        )
    telling.say(*dances)
    given: list[tuple[str, str]] = []
    for dance in dances:
        if telling.historic and draw(st.booleans()):
            telling.say(c.GiveTotal(week=week, dances=(dance.dance,), total=draw(marks), source=dance.source))
            continue
        for judge in ("ann", "bob", "cat"):
            if whole or draw(st.booleans()):
                mark = draw(marks)
                telling.say(c.GiveScore(week=week, dance=dance.dance, judge=judge, mark=mark, source=dance.source))
                given.append((dance.dance, judge))
    for name, judge in draw(st.lists(st.sampled_from(given), max_size=2)) if given else ():
        telling.say(c.ShowPaddle(week=week, dance=name, judge=judge, mark=draw(marks)))
        telling.say(c.CorrectScore(week=week, dance=name, judge=judge, mark=draw(marks), reason=draw(texts)))
    if draw(st.booleans()):
        telling.say(
            c.AwardBonus(week=week, couple=couples[0], points=draw(marks), reason="because", source=draw(sources))
        )
        telling.say(c.GrantImmunity(week=week, couple=couples[-1], reason="a leader"))
    if draw(seldom):
        ordered = tuple(dance.dance for dance in draw(st.permutations(dances)) if dance.episode == episodes[0].number)
        told = {"week": week, "episode": episodes[0].number, "dances": ordered, "reason": draw(texts)}
        telling.say(c.StateRunningOrder.model_validate({**told, "source": draw(sources)}))
    if draw(seldom):
        telling.say(c.StateBye(week=week, couples=(couples[0],), holds="no marks", reason="hurt", source=draw(sources)))


def _tell_voting(draw: st.DrawFn, telling: Telling, week: int, couples: list[str]) -> None:
    if not draw(often):
        return
    gateways = (
        w.ExpectedGateway(gateway="north", channels=("sms",)),
        w.ExpectedGateway(gateway="web", channels=("app", "online")),
    )
    dancing = field_of(telling.run.fold.state, week)
    order = draw(st.one_of(st.none(), st.none(), st.permutations(dancing).map(tuple))) if dancing else None
    telling.say(c.OpenVoting(week=week, gateways=gateways, couples=order, source=draw(sources)))
    totals: dict[str, list[ChannelTotals]] = {"north": [], "web": []}
    placed = (("north", 1, "sms"), ("north", 2, "sms"), ("web", 1, "app"), ("web", 2, "online"))
    counts = {place: tuple((couple, draw(st.integers(0, 30))) for couple in couples) for place in placed}
    for (gateway, number, channel), votes in counts.items():
        rejected, late = ((draw(texts), draw(st.integers(1, 9))),), draw(st.integers(0, 3))
        received = sum(count for _, count in votes) + rejected[0][1] + late
        telling.say(
            OfBatch(
                season="made-up",
                week=week,
                gateway=gateway,
                batch=number,
                channel=channel,
                votes=votes,
                opens="2030-01-01T00:00:00Z",
                closes="2030-01-01T01:00:00Z",
                received=received,
                rejected=rejected,
                late=late,
            )
        )
        accepted = received - rejected[0][1] - late
        totals[gateway].append(
            ChannelTotals(channel=channel, received=received, accepted=accepted, rejected=rejected, late=late)
        )
    _tell_seal(draw, telling, week, totals)
    if draw(seldom):
        of = {"gateway": "web", "channel": draw(st.sampled_from(["app", "online"])), "body": "viewers"}
        stated = tuple(w.CoupleVotes(couple=couple, votes=7) for couple in couples)
        telling.say(
            c.ReplaceManifest.model_validate(
                {"week": week, **of, "votes": stated, "reason": draw(texts), "source": draw(sources)}
            )
        )
        telling.say(c.GiveUpGateway(week=week, gateway="north", taken="not at all", reason=draw(texts)))
    if draw(seldom):
        telling.say(
            c.StateWindow(
                week=week,
                opens="2030-01-01T00:00:00Z",
                closes="2030-01-01T02:00:00Z",
                reason=draw(texts),
                source=draw(sources),
            )
        )
    _tell_voids(draw, telling, week, counts["north", 2, "sms"])


def _tell_voids(draw: st.DrawFn, telling: Telling, week: int, second: tuple[tuple[str, int], ...]) -> None:
    if draw(seldom):
        held = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in second)
        telling.say(
            c.VoidBatch(
                week=week, gateway="north", batch=2, channel="sms", body="viewers", votes=held, reason="doubled"
            )
        )
    if draw(seldom):
        couple = field_of(telling.run.fold.state, week)[0]
        telling.say(
            c.WithdrawCouple(week=week, couple=couple, reason=draw(texts), source=draw(sources)),
            c.TakeBackWithdrawal(week=week, couple=couple, reason=draw(texts), source=draw(sources)),
        )
    if draw(seldom):
        telling.say(c.VoidChannel(week=week, channel="app", reason=draw(texts), source=draw(sources)))
        telling.say(c.NoteOutage(week=week, channel="sms", began="2030-01-01T00:10:00Z", what="a wrong number"))
    if draw(st.booleans()):
        replaced = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in second)
        telling.say(
            c.SubstituteInput(week=week, body="viewers", votes=replaced, reason=draw(texts), source=draw(sources))
        )


def _tell_seal(draw: st.DrawFn, telling: Telling, week: int, totals: dict[str, list[ChannelTotals]]) -> None:
    for gateway, stated in totals.items():
        same = len({line.channel for line in stated}) == 1
        lines = [_added(stated)] if same else stated
        if draw(often):
            telling.say(OfManifest(season="made-up", week=week, gateway=gateway, batches=2, totals=tuple(lines)))
    if draw(often):
        telling.say(c.CloseVoting(week=week, source=draw(sources)))


def _added(lines: list[ChannelTotals]) -> ChannelTotals:
    rejected: dict[str, int] = {}
    for line in lines:
        for reason, count in line.rejected:
            rejected[reason] = rejected.get(reason, 0) + count
    return ChannelTotals(
        channel=lines[0].channel,
        received=sum(line.received for line in lines),
        accepted=sum(line.accepted for line in lines),
        late=sum(line.late for line in lines),
        rejected=tuple(rejected.items()),
    )


def _tell_end(draw: st.DrawFn, telling: Telling, week: int, couples: list[str]) -> None:
    run = telling.run
    kind = draw(st.sampled_from(["nothing", "nothing", "nothing", "cancelled", "withdrew"]))
    if kind == "withdrew":
        telling.say(c.WithdrawCouple(week=week, couple=couples[0], reason="hurt", source=draw(sources)))
    if kind != "nothing":
        telling.say(c.CancelElimination(week=week, reason=draw(texts)))
    if week in run.fold.state.weeks:
        for _ in range(2):
            for need in outcome_of(run.fold.state, week, run.fold.tallies).needs:
                if len(need.couples) > 1:
                    order = tuple(sorted(need.couples))
                    telling.say(c.SettleTie(week=week, link="lot", order=order, how="drawn from a hat"))
            bottom = outcome_of(run.fold.state, week, run.fold.tallies).bottom
            for judge in ("ann", "bob", "cat") if bottom else ():
                telling.say(c.CastBallot(week=week, judge=judge, saves=bottom[0]))
    telling.say(c.CertifyOutcome(week=week))
    out = draw(st.sampled_from(couples))
    if draw(st.booleans()):
        telling.say(c.AnnounceDanger(week=week, couples=(out,), source=draw(sources)))
        telling.say(c.CorrectAnnouncement(week=week, what="danger", couples=(couples[0],), reason="misread"))
        telling.say(
            c.DisputeAnnouncement(
                week=week, what="danger", couples=(couples[-1],), claim="not so", source="another paper"
            )
        )
        telling.say(c.AnnounceSave(week=week, couple=couples[0], by="not said", source=draw(sources)))
    dancing = field_of(run.fold.state, week)
    telling.say(c.AnnounceElimination(week=week, couple=out, source=draw(sources)))
    places = tuple(w.Place(couple=couple, place=place) for place, couple in enumerate(dancing, start=1))
    if places:
        telling.say(c.AwardPlaces(week=week, places=places))
        if draw(st.booleans()):
            telling.say(c.CorrectPlaces(week=week, places=places, reason="the envelope was read again"))
    if draw(seldom):
        telling.say(c.CloseWeek(week=week), c.ReopenWeek(week=week, reason=draw(texts)))
    telling.say(c.CloseWeek(week=week, source=draw(sources)))
