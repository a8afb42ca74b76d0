"""A night on which everything happens that a certificate must tell: voids, corrections, a lot, a judges' save, late batches."""

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.season import commands as c
from domain.season.words import CoupleVotes, Episode, ExpectedGateway, Judge
from glitterball.testing.people import PEOPLE
from glitterball.testing.plain_log import PlainLog
from projections.fold import SeasonFold
from tests.engine.small_season import COUPLES, JUDGES, rulebook

AT = {"opens": "2024-09-24T20:00:00Z", "closes": "2024-09-24T20:01:00Z"}
OF = {"season": "small", "week": 1, "gateway": "phones"}
HOSTILE = "<script>alert('1')</script>"
NAMES = {"amy-ben": (f"Amy{HOSTILE}", "Ben"), "cat-dan": ('Cat"onload="x', "Dan & Dot"), "eva-fin": ("Eva", "Fin")}


def batch(number: int, channel: str, votes: dict[str, int], **more: object) -> OfBatch:
    """A batch of the phones."""
    return OfBatch.model_validate(
        {
            **OF,
            **AT,
            "batch": number,
            "channel": channel,
            "votes": tuple(votes.items()),
            "received": sum(votes.values()),
        }
        | more
    )


def opened(mode: str = "live", form: str = "save", hostile: bool = False) -> PlainLog:
    """A season with week 1 open, its panel seated and all couples in the running order."""
    log = PlainLog("small")
    show = f"A show {HOSTILE}" if hostile else "A small show"
    log.say(
        c.OpenSeason.model_validate({"season": "small", "show": show, "number": 1, "mode": mode, "venue": "A hall"})
    )
    log.say(c.AdoptRulebook(rulebook=rulebook(), from_week=1))
    for couple in COUPLES:
        first, second = NAMES.get(couple, (couple[:3], couple[4:])) if hostile else (couple[:3], couple[4:])
        log.say(c.CastCouple(couple=couple, celebrity=first.title() if not hostile else first, professional=second))
    episode = Episode(number=1, date="2024-09-24", theme="Disco <b>night</b>" if hostile else None)
    log.say(c.OpenWeek(week=1, form=form, episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    log.say(c.SeatPanel(week=1, episode=1, judges=tuple(Judge(judge=name, name=name.title()) for name in JUDGES)))
    for couple in COUPLES:
        log.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
    return log


def night(mode: str = "live", hostile: bool = False) -> PlainLog:
    """Three couples level at the foot, so that the cut is drawn by lot; the judges then save one of two."""
    log = opened(mode, hostile=hostile)
    reason = f"misread {HOSTILE}" if hostile else "misread"
    expected = ExpectedGateway(gateway="phones", channels=("calls", "sms"))
    log.say(c.OpenVoting(week=1, gateways=(expected,), opens=AT["opens"], closes=AT["closes"]))
    for couple in COUPLES:
        for judge in JUDGES:
            log.say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=9 if couple == "amy-ben" else 7))
    log.say(c.ShowPaddle(week=1, dance="1.1.amy-ben", judge="ines", mark=10))
    log.deliver(batch(1, "sms", {"amy-ben": 40, "cat-dan": 10, "eva-fin": 10, "gil-hal": 10}))
    twice = {"cat-dan": 50}
    log.deliver(batch(2, "sms", twice, received=57, rejected=(("over the cap", 5),), late=2))
    log.deliver(batch(3, "calls", {"gil-hal": 7, "eva-fin": 9}))
    log.say(c.CloseVoting(week=1))
    log.deliver(batch(4, "sms", {"gil-hal": 90}))
    totals = (
        ChannelTotals(channel="sms", received=127, accepted=120, rejected=(("over the cap", 5),), late=2),
        ChannelTotals(channel="calls", received=16, accepted=16),
    )
    log.deliver(OfManifest.model_validate({**OF, "batches": 4, "totals": totals}))
    log.say(c.CorrectScore(week=1, dance="1.1.amy-ben", judge="ines", mark=8, reason=reason))
    held = tuple(CoupleVotes(couple=couple, votes=votes) for couple, votes in twice.items())
    of = {"week": 1, "gateway": "phones", "channel": "sms", "body": "viewers"}
    log.say(c.VoidBatch.model_validate({**of, "batch": 2, "votes": held, "reason": "sent twice"}))
    log.say(c.VoidBatch.model_validate({**of, "batch": 4, "votes": (), "reason": "late"}))
    log.say(c.VoidChannel(week=1, channel="calls", reason="wrong number on screen"))
    log.say(
        c.SettleTie(week=1, link="lot", order=("eva-fin", "gil-hal", "cat-dan"), how="three cards, before the notary")
    )
    for judge, saved in zip(JUDGES, ("cat-dan", "gil-hal", "gil-hal"), strict=True):
        log.say(c.CastBallot(week=1, judge=judge, saves=saved))
    log.say(c.CertifyOutcome(week=1))
    log.say(c.AnnounceElimination(week=1, couple="cat-dan"), PEOPLE["producer"])
    return log


def fold_of(log: PlainLog) -> SeasonFold:
    """The fold of a log's events."""
    fold = SeasonFold()
    for event in log.events:
        fold.apply(event)
    return fold
