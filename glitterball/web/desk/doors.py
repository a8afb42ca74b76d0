"""The addresses of the desk, and what is done at each. Everything here is for people who have signed in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from domain.refusals import Refusal
from domain.season import commands as c
from domain.season.proposing.refusals import NotSigned
from domain.season.state import SeasonState
from glitterball.rehearsal.night import MINUTES, deliver
from glitterball.store import Season
from glitterball.web.access import SIGNED_IN, Door, around, fields_of, note_attempt, person_of
from glitterball.web.addresses import LARGEST_POSITION, Links
from glitterball.web.desk.act import RECORD, Sent, Shown, act_page, new_key, sent_in
from glitterball.web.desk.announced import TYPES, beside
from glitterball.web.desk.approvals import difference, inbox
from glitterball.web.desk.board import acts, desk
from glitterball.web.desk.marks import Refused, place_named, scores
from glitterball.web.desk.taking import bundle_taken, certificate_taken, contingency_taken
from glitterball.web.desk.trying import as_said, tried
from glitterball.web.forms.acts import ACTS, Act
from glitterball.web.forms.beginnings import begun, with_typed
from glitterball.web.forms.reading import FieldsDoNotFit, command_of
from glitterball.web.forms.spelling import mark_of
from glitterball.web.looking import seen_by
from glitterball.web.page import Page
from glitterball.web.person import Person
from glitterball.web.problems import problem
from glitterball.web.refusals import NoSuchPage
from glitterball.web.rendering import html
from glitterball.web.saying import before, counts_kept, say, speaker, to_sign
from glitterball.web.served import Served, served_of
from glitterball.web.sight import Sight
from glitterball.web.signing import signing_page
from glitterball.web.words import worded

LONGEST_MARK = 40
"""Characters of a mark as it is typed, at most."""

OPENED_BY = frozenset((c.OpenSeason,))
"""Commands said of a season that is not there yet."""


def doors() -> list[Door]:
    """The doors of the desk."""
    both = ("GET", "POST")
    return [
        Door("/approvals", approvals, access=SIGNED_IN),
        Door("/new", new_season, access=SIGNED_IN, methods=both),
        Door("/s/{season}/desk", last_desk, access=SIGNED_IN),
        Door("/s/{season}/say", season_acts, access=SIGNED_IN),
        Door("/s/{season}/say/{do}", season_act, access=SIGNED_IN, methods=both),
        Door("/s/{season}/w/{week:int}/desk", week_desk, access=SIGNED_IN),
        Door("/s/{season}/w/{week:int}/scores", week_scores, access=SIGNED_IN, methods=both),
        Door("/s/{season}/w/{week:int}/say", week_acts, access=SIGNED_IN),
        Door("/s/{season}/w/{week:int}/say/{do}", week_act, access=SIGNED_IN, methods=both),
        Door("/s/{season}/w/{week:int}/take/{what}", take, access=SIGNED_IN),
        Door("/s/{season}/w/{week:int}/gateways", let_deliver, access=SIGNED_IN, methods=("POST",)),
    ]


def person_in(request: Request) -> Person:
    """Who asks, behind a door that lets in people who have signed in."""
    person = person_of(request)
    assert person is not None, "the door let somebody in"
    return person


def week_of(request: Request) -> int:
    """The week of an address."""
    return min(int(request.path_params["week"]), LARGEST_POSITION)


# Pages that are read.


def last_desk(request: Request) -> Response:
    """To the desk of the last week, or to what can be said where there is none."""
    name = request.path_params["season"]
    state, links = served_of(request).store.season(name).state, Links(name)
    return _to(links.desk(max(state.weeks)) if state.weeks else links.acts(1))


def week_desk(request: Request) -> Response:
    """The desk of a week."""
    served = served_of(request)
    seen, links = seen_in(request)
    page = desk(seen, links, week_of(request), served.store.engine.clock())
    plays = seen.shown.mode == "rehearsal" and served.gate is not None and served.gate.development
    return as_page(request, replace(page, shown={**page.shown, "plays": plays}), seen)


def week_acts(request: Request) -> Response:
    """What can be said of a week."""
    seen, links = seen_in(request)
    return as_page(request, acts(seen, links, week_of(request)), seen, live=False)


def season_acts(request: Request) -> Response:
    """What can be said of a season."""
    seen, links = seen_in(request)
    return as_page(request, acts(seen, links, None), seen, live=False)


def approvals(request: Request) -> Response:
    """What waits for two people, over the seasons of who looks."""
    served, person = served_of(request), person_in(request)
    seen = [seen_by(request, served.store, name, None) for name in served.store.seasons() if person.may_in(name)]
    page = inbox([(sight.shown, not sight.withheld) for sight in seen], person)
    return _html(request, page, {"links": None, "live": ""})


def seen_in(request: Request) -> tuple[Sight, Links]:
    """The season of an address as whoever asks may see it, and where its pages are."""
    name = request.path_params["season"]
    return seen_by(request, served_of(request).store, name, None), Links(name)


def as_page(request: Request, page: Page, seen: Sight, *, live: bool = True, status: int = 200) -> Response:
    """A page of a season. Where it is live it asks for itself again when something is new."""
    links, after = Links(seen.shown.name), seen.position
    told = {
        "links": links,
        "live": f"/live/{quote(links.season)}?after={after}" if live else "",
        "withheld": seen.withheld,
    }
    said, beside_it = _said(request, seen)
    return _html(request, page, {**told, "said": said, "beside": beside_it}, status)


def _said(request: Request, seen: Sight) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was recorded just now, where a form leads back from it; and where that was an announcement, how it stands to what is
    computed."""
    said = request.query_params.get("said", "")
    if not (said.isascii() and said.isdigit() and len(said) < 20):
        return (), ()
    season = seen.shown
    rows = season.store.timeline((season.name,), after=int(said) - 1, until=int(said)).rows
    announced = [row.week for row in rows if row.type in TYPES and row.week in season.state.weeks]
    beside_it = tuple(
        line for week in announced if week is not None for line in beside(season, week, person_in(request))
    )
    told = tuple(
        worded("Recorded at %(position)s: %(sentence)s", position=row.position, sentence=row.sentence)
        for row in rows
        if not seen.withheld
    )
    return told or (worded("Recorded."),), beside_it


