"""The fault laboratory: kills, power cuts, failing disks, flipped bits, odd clocks, mutated files, many processes.

    python -m tests.faults --bounded                 the set for every change: under five minutes on two cores
    python -m tests.faults --whole --minutes 60      for as long as asked; --only kills,cuts; --seed N

Start reading at `catalogue`. What each experiment does, and how it can fail: docs/fault-laboratory.md.
"""
