"""Addresses: what is asked for, as of which position, and in which form; and the links that lead there.

`/s/us-33/w/2/audit` is how things stand, `/s/us-33/w/2/audit@412` how they stood at a position of the log, which never changes,
and `.json` behind either is the same for machines.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

LARGEST_POSITION = 2**63 - 1
"""No log reaches further."""

_ENDING = re.compile(r"^(?P<path>.*?)(?:@(?P<position>[0-9]{1,19}))?(?P<json>\.json)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: the page, the position it is asked as of (none: now), and whether machines ask."""

    path: str
    position: int | None = None
    for_machines: bool = False


def address_of(path: str) -> Address:
    """The parts of the path of a request. A number no log reaches stays one: asking as of it is refused."""
    found = _ENDING.match(path)
    assert found is not None, "every text ends in one of these ways"
    position = found["position"]
    return Address(
        found["path"], None if position is None else min(int(position), LARGEST_POSITION), found["json"] is not None
    )


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages of a season are, all as of the same position, or all as things stand."""

    season: str
    at: int | None = None

    def _to(self, *parts: object) -> str:
        path = "/".join(quote(str(part), safe="") for part in ("s", self.season, *parts))
        return f"/{path}" + ("" if self.at is None else f"@{self.at}")

    def home(self) -> str:
        """The season's grid."""
        return self._to()

    def week(self, week: int, page: str = "") -> str:
        """A week's board, or another of its pages."""
        return self._to("w", week, *([page] if page else []))

    def rules(self, week: int, clause: str = "") -> str:
        """The rulebook in force in a week, at a clause."""
        return self.week(week, "rules") + (f"#{quote(clause)}" if clause else "")

    def event(self, position: int) -> str:
        """An event."""
        return self._to("e", position)

    def timeline(self) -> str:
        """The season in the order in which it happened."""
        return self._to("timeline")

    def decisions(self, number: int | None = None) -> str:
        """All decisions, or one."""
        return self._to("decisions", *([] if number is None else [number]))

    def desk(self, week: int) -> str:
        """The desk of a week, as things stand."""
        return Links(self.season).week(week, "desk")

    def last_desk(self) -> str:
        """The desk of the last week."""
        return Links(self.season)._to("desk")

    def scores(self, week: int, dance: str = "") -> str:
        """The grid in which marks are typed, at a dance."""
        return Links(self.season).week(week, "scores") + (f"#{quote(dance)}" if dance else "")

    def comparing(self, week: int) -> str:
        """The grid in which the cards are typed again, to be compared with what is recorded."""
        return f"{self.scores(week)}/check"

    def acts(self, week: int | None = None) -> str:
        """Everything that can be said in the season, or of a week."""
        return Links(self.season)._to(*(() if week is None else ("w", week)), "say")

    def act(self, do: str, week: int | None = None, **typed: object) -> str:
        """The form in which something is said, with what is known of it typed already."""
        asked = urlencode({name: str(value) for name, value in typed.items()})
        to = Links(self.season)._to(*(() if week is None else ("w", week)), "say", do)
        return f"{to}?{asked}" if asked else to
