"""What the code behind a refusal means: `glitterball help no-store`, on the terminal as on the page of that refusal."""

from glitterball.answers import everything
from glitterball.answers.statuses import STATUS_OF
from glitterball.cli.output import tell


def codes() -> frozenset[str]:
    """Every code a refusal may end with, in brackets."""
    return frozenset(STATUS_OF)


def explain(code: str) -> None:
    """Say what it means, how to go on, and how a command ends with it; what is in braces was filled in."""
    problem = next(known for known in everything() if known.code == code)
    facts = ", ".join(problem.facts) or "none"
    tell(f"{code}: {problem.meaning}.", "bold")
    tell(f"It says: {problem.says}", further=2)
    tell(f"To go on: {problem.fix}", further=2)
    tell(f"Facts: {facts}. Exit code: {problem.exit_code}. Status of HTTP: {problem.status}.")
