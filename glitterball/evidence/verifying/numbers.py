"""The numbers of one stream: a season's are 1, 2, 3 in the order of the log; a gateway's may arrive out of order, each once."""


class StreamNumbers:
    """What a stream has had so far. Memory does not grow while numbers come in order."""

    def __init__(self, in_order: bool) -> None:
        self.in_order = in_order
        self.closed_at: int | None = None
        self._last = 0
        self._ahead: set[int] = set()

    def take(self, number: int, closes: bool = False) -> str | None:
        """Take the next event's number in; the answer is what is wrong with it."""
        if self.in_order:
            expected, self._last = self._last + 1, max(self._last, number)
            return None if number == expected else f"{expected} should follow, not {number}"
        if number <= self._last or number in self._ahead:
            return f"{number} is there twice"
        if self.closed_at is not None and number > self.closed_at:
            return f"{number} stands behind the closing manifest"
        self._ahead.add(number)
        while self._last + 1 in self._ahead:
            self._last += 1
            self._ahead.discard(self._last)
        if closes:
            self.closed_at = number
            if max(self._ahead, default=self._last) > number:
                return f"its manifest stands at {number}, behind which there is a batch already"
        return None
