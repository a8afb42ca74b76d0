"""A season as of any position without reading it from its beginning: kept snapshots of the tallies, and the log from there.

A snapshot is a cache beside the store, `STORE.snapshots.sqlite`. It is made from the log and bound to it by the Merkle
root of all events up to its position; the doctor makes it again and compares. Deleting it loses nothing, nothing that is
signed rests on it, and a question that finds none reads the log. Start reading at `cuts.Cuts`.
"""

from glitterball.snapshots.cuts import Cuts
from glitterball.snapshots.keeping import KeptSnapshots, keep
from glitterball.views.beside import snapshots_path

__all__ = ["Cuts", "KeptSnapshots", "keep", "snapshots_path"]
