"""Particulars: what a command asks for and the fact then states, in the same words."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from domain.exact import ExactNumber
from domain.record import Date, Digest, Frozen, Name, Slug, Timestamp
from domain.rulebook.book import Rulebook

Week = Annotated[int, Field(ge=1, le=60)]
"""A week's number, as viewers count."""

Number = Annotated[int, Field(ge=1, le=1000)]
Votes = Annotated[int, Field(ge=0, le=10**12)]
DanceId = Annotated[str, Field(min_length=3, max_length=140, pattern=r"^\d+\.[a-z0-9-]+\.[a-z0-9-]+$")]
"""Episode, round and couple (or team): `2.1.anna-ezra`."""

KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
"""How signatures name a key: the first four bytes of a hash over its name and itself, in hexadecimal."""

VerifierKeyText = Annotated[str, Field(max_length=200, pattern=r"^[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$")]
"""A verifier key line: name, key ID and base64 of algorithm byte and 32-byte key, with pluses between."""

Couples = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=60)]


def _once(couples: tuple[str, ...]) -> tuple[str, ...]:
    """No couple is named twice."""
    repeated = sorted({couple for couple in couples if couples.count(couple) > 1})
    if repeated:
        raise ValueError(f"{', '.join(repeated)}: named twice")
    return couples


def _counted_once(votes: "tuple[CoupleVotes, ...]") -> "tuple[CoupleVotes, ...]":
    """No couple's votes are given twice."""
    _once(tuple(one.couple for one in votes))
    return votes


CouplesOnce = Annotated[Couples, AfterValidator(_once)]
"""Couples, each named once."""

Mode = Literal["live", "rehearsal", "historic"]


class Episode(Frozen):
    """A broadcast. `number` counts through the season."""

    number: Number
    date: Date
    theme: Name | None = None


class Judge(Frozen):
    """A judge on a panel."""

    judge: Slug
    name: Name


class ExpectedGateway(Frozen):
    """A source of votes that must deliver and close before the week is complete, and the channels it carries."""

    gateway: Slug
    channels: Annotated[tuple[Slug, ...], Field(min_length=1)]


class OfGatewayKey(Frozen):
    """An Ed25519 key with which a gateway signs its deliveries from now on, as a verifier key line (C2SP signed-note)."""

    gateway: Slug
    key: VerifierKeyText

    @property
    def key_id(self) -> str:
        """The eight hex digits that signatures name the key by."""
        return self.key.split("+", 2)[1]


class OfKeyRevocation(Frozen):
    """A gateway's key is no longer believed: somebody else may hold it."""

    gateway: Slug
    key_id: KeyId
    reason: Name


class CoupleVotes(Frozen):
    """Votes for one couple."""

    couple: Slug
    votes: Votes


VotesOnce = Annotated[tuple[CoupleVotes, ...], AfterValidator(_counted_once)]
"""Votes for several couples, each named once."""


class Place(Frozen):
    """A final place; 1 is the winner. Couples may share one."""

    couple: Slug
    place: Number


class OfSeason(Frozen):
    """A season of a show. `mode` is `live`, `rehearsal` (synthetic votes) or `historic` (from public record)."""

    season: Slug
    show: Name
    number: Number
    mode: Mode
    venue: Name | None = None


class OfRulebook(Frozen):
    """The rulebook in force from `from_week` on, whole."""

    rulebook: Rulebook
    from_week: Week


class OfCouple(Frozen):
    """A celebrity and a pro."""

    couple: Slug
    celebrity: Name
    professional: Name


class OfWithdrawal(Frozen):
    """A couple leaves the competition by itself in `week`, before that week's outcome."""

    week: Week
    couple: Slug
    reason: Name


