"""The key files and the assertion of this call: whose they are the roster says, so each speaker signs with a key of their own."""

from domain.record import Actor
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from domain.season.words import public_of
from glitterball.cli.asking import file_or_input
from glitterball.cli.key_files import assertion_file, key_files
from glitterball.files.limits import KEY, PASSKEY
from glitterball.people import Signer, assertion_in, signer_of
from glitterball.proof.keys import parse_signer_key


def signer_for(speaker: Actor, state: SeasonState) -> Signer | None:
    """Signs as somebody with the assertion or a key file of this call; nothing where none of them is of that person."""
    person = person_called(state, speaker.name)
    if person is None:
        return None
    asserted = assertion_file()
    if asserted is not None:
        told = assertion_in(file_or_input(str(asserted), PASSKEY), str(asserted), person.now)
        return lambda _: told
    for file in key_files():
        key = parse_signer_key(file_or_input(str(file), KEY).decode("utf-8", "replace").strip())
        if key.verifier_key().public_key in map(public_of, person.now.keys):
            return signer_of(key)
    return None
