"""What programs may ask and say under `/api/v1`, to be read by people: made of the very description that clients are made of."""

from collections.abc import Iterator
from typing import Any

from glitterball.web.api.described import description
from glitterball.web.page import Cell, Page, Table

PREFIX = "/api/v1"
HEADINGS = (f"address under {PREFIX}", "what it answers", "what can be said with it")


def programs() -> Page:
    """Every operation of the interface, and where its description for machines is."""
    described = description()
    table = Table(
        caption="What programs ask and say",
        headings=tuple(Cell(text=heading) for heading in HEADINGS),
        rows=(_described(), *_rows(described)),
        stacks=True,
        notes=(
            "In an address, what stands in braces is named by whoever asks. What is refused is answered as a problem document.",
            "Graphics take the board without a key, as announced: /feeds/SEASON/board.json, .csv, .xml; /overlay/SEASON.",
            "A program says its key in the header Authorization: Bearer KEY.",
        ),
    )
    return Page(template="table.html", title="For programs", shown={"table": table}, document=described)


def _rows(described: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            said = operation.get("parameters", ())
            words = [
                f"{each['name']}{' (needed)' if each.get('required') else ''}" for each in said if each["in"] != "path"
            ]
            kinds = [f"a body: {kind}" for kind in operation.get("requestBody", {}).get("content", ())]
            yield (
                Cell(text=f"{method.upper()} {path}", heads=True),
                Cell(text=operation["summary"].replace("`", ""), tone="said"),
                Cell(text=", ".join([*words, *kinds]) or "nothing", tone="said"),
            )


def _described() -> tuple[Cell, ...]:
    path = "/openapi.json"
    return (
        Cell(text=f"GET {path}", to=f"{PREFIX}{path}", heads=True),
        Cell(text=f"All of this with every form, for machines (OpenAPI {description()['openapi']}).", tone="said"),
        Cell(text="nothing", tone="said"),
    )
