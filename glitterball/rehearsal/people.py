"""The people of a rehearsal: one in every role, two where two must sign. None of them exists, and their names say so.

Their keys come from the rehearsal's seed and name: whoever knows these can sign as they do, so what they sign decides nothing.
"""

from hashlib import sha256

from domain.record import Actor
from domain.season.people.facts import OfPerson
from glitterball.people import Signer, signer_of
from glitterball.proof.keys import SignerKey

PRODUCER = Actor(name="Rehearsal producer", role="producer")
DESK = Actor(name="Rehearsal score desk", role="score desk")
SECOND_DESK = Actor(name="Rehearsal score desk, second", role="score desk")
EXECUTIVE = Actor(name="Rehearsal executive", role="executive")
ADJUDICATOR = Actor(name="Rehearsal adjudicator", role="adjudicator")
PEOPLE = (PRODUCER, DESK, SECOND_DESK, EXECUTIVE, ADJUDICATOR)


class RosterOfARehearsal:
    """Keys and nonces of a rehearsal, drawn from its seed and its name: played again it is signed with the same."""

    def __init__(self, seed: int, season: str) -> None:
        self.drawn_from = f"people of a glitterball rehearsal\n{seed}\n{season}\n"

    def people(self) -> tuple[OfPerson, ...]:
        """All of them as the founding act names them."""
        return tuple(
            OfPerson.model_validate(
                {
                    "identity": identity_of(actor),
                    "name": actor.name,
                    "roles": (actor.role,),
                    "keys": (self._key(actor).verifier_key().to_text(),),
                }
            )
            for actor in PEOPLE
        )

    def signer(self, actor: Actor) -> Signer:
        """Signs as one of them."""
        return signer_of(self._key(actor))

    def nonce(self, decision: int) -> str:
        """256 bits for a decision, in hexadecimal."""
        return self._drawn(f"nonce {decision}").hex()

    def _key(self, actor: Actor) -> SignerKey:
        return SignerKey(identity_of(actor), self._drawn(f"key {identity_of(actor)}"))

    def _drawn(self, what: str) -> bytes:
        return sha256((self.drawn_from + what).encode()).digest()


def identity_of(actor: Actor) -> str:
    """Who somebody is on the roster: `rehearsal-score-desk-second`."""
    return actor.name.lower().replace(",", "").replace(" ", "-")
