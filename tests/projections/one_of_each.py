"""A short season in which every fact of the engine happens once, with the sentence it is told in."""

from typing import Any

from domain.gateway.events import (
    ChannelTotals,
    DeliverySigned,
    DeliverySignedV1,
    DeliverySignedV2,
    GatewayClosed,
    GatewayClosedV2,
    VoteBatchReceived,
    VoteBatchReceivedV2,
    deliveries_stream,
    gateway_stream,
    season_stream,
)
from domain.record import Actor, Fact, Recorded
from domain.rulebook.book import Immunity, Rulebook, Side
from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from domain.season.people.facts import OfPerson
from domain.season.proposing.facts import PersonSignature
from domain.season.proving.facts import ProvedBody
from domain.stages.measures import Marks, Votes
from domain.stages.points import RankPoints
from glitterball.testing.rulebooks import PLAIN_FORMS, SOURCE, WHOLE

AT = "2024-09-25T00:00:00Z"
DORA = Actor(name="Dora", role="score desk")
RULES = Rulebook(
    id="us-33",
    version=1,
    title="The rules of season 33",
    applies_to="tests",
    scale=WHOLE,
    sides=(
        Side(name="judges", counts=Marks(), points=RankPoints(ties="standard"), source=SOURCE),
        Side(name="viewers", counts=Votes(), points=RankPoints(ties="standard"), source=SOURCE),
    ),
    forms=PLAIN_FORMS,
    immunity=Immunity(means="safe from elimination", source=SOURCE),
)
ZERO = "0" * 64
ANNA, BEN, CARA = "anna-ezra", "ben-faye", "cara-gus"


def couple(slug: str, celebrity: str, professional: str) -> e.CoupleCast:
    return e.CoupleCast(couple=slug, celebrity=celebrity, professional=professional)


def votes(anna: int, ben: int, cara: int) -> tuple[w.CoupleVotes, ...]:
    return tuple(w.CoupleVotes(couple=one, votes=n) for one, n in ((ANNA, anna), (BEN, ben), (CARA, cara)))


def batch(number: int, *counts: int, gateway: str = "vox", season: str = "us-33") -> VoteBatchReceived:
    split = tuple(zip((ANNA, BEN, CARA), counts, strict=True))
    return VoteBatchReceived(
        season=season, week=1, gateway=gateway, batch=number, channel="sms", opens=AT, closes=AT, votes=split,
        rejected=(("over the cap", 5),), received=sum(counts) + 5,
    )  # fmt: skip


def person(identity: str, name: str, *roles: Any) -> OfPerson:
    return OfPerson(identity=identity, name=name, roles=roles, keys=(f"{identity}+4e5f6071+{'A' * 44}",))


RELOCATE = c.CancelElimination(week=1, reason="a storm")
PROPOSING: dict[str, Any] = {"follows_sha256": ZERO, "expires": AT, "identity": "olga", "nonce": ZERO}
SIGNED = PersonSignature(key="4e5f6071", signature="A" * 86 + "==")
MANIFEST = GatewayClosed(
    season="us-33", week=1, gateway="vox", batches=2,
    totals=(ChannelTotals(channel="sms", received=1_310, accepted=1_300, rejected=(("over the cap", 10),)),),
)  # fmt: skip
SECOND_FORM = VoteBatchReceivedV2(
    season="us-33", week=1, gateway="vox", batch=3, channel="sms", opens=AT, closes=AT, counts=(0, 0, 0), received=0, nonce=ZERO,
)  # fmt: skip
MANIFEST_OF_PARTS = GatewayClosedV2(**{**MANIFEST.__dict__, "batches": 3}, nonce=ZERO)
CERTIFIED = e.OutcomeCertified(
    week=1, rulebook="us-33@1", rulebook_sha256=ZERO, form="single", sides=("judges", "viewers"), cuts=(),
    inputs_sha256=ZERO, working_sha256=ZERO, standings=(), bottom=(CARA,), leaving=(CARA,), saved=(),
)  # fmt: skip
IN_PARTS = e.OutcomeCertifiedV2(**{**dict(CERTIFIED), "week": 2, "nonce": ZERO, "replaces": 55})
VOIDING = c.VoidBatch(
    week=1, gateway="vox", batch=2, channel="sms", body="viewers", votes=votes(100, 100, 100), reason="sent twice"
)

