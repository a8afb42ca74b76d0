"""What stands in a form before anything was typed: what is known already is not asked for again."""

from collections.abc import Callable

from domain.season import commands as c
from domain.season.state import SeasonState, WeekState, rulebook_of, window_of
from glitterball.web.forms.reading import typed_of
from glitterball.web.forms.spelling import Lines, Typed

Begin = Callable[[SeasonState, int, WeekState | None, str], dict[str, tuple[str, ...]]]


def begun(kind: type[c.SeasonCommand], state: SeasonState, week: int | None, now: str) -> dict[str, tuple[str, ...]]:
    """What stands in the form of a command for a week (or a season) as it stands, `now` being the moment in UTC."""
    known = dict[str, tuple[str, ...]]()
    if week is None:
        return known
    if "week" in kind.model_fields:
        known["week"] = (str(week),)
    if "from_week" in kind.model_fields:
        known["from_week"] = (str(week),)
    this = state.weeks.get(week)
    if "episode" in kind.model_fields and this is not None:
        known["episode"] = (str(this.opened.fact.episodes[-1].number),)
    found = BEGUN.get(kind)
    return known | (found(state, week, this, now) if found else {})


def with_typed(begun: Typed, typed: Typed) -> dict[str, tuple[str, ...]]:
    """What stands in a form, and over it what was typed: also that a field was emptied."""
    return {**begun, **typed}


def _week(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    before = state.weeks.get(week - 1)
    number = 1 + max((each.number for held in state.weeks.values() for each in held.opened.fact.episodes), default=0)
    rulebook = rulebook_of(state, week)
    form = before.opened.fact.form if before else rulebook.forms[0].name if rulebook else ""
    return {
        "form": (form,),
        "episodes": (f"{number} | {now[:10]}",),
        "scores_from": (str(week),),
        "votes_from": (str(week),),
    }


def _anew(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    if this is None:
        return {}
    fact = this.opened.fact
    said = {name: getattr(fact, name) for name in ("week", "form", "episodes", "scores_from", "votes_from")}
    return typed_of(c.OpenWeek(**said))


def _panel(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    panels = [panel for number in sorted(state.weeks) for _, panel in sorted(state.weeks[number].panels.items())]
    if not panels:
        return {}
    seats = [{"judge": seat.judge, "name": seat.name} for seat in panels[-1].fact.judges]
    head = panels[-1].fact.head
    return Lines(("judge", "name")).write(seats, "judges") | ({"head": (head,)} if head else {})


def _dance(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    return {"round": ("1",)}


def _order(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    return {f"dances:{name}": (str(place),) for place, name in enumerate(this.dances if this else (), start=1)}


def _lines(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    before = [each.voting for number, each in sorted(state.weeks.items()) if each.voting and number < week]
    if before:
        known = [{"gateway": line.gateway, "channels": line.channels} for line in before[-1].fact.gateways]
    else:
        rulebook = rulebook_of(state, week)
        named = tuple(channel.name for channel in rulebook.voting.channels) if rulebook and rulebook.voting else ()
        known = [{"gateway": gateway, "channels": named} for gateway in state.gateway_keys]
    spelled = Lines(("gateway", "channels"), lists=frozenset(("channels",)))
    return spelled.write(known, "gateways") if known else {}


def _window(state: SeasonState, week: int, this: WeekState | None, now: str) -> dict[str, tuple[str, ...]]:
    opens, closes = (None, None) if this is None else window_of(this)
    return {name: (said,) for name, said in (("opens", opens), ("closes", closes)) if said}


BEGUN: dict[type[c.SeasonCommand], Begin] = {
    c.OpenWeek: _week,
    c.RestateWeek: _anew,
    c.SeatPanel: _panel,
    c.ScheduleDance: _dance,
    c.CallCouples: _dance,
    c.StateRunningOrder: _order,
    c.OpenVoting: _lines,
    c.StateWindow: _window,
}
"""By the command; of others what is known is the week and the episode."""
