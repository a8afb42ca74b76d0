"""A person's keys are looked at before they are recorded: the rules know their form, not the mathematics behind it."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec

from domain.season import commands as c
from domain.season.people.facts import OfPerson
from domain.season.people.passkeys import Passkey
from glitterball.proof.keys import Algorithm, VerifierKey, parse_verifier_key
from glitterball.proof.refusals import KeyMalformed


@lru_cache(maxsize=1_024)
def person_key(text: str) -> VerifierKey:
    """The key in a verifier key line. Refuses one that is none, is weak, or signs something else than texts."""
    key = parse_verifier_key(text)
    if key.algorithm is not Algorithm.ED25519:
        raise KeyMalformed(text, "a person signs with an Ed25519 key for notes (0x01)")
    return key


def require_usable_passkey(passkey: Passkey) -> None:
    """Refuses a passkey whose key is no point of its curve, or a weak one."""
    try:
        if passkey.kind == "ES256":
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + passkey.public)
        else:
            VerifierKey("passkey", passkey.public)
    except (ValueError, KeyMalformed):
        raise KeyMalformed(passkey.key_id, "no authenticator signs with that public key") from None


def require_usable_keys(command: c.SeasonCommand) -> None:
    """Refuses a person's key that is none, also inside a proposal."""
    asked = command.command if isinstance(command, c.Propose) else command
    people: tuple[OfPerson, ...] = ()
    if isinstance(asked, c.FoundSeason):
        people = asked.people
    elif isinstance(asked, c.IntroducePerson | c.ChangePerson):
        people = (asked,)
    for person in people:
        for key in person.keys:
            person_key(key)
        for passkey in person.passkeys or ():
            require_usable_passkey(passkey)
