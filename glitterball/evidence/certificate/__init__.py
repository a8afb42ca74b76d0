"""The certificate of a week: what a signatory puts a name to, and what a reader may hang on a wall.

Start reading at `certificate.certificate_of`. It is made from the events alone; the same events give the same bytes.
"""

from glitterball.evidence.certificate.as_json import certificate_json, certificate_text
from glitterball.evidence.certificate.certificate import Certificate, NothingCertified, certificate_of
from glitterball.evidence.certificate.page import NEWEST_PAGE, PAGES, certificate_html, page_of
from glitterball.evidence.certificate.publishing import Published, published
from glitterball.evidence.certificate.signing import open_certificate, sign_certificate
from glitterball.evidence.certificate.statement import open_statement, sign_statement, statement_html, statement_text
from glitterball.evidence.certificate.verifier import Verifier, shipped_verifier

__all__ = [
    "NEWEST_PAGE",
    "PAGES",
    "Certificate",
    "NothingCertified",
    "Published",
    "Verifier",
    "certificate_html",
    "certificate_json",
    "certificate_of",
    "certificate_text",
    "open_certificate",
    "open_statement",
    "page_of",
    "published",
    "shipped_verifier",
    "sign_certificate",
    "sign_statement",
    "statement_html",
    "statement_text",
]