def _html(request: Request, page: Page, told: Mapping[str, Any], status: int = 200) -> Response:
    shown = {
        "title": page.title,
        "mode": page.mode,
        "foot": None,
        "served": served_of(request),
        "said": (),
        "beside": (),
        "here": request.scope["path"],
        **page.shown,
        **told,
        **around(request),
    }
    return Response(html(page.template, shown), status, {"cache-control": "no-store"}, "text/html; charset=utf-8")


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"cache-control": "no-store"})


# Forms.


def season_act(request: Request) -> Response:
    """Something said of a season."""
    return _act(request, request.path_params["season"], None)


def week_act(request: Request) -> Response:
    """Something said of a week."""
    return _act(request, request.path_params["season"], week_of(request))


def new_season(request: Request) -> Response:
    """A season is begun."""
    name = dict(fields_of(request)).get("season", "") if request.method == "POST" else ""
    return _act(request, name.strip(), None, ACTS["open-season"])


def _act(request: Request, name: str, week: int | None, act: Act | None = None) -> Response:
    act = act or ACTS.get(request.path_params["do"])
    if act is None or (act.kind in OPENED_BY) != (request.scope["path"] == "/new"):
        raise NoSuchPage(request.scope["path"][:200])
    if request.method == "POST":
        return _sent(request, name, week, act, sent_in(fields_of(request)))
    asked: dict[str, tuple[str, ...]] = {}
    for field, text in parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=500):
        asked[field] = (*asked.get(field, ()), text)
    season, state = _season_named(request, act, name)
    known = with_typed(begun(act.kind, state, week, served_of(request).store.engine.clock()), asked)
    sent = Sent(typed=known, key=new_key())
    decisions, at = Links(name).decisions() if name else "", state.sequence
    signed = _signed_at_once(request, name, act, sent, to=decisions, at=at) if act.kind is c.Approve else None
    if isinstance(signed, Response):
        return signed
    shown = signed or _tried(request, season, act, sent)
    if isinstance(shown.refusal, FieldsDoNotFit | NotSigned):
        shown = Shown()  # nothing was sent yet: what is missing, or was not signed, is no mistake
    return _act_shown(request, name, state, week, act, sent, shown)


