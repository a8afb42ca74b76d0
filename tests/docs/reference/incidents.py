"""The page of incidents: half a page each, from the files that ship."""

from glitterball.incidents import Incident, paragraphs, shipped_incident, shipped_incidents
from tests.docs.reference import markdown as md

INTRODUCTION = """\
Nights of television competitions on which something went wrong or was doubted, and what a record of the results answers.
Each ships as a case that is played: `glitterball incidents list` has the table, `glitterball incidents show` one of the half
pages below, `glitterball incidents play` types every line, certifies, bundles, and runs both verifiers; with `--into FOLDER`
the store and the bundle stay.

Votes of these nights were never published couple by couple. Those in a case are synthetic, and its seasons are rehearsals, so
that everything that comes of them says REHEARSAL. A case shows what the record would have said, and not how people voted."""


def page() -> str:
    """`docs/incidents.md`."""
    found = sorted(map(shipped_incident, shipped_incidents()), key=lambda incident: incident.date, reverse=True)
    return md.page("Incidents", INTRODUCTION, *(part for incident in found for part in _half_page(incident)))


def _half_page(incident: Incident) -> list[str]:
    told = [f"**{heading}.** {text}" for heading, text in paragraphs(incident)]
    steps = "\n".join(f"{number}. {step.says}" for number, step in enumerate(incident.steps, start=1))
    return [
        f"## {incident.title}",
        f"{incident.show}, {incident.date}. `glitterball incidents play {incident.incident}`",
        *told,
        "What is played:",
        steps,
    ]
