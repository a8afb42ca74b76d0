"""What one handle on a log has appended itself: whoever is stopped says that, and nothing that others recorded meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Own:
    """The positions of a handle's own appends, from any thread: the first, the last, and how many. None were at first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.first = self.last = self.events = 0
        self.unanswered = 0
        """Appends that were broken off before they were answered: whether they are on disk is not known."""

    @contextmanager
    def asking(self) -> Iterator[None]:
        """An append, which is unanswered where it ends with neither a position nor a refusal."""
        try:
            yield
        except Exception:
            raise
        except BaseException:
            with self._lock:
                self.unanswered += 1
            raise

    def note(self, first: int, events: int) -> None:
        """An append was answered: so many events from a position on."""
        if not events:
            return
        with self._lock:
            self.first = min(self.first or first, first)
            self.last = max(self.last, first + events - 1)
            self.events += events
