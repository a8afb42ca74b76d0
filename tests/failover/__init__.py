"""Two servers, of which one follows the other: the first is killed, the second takes over, and desks and gateways go on.

Start reading at `pair.Pair`, then `nights.round_of`. What came of a round is told by `nights.Outcome`; `benchmarks/failover.py`
makes as many as one likes.
"""
