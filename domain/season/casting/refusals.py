"""Refusals about who dances, in which order, and about withdrawals that are taken back."""

from typing import ClassVar

from domain.refusals import Refusal


class CelebrityHasDanced(Refusal):
    """Votes and marks are for the celebrity's couple: another celebrity is another couple."""

    says: ClassVar = "{celebrity} cannot be replaced in couple {couple}: {because}."
    fix: ClassVar = "Record that the couple withdrew, and cast another couple; a pro can be replaced in any week."
    celebrity: str
    couple: str
    because: str


class RunningOrderDiffers(Refusal):
    """A running order names every dance of its episode once, so that none is lost."""

    says: ClassVar = "These are not the dances of episode {episode}: {dances}. Scheduled in it {has:is|are}: {has}."
    fix: ClassVar = "Name each of them once, in the order in which they were danced."
    episode: int
    dances: str
    has: str


class NoSuchWithdrawal(Refusal):
    """A withdrawal is taken back in the week in which it was said."""

    says: ClassVar = "{couple} did not withdraw in week {week}; in it withdrew: {has}."
    fix: ClassVar = "Name the couple and the week as the withdrawal did."
    couple: str
    week: int
    has: str
