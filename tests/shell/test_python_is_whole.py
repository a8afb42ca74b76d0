"""Whatever the terminal can, Python can: on a season, a week, a store, or by a command of the season."""

from functools import reduce
from pkgutil import resolve_name

import pytest

from tests.docs.reference.tree import commands

DOORS = {
    "replay": "Season.replay",
    "bundle": "Season.bundle",
    "verify": "verify",
    "whatif": "Week.what_if",
    "rehearse": "Store.rehearse",
    "season list": "Store.seasons",
    "season show": "Season.grid",
    "season import": "Store.take_in",
    "season export": "Season.export",
    "season contingency": "Season.contingency",
    "season validate": "season_files.check_season",
    "season open": "commands.OpenSeason",
    "season adopt": "commands.AdoptRulebook",
    "season cast": "commands.CastCouple",
    "season recast": "commands.ChangeCast",
    "season key destroy": "commands.DestroyOpenings",
    "score give": "commands.GiveScore",
    "score row": "Season.do_all",
    "score import": "Season.do_all",
    "score correct": "commands.CorrectScore",
    "score take-back": "commands.TakeBackScore",
    "score call": "commands.CallCouples",
    "score paddle": "commands.ShowPaddle",
    "score bonus": "commands.AwardBonus",
    "score total": "commands.GiveTotal",
    "votes give-up": "commands.GiveUpGateway",
    "votes replace": "commands.ReplaceManifest",
    "votes open": "commands.OpenVoting",
    "votes window": "commands.StateWindow",
    "votes close": "commands.CloseVoting",
    "votes import": "Season.deliver",
    "votes follow": "feeds.Follower",
    "votes status": "Week.turnout",
    "votes outage": "commands.NoteOutage",
    "votes substitute": "commands.SubstituteInput",
    "votes canvass": "canvass.canvass",
    "votes timeline": "Week.view",
    "votes surges": "Week.view",
    "votes exclude": "Week.exclude",
    "votes void batch": "commands.VoidBatch",
    "votes void channel": "commands.VoidChannel",
    "votes key introduce": "commands.IntroduceGatewayKey",
    "votes key rotate": "commands.RotateGatewayKey",
    "votes key revoke": "commands.RevokeGatewayKey",
    "votes key opening": "Season.opening",
    "week standings": "Week.standings",
    "week leaderboard": "Week.leaderboard",
    "week scorecards": "Week.scorecards",
    "week check": "Week.check",
    "week audit": "Week.audit",
    "week margin": "Week.margin",
    "week certify": "commands.CertifyOutcome",
    "week prove": "Week.prove",
    "week announce": "commands.AnnounceElimination",
    "week correct": "commands.CorrectAnnouncement",
    "week open": "commands.OpenWeek",
    "week close": "commands.CloseWeek",
    "week reopen": "commands.ReopenWeek",
    "week ballot": "commands.CastBallot",
    "week settle": "commands.SettleTie",
    "week bye": "commands.StateBye",
    "week cut": "commands.SettleCut",
    "week cancel": "commands.CancelElimination",
    "week panel": "commands.SeatPanel",
    "week schedule": "commands.ScheduleDance",
    "week absent": "commands.MarkJudgeAbsent",
    "week restate": "commands.RestateWeek",
    "week immune": "commands.GrantImmunity",
    "week withdraw": "commands.WithdrawCouple",
    "week take-back-withdrawal": "commands.TakeBackWithdrawal",
    "week order": "commands.StateRunningOrder",
    "week stand-in": "commands.ChangeCast",
    "week dispute": "commands.DisputeAnnouncement",
    "week implied": "Week.implied",
    "week certificate": "Week.certificate",
    "decision list": "Season.decisions",
    "decision show": "Season.decisions",
    "decision approve": "commands.Approve",
    "decision reject": "commands.Reject",
    "decision withdraw": "commands.Withdraw",
    "people found": "commands.FoundSeason",
    "people introduce": "commands.IntroducePerson",
    "people change": "commands.ChangePerson",
    "people revoke": "commands.RevokePerson",
    "events list": "Season.sentences",
    "events show": "Season.events",
    "events tail": "Season.subscribe",
    "rules list": "shipped_rulebooks",
    "rules show": "rules.written",
    "rules check": "rules.check",
    "rules diff": "rules.diff",
    "rules test": "run_properties",
    "history audit": "History.audit",
    "history import": "History.season_file",
    "projections list": "views.Views.status",
    "projections status": "views.Views.status",
    "projections update": "views.Views.catch_up",
    "projections rebuild": "views.Views.rebuild",
    "projections export": "views.Views.export",
    "doctor": "doctor.examine",
    "store backup": "backups.back_up",
    "store restore": "backups.restore",
    "incidents list": "incidents.shipped_incidents",
    "incidents show": "incidents.shipped_incident",
    "incidents play": "incidents.play",
    "checkpoint key": "evidence.ledger.make_key",
    "checkpoint publish": "evidence.ledger.publish",
}
"""The door of each command, from `glitterball` on; a module of it is imported by its name."""

EXCUSES = {
    "tutorial": "writes files out, for people to work with",
    "season new": "writes files out, for people to fill in",
    "rules new": "writes a file out, for people to fill in",
    "completion": "is for a shell",
    "serve": "is a server of its own, for browsers",
    "desk": "is a screen of the terminal",
    "settings": "tells where the terminal has its words from",
    "season key split": "writes parts of a key to files, for people to carry",
    "season key join": "reads parts of a key from files",
    "season key show": "is about a key's file, not about a season",
    "demo": "a tour of the terminal itself",
    "prove-it": "types lines at the terminal",
    "whoami": "in Python whoever speaks is said with each command",
    "verifier": "copies a file that runs without the package",
    "votes sign": "is done at the gateway, with a key that never comes here",
    "votes signatures": "`Season.events` has every signed delivery",
    "votes key make": "makes a key file at the gateway",
    "votes key list": "`Season.events` has every key",
    "decision text": "is for somebody who signs outside",
    "people key": "makes a key file",
    "people list": "`Season.state.people` has them",
    "events export": "writes stored bytes, which no program changes",
    "store upgrade": "is done once, with nobody in the store",
    "store resume": "is done by whoever was stopped",
    "checkpoint list": "is about a key's register, not about a season",
    "checkpoint show": "is about a key's register, not about a season",
    "checkpoint check": "`doctor.examine` looks at the same",
    "checkpoint rebuild": "mends a file",
    "checkpoint tiles": "writes files for a web server",
    "checkpoint request": "speaks with a witness",
    "checkpoint receipt": "is a file for an outsider",
    "checkpoint cosign": "is done by a witness",
    "checkpoint cosigned": "speaks with a witness",
}
"""Commands without a door, and why."""

COMMANDS = [command.name for command in commands()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_door_in_python_or_an_excuse(command: str) -> None:
    assert (command in DOORS) != (command in EXCUSES), f"{command}: give it a door in Python, or say why it needs none"


def test_no_door_and_no_excuse_is_of_a_command_that_is_gone() -> None:
    assert {*DOORS, *EXCUSES} == set(COMMANDS)


@pytest.mark.parametrize("door", sorted(set(DOORS.values())))
def test_every_door_opens(door: str) -> None:
    module, rest = "glitterball", door.split(".")
    while len(rest) > 1 and rest[0].islower() and rest[0] != "commands":
        module = f"{module}.{rest.pop(0)}"
    assert reduce(getattr, rest, resolve_name(module)) is not None
