"""Ties past the votes, and points published for too many: what the package and the single file say of both is the same."""

from pathlib import Path
from typing import Any

import pytest

from domain.season import commands as c
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.evidence.verifying.taken_apart import taken_apart
from tests.proving.shows import COUPLES, Published, Show
from tests.proving.test_forged_proofs_are_found import altered, signed

pytestmark = pytest.mark.heavy("proofs")


FEW = COUPLES[:4]
ALIKE = dict.fromkeys(FEW, 9)


def shown(show: Show, folder: Path) -> tuple[Published, bytes]:
    published = Published(show, folder)
    return published, published.bundle(1, sealed=False)


def test_a_tie_that_went_past_the_votes_is_proved_under_shares(tmp_path: Path) -> None:
    """Three couples level in marks and votes, one of them safe by lot: nothing but that they were level is disclosed."""
    show = Show(shipped_rulebook("percent-judges-save"), FEW)
    show.play(1, "save", ALIKE, {"viewers": {"ada": 5, "ben": 1, "cleo": 1, "dev": 1}})
    fact = show.proved(1)
    assert fact.equal == (("ben", "cleo", "dev"),)
    published, bundle = shown(show, tmp_path)
    assert published.verified(bundle).proved == (1,)
    told = Both(tmp_path, published.policy)(bundle)
    assert (told.exit_code, told.codes) == (0, set())
    lot = "that a lot or decision which the proof of week 1 rests on was made of exactly the couples that were level"
    assert all(lot in lines for lines in told.not_checked), (
        "who was level is hidden, and a lot of others would be shown as well"
    )


def test_counts_that_tell_nothing_are_not_disclosed_as_equal(tmp_path: Path) -> None:
    show = Show(shipped_rulebook("us-3-27"), FEW)
    show.play(1, "single", {**ALIKE, "ada": 7}, {"viewers": {"ada": 1, "ben": 5, "cleo": 1, "dev": 4}})
    assert show.proved(1).equal == ()
    published, bundle = shown(show, tmp_path)
    lied = altered(
        taken_apart(bundle), "outcome-proved.v1", lambda event: event["fact"].update(equal=[["ada", "cleo"]])
    )
    told = Both(tmp_path, published.policy)(signed(published, lied))
    assert (told.exit_code, told.codes) == (5, {"proof-event"})
    honest = Both(tmp_path, published.policy)(bundle)
    assert not any("lot or decision" in line for lines in honest.not_checked for line in lines), "nothing was settled"


@pytest.mark.parametrize("more", [["song-k"], ["song-a"], ["nobody"]])
def test_points_published_for_more_than_get_any_are_found(more: list[str], tmp_path: Path) -> None:
    songs = tuple(f"song-{letter}" for letter in "abcdefghijkl")
    show = Show(shipped_rulebook("eurovision-2015"), songs)
    show.open_week(1, "final")
    show.open_lines(1)
    counts = {"country/Norway": {song: 100 - at for at, song in enumerate(songs)}}
    show.vote(1, counts)
    show.close_lines(1)
    outcome = show.decide(1)
    if outcome.status != "decided":
        show.govern(c.SettleTie(week=1, link="lot", order=("song-k", "song-l"), how="drawn"))
    show.certify(1)
    show.announce(1, show.outcome(1))
    show.proved(1)
    published, bundle = shown(show, tmp_path)
    assert Both(tmp_path, published.policy)(bundle).exit_code == 0

    def change(event: dict[str, Any]) -> None:
        event["fact"]["proved"][0]["placed"] += more

    lied = altered(taken_apart(bundle), "outcome-proved.v1", change)
    told = Both(tmp_path, published.policy)(signed(published, lied))
    assert (told.exit_code, told.codes) == (5, {"proof-event"})
