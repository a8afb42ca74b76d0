"""A season whose rulebook has a voting clause, and a file of raw ballots for `votes canvass`."""

from pathlib import Path
from random import Random

from domain.rulebook import read_rulebook
from domain.season import commands as c
from domain.season.words import ExpectedGateway
from tests.canvass.raw_ballots import CLOSES, OPENS
from tests.canvass.test_typing_it import VOTING
from tests.engine import small_season as small
from tests.faults import night


def raw_ballots(folder: Path, random: Random, ballots: int) -> list[str]:
    """Make the store and the file in a folder; the words of the command that canvasses them."""
    expected = (ExpectedGateway(gateway="phones", channels=("sms", "calls")),)
    with night.opened(folder / "night.sqlite") as store:
        for command, by in small.opening():
            said: c.SeasonCommand = command
            if isinstance(command, c.Propose):
                said = c.Propose(command=c.AdoptRulebook(rulebook=read_rulebook(small.RULES + VOTING), from_week=1))
            elif isinstance(command, c.OpenVoting):
                said = c.OpenVoting(week=1, gateways=expected)
            store.engine.do(night.SEASON, said, by)
    raw = folder / "ballots.csv"
    rows = (
        f"v{random.randrange(ballots)},{random.choice(small.COUPLES)},sms,2024-09-25T00:0{random.randrange(3)}:10Z,us"
        for _ in range(ballots)
    )
    raw.write_text("voter,couple,channel,time,region\n" + "\n".join(rows) + "\n")
    return ["votes", "canvass", night.SEASON, "1", f"phones={raw}", "--window", f"{OPENS}/{CLOSES}"]
