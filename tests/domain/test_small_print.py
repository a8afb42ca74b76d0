"""Small print of the season: places once, totals of those who dance, notes of gateways without a key, lines of a rulebook."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.gateway.spans import Spans, join_nearest
from domain.rulebook import read_rulebook
from domain.rulebook.reading import RulebookUnreadable
from domain.season import commands as c
from domain.season import events as e
from domain.season import refusals as no
from domain.season.gathering import period_of
from domain.season.readiness import readiness
from domain.season.words import Place
from glitterball.rulebooks import shipped_text
from tests.domain.given_when_then import BEGUN, COUNTED, THREE, danced, given, in_form, lines, panel, refused, when

A, B, C = THREE


def test_the_places_of_a_finale_are_announced_once() -> None:
    """A second list would stand beside the first, and nobody could say which was read out."""
    log = given(*in_form("finale"))
    when(log, c.CertifyOutcome(week=1))
    order = c.AwardPlaces(week=1, places=tuple(Place(couple=name, place=at) for at, name in enumerate(THREE, 1)))
    when(log, order)
    again = refused(no.AlreadySo, log, order)
    assert "the places of week 1 were announced" in again.sentence()


def test_a_total_given_for_a_couple_that_withdrew_is_no_part_of_the_week() -> None:
    """Its share of the judges' points would otherwise be taken from those who still dance."""
    dances = [danced(couple)[0] for couple in (A, B)]
    totals = [e.TotalGiven(week=1, dances=(f"1.1.{couple}",), total=total) for couple, total in ((A, 16), (B, 14))]
    log = given(*BEGUN, panel("carrie", "len"), *dances, *totals)
    assert [(dance.couples, dance.total) for dance in period_of(log.state, 1, log.tallies).dances] == [
        ((A,), 16), ((B,), 14),
    ]  # fmt: skip
    when(log, c.WithdrawCouple(week=1, couple=A, reason="injury"))
    assert [(dance.couples, dance.total) for dance in period_of(log.state, 1, log.tallies).dances] == [((B,), 14)]


def test_the_desk_is_told_of_a_gateway_without_a_key_and_not_of_one_with_a_key() -> None:
    """Whose deliveries anybody could have sent is known before the certificate, not after it."""

    def notes(*before: e.SeasonFact) -> list[str]:
        log = given(*BEGUN, *before, lines())
        return [finding.what for finding in readiness(log.state, 1, log.tallies) if finding.severity == "note"]

    assert notes() == ["deliveries are taken in unsigned from vox: no key was introduced"]
    assert notes(e.GatewayKeyIntroduced(gateway="vox", key=f"vox+00000001+{'A' * 44}")) == []


RULES = shipped_text("us-33")


@pytest.mark.parametrize(("characters", "fits"), [(4_000, True), (4_001, False)])
def test_a_line_of_a_rulebook_has_at_most_4_000_characters_and_the_longer_one_is_named(
    characters: int, fits: bool
) -> None:
    text = f"{RULES}\n#{'x' * (characters - 1)}\n"
    if fits:
        assert read_rulebook(text) == read_rulebook(RULES)
        return
    with pytest.raises(
        RulebookUnreadable, match=rf"4001 characters; at most 4000 fit \(line {len(RULES.splitlines()) + 2}\)"
    ):
        read_rulebook(text)


@pytest.mark.parametrize(("characters", "fits"), [(60_000, True), (60_001, False)])
def test_a_rulebook_has_at_most_60_000_characters(characters: int, fits: bool) -> None:
    """Longer ones would not fit into one event of the log."""
    missing = characters - len(RULES)
    text = RULES + "\n" * missing
    if fits:
        assert read_rulebook(text) == read_rulebook(RULES)
        return
    with pytest.raises(RulebookUnreadable, match="60001 characters; at most 60000"):
        read_rulebook(text)


spans = st.lists(st.integers(1, 6), min_size=2, max_size=24).map(
    lambda steps: [(sum(steps[:at]) + 2 * at, sum(steps[: at + 1]) + 2 * at - 1) for at in range(len(steps))]
)


@drawn(spans, st.integers(1, 12))
def test_stretches_are_joined_over_the_narrowest_gaps_and_lose_no_number(before: Spans, keep: int) -> None:
    ranges = list(before)
    many = max(len(before) - keep, 0)
    assert join_nearest(ranges, keep) == many
    assert len(ranges) == len(before) - many
    gaps = sorted(before[at][0] - before[at - 1][1] for at in range(1, len(before)))
    left = sorted(ranges[at][0] - ranges[at - 1][1] for at in range(1, len(ranges)))
    assert left == gaps[many:]
    assert all(any(first <= a and b <= last for first, last in ranges) for a, b in before)


def test_of_equal_gaps_the_first_is_closed() -> None:
    ranges: Spans = [(1, 1), (3, 3), (5, 5), (9, 9)]
    assert join_nearest(ranges, 3) == 1
    assert ranges == [(1, 3), (5, 5), (9, 9)]


def test_a_week_counted_is_ready() -> None:
    log = given(*COUNTED)
    assert [finding.severity for finding in readiness(log.state, 1, log.tallies)] == ["note"]
