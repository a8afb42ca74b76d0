"""A type of fact is known in every place that must know it; a new one is missed here by name, in each place that lacks it.

The places are the columns of `KNOWN`. What a place need not know stands in `EXCUSED` with the reason, and may not stand there
once the place knows it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from one_of_each import LAST, TOLD, recorded

from domain.facts import FACTS
from glitterball.log.envelope import encode
from glitterball.season_files import season_files
from glitterball.season_files.carried import APART, facts_of
from glitterball.store import open_season
from glitterball.testing.seasons import seasons as seasons_of_the_kit
from projections import sentences
from projections.fold import SeasonFold
from tests import thoroughness
from tests.auditors_file.single_file import vb
from tests.house.events_page import PAGE, page
from tests.house.seasons import a_ball_with_a_cut, a_lot_and_a_save, a_night_that_hides_its_counts
from tests.rehearsed import rehearsed
from tests.season_files.season_strategies import Telling, tellings

GENERATOR = "the season of one of each (tests/projections/one_of_each.py)"
SENTENCES = "the sentences (projections/saying/{chapter}.py: a case, and in its union Facts)"
COMPARED = "what the season remembers (domain/season/evolve.py: keep the event itself, in domain/season/state.py)"
WRITTEN = (
    "season files (glitterball/season_files/writing.py writes it; weeks.py reads it: LISTS, at the step it is said in)"
)
FORMS = "the single file's forms (glitterball/auditors_file/parts/part_08_forms.py)"
REMEMBERED = (
    "the single file's season (glitterball/auditors_file/parts/part_14_weeks.py: FILED or UNFILED; part_15_season.py)"
)
DOCS = "docs/formats (python -m tests.house.events_page)"
PLAYED = "the seasons drawn for everybody (glitterball/testing/seasons.py, results.py)"
FILED = "the seasons drawn for season files (tests/season_files/season_strategies.py)"

NO_VOTES_LIST = "a table of votes, by gateway and channel: counts are compared, not messages"
TWO_PEOPLE = "a file holds what was decided, not who decided it; a proposal that led to nothing is told as lost"
KEYS = "a file is read back by people without gateways; the export tells that the key is lost"
PEOPLE = "a file holds what was decided, not who may decide: a season read back names people as they are typed"
NO_ROSTER = "seasons are drawn without a roster, whose rules are tested by themselves (tests/domain/test_people.py)"
SIGNATURES = "checked in their own part (17), by the lines they cover; the season remembers nothing of them"
NO_KEYS = (
    "seasons are drawn without keys: signatures and registers are tested by themselves (tests/evidence, tests/ingest)"
)
UNSIGNED = "a file holds no signatures, which its standing note says"
A_BALL = "rounds before a final are drawn week by week (complete_weeks), and told in a season of their own (a_ball_with_a_cut)"
SECOND_FORM = "gateways' second form is sent as messages, drawn beside the first (tests/ingest/test_the_second_form.py)"
WITHDRAWN = "a decision that is taken back leaves nothing behind; its rules are tested by themselves (tests/domain)"
DECISIONS = (
    *(f"decision-{how}.{version}" for how in ("proposed", "approved", "rejected") for version in ("v1", "v2")),
    "decision-proposed.v3",
    "decision-withdrawn.v1",
)
ROSTER = ("season-founded.v1", "person-introduced.v1", "person-changed.v1", "person-revoked.v1")
OPENED_ONCE = "a season is opened once: the second form is told alone (one_of_each.TOLD_ALONE) and verified in bundles"
PROOF = "a file is read back at other positions, under other leaves: a proof is of one record alone, and made again"
MISTYPED = "a file holds the marks that stand; that one was mistyped and taken back is told as lost"
THE_END = (
    "nothing is said of a season afterwards: drawn and tested by itself (tests/domain/test_the_end_of_openings.py)"
)
EXCUSED: dict[tuple[str, str], str] = {
    **{(place, fact): A_BALL for place in (PLAYED, FILED) for fact in ("couples-called.v1", "cut-settled.v1")},
    **{
        (place, f"season-opened.v{version}"): OPENED_ONCE
        for place in (GENERATOR, SENTENCES, FORMS, REMEMBERED)
        for version in (2, 3)
    },
    **{(place, "openings-destroyed.v1"): THE_END for place in (WRITTEN, PLAYED, FILED)},
    **{(place, "score-taken-back.v1"): MISTYPED for place in (WRITTEN, FILED)},
    **{
        (place, kind): PROOF
        for kind in ("outcome-proved.v1", "exclusion-proved.v1")
        for place in (WRITTEN, PLAYED, FILED)
    },
    **{(WRITTEN, kind): TWO_PEOPLE for kind in DECISIONS},
    **{(WRITTEN, f"gateway-key-{how}.v1"): KEYS for how in ("introduced", "rotated", "revoked")},
    **{
        (place, f"gateway-key-{how}.v1"): NO_KEYS
        for how in ("introduced", "rotated", "revoked")
        for place in (PLAYED, FILED)
    },
    **{(place, f"delivery-signed.v{version}"): NO_KEYS for version in (1, 2) for place in (PLAYED, FILED)},
    **{(WRITTEN, kind): PEOPLE for kind in ROSTER},
    **{(place, kind): NO_ROSTER for kind in ROSTER for place in (PLAYED, FILED)},
    **{(FILED, kind): TWO_PEOPLE for kind in DECISIONS},
    **{(PLAYED, kind): NO_ROSTER for kind in DECISIONS if kind.endswith(".v2")},
    (PLAYED, "decision-withdrawn.v1"): WITHDRAWN,
    **{
        (WRITTEN, f"{kind}.v{version}"): NO_VOTES_LIST
        for kind in ("vote-batch-received", "gateway-closed")
        for version in (1, 2)
    },
    (PLAYED, "vote-batch-received.v2"): SECOND_FORM,
    (PLAYED, "gateway-closed.v2"): SECOND_FORM,
    **{(place, f"delivery-signed.v{version}"): UNSIGNED for version in (1, 2) for place in (COMPARED, WRITTEN)},
    **{(REMEMBERED, f"delivery-signed.v{version}"): SIGNATURES for version in (1, 2)},
}
SEASONS = 1_500
"""At most so many seasons are drawn, of which the rarest facts happen in one of thirty."""
AT_ONCE = 25
"""Seasons drawn together."""
FIRST = 225
"""The seed drawing begins with: the rarest facts happen soon after it."""
OFTEN = 8 if thoroughness.THOROUGH else 1
"""In how many of the drawn seasons a fact has to happen, to be worth drawing."""

D = TypeVar("D")

COUNTED = {f"{kind}.v{version}" for kind in ("vote-batch-received", "gateway-closed") for version in (1, 2)}
"""What the export compares as counts of each gateway."""


@cache
def of_one_of_each() -> SeasonFold:
    fold = SeasonFold()
    for event in recorded(ended=True):
        fold.apply(event)
    return fold


@cache
def with_a_sentence() -> set[str]:
    told: list[Any] = []
    for event in recorded(ended=True):
        with suppress(Exception):  # one that cannot be told is left out, so that the others are told without it
            *_, row = sentences.rows([*told, event])
            told += [event] if row.sentence else []
    return {event.fact.TYPE for event in told}


@cache
def seasons() -> tuple[SeasonFold, ...]:
    """Seasons in which, together, everything happens and stands at the end."""
    hiding = a_night_that_hides_its_counts(), a_night_that_hides_its_counts("by batch")
    others = a_lot_and_a_save(), a_ball_with_a_cut(), *hiding
    return of_one_of_each(), open_season("us-33").fold, rehearsed().fold, *others


@cache
def compared() -> set[str]:
    """What the export would miss if it were lost: it looks for every fact the season remembers, and for every proposal."""
    return {fact.TYPE for fold in seasons() for fact in facts_of(fold.state)} | APART.keys() | COUNTED


@cache
def written() -> set[str]:
    """What comes back from the files of some season."""
    return {kind for fold in seasons() for kind in held(fold)}


def held(fold: SeasonFold) -> set[str]:
    said = "\n".join(map(str, season_files(fold.state, fold.tallies).findings))
    lost = set(re.findall(r"not held by the file: (\S+)", said))
    return {fact.TYPE for fact in facts_of(fold.state)} - lost


@cache
def in_a_form() -> set[str]:
    """Facts whose bytes the single file takes for an event that it knows to the last field."""
    events = [
        (event, encode(event.stream, event.sequence, event.time, event.actor, event.fact))
        for event in recorded(ended=True)
    ]
    return {event.fact.TYPE for event, octets in events if not vb.read_event(event.position, octets).newer}


@cache
def remembered() -> set[str]:
    """Facts that change what the single file's season holds, or that it says to be kept nowhere.

    That a fact is quiet, so that no outcome rests on it, is not enough, nor that a tally heard of it: what a week is to file
    was once forgotten unseen.
    """
    season, known = vb.Season(), set()
    with patch.object(vb.Week, "take", autospec=True, side_effect=vb.Week.take) as filing:
        for event in recorded(ended=True):
            octets = encode(event.stream, event.sequence, event.time, event.actor, event.fact)
            kind = event.fact.TYPE
            before = _shape(season), _shape_of_weeks(season)
            filing.reset_mock()
            season.take(vb.read_event(event.position, octets))
            changed = _shape_of_weeks(season) != before[1] if filing.called else _shape(season) != before[0]
            if changed or kind.rsplit(".", 1)[0] in vb.UNFILED:
                known.add(kind)
    return known


def _shape(season: Any) -> str:
    """All it holds, but for the note of when something last changed."""
    return re.sub(r"touched=\d+", "", str(vars(season)))


def _shape_of_weeks(season: Any) -> str:
    """What it has filed under weeks."""
    return re.sub(r"touched=\d+", "", str(season.weeks))


@pytest.mark.heavy("nights")
@pytest.mark.parametrize("kind", sorted(vb.FILED))
def test_a_kind_a_week_of_the_single_file_forgets_to_file_is_missed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vb.FILED, kind)
    lost = {stored for stored in FACTS if stored.rsplit(".", 1)[0] == kind}
    assert lost - remembered.__wrapped__()


@cache
def on_a_page() -> set[str]:
    texts = "".join(path.read_text() for path in sorted(PAGE.parent.glob("*.md")))
    return {kind for kind in FACTS if f"`{kind}`" in texts}


@cache
def played() -> set[str]:
    """What happens in the seasons that the testing kit draws."""
    return often(PLAYED, seasons_of_the_kit(), lambda script: {event.fact.TYPE for event in script.played().events})


@cache
def filed() -> set[str]:
    """What happens in the seasons that are drawn to be written as files and read back."""

    def happened(telling: Telling) -> set[str]:
        counted_ones = {kind for kind in COUNTED if telling.run.fold.tallies}
        return {fact.TYPE for fact in facts_of(telling.run.fold.state)} | counted_ones

    return often(FILED, tellings(), happened)


def often(place: str, drawn: st.SearchStrategy[D], happened: Callable[[D], set[str]]) -> set[str]:
    """The types of fact in at least `OFTEN` of the seasons drawn. No more are drawn once all that have to happen have."""
    met: Counter[str] = Counter()
    wanted = {kind for kind in FACTS if (place, kind) not in EXCUSED}
    for first in range(FIRST, FIRST + SEASONS, AT_ONCE):
        if all(met[kind] >= OFTEN for kind in wanted):
            break
        met.update(kind for kinds in told_in(drawn, happened, first) for kind in kinds)
    return {kind for kind, times in met.items() if times >= OFTEN}


def told_in(drawn: st.SearchStrategy[D], happened: Callable[[D], set[str]], first: int) -> list[set[str]]:
    """What happens in each of so many seasons drawn together, from a seed of their own."""
    found: list[set[str]] = []

    @seed(first)
    @settings(
        max_examples=AT_ONCE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def told(season: D) -> None:
        found.append(happened(season))

    told()
    return found


KNOWN: dict[str, Callable[[], set[str]]] = {
    GENERATOR: lambda: {fact.TYPE for fact, _ in (*TOLD, *LAST)},
    SENTENCES: with_a_sentence,
    COMPARED: compared,
    WRITTEN: written,
    FORMS: in_a_form,
    REMEMBERED: remembered,
    DOCS: on_a_page,
    PLAYED: played,
    FILED: filed,
}


def lacking(kind: str) -> Iterator[str]:
    yield from (place for place, known in KNOWN.items() if kind not in known())


def told(kind: str, missing: list[str]) -> str:
    """Which files to edit. Most places are asked by way of the season of one of each, so that one comes first."""
    chapter = FACTS[kind].__module__.split(".")[-2]
    if GENERATOR in missing:
        missing = [GENERATOR, "then ask again: the other places are looked at through it"]
    built = "; then python -m glitterball.auditors_file.build" if {FORMS, REMEMBERED} & set(missing) else ""
    return f"{kind} is not known to: {'; '.join(missing).format(chapter=chapter)}{built}"


@pytest.mark.heavy("nights")
def test_every_type_of_fact_is_known_in_every_place() -> None:
    """One test for all types, so that what happens in the seasons drawn is found out on one core, not on each."""
    missing = {kind: [place for place in lacking(kind) if (place, kind) not in EXCUSED] for kind in FACTS}
    unknown = "\n".join(told(kind, places) for kind, places in missing.items() if places)
    assert not unknown, unknown
    known = [f"{kind} is known by now to: {place}" for place, kind in EXCUSED if kind in KNOWN[place]()]
    assert not known, f"{known}. Take it out of EXCUSED in {__file__}"


def test_the_single_file_knows_no_type_that_does_not_exist() -> None:
    beyond = {form.removeprefix("hidden ") for form in vb.FORMS if "." in form} - FACTS.keys()
    assert not beyond, (
        f"{sorted(beyond)}: in glitterball/auditors_file/parts/part_08_forms.py, but in no union of domain/season/*/facts.py"
    )


def test_the_page_of_events_is_the_one_the_forms_give() -> None:
    assert PAGE.read_text() == page(), "write it again: python -m tests.house.events_page"
