"""The form of a command for a season as it stands: what can be chosen, what stands in each field, and what of it does not fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.season import commands as c
from domain.season.state import SeasonState, WeekState, cast_in, field_of, rulebook_of
from glitterball.rulebooks import shipped_rulebooks
from glitterball.web.forms.catalogue import Asked, fields_of
from glitterball.web.forms.spelling import Typed, text_in
from projections.names import couple_names, judge_names
from projections.sentences import asked_for

Option = tuple[str, str]
"""A choice: the word that goes on record, and what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A field as it is shown. `text` is what stands in it, `ticked` what is chosen of `options`; `wrong` what does not fit.
    `members` are the controls of a field that has several: the name of each, what it is called, and what stands in it."""

    asked: Asked
    text: str
    options: tuple[Option, ...]
    ticked: frozenset[str]
    members: tuple[tuple[str, str, str], ...]
    wrong: str

    @property
    def control(self) -> str:
        """How it is laid out: nothing can be chosen where there is nothing to choose."""
        if self.asked.control in ("choice", "several", "ordered", "counts") and not self.options:
            return "text"
        return self.asked.control


def filled(
    kind: type[c.SeasonCommand], state: SeasonState, week: int | None, typed: Typed, wrong: Mapping[str, str]
) -> tuple[Filled, ...]:
    """The fields of a command, with what was typed."""
    return tuple(_filled(asked, kind, state, week, typed, wrong.get(asked.name, "")) for asked in fields_of(kind))


def _filled(
    asked: Asked, kind: type[c.SeasonCommand], state: SeasonState, week: int | None, typed: Typed, wrong: str
) -> Filled:
    options = options_of(asked, kind, state, week)
    text = text_in(typed, f"{asked.name}:text" if asked.control == "rulebook" else asked.name)
    several = tuple(
        (f"{asked.name}:{word}", called, text_in(typed, f"{asked.name}:{word}")) for word, called in options
    )
    return Filled(
        asked=asked,
        text=text,
        options=_with_what_stands(options, text) if asked.control == "choice" else options,
        ticked=frozenset(typed.get(asked.name, ())),
        members=several if asked.control in ("ordered", "counts") else (),
        wrong=wrong,
    )


def _with_what_stands(options: tuple[Option, ...], text: str) -> tuple[Option, ...]:
    """The choices, and what stands in the field where it is none of them: it is refused, and not lost."""
    return options if not options or not text or text in dict(options) else (*options, (text, text))


def options_of(asked: Asked, kind: type[Any], state: SeasonState, week: int | None) -> tuple[Option, ...]:
    """What a field can be chosen among in a season as it stands; nothing where anything may be typed."""
    if asked.choices:
        return tuple((word, word) for word in asked.choices)
    if asked.control == "rulebook":
        return tuple((name, name) for name in shipped_rulebooks())
    if kind is c.CastCouple and asked.name == "couple":
        return ()
    this = state.weeks.get(week) if week is not None else None
    found = OPTIONS.get(asked.name)
    return () if found is None else tuple(found(state, week, this))


def _couples(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    called = couple_names(state, week if this else None)
    couples = field_of(state, week) if week is not None and this is not None else tuple(state.couples)
    return ((couple, called.get(couple, couple)) for couple in couples or tuple(state.couples))


def _everybody(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    called = couple_names(state, week if this else None)
    return ((couple, called.get(couple, couple)) for couple in cast_in(state, week or 1))


def _judges(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    return () if this is None else judge_names(this).items()


def _dances(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    called = couple_names(state, week if this else None)
    for name, dance in () if this is None else this.dances.items():
        fact = dance.scheduled.fact
        who = fact.team or " + ".join(called.get(couple, couple) for couple in fact.couples)
        yield name, f"{who}: {fact.style}" if fact.style else f"{who}, round {fact.round}"


def _episodes(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    for episode in () if this is None else this.opened.fact.episodes:
        yield str(episode.number), " ".join(filter(None, (str(episode.number), episode.date, episode.theme)))


def _forms(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    rulebook = rulebook_of(state, week or max(state.weeks, default=1))
    return () if rulebook is None else ((form.name, form.name) for form in rulebook.forms)


def _gateways(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    lines = () if this is None or this.voting is None else this.voting.fact.gateways
    names = dict.fromkeys((*(gateway.gateway for gateway in lines), *state.gateway_keys))
    return ((name, name) for name in names)


def _channels(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    lines = () if this is None or this.voting is None else this.voting.fact.gateways
    return ((channel, channel) for channel in dict.fromkeys(name for line in lines for name in line.channels))


def _proposals(state: SeasonState, week: int | None, this: WeekState | None) -> Iterable[Option]:
    for number, proposal in state.proposals.items():
        if proposal.settled is None:
            yield str(number), f"{number}: {asked_for(proposal.proposed.fact, state)}"


OPTIONS: dict[str, Callable[[SeasonState, int | None, WeekState | None], Iterable[Option]]] = {
    "couple": _everybody,
    "couples": _couples,
    "saves": _couples,
    "votes": _everybody,
    "places": _couples,
    "order": _couples,
    "judge": _judges,
    "head": _judges,
    "dance": _dances,
    "dances": _dances,
    "episode": _episodes,
    "form": _forms,
    "gateway": _gateways,
    "channel": _channels,
    "decision": _proposals,
}
"""By the name of a field, what is on record to choose among."""
