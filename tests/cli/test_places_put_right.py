"""A final's places read out wrongly are put right by two people; until then no command could take them back."""

from collections.abc import Sequence

import pytest

from domain.season.announcing.refusals import NotAnnounced, PlacesDoNotFit
from domain.season.state import announced
from glitterball import open_store
from tests.cli.test_accidents_of_a_night import HARBOUR, TWO, typed
from tests.cli.typing_at_it import Desk

PETRA, DORA = '--by "Petra (producer)"', '--by "Dora (score desk)"'
FINAL: Sequence[str] = (
    f'season open s --show "Harbour Lights" --number 1 {PETRA}',
    f"season adopt s {HARBOUR}/rulebook.toml {TWO}",
    f'season cast s ann-ed "Ann Abel" "Ed Egge" {PETRA}',
    f'season cast s bo-flo "Bo Berg" "Flo Falk" {PETRA}',
    f"week open s 1 --ends finale --date 2026-09-05 {PETRA}",
    f'week panel s 1 "ana=Ana Ruiz" --head ana {PETRA}',
    f"week schedule s 1 ann {PETRA}",
    f"week schedule s 1 bo {PETRA}",
    f"score row s 1 ann 9 {DORA}",
    f"score row s 1 bo 5 {DORA}",
    f"votes open s 1 --gateway phones:sms --opens 2026-09-05T20:00:00Z --closes 2026-09-05T21:00:00Z {PETRA}",
    f"votes close s 1 {PETRA}",
    f"votes replace s 1 phones sms ann=3 bo=2 --reason 'by telephone' {TWO}",
    f"week certify s 1 {TWO}",
)
RIGHT = f"week correct s 1 places ann,bo --reason 'the wrong envelope' {TWO}"


@pytest.fixture
def final(desk: Desk) -> Desk:
    """A final that is certified: Ann & Ed before Bo & Flo."""
    for line in FINAL:
        typed(desk, line)
    return desk


def test_the_wrong_winner_is_put_right_by_two(final: Desk) -> None:
    assert "computed: 1 Ann & Ed, 2 Bo & Flo" in typed(final, f"week announce s 1 --places bo,ann {PETRA}", 1)
    says = typed(final, RIGHT.partition(" --with")[0], 4)
    assert "correct the places announced in week 1 to 1. Ann & Ed, 2. Bo & Flo, because the wrong envelope" in says
    typed(final, 'decision reject s 4 --reason "say it together" --by "Ada (adjudicator)"')
    says = typed(final, RIGHT)
    assert "The announced places of week 1 were corrected to 1. Ann & Ed, 2. Bo & Flo: the wrong envelope." in says
    assert "It agrees with what is computed and certified." in says
    typed(final, f"week close s 1 {PETRA}")
    assert "0 of them with something that does not agree" in typed(final, "replay s --compare")


def test_it_is_in_the_audit_the_certificate_and_before_both_verifiers(final: Desk) -> None:
    typed(final, f"week announce s 1 --places bo,ann {PETRA}", 1)
    typed(final, RIGHT)
    assert "the announcement of places was corrected to Ann & Ed and Bo & Flo: the wrong envelope" in typed(
        final, "week audit s 1"
    )
    public = typed(final, "checkpoint key example.org/harbour -o {folder}/log.key").splitlines()[0]
    final.file("policy.txt", f"log {public}\nquorum none\n")
    note = "{folder}/certified.note"
    typed(final, f"checkpoint publish --key {{folder}}/log.key -o {note}")
    typed(final, f"week certificate s 1 --out {{folder}}/c --checkpoint {note} --published here")
    assert '"announcement corrected"' in (final.folder / "c.json").read_text()
    typed(final, "bundle s 1 --key {folder}/log.key --certificate {folder}/c.json -o {folder}/a.bundle")
    says = typed(final, "verify {folder}/a.bundle --policy {folder}/policy.txt")
    assert "what was certified and announced follows from it" in says


def test_places_that_were_not_announced_or_do_not_fit_are_refused(final: Desk) -> None:
    assert f"[{NotAnnounced.code}]" in typed(final, RIGHT, 3)
    typed(final, f"week announce s 1 --places ann,bo {PETRA}")
    assert f"[{PlacesDoNotFit.code}]" in typed(final, RIGHT.replace("ann,bo", "ann"), 3)
    assert "[needs-second-person]" not in typed(final, RIGHT)


def test_the_last_correction_is_what_counts(final: Desk) -> None:
    typed(final, f"week announce s 1 --places bo,ann {PETRA}", 1)
    typed(final, RIGHT)
    typed(final, RIGHT.replace("ann,bo", "bo,ann"), 1)
    typed(final, RIGHT)
    with open_store(final.store, read_only=True) as store:
        places = announced(store.season("s").state.weeks[1]).places
    assert places == (("ann-ed", 1), ("bo-flo", 2))
