"""How close it was (RULES 6): the fewest votes, in three units, and the smallest change of one mark, that change what a
week decided.

`added` is exact for every rulebook with one count of votes. `moved` and `removed` are exact where bringing one couple above
another decides (who leaves, the bottom set, the winner, the places) under shares, raw votes and rank points; for who leaves
after a second stage, under `dense` ties between couples drawn together, and for points tables a proven least number and a
witness are given, which mostly meet. Nothing is called exact that the two do not prove. Where viewers save couples by
instant votes, who leaves has no margin in votes: those votes are not among the ones changed.
"""

from functools import lru_cache

from domain.period.scoring_period import ScoringPeriod
from domain.rulebook.book import Rulebook
from domain.stages.second_stages import ViewersSave
from domain.tabulation.tabulate import tabulate
from glitterball.closeness.implied import NotWorkedOut
from glitterball.closeness.margins.count import count_of
from glitterball.closeness.margins.fewest import added, fewest
from glitterball.closeness.margins.marks import mark_margins
from glitterball.closeness.margins.pairs import Prices
from glitterball.closeness.margins.questions import Question, questions_of
from glitterball.closeness.margins.results import Margins, QuestionMargins

INSTANT = (
    "no margin in votes for who leaves: the viewers' instant save decides it as well, and a change of its votes is "
    "not covered"
)
"""Why there is no number: one instant vote may do what thousands of the others do not."""

REMEMBERED = 16
"""Weeks whose margins are kept: a certificate, its bundle and who checks it ask of the same week."""


@lru_cache(maxsize=REMEMBERED)
def margin(rulebook: Rulebook, period: ScoringPeriod) -> Margins:
    """The margins of a week whose votes are on record. Refuses nothing: what there is no margin of says why."""
    outcome = tabulate(rulebook, period, explain=False)
    form = rulebook.form(period.form)
    if form is None:
        why = f"rulebook {rulebook.ref} has no form {period.form}"
        return Margins(period.week, rulebook.ref, period.form, (), outcome, (), why)
    prices: Prices | None = None
    why = ""
    try:
        prices = Prices(count_of(rulebook, period, form))
    except NotWorkedOut as limit:
        why = f"no margin in votes: {limit}"
    questions = questions_of(form, period)
    if not questions and form.by_order_alone:
        why = "nobody can leave or be placed this week, whatever the votes"
    votes = tuple(zip(period.couples, prices.count.votes, strict=True)) if prices else ()
    instant = isinstance(form.second_stage, ViewersSave)
    if instant and prices is not None and any(question.name == "who leaves" for question in questions):
        why = INSTANT
    answered = tuple(
        _answered(rulebook, period, None if instant and question.name == "who leaves" else prices, question)
        for question in questions
    )
    return Margins(period.week, rulebook.ref, form.name, votes, outcome, answered, why)


def _answered(rulebook: Rulebook, period: ScoringPeriod, prices: Prices | None, question: Question) -> QuestionMargins:
    now = question.answer(tabulate(rulebook, period, explain=False))
    disturbed, overturned = mark_margins(rulebook, period, question, now)
    if prices is None:
        return QuestionMargins(question.name, question.says, now, (), (), disturbed, overturned)
    most, each = added(prices.count, question, now)
    units = (most, fewest(prices, question, "moved", now), fewest(prices, question, "removed", now))
    return QuestionMargins(question.name, question.says, now, units, each, disturbed, overturned)