class OfWeek(Frozen):
    """A week, its episodes, the form in which it ends, and whose weeks' scores and votes count towards its outcome."""

    week: Week
    form: Slug
    episodes: Annotated[tuple[Episode, ...], Field(min_length=1)]
    scores_from: Annotated[tuple[Week, ...], Field(min_length=1)]
    votes_from: Annotated[tuple[Week, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "OfWeek":
        for weeks in (self.scores_from, self.votes_from):
            if tuple(sorted(set(weeks))) != weeks or weeks[-1] > self.week:
                raise ValueError("weeks that count are named once, in order, and none lies ahead")
        return self


class OfPanel(Frozen):
    """The judges of an episode in scoring order, who heads them and who holds the casting vote."""

    week: Week
    episode: Number
    judges: Annotated[tuple[Judge, ...], Field(min_length=1, max_length=15)]
    head: Slug | None = None
    casting: Slug | None = None

    @model_validator(mode="after")
    def _seated(self) -> "OfPanel":
        seats = [judge.judge for judge in self.judges]
        if len(set(seats)) < len(seats):
            raise ValueError("a judge is seated twice")
        for holder in (self.head, self.casting):
            if holder is not None and holder not in seats:
                raise ValueError(f"{holder!r} is named head or casting judge but has no seat")
        return self


class OfAbsence(Frozen):
    """A judge of the panel is absent from the rest of the episode and gives no mark or ballot."""

    week: Week
    episode: Number
    judge: Slug
    reason: Name


class OfDance(Frozen):
    """A performance in the running order, by one couple or by several as a team."""

    week: Week
    episode: Number
    round: Slug
    couples: Couples
    style: Name | None = None
    team: Slug | None = None

    @property
    def dance(self) -> str:
        """How the dance is named: episode, round and who dances."""
        return f"{self.episode}.{self.round}.{self.team or self.couples[0]}"

    @model_validator(mode="after")
    def _teamed(self) -> "OfDance":
        if len(set(self.couples)) < len(self.couples):
            raise ValueError("a couple is named twice in one dance")
        if len(self.couples) > 1 and self.team is None:
            raise ValueError("several couples dance as a team; give the team a name")
        return self


class OfMark(Frozen):
    """One judge's mark for one dance."""

    week: Week
    dance: DanceId
    judge: Slug
    mark: ExactNumber


class OfTotal(Frozen):
    """The total of one dance (or of several together) where the split between the judges is not public."""

    week: Week
    dances: Annotated[tuple[DanceId, ...], Field(min_length=1)]
    total: ExactNumber


class OfCorrection(OfMark):
    """The mark that stands from now on, and why."""

    reason: Name


class OfBonus(Frozen):
    """Points added to a couple's judges' total of the week."""

    week: Week
    couple: Slug
    points: ExactNumber
    reason: Name


class OfImmunity(Frozen):
    """A couple is immune in `week`, in the sense of the rulebook's immunity clause."""

    week: Week
    couple: Slug
    reason: Name


class OfVoting(Frozen):
    """Lines open for a week, with the gateways that will deliver."""

    week: Week
    gateways: tuple[ExpectedGateway, ...]
    opens: Timestamp | None = None
    closes: Timestamp | None = None


class OfWeekOnly(Frozen):
    """A statement about a week as such."""

    week: Week


class OfBatchVoid(Frozen):
    """One vote batch does not count, and what it held."""

    week: Week
    gateway: Slug
    batch: Annotated[int, Field(ge=1)]
    reason: Name


class OfChannelVoid(Frozen):
    """All votes of a channel in a week do not count."""

    week: Week
    channel: Slug
    reason: Name


class OfOutage(Frozen):
    """Something failed in a channel for a time; nothing is changed by noting it."""

    week: Week
    channel: Slug
    began: Timestamp
    ended: Timestamp | None = None
    what: Name


class OfSubstitution(Frozen):
    """The votes of a body are replaced by other numbers, on a named authority (Eurovision 2022)."""

    week: Week
    body: Name
    votes: Annotated[VotesOnce, Field(min_length=1)]
    reason: Name


class OfCancellation(Frozen):
    """Nobody leaves in `week`, whatever its form."""

    week: Week
    reason: Name


class OfBallot(Frozen):
    """A judge's ballot in the second stage: the couple to save."""

    week: Week
    judge: Slug
    saves: Slug


class OfSettlement(Frozen):
    """A tie settled by lot or decision: the tied couples, best first, and by whom."""

    week: Week
    link: Literal["lot", "authority"]
    order: Annotated[tuple[Slug, ...], Field(min_length=2)]
    how: Name


class OfDanger(Frozen):
    """Couples named in danger on air. The set announced need not be the true lowest."""

    week: Week
    couples: CouplesOnce


class OfSave(Frozen):
    """A couple said on air to be saved, and by whom."""

    week: Week
    couple: Slug
    by: Literal["viewers", "judges", "not said"]


class OfElimination(Frozen):
    """A couple said on air to leave."""

    week: Week
    couple: Slug


class OfPlaces(Frozen):
    """Final places as announced."""

    week: Week
    places: Annotated[tuple[Place, ...], Field(min_length=1)]


Announced = Literal["danger", "saved", "eliminated"]


class OfAnnouncement(Frozen):
    """All couples of one announcement of a week."""

    week: Week
    what: Announced
    couples: tuple[Slug, ...]


class OfAnnouncementCorrection(OfAnnouncement):
    """What was said is taken back; `couples` are all that now count as announced."""

    reason: Name


class OfDispute(OfAnnouncement):
    """Another source says otherwise; it stands beside the announcement and changes nothing."""

    claim: Name


class OfReopening(Frozen):
    """A closed week is opened again."""

    week: Week
    reason: Name


class Cut(Frozen):
    """The consistent cut an outcome was computed on: the seal's position, and the last batch counted of each gateway."""

    week: Week
    position: Annotated[int, Field(ge=0)]
    gateways: tuple[tuple[Slug, int], ...]


class CertifiedLine(Frozen):
    """One couple's line of a certified outcome: raw value and points on each side, combined points, place, result."""

    couple: Slug
    raw: tuple[ExactNumber, ...]
    points: tuple[ExactNumber, ...]
    combined: ExactNumber
    place: Number
    result: Name


class OfOutcome(Frozen):
    """A computed outcome as certified: on which cut, under which rulebook, from which inputs, with what working."""

    week: Week
    rulebook: Name
    rulebook_sha256: Digest
    form: Slug
    sides: tuple[Slug, ...]
    cuts: tuple[Cut, ...]
    inputs_sha256: Digest
    working_sha256: Digest
    standings: tuple[CertifiedLine, ...]
    bottom: tuple[Slug, ...]
    leaving: tuple[Slug, ...]
    saved: tuple[Slug, ...]
