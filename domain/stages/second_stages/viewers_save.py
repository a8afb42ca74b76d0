"""Second stage: the viewers' instant save; the couple in danger with most votes in a vote of its own is kept."""

from fnmatch import fnmatchcase
from typing import Literal

from domain.period.ranges import merged
from domain.period.scoring_period import ScoringPeriod
from domain.record import Name
from domain.stages.clause import Clause
from domain.stages.second_stages.verdict import Verdict, most


class ViewersSave(Clause):
    """Counts the votes of the bodies named `bodies`, cast while the save was open, among those in danger."""

    kind: Literal["viewers_save"] = "viewers_save"
    bodies: Name = "instant"

    @property
    def takes_ballots(self) -> bool:
        """The viewers decide, not the judges."""
        return False

    @property
    def save_votes(self) -> str | None:
        """The bodies whose votes are counted."""
        return self.bodies

    def keep(self, in_danger: tuple[str, ...], places: int, period: ScoringPeriod) -> Verdict:
        """Who is kept: the `places` couples with most votes."""
        counts = [count for count in period.votes if fnmatchcase(count.body, self.bodies)]
        index = {couple: place for place, couple in enumerate(period.couples)}
        counted = tuple((couple, sum(count.votes[index[couple]] for count in counts)) for couple in in_danger)
        rests_on = merged(span for count in counts for span in count.rests_on)
        if not counts:
            return Verdict((), counted, "most votes", needs="the votes of the instant save")
        kept, tied = most(counted, places)
        if tied:
            return Verdict(
                kept, counted, "most votes", rests_on=rests_on, needs="a rule for tied save votes", tied=tied
            )
        return Verdict(kept, counted, "most votes", rests_on=rests_on)
