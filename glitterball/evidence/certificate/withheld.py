"""What a certificate with sealed votes may show: the judges' side, and who ended how; nothing a count could be read from."""

from glitterball.audit.week import AuditStep
from glitterball.evidence.certificate.certificate import Certificate

ENDS = ("select", "leave", "second stage", "immunity", "places")
"""Stages that say who ended how, which is announced anyway."""


def shows(certificate: Certificate, part: str | AuditStep) -> bool:
    """Whether the numbers of a side (by name), or of a step of the working, may be read."""
    if not certificate.sealed:
        return True
    open_sides = {
        side.name
        for side in certificate.audit.outcome.sides
        if side.counts is not None and side.counts.stage == "scores"
    }
    if isinstance(part, str):
        return part in open_sides
    head, *rest = part.clause.split(".")
    return part.stage in ENDS or (head == "sides" and rest[:1] != [] and rest[0] in open_sides)
