"""The refusals about pictures."""

from typing import ClassVar

from domain.refusals import Refusal


class ChartUnknown(Refusal):
    """There is no such picture."""

    says: ClassVar = "There is no picture {chart!r} of {of}."
    fix: ClassVar = "There {known:is|are} {known}."
    exit_code: ClassVar = 2
    chart: str
    of: str
    known: str


class NothingToDraw(Refusal):
    """The rows a picture is drawn from are not there."""

    says: ClassVar = "There is nothing to draw of {of}: {why}."
    fix: ClassVar = "Look at what is there: glitterball season show, week audit."
    of: str
    why: str


class CountsHidden(Refusal):
    """A picture would show what a week hides."""

    says: ClassVar = "Week {week} of {season} hides its counts, and a picture of {what} would show them."
    fix: ClassVar = (
        "Whoever may see them finds them in the tables; what was announced can be drawn (season show --chart FILE)."
    )
    season: str
    week: int
    what: str


class NoFormOfPicture(Refusal):
    """The name of a file does not say in which form a picture is to be written."""

    says: ClassVar = "{path} does not say in which form to write the picture."
    fix: ClassVar = "End the name in .svg or .png."
    exit_code: ClassVar = 2
    path: str
