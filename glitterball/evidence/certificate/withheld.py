"""What a certificate with sealed votes may show: the judges' side, and who ended how; nothing a count could be read from."""

from dataclasses import replace

from glitterball.audit.week import AuditStep
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.decisions import Settled

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
    if part.stage == "select" and certificate.hides_danger:
        return False
    head, *rest = part.clause.split(".")
    return part.stage in ENDS or (head == "sides" and rest[:1] != [] and rest[0] in open_sides)


def steps_of(certificate: Certificate) -> tuple[AuditStep, ...]:
    """The steps a certificate tells. Sealed, what they decided is named in the order of the alphabet, unless it is places that
    are awarded; and of a certification that hides its standings those alone that may be read: that couples were level tells too.
    """
    if not certificate.sealed:
        return certificate.audit.steps
    told = [step for step in certificate.audit.steps if not certificate.in_parts or shows(certificate, step)]
    numbered = (replace(step, number=number) for number, step in enumerate(told, 1)) if certificate.in_parts else told
    return tuple(
        step if step.stage == "places" else replace(step, groups=tuple(tuple(sorted(group)) for group in step.groups))
        for step in numbered
    )


def ties_of(certificate: Certificate) -> tuple[Settled, ...]:
    """The ties a certificate tells: of a certification that hides its standings those that people settled."""
    return tuple(tie for tie in certificate.ties if not certificate.in_parts or tie.means is not None)
