"""Two couples brought towards each other, with others pushed aside or drawn in: the fewest votes, exactly.

Couple a rises from its votes to x, couple b falls to y. Each couple of `ups` must have at least y (its own shift counted
in), each of `downs` at most x. Votes given are (x - a) plus what lifts the ups, votes taken (b - y) plus what lowers the downs;
a move of votes costs the larger of the two. Both are convex in x and y, so a budget can be tested by halving.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meeting:
    """`above`: x must end at least `gap` above y; else at least `gap` below it. `given` and `taken` are votes spent
    elsewhere. `least_x` keeps what is lowered to x or below it from falling under 0."""

    a: int
    b: int
    ups: tuple[int, ...]
    downs: tuple[int, ...]
    gap: int
    above: bool
    given: int = 0
    taken: int = 0
    least_x: int = 0

    def removal(self) -> tuple[int, int, int] | None:
        """The fewest votes removed, with x and y: nobody can be raised, so a stays and no up may be passed."""
        x, y = self.a, min(self.b, *self.ups) if self.ups else self.b
        if self.above:
            y = min(y, x - self.gap)
        if y < 0 or x < self.least_x or (not self.above and x > y - self.gap) or self.given:
            return None
        return self.b - y + self._lowered(x) + self.taken, x, y

    def move(self, limit: int) -> tuple[int, int, int] | None:
        """The fewest votes given or taken, whichever is more, with x and y; None when more than `limit`."""
        if limit < 0 or self._within(limit) is None:
            return None
        low, high = -1, limit
        while high - low > 1:
            middle = (low + high) // 2
            if self._within(middle) is None:
                low = middle
            else:
                high = middle
        found = self._within(high)
        assert found is not None
        return high, *found

    def together(self) -> int:
        """The least votes given and taken together: never more than twice the least move. Each part has its least on its own."""
        at_x = (max(one, self.a, self.least_x) for one in (self.a, *self.downs))
        at_y = (min(one, self.b) for one in (self.b, *self.ups))
        rise = min(x - self.a + self._lowered(x) for x in at_x)
        fall = min(self.b - y + self._lifted(y) for y in at_y)
        return rise + fall + self.given + self.taken

    def _lifted(self, y: int) -> int:
        votes = 0
        for up in self.ups:
            if up < y:
                votes += y - up
        return votes

    def _lowered(self, x: int) -> int:
        votes = 0
        for down in self.downs:
            if down > x:
                votes += down - x
        return votes

    def _x(self, y: int, budget: int) -> int:
        """The highest x the budget allows beside y."""
        x = self.a + budget - self.given - self._lifted(y)
        return x if self.above else min(x, y - self.gap)

    def _allowed(self, y: int, budget: int) -> bool:
        x = self._x(y, budget)
        return x >= max(self.a, self.least_x) and (not self.above or x >= y + self.gap)

    def _taken(self, y: int, budget: int) -> int:
        return self.b - y + self._lowered(self._x(y, budget)) + self.taken

    def _within(self, budget: int) -> tuple[int, int] | None:
        """An x and y that cost no more than the budget. Votes taken are convex in y along the highest x."""
        low, high = 0, self.b
        if not self.above:
            low = max(self.a, self.least_x) + self.gap
        if low > high or not self._allowed(low, budget):
            return None
        if not self._allowed(high, budget):
            least, most = low, high
            while most - least > 1:
                middle = (least + most) // 2
                least, most = (middle, most) if self._allowed(middle, budget) else (least, middle)
            high = least
        while low < high:
            middle = (low + high) // 2
            if self._taken(middle + 1, budget) < self._taken(middle, budget):
                low = middle + 1
            else:
                high = middle
        return (self._x(low, budget), low) if self._taken(low, budget) <= budget else None
