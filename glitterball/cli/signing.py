"""The key files and the assertion of this call: whose they are the roster says, so each speaker signs with a key of their own."""

from pathlib import Path

from domain.record import Actor
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from domain.season.words import public_of
from glitterball.cli.asking import file_or_input
from glitterball.cli.key_files import assertion_file, key_files
from glitterball.files.kinds import PERSON
from glitterball.files.limits import KEY, PASSKEY
from glitterball.people import Signer, assertion_in, signer_of
from glitterball.proof.keys import SignerKey, parse_signer_key
from glitterball.refusals import FileUnreadable


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
        key = _key_in(file)
        if key.verifier_key().public_key in map(public_of, person.now.keys):
            return signer_of(key)
    return None


def _key_in(file: Path) -> SignerKey:
    """The secret key in a file. The line for others, which lies beside it and ends in `.pub`, signs nothing."""
    content = file_or_input(str(file), KEY)
    if PERSON.fits(content, content):
        raise FileUnreadable(
            str(file), "it holds the line for others, and signs nothing; name the file it was made with"
        )
    return parse_signer_key(content.decode("utf-8", "replace").strip())
