"""A season with a roster, played through the engine and signed with key files; and a log that can say whatever it likes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.gateway.events import season_stream
from domain.record import Actor, Fact, Recorded
from domain.season import commands as c
from domain.season.authority import authority_for
from domain.season.people.facts import OfPerson
from domain.season.people.roster import identity_of
from glitterball.evidence.ledger import make_bundle
from glitterball.people import Signer, signer_of
from glitterball.proof.keys import SignerKey
from glitterball.rulebooks import shipped_rulebook
from tests.evidence.verifying import night

SEASON, TIME = night.SEASON, night.TIME
KEYS = {
    name: SignerKey(name, bytes([number]) * 32) for number, name in enumerate(("eve", "ola", "sam", "ida"), start=1)
}
EVE, OLA = Actor(name="Eve Adams", role="executive"), Actor(name="Ola Nord", role="adjudicator")
SAM, IDA = Actor(name="Sam Fox", role="supervisor"), Actor(name="Ida Moe", role="supervisor")


def person(identity: str, name: str, *roles: Any, key: SignerKey | None = None) -> OfPerson:
    line = (key or KEYS[identity]).verifier_key().to_text()
    return OfPerson(identity=identity, name=name, roles=roles, keys=(line,))


PEOPLE = (
    person("eve", "Eve Adams", "executive", "adjudicator", "producer", "score desk", "supervisor"),
    person("ola", "Ola Nord", "adjudicator", "executive", "supervisor", "score desk"),
    person("sam", "Sam Fox", "supervisor"),
)
CANCEL = c.CancelElimination(week=1, reason="a storm")
VOID = c.VoidChannel(week=1, channel="sms", reason="wrong numbers on screen")


class Rostered(night.Night):
    """Says everything as people of the roster, with signatures where two decide."""

    def found(self, season: str = SEASON) -> None:
        self.engine.do(season, c.OpenSeason(season=season, show="Dancing", number=1, mode="live"), EVE)
        self.engine.do(season, c.FoundSeason(people=PEOPLE), EVE)

    def say(self, command: c.SeasonCommand, season: str = SEASON) -> None:
        """By Eve or Sam, and Ola where it takes two, in roles that may."""
        authority = authority_for(command, self.engine.state(season))
        role = next(role for role in authority.roles if role in PEOPLE[0].roles)
        first = Actor(name="Eve Adams", role=role)
        if authority.second == "nobody else":
            self.engine.do(season, command, first)
            return
        second = Actor(name="Ola Nord", role=next(r for r in reversed(authority.roles) if r in PEOPLE[1].roles))
        self.propose(command, first, season=season)
        decision = len(self.engine.state(season).proposals)
        self.do(c.Approve(decision=decision), second, season=season)

    def do(
        self, command: c.SeasonCommand, by: Actor, at: str = TIME, season: str = SEASON, signer: Signer | None = None
    ) -> tuple[Recorded[Any], ...]:
        """Said by somebody with their own key, or with another."""
        own = signer_of(KEYS[identity_of(self.engine.state(season), by.name) or "eve"])
        return self.engine.do(season, command, by, at, signer=signer or own)

    def propose(self, command: Any, by: Actor = EVE, at: str = TIME, season: str = SEASON) -> Any:
        (proposed,) = self.do(c.Propose(command=command), by, at, season)
        return proposed.fact

    def forge(self, facts: Sequence[Fact], by: Actor, at: str = TIME, season: str = SEASON) -> None:
        """Written into the log past the engine, as whoever holds the log could."""
        stream = season_stream(season)
        self.log.append(stream, self.log.version(stream), list(facts), by, at)

    def bundle(self) -> bytes:
        self.publisher.publish()
        return make_bundle(self.ledger, self.register, SEASON).octets


def begun(folder: Path, *seasons: str) -> Rostered:
    """A season, or several of one show, with couples, week 1 open, marks given and votes counted."""
    played = Rostered(folder)
    for season in seasons or (SEASON,):
        played.found(season)
        played.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1), season)
        for couple in night.COUPLES:
            celebrity, professional = couple.title().split("-")
            played.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional), season)
        episode = night.w.Episode(number=1, date="2024-09-24")
        opened = c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,))
        played.say(opened, season)
        played.say(c.OpenVoting(week=1, gateways=night.GATEWAYS), season)
    return played


def whole(folder: Path, second_form: bool = False) -> Rostered:
    """A whole night: gateways' keys, a void and a correction by two, certified and announced."""
    played = Rostered(folder, second_form)
    played.found()
    played.say(c.AdoptRulebook(rulebook=shipped_rulebook("us-33"), from_week=1))
    for couple in night.COUPLES:
        celebrity, professional = couple.title().split("-")
        played.say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
    played.say(c.IntroduceGatewayKey(gateway="west", key=night.WEST.verifier_key().to_text()))
    night.play_week(played, 1, "single", night.COUPLES, (300, 200, 100))
    played.say(c.AnnounceElimination(week=1, couple="cleo-dov"))
    played.say(c.CloseWeek(week=1))
    return played
