"""Who decides on rosters: the people to whom the log of sign-ins is shown, and who propose passkeys for a roster."""

from glitterball.store import Store
from glitterball.web.person import Person

DECIDE_ON_ROSTERS = ("executive", "adjudicator")
"""Roles that propose and approve who is on a roster."""


def decides_on_rosters(person: Person, store: Store) -> bool:
    """Whether somebody decides on rosters: by the people file in all seasons, or in a live one. A passkey that the roster of a
    rehearsal alone has, which two people of a rehearsal can give to anybody, opens nothing here."""
    if not person.seasons:
        return bool(set(person.roles) & set(DECIDE_ON_ROSTERS))
    states = [store.state_in_public(name) for name in person.seasons if name in store.seasons()]
    return any(state.mode == "live" and set(person.roles_in(state)) & set(DECIDE_ON_ROSTERS) for state in states)
