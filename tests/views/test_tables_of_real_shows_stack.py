"""Tables of season 33, published and rehearsed, and of an evening under the shares of seasons 3 to 27 stand below one another,
whatever is in them: points that are whole here are fractions there, and votes that are counted there were never published here.
"""

from collections.abc import Iterator

import polars as pl
import pytest

import glitterball as gb
from glitterball.cli.app import app
from glitterball.cli.ending import run
from glitterball.frames import Rows, schema_of
from glitterball.incidents import play, shipped_incident
from glitterball.incidents.desk import Desk as IncidentDesk
from glitterball.store import Season
from glitterball.views import VIEWS
from tests.rehearsed import rehearsed
from tests.views.test_tables_stack_and_come_back import TYPES

SHARES = "us-27-no-phone-votes"


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Season]]:
    """Season 33 as it was published and as it was rehearsed, an evening of season 27, and the harbour show from its files."""
    folder = tmp_path_factory.mktemp("shows")
    for _ in play(shipped_incident(SHARES), IncidentDesk(folder, lambda words: run(app, list(words)))):
        pass
    with gb.open_store(f"sqlite:{folder / 'glitterball.sqlite'}", read_only=True) as store:
        (name,) = store.seasons()
        yield [gb.open_season("us-33"), rehearsed(), store.season(name)]


def tables(season: Season) -> Iterator[Rows[object]]:
    """Every view of every week, and of the season."""
    for view in (*(view.name for view in VIEWS), "log"):
        yield season.view(view)
        for week in sorted(season.state.weeks)[:3]:
            yield season.week(week).view(view)


@pytest.mark.heavy("nights")
def test_tables_of_any_two_weeks_and_shows_stack(shows: list[Season]) -> None:
    held: dict[str, list[pl.DataFrame]] = {}
    for season in shows:
        for rows in tables(season):
            held.setdefault(rows.view, []).append(rows.to_polars())
    assert len(held) > 10
    for view, frames in held.items():
        stacked = pl.concat(frames)
        assert len(stacked) == sum(map(len, frames)), view
    standings = pl.concat(held["standings"])
    assert set(standings["season"].unique()) == {season.name for season in shows}
    assert set(standings["combined_denominator"].drop_nulls()) - {"1"}, "shares were among them"


def test_a_table_has_the_types_of_its_page_in_every_show(shows: list[Season]) -> None:
    for season in shows:
        for rows in tables(season):
            frame = rows.to_polars()
            assert dict(frame.schema) == {field.name: TYPES[field.type] for field in schema_of(rows.row)}, rows
