"""Incidents of television competitions that a record of the results could have settled, as cases that can be played.

Each is one file in `cases`: what happened, who reported it, what the record answers, and the lines somebody types. Votes
were never published, so those in a case are synthetic, and its seasons are rehearsals. Start at `shipped`; `playing` types
the lines at a desk (`desk`) and holds what follows against what the file says; `telling` writes the half page.
"""

from glitterball.incidents.desk import Answered, Desk
from glitterball.incidents.incident import File, Handed, Incident, Source, Step
from glitterball.incidents.playing import Typed, handing_over, play, type_out
from glitterball.incidents.shipped import IncidentNotShipped, shipped_incident, shipped_incidents
from glitterball.incidents.telling import paragraphs

__all__ = [
    "Answered",
    "Desk",
    "File",
    "Handed",
    "Incident",
    "IncidentNotShipped",
    "Source",
    "Step",
    "Typed",
    "handing_over",
    "paragraphs",
    "play",
    "shipped_incident",
    "shipped_incidents",
    "type_out",
]
