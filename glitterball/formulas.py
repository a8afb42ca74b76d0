"""Text in a CSV that a spreadsheet would take for a formula, and the apostrophe that keeps it text.

What opens a CSV in a spreadsheet runs `=cmd|...` where it stands in a cell, whoever typed it in. The source of the list is
OWASP's page on CSV injection; numbers are left as they are. What we write we read back as it was meant.
"""

import re

BEGINS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"[+-]?\d+([.,/]\d+)*%?")


def harmless(text: str) -> str:
    """A cell of text with an apostrophe before it where it would be a formula."""
    return f"'{text}" if BEGINS.match(text) and not NUMBER.fullmatch(text) else text


def as_meant(cell: str) -> str:
    """A cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell
