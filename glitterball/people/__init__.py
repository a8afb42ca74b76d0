"""People's keys: signing what is decided, and looking whether a decision was signed. Knows neither log nor engine."""

from glitterball.people.files import assertion_in, passkey_in
from glitterball.people.keys import person_key, require_usable_keys
from glitterball.people.passkeys import challenge_of, recorded_form
from glitterball.people.signing import Signer, Signers, nobodys, signer_of, text_to_sign, wrong_with_signature

__all__ = [
    "Signer",
    "Signers",
    "assertion_in",
    "challenge_of",
    "nobodys",
    "passkey_in",
    "person_key",
    "recorded_form",
    "require_usable_keys",
    "signer_of",
    "text_to_sign",
    "wrong_with_signature",
]
