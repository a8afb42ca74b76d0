"""A live night in a few words, for the tests of the log."""

from domain.gateway.events import VoteBatchReceived
from domain.record import Actor
from domain.season.events import CoupleSaved, ScoreGiven, SeasonOpened

AT = "2024-09-25T00:00:10Z"
DESK = Actor(name="Dana", role="score desk")
SMS = Actor(name="sms-east", role="gateway")
COUPLES = (
    "anna-ezra", "bella-val", "carl-artem", "dora-sasha", "emil-witney", "frida-emma", "gus-daniella",
    "hana-jenna", "ivan-gleb", "jo-alan", "kim-britt", "lea-pasha", "max-brandon",
)  # fmt: skip


def opened(season: str = "us-33") -> SeasonOpened:
    return SeasonOpened(season=season, show="Dancing with the Stars", number=33, mode="rehearsal")


def score(judge: str = "len", mark: int = 8, couple: str = "anna-ezra") -> ScoreGiven:
    return ScoreGiven(week=2, dance=f"2.1.{couple}", judge=judge, mark=mark)


def saved(couple: str = "anna-ezra") -> CoupleSaved:
    return CoupleSaved(week=2, couple=couple, by="viewers")


def batch(number: int, gateway: str = "sms-east", votes: int = 1000) -> VoteBatchReceived:
    counts = tuple((couple, votes + 37 * place) for place, couple in enumerate(COUPLES))
    return VoteBatchReceived(
        season="us-33",
        week=2,
        gateway=gateway,
        batch=number,
        channel="sms",
        opens="2024-09-25T00:00:00Z",
        closes="2024-09-25T00:00:10Z",
        votes=counts,
        received=sum(count for _, count in counts),
    )
