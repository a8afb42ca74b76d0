"""The command lines that settle what keeps a week from being READY, as they are typed; people say what is in capitals."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.findings import Finding
from domain.season.authority import AUTHORITY
from domain.season.roles import AFTER_THE_LOCK, GOVERNANCE, Authority
from domain.season.ways import ways_of

LINES: Mapping[str, str] = {
    "state-bye": "week bye {season} {week} {couple} --no-marks --reason WHY",
    "schedule-dance": "week schedule {season} {week} {couple}",
    "mark-judge-absent": "week absent {season} {week} {judge} --reason WHY",
    "seat-panel": "week panel {season} {week} JUDGES",
    "substitute-input": "votes substitute {season} {week} viewers COUPLE=VOTES --reason WHY",
    "adopt-rulebook": "season adopt {season} RULEBOOK --from-week {week}",
    "cancel-elimination": "week cancel {season} {week} --reason WHY",
    "take-back-withdrawal": "week take-back-withdrawal {season} {week} {couple} --reason WHY",
    "close-week": "week close {season} {week}",
    "restate-week": "week restate {season} {week} --ends FORM --reason WHY",
    "give-score": "score give {season} {week} {couple} {judge} MARK",
    "approve": "decision approve {season} {decision}",
    "reject": "decision reject {season} {decision} --reason WHY",
    "open-voting": "votes open {season} {of} --gateway GATEWAY:CHANNEL --opens TIME --closes TIME",
    "close-voting": "votes close {season} {of}",
    "void-batch": "votes void batch {season} {of} {gateway} {batch} --reason WHY",
    "state-window": "votes window {season} {of} --opens TIME --closes TIME --reason WHY",
    "give-up-gateway": "votes give-up {season} {of} {gateway} --as-delivered --reason WHY",
    "replace-manifest": "votes replace {season} {of} {gateway} {channel} COUPLE=VOTES --reason WHY",
    "settle-tie": "week settle {season} {week} ORDER --how HOW",
    "settle-cut": "week cut {season} {week} {tied} --all-go-on --how HOW",
    "cast-ballot": "week ballot {season} {week} JUDGE COUPLE",
}
"""By what the command is called. The order of a tie is for people to say: the couples as they are named here would be an order
that nobody drew. `of` is the week the reason is about, which may be one before the week that is checked."""

TO_SAY = {"gateway": "GATEWAY", "channel": "CHANNEL", "couple": "COUPLE", "decision": "NUMBER"}
"""What stands where a reason does not say it."""


def lines_for(reason: Finding, season: str, week: int) -> tuple[str, ...]:
    """The lines that settle a reason, the likeliest first; each takes as many people as its command."""
    facts = _facts(reason, season, week)
    return tuple(
        f"glitterball {LINES[command].format(**facts)}{_people(command, reason)}"
        for command in ways_of(reason)
        if command in LINES
    )


def _facts(reason: Finding, season: str, week: int) -> dict[str, Any]:
    said = dict(reason.facts)
    first = str(said.get("batches", "BATCH")).split(",", 1)[0].split("-", 1)[0]
    danced = str(said.get("dance", "")).split(".")
    couple = said.get("couple", danced[-1] if len(danced) > 1 else TO_SAY["couple"])
    judge = str(said.get("judges", "JUDGE")).split(", ", 1)[0]
    return {
        **TO_SAY,
        **said,
        "season": season,
        "week": week,
        "of": said.get("week", week),
        "batch": first,
        "couple": couple,
        "judge": judge if " " not in judge else "JUDGE",
        "channel": str(said.get("channel", "CHANNEL")).split(" ", 1)[0],
        "tied": str(said.get("couples", "COUPLES")).replace(" ", ""),
    }


OF_TWO = {"correct-score": AFTER_THE_LOCK, "mark-judge-absent": GOVERNANCE}
"""Who may decide on what takes a second person only at times."""


def _people(command: str, reason: Finding) -> str:
    """Who says it, in a role that may, and the second person where it takes two. A proposal is decided in a role that may say
    what was proposed; which of them its proposer leaves, the reason does not know."""
    if command in ("approve", "reject"):
        proposed = str(reason.facts.get("command"))
        roles = OF_TWO.get(proposed, AUTHORITY.get(proposed, GOVERNANCE)).roles
        return f' --by "NAME ({" or ".join(roles)})"'
    authority: Authority = AUTHORITY.get(command, GOVERNANCE)
    by = f' --by "NAME ({authority.roles[0]})"'
    alone = authority.second == "nobody else"
    return by if alone else f'{by} --with "NAME ({authority.roles[-1]})"'


def told(reasons: Iterable[Finding], season: str, week: int) -> list[str]:
    """For people: the likeliest line of each reason, and two where it is a choice; each line once."""
    lines = [line for reason in reasons for line in lines_for(reason, season, week)[: 2 if _a_choice(reason) else 1]]
    return [f"To settle it: {line}" for line in dict.fromkeys(lines)]


def _a_choice(reason: Finding) -> bool:
    """Votes of a gateway count as delivered or as stated; a proposal is approved, or turned down where it is open no more."""
    return "gateway" in reason.facts or "decision" in reason.facts
