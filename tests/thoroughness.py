"""How much the tests look at: a part of it in the README's command, all of it with `--thorough`.

Nothing is left out in the plain run that could be asked at all; what is drawn by chance is drawn less often.
"""

THOROUGH = False
"""Set from the command line before a test is collected."""

PART = 4
FEWEST = 10


def examples(many: int) -> int:
    """How many of so many examples, seeded weeks or trials are tried in this run."""
    return many if THOROUGH else min(many, max(FEWEST, many // PART))
