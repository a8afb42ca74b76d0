"""Who and what a sentence is about, by name, as far as the season knows them when it is said."""

from dataclasses import dataclass

from domain.season.state import SeasonState
from projections.names import couple_names, judge_names, listed


@dataclass(slots=True)
class Speaker:
    """Names couples, judges and dances of a season as it stands, couples as they are called in `week`, or else now.

    What has no name yet is called by its identifier.
    """

    state: SeasonState
    week: int | None = None

    def couple(self, couple: str) -> str:
        """A couple: "Anna & Ezra"."""
        return couple_names(self.state, self.week).get(couple, couple)

    def couples(self, couples: tuple[str, ...]) -> str:
        """Several: "Anna & Ezra and Ben & Cara"."""
        names = couple_names(self.state, self.week)
        return listed([names.get(couple, couple) for couple in couples])

    def person(self, identity: str) -> str:
        """Somebody on the roster: "Elin Berg"."""
        known = self.state.people.get(identity)
        return known.now.name if known is not None else identity

    def judge(self, judge: str) -> str:
        """A judge: "Carrie Ann Inaba"."""
        return judge_names(*self.state.weeks.values()).get(judge, judge)

    def dancers(self, week: int, dance: str) -> str:
        """Who dances: "Anna & Ezra"; "Team Oz (Anna & Ezra and Ben & Cara)"."""
        scheduled = self.state.weeks[week].dances[dance].scheduled.fact
        named = self.couples(scheduled.couples)
        return f"team {scheduled.team} ({named})" if scheduled.team else named

    def dance(self, week: int, dance: str) -> str:
        """A dance of somebody named already: "Cha-cha (episode 1)"."""
        scheduled = self.state.weeks[week].dances[dance].scheduled.fact
        return f"{scheduled.style or 'dance in round ' + scheduled.round} (episode {scheduled.episode})"
