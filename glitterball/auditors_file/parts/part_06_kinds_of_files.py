"""What a file that is no bundle seems to be, by how it begins. Nothing of its content is repeated."""

from __future__ import annotations

import re

OFFICE = re.compile(rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|mimetype|_rels/|word/|xl/|docProps/)", re.DOTALL)
_KINDS = (
    (rb"(?s).*?^[ \t]*(PRIVATE|HIDDEN)\+KEY\+|-----BEGIN .*PRIVATE KEY", "a private key, which is not repeated here"),
    (rb"\Z", "an empty file"),
    (rb"SQLite format 3\x00", "a store, or another file of SQLite"),
    (rb"PK\x03\x04", "a workbook or a document of an office program"),
    (rb"%PDF-", "a PDF"),
    (rb"\s*<(!doctype html|html)", "an HTML page"),
    (rb"[1-9][0-9]{0,17} \{", "openings of a bundle"),
    (rb"(?s)[^\0]*\n\n\xe2\x80\x94 ", "a signed note"),
    (rb"(?s)[^\0]*?^(log|witness|quorum)[ \t]", "a policy"),
    (rb"\s*[{\[]", "JSON"),
    (rb"(?s)[^\0]*\Z", "some text"),
)


def seems_to_be(head: bytes) -> str:
    """Of the beginning of a file: what it is, for a sentence."""
    found = (name for form, name in _KINDS if re.match(form, head, re.IGNORECASE | re.MULTILINE))
    return next(found, "a file of another kind")
