"""A week's scores as commands: marks by judge where every score is a mark of one dance, else a stated total for the dances."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.rulebook.book import Scale
from domain.season import commands as c
from domain.season.words import Judge
from glitterball.history.dances import Reading, total_of
from glitterball.history.planning import WeekPlan
from glitterball.history.records import Card, CoupleRecord
from glitterball.season_files.script import Located

Source = Callable[..., str]
"""Names the file and row a fact is from."""


@dataclass(slots=True)
class WeekScoring:
    """One week's scores while they are written down."""

    number: int
    reading: Reading
    judges: dict[str, str]
    scale: Scale

    def lines(self, where: str, week: WeekPlan, source: Source) -> Iterator[Located]:
        """The panel where marks are given, then each couple's dances with their marks or totals."""
        cards = [(couple, couple.weeks[self.number]) for couple in week.dancing if self.number in couple.weeks]
        panel = self._panel([card for _, card in cards])
        if panel:
            seats = tuple(Judge(judge=judge, name=self.judges.get(judge, judge)[:200]) for judge in panel)
            said = source("", "who judged, in scoring order")
            yield where, c.SeatPanel(week=self.number, episode=self.number, judges=seats, source=said)
        out = {couple.slug for couple in week.withdrew}
        for couple in week.dancing:
            card = couple.weeks.get(self.number)
            if card is not None:
                stood_in = f"danced with {card.stand_in}" if card.stand_in else ""
                yield from self._scored(couple, card, bool(panel), source(card.where, stood_in))
            elif couple.slug not in out:
                yield couple.where, self._dance(couple, 1, source(couple.where, "no score of this week"))

    def _panel(self, cards: list[Card]) -> tuple[str, ...]:
        """The judges, where all couples were marked by the same ones in every dance; nobody where totals are stated.

        Marks off the rulebook's scale (half points in a season whose rulebook has none) are stated as totals.
        """
        whole = [one for card in cards if not card.lacks for one in card.performances]
        if self.reading.way != "marks" or not whole:
            return ()
        judges = tuple(judge for judge, _ in whole[0].marks)
        same = all(set(judges) == {judge for judge, _ in one.marks} for one in whole)
        marks = (mark.value for one in whole for _, mark in one.marks)
        fits = same and len(judges) <= 15 and all(self.scale.allows(mark) for mark in marks)
        return judges if fits else ()

    def _scored(self, couple: CoupleRecord, card: Card, marked: bool, source: str) -> Iterator[Located]:
        count = max(len(card.performances), 1) if len(card.performances) != 1 else self.reading.dances
        dances = [self._dance(couple, number, source) for number in range(1, count + 1)]
        yield from ((card.where, dance) for dance in dances)
        if card.lacks:
            return
        if not marked:
            names, total = tuple(dance.dance for dance in dances), total_of(card, self.reading)
            yield card.where, c.GiveTotal(week=self.number, dances=names, total=total, source=source)
            return
        for dance, performance in zip(dances, card.performances, strict=True):
            for judge, mark in performance.marks:
                week, name = self.number, dance.dance
                yield card.where, c.GiveScore(week=week, dance=name, judge=judge, mark=mark.value, source=source)

    def _dance(self, couple: CoupleRecord, number: int, source: str) -> c.ScheduleDance:
        week, who = self.number, (couple.slug,)
        return c.ScheduleDance(week=week, episode=week, round=str(number), couples=who, source=source)
