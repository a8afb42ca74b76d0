"""The desk of a night: what it shows, what its keys do, and a night said by keys alone."""
