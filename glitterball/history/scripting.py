"""A season of the file as a season file: historic, every fact with its row as its source, in the order it is said in.

What the file does not state is left out (dates, pros), or stands as an assumption in the source of the fact that rests on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.findings import Finding
from domain.misfits import clause_for
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season.words import Episode, Place
from domain.stated import DOES_NOT_FIT, problems_of
from glitterball.history.dances import Reading, Steps, reading_of
from glitterball.history.forms import form_for, with_forms
from glitterball.history.known import Show
from glitterball.history.planning import SeasonPlan, WeekPlan, plan_of
from glitterball.history.records import Card, CoupleRecord, History, SeasonRecord, ShowSaid
from glitterball.history.refusals import SeasonNotInHistory, SeasonNotWritten
from glitterball.history.scoring import WeekScoring
from glitterball.history.sheet import tidy
from glitterball.history.telling import reading_findings
from glitterball.season_files.script import Located, SeasonFile, voiced

NAMED = "named with --rules"
UNSAID = Show(id="season", name="a show nobody has named")
"""Stands for the show while a season is audited; a season of it is never written."""


NOTHING_SAID = "no column says who left when; that each couple left in the last week it danced in is assumed"


@dataclass(frozen=True, slots=True)
class Rules:
    """Under which rulebook a season is read, and who says so. Without one, `problem` says why."""

    rulebook: Rulebook | None
    source: str = ""
    problem: str = ""


@dataclass(slots=True)
class HistoricSeason:
    """A season of the file, ready to be said: its season file, its weeks' structure, how its scores are read, what is odd.

    `rules_from` says why it is this rulebook.
    """

    file: SeasonFile
    plan: SeasonPlan
    rulebook: Rulebook
    readings: dict[int, Reading]
    findings: tuple[Finding, ...]
    said: ShowSaid
    rules_from: str


def season_file_of(history: History, number: int, rulebook: Rulebook | None = None) -> HistoricSeason:
    """A season of the file as a season file that passes the rules. `rulebook` replaces the shipped one of that season.

    Refuses a season the file has not (`SeasonNotInHistory`), and one with a row that spoils it, without a rulebook, or of
    a show nobody names (`SeasonNotWritten`).
    """
    if number not in history.seasons:
        raise SeasonNotInHistory(history.where, number, ", ".join(map(str, history.seasons)))
    said = history.show_under(rulebook)
    plan = plan_of(history.seasons[number], said.show, history.together)
    rules = rules_of(said, number, rulebook)
    problem = plan.problem or rules.problem
    if not problem and said.show is None:
        problem = "it has to name its show, and nobody says whose season it is"
    if not problem and said.show is not None and not said.show.id:
        problem = f"no identifier can be made of the show's name {said.show.name!r}; name it in Latin letters"
    if problem:
        raise SeasonNotWritten(history.where, number, problem)
    written = historic_season(history, plan, said, rules)
    read = (*whose(history, said, rulebook), *_findings_of(history, plan.season))
    return replace(written, findings=(*read, *written.findings))


def _findings_of(history: History, season: SeasonRecord) -> Iterator[Finding]:
    """What was odd about the rows of one season while the file was read."""
    rows = {couple.where for couple in season.couples}
    rows |= {card.where for couple in season.couples for card in couple.weeks.values()}
    rows |= {f"season {season.number}", history.where}
    return (finding for finding in history.findings if finding.where in rows)


def whose(history: History, said: ShowSaid, rulebook: Rulebook | None) -> Iterator[Finding]:
    """Whose seasons they are, where that is assumed or not known; and that nothing says who left."""
    if said.assumed and said.show is not None:
        what = f"no show is said; {said.show.name} is {said.source}: its rulebooks and known weeks are used; say --show"
        yield Finding(history.where, what, "warning")
    elif said.show is None and rulebook is None:
        what = "no show is said and no rulebook named, so no week is worked out: say --show, or name a rulebook with --rules"
        yield Finding(history.where, what)
    if not history.says_who_left:
        yield Finding(history.where, NOTHING_SAID, "warning")


def rules_of(said: ShowSaid, number: int, rulebook: Rulebook | None) -> Rules:
    """The rulebook named; else that of a show's season, where the show is known and has one. Never one chosen by a number."""
    if rulebook is not None:
        return Rules(rulebook, NAMED)
    if said.show is None:
        return Rules(
            None, problem="no show is said and no rulebook named, so no rules are known: say --show or --rules"
        )
    found = said.show.rulebook_of(number)
    if found is None:
        return Rules(
            None, problem=f"no rulebook is known for season {number} of {said.show.name}: name one with --rules"
        )
    return Rules(found, f"for season {number} of {said.show.name}: {said.source}")


def historic_season(history: History, plan: SeasonPlan, said: ShowSaid, rules: Rules) -> HistoricSeason:
    """The season of a plan under a rulebook."""
    season, rulebook, show = plan.season, rules.rulebook, said.show
    assert rulebook is not None, "a season is written under a rulebook"
    step = show.step_of(season.number, rulebook) if show is not None else rulebook.scale.step
    steps = Steps(rulebook.scale.lowest, rulebook.scale.highest, step)
    readings = {week.week: reading_of(_cards(week).values(), steps) for week in plan.weeks}
    forms = {week.week: form_for(rulebook, len(week.left), week.finale) for week in plan.weeks}
    adopted = with_forms(rulebook, list(forms.values()))
    script = _Script(history, plan, adopted, readings, said, rules.source)
    lines = _lines(script, {number: form.name for number, form in forms.items()})
    findings = [*plan.findings, *reading_findings(plan, readings, rulebook, show)]
    if adopted is not rulebook:
        added = ", ".join(form.name for form in adopted.forms[len(rulebook.forms) :])
        what = f"rulebook {rulebook.ref} has no form in which so many leave in one week; added by assumption: {added}"
        findings.append(Finding(f"season {season.number}", what, "warning"))
    file = SeasonFile(season=script.name, where=history.where, script=voiced(lines, historic=True))
    return HistoricSeason(file, plan, adopted, readings, tuple(findings), said, rules.source)


