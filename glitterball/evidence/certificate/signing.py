"""The certificate as a signed note: its JSON is the text, so a signature covers every word of it."""

import json
from collections.abc import Sequence

from glitterball.evidence.certificate.as_json import SCHEMA, certificate_text
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.proof.keys import SignerKey, VerifierKey
from glitterball.proof.notes import OpenedNote, open_note, sign_note
from glitterball.proof.refusals import NoteMalformed


def sign_certificate(certificate: Certificate, signers: Sequence[SignerKey]) -> bytes:
    """The note, signed in the order given. Ed25519 gives the same bytes every time."""
    return sign_note(certificate_text(certificate), signers)


def open_certificate(note: bytes, known: Sequence[VerifierKey]) -> tuple[dict[str, object], OpenedNote]:
    """The certificate in a note that a known key signed. Refuses what `open_note` refuses."""
    opened = open_note(note, known)
    try:
        document = json.loads(opened.text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise NoteMalformed("its text is not a certificate")
    return document, opened
