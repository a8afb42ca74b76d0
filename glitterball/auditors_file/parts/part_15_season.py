"""Remembering the season: couples, rulebooks, proposals, keys, weeks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .part_01_findings import demand
from .part_02_spellings import Json
from .part_10_events import BATCHES, CLOSINGS, SIGNED, Event
from .part_13_tallies import Gateway, Tally
from .part_14_weeks import Week

ENDED = (
    "decision-approved.v1",
    "decision-approved.v2",
    "decision-rejected.v1",
    "decision-rejected.v2",
    "decision-withdrawn.v1",
)
DELIVERED = (*BATCHES, *CLOSINGS, *SIGNED)
LAST_WEEK = 60
"""No season has more weeks."""
CASTING = ("couple-cast.v1", "cast-changed.v1", "couple-withdrew.v1", "withdrawal-taken-back.v1")
GATEWAY_KEYS = ("gateway-key-introduced.v1", "gateway-key-rotated.v1", "gateway-key-revoked.v1")
PEOPLE = ("season-founded.v1", "person-introduced.v1", "person-changed.v1", "person-revoked.v1")


@dataclass
class GatewayKey:
    """A gateway's verifier key, and the events that retired or revoked it."""

    key_id: str
    vkey: str
    introduced: int
    retired: int | None = None
    revoked: int | None = None


@dataclass
class Proposal:
    """What one person proposed, and the event that approved or rejected it."""

    proposed: Event
    settled: Event | None = None

    @property
    def does(self) -> str:
        """What is proposed, by the command's name, also where the command is hidden."""
        fact = self.proposed.fact
        return str(fact["do"] if "do" in fact else fact["command"]["do"])

    def is_about(self, week: int) -> bool:
        """Whether it is about a week, or about the season."""
        fact = self.proposed.fact
        about = fact if "do" in fact else fact["command"]
        return bool(about.get("week", week) == week)