TOLD: tuple[tuple[Fact, str], ...] = (
    (
        e.SeasonOpened(season="us-33", show="Dancing with the Stars", number=33, mode="live"),
        "Season 33 of Dancing with the Stars was opened (live).",
    ),
    (
        e.RulebookAdopted(rulebook=RULES, from_week=1, sha256=RULES.hash()),
        "The rulebook us-33@1 (The rules of season 33) is in force from week 1 on.",
    ),
    (couple(ANNA, "Anna Sand", "Ezra Sosa"), "Anna Sand and Ezra Sosa joined the season as a couple."),
    (couple(BEN, "Ben Stone", "Faye Huang"), "Ben Stone and Faye Huang joined the season as a couple."),
    (couple(CARA, "Cara Lee", "Gus Bell"), "Cara Lee and Gus Bell joined the season as a couple."),
    (couple("dan-hope", "Dan Roe", "Hope Ivo"), "Dan Roe and Hope Ivo joined the season as a couple."),
    (
        e.WeekOpened(
            week=1,
            form="single",
            episodes=(w.Episode(number=1, date="2024-09-17"),),
            scores_from=(1,),
            votes_from=(1,),
        ),
        "Week 1 was opened with episode 1, to end in the form single.",
    ),
    (
        e.WeekOpenedV2(
            week=2,
            form="single",
            episodes=(w.Episode(number=2, date="2024-09-24"),),
            scores_from=(1, 2),
            votes_from=(1, 2),
            title="Movie Night",
        ),
        "Week 2 (Movie Night) was opened with episode 2, to end in the form single; scores or votes of week 1 count too.",
    ),
    (
        e.WeekRestated(
            week=1,
            form="single",
            episodes=(w.Episode(number=1, date="2024-09-18"),),
            scores_from=(1,),
            votes_from=(1,),
            reason="the broadcast moved by a day",
        ),
        "Week 1 was stated anew with episode 1, to end in the form single: the broadcast moved by a day.",
    ),
    (e.CoupleWithdrew(week=1, couple=CARA, reason="injury"), "Cara & Gus withdrew in week 1: injury."),
    (
        e.WithdrawalTakenBack(week=1, couple=CARA, reason="it was Dan Roe"),
        "Cara & Gus did not withdraw in week 1, as was said: it was Dan Roe.",
    ),
    (e.CoupleWithdrew(week=1, couple="dan-hope", reason="injury"), "Dan & Hope withdrew in week 1: injury."),
    (
        e.CastChanged(
            couple=ANNA, celebrity="Anna Sand", professional="Uli Vogt", from_week=2, to_week=2, reason="a broken rib"
        ),
        "Anna Sand and Uli Vogt are in week 2 the couple anna-ezra: a broken rib.",
    ),
    (
        e.PanelSeated(
            week=1,
            episode=1,
            judges=(w.Judge(judge="carrie", name="Carrie Ann Inaba"), w.Judge(judge="derek", name="Derek Hough")),
            head="carrie",
        ),
        "Carrie Ann Inaba and Derek Hough sat on the panel of episode 1, headed by Carrie Ann Inaba.",
    ),
    (
        e.DanceScheduled(week=1, episode=1, round="1", couples=(ANNA,), style="Cha-cha"),
        "Anna & Ezra were scheduled for their Cha-cha (episode 1).",
    ),
    (
        e.DanceScheduled(week=1, episode=1, round="team", couples=(BEN, CARA), team="oz"),
        "team oz (Ben & Faye and Cara & Gus) were scheduled for their dance in round team (episode 1).",
    ),
    (
        e.RunningOrderStated(week=1, episode=1, dances=("1.team.oz", "1.1.anna-ezra"), reason="a set was stuck"),
        "The running order of episode 1 is: team oz (Ben & Faye and Cara & Gus) and Anna & Ezra; a set was stuck.",
    ),
    (
        e.JudgeAbsent(week=1, episode=1, judge="derek", reason="ill"),
        "Derek Hough was absent from episode 1: ill.",
    ),
    (
        e.ScoreGiven(week=1, dance="1.1.anna-ezra", judge="carrie", mark=9),
        "Carrie Ann Inaba gave Anna & Ezra 9 for their Cha-cha (episode 1).",
    ),
    (
        e.ScoreTakenBack(week=1, dance="1.1.anna-ezra", judge="carrie", was=9),
        "Carrie Ann Inaba's 9 for Anna & Ezra and their Cha-cha (episode 1) was taken back.",
    ),
    (
        e.ScoreGiven(week=1, dance="1.1.anna-ezra", judge="carrie", mark=6),
        "Carrie Ann Inaba gave Anna & Ezra 6 for their Cha-cha (episode 1).",
    ),
    (
        e.PaddleShown(week=1, dance="1.1.anna-ezra", judge="carrie", mark=7),
        "Carrie Ann Inaba's paddle showed 7 for Anna & Ezra and their Cha-cha (episode 1).",
    ),
    (
        e.ScoreCorrected(week=1, dance="1.1.anna-ezra", judge="carrie", mark="17/2", was=6, reason="misheard"),
        "Carrie Ann Inaba's score for Anna & Ezra and their Cha-cha (episode 1) was corrected from 6 to 8.5: misheard.",
    ),
    (
        e.TotalGiven(week=1, dances=("1.team.oz",), total=21),
        "team oz (Ben & Faye and Cara & Gus) got 21 in all for their dance in round team (episode 1); "
        "the split is not public.",
    ),
    (
        e.CouplesCalled(week=1, episode=1, round="1", judge="carrie", couples=(ANNA, BEN)),
        "Carrie Ann Inaba called back Anna & Ezra and Ben & Faye in round 1 of episode 1.",
    ),
    (
        e.CouplesCalled(week=1, episode=1, round="1", judge="carrie", couples=(ANNA, CARA), reason="misread"),
        "Carrie Ann Inaba called back Anna & Ezra and Cara & Gus in round 1 of episode 1, in place of the card before: "
        "misread.",
    ),
    (e.BonusAwarded(week=1, couple=BEN, points=2, reason="relay"), "Ben & Faye got 2 bonus points in week 1: relay."),
    (
        e.ImmunityGranted(week=1, couple=ANNA, reason="top of the leaderboard"),
        "Anna & Ezra were made immune in week 1: top of the leaderboard.",
    ),
    (
        e.ByeStated(week=1, couples=(CARA,), holds="no marks", reason="a torn ligament"),
        "Cara & Gus have no further marks in week 1; what is missing counts nothing: a torn ligament.",
    ),
    (
        e.GatewayKeyIntroduced(gateway="vox", key=f"vox+0a1b2c3d+{'A' * 44}"),
        "Gateway vox signs with key 0a1b2c3d from here on; nothing else of it is taken in.",
    ),
    (
        e.GatewayKeyRotated(gateway="vox", key=f"vox+4e5f6071+{'B' * 44}", retires="0a1b2c3d"),
        "Gateway vox signs with key 4e5f6071 from here on; key 0a1b2c3d is retired.",
    ),
    (
        e.GatewayKeyRevoked(gateway="vox", key_id="0a1b2c3d", reason="a stolen laptop"),
        "Key 0a1b2c3d of gateway vox was revoked: a stolen laptop.",
    ),
    (
        e.VotingOpened(week=1, gateways=(w.ExpectedGateway(gateway="vox", channels=("sms", "web")),)),
        "Voting for week 1 was opened, with votes from vox (sms, web).",
    ),
    (
        e.VotingOpenedV2(
            week=1, gateways=(w.ExpectedGateway(gateway="vox", channels=("sms", "web")),), couples=(BEN, ANNA, CARA)
        ),
        "Voting for week 1 was opened, with votes from vox (sms, web); "
        "counts come in the order Ben & Faye, Anna & Ezra, Cara & Gus.",
    ),
    (batch(1, 500, 300, 200), "Batch 1 of vox arrived for week 1 (sms): 1,000 of 1,005 votes accepted."),
    (batch(2, 100, 100, 100), "Batch 2 of vox arrived for week 1 (sms): 300 of 305 votes accepted."),
    (SECOND_FORM, "Batch 3 of vox arrived for week 1 (sms): 0 of 0 votes accepted."),
    (
        DeliverySignedV1(
            season="us-33",
            week=1,
            gateway="vox",
            first=1,
            last=2,
            key="4e5f6071",
            signature=f"{'A' * 86}==",
            sha256=ZERO,
        ),
        "Gateway vox signed numbers 1 to 2 of week 1 with key 4e5f6071.",
    ),
    (
        DeliverySignedV2(
            season="us-33",
            week=1,
            gateway="vox",
            first=1,
            last=2,
            key="4e5f6071",
            signature=f"{'A' * 86}==",
            sha256=ZERO,
            opening=ZERO,
        ),
        "Gateway vox signed numbers 1 to 2 of week 1 with key 4e5f6071.",
    ),
    (
        e.WindowStated(
            week=1, opens="2024-09-25T00:00:00Z", closes="2024-09-25T03:00:00Z", reason="a wrong day", outside=()
        ),
        "The window of the lines in week 1 is 2024-09-25T00:00:00Z to 2024-09-25T03:00:00Z, as was stated: a wrong day.",
    ),
    (e.VotingClosed(week=1), "Voting for week 1 was closed; what arrives from here on is late."),
    (MANIFEST, "Gateway vox closed week 1: it says it sent 2 batches with 1,310 votes."),
    (MANIFEST_OF_PARTS, "Gateway vox closed week 1: it says it sent 3 batches with 1,310 votes."),
    (
        e.DecisionProposed(decision=1, command=VOIDING),
        "Decision 1 was proposed: void batch 2 of vox (sms, 300 votes) in week 1, because sent twice.",
    ),
    (
        e.DecisionApproved(decision=1, proposed_by="Sam", proposed_as="supervisor"),
        "Decision 1, proposed by Sam (supervisor), was approved.",
    ),
    (
        e.BatchVoided(
            week=1,
            gateway="vox",
            batch=2,
            channel="sms",
            body="viewers",
            votes=votes(100, 100, 100),
            reason="sent twice",
        ),
        "Batch 2 of vox (sms, 300 votes) was voided in week 1: sent twice.",
    ),
    (
        e.ChannelVoided(week=1, channel="web", reason="a wrong number on screen"),
        "All votes of channel web in week 1 were voided: a wrong number on screen.",
    ),
    (
        e.OutageNoted(week=1, channel="sms", began=AT, what="no tone"),
        "An outage of channel sms in week 1 was noted, from 2024-09-25T00:00:00Z: no tone.",
    ),
    (
        e.InputSubstituted(week=1, body="viewers", votes=votes(5, 4, 3), reason="a computed aggregate"),
        "The votes of viewers in week 1 were replaced by 5 for Anna & Ezra, 4 for Ben & Faye and 3 for Cara & Gus: "
        "a computed aggregate.",
    ),
    (
        e.DecisionProposed(decision=2, command=c.CertifyOutcome(week=1)),
        "Decision 2 was proposed: certify outcome in week 1.",
    ),
    (e.DecisionRejected(decision=2, reason="not yet"), "Decision 2 was turned down: not yet."),
    (
        e.JudgeBallotCast(week=1, judge="carrie", saves=BEN),
        "Carrie Ann Inaba voted to save Ben & Faye in week 1.",
    ),
    (
        e.TieSettled(week=1, link="lot", order=(BEN, CARA), how="drawn by Ada", by="Elin (executive)"),
        "A tie in week 1 was settled by lot, for which Elin (executive) answers (drawn by Ada): "
        "Ben & Faye, then Cara & Gus.",
    ),
    (
        e.CutSettled(week=1, couples=(BEN, CARA), decided="all go on", how="room for seven", by="Elin (executive)"),
        "Of Ben & Faye and Cara & Gus, equal at the cut of week 1, all go on by decision, for which Elin (executive) answers "
        "(room for seven).",
    ),
    (
        e.OutcomeProved(
            week=1,
            certified=4,
            groups=((BEN,), (CARA,)),
            equal=(),
            proved=(ProvedBody(body="viewers", turnout=300),),
            context_sha256=ZERO,
            proof_sha256=ZERO,
        ),
        "A proof of certificate 4 of week 1 was made, from the votes committed to: Ben & Faye; below them Cara & Gus.",
    ),
    (
        e.ExclusionProved(
            week=1,
            certified=4,
            groups=((BEN,), (CARA,)),
            equal=(),
            proved=(ProvedBody(body="viewers", turnout=200),),
            context_sha256=ZERO,
            proof_sha256=ZERO,
            as_if="without",
            channel="sms",
        ),
        "It was proved that the same couples leave week 1 without channel sms: Ben & Faye; below them Cara & Gus.",
    ),
    (
        e.SeasonFounded(people=(person("elin", "Elin Berg", "executive"), person("olga", "Olga Ek", "adjudicator"))),
        "The roster of the season was founded with Elin Berg (executive) and Olga Ek (adjudicator).",
    ),
    (
        e.PersonIntroduced(**person("sam", "Sam Fox", "supervisor").model_dump()),
        "Sam Fox (supervisor) joined the roster, as sam, with key 4e5f6071.",
    ),
    (
        e.PersonChanged(**person("sam", "Sam Hill", "supervisor", "producer").model_dump(), reason="married"),
        "sam is Sam Hill (supervisor, producer) from here on, with key 4e5f6071: married.",
    ),
    (e.PersonRevoked(identity="sam", reason="left"), "Sam Hill speaks in the season no more: left."),
    (
        e.SignedProposal(decision=3, command=RELOCATE, signature=SIGNED, **PROPOSING),
        "Decision 3 was proposed: cancel elimination in week 1, because a storm.",
    ),
    (e.DecisionWithdrawn(decision=3, reason="it passed"), "Decision 3 was taken back: it passed."),
    (
        e.SignedProposal(decision=4, command=RELOCATE, signature=SIGNED, **PROPOSING),
        "Decision 4 was proposed: cancel elimination in week 1, because a storm.",
    ),
    (
        e.SignedRejection(decision=4, reason="no storm", identity="elin", signature=SIGNED),
        "Decision 4 was turned down: no storm.",
    ),
    (
        e.SignedProposal(decision=5, command=RELOCATE, signature=SIGNED, **PROPOSING),
        "Decision 5 was proposed: cancel elimination in week 1, because a storm.",
    ),
    (
        e.SignedApproval(
            decision=5, proposed_by="Olga Ek", proposed_as="adjudicator", identity="elin", signature=SIGNED
        ),
        "Decision 5, proposed by Olga Ek (adjudicator), was approved.",
    ),
    (CERTIFIED, "The outcome of week 1 was certified under us-33@1: Cara & Gus leave."),
    (e.DangerAnnounced(week=1, couples=(BEN, CARA)), "Ben & Faye and Cara & Gus were announced in danger in week 1."),
    (e.CoupleSaved(week=1, couple=BEN, by="judges"), "Ben & Faye were announced saved by the judges in week 1."),
    (e.CoupleEliminated(week=1, couple=CARA), "Cara & Gus were announced as leaving in week 1."),
    (
        e.AnnouncementDisputed(
            week=1, what="danger", couples=(ANNA,), claim="seen in the cast list", source="A fan wiki"
        ),
        "A fan wiki has Anna & Ezra in danger in week 1 instead: seen in the cast list.",
    ),
    (
        e.AnnouncementCorrected(week=1, what="danger", couples=(ANNA, CARA), reason="a wrong card"),
        "The announcement of week 1 was corrected to Anna & Ezra and Cara & Gus in danger: a wrong card.",
    ),
    (e.WeekClosed(week=1), "Week 1 was closed."),
    (e.WeekReopened(week=1, reason="a late correction"), "Week 1 was opened again: a late correction."),
    (
        e.ManifestReplaced(
            week=1, gateway="vox", channel="web", body="viewers", votes=votes(5, 4, 3), reason="its disk was lost"
        ),
        "The votes of gateway vox in channel web (viewers) in week 1 are 5 for Anna & Ezra, 4 for Ben & Faye and 3 for "
        "Cara & Gus, as was stated, whatever it delivered and its manifest says: its disk was lost.",
    ),
    (
        e.GatewayGivenUp(week=1, gateway="vox", taken="as delivered", reason="it does not answer"),
        "Gateway vox was given up in week 1, its votes taken as delivered: it does not answer.",
    ),
    (
        e.EliminationCancelled(week=1, reason="wrong numbers on one feed"),
        "The elimination of week 1 was cancelled: wrong numbers on one feed.",
    ),
    (
        e.PlacesAwarded(week=1, places=(w.Place(couple=BEN, place=2), w.Place(couple=ANNA, place=1))),
        "The places of week 1 were announced: 1. Anna & Ezra, 2. Ben & Faye.",
    ),
    (
        e.PlacesCorrected(
            week=1, places=(w.Place(couple=BEN, place=1), w.Place(couple=ANNA, place=2)), reason="the wrong envelope"
        ),
        "The announced places of week 1 were corrected to 1. Ben & Faye, 2. Anna & Ezra: the wrong envelope.",
    ),
    (
        e.ProposalInParts(
            decision=8, command=c.CertifyOutcome(week=1, nonce=ZERO), do="certify-outcome", week=1, nonce=ZERO
        ),
        "Decision 8 was proposed: certify outcome in week 1.",
    ),
    (
        e.BatchVoidedV2(
            week=1,
            gateway="vox",
            batch=3,
            channel="sms",
            body="viewers",
            votes=votes(1, 1, 1),
            reason="sent twice",
            nonce=ZERO,
        ),
        "Batch 3 of vox (sms, 3 votes) was voided in week 1: sent twice.",
    ),
    (
        e.ManifestReplacedV2(
            week=1,
            gateway="vox",
            channel="sms",
            body="viewers",
            votes=votes(2, 1, 1),
            reason="it never came",
            nonce=ZERO,
        ),
        "The votes of gateway vox in channel sms (viewers) in week 1 are 2 for Anna & Ezra, 1 for Ben & Faye and 1 for "
        "Cara & Gus, as was stated, whatever it delivered and its manifest says: it never came.",
    ),
    (
        e.InputSubstitutedV2(week=1, body="instant", votes=votes(5, 4, 3), reason="a computed aggregate", nonce=ZERO),
        "The votes of instant in week 1 were replaced by 5 for Anna & Ezra, 4 for Ben & Faye and 3 for Cara & Gus: "
        "a computed aggregate.",
    ),
    (
        IN_PARTS,
        "The outcome of week 2 was certified under us-33@1: Cara & Gus leave.",
    ),
)
"""Not a season the rules would allow: whatever is in a log is told."""

