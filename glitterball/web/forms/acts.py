"""Every command of a season by what it is called, in the chapters of a night, and what it does in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from domain.season import commands as c


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that can be said in a season. `says` is what it does."""

    do: str
    kind: type[Any]
    called: str
    says: str
    chapter: str


CHAPTERS: tuple[tuple[str, tuple[type[Any], ...]], ...] = (
    (
        "The season",
        (c.OpenSeason, c.AdoptRulebook, c.CastCouple, c.ChangeCast, c.WithdrawCouple, c.TakeBackWithdrawal),
    ),
    (
        "The week",
        (
            c.OpenWeek,
            c.RestateWeek,
            c.SeatPanel,
            c.MarkJudgeAbsent,
            c.ScheduleDance,
            c.StateRunningOrder,
            c.StateBye,
            c.GrantImmunity,
            c.CancelElimination,
            c.CloseWeek,
            c.ReopenWeek,
        ),
    ),
    (
        "Marks",
        (c.GiveScore, c.CorrectScore, c.TakeBackScore, c.ShowPaddle, c.CallCouples, c.AwardBonus, c.GiveTotal),
    ),
    (
        "Votes",
        (
            c.OpenVoting,
            c.CloseVoting,
            c.StateWindow,
            c.NoteOutage,
            c.VoidBatch,
            c.VoidChannel,
            c.GiveUpGateway,
            c.ReplaceManifest,
            c.SubstituteInput,
        ),
    ),
    ("The outcome", (c.CastBallot, c.SettleTie, c.SettleCut, c.CertifyOutcome, c.RecordProof, c.RecordExclusion)),
    (
        "On air",
        (
            c.AnnounceDanger,
            c.AnnounceSave,
            c.AnnounceElimination,
            c.AwardPlaces,
            c.CorrectAnnouncement,
            c.CorrectPlaces,
            c.DisputeAnnouncement,
        ),
    ),
    ("What waits for two", (c.Approve, c.Reject, c.Withdraw)),
    (
        "People and keys",
        (
            c.FoundSeason,
            c.IntroducePerson,
            c.ChangePerson,
            c.RevokePerson,
            c.IntroduceGatewayKey,
            c.RotateGatewayKey,
            c.RevokeGatewayKey,
            c.DestroyOpenings,
        ),
    ),
)
"""By the chapters of a night. What takes two people is proposed by saying it, so that proposing is no act of its own."""

CALLED = {
    "give-score": "give a mark",
    "give-total": "state a total without its split",
    "correct-score": "correct a mark",
    "take-back-score": "take a mark back",
    "show-paddle": "note what a paddle showed",
    "call-couples": "hand in a card of call-backs",
    "open-voting": "open the lines",
    "close-voting": "close the lines",
    "state-window": "put the window of the lines right",
    "schedule-dance": "put a dance in the running order",
    "seat-panel": "seat the panel",
    "cast-ballot": "cast a judge's ballot",
    "certify-outcome": "certify the outcome",
    "announce-danger": "announce who is in danger",
    "announce-save": "announce who is saved",
    "announce-elimination": "announce who leaves",
    "award-places": "announce the places",
    "correct-announcement": "take an announcement back",
    "correct-places": "take places back",
    "dispute-announcement": "dispute an announcement",
    "void-batch": "void a batch",
    "void-channel": "void a channel",
    "give-up-gateway": "wait for a gateway no longer",
    "replace-manifest": "state a gateway's votes",
    "substitute-input": "substitute a body's votes",
    "note-outage": "note an outage",
    "found-season": "found the roster",
    "record-proof": "record a proof",
    "record-exclusion-proof": "record a proof that nothing changes",
    "state-bye": "state a bye",
    "adopt-rulebook": "adopt a rulebook",
    "cast-couple": "cast a couple",
    "mark-judge-absent": "say that a judge is absent",
    "withdraw-couple": "record that a couple withdraws",
    "change-cast": "change the cast",
    "cancel-elimination": "cancel the elimination",
}
"""What an act is called on a button, where it is not called by its command."""

CONSEQUENCE = {
    "open-voting": "From now on the gateways deliver.",
    "close-voting": "It seals the votes: what arrives later does not count.",
    "certify-outcome": "It works the outcome out once more, and has two people sign it.",
    "announce-elimination": "It puts on record what was said on air.",
    "close-week": "It ends the week.",
    "give-score": "It puts the judge's mark on record.",
    "schedule-dance": "It puts a dance in the running order.",
    "open-week": "It begins the week.",
    "award-places": "It puts on record what was said on air.",
}
"""What an act does, where it says more than its command does of itself."""


def _acts() -> Iterator[Act]:
    for chapter, kinds in CHAPTERS:
        for kind in kinds:
            do = str(kind.model_fields["do"].default)
            says = CONSEQUENCE.get(do) or " ".join((kind.__doc__ or "").split("\n\n")[0].split()).replace("`", "")
            yield Act(do=do, kind=kind, called=CALLED.get(do, do.replace("-", " ")), says=says, chapter=chapter)


ACTS: dict[str, Act] = {act.do: act for act in _acts()}
"""By what the command is called."""


def kinds_of_commands() -> tuple[type[Any], ...]:
    """Every command of a season but proposing."""
    return tuple(kind for kind in _members(c.SeasonCommand) if kind is not c.Propose)


def _members(union: Any) -> Iterator[type[Any]]:
    if hasattr(union, "model_fields"):
        yield union
        return
    for member in get_args(union):
        yield from _members(member)
