"""Words as TOML has them."""

import tomli_w


def quoted(text: str) -> str:
    """A text between quotes, with what would end it escaped."""
    return tomli_w.dumps({"text": text}).partition(" = ")[2].rstrip("\n")
