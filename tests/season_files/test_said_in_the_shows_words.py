"""A season file that does not fit is answered in the show's words with the line, whatever stands wherever."""

import tomllib
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.season_files import SeasonFileUnreadable
from glitterball.season_files.reading import read_files
from tests.docs.reference.season_tables import KINDS, OF_A_WEEK, SAID, VOTING
from tests.domain.test_misfits import NEVER_RIGHT, OF_THE_LIBRARY, clauses
from tests.season_files.tiny_season import SCORES, SEASON
from tests.thoroughness import examples


def with_every_table() -> dict[str, Any]:
    """A season whose first week has each list there is, so that each key there is can be wrong."""
    tree = tomllib.loads(SEASON)
    week = tree["weeks"][0]
    for name in KINDS:
        week[name] = [tomllib.loads(OF_A_WEEK[name].example)]
    week["announcements"] = [tomllib.loads(said) for said in SAID.values()]
    week["voting"] = tomllib.loads(VOTING.example)
    return tree


TREE = with_every_table()
PLACES = [path for path in clauses(TREE) if path != ("glitterball",)]


@settings(max_examples=examples(400))
@given(st.sampled_from(PLACES), st.sampled_from(NEVER_RIGHT))
def test_whatever_stands_wherever_in_a_season_file(path: tuple[Any, ...], instead: Any) -> None:
    tree = with_every_table()
    *above, last = path
    holder: Any = tree
    for step in above:
        holder = holder[step]
    holder[last] = instead
    files = {"season.toml": tomli_w.dumps(tree).encode(), "scores.csv": SCORES.encode()}
    try:
        read_files(files.get, "mine")
    except SeasonFileUnreadable as refused:
        for finding in refused.findings:
            if not finding.what.startswith("the TOML cannot be read"):
                assert not OF_THE_LIBRARY.search(finding.what), f"{path} = {instead!r}: {finding.what}"
