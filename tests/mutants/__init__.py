"""Can the tests fail? The code is broken in one small place at a time, and the tests must notice. See docs/mutants.md.

pytest collects only `test_the_runner.py` here; `python -m tests.mutants` does the rest.
"""
