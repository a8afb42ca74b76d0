"""The event log: what was said, in order, for ever. Everybody else uses `EventLog`; only this package knows the library."""

from glitterball.log.envelope import Entry
from glitterball.log.event_log import AlreadyRecorded, EventLog, LogClosed, StaleStream

__all__ = ["AlreadyRecorded", "Entry", "EventLog", "LogClosed", "StaleStream"]