def _signed_at_once(
    request: Request, name: str, act: Act, sent: Sent, *, to: str, at: int | None = None
) -> Response | Shown | None:
    """What a form says as a passkey signs it, or why it cannot be; nothing where it is recorded without one. Nothing is tried
    before it is signed: what nobody signed is refused."""
    try:
        command = command_of(act.kind, sent.typed)
        asked = to_sign(served_of(request), name, command, person_in(request), key=sent.told(act))
    except Refusal as refusal:
        return Shown(refusal=refusal)
    return None if asked is None else signing_page(request, name, asked, key=sent.told(act), at=at, to=to)


def _season_named(request: Request, act: Act, name: str) -> tuple[Season, SeasonState]:
    store = served_of(request).store
    if act.kind in OPENED_BY:
        return Season(store, name), SeasonState()
    return store.season(name), seen_by(request, store, name, None).shown.state


def _sent(request: Request, name: str, week: int | None, act: Act, sent: Sent) -> Response:
    served, person = served_of(request), person_in(request)
    key = sent.told(act)
    if sent.step == RECORD and (position := _recorded_before(served, person, name, act, sent)) is not None:
        return _back(sent, name, week, position)
    season, state = _season_named(request, act, name)
    signed = _signed_at_once(request, name, act, sent, to=_leads_to(sent, name, week)) if season.name else None
    if isinstance(signed, Response):
        return signed
    shown = signed or _tried(request, season, act, sent)
    if sent.step != RECORD or shown.tried is None:
        return _act_shown(request, name, state, week, act, sent, shown)
    if shown.tried.digest != sent.shown:
        changed = Shown(tried=shown.tried, changed=bool(sent.shown), differs=shown.differs)
        return _act_shown(request, name, state, week, act, sent, changed, 409 if sent.shown else 200)
    command = command_of(act.kind, sent.typed)
    try:
        answered = say(served, name, command, person, key=key)
    except Refusal as refusal:
        return _act_shown(request, name, state, week, act, sent, Shown(refusal=refusal))
    return _back(sent, name, week, answered.events[0].position)


def _recorded_before(served: Served, person: Person, name: str, act: Act, sent: Sent) -> int | None:
    """Where this very form is on record already: asked before anything else, since the season has moved on by it."""
    try:
        return before(served, name, command_of(act.kind, sent.typed), person, sent.told(act))
    except FieldsDoNotFit:
        return None


def _leads_to(sent: Sent, name: str, week: int | None) -> str:
    """Where a form leads once it is recorded."""
    return sent.back or (Links(name).desk(week) if week is not None else Links(name).last_desk())


def _back(sent: Sent, name: str, week: int | None, position: int) -> Response:
    """Where a form leads once it is recorded: a page that is read, so that loading it anew sends nothing again."""
    to = _leads_to(sent, name, week)
    joined = "&" if "?" in to else "?"
    address, _, anchor = to.partition("#")
    return _to(f"{address}{joined}said={position}" + (f"#{anchor}" if anchor else ""))


