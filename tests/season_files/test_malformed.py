"""Whatever is wrong in a file is said in a sentence with file and line, all of it in one run, and nothing is recorded."""

from pathlib import Path

import pytest

from domain.rulebook import Rulebook
from glitterball.rulebooks import shipped_rulebook
from glitterball.season_files import SeasonFile, SeasonFileUnreadable, check_season, commands_of, read_season
from glitterball.season_files.reading import read_files
from tests.season_files.tiny_season import SCORES, SEASON, VOTES, VOTING


def read(season: str = SEASON, scores: str | bytes = SCORES, **more: bytes) -> SeasonFile:
    files = {
        "season.toml": season.encode(),
        "scores.csv": scores if isinstance(scores, bytes) else scores.encode(),
        **{f"{name}.csv": data for name, data in more.items()},
    }
    return read_files(files.get, "tiny")


def wrong(season: str = SEASON, scores: str | bytes = SCORES, **more: bytes) -> list[str]:
    with pytest.raises(SeasonFileUnreadable) as refused:
        read(season, scores, **more)
    assert refused.value.exit_code == 3
    assert "Nothing was recorded." in str(refused.value)
    return [str(finding) for finding in refused.value.findings]


def test_the_tiny_season_itself_is_accepted() -> None:
    assert check_season(read_files({"season.toml": SEASON.encode(), "scores.csv": SCORES.encode()}.get, "tiny")) == ()


@pytest.mark.parametrize(
    "scores",
    [
        b"\xef\xbb\xbf" + SCORES.replace("\n", "\r\n").encode(),
        SCORES.replace(",", ";").encode(),
        SCORES.replace(",15,", ",,").replace(",", ";").replace("8;", "8,0;").encode(),
        SCORES.replace("anna-ezra", '"Anna D’Elvey & Ezra Sosa"').encode(),
        SCORES.replace("anna-ezra", '"anna  d\'elvey"').replace("tori-pasha", "Tori Spelling\u00a0").encode(),
        SCORES.replace("anna-ezra", "\u0410nna D\u02bcElvey").replace("tori-pasha", "\u03a4ori Spelling").encode(),
        SCORES.replace("\n", ",,\n").encode() + b",,,,,,,,\n\n",
        SCORES.replace("episode,round", "Episode,ROUND").encode(),
    ],
)
def test_tables_as_spreadsheets_save_them_mean_the_same(scores: bytes) -> None:
    season = read(SEASON, scores)
    assert commands_of(season) == commands_of(read())


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("basis\n", "basis,judge\n", "scores.csv:1: no column is called 'judge'; columns are episode, round"),
        ("couple,ann", "ann", "scores.csv:1: column 'couple' is missing"),
        ("ann,bob", "ann,ann", "scores.csv:1: column 'ann' stands twice"),
        ("anna-ezra", "anna-erza", "scores.csv:2: 'anna-erza' names no couple. Did you mean Anna D'Elvey & Ezra"),
        ("8,7,15", "8,seven,", "scores.csv:2: bob: 'seven' is not a number such as 8, 8.5 or 17/2"),
        ("8,7,15", "8,7,16", "scores.csv:2: the marks add up to 15, but the total says 16"),
        ("8,7,15,paper", "8,7,15,radio", "scores.csv:2: no source is called 'radio' under [sources]"),
        ("1,1,tori", "2,1,tori", "scores.csv:3: no week has an episode '2'; episodes are 1"),
        ("tori-pasha", "Anna D'Elvey", "scores.csv:3: dance 1.1.anna-ezra stands twice, first at scores.csv:2"),
        ("1,1,tori", "1,The 1st,tori", "scores.csv:3: round = 'The 1st': write lower-case letters and digits"),
        ("6,6,,", "6,6", "scores.csv:3: the row has 5 cells; the header has 7 columns"),
        ("6,6,,", '"6,6,,', "scores.csv:3: the row cannot be read as CSV: unexpected end of data"),
        ("tori-pasha", "tori-pasha + anna-ezra", "scores.csv:3: several couples dance as a team; give the team a name"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_scores_is_named_with_its_line(was: str, now: str, says: str) -> None:
    assert any(finding.startswith(says) for finding in wrong(scores=SCORES.replace(was, now, 1)))


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("season.v1", "season.v9", 'season.toml:1: it must begin with glitterball = "season.v1"'),
        ("number = 1\n", "", "season.toml:1: number is missing"),
        ("number = 1\n", "number = 1.5\n", "season.toml:4: number = 1.5: write a whole number"),
        ('"us-33"', '"us-99"', "season.toml:12: No rulebook 'us-99' ships with Glitterball; it has: "),
        ('"us-33"', '"rulebook.toml"', "season.toml:12: there is no file 'rulebook.toml' next to this one"),
        ('"us-33"', '"../x.toml"', "season.toml:12: '../x.toml' is not the name of a file next to this one"),
        ('couple = "anna-ezra"', 'couple = "Anna"', "season.toml:16: couple = 'Anna': write lower-case letters and digits"),
        ('couple = "anna-ezra"', 'pair = "x"\ncouple = "a"', "season.toml:16: nothing is called 'pair' here; known are"),
        ('couple = "anna-ezra"', 'couple = "tori-pasha"', "season.toml:20: couple tori-pasha stands twice"),
        ("form =", "shape =", "season.toml:25: form is missing"),
        ("form =", "shape = 1\nform =", "season.toml:27: nothing is called 'shape' here; known are week, form"),
        ('said = "eliminated"', 'said = "fired"', "season.toml:36: said = 'fired' is no announcement; known are danger"),
        ('said = "eliminated"', 'week = 3\nsaid = "eliminated"', "season.toml:37: week is not stated here"),
        ('said = "eliminated"', 'source = "papre"\nsaid = "eliminated"', "season.toml:37: no source is called 'papre'"),
        ("[sources]", "[sources", "season.toml:8: the TOML cannot be read"),
        ('scores = "scores.csv"\n', "", "season.toml:1: scores.csv lies next to it but is not named"),
        ('"scores.csv"', '"points.csv"', "season.toml:6: there is no file 'points.csv' next to this one"),
        ("[[weeks]]", "[weeks]", "season.toml:25: weeks is a list of tables"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_season_is_named_with_its_line(was: str, now: str, says: str) -> None:
    findings = wrong(SEASON.replace(was, now, 1))
    assert any(finding.startswith(says) for finding in findings), findings


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SCORES.encode("utf-16"), "scores.csv:1: the file is UTF-16 text; save it as UTF-8 (Excel: 'CSV UTF-8')"),
        (SCORES.encode("utf-16-le"), "scores.csv:1: a zero byte: this is UTF-16 or no text; save it as UTF-8"),
        (
            SCORES.replace("tori-pasha", "Zoë").encode("latin-1"),
            "scores.csv:3: byte EB is not UTF-8 (perhaps Latin-1); save the file as UTF-8",
        ),
        (b"", "scores.csv:1: the table is empty; its header needs episode, round, couple"),
    ],
)
def test_bytes_that_are_not_utf_8_get_a_clear_sentence(data: bytes, says: str) -> None:
    assert says in wrong(scores=data)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        (",10", ",ten", "votes.csv:2: votes 'ten' is not a whole number"),
        (",10", ",9007199254740993", "votes.csv:2: votes 9007199254740993 is more than 1,000,000,000,000, the largest"),
        (",10", ",-10", "votes.csv:2: votes '-10' is not a whole number"),
        (
            "Tori Spelling",
            "anna-ezra",
            "votes.csv:3: anna-ezra has votes twice in this batch (week 1, north, sms, viewers)",
        ),
        (
            "Tori Spelling",
            "nobody",
            "votes.csv:3: 'nobody' names no couple. Couples are Anna D'Elvey & Ezra Sosa (anna-ezra)",
        ),
        ("\n1,", "\n9,", "votes.csv:2: votes are stated for week 9, which the file has not"),
        ("channel,", "chanel,", "votes.csv:1: no column is called 'chanel'"),
    ],
)
def test_a_mistake_in_the_votes_is_named_with_its_line(was: str, now: str, says: str) -> None:
    season = SEASON.replace('scores.csv"', 'scores.csv"\nvotes = "votes.csv"') + VOTING
    findings = wrong(season, votes=VOTES.replace(was, now, 1).encode())
    assert any(finding.startswith(says) for finding in findings), findings


