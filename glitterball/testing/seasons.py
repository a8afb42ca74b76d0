"""Whole seasons: an ordered list of commands and deliveries that were all accepted, for a small live or historic season.

Weeks carry scores and votes, judges are absent, couples withdraw, batches and channels are voided, scores are corrected
before and after the lock, ties are settled, eliminations cancelled, weeks reopened.
"""

from hypothesis import strategies as st

from domain.gateway.events import OfBatch, OfManifest
from domain.rulebook.book import Immunity, Rulebook
from domain.rulebook.forms import Form
from domain.season import commands as c
from domain.season import words as w
from domain.season.state import field_of, judges_present
from glitterball.testing.batches import LINES, deliveries
from glitterball.testing.people import COUPLES, JUDGES, PEOPLE
from glitterball.testing.results import announce_week, decide_week
from glitterball.testing.rulebooks import PLAIN_FORMS, rulebooks, second_stage_forms
from glitterball.testing.script import SEASON, Delivered, Night, Script
from glitterball.testing.weeks import marks, vote_splits

GATEWAYS = (
    w.ExpectedGateway(gateway="vox", channels=("online", "sms")),
    w.ExpectedGateway(gateway="west", channels=("online",)),
)


@st.composite
def seasons(draw: st.DrawFn, mode: w.Mode | None = None, max_weeks: int = 4) -> Script:
    """A season of three to five couples, live or historic unless `mode` is given, that ends in a finale where it gets
    that far."""
    modes: tuple[w.Mode, ...] = ("live", "historic")
    night = Night(draw, draw(st.sampled_from(modes if mode is None else (mode,))))
    _begins(night)
    for number in range(1, draw(st.integers(1, max_weeks)) + 1):
        if not _play_week(night, number, number == max_weeks):
            break
    return Script(SEASON, night.mode, tuple(night.steps))


def _begins(night: Night) -> None:
    number = 33
    opening = c.OpenSeason(season=SEASON, show="Dancing", number=number, mode=night.mode, source=night.source)
    if night.mode != "historic" and night.chance(6):
        commitments = "by batch" if night.chance(3) else None
        opening = opening.model_copy(update={"counts": "hidden", "commitments": commitments})
    night.step(opening, PEOPLE["historian" if night.mode == "historic" else "producer"])
    for couple in COUPLES[: night.draw(st.integers(3, 5))]:
        celebrity, professional = couple.title().split("-")
        night.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional, source=night.source))
    adopt = c.AdoptRulebook(rulebook=night.draw(season_rulebooks()), from_week=1, source=night.source)
    while not night.say(adopt):
        pass


@st.composite
def season_rulebooks(draw: st.DrawFn) -> Rulebook:
    """Rulebooks with all plain forms and one or two with a second stage, so that any week can be played."""
    rulebook = draw(rulebooks())
    saves = draw(st.lists(second_stage_forms(), min_size=1, max_size=2, unique_by=lambda form: form.name))
    immunity = rulebook.immunity or Immunity(means="safe from elimination", source="generated")
    return Rulebook(**{**dict(rulebook), "forms": (*PLAIN_FORMS, *saves), "immunity": immunity})


def _play_week(night: Night, number: int, last: bool) -> bool:
    field = field_of(night.log.state, number)
    form = _form_of_week(night, number, len(field), last)
    if form is None or not _open_week(night, number, form):
        return False
    _rehearse(night, number)
    if night.chance(6):
        _restate(night, number)
    _lines_and_scores(night, number)
    _after_the_lock(night, number)
    decide_week(night, number)
    announce_week(night, number, form)
    closed = night.say(c.CloseWeek(week=number))
    if closed and night.chance(6):
        night.say(c.ReopenWeek(week=number, reason="a late correction"))
        decide_week(night, number)
        closed = night.say(c.CloseWeek(week=number))
    return closed and form.name != "finale"


def _form_of_week(night: Night, number: int, left: int, last: bool) -> Form | None:
    rulebook = night.log.state.rulebooks[-1].fact.rulebook
    if left < 1:
        return None
    if last or left == 1:
        return rulebook.form("finale")
    able = [form for form in rulebook.forms if form.leave < left and form.select.kind != "everyone_placed"]
    return night.draw(st.sampled_from(able))


def _open_week(night: Night, number: int, form: Form) -> bool:
    earlier = (number - 1, number) if number > 1 else (number,)
    scores = night.draw(st.sampled_from(((number,), earlier)))
    votes = night.draw(st.sampled_from(((number,), earlier, earlier[:1])))
    episodes = [w.Episode(number=2 * number - 1, date="2024-09-24")]
    if night.chance(3):
        episodes.append(w.Episode(number=2 * number, date="2024-09-25"))
    title = night.draw(st.sampled_from((None, None, "Movie Night", f"Night {number}")))
    said = {"week": number, "form": form.name, "episodes": tuple(episodes), "scores_from": scores, "votes_from": votes}
    return night.say(c.OpenWeek.model_validate({**said, "title": title})) or (
        title is not None and night.say(c.OpenWeek.model_validate(said))
    )


