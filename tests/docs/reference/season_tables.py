"""Every table of a season file: what reads it, what it is for, and an example that a test reads.

The keys come from what reads them, so they are never behind it; only what a table has beside that stands here.
"""

from dataclasses import dataclass
from typing import Any

from domain.season import commands as c
from glitterball.season_files.reading import Reported, RulebookRef
from glitterball.season_files.weeks import LISTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a table: in words, by an example of its lines, and of keys that it has beside those of its kind."""

    says: str
    example: str
    beside: tuple[tuple[str, str, str], ...] = ()
    """Key, kind of value, meaning."""


DONE = "A table of the particulars below, or `true`."
SEASON = Told(
    says="The season itself, in the first lines of the file.",
    example='season = "harbour-1"\nshow = "Harbour Lights"\nnumber = 1\nmode = "live"',
    beside=(
        (
            "scores",
            "text",
            "The file beside this one with the table of scores, or the table itself between triple quotes.",
        ),
        ("votes", "text", "The same for the table of votes."),
    ),
)
TOP: dict[str, tuple[Any, Told]] = {
    "rulebooks": (
        RulebookRef,
        Told(
            says="The rules, and from which week on: by the name of a rulebook that ships, or of a file beside this one.",
            example='rulebook = "rulebook.toml"\nfrom_week = 1',
        ),
    ),
    "couples": (
        c.CastCouple,
        Told(
            says="One table a couple.",
            example='couple = "mia-jon"\ncelebrity = "Mia Berg"\nprofessional = "Jon Falk"',
        ),
    ),
    "cast_changes": (
        c.ChangeCast,
        Told(
            says="Who a couple is from a week on, where that changes.",
            example='couple = "mia-jon"\ncelebrity = "Mia Berg"\nprofessional = "Una Voss"\n'
            'from_week = 3\nto_week = 3\nreason = "a broken rib"',
        ),
    ),
    "weeks": (
        c.OpenWeek,
        Told(
            says="One table a week. `scores_from` and `votes_from` are the week's own number where they are left out. The tables "
            "below whose names begin with `weeks.` belong to the week above them.",
            example='week = 1\nform = "single"\nepisodes = [{ number = 1, date = "2026-03-07", theme = "First night" }]',
        ),
    ),
    "reported_votes": (
        Reported,
        Told(
            says="A total of votes that was reported, where counts by couple are not public. It decides nothing.",
            example='episode = 1\nvotes = 31000000\nexactness = "about"\nsource = "the host, on air"',
        ),
    ),
}
OF_A_WEEK: dict[str, Told] = {
    "restatements": Told(
        says="How the week is to be from here on, where it was opened otherwise.",
        example='form = "single"\nepisodes = [{ number = 1, date = "2026-03-08" }]\nscores_from = [1]\nvotes_from = [1]\n'
        'reason = "the storm"',
    ),
    "panels": Told(
        says="The judges of an episode.",
        example='episode = 1\njudges = [{ judge = "ana", name = "Ana Ruiz" }, { judge = "ben", name = "Ben Okoro" }]\n'
        'head = "ana"',
    ),
    "absences": Told(
        says="A judge who cannot come, before any mark.", example='episode = 1\njudge = "ben"\nreason = "a fever"'
    ),
    "calls": Told(
        says="A judge's card of a round before a final.",
        example='episode = 1\nround = "waltz"\njudge = "ana"\ncouples = ["mia-jon", "pia-max"]',
    ),
    "paddles": Told(
        says="What a paddle showed on air, where it differs from the mark.",
        example='dance = "1.1.mia-jon"\njudge = "ana"\nmark = 8',
    ),
    "corrections": Told(
        says="A mark put right before voting has closed.",
        example='dance = "1.1.mia-jon"\njudge = "ana"\nmark = 9\nreason = "the card says 9"',
    ),
    "running_orders": Told(
        says="The order in which an episode was danced, where it is not that of the table of scores.",
        example='episode = 1\ndances = ["1.1.otto-lea", "1.1.mia-jon"]\nreason = "a costume"',
    ),
    "absences_after_marks": Told(
        says="A judge who leaves after the first mark.", example='episode = 1\njudge = "ben"\nreason = "taken ill"'
    ),
    "bonuses": Told(
        says="Points beside the marks.", example='couple = "mia-jon"\npoints = 2\nreason = "won the marathon"'
    ),
    "immunities": Told(says="A couple that is immune.", example='couple = "mia-jon"\nreason = "led the board"'),
    "byes": Told(
        says="Couples that do not dance, and what holds for them.",
        example='couples = ["mia-jon"]\nholds = "bye"\nreason = "an injury"',
    ),
    "windows": Told(
        says="From when to when lines were open, where that was stated wrongly.",
        example='opens = "2026-03-07T20:05:00Z"\ncloses = "2026-03-07T21:05:00Z"\nreason = "the broadcast began late"',
    ),
    "corrections_after_the_seal": Told(
        says="A mark put right after voting has closed.",
        example='dance = "1.1.mia-jon"\njudge = "ana"\nmark = 9\nreason = "the card says 9"',
    ),
    "running_orders_after_the_seal": Told(
        says="The order of an episode, stated after voting has closed.",
        example='episode = 1\ndances = ["1.1.otto-lea", "1.1.mia-jon"]\nreason = "the tape"',
    ),
    "withdrawals": Told(
        says="A couple that leaves by itself.",
        example='couple = "mia-jon"\nreason = "an injury"\ntaken_back = { reason = "the doctor agrees after all" }',
        beside=(("taken_back", "table", "That it was taken back, with the reason."),),
    ),
    "outages": Told(
        says="A channel that failed.",
        example='channel = "sms"\nbegan = "2026-03-07T20:10:00Z"\nended = "2026-03-07T20:20:00Z"\nwhat = "the carrier was down"',
    ),
    "voided_batches": Told(
        says="A batch taken out of the count.",
        example='gateway = "phones"\nbatch = 2\nchannel = "sms"\nbody = "viewers"\n'
        'votes = [{ couple = "mia-jon", votes = 12 }]\nreason = "sent twice"',
    ),
    "voided_channels": Told(
        says="A channel taken out of the count.", example='channel = "sms"\nreason = "the carrier lost messages"'
    ),
    "substitutions": Told(
        says="Votes of a voting body that count in place of its own.",
        example='body = "viewers"\nvotes = [{ couple = "mia-jon", votes = 12 }]\nreason = "the jury stands in"',
    ),
    "replaced_manifests": Told(
        says="Votes of a gateway's channel, stated couple by couple.",
        example='gateway = "phones"\nchannel = "sms"\nbody = "viewers"\n'
        'votes = [{ couple = "mia-jon", votes = 900 }]\nreason = "read again"',
    ),
    "gateways_given_up": Told(
        says="A gateway nobody waits for any longer.",
        example='gateway = "phones"\ntaken = "as delivered"\nreason = "its disk failed"',
    ),
    "disputes": Told(
        says="Another source that names other couples.",
        example='what = "eliminated"\ncouples = ["pia-max"]\nclaim = "a press report names them"',
    ),
    "reopenings": Told(says="That the closed week was opened again.", example='reason = "the tape shows another card"'),
}
SAID: dict[str, str] = {
    "danger": 'said = "danger"\ncouples = ["mia-jon", "pia-max"]',
    "saved": 'said = "saved"\ncouple = "pia-max"\nby = "judges"',
    "eliminated": 'said = "eliminated"\ncouple = "mia-jon"',
    "places": 'said = "places"\nplaces = [{ couple = "mia-jon", place = 1 }, { couple = "pia-max", place = 2 }]',
    "corrected": 'said = "corrected"\nwhat = "eliminated"\ncouples = ["pia-max"]\nreason = "the wrong card"',
    "places corrected": 'said = "places corrected"\nplaces = [{ couple = "pia-max", place = 1 }]\nreason = "a miscount"',
}
VOTING = Told(
    says="That lines were opened: the gateways that deliver, and from when to when. Where no window is stated, it is the days of "
    "the episodes.",
    example='opens = "2026-03-07T20:00:00Z"\ncloses = "2026-03-07T21:00:00Z"\n'
    'gateways = [{ gateway = "phones", channels = ["sms"] }]\nsealed = true',
    beside=(
        ("sealed", "true or false", "Whether the lines were closed; true unless said. Or a table with a `source`."),
        ("manifests", "list of identifier", "The gateways whose closing manifests came; all of them unless said."),
    ),
)
DECISIONS: dict[str, tuple[Any, Told]] = {
    "a judge's vote": (
        c.CastBallot,
        Told(says="Whom a judge saves.", example='judge = "ana"\nsaves = "mia-jon"'),
    ),
    "a tie": (
        c.SettleTie,
        Told(
            says="The order of couples that the rules leave equal.",
            example='link = "lot"\norder = ["mia-jon", "pia-max"]\nhow = "drawn by Ada before the notary"',
        ),
    ),
    "a cut": (
        c.SettleCut,
        Told(
            says="Whether couples equal at the cut go on.",
            example='couples = ["mia-jon", "pia-max"]\ndecided = "all go on"\nhow = "by the chairman"',
        ),
    ),
}
SWITCHES: dict[str, tuple[Any, Told]] = {
    "cancelled": (
        c.CancelElimination,
        Told(says="That nobody leaves though the form says so. A table.", example='reason = "a withdrawal"'),
    ),
    "certified": (c.CertifyOutcome, Told(says=f"That the outcome was certified. {DONE}", example="")),
    "closed": (c.CloseWeek, Told(says=f"That the week was closed; true unless it is `false`. {DONE}", example="")),
}
SCORES: dict[str, str] = {
    "episode": "The number of the broadcast, counted through the season.",
    "round": "The round of the episode, such as 1.",
    "couple": "Who dances, by any clear name; several joined by ` + ` dance as a team.",
    "style": "The style, such as Waltz.",
    "team": "The team's identifier, where several couples dance as one.",
    "total": "The sum of the marks, in points of the scale: alone where the split is not public, else it is checked.",
    "total_over": "The rounds one total adds up, such as 1+2.",
    "basis": "A name under [sources].",
}
VOTES: dict[str, str] = {
    "week": "The week, as viewers count.",
    "gateway": "The gateway's identifier.",
    "channel": "How the votes came in, such as sms.",
    "couple": "The couple, by any clear name; empty in a row of votes that do not count.",
    "votes": "Votes, as a whole number in digits.",
    "body": "The voting body whose votes they are; viewers where it is empty.",
    "batch": "The number of the batch, where one must be told from others.",
    "not_counted": "`late`, or `rejected: ` and the reason.",
}

KINDS = {name: kind for step in LISTS.values() for name, kind in step.items()}
"""What each list of a week is read into."""
