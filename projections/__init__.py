"""THE VIEWS: what the log says, seen from one side. Rebuilt from events, never repaired.

`fold` remembers a season's events in order; each view is a module with a frozen `Row` and a pure function `rows(...)` from
what was remembered. The same functions answer live, as of any position, and fill the persisted tables.
"""
