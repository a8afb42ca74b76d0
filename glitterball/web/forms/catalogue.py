"""Every field of every command: how it is spelled in a form, what it is called there, and what helps with it."""

from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from domain.season import commands as c
from glitterball.web.forms.spelling import (
    AsJson,
    Counts,
    Lines,
    Mark,
    Numbers,
    OneLine,
    Ordered,
    RulebookText,
    Several,
    Spelling,
    WholeNumber,
)

Control = Literal["text", "number", "mark", "choice", "several", "ordered", "counts", "lines", "json", "rulebook"]
"""How a field is laid out."""

NOT_TYPED = frozenset(("do", "nonce", "signature", "expires"))
"""What a command has and nobody types: its name, random bits, signatures and what they rest on."""

READ_FROM_THE_LOG: dict[type[Any], dict[str, Any]] = {c.VoidBatch: {"body": "viewers", "votes": []}}
"""What a command holds that is read from the log when it is said, and what stands there until then."""

MOMENT = "A moment in UTC, such as 2026-03-07T20:00:00Z."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field of a form: its name in the command, what it is called, how it is spelled and laid out, and whether it must be said.
    `choices` are those that the command itself names."""

    name: str
    called: str
    control: Control
    spelling: Spelling
    needed: bool
    helps: str = ""
    choices: tuple[str, ...] = ()


CALLED = {
    "key_id": "key ID",
    "of": "week",
    "from_week": "from week",
    "to_week": "up to week",
    "scores_from": "weeks whose scores count",
    "votes_from": "weeks whose votes count",
    "form": "how the week ends",
    "saves": "couple that is saved",
    "what": "what",
    "how": "how it was decided",
    "link": "decided by",
    "order": "order, the best first",
    "decided": "who goes on",
    "taken": "how its votes are taken",
    "holds": "what holds",
    "marks_of": "marks of week",
    "by": "saved by",
    "claim": "what is claimed",
    "head": "head judge",
    "counts": "vote counts",
    "commitments": "gateways commit",
    "body": "voting body",
    "as_if": "as if",
    "settled": "disputes that are settled",
    "mode": "mode",
    "dances": "dances",
    "certified": "position of the certificate",
    "context_sha256": "SHA-256 of the context",
    "proof_sha256": "SHA-256 of the proof",
}
"""What a field is called, where it is not called by its name."""

HELPS = {
    "mark": "Such as 8 or 8.5; T is a ten.",
    "points": "Such as 8 or 8.5.",
    "total": "The whole panel's, such as 27.",
    "episodes": "One a line: number | date as year-month-day | theme.",
    "judges": "One a line, in scoring order: identifier | name.",
    "gateways": "One a line: gateway | its channels, commas between them.",
    "people": "One a line: identity | name | roles, commas between them | key lines, commas between them.",
    "keys": "One verifier key line a line.",
    "key": "As the command that made the key printed it.",
    "passkeys": "JSON, as people enrol prints it.",
    "scores_from": "Numbers, spaces between them; the week itself among them.",
    "votes_from": "Numbers, spaces between them; the week itself among them.",
    "opens": MOMENT,
    "closes": MOMENT,
    "began": MOMENT,
    "ended": MOMENT,
    "order": "A place beside each couple that is tied: 1 is the best.",
    "couple": "Lower-case words with hyphens, such as mia-jon, where it is new.",
    "reason": "It goes on record: one line of words.",
    "rulebook": "One that ships, or the text of your own, which goes before.",
    "batch": "The number of the batch, as the gateway counts.",
    "style": "The dance's style, such as Waltz.",
    "team": "The team's name, where several couples dance as one.",
    "channel": "Of a batch that arrived the log knows it.",
    "round": "1 where each couple dances once.",
    "source": "Who published it, for what is taken from the public record.",
}

ONLY_IN: dict[str, type[Any]] = {"couple": c.CastCouple, "channel": c.VoidBatch}
"""Help that is for one command alone."""

SPELLED: dict[str, tuple[Control, Spelling]] = {
    "episodes": ("lines", Lines(("number", "date", "theme"), numbers=frozenset(("number",)))),
    "judges": ("lines", Lines(("judge", "name"))),
    "gateways": ("lines", Lines(("gateway", "channels"), lists=frozenset(("channels",)))),
    "keys": ("lines", Lines((), plain=True)),
    "people": (
        "lines",
        Lines(("identity", "name", "roles", "keys", "passkeys"), lists=frozenset(("roles", "keys"))),
    ),
    "scores_from": ("text", Numbers()),
    "votes_from": ("text", Numbers()),
    "settled": ("text", Numbers()),
    "votes": ("counts", Counts("votes")),
    "places": ("counts", Counts("place")),
    "order": ("ordered", Ordered()),
    "couples": ("several", Several()),
    "roles": ("several", Several()),
    "passkeys": ("json", AsJson()),
    "groups": ("json", AsJson()),
    "equal": ("json", AsJson()),
    "proved": ("json", AsJson()),
    "mark": ("mark", Mark()),
    "points": ("mark", Mark()),
    "total": ("mark", Mark()),
    "rulebook": ("rulebook", RulebookText()),
}
"""By the name of the field, where its kind does not say it."""

BY_COMMAND: dict[tuple[type[Any], str], tuple[Control, Spelling]] = {
    (c.StateRunningOrder, "dances"): ("ordered", Ordered()),
    (c.GiveTotal, "dances"): ("several", Several()),
}

CHOSEN = frozenset(("couple", "judge", "dance", "episode", "head", "saves", "decision", "form", "gateway", "channel"))
"""What is chosen among what is on record, where anything is (`filling`)."""


def fields_of(kind: type[c.SeasonCommand]) -> tuple[Asked, ...]:
    """The fields of a command that people say, in the order in which it names them; its source at the end."""
    left_out = NOT_TYPED | READ_FROM_THE_LOG.get(kind, {}).keys()
    named = [(name, field) for name, field in kind.model_fields.items() if name not in left_out]
    named.sort(key=lambda pair: pair[0] == "source")
    return tuple(_asked(kind, name, field) for name, field in named)


def _asked(kind: type[Any], name: str, field: FieldInfo) -> Asked:
    choices = _literals(field.annotation)
    control, spelling = BY_COMMAND.get((kind, name)) or SPELLED.get(name) or _by_kind(field.annotation, name, choices)
    return Asked(
        name=name,
        called=CALLED.get(name, name.replace("_", " ")),
        control=control,
        spelling=spelling,
        needed=field.is_required(),
        helps=HELPS.get(name, "") if kind is ONLY_IN.get(name, kind) else "",
        choices=choices,
    )


def _by_kind(annotation: Any, name: str, choices: tuple[str, ...]) -> tuple[Control, Spelling]:
    whole = int in (annotation, *get_args(_without_none(annotation)), _without_none(annotation))
    spelling: Spelling = WholeNumber() if whole else OneLine()
    if choices or name in CHOSEN:
        return "choice", spelling
    return ("number" if whole else "text"), spelling


def _without_none(annotation: Any) -> Any:
    """What a field takes that may be left out."""
    members = [member for member in get_args(annotation) if member is not NoneType]
    return members[0] if NoneType in get_args(annotation) and len(members) == 1 else annotation


def _literals(annotation: Any) -> tuple[str, ...]:
    """The words a field is chosen among; of a list, those of its members."""
    kind = _without_none(annotation)
    if get_origin(kind) is Literal:
        return tuple(map(str, get_args(kind)))
    if get_origin(kind) is tuple:
        return _literals(get_args(kind)[0])
    return ()
