"""The terms of a canvass: what the season and its rulebook say about the ballots of a week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.gateway.refusals import GatewayNotExpected
from domain.rulebook.voting import Voting
from domain.season.state import SeasonState, field_of, rulebook_of, window_of
from domain.season.voting.terms import voting_terms
from glitterball.canvass import refusals as no
from glitterball.moments import SECOND, micros

MOST_SLICES = 1_000_000
EVERY_CHANNEL = ""
"""In the windows given: the window of every channel that has none of its own."""


@dataclass(frozen=True, slots=True)
class LinesOpen:
    """From when to when a channel is open, in microseconds since 1970 UTC. What comes at `closes` is late."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a ballot is held against. `carries` are each gateway's channels, `windows` run parallel to the clause's channels."""

    season: str
    week: int
    rulebook_sha256: str
    voting: Voting
    couples: tuple[str, ...]
    carries: tuple[tuple[str, tuple[str, ...]], ...]
    windows: tuple[LinesOpen | None, ...]
    slice_seconds: int = 60

    def carried(self, gateway: str) -> tuple[str, ...]:
        """The channels of a gateway, in the order of the clause."""
        names = dict(self.carries)[gateway]
        return tuple(channel.name for channel in self.voting.channels if channel.name in names)

    def window(self, channel: str) -> LinesOpen:
        """When a channel is open."""
        found = self.windows[[one.name for one in self.voting.channels].index(channel)]
        assert found is not None, f"channel {channel} is carried by no gateway of this canvass"
        return found

    def slices(self, channel: str) -> int:
        """Into how many slices a channel's window is cut; the last may be shorter."""
        window = self.window(channel)
        return -((window.opens - window.closes) // (self.slice_seconds * SECOND))


def terms_of(
    state: SeasonState,
    week: int,
    gateways: Iterable[str],
    windows: Mapping[str, LinesOpen],
    slice_seconds: int = 60,
) -> Terms:
    """The terms of a week for these gateways. `windows` are those given by hand, by channel or for `EVERY_CHANNEL`.

    Refuses a week whose lines never opened, a gateway not expected, a channel the clause or nobody gives a window to.
    """
    gateway_terms = voting_terms(state, week)
    rulebook = rulebook_of(state, week)
    if rulebook is None or rulebook.voting is None:
        raise no.NoVotingClause(rulebook.ref if rulebook else "none", state_name(state), week, "ballots")
    voting = rulebook.voting
    carries = []
    for gateway in gateways:
        carried = _carried(gateway, gateway_terms.carries, week)
        for channel in carried:
            if voting.channel(channel) is None:
                raise no.NoVotingClause(rulebook.ref, state_name(state), week, f"channel {channel}")
        carries.append((gateway, carried))
    needed = {channel for _, channels in carries for channel in channels}
    recorded = _recorded(state, week)
    return Terms(
        season=state_name(state),
        week=week,
        rulebook_sha256=rulebook.hash(),
        voting=voting,
        couples=field_of(state, week),
        carries=tuple(carries),
        windows=tuple(
            _window(voting, one.name, week, windows, recorded, slice_seconds) if one.name in needed else None
            for one in voting.channels
        ),
        slice_seconds=slice_seconds,
    )


def _carried(gateway: str, carries: Mapping[str, frozenset[str]], week: int) -> tuple[str, ...]:
    if gateway not in carries:
        raise GatewayNotExpected(gateway, week, ", ".join(sorted(carries)) or "none")
    return tuple(sorted(carries[gateway]))


def _recorded(state: SeasonState, week: int) -> LinesOpen | None:
    opens, closes = window_of(state.weeks[week])
    return None if opens is None or closes is None else LinesOpen(micros(opens), micros(closes))


def _window(
    voting: Voting,
    channel: str,
    week: int,
    given: Mapping[str, LinesOpen],
    recorded: LinesOpen | None,
    slice_seconds: int,
) -> LinesOpen:
    by_hand = given.get(channel, given.get(EVERY_CHANNEL))
    if voting.window.times == "the week's" and recorded is not None:
        if by_hand is not None and by_hand != recorded:
            raise no.WindowUnclear(channel, week, "another one is on record for the week's voting")
        by_hand = recorded
    if by_hand is None:
        said = "none is on record" if voting.window.times == "the week's" else "each channel has its own"
        raise no.WindowUnclear(channel, week, f"{said} and none was given")
    if by_hand.closes <= by_hand.opens:
        raise no.WindowUnclear(channel, week, "it closes before it opens")
    if slice_seconds < 1:
        raise no.SlicingUnclear(slice_seconds, "a slice lasts a second at least")
    if (by_hand.closes - by_hand.opens) // (slice_seconds * SECOND) >= MOST_SLICES:
        raise no.SlicingUnclear(slice_seconds, f"there would be more than {MOST_SLICES:,} batches of a channel")
    return by_hand


def state_name(state: SeasonState) -> str:
    """The season's identifier."""
    assert state.opened is not None, "a week was opened, so the season was"
    return state.opened.fact.season
