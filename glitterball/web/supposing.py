"""The doors to what would have been: on a path of its own, in a frame of its own, and in files that say so in their names.

Nothing leads from here to a certificate, a board or a feed, and no feed takes what is written here (`glitterball.whatif.v1`).
"""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.refusals import Refusal
from glitterball.answered.what_if import what_if_answer
from glitterball.answers import Answer, document
from glitterball.formulas import harmless
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.web.access import EVERYBODY, Door
from glitterball.web.looking import seen_by
from glitterball.web.page import table_of
from glitterball.web.problems import answer_to
from glitterball.web.refusals import NoSuchPage, WhatIfWithheld
from glitterball.web.rendering import html
from glitterball.web.served import served_of
from glitterball.web.words import worded

SUPPOSED = "us-3-27"
"""The rulebook that is supposed where none is named."""

MARK = "HYPOTHETICAL"
"""What every page begins with, every file, and every line of a table."""


def doors() -> list[Door]:
    """The page of a week, and the files of it."""
    path = "/whatif/{season}/w/{week:int}"
    return [
        Door(f"{path}.{{ending}}", _file, access=EVERYBODY, name="what-if-file"),
        Door(path, _page, access=EVERYBODY, name="what-if"),
    ]


def _asked(request: Request, *, every_row: bool) -> tuple[Answer, str]:
    """What would have come of the week, and the rulebook supposed. Refuses a season whose counts whoever asks may not see, and
    a rulebook that does not ship: a name from outside is never a file's."""
    season, week = request.path_params["season"], request.path_params["week"]
    seen = seen_by(request, served_of(request).store, season, None)
    if seen.withheld:
        raise WhatIfWithheld(season)
    supposed = request.query_params.get("rules", SUPPOSED)
    if supposed not in shipped_rulebooks():
        raise NoSuchPage(f"{request.scope['path'][:200]}?rules={supposed[:60]}")
    return what_if_answer(seen.shown, shipped_rulebook(supposed), week, every_row=every_row), supposed


def _page(request: Request) -> Response:
    try:
        answer, supposed = _asked(request, every_row=False)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=False)
    season, week = request.path_params["season"], request.path_params["week"]
    shown = {
        "title": answer.title if answer.title.startswith(MARK) else f"{MARK}: {answer.title}",
        "mode": answer.mode,
        "table": table_of(answer, worded("HYPOTHETICAL: what would have come of it, beside what did"), heads=2),
        "rulebooks": shipped_rulebooks(),
        "supposed": supposed,
        "here": f"/whatif/{season}/w/{week}",
        "happened": f"/s/{season}/w/{week}",
    }
    return Response(html("whatif.html", shown), 200, {"cache-control": "no-store"}, "text/html; charset=utf-8")


def _file(request: Request) -> Response:
    ending = request.path_params["ending"]
    try:
        if ending not in FILES:
            raise NoSuchPage(request.scope["path"][:200])
        answer, supposed = _asked(request, every_row=True)
    except Refusal as refusal:
        return answer_to(refusal, for_machines=True)
    write, kind = FILES[ending]
    name = f"{MARK}-{request.path_params['season']}-week-{request.path_params['week']}-{supposed}.{ending}"
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(write(answer), 200, headers, kind)


def _as_json(answer: Answer) -> bytes:
    told: dict[str, Any] = {MARK: True, **document(answer)}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def _as_csv(answer: Answer) -> bytes:
    """Every line begins with the word, so that none can be taken out without it."""
    text, columns = StringIO(), list(answer.columns)
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([MARK, *(column.heading or "changed" for column in columns)])
    lines.writerows([MARK, *(harmless(str(column.of(row))) for column in columns)] for row in answer.rows)
    return text.getvalue().encode()


FILES: dict[str, tuple[Callable[[Answer], bytes], str]] = {
    "json": (_as_json, "application/json; charset=utf-8"),
    "csv": (_as_csv, "text/csv; charset=utf-8; header=present"),
}
"""The files of a what-if: what writes each, and its kind."""
