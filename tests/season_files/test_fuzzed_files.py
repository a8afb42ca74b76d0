"""Whatever bytes a season file holds, reading it ends in a season or in findings with file and line, never in a traceback."""

import tomllib

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from glitterball.season_files import SeasonFileUnreadable, check_season
from glitterball.season_files.reading import read_files
from tests.season_files.tiny_season import SCORES, SEASON, VOTES, VOTING
from tests.thoroughness import examples


def attempt(season: bytes, scores: bytes, votes: bytes) -> None:
    files = {"season.toml": season, "scores.csv": scores, "votes.csv": votes}
    try:
        check_season(read_files(files.get, "anything"))
    except SeasonFileUnreadable as refused:
        assert refused.findings
        for finding in refused.findings:
            file, _, line = finding.where.rpartition(":")
            assert file.endswith((".toml", ".csv"))
            assert line.isdigit()


NAMED = SEASON.replace('scores.csv"', 'scores.csv"\nvotes = "votes.csv"') + VOTING


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode), st.binary() | st.text().map(str.encode))
def test_arbitrary_tables_never_end_in_a_traceback(scores: bytes, votes: bytes) -> None:
    attempt(NAMED.encode(), scores, votes)


@settings(deadline=None)
@given(st.binary() | st.text().map(lambda text: f'glitterball = "season.v1"\n{text}'.encode()))
def test_arbitrary_season_files_never_end_in_a_traceback(season: bytes) -> None:
    attempt(season, SCORES.encode(), VOTES.encode())


pieces = st.text(alphabet="=[]{}\",\n#.1a-é \t'", max_size=8) | st.sampled_from(
    [
        "[[weeks]]",
        "week = 1",
        "[weeks.voting]",
        "closed = 1",
        "[[weeks.decisions]]",
        "1e400",
        "nan",
        "2024-09-17",
        "9" * 5000,
    ]
)


@settings(deadline=None, max_examples=examples(300))
@given(st.data())
def test_a_season_with_something_cut_or_put_in_never_ends_in_a_traceback(data: st.DataObject) -> None:
    texts = [NAMED, SCORES, VOTES]
    for index, text in enumerate(texts):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        texts[index] = text[:start] + data.draw(pieces) + text[end:]
    attempt(*(text.encode() for text in texts))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["a-b", "1.1.a-b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["week", "couple", "x"]), inner, max_size=3)
    ),
)
KEYS = [
    "panels", "absences", "corrections", "voting", "decisions", "announcements", "closed", "certified", "cancelled",
    "voided_batches", "disputes", "episodes", "form", "reopenings",
]  # fmt: skip


@settings(deadline=None, max_examples=examples(200))
@given(
    st.dictionaries(st.sampled_from(KEYS), values, max_size=4), st.sampled_from(["weeks", "couples", "sources"]), values
)
def test_tables_of_the_wrong_shape_never_end_in_a_traceback(week: dict[str, object], key: str, value: object) -> None:
    tree = tomllib.loads(NAMED)
    tree["weeks"][0].update({name: _toml(one) for name, one in week.items()})
    if isinstance(value, list | dict | int):
        tree[key] = _toml(value)
    attempt(tomli_w.dumps(tree).encode("utf-8", "replace"), SCORES.encode(), VOTES.encode())


def _toml(value: object) -> object:
    if value is None:
        return False
    if isinstance(value, list):
        return [_toml(one) for one in value]
    if isinstance(value, dict):
        return {key: _toml(one) for key, one in value.items()}
    return value
