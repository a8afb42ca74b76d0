"""The refusals of a season. Codes are stable for ever."""

from dataclasses import dataclass
from typing import ClassVar

from domain.findings import Finding
from domain.refusals import Refusal


@dataclass(eq=False)
class SeasonNotOpen(Refusal):
    """Nothing can be said about a season that has not been opened."""

    code: ClassVar = "season-not-open"
    says: ClassVar = "There is no season here yet."
    fix: ClassVar = "Open it first, or check the season's name."


@dataclass(eq=False)
class SeasonAlreadyOpen(Refusal):
    """A season is opened once."""

    code: ClassVar = "season-already-open"
    says: ClassVar = "Season {season} is already open."
    fix: ClassVar = "Use another name for another season."
    season: str


@dataclass(eq=False)
class NoRulebook(Refusal):
    """A week needs a rulebook in force."""

    code: ClassVar = "no-rulebook"
    says: ClassVar = "No rulebook is in force in week {week}."
    fix: ClassVar = "Adopt one from week {week} or earlier."
    week: int


@dataclass(eq=False)
class RulebookLacks(Refusal):
    """The rulebook in force has no such clause."""

    code: ClassVar = "rulebook-lacks"
    says: ClassVar = "Rulebook {rulebook} has no {what}; it has: {has}."
    fix: ClassVar = "Choose one it has, or adopt a rulebook that has it."
    rulebook: str
    what: str
    has: str


@dataclass(eq=False)
class CoupleUnknown(Refusal):
    """No such couple in this season."""

    code: ClassVar = "couple-unknown"
    says: ClassVar = "No couple {couple!r} is cast in this season; cast are: {cast}."
    fix: ClassVar = "Check the spelling."
    couple: str
    cast: str


@dataclass(eq=False)
class CoupleAlreadyCast(Refusal):
    """A couple is cast once."""

    code: ClassVar = "couple-already-cast"
    says: ClassVar = "Couple {couple} is already cast."
    fix: ClassVar = "Use another identifier for another couple."
    couple: str


@dataclass(eq=False)
class CoupleNotDancing(Refusal):
    """The couple is not in the competition in that week."""

    code: ClassVar = "couple-not-dancing"
    says: ClassVar = "{couple} is not dancing in week {week}: {because}."
    fix: ClassVar = "Check the couple and the week."
    couple: str
    week: int
    because: str


@dataclass(eq=False)
class WeekUnknown(Refusal):
    """The week has not been opened."""

    code: ClassVar = "week-unknown"
    says: ClassVar = "Week {week} has not been opened."
    fix: ClassVar = "Open it first; weeks open in order."
    week: int


@dataclass(eq=False)
class WeekOutOfOrder(Refusal):
    """Weeks open one after another."""

    code: ClassVar = "week-out-of-order"
    says: ClassVar = "Week {week} cannot be opened: {because}."
    fix: ClassVar = "Open the weeks in order, each after the one before is closed."
    week: int
    because: str


@dataclass(eq=False)
class WeekClosedAlready(Refusal):
    """A closed week takes nothing but what reopens it."""

    code: ClassVar = "week-closed"
    says: ClassVar = "Week {week} is closed."
    fix: ClassVar = "Reopen it (two people, with a reason) if this must change."
    week: int


@dataclass(eq=False)
class WeekCannotClose(Refusal):
    """Something must be said before a week can close."""

    code: ClassVar = "week-cannot-close"
    says: ClassVar = "Week {week} cannot close: {because}."
    fix: ClassVar = "Announce the result first; in a live season certify it before."
    week: int
    because: str


@dataclass(eq=False)
class EpisodeUnknown(Refusal):
    """The week has no such episode."""

    code: ClassVar = "episode-unknown"
    says: ClassVar = "Week {week} has no episode {episode}; it has {has}."
    fix: ClassVar = "Check the episode's number."
    week: int
    episode: int
    has: str


