"""The page can be read by everybody: contrast by WCAG 2.1, sizes on paper and on a phone, tables that can be reached."""

import itertools
import re

import pytest

from glitterball.evidence.certificate import certificate_html
from glitterball.evidence.certificate.page import resource
from tests.evidence.certificate.test_certificate import certified

STYLE = resource("certificate.css")
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part)) for part in re.findall(r":root \{([^}]*)\}", STYLE)[:2]
)
INKS, GROUNDS = ("ink", "soft", "gold", "alarm"), ("paper", "scope")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_stands_out_from_every_ground(colours: dict[str, str]) -> None:
    colours = {**LIGHT, **colours}
    for ink, ground in itertools.product(INKS, GROUNDS):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def test_what_is_printed_on_a_colour_of_its_own_stands_out_too() -> None:
    (notice,) = re.findall(r"\.notice \{[^}]*color: (#\w+); background: (#\w+);", STYLE)
    assert contrast("#ffffff" if notice[0] == "#fff" else notice[0], notice[1]) >= 4.5
    (foot,) = re.findall(r"@page \{[^@]*color: (#[0-9a-f]{6})", STYLE)
    assert contrast(foot, "#ffffff") >= 4.5


def test_nothing_is_smaller_than_can_be_read() -> None:
    """8.5 points on paper; on a phone 14 CSS pixels, whatever has a size of its own there."""
    screen, phone, paper = re.split(r"@media [^{]*\(max-width: 700px\)|@media print", STYLE)
    assert min(map(float, re.findall(r"(?:font-size: |font: )([\d.]+)pt", screen + paper))) >= 8.5
    assert min(map(float, re.findall(r"font-size: ([\d.]+)px", phone))) >= 14
    assert all(name in phone for name in ("code", ".about", "footer", "figcaption"))


def test_rules_for_a_telephone_do_not_bind_paper() -> None:
    """A4 less its margins is 688 pixels wide, Letter 710 in height when it is turned."""
    html = certificate_html(certified())
    conditions = re.findall(r"@media ([^{]*max-width[^{]*)\{", html)
    assert len(conditions) == 2
    assert all(condition.startswith("screen and ") for condition in conditions)


def test_a_table_that_scrolls_is_a_region_with_a_name_that_keys_reach() -> None:
    html = certificate_html(certified())
    assert html.count("<table") == html.count('role="region" aria-label="') == html.count('tabindex="0"') == 3
    assert ".wide:focus-visible" in STYLE


def test_rehearsal_across_the_page_is_seen_and_not_read_aloud() -> None:
    """The word stands in the notice at the top; between two lines of a table it is no word of the page."""
    html = certificate_html(certified("rehearsal"))
    assert 'content: "REHEARSAL" / "";' in html
    assert '<p class="notice" role="note">REHEARSAL: synthetic votes.' in html
