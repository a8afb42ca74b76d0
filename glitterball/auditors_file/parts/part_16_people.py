"""People: the roster of a season, and names that are one person's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .part_02_spellings import Json, unbase64
from .part_10_events import Event
from .part_15_season import GatewayKey, Season
from .part_16_passkeys import passkey_public

_LIKE_LATIN = str.maketrans(
    "авеѕіјкмнорстухүԍԝӏһԁԛѵ" + "αβεζηικμνορτυχϳ" + "ɑɡɩ",
    "abesijkmhopctyxygwlhdqv" + "abezhikmnoptyxj" + "agi",
)  # letters of other alphabets that look like a Latin one, or whose capital does (Unicode Technical Standard 39)
_PUNCTUATION = str.maketrans("’‘ʼ´`‐‑‒–—−", "'''''------")
_WITHOUT_A_MARK = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def as_one(name: str) -> str:
    """A name without case, accents, spaces, letters that cannot be seen, and the alphabet a letter is from."""
    seen = "".join(letter for letter in name.translate(_PUNCTUATION) if unicodedata.category(letter) != "Cf")
    small = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen)).casefold()
    latin = unicodedata.normalize("NFKC", small).translate(_LIKE_LATIN)
    parted = unicodedata.normalize("NFKD", "".join(latin.split()))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter)).translate(_WITHOUT_A_MARK)
    return bare.replace(" ", "")


def identity_of(season: Season, name: str) -> str | None:
    """Who on the roster is called so, or was."""
    for identity, stated in season.people.items():
        if any(as_one(person["name"]) == as_one(name) for person in stated):
            return identity
    return None


def one_person(season: Season, name: str, other: str) -> bool:
    first = identity_of(season, name)
    return as_one(name) == as_one(other) or (first is not None and first == identity_of(season, other))


def public_of(vkey: str) -> bytes:
    """The key in a verifier key line, whatever name it goes by and whatever it is for."""
    return unbase64(vkey.split("+", 2)[2])[1:]


def publics(person: Json) -> list[bytes]:
    """The keys of a person, of key files and of passkeys, without the names they go by."""
    return [*map(public_of, person["keys"]), *map(passkey_public, person.get("passkeys", []))]


def wrong_with_speaker(event: Event, season: Season) -> str | None:
    """What keeps whoever speaks from speaking in a season with a roster: name, role, or that the person was revoked."""
    name, role = event.actor["name"], event.actor["role"]
    found = {identity: stated[-1] for identity, stated in season.people.items() if stated[-1]["name"] == name}
    if not season.people:
        return None
    if not found:
        return f"{name} is not on the roster"
    for identity, person in found.items():
        if identity in season.revoked:
            return f"{name} was revoked at event {season.revoked[identity]}"
        if role not in person["roles"]:
            return f"{name} does not speak as {role}"
    return None


def wrong_with_roster(event: Event, season: Season) -> Iterator[str]:
    """What a change of the roster breaks: who may found one and when, names that look the same, keys of two people."""
    fact = event.fact
    if event.type == "season-founded.v1":
        yield from _wrong_with_founding(event, season)
        return
    if not season.people:
        yield "the season has no roster"
    known, now = fact["identity"] in season.people, dict(_now(season))
    if event.type == "person-introduced.v1" and known:
        yield f"{fact['identity']} stands for somebody already"
    if event.type != "person-introduced.v1" and fact["identity"] not in now:
        yield f"{fact['identity']} is not on the roster, or was revoked"
    if event.type == "person-revoked.v1":
        now.pop(fact["identity"], None)
    else:
        yield from _wrong_with_person(fact, season.people, season)
        now[fact["identity"]] = fact
    if not _can_decide(list(now.values())):
        yield "nobody would be left to decide"


def _wrong_with_founding(event: Event, season: Season) -> Iterator[str]:
    people, known = event.fact["people"], dict[str, list[Json]]()
    if season.historic or season.people or any(proposal.settled is None for proposal in season.proposals.values()):
        yield "it is a historic season, has a roster, or something that was proposed without one is open"
    for person in people:
        if person["identity"] in known:
            yield f"{person['identity']} is named twice"
        yield from _wrong_with_person(person, known, season)
        known[person["identity"]] = [person]
    if not any(p["name"] == event.actor["name"] and event.actor["role"] in p["roles"] for p in people):
        yield "whoever founded it is none of its people"
    if event.actor["role"] not in ("executive", "adjudicator", "producer", "supervisor"):
        yield f"a {event.actor['role']} founded it"
    if not _can_decide(people):
        yield "nobody could decide"


def _wrong_with_person(person: Json, known: dict[str, list[Json]], season: Season) -> Iterator[str]:
    own = publics(person)
    gateways = {public_of(key.vkey) for keys in season.keys.values() for key in keys}
    if len(set(own)) < len(own) or gateways & set(own):
        yield "a key is named twice, or is a gateway's"
    for identity, stated in known.items():
        if identity == person["identity"]:
            had = {public for before in stated for public in publics(before)}
            if had & set(own) - set(publics(stated[-1])):
                yield "a key that was given up comes back"
            continue
        if any(as_one(before["name"]) == as_one(person["name"]) for before in stated):
            yield f"the name {person['name']} looks like one of {identity}"
        if any(set(own) & set(publics(before)) for before in stated):
            yield f"a key of {identity} would serve {person['identity']} too"


def wrong_with_gateway_key(event: Event, season: Season) -> str | None:
    """What a change of a gateway's keys breaks: two keys at once or none to follow, a key used before."""
    fact, keys = event.fact, season.keys.get(event.fact["gateway"], [])
    current = keys[-1] if keys and not keys[-1].revoked else None
    if event.type == "gateway-key-revoked.v1":
        sound = any(key.key_id == fact["key_id"] and not key.revoked for key in keys)
        return None if sound else f"{fact['gateway']} has no key {fact['key_id']} that could be revoked"
    if event.type == "gateway-key-introduced.v1" and current is not None:
        return f"{fact['gateway']} signs with {current.key_id} already"
    if event.type == "gateway-key-rotated.v1" and (current is None or current.key_id != fact["retires"]):
        return f"{fact['gateway']} has no key {fact['retires']} to rotate"
    return _wrong_with_use(fact["key"], [key for keys in season.keys.values() for key in keys])


