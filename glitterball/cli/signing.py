"""The key files of this call: whose they are the roster says, so that each speaker signs with a key of their own."""

from domain.record import Actor
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from glitterball.cli.asking import file_or_input
from glitterball.cli.key_files import key_files
from glitterball.files.limits import KEY
from glitterball.people import Signer, signer_of
from glitterball.proof.keys import parse_signer_key


def signer_for(speaker: Actor, state: SeasonState) -> Signer | None:
    """Signs as somebody with a key file of this call; nothing where none of them is a key of that person."""
    person = person_called(state, speaker.name)
    if person is None:
        return None
    for file in key_files():
        key = parse_signer_key(file_or_input(str(file), KEY).decode("utf-8", "replace").strip())
        if key.verifier_key().to_text().split("+", 2)[2] in person.now.publics:
            return signer_of(key)
    return None
