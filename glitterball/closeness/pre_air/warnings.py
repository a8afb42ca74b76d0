"""What the pre-air report warns of, in the show's words."""

from collections.abc import Mapping

from domain.findings import Finding
from glitterball.closeness.pre_air.results import JudgesTie, PreAir, PreAirReading
from projections.names import listed
from projections.numbers import number

Called = Mapping[str, str]
"""What each couple is called."""


def warnings_of(report: PreAir, names: Mapping[str, str]) -> tuple[Finding, ...]:
    """Warnings under the rulebook as it stands, then where another reading of it says otherwise, then what ties lead to.
    Couples are called by name, and by identifier where they have none."""
    called = {one.couple: names.get(one.couple, one.couple) for one in report.reading.prospects}
    where = f"week {report.week}"
    reading = report.reading
    if reading.why:
        return (Finding(where, f"not worked out: {reading.why}", "warning"),)
    found = [
        Finding(where, text, "warning")
        for text in (*_worthless(report, called), *_safe(report, called), *_winners(report, called))
    ]
    found += [Finding(where, text, "note") for text in _ties(report, reading, called)]
    for other in report.readings[1:]:
        found += [Finding(where, text, "note") for text in _otherwise(report, other, called)]
    return tuple(found)


def _worthless(report: PreAir, called: Called) -> list[str]:
    reach = f"the lowest {report.in_danger}" if report.in_danger > 1 else "lowest"
    return [
        f"every vote for {called[couple]} is worthless tonight: whatever the public does, {called[couple]} is "
        f"{_among(report, reach)}"
        for couple in report.unsavable
    ]


def _among(report: PreAir, reach: str) -> str:
    return f"among {reach}" if report.in_danger > 1 else reach


def _safe(report: PreAir, called: Called) -> list[str]:
    return [f"{called[couple]} is already safe: no vote sends {called[couple]} home tonight" for couple in report.safe]


def _winners(report: PreAir, called: Called) -> list[str]:
    """In a finale; on other nights who is first decides nothing."""
    if report.in_danger or report.leave:
        return []
    cannot = [one.couple for one in report.reading.prospects if not one.can_win]
    return [f"no vote can put {called[couple]} first tonight" for couple in cannot]


def _ties(report: PreAir, reading: PreAirReading, called: Called) -> list[str]:
    said = [_tie(tie, called, f"each gets {number(tie.points)}") for tie in reading.ties]
    for other in report.readings[1:]:
        if other.switched and not other.why:
            how = ", ".join(f"{name} = {value}" for name, value in other.switched)
            before = {tie.couples: tie.points for tie in reading.ties}
            said += [
                _tie(tie, called, f"with {how} each gets {number(tie.points)}")
                for tie in other.ties
                if before.get(tie.couples) != tie.points and len(other.switched) == 1
            ]
    if reading.open_ties:
        said.append("two couples can end equal tonight, and the tie chain would not tell them apart without people")
    return said


def _tie(tie: JudgesTie, called: Called, gets: str) -> str:
    couples = listed([called[couple] for couple in tie.couples])
    return f"{couples} are equal on the {tie.side} side with {number(tie.total)}: {gets}"


def _otherwise(report: PreAir, other: PreAirReading, called: Called) -> list[str]:
    how = ", ".join(f"{name} = {value}" for name, value in other.switched)
    if other.why:
        return [f"with {how}: not worked out: {other.why}"]
    said = []
    for prospect in other.prospects:
        here = report.reading.prospect(prospect.couple)
        if prospect.out_of_danger and here.out_of_danger:
            if prospect.out_of_danger.possible and not here.out_of_danger.possible:
                said.append(f"with {how} votes can keep {called[prospect.couple]} out of danger")
            elif here.out_of_danger.possible and not prospect.out_of_danger.possible:
                said.append(f"with {how} every vote for {called[prospect.couple]} is worthless tonight")
        if here.unharmed and prospect.unharmed and here.safe != prospect.safe:
            said.append(f"with {how} {called[prospect.couple]} is {'already safe' if prospect.safe else 'not safe'}")
        if here.can_win != prospect.can_win and not report.in_danger:
            said.append(
                f"with {how} {called[prospect.couple]} {'can' if prospect.can_win else 'cannot'} be placed first"
            )
    return said
