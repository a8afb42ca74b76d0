"""A private key that is typed where none belongs is refused, and stands in no message: it could come to stand on record."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.keys import SignerKey, parse_verifier_key
from glitterball.proof.private_keys import holds_private_key
from glitterball.proof.refusals import KeyMalformed
from glitterball.refusals import ValueNotValid
from tests.cli.typing_at_it import Desk

SECRET = SignerKey("log", bytes(range(32))).to_text()
SEED = SECRET.split("+")[-1]


@pytest.mark.parametrize(
    "line",
    [
        "verify {folder}/b.bundle --policy {folder}/p --signer KEY",
        "verify KEY --policy {folder}/p",
        "votes key introduce small phones KEY --by 'Sam (supervisor)' --with 'Eve (executive)'",
        "week cancel small 1 --reason 'the key is KEY' --by 'Eve (executive)'",
        "season show KEY",
        "season show small --format KEY",
        "KEY",
        "score give small KEY amy-ben ines 5",
        "--key KEY season list",
    ],
)
def test_a_key_typed_in_place_of_anything_is_refused_and_not_repeated(desk: Desk, line: str) -> None:
    said = desk.types(line.replace("KEY", SECRET))
    assert said.code == 2
    assert "holds a private key, which is not repeated here" in said.err
    assert "[private-key-typed]" in said.err
    assert SEED not in said.err + said.out
    assert not (desk.folder / "show.sqlite").exists()


@pytest.mark.parametrize("name", ["GLITTERBALL_STORE", "GLITTERBALL_BY", "GLITTERBALL_SIGN"])
def test_a_key_in_a_variable_of_the_environment_is_not_repeated(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, SECRET)
    desk.store = os.environ.get("GLITTERBALL_STORE", desk.store)
    said = desk.types("season list")
    assert (said.code, SEED in said.err) == (2, False)
    assert said.err.startswith(f"{name} holds a private key")


@given(st.text(max_size=20), st.text(max_size=20), st.booleans())
def test_a_key_between_other_letters_is_still_one(before: str, after: str, small: bool) -> None:
    assert holds_private_key(before + (SECRET.lower() if small else SECRET) + after)


@pytest.mark.parametrize(
    "text", ["the private key was lost", "private+public", SignerKey("log", bytes(32)).verifier_key().to_text()]
)
def test_a_sentence_about_keys_and_a_public_key_are_none(text: str) -> None:
    assert not holds_private_key(text)


def test_a_library_that_is_handed_one_for_a_verifier_key_does_not_repeat_it() -> None:
    with pytest.raises(KeyMalformed) as caught:
        parse_verifier_key(SECRET)
    assert SEED not in str(caught.value)
    assert "a public one" in str(caught.value)
    refused = ValueNotValid("KEY", SECRET, "Write the gateway's verifier key line")
    assert SEED not in f"{refused}{refused.facts()}"
