"""Writes the template and the style of the certificate's page into two parts of the auditor's file, letter for letter.

python -m tests.auditors_file.page_parts
"""

from pathlib import Path

FROM = Path("glitterball/evidence/certificate")
TO = Path("glitterball/auditors_file/parts")
QUOTES = '"' * 3
PARTS = {
    "page_template": ("page.html", "PAGE_TEMPLATE", "The template of a certificate's page."),
    "page_style": ("certificate.css", "PAGE_STYLE", "The style of a certificate's page."),
}
"""For each part the file it repeats, the name it has there, and what it is."""


def part_of(name: str) -> str:
    """The text of a part."""
    file, constant, says = PARTS[name]
    text = (FROM / file).read_text("utf-8")
    assert "\\" not in text
    assert QUOTES not in text
    head = f'"""{says}"""\n\nfrom __future__ import annotations\n\n# ruff: noqa: E501\n'
    return f"{head}{constant} = {QUOTES}{text}{QUOTES}\n"


if __name__ == "__main__":
    for name in PARTS:
        (TO / f"part_24_{name}.py").write_text(part_of(name), "utf-8")
