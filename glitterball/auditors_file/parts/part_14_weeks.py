"""Remembering a week: each event filed under its name. Nothing is judged here."""

from __future__ import annotations

from dataclasses import dataclass, field

from .part_01_findings import demand
from .part_02_spellings import Json
from .part_10_events import Event


@dataclass
class Dance:
    """A scheduled dance, and the marks that stand, by judge."""

    scheduled: Json
    marks: dict[str, Event] = field(default_factory=dict)


SAYINGS = (
    "danger-announced", "couple-saved", "couple-eliminated", "places-awarded", "places-corrected", "announcement-corrected",
)  # fmt: skip
FILED = {
    "panel-seated": ("panels", "episode"),
    "judge-absent": ("absences", ""),
    "total-given": ("totals", ""),
    "bonus-awarded": ("bonuses", ""),
    "couples-called": ("calls", ""),
    "immunity-granted": ("immunities", ""),
    "bye-stated": ("byes", ""),
    "voting-opened": ("voting", ""),
    "window-stated": ("windows", ""),
    "voting-closed": ("seal", ""),
    "channel-voided": ("void_channels", "channel"),
    "input-substituted": ("substitutions", "body"),
    "gateway-given-up": ("given_up", "gateway"),
    "elimination-cancelled": ("cancelled", ""),
    "judge-ballot-cast": ("ballots", "judge"),
    "tie-settled": ("settlements", ""),
    "cut-settled": ("cut_decisions", ""),
    "outcome-certified": ("certified", ""),
    **dict.fromkeys(SAYINGS, ("announcements", "")),
}
"""Where a week keeps the events of a kind, and by which field."""
MARKED = ("score-given", "score-corrected", "score-taken-back", "paddle-shown")
UNFILED = (
    "outcome-proved",
    "exclusion-proved",
    "paddle-shown",
    "outage-noted",
    "announcement-disputed",
    "week-closed",
    "week-reopened",
)
"""What is kept nowhere: neither an outcome nor anything else that is checked here rests on it."""
QUIET = (*UNFILED, "voting-opened", "outcome-certified", *SAYINGS)
"""What changes nothing that an outcome rests on."""