def _restate(night: Night, number: int) -> None:
    """The week is stated anew: another theme, and only its own scores count."""
    stands = night.week(number).opened.fact
    episodes = tuple(episode.model_copy(update={"theme": "by the sea"}) for episode in stands.episodes)
    said = {"week": number, "form": stands.form, "episodes": episodes, "votes_from": stands.votes_from}
    night.say(c.RestateWeek.model_validate({**said, "scores_from": (number,), "reason": "the plan was changed"}))


def _rehearse(night: Night, number: int) -> None:
    """Panels, absences, the running order; a withdrawal now and then."""
    judges = JUDGES[: night.draw(st.integers(2, 4))]
    idle = night.draw(st.sampled_from(COUPLES)) if night.chance(5) else None
    if night.chance(5):
        couple = night.draw(st.sampled_from(field_of(night.log.state, number)))
        night.say(c.WithdrawCouple(week=number, couple=couple, reason="injury"))
        if night.chance(2):
            night.say(c.TakeBackWithdrawal(week=number, couple=couple, reason="typed for the wrong couple"))
    if night.chance(4):
        _recast(night, number)
    for episode in night.week(number).opened.fact.episodes:
        seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in judges)
        night.say(c.SeatPanel(week=number, episode=episode.number, judges=seats, head=judges[-1]))
        if night.chance(6):
            absent = c.MarkJudgeAbsent(week=number, episode=episode.number, judge=judges[0], reason="ill")
            night.say(absent)
        field = field_of(night.log.state, number)
        for couple in (dancer for dancer in field if dancer != idle):
            night.say(c.ScheduleDance(week=number, episode=episode.number, round="1", couples=(couple,)))
        if night.chance(4):
            _reorder(night, number, episode.number)
        if night.chance(6) and len(field) > 1:
            team = c.ScheduleDance(week=number, episode=episode.number, round="team", couples=field, team="stars")
            night.say(team)


def _reorder(night: Night, number: int, episode: int) -> None:
    """An episode is danced in another order than it was scheduled in."""
    dances = night.week(number).dances
    names = [name for name, dance in dances.items() if dance.scheduled.fact.episode == episode]
    if names:
        order = tuple(night.draw(st.permutations(names)))
        night.say(c.StateRunningOrder(week=number, episode=episode, dances=order, reason="a set was stuck"))


def _recast(night: Night, number: int) -> None:
    """Another pro dances with a celebrity, for this week or from it on."""
    couple = night.draw(st.sampled_from(COUPLES[:3]))
    until = night.draw(st.sampled_from((number, None)))
    said = {"couple": couple, "celebrity": couple.title().split("-")[0], "from_week": number, "to_week": until}
    night.say(c.ChangeCast.model_validate({**said, "professional": "Una", "reason": "hurt in training"}))


def _lines_and_scores(night: Night, number: int) -> None:
    """Lines open, marks are given while batches arrive, the lines close; manifests may come after the seal."""
    draw = night.draw
    votes = not (night.mode == "historic" and night.chance(3))
    sent: list[OfBatch | OfManifest] = []
    if votes:
        window = night.draw(st.sampled_from(LINES)) if night.chance(2) else (None, None)
        field = field_of(night.log.state, number)
        order = field if field and night.chance(3) else None
        night.say(c.OpenVoting(week=number, gateways=GATEWAYS, opens=window[0], closes=window[1], couples=order))
        for gateway in GATEWAYS:
            sent += draw(
                deliveries(
                    field,
                    season=SEASON,
                    week=number,
                    gateway=gateway.gateway,
                    channels=gateway.channels,
                    bodies=("viewers", "viewers", "instant"),
                )
            )
        if night.chance(3):
            sent = draw(st.permutations(sent))
    for name in list(night.week(number).dances):
        _score(night, number, name)
        if sent and night.chance(2):
            night.deliver(sent.pop(0))
        if votes and night.chance(12):
            _state_window(night, number)
    _extras(night, number)
    late = [sent.pop()] if sent and night.chance(3) else []
    for message in sent:
        night.deliver(message)
    if votes:
        night.say(c.CloseVoting(week=number))
    for message in late:
        night.deliver(message)


def _score(night: Night, number: int, dance: str) -> None:
    scale = night.log.state.rulebooks[-1].fact.rulebook.scale
    if night.mode == "historic" and night.chance(6):
        night.say(c.GiveTotal(week=number, dances=(dance,), total=night.draw(marks(scale)), source=night.source))
        return
    episode = night.week(number).dances[dance].scheduled.fact.episode
    panel = judges_present(night.week(number), episode)
    for judge in panel:
        if judge != panel[-1] and night.chance(9):
            night.say(c.GiveScore(week=number, dance=dance, judge=judge, mark=night.draw(marks(scale))))
            night.say(c.TakeBackScore(week=number, dance=dance, judge=judge))
        mark = night.draw(marks(scale))
        night.say(c.GiveScore(week=number, dance=dance, judge=judge, mark=mark))
        if night.chance(9):
            night.say(c.ShowPaddle(week=number, dance=dance, judge=judge, mark=night.draw(marks(scale))))
        if night.chance(9):
            other = night.draw(marks(scale))
            night.say(c.CorrectScore(week=number, dance=dance, judge=judge, mark=other, reason="misheard"))


