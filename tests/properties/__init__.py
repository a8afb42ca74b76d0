"""Properties a rulebook may promise."""