@dataclass
class Week:
    """A week, from its opening to its closing. Each name holds the events of its kind."""

    opened: Json
    panels: dict[int, Json] = field(default_factory=dict)
    absences: list[Event] = field(default_factory=list)
    dances: dict[str, Dance] = field(default_factory=dict)
    orders: list[Event] = field(default_factory=list)
    totals: list[Event] = field(default_factory=list)
    bonuses: list[Event] = field(default_factory=list)
    calls: list[Event] = field(default_factory=list)
    immunities: list[Event] = field(default_factory=list)
    byes: list[Event] = field(default_factory=list)
    voting: Event | None = None
    windows: list[Event] = field(default_factory=list)
    seal: Event | None = None
    voids: dict[tuple[str, int], Event] = field(default_factory=dict)
    void_channels: dict[str, Event] = field(default_factory=dict)
    substitutions: dict[str, Event] = field(default_factory=dict)
    replaced: dict[tuple[str, str, str], Event] = field(default_factory=dict)
    given_up: dict[str, Event] = field(default_factory=dict)
    cancelled: Event | None = None
    ballots: dict[str, Event] = field(default_factory=dict)
    settlements: list[Event] = field(default_factory=list)
    cut_decisions: list[Event] = field(default_factory=list)
    certified: list[Event] = field(default_factory=list)
    announcements: list[Event] = field(default_factory=list)
    touched: int = 0
    closed: bool = False

    def take(self, event: Event) -> None:
        """File an event in its place. Whether it bears on the outcome is kept as the last position that did."""
        fact, kind = event.fact, event.type.rsplit(".", 1)[0]
        if kind in FILED:
            name, key = FILED[kind]
            held = getattr(self, name)
            if isinstance(held, list):
                held.append(event)
            elif isinstance(held, dict):
                held[fact[key]] = event
            else:
                setattr(self, name, event)
        elif kind == "week-restated":
            self.opened = fact
        elif kind == "running-order-stated":
            self._reorder(event)
        elif kind == "manifest-replaced":
            self.replaced[fact["gateway"], fact["channel"], fact["body"]] = event
        elif kind == "batch-voided":
            self.voids[fact["gateway"], fact["batch"]] = event
        elif kind == "dance-scheduled":
            self.dances[f"{fact['episode']}.{fact['round']}.{fact.get('team') or fact['couples'][0]}"] = Dance(fact)
        elif kind in MARKED:
            self._mark(kind, event)
        elif kind in ("week-closed", "week-reopened"):
            self.closed = kind == "week-closed"
        if kind not in QUIET:
            self.touched = event.position

    def _mark(self, kind: str, event: Event) -> None:
        """A mark given, put right or taken back. What a paddle showed decides nothing, but is of a dance that is there."""
        marks = self.dances[event.fact["dance"]].marks
        if kind == "score-taken-back":
            marks.pop(event.fact["judge"], None)
        elif kind != "paddle-shown":
            marks[event.fact["judge"]] = event

    def _reorder(self, event: Event) -> None:
        """The dances of an episode in another order, where they stand among the others."""
        episode, order = event.fact["episode"], event.fact["dances"]
        demand(not self.closed, "a running order is stated of a week that is closed")
        demand(
            any(aired["number"] == episode for aired in self.opened["episodes"]), f"the week has no episode {episode}"
        )
        its = [name for name, dance in self.dances.items() if dance.scheduled["episode"] == episode]
        demand(sorted(its) == sorted(order), f"a running order names other dances than those of episode {episode}")
        demand(its != order, f"the dances of episode {episode} stood in that order")
        moved = dict(zip(its, order, strict=True))
        self.dances = {name: self.dances[name] for name in (moved.get(name, name) for name in self.dances)}
        self.orders.append(event)

    def excused(self) -> dict[str, Json]:
        """What was stated last of each couple that does not dance, or dances less than others."""
        return {couple: event.fact for event in self.byes for couple in event.fact["couples"]}

    def counted_again(self) -> dict[str, int]:
        """For each couple whose marks of an earlier week count once more: which week's."""
        return {couple: fact["marks_of"] for couple, fact in self.excused().items() if "marks_of" in fact}

    def counts(self, gateway: str, channel: str, body: str) -> bool:
        """Whether what a gateway delivered there counts, and no decision of two people stands in its place."""
        nothing = gateway in self.given_up and self.given_up[gateway].fact["taken"] == "not at all"
        return not nothing and channel not in self.void_channels and (gateway, channel, body) not in self.replaced

    def has_judged(self, episode: int, judge: str) -> bool:
        """Whether a judge has given a mark, or handed in a card, in an episode."""
        marked = (judge in dance.marks for dance in self.dances.values() if dance.scheduled["episode"] == episode)
        called = ((card.fact["episode"], card.fact["judge"]) == (episode, judge) for card in self.calls)
        return any(marked) or any(called)

    def present(self, episode: int) -> list[str]:
        """The judges of an episode who are not absent, in scoring order."""
        absent = {event.fact["judge"] for event in self.absences if event.fact["episode"] == episode}
        seats = self.panels[episode].fact["judges"] if episode in self.panels else ()
        return [seat["judge"] for seat in seats if seat["judge"] not in absent]

    def wrote(self, dance: Dance, judge: str) -> Json:
        """What a judge wrote of a dance: a mark, or whether the last card of the round calls the couples back (1) or not (0)."""
        if judge in dance.marks:
            return dance.marks[judge].fact["mark"]
        cards = {(card.fact["episode"], card.fact["round"], card.fact["judge"]): card.fact for card in self.calls}
        card = cards.get((dance.scheduled["episode"], dance.scheduled["round"], judge))
        return None if card is None else int(not set(dance.scheduled["couples"]) - set(card["couples"]))

    def announced(self) -> dict[str, Json]:
        """What stands as announced, with corrections: danger, saved, eliminated, places."""
        said: dict[str, Json] = {}
        for event in self.announcements:
            fact = event.fact
            match event.type:
                case "danger-announced.v1":
                    said["danger"] = fact["couples"]
                case "couple-saved.v1":
                    said["saved"] = [*said.get("saved", ()), fact["couple"]]
                case "couple-eliminated.v1":
                    said["eliminated"] = [*said.get("eliminated", ()), fact["couple"]]
                case "places-awarded.v1" | "places-corrected.v1":
                    said["places"] = [(line["couple"], line["place"]) for line in fact["places"]]
                case _:
                    said[fact["what"]] = fact["couples"]
        return said
