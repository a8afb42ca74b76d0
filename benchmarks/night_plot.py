"""The night as a picture: lag and memory over time, as plain SVG written by hand."""

from collections.abc import Sequence

Second = tuple[int, int, int, int, float, float, float]
"""Second, recorded, seen, lag in events, longest wait, memory of intake, memory of views."""

WIDTH, HEIGHT, LEFT, GAP = 760, 150, 70, 60
COLOURS = ("#1f5fa8", "#c4541a")


def drawn(table: Sequence[Second], rate: int) -> str:
    """Three panels one below the other, sharing the time."""
    panels = [
        ("longest wait until seen, ms", [("views", [row[4] * 1000 for row in table])]),
        ("events behind", [("views", [float(row[3]) for row in table])]),
        ("memory, MB", [("intake", [row[5] for row in table]), ("views", [row[6] for row in table])]),
    ]
    height = len(panels) * (HEIGHT + GAP) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 30}" height="{height}" font-family="sans-serif"'
        ' font-size="12">',
        f'<text x="{LEFT}" y="20" font-size="14">A night at {rate:,} batches a second, views following</text>',
    ]
    for number, (title, series) in enumerate(panels):
        parts += _panel(title, series, 50 + number * (HEIGHT + GAP), len(table))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(title: str, series: list[tuple[str, list[float]]], top: int, seconds: int) -> list[str]:
    highest = _round(max(max(values) for _, values in series))
    bottom = top + HEIGHT
    parts = [
        f'<text x="{LEFT}" y="{top - 8}">{title}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>',
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{highest:,.0f}</text>',
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
        f'<text x="{LEFT}" y="{bottom + 16}">0 s</text>',
        f'<text x="{LEFT + WIDTH}" y="{bottom + 16}" text-anchor="end">{seconds} s</text>',
    ]
    for number, (name, values) in enumerate(series):
        points = " ".join(
            f"{LEFT + WIDTH * at / max(len(values) - 1, 1):.1f},{bottom - HEIGHT * value / highest:.1f}"
            for at, value in enumerate(values)
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[number]}" stroke-width="1.5"/>')
        x = LEFT + WIDTH - 60 * (len(series) - number)
        parts.append(f'<text x="{x}" y="{top - 8}" fill="{COLOURS[number]}">{name}</text>')
    return parts


def _round(highest: float) -> float:
    """A round number at or above."""
    step = 1.0
    while step * 10 <= highest:
        step *= 10
    return next(step * times for times in (1, 2, 5, 10) if step * times >= highest) if highest > 0 else 1.0
