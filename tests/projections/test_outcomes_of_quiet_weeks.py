"""Weeks in which nobody leaves: they follow once they are closed, and somebody who leaves all the same does not follow."""

import pytest

from domain.record import canonical_json, digest
from domain.season import events as e
from domain.season import words as of
from glitterball.testing import PlainLog
from glitterball.testing.rulebooks import PLAIN_FORMS
from projections import outcomes
from projections.fold import SeasonFold
from tests.projections.one_of_each import ANNA, BEN, CARA, RULES, couple

QUIET = next(form.name for form in PLAIN_FORMS if form.select.kind == "nobody")
LOUD = next(form.name for form in PLAIN_FORMS if form.select.kind == "lowest")
CANCELLED = e.EliminationCancelled(week=1, reason="a couple was injured")


def season(form: str, *then: e.SeasonFact) -> SeasonFold:
    """A season whose first week is opened in a form, and what is said of it then."""
    log = PlainLog()
    log.record(
        (
            e.SeasonOpened(season="us-33", show="Dancing", number=33, mode="live"),
            e.RulebookAdopted(rulebook=RULES, from_week=1, sha256=digest(canonical_json(RULES))),
            *(couple(name, name.split("-")[0], name.split("-")[1]) for name in (ANNA, BEN, CARA)),
            e.WeekOpened(
                week=1,
                form=form,
                episodes=(of.Episode(number=1, date="2024-09-17"),),
                scores_from=(1,),
                votes_from=(1,),
            ),
            *then,
        )
    )
    fold = SeasonFold()
    for event in log.events:
        fold.apply(event)
    return fold


def agrees(form: str, *then: e.SeasonFact) -> str:
    (row,) = outcomes.rows(season(form, *then))
    return row.agrees


CLOSED = e.WeekClosed(week=1)
OUT = e.CoupleEliminated(week=1, couple=CARA)


@pytest.mark.parametrize(("form", "before"), [(QUIET, ()), (LOUD, (CANCELLED,))])
def test_a_week_in_which_nobody_leaves_agrees_once_it_is_closed(form: str, before: tuple[e.SeasonFact, ...]) -> None:
    """By its form or because the elimination was cancelled: until then somebody could still be sent home."""
    assert agrees(form, *before) == "not yet"
    assert agrees(form, *before, CLOSED) == "yes"
    assert agrees(form, *before, OUT) == "no"
    assert agrees(form, *before, OUT, CLOSED) == "no"


def test_a_week_in_which_somebody_should_leave_does_not_agree_by_being_closed() -> None:
    assert agrees(LOUD, CLOSED) == "not yet"
    assert agrees(LOUD) == "not yet"


def test_a_week_without_a_rulebook_shows_what_was_announced_and_claims_nothing() -> None:
    """Seasons of long ago may be on record before anybody wrote their rules down."""
    log = PlainLog()
    log.record(
        (
            e.SeasonOpened(season="us-1", show="Dancing", number=1, mode="historic"),
            *(couple(name, *name.split("-")) for name in (ANNA, BEN, CARA)),
            e.WeekOpened(
                week=1,
                form=LOUD,
                episodes=(of.Episode(number=1, date="2005-06-01"),),
                scores_from=(1,),
                votes_from=(1,),
            ),
            OUT,
        )
    )
    fold = SeasonFold()
    for event in log.events:
        fold.apply(event)
    (row,) = outcomes.rows(fold)
    assert (row.status, row.computed_leaving, row.computed_places) == ("no rulebook", (), ())
    assert (row.announced_leaving, row.certified, row.agrees) == ((CARA,), "no", "not yet")


def test_a_week_under_a_rulebook_shows_how_far_it_is() -> None:
    (row,) = outcomes.rows(season(LOUD))
    assert (row.status, row.computed_leaving, row.announced_leaving) == ("not tabulated", (), ())
