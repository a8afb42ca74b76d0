"""What is never repeated: a private key that somebody typed, or handed in, where none belongs."""

import re

_PRIVATE_KEY = re.compile(r"(?:PRIVATE|HIDDEN)\+KEY\+|PRIVATE KEY-----", re.IGNORECASE)
"""How a signer key line begins (golang.org/x/mod/sumdb/note); a season's key of hidden parts and a share of it; a key in PEM."""

NOT_SHOWN = "a private key, which is not repeated here"
"""What stands in a sentence in its place."""


def holds_private_key(text: str) -> bool:
    """Whether a private key stands in a text, in one of the forms keys are written in."""
    return _PRIVATE_KEY.search(text) is not None