def _lines(script: "_Script", forms: dict[int, str]) -> list[Located]:
    """All that is said of a season. Refuses names and numbers the rules do not take (`SeasonNotWritten`)."""
    try:
        lines = list(script.opening())
        for week in script.plan.weeks:
            lines.extend(script.week(week, forms[week.week]))
    except DOES_NOT_FIT as error:
        wrong = problems_of(error)[0]
        because = f"{wrong['input']!r:.60} is not taken: {clause_for(wrong)}"
        raise SeasonNotWritten(script.history.where, script.season.number, because) from error
    return lines


def _cards(week: WeekPlan) -> dict[str, Card]:
    return {couple.slug: couple.weeks[week.week] for couple in week.dancing if week.week in couple.weeks}


@dataclass(slots=True)
class _Script:
    """One season while it is written down."""

    history: History
    plan: SeasonPlan
    rulebook: Rulebook
    readings: dict[int, Reading]
    said: ShowSaid
    rules_from: str

    @property
    def season(self) -> SeasonRecord:
        """The season that is written."""
        return self.plan.season

    @property
    def show(self) -> Show:
        """Whose season it is."""
        return self.said.show if self.said.show is not None and self.said.show.id else UNSAID

    @property
    def name(self) -> str:
        """What the season is called in a store: `us-33`."""
        return f"{self.show.id[:50].strip('-')}-{self.season.number}"

    def source(self, where: str, what: str = "") -> str:
        """The file and the row a fact is from; of several tables also which."""
        file, _, line = where.rpartition(":")
        table = f", {file[:70]}" if file != self.history.where else ""
        row = f"{table}, row {line}" if file and line.isdigit() else ""
        return f"{self.history.where[:70]}{row}{f'; {what}' if what else ''}"[:200]

    def opening(self) -> Iterator[Located]:
        """The season, its rulebook, its couples."""
        number = self.season.number
        source = self.source("", f"whose season it is: {self.said.source}")
        opened = c.OpenSeason(season=self.name, show=self.show.name, number=number, mode="historic", source=source)
        yield self.history.where, opened
        adopted = f"{self.rules_from}; what in it is assumed, it says itself"[:200]
        yield self.history.where, c.AdoptRulebook(rulebook=self.rulebook, from_week=1, source=adopted)
        for couple in self.season.couples:
            yield (
                couple.where,
                c.CastCouple(
                    couple=couple.slug,
                    celebrity=couple.celebrity,
                    professional=couple.professional or None,
                    source=self.source(couple.where),
                ),
            )

    def week(self, week: WeekPlan, form: str) -> Iterator[Located]:
        """One week: opened, danced, scored, announced, closed."""
        number = week.week
        where = f"{self.history.where}, season {self.season.number}, week {number}"
        yield where, self._opened(week, form)
        yield from self._stood_in(number)
        scoring = WeekScoring(number, self.readings[number], self.season.judges, self.rulebook.scale)
        yield from scoring.lines(where, week, self.source)
        for couple in week.withdrew:
            source, reason = self._left(couple), tidy(couple.fate.text) or "it withdrew"
            yield couple.where, c.WithdrawCouple(week=number, couple=couple.slug, reason=reason, source=source)
        for couple in week.left:
            source = self._left(couple)
            yield couple.where, c.AnnounceElimination(week=number, couple=couple.slug, source=source)
        if week.finale and week.doubt:
            return
        if week.finale:
            places = tuple(Place(couple=couple.slug, place=place) for couple, place in week.places)
            yield where, c.AwardPlaces(week=number, places=places, source=self.source("", "results and placement"))
        yield where, c.CloseWeek(week=number)

    def _stood_in(self, number: int) -> Iterator[Located]:
        """Whom the file names as another pro of a celebrity in a week."""
        for couple in self.season.couples:
            card = couple.weeks.get(number)
            if card is not None and card.stand_in and card.stand_in != couple.professional:
                yield (
                    card.where,
                    c.ChangeCast(
                        couple=couple.slug,
                        celebrity=couple.celebrity,
                        professional=card.stand_in,
                        from_week=number,
                        to_week=number,
                        reason="the file names this pro in that week",
                        source=self.source(card.where),
                    ),
                )

    def _left(self, couple: CoupleRecord) -> str:
        """The row that says a couple left, with what is assumed of when."""
        return self.source(couple.where, self.plan.assumed.get(couple.slug, ""))

    def _opened(self, week: WeekPlan, form: str) -> c.OpenWeek:
        late = self.season.number in self.show.votes_before and week.week > 1 and not week.finale
        known = f"the weeks season {self.season.number} has scores for; that no other week counts is assumed"
        return c.OpenWeek(
            week=week.week,
            form=form,
            episodes=(Episode(number=week.week),),
            scores_from=week.scores_from,
            votes_from=(week.week - 1,) if late else week.scores_from,
            source=self.source("", self.show.votes_before_source if late else week.carried or known),
        )
