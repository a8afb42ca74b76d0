"""The first evening of a results desk: one week of six couples and three judges, from the cast to its close, with mishaps.

Two gateways; a mark read wrongly is corrected by two after the lines were closed; two couples are level and a lot is drawn; then
it is certified, announced, asked how close it was, printed and closed. Whoever plays it counts what they did.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.gateway.events import OfBatch
from glitterball.testing import manifest_of
from tests.cli.typing_at_it import Desk, Said

SEASON = "evening"
JUDGES = {"ana": "Ana Ruiz", "ben": "Ben Okoro", "cleo": "Cleo Dahl"}
COUPLES = {
    "ada-bo": ("Ada Berg", "Bo Falk"), "cy-dee": ("Cy Lind", "Dee Storm"), "eli-fay": ("Eli Ek", "Fay Holm"),
    "gus-hana": ("Gus Ode", "Hana Mori"), "ivy-jo": ("Ivy Lunde", "Jo Ness"), "kai-lou": ("Kai Moe", "Lou Vik"),
}  # fmt: skip
MARKS = {
    "ada-bo": "9 9 8", "cy-dee": "8 8 9", "eli-fay": "8 7 8", "gus-hana": "7 7 7", "ivy-jo": "6 6 6", "kai-lou": "6 6 7",
}  # fmt: skip
"""As they were typed: Cleo showed a 6 to Kai & Lou."""

VOTES = {
    ("phones", "sms"): (5100, 4200, 3300, 2400, 600, 500),
    ("web", "online"): (1900, 1800, 1700, 1600, 400, 500),
}
LEAVES = "kai-lou"
RULES = Path(__file__).parents[2] / "docs" / "tutorial" / "harbour" / "rulebook.toml"

PETRA, DORA, EVE, ADA = "Petra (producer)", "Dora (score desk)", "Eve (executive)", "Ada (adjudicator)"
BY_TWO = f'--by "{EVE}" --with "{ADA}"'
TIMES = "--opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"
LINES = f"--gateway phones:sms --gateway web:online {TIMES}"

IMPORTED = f"season import season.toml {BY_TWO}"
OPENED = f'week open {SEASON} 1 --from week-1.toml --by "{PETRA}"'
FOLLOWED = f"votes follow {SEASON} 1 inbox --once --every 0.01"
ASKED = (f"week margin {SEASON} 1", f"week certificate {SEASON} 1")


def files() -> dict[str, str]:
    """What was written on other days: season and week, and what the two gateways will send."""
    head = f'glitterball = "season.v1"\nseason = "{SEASON}"\nshow = "Harbour Lights"\nnumber = 1\nmode = "rehearsal"\n'
    rules = '[[rulebooks]]\nrulebook = "rulebook.toml"\nfrom_week = 1\n'
    cast = "".join(
        f'[[couples]]\ncouple = "{couple}"\ncelebrity = "{celebrity}"\nprofessional = "{professional}"\n'
        for couple, (celebrity, professional) in COUPLES.items()
    )
    judges = ", ".join(f'{{ judge = "{judge}", name = "{name}" }}' for judge, name in JUDGES.items())
    week = (
        '[[weeks]]\nweek = 1\nform = "single"\nepisodes = [{ number = 1, date = "2026-03-07" }]\nscores_from = [1]\n'
        f'votes_from = [1]\n[[weeks.panels]]\nepisode = 1\njudges = [{judges}]\nhead = "ana"\n'
    )
    dances = "".join(f"1,1,{couple},Waltz\n" for couple in COUPLES)
    return {
        "rulebook.toml": RULES.read_text(),
        "season.toml": head + rules + cast,
        "week-1.toml": head + 'scores = "week-1.csv"\n' + rules + cast + week,
        "week-1.csv": f"episode,round,couple,style\n{dances}",
        **{f"inbox/{gateway}.ndjson": delivery(gateway, channel) for gateway, channel in VOTES},
    }


def delivery(gateway: str, channel: str) -> str:
    """What a gateway sends: its one batch, and its closing manifest."""
    counts = VOTES[gateway, channel]
    batch = OfBatch(
        season=SEASON, week=1, gateway=gateway, batch=1, channel=channel, opens="2026-03-07T20:00:00Z",
        closes="2026-03-07T21:00:00Z", votes=tuple(zip(COUPLES, counts, strict=True)), received=sum(counts),
    )  # fmt: skip
    manifest = manifest_of([batch], season=SEASON, week=1, gateway=gateway)
    said = [json.loads(one.model_dump_json(exclude_none=True)) for one in (batch, manifest)]
    return "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in said)


@dataclass(slots=True)
class Counted:
    """What somebody did: lines typed at a shell; keys pressed in all, Enter among them; words typed that stand for somebody or
    something (a couple, a judge, a mark, who speaks), each of which can be another; and what was shown before it was recorded."""

    lines: int = 0
    keys: int = 0
    words: int = 0
    shown: int = 0


@dataclass
class Shell:
    """A shell in the folder of the evening, and somebody typing whole lines."""

    folder: Path
    did: Counted = field(default_factory=Counted)

    def __post_init__(self) -> None:
        self.desk = Desk(self.folder)
        for name, text in files().items():
            self.desk.file(name, text)

    def types(self, line: str, code: int = 0) -> Said:
        """Type a line and press Enter; it ends as expected."""
        self.did.lines += 1
        self.did.keys += len(f"glitterball {line}") + 1
        self.did.words += said_in(line)
        found = self.desk.types(line)
        assert found.code == code, (line, found)
        return found


NO_WORDS = re.compile(r"--?[a-z-]+")


def said_in(line: str) -> int:
    """How many words of a line stand for somebody or something: all but the command's own and the names of options."""
    words = shlex.split(line)
    own = 1 if words[0] in ("desk", "bundle") else 2
    return sum(1 for word in words[own:] if not NO_WORDS.fullmatch(word))