@dataclass(eq=False)
class JudgeNotOnPanel(Refusal):
    """The judge has no seat there, or is absent."""

    code: ClassVar = "judge-not-on-panel"
    says: ClassVar = "Judge {judge!r} does not judge {where}; on the panel are: {panel}."
    fix: ClassVar = "Check the judge, or seat the panel."
    judge: str
    where: str
    panel: str


@dataclass(eq=False)
class PanelInUse(Refusal):
    """The panel of an episode cannot change under scores already given."""

    code: ClassVar = "panel-in-use"
    says: ClassVar = "The panel of episode {episode} has already given scores."
    fix: ClassVar = "Mark a judge absent instead."
    episode: int


@dataclass(eq=False)
class DanceUnknown(Refusal):
    """No such dance is scheduled."""

    code: ClassVar = "dance-unknown"
    says: ClassVar = "No dance {dance!r} is scheduled in week {week}."
    fix: ClassVar = "Schedule it first; a dance is named episode.round.couple, such as 2.1.anna-ezra."
    dance: str
    week: int


@dataclass(eq=False)
class DanceAlreadyScheduled(Refusal):
    """A dance is scheduled once."""

    code: ClassVar = "dance-already-scheduled"
    says: ClassVar = "Dance {dance} is already in the running order."
    fix: ClassVar = "Give another round another name."
    dance: str


@dataclass(eq=False)
class MarkOffTheScale(Refusal):
    """The rulebook's scale has no such mark."""

    code: ClassVar = "mark-off-the-scale"
    says: ClassVar = (
        "A mark of {mark} is off the scale: {rulebook}, clause scale, allows {lowest} to {highest} by {step}."
    )
    fix: ClassVar = "Read the mark again."
    mark: str
    rulebook: str
    lowest: str
    highest: str
    step: str


@dataclass(eq=False)
class AlreadyScored(Refusal):
    """A score is given once and then corrected."""

    code: ClassVar = "already-scored"
    says: ClassVar = "{who} has already scored {dance}: {mark}."
    fix: ClassVar = "Correct the score instead."
    who: str
    dance: str
    mark: str


@dataclass(eq=False)
class NotScoredYet(Refusal):
    """Only a score that stands can be corrected."""

    code: ClassVar = "not-scored-yet"
    says: ClassVar = "{judge} has not scored {dance}."
    fix: ClassVar = "Give the score instead."
    judge: str
    dance: str


@dataclass(eq=False)
class TotalsAreForHistory(Refusal):
    """A live season records marks, not totals."""

    code: ClassVar = "totals-are-for-history"
    says: ClassVar = "This season is {mode}: every judge's mark is known, so a bare total is not recorded."
    fix: ClassVar = "Give each judge's score."
    mode: str


@dataclass(eq=False)
class TotalDoesNotFit(Refusal):
    """A stated total must be a sum of marks of one panel, for dances of the same couples named once."""

    code: ClassVar = "total-does-not-fit"
    says: ClassVar = "A total of {total} for {dances} does not fit: {because}."
    fix: ClassVar = "Read the total again."
    total: str
    dances: str
    because: str


@dataclass(eq=False)
class VotingState(Refusal):
    """The lines are not in the state this needs."""

    code: ClassVar = "voting-state"
    says: ClassVar = "Voting in week {week} {state}."
    fix: ClassVar = "Lines open once, and close once, in each week."
    week: int
    state: str


@dataclass(eq=False)
class AlreadySo(Refusal):
    """It is on record already."""

    code: ClassVar = "already-so"
    says: ClassVar = "It is already on record that {what}."
    fix: ClassVar = "Nothing more is needed."
    what: str


@dataclass(eq=False)
class NoSuchChannel(Refusal):
    """No channel of that name was opened."""

    code: ClassVar = "no-such-channel"
    says: ClassVar = "No channel {channel!r} was opened for week {week}; open were: {has}."
    fix: ClassVar = "Check the channel's name."
    channel: str
    week: int
    has: str


