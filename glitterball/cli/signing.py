"""The key files of this call: whose they are the roster says, so that each speaker signs with a key of their own."""

from pathlib import Path

from domain.record import Actor
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from glitterball.cli.asking import file_or_input
from glitterball.cli.key_files import key_files
from glitterball.files.kinds import PERSON
from glitterball.files.limits import KEY
from glitterball.people import Signer, signer_of
from glitterball.proof.keys import SignerKey, parse_signer_key
from glitterball.refusals import FileUnreadable


def signer_for(speaker: Actor, state: SeasonState) -> Signer | None:
    """Signs as somebody with a key file of this call; nothing where none of them is a key of that person."""
    person = person_called(state, speaker.name)
    if person is None:
        return None
    for file in key_files():
        key = _key_in(file)
        if key.verifier_key().to_text().split("+", 2)[2] in person.now.publics:
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
