"""Hypothesis strategies for results engines: rulebooks, weeks, votes and whole seasons that shrink to something readable.

from hypothesis import given, strategies as st
from glitterball.testing import rulebooks, weeks

@given(rulebooks().flatmap(lambda rulebook: st.tuples(st.just(rulebook), weeks(rulebook))))
def test_more_votes_never_send_a_couple_home(rulebook_and_week): ...
"""

from glitterball.testing.batches import deliveries, manifest_of, vote_batches
from glitterball.testing.complete_weeks import complete_weeks
from glitterball.testing.find_week import FoundWeek, NoSuchWeek, find_week
from glitterball.testing.people import COUPLES, JUDGES, PEOPLE
from glitterball.testing.plain_log import PlainLog
from glitterball.testing.rulebooks import forms, links, rulebooks, rulebooks_of_every_kind
from glitterball.testing.script import Delivered, Said, Script
from glitterball.testing.seasons import seasons
from glitterball.testing.weeks import fields, marks, panels, score_cards, vote_splits, weeks

__all__ = [
    "COUPLES",
    "JUDGES",
    "PEOPLE",
    "Delivered",
    "FoundWeek",
    "NoSuchWeek",
    "PlainLog",
    "Said",
    "Script",
    "complete_weeks",
    "deliveries",
    "fields",
    "find_week",
    "forms",
    "links",
    "manifest_of",
    "marks",
    "panels",
    "rulebooks",
    "rulebooks_of_every_kind",
    "score_cards",
    "seasons",
    "vote_batches",
    "vote_splits",
    "weeks",
]