def _wrong_with_use(vkey: str, known: list[GatewayKey]) -> str | None:
    used = any(vkey.split("+", 2)[1] == key.key_id or public_of(vkey) == public_of(key.vkey) for key in known)
    return "a key that is on record for a gateway comes again" if used else None


def is_a_persons(vkey: str, season: Season) -> bool:
    """Whether a gateway's key is one that somebody on the roster has or had."""
    return any(public_of(vkey) in publics(stated) for person in season.people.values() for stated in person)


def _now(season: Season) -> Iterator[tuple[str, Json]]:
    """Those who speak: the person as stated last, by identity."""
    return ((identity, stated[-1]) for identity, stated in season.people.items() if identity not in season.revoked)


def _can_decide(people: list[Json]) -> bool:
    executives = {person["identity"] for person in people if "executive" in person["roles"]}
    adjudicators = {person["identity"] for person in people if "adjudicator" in person["roles"]}
    return bool(executives) and bool(adjudicators) and len(executives | adjudicators) > 1


def what_names_stand_for(season: Season, sealed: set[int]) -> tuple[list[str], list[str]]:
    """What is checked of the people named, and what is not; `sealed` are decisions whose command is kept from view."""
    if season.founded is None:
        return [], ["who the people named are: the season has no roster, and names are as typed"]
    who = f"{season.founded.actor['name']} ({season.founded.actor['role']}) at event {season.founded.position}"
    checked = ["the roster, and the signatures of two people under each decision"]
    texts = f"the text that was signed under decisions over sealed votes: {', '.join(map(str, sorted(sealed)))}"
    whose = "they are a rehearsal's, and " if season.opened["mode"] == "rehearsal" else ""
    unsaid = [f"who the people of the roster are: {whose}it was founded by {who}", *([texts] if sealed else [])]
    if any(proposal.proposed.position < season.founded.position for proposal in season.proposals.values()):
        before = f"who the people named before event {season.founded.position} are"
        unsaid.append(f"{before}: the season had no roster yet, and names are as typed")
    return checked, unsaid
