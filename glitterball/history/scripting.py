"""A season of the file as a season file: historic, every fact with its row as its source, in the order it is said in."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.findings import Finding
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season.words import Episode, Place
from glitterball.history.dances import Reading, Steps, reading_of
from glitterball.history.forms import form_for, with_forms
from glitterball.history.known import (
    VOTES_BEFORE,
    VOTES_BEFORE_SOURCE,
    rulebook_of_season,
    step_of_season,
    year_of_season,
)
from glitterball.history.planning import SeasonPlan, WeekPlan, plan_of
from glitterball.history.records import Card, History, SeasonRecord
from glitterball.history.refusals import SeasonNotInHistory, SeasonNotWritten
from glitterball.history.scoring import WeekScoring
from glitterball.history.sheet import tidy
from glitterball.history.telling import reading_findings
from glitterball.season_files.script import Located, SeasonFile, voiced

SHOW = "Dancing with the Stars (US)"
NO_DATES = "the file gives no dates: the first of January stands for the year"


@dataclass(slots=True)
class HistoricSeason:
    """A season of the file, ready to be said: its season file, its weeks' structure, how its scores are read, what is odd."""

    file: SeasonFile
    plan: SeasonPlan
    rulebook: Rulebook
    readings: dict[int, Reading]
    findings: tuple[Finding, ...]


def season_file_of(history: History, number: int, rulebook: Rulebook | None = None) -> HistoricSeason:
    """A season of the file as a season file that passes the rules. `rulebook` replaces the shipped one of that season.

    Refuses a season the file has not (`SeasonNotInHistory`), and one with a row that spoils it or without a rulebook
    (`SeasonNotWritten`).
    """
    if number not in history.seasons:
        raise SeasonNotInHistory(history.where, number, ", ".join(map(str, history.seasons)))
    season = history.seasons[number]
    plan = plan_of(season)
    rules = rulebook or rulebook_of_season(number)
    problem = plan.problem or ("" if rules else "no rulebook is known for it; name one")
    if problem or rules is None:
        raise SeasonNotWritten(history.where, number, problem)
    return historic_season(history, plan, rules)


def historic_season(history: History, plan: SeasonPlan, rulebook: Rulebook) -> HistoricSeason:
    """The season of a plan under a rulebook."""
    season = plan.season
    steps = Steps(rulebook.scale.lowest, rulebook.scale.highest, step_of_season(season.number, rulebook))
    readings = {week.week: reading_of(_cards(week).values(), steps) for week in plan.weeks}
    forms = {week.week: form_for(rulebook, len(week.left), week.finale) for week in plan.weeks}
    rules = with_forms(rulebook, list(forms.values()))
    script = _Script(history.where, season, rules, readings)
    lines: list[Located] = list(script.opening())
    for week in plan.weeks:
        lines.extend(script.week(week, forms[week.week].name))
    findings = [*plan.findings, *reading_findings(plan, readings, rulebook)]
    if rules is not rulebook:
        added = ", ".join(form.name for form in rules.forms[len(rulebook.forms) :])
        what = f"rulebook {rulebook.ref} has no form in which so many leave in one week; added by assumption: {added}"
        findings.append(Finding(f"season {season.number}", what, "warning"))
    file = SeasonFile(season=f"us-{season.number}", where=history.where, script=voiced(lines, historic=True))
    return HistoricSeason(file, plan, rules, readings, tuple(findings))


def _cards(week: WeekPlan) -> dict[str, Card]:
    return {couple.slug: couple.weeks[week.week] for couple in week.dancing if week.week in couple.weeks}


@dataclass(slots=True)
class _Script:
    """One season while it is written down."""

    where: str
    season: SeasonRecord
    rulebook: Rulebook
    readings: dict[int, Reading]

    def source(self, where: str, what: str = "") -> str:
        """The file and the row a fact is from."""
        file, _, line = where.rpartition(":")
        row = f", row {line}" if file and line.isdigit() else ""
        return f"{self.where[:90]}{row}{f'; {what}' if what else ''}"[:200]

    def opening(self) -> Iterator[Located]:
        """The season, its rulebook, its couples."""
        number = self.season.number
        source = self.source("", "one row a couple or a score")
        opened = c.OpenSeason(season=f"us-{number}", show=SHOW, number=number, mode="historic", source=source)
        yield self.where, opened
        adopted = f"Glitterball's rulebook for season {number}; what in it is assumed, it says itself"
        yield self.where, c.AdoptRulebook(rulebook=self.rulebook, from_week=1, source=adopted)
        for couple in self.season.couples:
            yield (
                couple.where,
                c.CastCouple(
                    couple=couple.slug,
                    celebrity=couple.celebrity,
                    professional=couple.professional or "not in the file",
                    source=self.source(couple.where),
                ),
            )

    def week(self, week: WeekPlan, form: str) -> Iterator[Located]:
        """One week: opened, danced, scored, announced, closed."""
        number = week.week
        where = f"{self.where}, season {self.season.number}, week {number}"
        yield where, self._opened(week, form)
        scoring = WeekScoring(number, self.readings[number], self.season.judges, self.rulebook.scale)
        yield from scoring.lines(where, week, self.source)
        for couple in week.withdrew:
            source, reason = self.source(couple.where), tidy(couple.fate.text) or "it withdrew"
            yield couple.where, c.WithdrawCouple(week=number, couple=couple.slug, reason=reason, source=source)
        for couple in week.left:
            source = self.source(couple.where)
            yield couple.where, c.AnnounceElimination(week=number, couple=couple.slug, source=source)
        if week.finale and week.doubt:
            return
        if week.finale:
            places = tuple(Place(couple=couple.slug, place=place) for couple, place in week.places)
            yield where, c.AwardPlaces(week=number, places=places, source=self.source("", "results and placement"))
        yield where, c.CloseWeek(week=number)

    def _opened(self, week: WeekPlan, form: str) -> c.OpenWeek:
        late = self.season.number in VOTES_BEFORE and week.week > 1 and not week.finale
        known = f"the weeks season {self.season.number} has scores for; that no other week counts is assumed"
        return c.OpenWeek(
            week=week.week,
            form=form,
            episodes=(Episode(number=week.week, date=f"{year_of_season(self.season.number)}-01-01", theme=NO_DATES),),
            scores_from=week.scores_from,
            votes_from=(week.week - 1,) if late else week.scores_from,
            source=self.source("", VOTES_BEFORE_SOURCE if late else week.carried or known),
        )
