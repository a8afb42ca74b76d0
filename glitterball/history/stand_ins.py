"""One celebrity who danced with several pros is one couple: the pro of most weeks is its pro, the others stood in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from glitterball.history.fates import read_fate
from glitterball.history.identity import Identities, same_name
from glitterball.history.records import CoupleRecord
from projections.names import listed

Key = tuple[int, str, str]
"""Season, celebrity, and the pro only where two couples have celebrities of one name."""


@dataclass(slots=True)
class Partner:
    """One pro of a celebrity: the weeks they danced in together, and how the rows with it say the season ended."""

    name: str
    weeks: set[int] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Partners:
    """Which pros each celebrity of a file danced with."""

    of: dict[tuple[int, str], dict[str, Partner]] = field(default_factory=dict)

    def saw(self, season: int, names: tuple[str, str], weeks: Iterable[int], endings: Iterable[str]) -> None:
        """A row: its season, celebrity and pro, the weeks it has scores of, and its words for how it ended."""
        celebrity, professional = names
        pros = self.of.setdefault((season, same_name(celebrity)), {})
        partner = pros.setdefault(same_name(professional), Partner(professional))
        partner.weeks.update(weeks)
        partner.endings.update(text for text in endings if _ends(text))

    def key(self, season: int, names: tuple[str, str]) -> Key:
        """Which couple a row is of."""
        celebrity, professional = map(same_name, names)
        apart = _apart([one for one in self.of.get((season, celebrity), {}).values() if one.name])
        return season, celebrity, professional if apart else ""

    def settle(self, season: int, couple: CoupleRecord, identities: Identities) -> dict[int, str]:
        """Give a couple the pro of most weeks, the first of equals; answers who stood in in which week."""
        pros = [one for one in self.of.get((season, same_name(couple.celebrity)), {}).values() if one.name]
        if len(pros) < 2 or _apart(pros):
            return {}
        regular = max(pros, key=lambda one: len(one.weeks))
        couple.professional = regular.name
        stood_in: dict[int, str] = {}
        for partner in pros:
            weeks = sorted(partner.weeks) if partner is not regular else []
            for week in weeks:
                stood_in[week] = partner.name
            if weeks:
                told = f"week{'s' if len(weeks) > 1 else ''} {listed([str(week) for week in weeks])}"
                what = f"{couple.celebrity} danced with {partner.name} in {told}; read as one couple, {couple.name}"
                identities.note(f"season {season}", what)
        return stood_in


def _ends(text: str) -> bool:
    return bool(text) and read_fate(text).ended in ("placed", "eliminated", "withdrew")


def _apart(pros: list[Partner]) -> bool:
    """Whether celebrities of one name are two people: they danced in one week, and ended differently."""
    shared = Counter(week for one in pros for week in one.weeks)
    together = any(times > 1 for times in shared.values())
    said = [one.endings for one in pros if one.endings]
    return together and any(one.isdisjoint(other) for one in said for other in said)
