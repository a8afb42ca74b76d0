"""What the result of an audited week implies about votes nobody published."""

from typing import ClassVar

from domain.refusals import Refusal
from glitterball.audit.week import WeekAudit
from glitterball.closeness.implied import Implied


class VotesOnRecord(Refusal):
    """Nothing is implied where the votes themselves are on record, or where scores are missing."""

    code: ClassVar = "nothing-implied"
    says: ClassVar = "Week {week} of {season} implies nothing about votes: {because}."
    fix: ClassVar = "See it with: glitterball week audit {season} {week}."
    exit_code: ClassVar = 3
    season: str
    week: int
    because: str


def implied_of(audit: WeekAudit, *, danger: bool = False) -> Implied:
    """Each couple's public place or share under every reading of the rules; with `danger` those announced in danger are taken as
    exactly the lowest. Refuses a week whose votes are on record (`VotesOnRecord`)."""
    found = audit.implied_by_danger if danger else audit.implied
    if found is not None:
        return found
    if audit.implied is not None:
        raise VotesOnRecord(audit.season, audit.week, "nobody was announced in danger, so --danger adds nothing")
    needs = [need.why for need in audit.outcome.needs if need.what != "votes"]
    raise VotesOnRecord(audit.season, audit.week, "; ".join(needs) or "its votes are on record")
