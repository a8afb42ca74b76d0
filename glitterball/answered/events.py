"""What is answered of the log: events as plain sentences, a page at a time."""

from collections.abc import Mapping
from typing import Any

from domain.plurals import count_of
from glitterball.answers import Answer
from glitterball.timeline import Page, Row


def event_list(found: Page, *, mode: str, basis: Mapping[str, Any], is_page: bool, whole: bool) -> Answer:
    """A page of the log, or all of it. Of a page the basis says where the next begins; `whole` is with what is told in sum."""
    title = count_of(len(found.rows), "event")
    following = None if found.after is None else found.after + 1
    return Answer(
        schema="event-list",
        mode=mode,
        title=title if whole else f"{title}, vote batches left out",
        rows=found.rows,
        basis={**basis, "next": following} if is_page else basis,
        notes=[] if following is None else [f"There are more; the next begin with: --from {following}"],
        row=Row,
    )
