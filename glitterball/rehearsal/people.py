"""The people of a rehearsal: one in every role, two where two must sign. None of them exists."""

from domain.record import Actor

PRODUCER = Actor(name="Rehearsal producer", role="producer")
DESK = Actor(name="Rehearsal score desk", role="score desk")
SECOND_DESK = Actor(name="Rehearsal score desk, second", role="score desk")
SUPERVISOR = Actor(name="Rehearsal supervisor", role="supervisor")
SECOND_SUPERVISOR = Actor(name="Rehearsal supervisor, second", role="supervisor")
EXECUTIVE = Actor(name="Rehearsal executive", role="executive")
ADJUDICATOR = Actor(name="Rehearsal adjudicator", role="adjudicator")


def gateway(name: str) -> Actor:
    """A vote gateway speaks under its own name."""
    return Actor(name=name, role="gateway")
