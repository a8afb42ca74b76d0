"""A notebook as a page: its words, its code, and what the code answered."""

from typing import Any

PAPER = '<div class="answer" markdown="0">\n{}\n</div>'
"""An answer with marks of its own is shown on paper."""


def as_markdown(notebook: dict[str, Any], name: str) -> str:
    """The page of a notebook, with a link to the file itself, which its reader can run."""
    parts = [part for cell in notebook["cells"] for part in _cell(cell)]
    link = f"This page is a notebook: [{name}]({name}) is the file, to run it yourself."
    heading, _, rest = parts[0].partition("\n")
    return "\n\n".join([heading, link, rest, *parts[1:]]) + "\n"


def _cell(cell: dict[str, Any]) -> list[str]:
    text = "".join(cell["source"]).strip()
    if cell["cell_type"] == "markdown":
        return [text]
    return [f"```python\n{text}\n```", *(_answer(answer) for answer in cell["outputs"])]


def _answer(answer: dict[str, Any]) -> str:
    """The richest form that needs nothing: a picture, a table, or text."""
    told = answer.get("data", {"text/plain": answer.get("text", "")})
    for form in ("image/svg+xml", "text/html"):
        if form in told:
            return PAPER.format("".join(told[form]).strip())
    return f"```{{.text .said}}\n{''.join(told['text/plain']).rstrip()}\n```"
