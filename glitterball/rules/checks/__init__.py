"""The checks of a rulebook, one file a subject. Each takes a rulebook and yields its problems."""