def mark_by_mark() -> list[str]:
    """Every line of the evening, one a mark, as it was typed first."""
    marks = [
        f'score give {SEASON} 1 {couple.split("-")[0]} {judge} {mark} --by "{DORA}"'
        for couple, row in MARKS.items()
        for judge, mark in zip(JUDGES, row.split(), strict=True)
    ]
    return [*before(), *marks, *(f"votes import {SEASON} 1 inbox/{name}.ndjson" for name, _ in VOTES), *after()]


def as_short_as_can_be() -> list[str]:
    """The same with what there is for many at once: a row a couple, and one command for whatever the gateways send."""
    rows = [f'score row {SEASON} 1 {couple.split("-")[0]} {row} --by "{DORA}"' for couple, row in MARKS.items()]
    return [*before(), *rows, FOLLOWED, *after()]


def before() -> list[str]:
    """Until the lines are open."""
    return [IMPORTED, OPENED, f'votes open {SEASON} 1 {LINES} --by "{PETRA}"']


def after() -> list[str]:
    """From the last vote on."""
    return [
        f'votes close {SEASON} 1 --by "{PETRA}"',
        f'score correct {SEASON} 1 kai cleo 6 --reason "the card says 6" --by "{DORA}" --with "{ADA}"',
        f'week settle {SEASON} 1 ivy,kai --how "a lot before a notary" {BY_TWO}',
        f"week certify {SEASON} 1 {BY_TWO}",
        f'week announce {SEASON} 1 --out kai --by "{PETRA}"',
        *ASKED,
        f'week close {SEASON} 1 --by "{PETRA}"',
    ]


def on_record(desk: Desk) -> list[str]:
    """What the evening left in the log, by type and in order, but for what nobody at the desk says."""
    rows: Sequence[Mapping[str, str]] = json.loads(desk.types(f"events list --season {SEASON} --format json").out)[
        "data"
    ]
    types = [row["type"].partition(".v")[0] for row in rows]
    return [name for name in types if name not in ("vote-batch-received", "gateway-closed")]
