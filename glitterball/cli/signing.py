"""The key files of this call: whose they are the roster says, so that each speaker signs with a key of their own."""

from contextvars import ContextVar
from pathlib import Path

from domain.record import Actor
from domain.season.people.roster import person_called
from domain.season.state import SeasonState
from domain.season.words import public_of
from glitterball.cli.asking import file_or_input
from glitterball.files.limits import KEY
from glitterball.people import Signer, signer_of
from glitterball.proof.keys import parse_signer_key

_FILES: ContextVar[tuple[Path, ...]] = ContextVar("the key files of this call", default=())


def sign_with(files: tuple[Path, ...]) -> None:
    """What this call signs is signed with these key files."""
    _FILES.set(files)


def signer_for(speaker: Actor, state: SeasonState) -> Signer | None:
    """Signs as somebody with a key file of this call; nothing where none of them is a key of that person."""
    person = person_called(state, speaker.name)
    if person is None:
        return None
    for file in _FILES.get():
        key = parse_signer_key(file_or_input(str(file), KEY).decode("utf-8", "replace").strip())
        if key.verifier_key().public_key in map(public_of, person.now.keys):
            return signer_of(key)
    return None
