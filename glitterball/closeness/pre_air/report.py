"""The pre-air report: what tonight's marks leave for the viewers to decide, before the lines open.

On 13 December 2008 a show found out on air that votes for one of its three couples could do nothing (RULES 3). Every claim is
exact over all public votes: all public orders under rank points and points tables, all shares under shares; every example is
confirmed by `tabulate`. Public orders are taken as strict, as nights of thousands of votes are.
"""

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from types import MappingProxyType

from domain.period.scoring_period import BodyVotes, ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.rulebook.forms import EveryonePlaced, Form, Nobody
from domain.rulebook.variants import variants
from domain.stages.measures import Bodies, Votes
from domain.tabulation.outcome import Outcome
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import NotWorkedOut
from glitterball.closeness.implied.cuts import Layering
from glitterball.closeness.implied.night import Levels, Night, has_open_ties, levels_of, night_of
from glitterball.closeness.implied.witnesses import supposing, votes_in_order
from glitterball.closeness.pre_air import places, shares
from glitterball.closeness.pre_air.results import JudgesTie, Needs, PreAir, PreAirReading, Prospect
from glitterball.closeness.pre_air.warnings import warnings_of

NO_NAMES: Mapping[str, str] = MappingProxyType({})
BODIES = "each voting body hands out points of its own; what a vote can still do is worked out for one count of votes"


def pre_air(rulebook: Rulebook, period: ScoringPeriod, names: Mapping[str, str] = NO_NAMES) -> PreAir:
    """The report on tonight's marks under the rulebook and each reading of its assumptions. Votes and ballots already in the
    period are left out of account. The warnings call the couples by these `names`, and by identifier without.

    Where voting bodies hand out points of their own it is not worked out, and says so: their votes are not one count.
    """
    period = replace(period, votes=_without_public_votes(rulebook, period), ballots=(), settlements=())
    form = rulebook.form(period.form)
    readings = tuple(_reading(variant.rulebook, period, variant.switched) for variant in variants(rulebook))
    size, leave = _sizes(form, period)
    report = PreAir(period.week, rulebook.ref, period.form, size, leave, readings, ())
    return replace(report, warnings=warnings_of(report, names))


def _without_public_votes(rulebook: Rulebook, period: ScoringPeriod) -> tuple[BodyVotes, ...]:
    patterns = [side.counts.bodies for side in rulebook.sides if isinstance(side.counts, Votes)]
    return tuple(count for count in period.votes if not any(fnmatchcase(count.body, pattern) for pattern in patterns))


def _sizes(form: Form | None, period: ScoringPeriod) -> tuple[int, int]:
    """How many are in danger, and how many leave."""
    if form is None or period.cancelled or isinstance(form.select, EveryonePlaced | Nobody):
        return 0, 0
    size = form.select.size(len(period.couples) - len(period.immune))
    return size, min(form.leave, size)


def _reading(rulebook: Rulebook, period: ScoringPeriod, switched: tuple[tuple[str, str], ...]) -> PreAirReading:
    if any(isinstance(side.counts, Bodies) for side in rulebook.sides):
        return PreAirReading(switched, (), (), False, BODIES)
    try:
        asking = _Asking(night_of(rulebook, period))
    except NotWorkedOut as limit:
        return PreAirReading(switched, (), (), False, str(limit))
    prospects = tuple(_prospect(asking, couple) for couple in range(asking.night.size))
    open_ties = asking.levels is not None and has_open_ties(asking.levels)
    return PreAirReading(switched, prospects, _ties(rulebook, period), open_ties)


def _prospect(asking: "_Asking", couple: int) -> Prospect:
    night = asking.night
    name, judges = night.period.couples[couple], night.fixed[couple]
    everyone = tuple(other for other in range(night.size) if other != couple)
    first = asking.needs(couple, everyone, len(everyone))
    size, leave = _sizes(night.form, night.period)
    immune = [night.period.couples.index(one) for one in night.period.immune]
    if not size or couple in immune:
        return Prospect(name, judges, first)
    rivals = tuple(other for other in everyone if other not in immune)
    at_once = min(night.form.out_at_once, size) if night.form.second_stage is not None else leave
    reach = size if night.form.second_stage is not None and leave else leave
    kept = {below: asking.needs(couple, rivals, below) for below in {size, at_once, reach}}
    return Prospect(name, judges, first, kept[size], kept[at_once], kept[reach])


class _Asking:
    """One night, asked couple by couple."""

    def __init__(self, night: Night) -> None:
        self.night = night
        self.levels: Levels | None = None if night.by_share else levels_of(night)

    def needs(self, couple: int, rivals: tuple[int, ...], fewest: int) -> Needs:
        """What the couple needs to stand above at least so many rivals."""
        if self.levels is None:
            by_share = shares.above_at_least(self.night, couple, rivals, fewest)
            return Needs(
                "share",
                by_share.may,
                by_share.surely,
                by_share.attained,
                by_share.surely_attained,
                self._shown(by_share.example, couple, rivals, fewest, holds=True),
                self._shown(by_share.against, couple, rivals, fewest, holds=False),
            )
        found = places.above_at_least(self.levels, couple, rivals, fewest)
        example = votes_in_order(found.example) if found.example else None
        against = votes_in_order(found.against) if found.against else None
        return Needs(
            "place",
            None if found.may is None else found.may + 1,
            None if found.surely is None else found.surely + 1,
            True,
            True,
            self._shown(example, couple, rivals, fewest, holds=True),
            self._shown(against, couple, rivals, fewest, holds=False),
        )

    def _shown(
        self, votes: tuple[int, ...] | None, couple: int, rivals: tuple[int, ...], fewest: int, holds: bool
    ) -> tuple[tuple[str, int], ...] | None:
        """The votes as an example, once tabulated; one on which the two computations differ is a bug and stops the work."""
        if votes is None:
            return None
        night = self.night
        outcome = tabulate(night.rulebook, supposing(night, votes, Layering((), ())), explain=False)
        found = _above(outcome, night, couple, rivals) >= fewest
        assert found is holds, f"tabulation does not confirm the example {votes}: {outcome}"
        return tuple(zip(night.period.couples, votes, strict=True))


def _above(outcome: Outcome, night: Night, couple: int, rivals: tuple[int, ...]) -> int:
    """How many rivals an outcome puts below a couple."""
    group = {name: at for at, names in enumerate(outcome.order) for name in names}
    names = night.period.couples
    return sum(group[names[other]] > group[names[couple]] for other in rivals)


def _ties(rulebook: Rulebook, period: ScoringPeriod) -> tuple[JudgesTie, ...]:
    """Equal totals on the sides on record, and what each couple gets for them."""
    found = []
    for side in rulebook.sides:
        if isinstance(side.counts, Votes):
            continue
        raw = side.counts.of(period)
        points = side.points.of(raw)
        for total in sorted(set(raw), reverse=True):
            tied = [at for at, own in enumerate(raw) if own == total]
            if len(tied) > 1:
                names = tuple(period.couples[at] for at in tied)
                found.append(JudgesTie(side.name, names, total, points[tied[0]]))
    return tuple(found)
