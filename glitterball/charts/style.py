"""How every picture looks: ink on paper of its own, so that it reads the same on a white page, a dark one and in print.

Colours are those of Okabe and Ito (2008), which people who see two of the three primaries tell apart; what matters is said by
a word or a shape as well, so that it is there in grey.
"""

from typing import Any

INK, FAINT, PAPER, GRID = "#1b1b1b", "#6b6b6b", "#ffffff", "#d9d9d9"
BLUE, ORANGE, GREEN, PURPLE, SKY, RED = "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, RED, SKY)
"""In this order, so that neighbours differ in grey too."""

LIGHT, DARK = "#eef5fb", "#004a75"
"""The ends of a shade."""
FONT = "DejaVu Sans, Verdana, sans-serif"

CONFIG: dict[str, Any] = {
    "background": PAPER,
    "padding": 16,
    "font": FONT,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "fontSize": 16,
        "color": INK,
        "subtitleColor": FAINT,
        "subtitleFontSize": 12,
        "offset": 14,
    },
    "axis": {
        "labelColor": INK,
        "titleColor": FAINT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelLimit": 0,
    },
    "legend": {
        "labelColor": INK,
        "titleColor": FAINT,
        "labelFontSize": 12,
        "titleFontWeight": "normal",
        "orient": "top",
    },
}
"""Of Vega-Lite, for every picture."""


def ink_on(colour: str) -> str:
    """Dark or white letters on a colour, whichever has the greater contrast (WCAG 2.2, relative luminance)."""
    behind = luminance(colour)
    dark, white = (behind + 0.05) / (luminance(INK) + 0.05), 1.05 / (behind + 0.05)
    return INK if dark >= white else PAPER


INKED = {"condition": {"test": f"datum.ink === '{PAPER}'", "value": PAPER}, "value": INK}
"""The colour of letters whose rows say their `ink`."""


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shade(part: float) -> str:
    """The colour a part of the way from the lightest shade to the darkest."""
    ends = zip(*([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (LIGHT, DARK)), strict=True)
    return "#" + "".join(f"{round(light + part * (dark - light)):02x}" for light, dark in ends)
