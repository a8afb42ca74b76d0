"""The emblem: a glitterball, drawn in lines of whole numbers so that every machine draws the same."""

from glitterball.evidence.certificate.markup import Html

_BANDS = ((18, 24), (30, 30), (42, 30), (54, 24))
"""Height of each line across the ball, and half its width."""

_MERIDIANS = (10, 20, 28)


def _drawn() -> Html:
    across = "".join(f'<path d="M{36 - half} {y}H{36 + half}"/>' for y, half in _BANDS)
    down = "".join(f'<ellipse cx="36" cy="36" rx="{width}" ry="32"/>' for width in _MERIDIANS)
    rays = '<path d="M36 0V4M66 6l-3 5M6 6l3 5"/>'
    star = '<path class="star" d="M24 20l2 6 6 2-6 2-2 6-2-6-6-2 6-2z"/>'
    ball = f'<circle cx="36" cy="36" r="32"/>{across}{down}{rays}{star}'
    return Html(f'<svg class="emblem" viewBox="0 0 72 72" aria-hidden="true">{ball}</svg>')


EMBLEM = _drawn()
