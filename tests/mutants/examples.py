"""Drawn examples, few and the same each time, so that a test takes as long as it must to be asked and no longer."""

from typing import Any

import pytest

from tests import thoroughness

DRAWN_BY_HAND = 200
"""Weeks for each example, in a module that draws its weeks by itself and names their number `WEEKS`."""


class FewExamples:
    """Every test that draws examples draws at most so many, in an order that never changes, and does not shrink."""

    def __init__(self, most: int) -> None:
        self._most = most
        thoroughness.FEWEST = most  # the plain run may draw fewer, and would let more mutants live

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = getattr(item, "obj", None)
            test = getattr(test, "__func__", test)
            if (given := getattr(test, "_hypothesis_internal_use_settings", None)) is not None:
                test._hypothesis_internal_use_settings = self._fewer(given)
            machine = getattr(item, "cls", None)
            if hasattr(getattr(machine, "settings", None), "max_examples"):
                machine.settings = self._fewer(machine.settings)  # type: ignore[union-attr]
            module = getattr(item, "module", None)
            if isinstance(getattr(module, "WEEKS", None), int):
                module.WEEKS = min(module.WEEKS, DRAWN_BY_HAND * self._most)

    def _fewer(self, given: Any) -> Any:
        from hypothesis import Phase, settings  # only now: pytest means to be the first that imports it

        return settings(
            given,
            max_examples=min(given.max_examples, self._most),
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
        )
