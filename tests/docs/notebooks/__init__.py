"""The notebooks of `docs/notebook/`: run as a reader runs them, from top to bottom, beside their files.

A notebook is kept with its answers, so that it reads where nothing runs; a test runs it and compares. `running` runs one,
`uv run python -m tests.docs.notebooks` writes the answers again.
"""
