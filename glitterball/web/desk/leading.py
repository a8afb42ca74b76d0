"""Where a reason for NOT READY is mended, and which act of the night comes next. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.findings import Finding
from domain.season import unready
from domain.season.deciding.facts import OutcomeCertified, OutcomeCertifiedV2
from domain.season.readiness import is_ready
from domain.season.state import SeasonState, announced, last_touched
from domain.season.ways import ways_of
from glitterball.web.addresses import Links
from glitterball.web.forms.acts import ACTS
from glitterball.web.words import worded
from projections.readiness import in_names

TYPED = ("couple", "dance", "gateway", "channel", "decision")
"""Facts of a reason that are fields of the form in which it is mended."""

ORDER = (
    unready.NO_COUPLE,
    unready.NO_DANCE,
    unready.DANCES_NOWHERE,
    unready.DANCES_LESS,
    unready.VOTING_NOT_OPENED,
    unready.SCORES_MISSING,
    unready.VOTING_OPEN,
)
"""In which order a night goes on; other reasons come behind these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to where something is said: what it is called, what it does, and where it leads."""

    called: str
    says: str
    to: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A finding of a week's check in the show's names, and where it is mended, the likeliest first."""

    severity: str
    where: str
    what: str
    code: str
    ways: tuple[Way, ...]


def way(do: str, links: Links, week: int | None, **typed: object) -> Way:
    """The way to an act."""
    act = ACTS[do]
    return Way(called=worded(capital(act.called)), says=act.says, to=links.act(do, week, **typed), do=do)


def capital(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def reasons_of(findings: Sequence[Finding], state: SeasonState, links: Links, week: int) -> tuple[Reason, ...]:
    """What a check found, errors first, each with where it is mended."""
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(
        Reason(
            severity=finding.severity,
            where=finding.where,
            what=in_names(finding, state, week),
            code=finding.code,
            ways=tuple(ways_to(finding, links, week)),
        )
        for finding in sorted(findings, key=lambda finding: order[finding.severity])
    )


def ways_to(finding: Finding, links: Links, week: int) -> Iterator[Way]:
    """Where a reason is mended: marks in the grid, proposals in the inbox, everything else in its form."""
    said = dict(finding.facts)
    about = int(said.get("week", week))
    for do in ways_of(finding):
        if do == "give-score":
            dance = str(said.get("dance", ""))
            yield Way(called=worded("Type the marks"), says=ACTS[do].says, to=links.scores(about, dance), do=do)
        elif do in ("approve", "reject"):
            yield from _decided(do, links, said)
        else:
            yield way(do, links, about, **_typed(do, said))


def _decided(do: str, links: Links, said: dict[str, object]) -> Iterator[Way]:
    if do == "approve":
        to = f"/approvals#{links.season}-{said['decision']}"
        yield Way(called=worded("Decide on the proposal"), says=worded("Two people decide it."), to=to, do=do)


def _typed(do: str, said: dict[str, object]) -> dict[str, object]:
    """What of a reason stands in the form already: of several batches the first."""
    known = {name: str(said[name]).split(" ", 1)[0] for name in TYPED if name in said}
    danced = str(said.get("dance", "")).split(".")
    if "couple" not in known and len(danced) > 1 and do in ("state-bye", "schedule-dance"):
        known["couple"] = danced[-1]
    if "batches" in said:
        known["batch"] = str(said["batches"]).split(",", 1)[0].split("-", 1)[0]
    if do == "settle-tie":
        known["link"] = "lot" if str(said.get("clause", "")).endswith(".lot") else "authority"
    if do in ("state-bye", "schedule-dance", "settle-cut"):
        couples = known.pop("couple", None) or str(said.get("couples", ""))
        known |= {"couples": couples.split(",")[0].strip()} if couples else {}
    fields = set(ACTS[do].kind.model_fields)
    return {name: value for name, value in known.items() if name in fields}


def next_act(state: SeasonState, links: Links, week: int, findings: Sequence[Finding]) -> Way | None:
    """The one act that comes next: what keeps the week from being READY is mended in the order of a night, then it is certified,
    announced and closed; nothing where the week is over, or is history."""
    if state.mode == "historic":
        return None
    this = state.weeks[week]
    if this.closed is not None:
        following = week + 1
        return None if following in state.weeks else way("open-week", links, following)
    errors = sorted((found for found in findings if found.severity == "error"), key=_when)
    if errors:
        return next(iter(ways_to(errors[0], links, week)), None)
    if not is_ready(tuple(findings)):
        return None
    if not this.certified or last_touched(state, week) > this.certified[-1].position:
        return way("certify-outcome", links, week)
    return _on_air(state, links, week)


def _when(finding: Finding) -> int:
    codes = [kind.code for kind in ORDER]
    return codes.index(finding.code) if finding.code in codes else len(codes)


def _on_air(state: SeasonState, links: Links, week: int) -> Way:
    """What was certified is announced, and then the week is closed."""
    this = state.weeks[week]
    certified, said = this.certified[-1].fact, announced(this)
    placed = placed_in(certified)
    if placed and said.places is None:
        return way("award-places", links, week, **{f"places:{couple}": place for couple, place in placed.items()})
    left = [couple for couple in certified.leaving if couple not in (said.eliminated or ())]
    if left and not placed:
        return way("announce-elimination", links, week, couple=left[0])
    return way("close-week", links, week)


def placed_in(certified: OutcomeCertified) -> dict[str, int]:
    """The places of a final, as they were certified; nothing of another week."""
    if isinstance(certified, OutcomeCertifiedV2):
        return {place.couple: place.place for place in certified.placed or ()}
    return {line.couple: line.place for line in certified.standings if line.result == "placed"}
