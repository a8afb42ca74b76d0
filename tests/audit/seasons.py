"""Seasons for the audit's tests: a live night with votes, and season 33's week 2 from its public figures."""

from domain.gateway.events import ChannelTotals, OfBatch, OfManifest
from domain.rulebook import Assumption
from domain.season import commands as c
from domain.season.words import Episode, ExpectedGateway, Judge, Place
from glitterball.testing.people import PEOPLE
from glitterball.testing.plain_log import PlainLog
from projections.fold import SeasonFold
from tests.audit import nights

MARKS = {"amy-ben": 9, "cat-dan": 8, "eva-fin": 7, "gil-hal": 6}
VOTES = {"amy-ben": 10, "cat-dan": 20, "eva-fin": 40, "gil-hal": 30}
"""Judges' points 4 3 2 1, viewers' points 1 2 4 3: combined 5 5 6 4, so Gil & Hal leave."""

JUDGES = ("ines", "jo", "kim")


def fold_of(log):
    """The fold of a log's events."""
    fold = SeasonFold()
    for event in log.events:
        fold.apply(event)
    return fold


def opened(mode="live", couples=tuple(MARKS), form="single", rulebook=None):
    """A season with one open week."""
    log = PlainLog("small")
    who = "historian" if mode == "historic" else "producer"
    log.say(c.OpenSeason(season="small", show="A show", number=1, mode=mode), PEOPLE[who])
    log.say(c.AdoptRulebook(rulebook=rulebook or nights.rulebook(assumptions=(nights.JUDGES_TIES,)), from_week=1))
    for couple in couples:
        first, second = couple.split("-")
        log.say(c.CastCouple(couple=couple, celebrity=f"{first.title()} One", professional=f"{second.title()} Two"))
    episode = Episode(number=1, date="2024-09-24")
    log.say(c.OpenWeek(week=1, form=form, episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    return log


def scored(log, marks=MARKS):
    """Every judge gives a couple the same mark."""
    seats = tuple(Judge(judge=name, name=name.title()) for name in JUDGES)
    log.say(c.SeatPanel(week=1, episode=1, judges=seats, head="ines"))
    for couple, mark in marks.items():
        log.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        for judge in JUDGES:
            log.say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge=judge, mark=mark))
    return log


def voted(log, votes=VOTES):
    """One gateway delivers one batch and closes; the votes are sealed."""
    lines = {"opens": "2024-09-24T20:00:00Z", "closes": "2024-09-26T00:00:00Z"}
    log.say(c.OpenVoting(week=1, gateways=(ExpectedGateway(gateway="phones", channels=("sms",)),), **lines))
    total = sum(votes.values())
    at = {"opens": "2024-09-24T20:00:00Z", "closes": "2024-09-24T20:01:00Z"}
    of = {"season": "small", "week": 1, "gateway": "phones"}
    log.deliver(OfBatch(**of, batch=1, channel="sms", votes=tuple(votes.items()), received=total, **at))
    totals = ChannelTotals(channel="sms", received=total, accepted=total)
    log.deliver(OfManifest(**of, batches=1, totals=(totals,)))
    log.say(c.CloseVoting(week=1))
    return log


def certified():
    """A live night up to its certificate."""
    log = voted(scored(opened()))
    log.say(c.CertifyOutcome(week=1))
    return log


def week_two_of_season_33():
    """The pooled totals of episodes 1 and 2, who was named in danger and who left, with the dispute (public record)."""
    couples = tuple(sorted(f"{name}-pro" for name in nights.WEEK_TWO))
    readings = Assumption(
        name="judges-ties", clause="sides.judges.points.ties", says="Not published.",
        alternatives=('"dense"', '"low"', '"average"'),
    )  # fmt: skip
    log = opened("historic", couples, "double-of-three", nights.rulebook(assumptions=(readings, nights.METHOD)))
    for couple in couples:
        log.say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        log.say(c.GiveTotal(week=1, dances=(f"1.1.{couple}",), total=nights.WEEK_TWO[couple.removesuffix("-pro")]))
    log.say(c.AnnounceDanger(week=1, couples=("delvey-pro", "spelling-pro", "veljohnson-pro")))
    dispute = {"week": 1, "what": "danger", "couples": ("delvey-pro", "roberts-pro", "spelling-pro")}
    log.say(c.DisputeAnnouncement(**dispute, claim="Roberts was third", source="an article of 7 October 2024"))
    for couple in ("delvey-pro", "spelling-pro"):
        log.say(c.AnnounceElimination(week=1, couple=couple))
    log.say(c.CloseWeek(week=1))
    return log


def placed(*order):
    """Places from 1 on."""
    return tuple(Place(couple=couple, place=at) for at, couple in enumerate(order, start=1))
