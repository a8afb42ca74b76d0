"""A development: rehearsals only, in which a link signs anybody of a roster in, and the rehearsal's own keys sign for them."""

from domain.record import Actor
from domain.season.people.roster import identity_of
from domain.season.state import SeasonState
from domain.season.words import public_of
from glitterball.people import Signer
from glitterball.rehearsal.people import RosterOfARehearsal
from glitterball.store import Store
from glitterball.web.book import Book
from glitterball.web.gate import Gate
from glitterball.web.people_file import PeopleFile, people_said
from glitterball.web.refusals import DevelopmentIsNotLive

SEED = 33
"""The seed of a rehearsal, unless another was said."""


def development(store: Store, origin: str, seed: int = SEED, book: Book | None = None) -> Gate:
    """A gate through which everybody of a rehearsal's roster comes by a link. Refuses a store with a live season."""
    return Gate(
        people_of(store, origin), book or Book(None), store=store, signs_as=KeysOfRehearsals(seed), development=True
    )


def people_of(store: Store, origin: str) -> PeopleFile:
    """Everybody of the rosters of a store's rehearsals, under the identity they have there, in all roles they have."""
    found: dict[str, dict[str, object]] = {}
    for name in store.seasons():
        state = store.engine.state(name)
        if state.mode == "live":
            raise DevelopmentIsNotLive(name)
        for identity, known in state.people.items():
            if known.revoked is None:
                found[identity] = {"identity": identity, "name": known.now.name, "roles": list(known.now.roles)}
    return people_said({"origin": origin, "person": list(found.values())})


def links(gate: Gate, address: str) -> list[tuple[str, str]]:
    """A link for each person, which works once, and while this runs: who, and where."""
    entries = gate.people.person
    return [(entry.name, f"{address}enter/{gate.book.link_for(entry.identity, hours=12)}") for entry in entries]


class KeysOfRehearsals:
    """The keys of rehearsals of one seed: whoever knows it can sign as their people do, so what these sign decides nothing."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, season: str, actor: Actor, state: SeasonState) -> Signer | None:
        """Signs as somebody of a rehearsal, where the roster has the key that the seed gives."""
        known = state.people.get(identity_of(state, actor.name) or "")
        if known is None or state.mode != "rehearsal":
            return None
        roster = RosterOfARehearsal(self._seed, season)
        drawn = next((person for person in roster.people() if person.identity == known.now.identity), None)
        if drawn is None or not set(map(public_of, drawn.keys)) & set(map(public_of, known.now.keys)):
            return None
        return roster.signer(actor)
