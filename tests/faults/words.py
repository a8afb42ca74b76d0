"""Hostile command lines. Tried in tests/cli; here is their place in the table.

An experiment of theirs calls what they call: `Experiment("words: ...", claim, run, bounded, round)`.
"""

from tests.faults.experiment import Experiment

EXPERIMENTS: tuple[Experiment, ...] = ()