def _tried(request: Request, season: Season, act: Act, sent: Sent) -> Shown:
    """What a form would lead to, or why it is refused."""
    served, person = served_of(request), person_in(request)
    try:
        command = command_of(act.kind, sent.typed)
        state = served.store.engine.state(season.name) if season.name else SeasonState()
        actor = speaker(season.name, state, (as_said(season, command),), person)
        signer = served.gate.signs_as(season.name, actor, state) if served.gate else None
        with counts_kept(season.name, state, person):
            told = tried(season, command, actor, signer, person)
    except Refusal as refusal:
        return Shown(refusal=refusal)
    differs: tuple[tuple[str, str], ...] = ()
    if isinstance(command, c.Approve):
        seen = seen_by(request, served.store, season.name, None)
        differs = difference(seen.shown, command.decision) if not seen.withheld else ()
    return Shown(tried=told, differs=differs)


def _act_shown(
    request: Request,
    name: str,
    state: SeasonState,
    week: int | None,
    act: Act,
    sent: Sent,
    shown: Shown,
    status: int | None = None,
) -> Response:
    page = act_page(act, state, Links(name), week, sent, shown)
    told: dict[str, Any] = {"links": Links(name) if name else None, "live": ""}
    if shown.refusal is not None:
        note_attempt(shown.refusal, request)
    refused = problem(shown.refusal)["status"] if shown.refusal is not None else 200
    return _html(request, page, told, status or refused)


# Marks.


def week_scores(request: Request) -> Response:
    """The grid of marks; what is sent is recorded place by place, so that one refused keeps no other from being recorded."""
    seen, links = seen_in(request)
    if request.method != "POST":
        return as_page(request, scores(seen, links, week_of(request)), seen)
    sent = sent_in(fields_of(request))
    recorded, refused = _marks(request, sent)
    if "json" in request.headers.get("accept", ""):
        return JSONResponse({"recorded": recorded, "refused": {name: told.because for name, told in refused.items()}})
    if refused:
        seen, links = seen_in(request)
        return as_page(request, scores(seen, links, week_of(request), refused), seen, live=False, status=422)
    last = max(recorded.values(), default=0)
    return _to(links.scores(week_of(request)) + (f"?said={last}" if last else ""))


def _marks(request: Request, sent: Sent) -> tuple[dict[str, int], dict[str, Refused]]:
    """Each mark that was typed, by the name of its place: where it was recorded, or why it was not."""
    served, person, season = served_of(request), person_in(request), request.path_params["season"]
    recorded, refused = dict[str, int](), dict[str, Refused]()
    for name, texts in sent.typed.items():
        place, text = place_named(name), next(iter(texts), "").strip()[:LONGEST_MARK]
        if place is None or not text:
            continue
        dance, judge = place
        typed = {"week": (str(week_of(request)),), "dance": (dance,), "judge": (judge,), "mark": (mark_of(text),)}
        cell = Sent(typed=typed, key=sent.key)
        try:
            command = command_of(c.GiveScore, typed)
            answered = say(served, season, command, person, key=cell.told(ACTS["give-score"]))
            recorded[name] = answered.events[0].position
        except Refusal as refusal:
            refused[name] = Refused(text, refusal.sentence())
    return recorded, refused


# What is taken away.


def take(request: Request) -> Response:
    """A file of a week, as the command line writes it."""
    (seen, _), what, week = seen_in(request), request.path_params["what"], week_of(request)
    if what in ("certificate.html", "certificate.json"):
        taken = certificate_taken(seen, week, what.rpartition(".")[2])
    elif what == "bundle":
        taken = bundle_taken(served_of(request), seen, person_in(request), week)
    elif what == "by-hand":
        taken = contingency_taken(seen, week)
    else:
        raise NoSuchPage(request.scope["path"][:200])
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{taken.name}"'}
    return Response(taken.octets, 200, headers, taken.kind)


# A development.


def let_deliver(request: Request) -> Response:
    """Have the gateways of a rehearsal deliver what they have, half of it or all; only where everything is played."""
    served, name, week = served_of(request), request.path_params["season"], week_of(request)
    if served.gate is None or not served.gate.development:
        raise NoSuchPage(request.scope["path"][:200])
    half = dict(fields_of(request)).get("how") == "half"
    deliver(served.store.engine, name, week, upto=MINUTES // 2 if half else MINUTES, closing=not half)
    return _to(Links(name).desk(week))