class Season:
    """A season so far."""

    def __init__(self) -> None:
        self.opened: Json = None
        self.opened_at = 0
        self.rulebooks: list[Event] = []
        self.couples: set[str] = set()
        self.cast: dict[str, Json] = {}
        self.cast_changes: list[Event] = []
        self.withdrawals: dict[str, Event] = {}
        self.taken_back: list[Event] = []
        self.weeks: dict[int, Week] = {}
        self.tallies: dict[int, Tally] = {}
        self.proposals: dict[int, Proposal] = {}
        self.keys: dict[str, list[GatewayKey]] = {}
        self.people: dict[str, list[Json]] = {}
        self.revoked: dict[str, int] = {}
        self.founded: Event | None = None
        self.destroyed: Event | None = None
        self.time = ""
        """When somebody last said something."""
        self.said: dict[int, Event] = {}
        """What people said, by position; deliveries aside."""

    @property
    def historic(self) -> bool:
        return self.opened is not None and self.opened["mode"] == "historic"

    @property
    def by_batch(self) -> bool:
        """Whether each batch was asked to commit to its counts."""
        return self.opened is not None and self.opened.get("commitments") == "by batch"

    def tally(self, week: int) -> Tally:
        """The votes of a week, none at first."""
        return self.tallies.setdefault(week, Tally(by_batch=self.by_batch))

    def take(self, event: Event) -> None:
        """Remember an event. One about a week, dance or proposal that is not there raises KeyError."""
        fact = event.fact
        if event.type not in DELIVERED:
            self.said[event.position], self.time = event, event.time
        told = (
            (DELIVERED, self._delivered),
            (PEOPLE, self._person),
            (GATEWAY_KEYS, self._key),
            (CASTING, self._casting),
        )
        for kinds, take in told:
            if event.type in kinds:
                take(event)
                return
        if event.type.startswith("decision-"):
            self._decision(event)
            return
        match event.type:
            case "season-opened.v1" | "season-opened.v2" | "season-opened.v3":
                demand(self.opened is None, f"the season was opened at event {self.opened_at}")
                self.opened, self.opened_at = fact, event.position
            case "rulebook-adopted.v1":
                self.rulebooks.append(event)
            case "week-opened.v1" | "week-opened.v2":
                self.weeks[fact["week"]] = Week(fact)
            case "openings-destroyed.v1":
                self.destroyed = event
            case _:
                self.weeks[fact["week"]].take(event)
                self._lines(event)

    def _casting(self, event: Event) -> None:
        """Who dances: cast, replaced, withdrawn, or not withdrawn after all."""
        fact, couple = event.fact, event.fact["couple"]
        match event.type:
            case "couple-cast.v1":
                self.couples.add(couple)
                self.cast[couple] = fact
            case "cast-changed.v1":
                self._recast(event)
            case "couple-withdrew.v1":
                self.withdrawals[couple] = event
            case _:
                was = self.withdrawals.get(couple)
                demand(was and was.fact["week"] == fact["week"], f"{couple} did not withdraw in that week")
                demand(not self.weeks[fact["week"]].closed, "a withdrawal is taken back of a week that is closed")
                self.taken_back += [self.withdrawals.pop(couple), event]

    def _decision(self, event: Event) -> None:
        if event.type in ENDED:
            self.proposals[event.fact["decision"]].settled = event
        else:
            self.proposals[event.fact["decision"]] = Proposal(event)

    def _recast(self, event: Event) -> None:
        """A couple is other people in some weeks. Its celebrity is the one it was cast with, unless nothing was danced yet."""
        fact = event.fact
        couple, weeks, first = fact["couple"], self.weeks.values(), self.weeks.get(fact["from_week"])
        demand(couple in self.field(fact["from_week"]), f"{couple} is not in the competition then")
        demand(first is None or not first.closed, "the cast is changed of a week that is closed")
        demand(self.historic or "professional" in fact, f"{couple} has no pro")
        danced = any(couple in dance.scheduled["couples"] for week in weeks for dance in week.dances.values())
        began = danced or any(week.voting for week in weeks) or fact["from_week"] > 1 or "to_week" in fact
        known = [self.people_of(couple, week) for week in range(fact["from_week"], fact.get("to_week", LAST_WEEK) + 1)]
        same = all(pair["celebrity"] == fact["celebrity"] for pair in known)
        demand(not began or same, f"the celebrity of {couple} was replaced after the start")
        pros = {pair.get("professional") for pair in known}
        demand(not same or pros != {fact.get("professional")}, f"{couple} was so before")
        self.cast_changes.append(event)

    def people_of(self, couple: str, week: int, until: int | None = None) -> Json:
        """Who a couple is in a week: as it was cast, or as it was said last of that week, before an event if one is named."""
        said = [
            event.fact
            for event in self.cast_changes
            if event.fact["couple"] == couple
            and event.fact["from_week"] <= week <= event.fact.get("to_week", week)
            and (until is None or event.position < until)
        ]
        return said[-1] if said else self.cast[couple]

    def _lines(self, event: Event) -> None:
        """Lines opened, closed, or open over another window: what the tally of the week must know."""
        if event.type in ("voting-opened.v1", "voting-opened.v2", "window-stated.v1", "voting-closed.v1"):
            tally = self.tally(event.fact["week"])
            if event.type in ("voting-opened.v1", "voting-opened.v2"):
                tally.opens, tally.closes = event.fact.get("opens"), event.fact.get("closes")
            elif event.type == "window-stated.v1":
                tally.restate_window(event.fact)
            else:
                tally.sealed_at = event.position

    def named(self, event: Event) -> Event:
        """A batch of the second form with its counts by couple, in the order that the lines were opened with."""
        fact = event.fact
        if event.type != "vote-batch-received.v2" or "counts" not in fact:
            return event
        voting = self.weeks[fact["week"]].voting
        order = voting.fact.get("couples", ()) if voting else ()
        demand(len(order) == len(fact["counts"]), "it has not a count for each couple of the stated order")
        votes = [list(pair) for pair in zip(order, fact["counts"], strict=True)]
        return replace(event, fact={**fact, "votes": votes})

    def _delivered(self, event: Event) -> None:
        if event.type in BATCHES:
            self.tally(event.fact["week"]).count(event)
        elif event.type in CLOSINGS:
            gateways = self.tally(event.fact["week"]).gateways
            gateway = gateways.setdefault(event.fact["gateway"], Gateway())
            gateway.manifest, gateway.closed_at = event.fact, event.position

    def _person(self, event: Event) -> None:
        fact = event.fact
        if event.type == "season-founded.v1":
            self.founded = event
            self.people = {person["identity"]: [person] for person in fact["people"]}
        elif event.type == "person-introduced.v1":
            self.people[fact["identity"]] = [fact]
        elif event.type == "person-changed.v1":
            self.people[fact["identity"]] = [*self.people[fact["identity"]], fact]
        else:
            self.revoked[fact["identity"]] = event.position

    def _key(self, event: Event) -> None:
        fact = event.fact
        held = self.keys.setdefault(fact["gateway"], [])
        ended = fact.get("retires") or fact.get("key_id")
        for key in held:
            if key.key_id == ended and "key_id" in fact:
                key.revoked = event.position
            elif key.key_id == ended:
                key.retired = event.position
        if "key" in fact:
            held.append(GatewayKey(fact["key"].split("+", 2)[1], fact["key"], event.position))

    def rulebook(self, week: int) -> Event | None:
        """The adoption in force: of those from that week or earlier the latest week's, and of these the last."""
        in_force = [adopted for adopted in self.rulebooks if adopted.fact["from_week"] <= week]
        return max(in_force, key=lambda adopted: (adopted.fact["from_week"], adopted.position), default=None)

    def field(self, week: int) -> list[str]:
        """The couples dancing in a week: cast, not withdrawn by then, not announced out before."""
        out = {couple for couple, event in self.withdrawals.items() if event.fact["week"] <= week}
        for number, earlier in self.weeks.items():
            if number < week:
                said = earlier.announced()
                out.update(said.get("eliminated", ()), (couple for couple, _ in said.get("places", ())))
        return sorted(self.couples - out)

    def competing(self, week: int) -> list[str]:
        """The couples in a week's ranking: those dancing without those that have a bye."""
        excused = self.weeks[week].excused()
        return [couple for couple in self.field(week) if excused.get(couple, {}).get("holds") != "bye"]
