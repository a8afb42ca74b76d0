"""What is taken away at a button: certificate, bundle and the export for a count by hand, each as the command line writes it.

What holds counts is for whoever sees counts. A bundle ends at a checkpoint that was published with a key the pages were given.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from glitterball.evidence.certificate import certificate_html, certificate_text
from glitterball.evidence.certifying import certificate_of_week
from glitterball.evidence.handing_out import Wanted, hand_out
from glitterball.files import read
from glitterball.files.limits import BUNDLE, Limit
from glitterball.files.scratch import scratch_folder
from glitterball.web.desk.refusals import NoLogKey
from glitterball.web.person import Person
from glitterball.web.refusals import CountsKeptBack, NothingCertifiedHere, NotYetOnAir
from glitterball.web.served import Served
from glitterball.web.sight import Sight

ON_PAPER = Limit("a file of a count by hand", 64 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file that is taken away: its name, its bytes, and what kind it is."""

    name: str
    octets: bytes
    kind: str


def certificate_taken(seen: Sight, week: int, ending: str) -> Taken:
    """The certificate of a week as `glitterball certificate` writes it; sealed for whoever does not see counts."""
    asked = seen.shown
    asked.week(week)
    if not asked.state.weeks[week].certified:
        raise NothingCertifiedHere(asked.name, week, seen.position)
    made = certificate_of_week(seen.whole or asked, week, sealed=seen.withheld, margins=not seen.withheld)
    text, kind = (
        (certificate_html(made), "text/html") if ending == "html" else (certificate_text(made), "application/json")
    )
    return Taken(name=f"{asked.name}-week-{week}-certificate.{ending}", octets=text.encode(), kind=kind)


def bundle_taken(served: Served, seen: Sight, person: Person, week: int) -> Taken:
    """The bundle of a week as `bundle` writes it; sealed for whoever does not see counts. Refuses where the pages were
    given no key of the log (`NoLogKey`), and while something of it is kept back until air (`NotYetOnAir`)."""
    name = seen.shown.name
    seen.shown.week(week)
    if not served.keys:
        raise NoLogKey
    if seen.kept:
        raise NotYetOnAir(name, min(seen.kept))
    file = f"{name}-week-{week}.bundle"
    sees = person.sees_in(name, "counts") or not seen.withheld
    with scratch_folder() as folder:
        target = folder / file
        hand_out(served.store.log, name, target, served.keys[0], week, wanted=Wanted(sealed=not sees))
        return Taken(name=file, octets=read(target, BUNDLE), kind="application/octet-stream")


def contingency_taken(seen: Sight, week: int) -> Taken:
    """Everything a count by hand needs of a week, as `glitterball season contingency` writes it, in one ZIP. Refuses whoever does
    not see counts (`CountsKeptBack`)."""
    asked = seen.shown
    if seen.withheld:
        raise CountsKeptBack(asked.name, "what is taken for a count by hand")
    asked.week(week)
    name = f"{asked.name}-week-{week}-by-hand"
    with scratch_folder() as folder:
        asked.contingency(folder / name, (week,))
        return Taken(name=f"{name}.zip", octets=_zipped(folder, folder / name), kind="application/zip")


def _zipped(folder: Path, inside: Path) -> bytes:
    """The files of a folder as a ZIP that is the same each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for path in sorted(path for path in inside.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, read(path, ON_PAPER))
    return made.getvalue()
