"""The people of generated shows: short names one can tell apart at a glance."""

from domain.record import Actor, Role

COUPLES = ("anna-ezra", "bea-cole", "cleo-dov", "dana-eli", "esme-finn", "fay-gus", "gia-hal", "hope-ivo")
"""Couples in order of identifier."""

JUDGES = ("ada", "bruno", "carrie", "derek", "emma")
"""Judges in scoring order; `carrie` is often the head judge."""

PEOPLE: dict[Role, Actor] = {
    "score desk": Actor(name="Dora", role="score desk"),
    "gateway": Actor(name="Vox", role="gateway"),
    "supervisor": Actor(name="Sam", role="supervisor"),
    "producer": Actor(name="Pia", role="producer"),
    "executive": Actor(name="Elin", role="executive"),
    "adjudicator": Actor(name="Olga", role="adjudicator"),
    "engine": Actor(name="Glitterball", role="engine"),
    "historian": Actor(name="Hugo", role="historian"),
    "witness": Actor(name="Wim", role="witness"),
    "auditor": Actor(name="Rosa", role="auditor"),
}
"""One person for each role."""
