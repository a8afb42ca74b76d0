"""The people of a rehearsal: one in every role, two where two must sign. None of them exists."""

from domain.record import Actor

PRODUCER = Actor(name="Rehearsal producer", role="producer")
DESK = Actor(name="Rehearsal score desk", role="score desk")
SECOND_DESK = Actor(name="Rehearsal score desk, second", role="score desk")
EXECUTIVE = Actor(name="Rehearsal executive", role="executive")
ADJUDICATOR = Actor(name="Rehearsal adjudicator", role="adjudicator")
