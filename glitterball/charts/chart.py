"""A picture: a specification of Vega-Lite, and the files made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glitterball.charts.refusals import NoFormOfPicture
from glitterball.charts.style import CONFIG
from glitterball.files import target_of, write
from glitterball.files.kinds import PNG, SVG
from glitterball.frames.packages import imported

if TYPE_CHECKING:
    import altair

SCALE = 2
"""Dots of a PNG for each unit of a picture."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a season or a week. `says` is its heading; a rehearsal says REHEARSAL first."""

    says: str
    spec: Mapping[str, Any]
    """Its specification, in Vega-Lite 5, with its data in it."""

    def to_svg(self) -> str:
        """As SVG. Nothing is fetched, no browser is asked. `FramesMissing` without the extra `charts`."""
        svg: str = imported("vl_convert", "Pictures", "charts").vegalite_to_svg(dict(self.spec), allowed_base_urls=[])
        return renumbered(svg)

    def to_png(self) -> bytes:
        """As PNG, two dots for each unit. `FramesMissing` without the extra `charts`."""
        vl = imported("vl_convert", "Pictures", "charts")
        png: bytes = vl.vegalite_to_png(dict(self.spec), scale=SCALE, allowed_base_urls=[])
        return png

    def to_altair(self) -> "altair.TopLevelMixin":
        """As a chart of altair, to change it or to show it in a notebook. `FramesMissing` without the extra `charts`."""
        chart: altair.TopLevelMixin = imported("altair", "Charts of altair", "charts").Chart.from_dict(dict(self.spec))
        return chart

    def write(self, path: Path | str) -> None:
        """Write it as .svg or .png, by the ending of its name; an older picture of the same form is replaced.

        Refuses another ending (`NoFormOfPicture`) and a target that is something else.
        """
        ending = Path(path).suffix.lower()
        if ending not in (".svg", ".png"):
            raise NoFormOfPicture(str(path))
        kind = SVG if ending == ".svg" else PNG
        target_of(path, kind)
        write(path, self.to_svg().encode() if kind is SVG else self.to_png(), kind)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __repr__(self) -> str:
        return f"<Chart: {self.says}>"


def renumbered(svg: str) -> str:
    """The picture with its own parts numbered from 0: whoever draws counts on from picture to picture."""
    found: dict[str, str] = {}
    return _PART.sub(lambda part: part[1] + found.setdefault(part[0], str(len(found))), svg)


_PART = re.compile(r"\b(gradient_|clip)\d+\b")
"""The names of parts that a picture refers to."""


def chart(says: str, note: str, mode: str, spec: Mapping[str, Any]) -> Chart:
    """A picture under a heading, with what one should know of it below that."""
    heading = f"REHEARSAL: {says}" if mode == "rehearsal" else says
    told = {"title": {"text": heading, "subtitle": note}, "config": CONFIG, **spec}
    return Chart(heading, {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **told})
