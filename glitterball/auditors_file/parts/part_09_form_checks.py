"""Checking a form: what a line of the table of forms demands of a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from .part_01_findings import Wrong, demand
from .part_02_spellings import FRACTION, Json, exact, sum_of
from .part_08_forms import FORMS, PROMISE
from .part_08_values import ONCE, PAIRS, RANGES, SAID_AS, UNIONS, WORDS
from .part_08_what_packages_are_given import PLUG_IN, check_parameters

Check = Callable[[Json], tuple[str, ...]]
"""Raises Wrong where a value is not as it must be; answers with the kinds inside it that are newer than this file."""
SOUND: tuple[str, ...] = ()
LONGEST_KIND = 60
_KIND = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_CHECKS: dict[str, Check] = {}


def check_of(kind: str) -> Check:
    """The check of a kind of value, made once: a word, a range, a record, `x*`, or words between bars."""
    made = _CHECKS.get(kind)
    if made is None:
        made = _CHECKS[kind] = _made(kind)
    return made


def _made(kind: str) -> Check:
    if repeated := re.fullmatch(r"(.+?)(\*|\+|\{(\d+),(\d*)\})", kind):
        least = int(repeated[3] or (repeated[2] == "+"))
        return _list_check(repeated[1], least, int(repeated[4] or 10**9))
    if kind in FORMS:
        return _record_check(kind)
    if kind in UNIONS:
        return _union_check(kind, UNIONS[kind])
    if kind in PAIRS:
        return _pair_check(*map(check_of, PAIRS[kind]))
    if kind in RANGES:
        return _range_check(*RANGES[kind])
    if kind in WORDS:
        return _word_check(*WORDS[kind])
    if kind == "exact":
        return _check_exact
    if kind == "flag":
        return _check_flag
    if kind == "parameters":
        return check_parameters
    return _choice_check(kind, (PROMISE if kind == "promise" else kind.removeprefix("=")).split("|"))


def _choice_check(kind: str, words: list[str]) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, str) or value not in words:
            raise Wrong(f"one of {kind[:80]} is needed")
        return SOUND

    return check


def _word_check(pattern: re.Pattern[str], longest: int) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, str) or len(value) > longest or not pattern.fullmatch(value):
            raise Wrong(f"{str(value)[:60]!r} cannot stand there")
        return SOUND

    return check


def _range_check(least: int | None, most: int | None) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if type(value) is not int or (least is not None and value < least) or (most is not None and value > most):
            raise Wrong(f"{str(value)[:60]} is no number that can stand there")
        return SOUND

    return check


def _check_flag(value: Json) -> tuple[str, ...]:
    demand(isinstance(value, bool), "yes or no is needed")
    return SOUND


def _check_exact(value: Json) -> tuple[str, ...]:
    """A whole number, or the text of a fraction in lowest terms."""
    if type(value) is int:
        return SOUND
    if not isinstance(value, str) or len(value) > 40 or not FRACTION.fullmatch(value) or str(exact(value)) != value:
        raise Wrong(f"{str(value)[:60]!r} is no exact number in its one spelling")
    return SOUND


def _list_check(kind: str, least: int, most: int) -> Check:
    check_member = check_of(kind)

    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise Wrong(f"a list of {kind} is needed")
        newer = SOUND
        for member in value:
            newer += check_member(member)
        return newer

    return check


def _pair_check(*members: Check) -> Check:
    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) != len(members):
            raise Wrong(f"a list of {len(members)} is needed")
        return tuple(newer for member, held in zip(members, value, strict=True) for newer in member(held))

    return check


def _union_check(kind: str, by: str) -> Check:
    before = SAID_AS.get(kind, kind)

    def check(value: Json) -> tuple[str, ...]:
        word = value.get(by) if isinstance(value, dict) else None
        name = f"{before} {word}"
        if name in FORMS:
            within = check_of(name)(value)
            return (*within, f"{PLUG_IN}{value['name']}") if word == "plug_in" else within
        said = isinstance(word, str) and len(word) <= LONGEST_KIND and _KIND.fullmatch(word)
        demand(said, f"{name[:60]!r} is no kind")
        return (name,)

    return check


def _record_check(kind: str) -> Check:
    fields: list[tuple[str, bool, Check]] = []
    for told in FORMS[kind].split("; "):
        name, _, held = told.partition(": ")
        fields.append((name.rstrip("?"), name.endswith("?"), check_of(held)))
    also, once = _ALSO.get(kind), ONCE.get(kind)

    def check(value: Json) -> tuple[str, ...]:
        if not isinstance(value, dict):
            raise Wrong(f"{kind} is needed")
        names, newer = iter(value), SOUND
        for name, optional, check_field in fields:
            if name in value:
                if next(names, None) != name:
                    raise Wrong(f"{name} of {kind} does not stand where it has to")
                newer += check_field(value[name])
            elif not optional:
                raise Wrong(f"{name} of {kind} is missing")
        if next(names, None) is not None:
            raise Wrong(f"{kind} has more than its fields")
        if not all(part.startswith(PLUG_IN) for part in newer):
            return newer  # whether the fields agree can be said only by who knows what is newer
        if once:
            couples = [named if isinstance(named, str) else named["couple"] for named in value[once]]
            demand(len(set(couples)) == len(couples), "a couple is named twice")
        if also:
            demand(also(value), f"{kind} does not agree with itself")
        return newer

    return check


def _different(*lists: Iterable[Json]) -> bool:
    return all(len(set(listed)) == len(listed) for listed in map(list, lists))


def _person_agrees(person: Json) -> bool:
    passkeys = person.get("passkeys", [])
    named = _different(person["roles"], person["keys"], [passkey["credential_id"] for passkey in passkeys])
    return named and bool(person["keys"] or passkeys)


def _passkey_agrees(passkey: Json) -> bool:
    """Kind and key agree, and the page is in the domain that the credential was made for."""
    host, domain = passkey["origin"].split("//")[1].split(":")[0], passkey["rp_id"]
    of_the_kind = (passkey["kind"] == "ES256") == passkey["public_key"].startswith("pQ")
    return bool(of_the_kind and (host == domain or host.endswith(f".{domain}")))


def _week_agrees(week: Json) -> bool:
    lists = (week["scores_from"], week["votes_from"])
    return all(weeks == sorted(set(weeks)) and weeks[-1] <= week["week"] for weeks in lists)


def _bye_agrees(bye: Json) -> bool:
    if (bye["holds"] == "marks of a week") != ("marks_of" in bye):
        return False
    return "marks_of" not in bye or bye["marks_of"] < bye["week"]


def _panel_agrees(panel: Json) -> bool:
    seats = [seat["judge"] for seat in panel["judges"]]
    return _different(seats) and all(panel[name] in seats for name in ("head", "casting") if name in panel)


def _form_agrees(form: Json) -> bool:
    leave, at_once, second = form["leave"], form["out_at_once"], "second_stage" in form
    if form["select"]["kind"] in ("everyone_placed", "nobody", "called_back"):
        return not (leave or at_once or second)
    too_many = form["select"]["kind"] in ("lowest", "plug_in") and leave > form["select"]["couples"]
    return not too_many and at_once <= leave and not (second and at_once == leave)


def _rulebook_agrees(book: Json) -> bool:
    sides = {side["name"]: side["counts"]["kind"] for side in book["sides"]}
    links = [link for link in book["tie_chain"] if "side" in link]
    named = ([member["name"] for member in book[plural]] for plural in ("sides", "forms", "assumptions"))
    of_bodies = [link for link in links if link["kind"] in ("bodies_voted_from", "count_of")]
    bodies = all(sides.get(link["side"]) == "bodies" for link in of_bodies)
    return _different(*named) and all(link["side"] in sides for link in links) and bodies


def _voting_agrees(voting: Json) -> bool:
    regions = voting.get("regions", {}).get("eligible", ())
    return _different([channel["name"] for channel in voting["channels"]], voting["bodies"], regions)


_ALSO: dict[str, Callable[[Json], bool]] = {
    "week-opened.v1": _week_agrees,
    "week-opened.v2": _week_agrees,
    "week-restated.v1": _week_agrees,
    "do restate-week": _week_agrees,
    **dict.fromkeys(("PERSON", "person-introduced.v1", "person-changed.v1"), _person_agrees),
    **dict.fromkeys(("do introduce-person", "do change-person"), _person_agrees),
    "PASSKEY": _passkey_agrees,
    "cast-changed.v1": lambda cast: cast["from_week"] <= cast.get("to_week", cast["from_week"]),
    "panel-seated.v1": _panel_agrees,
    "bye-stated.v1": _bye_agrees,
    "do state-bye": _bye_agrees,
    "dance-scheduled.v1": lambda dance: _different(dance["couples"]) and (len(dance["couples"]) < 2 or "team" in dance),
    "OUTSIDE": lambda held: (
        all(first <= last for first, last in held["batches"])
        and all(before[1] + 1 < after[0] for before, after in pairwise(held["batches"]))
    ),
    "TOTALS": lambda total: total["received"] == total["accepted"] + sum_of(total["rejected"]) + total["late"],
    "SCALE": lambda scale: exact(scale["step"]) > 0 and exact(scale["highest"]) >= exact(scale["lowest"]),
    "SIDE": lambda side: exact(side["weight"]) > 0,
    "MEASURE bodies": lambda counts: (
        ("other" in counts) == (counts["ties"] == "by another body")
        and [exact(points) for points in counts["table"]] == sorted(map(exact, counts["table"]), reverse=True)
    ),
    "FORM": _form_agrees,
    "RULEBOOK": _rulebook_agrees,
    "PROMISES": lambda said: _different([*said["makes"], *(waiver["promise"] for waiver in said["waives"])]),
    "VOTING": _voting_agrees,
}