@dataclass(eq=False)
class BallotOutOfPlace(Refusal):
    """A ballot saves one of those in danger, in a form with a second stage."""

    code: ClassVar = "ballot-out-of-place"
    says: ClassVar = "{judge}'s ballot for {saves} has no place in week {week}: {because}."
    fix: ClassVar = "Check the week's form and who is in danger."
    judge: str
    saves: str
    week: int
    because: str


@dataclass(eq=False)
class NoSuchTie(Refusal):
    """Only a tie that is open can be settled, by the link that calls for it."""

    code: ClassVar = "no-such-tie"
    says: ClassVar = "There is no tie between {couples} in week {week} that waits for {link}; open are: {open_ties}."
    fix: ClassVar = "Name exactly the tied couples, best first."
    couples: str
    week: int
    link: str
    open_ties: str


@dataclass(eq=False)
class WeekNotReady(Refusal):
    """An outcome is certified only when the week is ready."""

    code: ClassVar = "week-not-ready"
    says: ClassVar = "Week {week} is NOT READY: {first}."
    fix: ClassVar = "Run the week's check for all that is missing."
    week: int
    first: str
    findings: tuple[Finding, ...]


@dataclass(eq=False)
class NotCertified(Refusal):
    """A live result is certified before it is announced (US season 29)."""

    code: ClassVar = "not-certified"
    says: ClassVar = "The outcome of week {week} {state}."
    fix: ClassVar = "Certify the outcome first, then announce it."
    week: int
    state: str


@dataclass(eq=False)
class NotAnnounced(Refusal):
    """Only something announced can be corrected or disputed."""

    code: ClassVar = "not-announced"
    says: ClassVar = "Nothing was announced as {what} in week {week}."
    fix: ClassVar = "Announce it instead."
    what: str
    week: int


@dataclass(eq=False)
class PlacesDoNotFit(Refusal):
    """Places run from 1 over the couples that dance, ties sharing a place."""

    code: ClassVar = "places-do-not-fit"
    says: ClassVar = "The places of week {week} do not fit: {because}."
    fix: ClassVar = "Name every couple still dancing once, from place 1; couples that tie share a place."
    week: int
    because: str


@dataclass(eq=False)
class SourceNeeded(Refusal):
    """A disputing claim must say whose it is."""

    code: ClassVar = "source-needed"
    says: ClassVar = "A dispute needs the source that makes the claim."
    fix: ClassVar = "Name the source."


@dataclass(eq=False)
class RoleMayNot(Refusal):
    """Somebody speaks outside their capacity."""

    code: ClassVar = "role-may-not"
    says: ClassVar = "{name} as {role} may not {what}; it takes: {roles}."
    fix: ClassVar = "Ask somebody in that role."
    name: str
    role: str
    what: str
    roles: str


@dataclass(eq=False)
class NeedsSecondPerson(Refusal):
    """One person cannot do this alone."""

    code: ClassVar = "needs-second-person"
    says: ClassVar = "One person cannot {what} alone: it takes {second}."
    fix: ClassVar = "Propose it, and have it approved."
    what: str
    second: str


@dataclass(eq=False)
class SamePerson(Refusal):
    """The second person must be another, where said of another role."""

    code: ClassVar = "same-person"
    says: ClassVar = "{name} ({role}) cannot approve this: it was proposed by {proposer} and takes {second}."
    fix: ClassVar = "Ask somebody else."
    name: str
    role: str
    proposer: str
    second: str


@dataclass(eq=False)
class NoSuchProposal(Refusal):
    """No open proposal of that number."""

    code: ClassVar = "no-such-proposal"
    says: ClassVar = "There is no open proposal {decision}; open are: {has}."
    fix: ClassVar = "Check the number."
    decision: int
    has: str


@dataclass(eq=False)
class NobodyWouldBeLeft(Refusal):
    """A form must leave somebody in."""

    code: ClassVar = "nobody-would-be-left"
    says: ClassVar = "Form {form} lets {leave} leave, but only {dancing} couples dance in week {week}."
    fix: ClassVar = "Choose another form."
    form: str
    leave: int
    dancing: int
    week: int
