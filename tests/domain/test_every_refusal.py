"""Every refusal of the season and the gateway is reached, is about something, and says how to go on."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from domain import season
from domain.gateway import refusals as gateway_refusals
from domain.refusals import Refusal
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as season_refusals
from domain.season import words as w
from domain.season.announcing.refusals import NotAnnounced, NotCertified, PlacesDoNotFit, SourceNeeded, WeekCannotClose
from domain.season.casting.refusals import CelebrityHasDanced, NoSuchWithdrawal, RunningOrderDiffers
from domain.season.custody.refusals import (
    HistoryHidesNothing,
    NoSuchDispute,
    OpeningsAreDestroyed,
    OpeningsStillNeeded,
)
from domain.season.decide import decide
from domain.season.deciding.refusals import AlreadyCertified, BallotOutOfPlace, NoSuchCut, NoSuchTie, WeekNotReady
from domain.season.gathering import period_of
from domain.season.keys.refusals import GatewayHasKey, GatewayHasNoKey, KeyUsedBefore
from domain.season.people import refusals as people_refusals
from domain.season.proposing.refusals import (
    ExpiryTooLate,
    FollowsOtherwise,
    NeedsSecondPerson,
    NoSuchProposal,
    NotItsProposer,
    NotSigned,
    ProposalExpired,
    RoleMayNot,
    SamePerson,
)
from domain.season.proving.refusals import CannotBeProved, ProofDoesNotFit
from domain.season.refusals import (
    AlreadyScored,
    AlreadySo,
    CoupleNotDancing,
    CoupleUnknown,
    DanceUnknown,
    EpisodeUnknown,
    JudgeNotOnPanel,
    MarkOffTheScale,
    MomentImpossible,
    NonceMissing,
    NoRulebook,
    RulebookLacks,
    SeasonNotOpen,
    TextBlank,
    TextBreaksLine,
    WeekClosedAlready,
    WeekOutOfOrder,
    WeekUnknown,
)
from domain.season.scoring.refusals import (
    AlreadyCalled,
    CallsNotMarks,
    CardNotRight,
    CoupleHasDanced,
    MarksCannotCountAgain,
    NoCallsAsked,
    NotScoredYet,
    NotTakenBack,
    TotalDoesNotFit,
    TotalsAreForHistory,
)
from domain.season.setting_up.refusals import (
    CoupleAlreadyCast,
    DanceAlreadyScheduled,
    EpisodeFarFromSeason,
    EpisodeInUse,
    GapsAreForHistory,
    NobodyWouldBeLeft,
    PanelInUse,
    SeasonAlreadyOpen,
    StageKindsAreNotForLive,
    TitleTaken,
)
from domain.season.voting.refusals import (
    LinesReversed,
    NoSuchChannel,
    OrderIncomplete,
    OutageReversed,
    TooMuchOutside,
    VotingState,
)
from domain.stages.links import PlugInLink
from glitterball.testing import PlainLog
from tests.domain.given_when_then import (
    BEGUN,
    COUNTED,
    DORA,
    ELIN,
    HUGO,
    INSTANT,
    MARKED,
    OLGA,
    PIA,
    THREE,
    VOTES,
    adopted,
    batch,
    cast,
    danced,
    given,
    in_form,
    lines,
    manifest,
    opened,
    refused,
    sealed,
    week,
)
from tests.domain.on_paper import SHARE, SINGLE, rules
from tests.domain.test_calls import ball
from tests.rulebooks.rounds import card, decision

A, B, C = THREE
EPISODE = (w.Episode(number=9, date="2024-09-17"),)
DANCE = f"1.1.{A}"
CLOSED = (*COUNTED, e.CoupleEliminated(week=1, couple=C), e.WeekClosed(week=1))
UNMARKED = tuple(fact for fact in MARKED if not isinstance(fact, e.ScoreGiven))
ONE_MISSING = tuple(fact for fact in COUNTED if fact is not MARKED[-1])
LATER = (*CLOSED, week(2))
HISTORY = (opened("historic"), *BEGUN[1:])
BYE = c.StateBye(week=1, couples=(C,), holds="bye", reason="hurt")
AGAIN = c.StateBye(week=2, couples=(A,), holds="marks of a week", marks_of=1, reason="hurt")
NOBODY_LEFT = (e.EliminationCancelled(week=1, reason="x"), e.WeekClosed(week=1))
POOLED = week(2, scores_from=(1, 2))
NIGHT, DAY_BEFORE = "2024-09-25T20:00:00Z", "2024-09-24T21:00:00Z"


def proposed(command: c.StateBye) -> c.Propose:
    return c.Propose(command=command)


RECAST = c.ChangeCast(couple=A, celebrity=A, professional="a stand-in", from_week=1, to_week=1, reason="hurt")
REPLACED_CELEBRITY = c.ChangeCast(couple=A, celebrity="somebody", professional="a pro", from_week=1, reason="hurt")
ORDER = c.StateRunningOrder(week=1, episode=1, dances=(DANCE, f"1.1.{B}"), reason="a set was stuck")
TAKEN_BACK = c.TakeBackWithdrawal(week=1, couple=A, reason="typed for the wrong couple")
WITHDREW = e.CoupleWithdrew(week=1, couple=B, reason="injury")
RESTATED = c.RestateWeek(
    week=1, form="save", episodes=week().episodes, scores_from=(1,), votes_from=(1,), reason="a form too many"
)
REPLACED = c.ReplaceManifest(
    week=1,
    gateway="vox",
    channel="sms",
    body="viewers",
    votes=(w.CoupleVotes(couple=A, votes=1),),
    reason="a lost disk",
)
GIVEN_UP = c.GiveUpGateway(week=1, gateway="vox", taken="not at all", reason="it does not answer")
WINDOW = c.StateWindow(week=1, opens=NIGHT, closes=NIGHT, reason="a wrong day")
STATED = e.WindowStated(week=1, opens=NIGHT, closes=NIGHT, reason="a wrong day", outside=())
SCATTERED = tuple(batch(number, VOTES) for number in range(1, 1002, 2))
SEATS = (w.Judge(judge="len", name="Len"),)


def opening(number: int, form: str = "single", episodes: tuple[w.Episode, ...] = EPISODE) -> c.OpenWeek:
    return c.OpenWeek(week=number, form=form, episodes=episodes, scores_from=(number,), votes_from=(number,))


def score(dance: str = DANCE, judge: str = "len", mark: Any = 9, number: int = 1) -> c.GiveScore:
    return c.GiveScore(week=number, dance=dance, judge=judge, mark=mark)


def total(number: int, *dances: str) -> c.GiveTotal:
    return c.GiveTotal(week=1, dances=dances, total=number)


def correction(mark: Any, judge: str = "len") -> c.CorrectScore:
    return c.CorrectScore(week=1, dance=DANCE, judge=judge, mark=mark, reason="misheard")


def void(number: int = 1, channel: str = "sms", gateway: str = "vox") -> c.VoidBatch:
    return c.VoidBatch(
        week=1, gateway=gateway, batch=number, channel=channel, body="viewers", votes=(), reason="sent twice"
    )


def placed(**places: int) -> c.AwardPlaces:
    named = {"a": A, "b": B, "c": C, "x": "nobody-known"}
    return c.AwardPlaces(week=1, places=tuple(w.Place(couple=named[n], place=p) for n, p in places.items()))


def settle(*order: str, link: Any = "lot") -> c.SettleTie:
    return c.SettleTie(week=1, link=link, order=order, how="drawn on stage")


def danger(*couples: str, number: int = 1) -> c.AnnounceDanger:
    return c.AnnounceDanger(week=number, couples=couples)


not_counted: Any = gateway_refusals
CERTIFY = c.CertifyOutcome(week=1)
CERTIFIED = (*COUNTED, given(*COUNTED).say(CERTIFY)[-1])
OPEN = c.OpenSeason(season="us-33", show="Dancing", number=33, mode="live")
OUT = c.AnnounceElimination(week=1, couple=C)
DISPUTE = c.DisputeAnnouncement(week=1, what="danger", couples=(A,), claim="somebody else")
BALLOT = c.CastBallot(week=1, judge="len", saves=C)
SCHEDULE = c.ScheduleDance(week=1, episode=1, round="1", couples=(A,))
CANCEL = c.CancelElimination(week=1, reason="wrong numbers")
CHANNEL = c.VoidChannel(week=1, channel="sms", reason="wrong numbers")
SUBSTITUTE = c.SubstituteInput(
    week=1, body="viewers", votes=(w.CoupleVotes(couple="x", votes=1),), reason="an aggregate"
)
TWO_BATCHES = (*MARKED, lines(), batch(1, VOTES), manifest(batch(1, VOTES)))
LISTENING = (*MARKED, lines())
LOST = (
    *LISTENING,
    e.BatchVoided(week=1, gateway="vox", batch=1, channel="sms", body="viewers", votes=(), reason="lost on the way"),
)


def facts_of(log: PlainLog) -> tuple[Any, ...]:
    return tuple(event.fact for event in log.events)


ADA = card("ada", "waltz", ("c1", "c2", "c3", "c4"))
ONE = c.GiveScore(week=1, dance="1.waltz.c1", judge="ada", mark=1)

ENDED_WITH_A_TITLE = (
    *BEGUN[:-1],
    e.WeekOpenedV2(week=1, form="single", episodes=week().episodes, scores_from=(1,), votes_from=(1,), title="Night"),
    e.WeekClosed(week=1),
)

BUZZER = PlugInLink(name="acme:golden-buzzer", source="a test")

REACHED: list[tuple[type[Refusal], tuple[Any, ...], Any, Any, str]] = [
    (SeasonNotOpen, (), CERTIFY, PIA, "no season here yet"),
    (SeasonAlreadyOpen, (opened(),), OPEN, None, "us-33 is already open"),
    (NoRulebook, (opened(), *cast(*THREE)), opening(1), None, "in force in week 1"),
    (NoRulebook, (opened(), adopted(from_week=2), *cast(*THREE)), opening(1), None, "Adopt one from week 1"),
    (RulebookLacks, BEGUN[:-1], opening(1, "skating"), None, "'skating'; it has: single"),
    (RulebookLacks, BEGUN, c.GrantImmunity(week=1, couple=A, reason="top"), None, "immunity clause"),
    (RulebookLacks, (*in_form("save", BEGUN), *NOBODY_LEFT), c.AdoptRulebook(rulebook=rules(SHARE, SINGLE), from_week=1),
     None, "save"),
    (StageKindsAreNotForLive, BEGUN, c.AdoptRulebook(rulebook=rules(SHARE, chain=(BUZZER,)), from_week=1), None,
     "names acme:golden-buzzer, which no verifier knows"),
    (TitleTaken, ENDED_WITH_A_TITLE, opening(2).model_copy(update={"title": "NIGHT"}), None, "Week 1 has the title"),
    (EpisodeInUse, MARKED, RESTATED.model_copy(update={"episodes": EPISODE}), None, "its panel is seated"),
    (CelebrityHasDanced, MARKED, REPLACED_CELEBRITY, None, "a dance of the couple is scheduled in week 1"),
    (CelebrityHasDanced, (*BEGUN, lines()), REPLACED_CELEBRITY, None, "the lines of week 1 were opened"),
    (CelebrityHasDanced, BEGUN, REPLACED_CELEBRITY.model_copy(update={"from_week": 2}), None, "from week 1 on"),
    (CelebrityHasDanced, BEGUN, REPLACED_CELEBRITY.model_copy(update={"to_week": 1}), None, "for good"),
    (GapsAreForHistory, BEGUN, RECAST.model_copy(update={"professional": None}), None, "the pro of"),
    (WeekClosedAlready, CLOSED, RECAST, None, "Week 1 is closed"),
    (CoupleNotDancing, LATER, RECAST.model_copy(update={"couple": C, "from_week": 2, "to_week": 2}), None, "left in week 1"),
    (AlreadySo, BEGUN, RECAST.model_copy(update={"professional": "a pro"}), None, "is so from week 1"),
    (RunningOrderDiffers, MARKED, ORDER, None, f"Scheduled in it are: {DANCE}, 1.1.{B}, 1.1.{C}"),
    (RunningOrderDiffers, BEGUN, ORDER, None, "Scheduled in it are: none"),
    (AlreadySo, (*BEGUN, *danced(A), *danced(B)), ORDER, None, "stand in that order"),
    (EpisodeUnknown, MARKED, ORDER.model_copy(update={"episode": 9}), None, "episode 9"),
    (NoSuchWithdrawal, (*BEGUN, WITHDREW), c.Propose(command=TAKEN_BACK), ELIN, f"withdrew: {B}"),
    (EpisodeInUse, (*BEGUN, *danced(A)), RESTATED.model_copy(update={"episodes": EPISODE}), None, f"dance {DANCE}"),
    (AlreadySo, BEGUN, RESTATED.model_copy(update={"form": "single"}), None, "is as you state it"),
    (WeekClosedAlready, CLOSED, RESTATED, None, "Week 1 is closed"),
    (VotingState, MARKED, REPLACED, None, "was not opened"),
    (VotingState, LISTENING, REPLACED, None, "is not closed yet"),
    (CoupleUnknown, COUNTED, REPLACED.model_copy(update={"votes": (w.CoupleVotes(couple="zed", votes=1),)}), None, "zed"),
    (not_counted.GatewayNotExpected, COUNTED, REPLACED.model_copy(update={"gateway": "west"}), None, "expected is: vox"),
    (not_counted.ChannelNotCarried, COUNTED, REPLACED.model_copy(update={"channel": "fax"}), None, "it carries: online"),
    (VotingState, LISTENING, GIVEN_UP, None, "is not closed yet"),
    (AlreadySo, (*COUNTED, e.GatewayGivenUp(week=1, gateway="vox", taken="not at all", reason="x")), GIVEN_UP, None,
     "vox is given up in week 1, its votes taken not at all"),
    (CoupleUnknown, BEGUN, danger("anna-erza"), None, "cast are: anna-ezra, bea-cole, cleo-dov"),
    (CoupleUnknown, (*MARKED, lines()), SUBSTITUTE, None, "'x'"),
    (CoupleAlreadyCast, BEGUN, c.CastCouple(couple=A, celebrity="A", professional="E"), None, A),
    (TextBlank, (opened(),), c.CastCouple(couple=A, celebrity="\u00a0", professional="E"), None, "The celebrity has no letter"),
    (TextBreaksLine, BEGUN, c.WithdrawCouple(week=1, couple=A, reason="a\u2028b"), None, "The reason holds U+2028"),
    (
        MomentImpossible,
        BEGUN,
        c.NoteOutage(week=1, channel="sms", began="2026-02-30T20:00:00Z", what="down"),
        None,
        "The began is 2026-02-30T20:00:00Z, which is no day",
    ),
    (EpisodeFarFromSeason, CLOSED, opening(2, episodes=(w.Episode(number=9, date="1924-09-24"),)), None, "dated 1924-09-24"),
    (GapsAreForHistory, BEGUN, c.CastCouple(couple="x", celebrity="Zoe"), None, "This season is live: the pro of Zoe is needed"),
    (GapsAreForHistory, CLOSED, opening(2, episodes=(w.Episode(number=2),)), None, "the date of episode 2 is needed"),
    (CoupleNotDancing, LATER, danger(C, number=2), None, "it left in week 1"),
    (CoupleNotDancing, (*BEGUN, e.CoupleWithdrew(week=1, couple=A, reason="hurt")), danger(A), None, "withdrew"),
    (WeekUnknown, BEGUN, score(number=2), None, "Week 2 has not been opened"),
    (WeekOutOfOrder, BEGUN, opening(3), None, "week 2 was never opened"),
    (WeekOutOfOrder, BEGUN, opening(1), None, "open already"),
    (WeekOutOfOrder, BEGUN, opening(2), None, "week 1 is not closed"),
    (WeekOutOfOrder, CLOSED, opening(2, episodes=(w.Episode(number=1, date="2024-09-24"),)), None, "taken already"),
    (WeekOutOfOrder, CLOSED, opening(2, episodes=EPISODE * 2), None, "taken already"),
    (WeekOutOfOrder, LATER, c.ReopenWeek(week=1, reason="late"), None, "week 2 has begun"),
    (WeekClosedAlready, CLOSED, score(), None, "Reopen it"),
    (WeekCannotClose, COUNTED, c.CloseWeek(week=1), None, "nobody was announced"),
    (WeekCannotClose, in_form("finale"), c.CloseWeek(week=1), None, "no places were announced"),
    (EpisodeUnknown, BEGUN, c.SeatPanel(week=1, episode=7, judges=SEATS), None, "it has 1"),
    (JudgeNotOnPanel, MARKED, score(judge="simon"), None, "on the panel are: carrie, len"),
    (JudgeNotOnPanel, in_form("save"), c.CastBallot(week=1, judge="simon", saves=C), None, "carrie, len"),
    (PanelInUse, MARKED, c.SeatPanel(week=1, episode=1, judges=SEATS), None, "Mark a judge absent instead"),
    (DanceUnknown, MARKED, score("1.2.anna-ezra"), None, "Schedule it first"),
    (DanceAlreadyScheduled, MARKED, SCHEDULE, None, DANCE),
    (MarkOffTheScale, MARKED, score(judge="len", dance=f"1.1.{B}", mark=-1), None, "allows 0 to 1000 by 0.5"),
    (MarkOffTheScale, MARKED, score(judge="len", dance=f"1.1.{B}", mark="39/4"), None, "A mark of 9.75 is off the scale"),
    (AlreadyScored, MARKED, score(mark=4), None, f"len has already scored {DANCE}: 9"),
    (NeedsSecondPerson, MARKED, c.MarkJudgeAbsent(week=1, episode=1, judge="len", reason="ill"), ELIN, "another role"),
    (AlreadyScored, (*HISTORY, *MARKED[6:]), c.GiveTotal(week=1, dances=(DANCE,), total=9), None, "on record"),
    (NotScoredYet, MARKED[:-1], c.CorrectScore(week=1, dance=f"1.1.{C}", judge="len", mark=1, reason="x"), None, "len"),
    (NotTakenBack, MARKED, c.TakeBackScore(week=1, dance=DANCE, judge="len"), None, "every judge has scored it"),
    (NotTakenBack, ONE_MISSING, c.TakeBackScore(week=1, dance=f"1.1.{C}", judge="carrie"), None, "voting in week 1 is closed"),
    (TotalsAreForHistory, MARKED, c.GiveTotal(week=1, dances=(DANCE,), total=9), None, "live"),
    (TotalDoesNotFit, (*HISTORY, *UNMARKED[6:]), total(3000, DANCE), None, "2 marks on the scale add up to 0 to 2000"),
    (TotalDoesNotFit, (*HISTORY, *UNMARKED[6:]), total(9, DANCE, DANCE), None, "a dance is named twice"),
    (TotalDoesNotFit, (*HISTORY, *UNMARKED[6:]), total(9, DANCE, f"1.1.{B}"), None, "different couples"),
    (CoupleHasDanced, MARKED, proposed(BYE), ELIN, "has marks in week 1"),
    (MarksCannotCountAgain, (*CLOSED, POOLED), proposed(AGAIN), ELIN, "they count towards it already"),
    (MarksCannotCountAgain, (*BEGUN, *NOBODY_LEFT, week(2)), proposed(AGAIN), ELIN,
     f"{A} has none there"),
    (VotingState, LISTENING, c.OpenVoting(week=1, gateways=()), None, "was opened already"),
    (LinesReversed, MARKED, c.OpenVoting(week=1, gateways=(), opens=NIGHT, closes=DAY_BEFORE), None, DAY_BEFORE),
    (VotingState, MARKED, c.OpenVoting(week=1, gateways=lines().gateways * 2), None, "names a gateway twice"),
    (OrderIncomplete, MARKED, c.OpenVoting(week=1, gateways=(), couples=(A, B)), None, f"in the order {A}, {B}; dancing"),
    (OrderIncomplete, MARKED, c.OpenVoting(week=1, gateways=(), couples=("x", *THREE)), None, "in the order x"),
    (OutageReversed, LISTENING, c.NoteOutage(week=1, channel="sms", began=NIGHT, ended=DAY_BEFORE, what="no"), None, DAY_BEFORE),
    (VotingState, MARKED, c.CloseVoting(week=1), None, "was not opened"),
    (VotingState, MARKED, WINDOW, None, "was not opened"),
    (LinesReversed, LISTENING, WINDOW.model_copy(update={"closes": DAY_BEFORE}), None, DAY_BEFORE),
    (AlreadySo, (*LISTENING, STATED), WINDOW, None, f"are open from {NIGHT} to {NIGHT}"),
    (TooMuchOutside, (*LISTENING, *SCATTERED), WINDOW, None, "would lie outside in 501 stretches"),
    (VotingState, (*LISTENING, sealed()), c.CloseVoting(week=1), None, "is closed already"),
    (VotingState, MARKED, batch(1, VOTES), None, "was not opened"),
    (AlreadySo, MARKED, correction(9), None, "len gave 1.1.anna-ezra 9"),
    (AlreadySo, LOST, void(), None, "batch 1 of vox is void"),
    (AlreadySo, BEGUN, c.ReopenWeek(week=1, reason="late"), None, "week 1 is open"),
    (AlreadySo, (*BEGUN, e.DangerAnnounced(week=1, couples=(A,))), danger(B), None, "named in danger in week 1"),
    (AlreadySo, (*BEGUN, e.EliminationCancelled(week=1, reason="x")), CANCEL, None, "cancelled"),
    (AlreadySo, (*LISTENING, e.ChannelVoided(week=1, channel="sms", reason="x")), CHANNEL, None, "sms is void"),
    (NoSuchChannel, LISTENING, void(channel="fax"), None, "open were: online, sms"),
    (BallotOutOfPlace, COUNTED, BALLOT, None, "no stage the judges decide"),
    (BallotOutOfPlace, in_form("save"), c.CastBallot(week=1, judge="len", saves=A), None, "in danger are"),
    (BallotOutOfPlace, in_form(INSTANT.name), BALLOT, None, "no stage the judges decide"),
    (NoSuchTie, COUNTED, settle(A, B), None, "open are: none"),
    (NoSuchCut, facts_of(ball()), decision((A, B), "all go on"), None, "equal at an open cut are none"),
    (CardNotRight, facts_of(ball()), card("ada", "waltz", ("c1",)), None, "it calls 1 of 7 couples, and 4 are asked for"),
    (AlreadyCalled, facts_of(ball(ADA)), ADA, None, "for round waltz of week 1 already: c1, c2, c3, c4"),
    (NoCallsAsked, BEGUN, card("ada", "1", (A,)), None, "no side of"),
    (CallsNotMarks, facts_of(ball()), ONE, None, "no mark is given"),
    (WeekNotReady, MARKED, CERTIFY, None, "voting was not opened"),
    (AlreadyCertified, CERTIFIED, c.Propose(command=CERTIFY), ELIN, "nothing it rests on has changed since"),
    (NotCertified, COUNTED, OUT, None, "has not been certified"),
    (NotAnnounced, COUNTED, c.CorrectAnnouncement(week=1, what="danger", couples=(A,), reason="x"), None, "danger"),
    (NotAnnounced, HISTORY, DISPUTE.model_copy(update={"source": "a magazine"}), None, "Announce it instead"),
    (PlacesDoNotFit, in_form("finale"), placed(a=1, b=2), None, "missing or repeated: cleo-dov"),
    (PlacesDoNotFit, in_form("finale"), placed(a=1, b=2, c=4), None, "the places are 1, 2, 4"),
    (SourceNeeded, HISTORY, DISPUTE, None, "Name the source"),
    (RoleMayNot, BEGUN, SCHEDULE, DORA, "it takes: producer, executive, supervisor"),
    (NeedsSecondPerson, COUNTED, CERTIFY, ELIN, "another person in another role"),
    (SamePerson, (*COUNTED, e.DecisionProposed(decision=1, command=CERTIFY)), c.Approve(decision=1), ELIN, "Elin"),
    (NoSuchProposal, COUNTED, c.Approve(decision=3), OLGA, "no open proposal 3; open are: none"),
    (NobodyWouldBeLeft, (opened(), adopted(), *cast(A)), opening(1), None, "lets 1 leave, but only 1"),
    (not_counted.GatewayNotExpected, LISTENING, batch(1, VOTES, gateway="west"), None, "expected is: vox"),
    (not_counted.ChannelNotCarried, LISTENING, batch(1, VOTES, channel="fax"), None, "it carries: online, sms"),
    (not_counted.VotesForUnknownCouple, LISTENING, batch(1, {"x": 1}), None, "'x', who does not dance"),
    (not_counted.VotesDoNotAddUp, LISTENING, batch(1, VOTES, received=61), None, "received 61"),
    (not_counted.BatchRepeatsCouple, LISTENING, batch(1, VOTES, votes=((A, 1), (A, 2)), received=3), None, A),
    (not_counted.BatchRepeatsCouple, LISTENING, batch(1, VOTES, rejected=(("x", 1), ("x", 0))), None, "'x' twice"),
    (not_counted.BatchContradicts, COUNTED[:-2], batch(1, {A: 5}), None, "with other contents"),
    (not_counted.GatewayIsClosed, TWO_BATCHES, batch(2, VOTES), None, "closed week 1 after batch 1; batch 2"),
    (not_counted.ManifestContradicts, TWO_BATCHES, manifest(batch(1, VOTES)), None, "closed week 1 by a manifest of 1 batch,"),
    (not_counted.GatewayIsClosed, (*LISTENING, batch(7, VOTES)), manifest(batch(1, VOTES)), None, "batch 7"),
    (not_counted.GatewayNotExpected, LISTENING, void(gateway="west"), None, "expected is: vox"),
    (not_counted.BatchIsVoided, LOST, batch(1, VOTES), None, "Batch 1 of vox was voided in week 1 before it arrived"),
    (not_counted.BatchFarAhead, LISTENING, batch(100_001, VOTES), None, "far ahead of the last one received, 0"),
]  # fmt: skip


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("refusal", "past", "said", "by", "words"), REACHED, ids=[f"{row[0].code}: {row[4]}" for row in REACHED]
)
def test_it_is_refused_by_name_and_nothing_is_recorded(
    refusal: type[Refusal], past: tuple[Any, ...], said: Any, by: Any, words: str
) -> None:
    if refusal is SamePerson:
        log = given(*past[:-1])
        log.record(past[-1:], ELIN)
    else:
        log = given(*past)
    found = refused(refusal, log, said, by)
    assert words in found.sentence()
    assert "{" not in found.sentence()
    assert found.fix.endswith((".", "!"))
    assert str(found).endswith("Nothing was recorded.")
    assert set(found.facts()) == set(type(found).__annotations__) - {"code", "says", "fix"}


OF_SIGNED_DELIVERIES = {
    gateway_refusals.OfAnotherOpening,
    gateway_refusals.OpeningNotNamed,
    gateway_refusals.WindowReversed,
    gateway_refusals.OrderNotStated,
    gateway_refusals.CountsNotAligned,
    gateway_refusals.CommitmentsMalformed,
    gateway_refusals.BatchCommitmentsMalformed,
}
"""Reached where deliveries are taken in as bytes: `tests/ingest/test_of_another_opening.py`, `test_windows.py`,
`test_the_second_form.py`; `tests/proving/test_what_is_committed_to.py`, `test_batches_commit.py`."""


OF_HIDDEN_COUNTS = {NonceMissing}
"""Reached in weeks that hide their counts: `tests/domain/test_hidden_counts.py`."""


OF_KEYS = {GatewayHasKey, GatewayHasNoKey, KeyUsedBefore}
"""Reached where keys are introduced, rotated and revoked: `tests/ingest/test_deliveries_refused.py`."""


OF_PEOPLE = {
    refusal
    for refusal in vars(people_refusals).values()
    if isinstance(refusal, type) and issubclass(refusal, Refusal) and refusal is not Refusal
}
"""Reached where rosters are founded and changed: `tests/domain/test_people.py` holds that each of them is."""


OF_PROOFS = {CannotBeProved, ProofDoesNotFit}
"""Reached where weeks are proved: `tests/proving/test_what_cannot_be_proved.py`."""


OF_CUSTODY = {HistoryHidesNothing, NoSuchDispute, OpeningsAreDestroyed, OpeningsStillNeeded}
"""Reached where openings are destroyed: `tests/domain/test_the_end_of_openings.py`."""


OF_SIGNED_DECISIONS = {ExpiryTooLate, FollowsOtherwise, NotItsProposer, NotSigned, ProposalExpired}
"""Reached where people of a roster sign and take back: `tests/people/test_attacks.py`."""


def test_no_refusal_is_left_out() -> None:
    found_in = iter_modules(season.__path__, "domain.season.")
    chapters = [import_module(f"{chapter.name}.refusals") for chapter in found_in if chapter.ispkg]
    declared = {
        found
        for module in (season_refusals, gateway_refusals, *chapters)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Refusal) and found is not Refusal
    }
    elsewhere = (
        OF_CUSTODY | OF_SIGNED_DELIVERIES | OF_HIDDEN_COUNTS | OF_KEYS | OF_PEOPLE | OF_PROOFS | OF_SIGNED_DECISIONS
    )
    assert declared - elsewhere == {row[0] for row in REACHED}
    assert declared >= OF_SIGNED_DELIVERIES | OF_KEYS | OF_HIDDEN_COUNTS


def test_codes_are_unique_and_made_of_words() -> None:
    codes = [row.code for row in {row[0] for row in REACHED}]
    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and code.replace("-", "").isalpha() for code in codes)


@pytest.mark.parametrize("reading", [lambda log: period_of(log.state, 9, {}), lambda log: log.outcome(9)])
def test_reading_a_week_that_was_never_opened_is_refused(reading: Callable[[PlainLog], Any]) -> None:
    with pytest.raises(WeekUnknown, match="Week 9 has not been opened"):
        reading(given(*BEGUN))


def test_history_is_written_by_historians_alone() -> None:
    refused(RoleMayNot, given(*HISTORY), SCHEDULE, PIA)
    assert decide(SCHEDULE, given(*HISTORY).state, HUGO)
