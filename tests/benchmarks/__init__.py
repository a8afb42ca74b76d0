"""The table of `python -m benchmarks`: its arithmetic, and that each of its rows still runs. No test times anything."""