def test_all_that_is_wrong_is_found_in_one_run() -> None:
    season = SEASON.replace('"us-33"', '"us-99"').replace('said = "eliminated"', 'said = "fired"')
    scores = SCORES.replace("8,7", "8,x").replace("tori-pasha", "nobody")
    findings = wrong(season, scores)
    assert [finding.split(": ")[0] for finding in findings] == [
        "season.toml:12", "scores.csv:2", "scores.csv:3", "season.toml:36",
    ]  # fmt: skip


def test_what_the_rules_refuse_is_a_finding_at_the_line_it_came_from() -> None:
    scores = SCORES.replace("8,7,15", "8,11,")
    findings = check_season(read(SEASON, scores))
    assert [finding.where for finding in findings] == ["scores.csv:2"]
    assert "off the scale: us-33@1, clause scale, allows 1 to 10 by 1" in findings[0].what


def test_a_refused_dance_or_week_is_one_finding_not_one_for_all_that_rests_on_it() -> None:
    scores = SCORES + "1,2,tori-pasha,6,6,,\n"
    season = SEASON.replace('form = "single"', 'form = "triple"')
    findings = check_season(read(season, scores))
    assert [(finding.where, "no form 'triple'" in finding.what) for finding in findings] == [("season.toml:25", True)]


def test_a_season_can_be_tried_under_another_rulebook() -> None:
    narrow: Rulebook = shipped_rulebook("us-33")
    narrow = narrow.model_copy(update={"scale": narrow.scale.model_copy(update={"highest": 7})})
    findings = check_season(read(), narrow)
    assert [finding.where for finding in findings] == ["scores.csv:2"]


def test_a_folder_without_a_season_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none", tmp_path / "none.toml", Path("\0")):
        with pytest.raises(SeasonFileUnreadable, match="there is no such file that can be read"):
            read_season(place)
