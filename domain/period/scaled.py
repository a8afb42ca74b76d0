"""Points of all couples over one denominator: exact, and as quick to add and compare as whole numbers."""

from dataclasses import dataclass
from fractions import Fraction

from domain.exact import Exact, exact


@dataclass(frozen=True, slots=True)
class Scaled:
    """`values[i] / over` is the number of the couple at `period.couples[i]`."""

    values: tuple[int, ...]
    over: int = 1

    def __getitem__(self, index: int) -> Exact:
        return self.values[index] if self.over == 1 else exact(Fraction(self.values[index], self.over))

    def exact(self) -> tuple[Exact, ...]:
        """The numbers themselves."""
        return self.values if self.over == 1 else tuple(exact(Fraction(value, self.over)) for value in self.values)
