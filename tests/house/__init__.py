"""The house itself: what must stay the same when rooms are moved, and what must be known in every place."""
