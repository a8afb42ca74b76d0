"""The rehearsal of a season that ships."""

from collections.abc import Mapping

from domain.season.state import SeasonState
from glitterball.season_files import shipped_season


def reported_votes(name: str, played: SeasonState) -> Mapping[int, int]:
    """Accepted votes by week, where the press reported a total of an episode of that week."""
    by_episode = {votes.episode: votes.votes for votes in shipped_season(name).reported_votes}
    reported: dict[int, int] = {}
    for number, week in played.weeks.items():
        found = [by_episode[episode.number] for episode in week.opened.fact.episodes if episode.number in by_episode]
        if found:
            reported[number] = sum(found)
    return reported