def _extras(night: Night, number: int) -> None:
    """Bonus points, immunity, an outage, and what holds for couples that do not dance."""
    _byes(night, number)
    couple = night.draw(st.sampled_from(field_of(night.log.state, number) or COUPLES[:1]))
    if night.chance(4):
        night.say(c.AwardBonus(week=number, couple=couple, points=2, reason="relay"))
    if night.chance(4):
        night.say(c.GrantImmunity(week=number, couple=couple, reason="top of the leaderboard"))
    if night.chance(6):
        night.say(c.NoteOutage(week=number, channel="sms", began="2024-09-25T00:10:00Z", what="no tone"))


def _byes(night: Night, number: int) -> None:
    """Of couples without a dance it is mostly said what holds; now and then of another, which is refused if it has marks."""
    dancers = {couple for dance in night.week(number).dances.values() for couple in dance.scheduled.fact.couples}
    for couple in field_of(night.log.state, number):
        if night.chance(20 if couple in dancers else 1):
            holds, marks_of = night.draw(st.sampled_from((("bye", None), ("no marks", None), ("marks of a week", 1))))
            said = {"week": number, "couples": (couple,), "holds": holds, "marks_of": marks_of, "reason": "hurt"}
            if marks_of is None or marks_of < number:
                night.say(c.StateBye.model_validate(said))


def _after_the_lock(night: Night, number: int) -> None:
    """Voids, substitutions, corrections and a cancelled elimination: each takes two people in a live season."""
    draw, week = night.draw, night.week(number)
    if night.chance(5):
        night.say(c.VoidChannel(week=number, channel="online", reason="a wrong number on screen"))
    if night.chance(5):
        _void_a_batch(night, number)
    if night.chance(4):
        _state_window(night, number)
    _settle_gateways(night, number)
    if night.chance(8) and week.dances:
        _excuse_a_judge(night, number)
    if night.chance(6):
        split = draw(vote_splits(field_of(night.log.state, number)))
        votes = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in split)
        if votes:
            night.say(c.SubstituteInput(week=number, body="viewers", votes=votes, reason="a computed aggregate"))
    if night.chance(5) and week.dances:
        name = draw(st.sampled_from(sorted(week.dances)))
        for judge in list(week.dances[name].marks)[:1]:
            mark = draw(marks(night.log.state.rulebooks[-1].fact.rulebook.scale))
            night.say(c.CorrectScore(week=number, dance=name, judge=judge, mark=mark, reason="recount"))
    for episode in sorted(week.panels) if night.chance(9) else ():
        _reorder(night, number, episode)
    if night.chance(8):
        night.say(c.CancelElimination(week=number, reason="wrong numbers on one feed"))


def _settle_gateways(night: Night, number: int) -> None:
    """A gateway is given up, or its votes of a channel are stated couple by couple."""
    draw = night.draw
    gateway = draw(st.sampled_from(GATEWAYS))
    if night.chance(6):
        taken = draw(st.sampled_from(("as delivered", "not at all")))
        said = {"week": number, "gateway": gateway.gateway, "taken": taken, "reason": "it does not answer"}
        night.say(c.GiveUpGateway.model_validate(said))
    if night.chance(6):
        split = draw(vote_splits(field_of(night.log.state, number)))
        votes = tuple(w.CoupleVotes(couple=couple, votes=count) for couple, count in split)
        channel, body = draw(st.sampled_from(gateway.channels)), draw(st.sampled_from(("viewers", "instant")))
        if votes:
            of = {"gateway": gateway.gateway, "channel": channel, "body": body, "reason": "its disk was lost"}
            night.say(c.ReplaceManifest.model_validate({"week": number, "votes": votes, **of}))


def _excuse_a_judge(night: Night, number: int) -> None:
    """A judge who has given marks cannot go on: two people say so."""
    episode = night.draw(st.sampled_from(sorted(night.week(number).panels)))
    for judge in judges_present(night.week(number), episode)[:1]:
        night.say(c.MarkJudgeAbsent(week=number, episode=episode, judge=judge, reason="taken ill"))


def _state_window(night: Night, number: int) -> None:
    """A wrong window is put right, or a right one wrong: some batches lie outside the second of them."""
    opens, closes = night.draw(st.sampled_from(LINES))
    night.say(c.StateWindow(week=number, opens=opens, closes=closes, reason="the day before was typed"))


def _void_a_batch(night: Night, number: int) -> None:
    delivered = [
        step.message
        for step in night.steps
        if isinstance(step, Delivered) and isinstance(step.message, OfBatch) and step.message.week == number
    ]
    if delivered:
        batch = night.draw(st.sampled_from(delivered))
        held = tuple(w.CoupleVotes(couple=couple, votes=votes) for couple, votes in batch.votes)
        night.say(
            c.VoidBatch(
                week=number,
                gateway=batch.gateway,
                batch=batch.batch,
                channel=batch.channel,
                body=batch.body,
                votes=held,
                reason="sent twice",
            )
        )
