"""The half page about an incident: the same paragraphs on a terminal and in the documentation."""

from glitterball.incidents.incident import Incident, Source


def paragraphs(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Each paragraph with its heading, in the order in which it is read."""
    return (
        ("What happened", _flat(incident.happened)),
        ("What was done", _flat(incident.handled)),
        ("What the record settles", _flat(incident.settles)),
        ("Synthetic", _flat(incident.synthetic)),
        ("Sources", "; ".join(map(_source, incident.sources)) + "."),
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _source(source: Source) -> str:
    return source.says if source.at is None else f"{source.says}, {source.at}"
