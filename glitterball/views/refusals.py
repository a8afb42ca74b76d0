"""Why a views file is not opened or read. `exit_code` 3: bad input, nothing was changed."""

from typing import ClassVar

from domain.refusals import Refusal


class ViewsRefusal(Refusal):
    """A refusal of the views."""

    exit_code: ClassVar[int] = 3


class NotViews(ViewsRefusal):
    """The file is something else, so it is not touched."""

    code = "not-a-views-file"
    says = "{path} is not a file of views."
    fix = "Name another file; if it was one, delete it: views are made again from the log."
    path: str


class ViewsNewer(ViewsRefusal):
    """The file was written by a newer Glitterball."""

    code = "views-newer"
    says = "The views in {path} were written by a newer Glitterball ({what})."
    fix = "Use that version, or delete the file: views are made again from the log."
    path: str
    what: str


class ViewsUnwritable(ViewsRefusal):
    """The file cannot be opened, written or read."""

    code = "views-unwritable"
    says = "The views in {path} cannot be kept: {reason}."
    fix = "Check the folder and the space on the disk; the log is not affected."
    path: str
    reason: str


class ViewsDamaged(ViewsRefusal):
    """What the file says is not what was written to it: it was edited by hand, or the disk did not keep it."""

    exit_code: ClassVar[int] = 5
    code = "views-damaged"
    says = "The views in {path} are damaged: {what}."
    fix = "Believe nothing of them; make them again from the log: glitterball projections rebuild."
    path: str
    what: str


class ViewUnknown(ViewsRefusal):
    """There is no such view."""

    code = "view-unknown"
    says = "There is no view {view!r}; there {known:is|are} {known}.{hint}"
    fix = "Check the name."
    view: str
    known: str
    hint: str = ""


class PositionUnknown(ViewsRefusal):
    """The log has no such position."""

    code = "position-unknown"
    says = "There is no position {position}; the log goes from 0 (nothing yet) to {last}."
    fix = "Ask for a position the log has."
    position: int
    last: int


class TailNeedsFile(ViewsRefusal):
    """The live tail opens the store a second time, and a log in memory cannot be."""

    code = "tail-needs-file"
    says = "A log at {address} cannot be followed from another thread's runner."
    fix = "Keep the log in a file, or call catch_up after recording."
    address: str


class CountsRemain(ViewsRefusal):
    """Two people destroyed the openings of a season, and a file beside the store that holds counts of it cannot be removed;
    somebody has to act, hence exit code 4."""

    exit_code: ClassVar[int] = 4
    code = "counts-remain"
    says = "The openings of {season} were destroyed, and {path}, which holds what was counted, is there all the same: {reason}."
    fix = (
        "Close whatever has it open, then say it again: glitterball season key destroy {season} removes it. All it holds of "
        "other seasons is in the log."
    )
    on_record = "That the openings are destroyed is on record."
    season: str
    path: str
    reason: str