LAST: tuple[tuple[Fact, str], ...] = (
    (
        e.OpeningsDestroyed(key=ZERO, reason="the year of complaints is over", settled=(47,)),
        "The openings of the season were destroyed, with the key 00000000: the year of complaints is over. "
        "Settled before: event 47.",
    ),
)
"""What ends a season: nothing hidden of it is read afterwards, so stores that tests read are without it."""

TOLD_ALONE: tuple[tuple[Fact, str], ...] = (
    (
        e.SeasonOpenedV2(season="us-40", show="Dancing with the Stars", number=40, mode="live", counts="hidden"),
        "Season 40 of Dancing with the Stars was opened (live); its counts are hidden.",
    ),
    (
        e.SeasonOpenedV3(
            season="us-40",
            show="Dancing with the Stars",
            number=40,
            mode="live",
            counts="hidden",
            commitments="by batch",
        ),
        "Season 40 of Dancing with the Stars was opened (live); its counts are hidden, and each batch commits to them.",
    ),
)
"""What cannot stand in the same season: one is opened once."""


def recorded(season: str = "us-33", *, ended: bool = False) -> tuple[Recorded[Any], ...]:
    """The facts as they stand in a log, each in its stream; those that end a season where it is asked for."""
    sequences: dict[str, int] = {}
    events = []
    for position, (fact, _) in enumerate((*TOLD, *LAST) if ended else TOLD, start=1):
        gateway = getattr(fact, "gateway", "") if not isinstance(fact, e.SeasonFact) else ""
        named = deliveries_stream if isinstance(fact, DeliverySigned) else gateway_stream
        stream = named(season, 1, gateway) if gateway else season_stream(season)
        sequences[stream] = sequences.get(stream, 0) + 1
        events.append(Recorded(position, stream, sequences[stream], AT, DORA, fact))
    return tuple(events)
