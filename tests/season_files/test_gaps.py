"""What nobody knows of a historic season is left out: no date, no pro. Everywhere else both are needed, and said to be."""

from pathlib import Path

import pytest

from domain.season.setting_up.refusals import GapsAreForHistory
from domain.season.state import SeasonState
from glitterball.evidence.ledger import make_bundle
from glitterball.rehearsal import rehearse
from glitterball.season_files import SeasonFileUnreadable, read_season
from glitterball.season_files.checking import DryRun
from glitterball.season_files.writing import season_files
from glitterball.store import HISTORIAN, open_store
from projections.names import couple_names
from projections.sentences import sentence
from tests.auditors_file.both import Both
from tests.evidence.verifying.night import Night
from tests.season_files.tiny_season import SCORES, SEASON, VOTES, VOTING

GAPS = SEASON.replace('professional = "Ezra Sosa"\n', "").replace(', date = "2024-09-17"', "")


def laid(folder: Path, text: str, **files: str) -> Path:
    (folder / "season.toml").write_text(text)
    (folder / "scores.csv").write_text(SCORES)
    for name, data in files.items():
        (folder / f"{name}.csv").write_text(data)
    return folder


def told(folder: Path, text: str = GAPS) -> DryRun:
    run = DryRun("tiny")
    run.through(read_season(laid(folder, text)).script)
    return run


def test_a_historic_season_with_gaps_is_read_said_and_written_back(tmp_path: Path) -> None:
    run = told(tmp_path)
    assert run.findings == []
    state = run.fold.state
    assert couple_names(state) == {"anna-ezra": "Anna", "tori-pasha": "Tori & Pasha"}
    cast = state.couples["anna-ezra"].fact
    assert sentence(cast, state) == "Anna D'Elvey joined the season; the pro is not on record."
    written = season_files(state, run.fold.tallies)
    assert {one.severity for one in written.findings} == {"note"}
    assert "2024-09-17" not in written.files["season.toml"].decode()


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_a_season_that_is_danced_now_leaves_out_neither(tmp_path: Path, mode: str) -> None:
    run = told(tmp_path, GAPS.replace('mode = "historic"', f'mode = "{mode}"'))
    assert any("the pro of Anna D'Elvey is needed" in str(one) for one in run.findings)


def test_votes_of_an_episode_without_a_date_state_their_window(tmp_path: Path) -> None:
    text = GAPS.replace('scores = "scores.csv"', 'scores = "scores.csv"\nvotes = "votes.csv"') + VOTING
    with pytest.raises(SeasonFileUnreadable) as refused:
        read_season(laid(tmp_path, text, votes=VOTES))
    assert "votes have a window" in str(refused.value.findings[0])


def test_a_season_with_gaps_is_not_rehearsed_and_nothing_of_it_is_recorded(tmp_path: Path) -> None:
    def of(text: str) -> SeasonState:
        return told(tmp_path, text).fold.state

    with_pros = GAPS.replace('celebrity = "Anna', 'professional = "Ezra Sosa"\ncelebrity = "Anna')
    for text, needs in ((GAPS, "the pro of Anna"), (with_pros, "the date of episode 1")):
        with open_store() as store:
            with pytest.raises(GapsAreForHistory, match=needs):
                rehearse(of(text), store.engine, "tiny-rehearsal")
            assert store.seasons() == ()


def test_both_verifiers_take_a_bundle_of_a_season_with_gaps(tmp_path: Path) -> None:
    night = Night(tmp_path)
    try:
        for entry in read_season(laid(tmp_path, GAPS)).script:
            night.engine.do("tiny", entry.says, HISTORIAN)  # type: ignore[arg-type]  # commands only
        night.publisher.publish()
        made = make_bundle(night.ledger, night.register, "tiny")
        assert Both(tmp_path, night.policy())(made.octets).findings == frozenset()
        assert night.engine.state("tiny").weeks[1].opened.fact.episodes[0].date is None
    finally:
        night.close()
