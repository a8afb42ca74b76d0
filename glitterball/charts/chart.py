"""A picture: a specification of Vega-Lite, and the files made of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
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
    lines: tuple[str, ...] = ()
    """What it shows in words, a line for each couple, channel or question. SVG has them as its description."""

    def to_svg(self) -> str:
        """As SVG, with its heading as its name and what it shows in words. Several stand on one page without being in each
        other's way. Nothing is fetched, no browser is asked. `FramesMissing` without the extra `charts`."""
        svg: str = imported("vl_convert", "Pictures", "charts").vegalite_to_svg(dict(self.spec), allowed_base_urls=[])
        return told(renumbered(svg), self.says, self.lines)

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


def told(svg: str, says: str, lines: tuple[str, ...]) -> str:
    """The picture with a name and a description, as a program that reads pages aloud finds them (WAI-ARIA, SVG 2)."""
    name = escape(says, quote=True)
    root, rest = svg[: svg.index(">") + 1], svg[svg.index(">") + 1 :]
    described = root.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
    return f"{described}<desc>{escape(' '.join(lines), quote=False)}</desc>{rest}"


def renumbered(svg: str) -> str:
    """The picture with its own parts named after itself: whoever draws counts on from picture to picture, and two pictures
    on one page would refer to each other's parts."""
    found: dict[str, str] = {}
    counted = _PART.sub(lambda part: part[1] + found.setdefault(part[0], str(len(found))), svg)
    own = sha256(counted.encode()).hexdigest()[:8]
    return _PART.sub(lambda part: f"{part[0]}_{own}", counted)


_PART = re.compile(r"\b(gradient_|clip)\d+\b")
"""The names of parts that a picture refers to."""


def chart(says: str, note: str, mode: str, spec: Mapping[str, Any], *, lines: tuple[str, ...] = ()) -> Chart:
    """A picture under a heading, with what one should know of it below that, and what it shows in words."""
    heading = f"REHEARSAL: {says}" if mode == "rehearsal" else says
    whole = {"title": {"text": heading, "subtitle": note}, "config": CONFIG, **spec}
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    return Chart(heading, {"$schema": schema, **whole}, (note, *lines))
