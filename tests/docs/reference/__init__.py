"""The reference pages, made from the code: `commands.md`, `views.md`, `refusals.md`, `events.md`, `incidents.md` under `docs/`.

This room stands with the tests and not in the wheel: it types commands as the tests do, and nobody who installs Glitterball
needs it. `uv run python -m tests.docs.reference` writes the pages, `--check` says which would differ. Start at `pages`.
"""
