"""Workbooks as spreadsheet programs save them, written by the tests: shared strings or text in the cells, blanks left out."""

import io
import zipfile
from xml.sax.saxutils import escape

from tests.history.drawn import Row

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheets: dict[str, list[Row]], *, shared: bool = True) -> bytes:
    """The tables as sheets. Numbers are numbers; other text is shared, or stands in its cell."""
    strings: dict[str, int] = {}
    parts = {}
    for at, rows in enumerate(sheets.values(), start=1):
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = [names, *([row.get(name, "") for name in names] for row in rows)]
        told = "".join(
            f'<row r="{number}">{"".join(_cell(text, number, column, strings, shared) for column, text in enumerate(line))}</row>'
            for number, line in enumerate(lines, start=1)
        )
        parts[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {MAIN}><sheetData>{told}</sheetData></worksheet>"
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, start=1)
    )
    parts["xl/workbook.xml"] = f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{named}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    if strings:
        items = "".join(
            f"<si><r><t>{escape(text[:1])}</t></r><r><t>{escape(text[1:])}</t></r></si>" for text in strings
        )
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{items}</sst>"
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """The parts as a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _cell(text: str, row: int, column: int, strings: dict[str, int], shared: bool) -> str:
    if not text:
        return ""
    place = f"{chr(ord('A') + column)}{row}"
    if text.replace(".", "", 1).isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    if shared:
        return f'<c r="{place}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
