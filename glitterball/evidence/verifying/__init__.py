"""The verifier: whether a bundle's log is unaltered since a checkpoint the auditor trusts, and whether its outcomes follow.

It reads a bundle and a trust policy and knows neither the event log nor the engine. The form of a bundle and the catalogue
of findings are in docs/formats/bundle.md. Start reading at `verify.verify`.
"""

from glitterball.evidence.verifying.findings import CODES, Found
from glitterball.evidence.verifying.report import Report
from glitterball.evidence.verifying.verify import verify

__all__ = ["CODES", "Found", "Report", "verify"]
