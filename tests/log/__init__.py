"""The event log and its store."""
