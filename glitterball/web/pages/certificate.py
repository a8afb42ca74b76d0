"""The certificate of a week, or the audit statement where votes were never published: the page and the JSON that the command line
writes, to the byte. Of a withheld season it is the sealed one."""

from glitterball.evidence.certificate import certificate_html, certificate_text, statement_html
from glitterball.evidence.certifying import certificate_of_week, statement_of_week
from glitterball.store import Season
from glitterball.web.page import Page
from glitterball.web.refusals import NothingCertifiedHere
from glitterball.web.sight import Sight


def certificate(seen: Sight, number: int) -> Page:
    """The certificate. Refuses a week that was not opened, and one that nobody certified."""
    asked = seen.shown
    asked.week(number)
    if asked.mode == "historic":
        text = statement_of_week(asked, number)
        return _page(seen, number, statement_html(text), text)
    if not asked.state.weeks[number].certified:
        raise NothingCertifiedHere(asked.name, number, seen.position)
    if seen.whole is None:
        asked.store.log.require_openings(asked.name)
    made = certificate_of_week(_told(seen, number), number, sealed=seen.withheld, margins=not seen.withheld)
    return _page(seen, number, certificate_html(made), certificate_text(made))


def _told(seen: Sight, number: int) -> Season:
    """The season whose certificate may be shown: while something is kept until air, as of the last certification told."""
    whole, told = seen.whole or seen.shown, seen.shown.state.weeks[number].certified
    return whole.as_of(told[-1].position) if seen.kept else whole


def _page(seen: Sight, number: int, html: str, text: str) -> Page:
    return Page(
        template="",
        title=f"{seen.shown.name}, week {number}: certificate",
        mode=seen.shown.mode,
        exactly=html.encode(),
        exactly_for_machines=text.encode(),
    )
