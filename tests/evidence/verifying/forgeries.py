"""Forgeries: what somebody might do to a bundle, and what the verifier must say of it.

Three hands: one that changes bytes; a forger who also hashes everything again but cannot sign (`rehashed`); and the log itself,
which can sign whatever it likes (`lies`) and is found out only by what does not follow.
"""

import base64
import json
import string
from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.record import digest
from glitterball.evidence.bundle import contents
from glitterball.proof.hashing import leaf_hash
from glitterball.proof.keys import SignerKey
from glitterball.proof.notes import sign_note
from tests.evidence.verifying.night import ORIGIN, WEST
from tests.evidence.verifying.taken_apart import Parts, changed

Lines = list[tuple[int, bytes]]


@dataclass(frozen=True)
class Forgery:
    """What is done, by a name that is a claim; the code it must be found under, and the position where there is one."""

    name: str
    code: str
    octets: bytes
    position: int | None = None
    openings: bytes | None = None


def at(parts: Parts, kind: str, number: int = 0) -> int:
    """Where in the lines the event of that type stands, the first or a later one."""
    found = [index for index, (_, octets) in enumerate(parts.lines) if f'"type":"{kind}'.encode() in octets]
    return found[number]


def edited(parts: Parts, index: int, edit: Callable[[bytes], bytes]) -> Parts:
    """One line's event edited; the leaves stay."""
    lines = parts.lines
    lines[index] = (lines[index][0], edit(lines[index][1]))
    return parts.with_lines(lines)


def later(octets: bytes) -> bytes:
    """The same event, said a second later: nothing follows from it."""
    return changed(octets, TIME="2024-09-25T00:00:01Z")


def forgeries(parts: Parts, sealed: Parts, openings: bytes, signer: SignerKey) -> list[Forgery]:
    """One of every kind."""
    return [*by_hand(parts), *by_a_forger(parts), *by_the_log(parts, signer), *of_sealed(sealed, openings)]


def by_hand(parts: Parts) -> list[Forgery]:
    """Bytes changed, lines moved; the manifest is made to fit where the container is not the point."""
    lines = parts.lines
    note = at(parts, "outage-noted")
    signature, batch = at(parts, "delivery-signed"), at(parts, "vote-batch-received", 4)
    assert batch == signature + 1, "the two stand side by side, and neither follows from the other"
    swapped = [*lines[:signature], lines[batch], lines[signature], *lines[batch + 1 :]]
    packed = parts.packed()
    last = lines[-1][0]
    return [
        Forgery("a date in the container", "container", packed[:12] + b"\x22" + packed[13:]),
        Forgery("a byte behind the end", "container", packed + b"\x00"),
        Forgery("a file nobody listed", "manifest", parts.with_named({"certificate.json": b"{}"}).packed(listed=False)),
        Forgery("an event said at another time", "leaf", edited(parts, note, later).packed(), lines[note][0]),
        Forgery("the newest event left out", "missing", parts.with_lines(lines[:-1]).packed(), last),
        Forgery("two events changing places", "order", parts.with_lines(swapped).packed(), lines[signature][0]),
        Forgery("a line twice", "order", parts.with_lines([*lines, lines[-1]]).packed(), last),
        Forgery("a proof of something else", "consistency", _other_proof(parts).packed()),
        Forgery("a working that was not certified", "derived", _other_file(parts, "working/").packed()),
        Forgery("another rulebook text", "rulebook", _other_file(parts, "rulebooks/").packed()),
        Forgery("a checkpoint's signature", "checkpoint", _other_signature(parts, parts.sizes[0]).packed()),
        Forgery("the scope's signature", "scope", _other_note(parts, contents.SCOPE).packed()),
    ]


def by_a_forger(parts: Parts) -> list[Forgery]:
    """Hashed again, but not signed; or signed with a key of his own."""
    own = SignerKey(ORIGIN, bytes(32))
    note = at(parts, "outage-noted")
    altered = edited(parts, note, later).with_leaves_of_lines()
    sizes = parts.sizes
    older = parts.files[contents.checkpoint_name(sizes[0])]
    return [
        Forgery("an event and its hash", "root", altered.packed()),
        Forgery("signed with another key", "checkpoint", altered.signed_again(own).packed()),
        Forgery(
            "an older checkpoint in the place of the newest",
            "checkpoint",
            parts.with_named({contents.checkpoint_name(sizes[-1]): older}).packed(),
            sizes[-1],
        ),
    ]


def by_the_log(parts: Parts, signer: SignerKey) -> list[Forgery]:
    """The log signs what it says, and is found out by what does not follow."""

    def lie(name: str, code: str, index: int, edit: Callable[[bytes], bytes]) -> Forgery:
        told = edited(parts, index, edit).with_leaves_of_lines().signed_again(signer)
        return Forgery(name, code, told.packed(), parts.lines[index][0])

    last = len(parts.lines) - 1
    places = [{"couple": "anna-ezra", "place": 1}, {"couple": "bea-cole", "place": 2}]
    west = at(parts, "vote-batch-received", 2)
    return [
        lie("bytes in another spelling", "bytes", last, lambda octets: octets.replace(b'"fact":{', b'"fact": {')),
        lie("a batch in another gateway's stream", "bytes", west, lambda octets: changed(octets, gateway="vox")),
        lie("a sequence left out", "stream", last, lambda octets: changed(octets, SEQUENCE=_sequence(octets) + 1)),
        _moved_between_batches(parts, signer),
        replace(
            lie("a manifest with other totals", "ready", at(parts, "gateway-closed"), _one_more_late),
            position=parts.lines[at(parts, "outcome-certified")][0],
        ),
        replace(
            lie("a batch the gateway did not sign so", "signature", west, lambda octets: changed(octets, closes=LATER)),
            position=parts.lines[at(parts, "delivery-signed")][0],
        ),
        lie("a gateway's signature in another spelling", "signature", at(parts, "delivery-signed"), _spelled_otherwise),
        lie("a score for a dance nobody danced", "replay", at(parts, "paddle-shown"), _nobody_danced),
        lie("places that were not certified", "outcome", at(parts, "outcome-certified"), _other_place),
        lie("an announcement that does not follow", "announced", at(parts, "places-awarded"),
            lambda octets: changed(octets, places=places)),
        lie("another season's event at a position of this one", "foreign", at(parts, "paddle-shown"),
            lambda octets: octets.replace(b"season/tiny-1", b"season/other-1", 1)),
        lie("a roster founded by one person when all was decided", "two-persons", last, _founded),
        _void_of_another_channel(parts, signer),
        _window_naming_another_batch(parts, signer),
        *_of_the_rehearsal(parts, signer),
        _opened_again_for_the_rehearsal(parts, signer),
        _approved_by_its_proposer(parts, signer),
        _with_a_foreign_event(parts),
    ]  # fmt: skip


LATER = "2024-09-25T00:00:01Z"


def of_sealed(sealed: Parts, openings: bytes) -> list[Forgery]:
    """Openings that do not open."""
    first, rest = openings.split(b"\n", 1)
    position, octets = first.split(b" ", 1)
    other = b"%b %b\n%b" % (position, later(octets), rest)
    packed = sealed.packed()
    return [
        Forgery("an opening of something else", "opening", packed, int(position), other),
        Forgery("an opening left out", "opening", packed, int(position), rest),
    ]


def _sequence(octets: bytes) -> int:
    return int(octets.split(b'"sequence":', 1)[1].split(b",", 1)[0])


def _moved_between_batches(parts: Parts, signer: SignerKey) -> Forgery:
    """One vote more received in one batch, one fewer in the next: the manifest's totals stay right."""
    received = 300 + 200 + 100 + 2
    first, second = at(parts, "vote-batch-received", 0), at(parts, "vote-batch-received", 4)
    told = edited(parts, first, lambda octets: changed(octets, received=received + 3 * 1 + 1))
    told = edited(told, second, lambda octets: changed(octets, received=received + 3 * 2 - 1))
    told = told.with_leaves_of_lines().signed_again(signer)
    return Forgery("votes moved from batch to batch", "votes", told.packed(), parts.lines[first][0])


def _one_more_late(octets: bytes) -> bytes:
    stated = octets.split(b'"received":', 1)[1].split(b",", 1)[0]
    more = octets.replace(b'"received":' + stated, b'"received":%d' % (int(stated) + 1))
    return more.replace(b'"late":3', b'"late":4')


def _founded(octets: bytes) -> bytes:
    """Where the last event stood, two people are named who could decide from there on."""
    event = json.loads(octets)
    people = [
        {"identity": role, "name": f"Ivo, {role}", "roles": [role], "keys": [f"{role}+00000000+{role.ljust(44, 'A')}"]}
        for role in ("executive", "adjudicator")
    ]
    event |= {"type": "season-founded.v1", "fact": {"people": people}}
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def _nobody_danced(octets: bytes) -> bytes:
    return changed(octets, dance="1.1.nobody-here")


def _other_place(octets: bytes) -> bytes:
    return octets.replace(b'"place":2', b'"place":3', 1)


def _void_of_another_channel(parts: Parts, signer: SignerKey) -> Forgery:
    """Proposal and void both name a channel the batch was not of."""
    index = at(parts, "batch-voided")
    told = edited(parts, index, lambda octets: octets.replace(b'"channel":"sms"', b'"channel":"online"'))
    told = edited(told, index - 2, lambda octets: octets.replace(b'"channel":"sms"', b'"channel":"online"'))
    told = told.with_leaves_of_lines().signed_again(signer)
    return Forgery("a void of another channel", "void", told.packed(), parts.lines[index][0])


def _window_naming_another_batch(parts: Parts, signer: SignerKey) -> Forgery:
    """At the end two people state a window, and the statement names a batch of which nothing says that it lies outside."""
    lines, leaves = parts.lines, parts.leaves
    index = at(parts, "batch-voided")
    of_season = [octets for _, octets in lines if b'"stream":"season/' in octets]
    sequence = max(_sequence(octets) for octets in of_season)
    decision = sum(b'"type":"decision-proposed' in octets for octets in of_season) + 1
    when = {"week": 1, "opens": "2024-09-25T00:00:00Z", "closes": "2024-09-25T00:00:00Z", "reason": "a wrong day"}
    named = [{"gateway": "vox", "channel": "sms", "body": "viewers", "batches": [[9, 9]]}]
    proposed, approved, voided = (json.loads(octets) for _, octets in lines[index - 2 : index + 1])
    proposed["fact"].update(decision=decision, command={**when, "do": "state-window"})
    approved["fact"].update(decision=decision)
    voided.update(type="window-stated.v1", fact={**when, "outside": named})
    for more, event in enumerate((proposed, approved, voided), start=1):
        octets = json.dumps({**event, "sequence": sequence + more}, separators=(",", ":"), ensure_ascii=False).encode()
        lines.append((len(leaves) + 1, octets))
        leaves.append(leaf_hash(octets))
    told = parts.with_lines(lines).with_named({contents.LEAVES: b"".join(leaves)}).signed_again(signer)
    return Forgery("a window that names a batch within it", "window", told.packed(), lines[-1][0])


def _of_the_rehearsal(parts: Parts, signer: SignerKey) -> list[Forgery]:
    """The last delivery is replaced by what the same gateway signed, with the same key, in the dress rehearsal."""
    index = _last_signature(parts)
    told = []
    for name, opening in (("another opening", "0" * 64), ("no opening", None)):
        lied = _last_delivery_under(parts, opening).with_leaves_of_lines().signed_again(signer)
        where = parts.lines[index][0]
        told.append(Forgery(f"a rehearsal's delivery, signed under {name}", "signature", lied.packed(), where))
    return told


def _opened_again_for_the_rehearsal(parts: Parts, signer: SignerKey) -> Forgery:
    """The season is opened a second time, so that the last delivery, signed under that opening, names what stands in the log."""
    index = at(parts, "paddle-shown", 1)
    opened = changed(parts.lines[0][1], SEQUENCE=_sequence(parts.lines[index][1]), mode="rehearsal")
    told = edited(parts, index, lambda _: opened)
    told = _last_delivery_under(told, leaf_hash(opened).hex()).with_leaves_of_lines().signed_again(signer)
    return Forgery("a season opened twice", "replay", told.packed(), parts.lines[index][0])


def _spelled_otherwise(octets: bytes) -> bytes:
    """The same 64 bytes: of the last letter before the padding, base64 reads only the first two of its six bits."""
    signature = json.loads(octets)["fact"]["signature"]
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    other = f"{signature[:-3]}{letters[letters.index(signature[-3]) + 1]}=="
    assert base64.b64decode(other) == base64.b64decode(signature) != other
    return octets.replace(signature.encode(), other.encode())


def _last_signature(parts: Parts) -> int:
    return max(index for index, (_, octets) in enumerate(parts.lines) if b'"type":"delivery-signed' in octets)


def _last_delivery_under(parts: Parts, opening: str | None) -> Parts:
    """The last delivery signed by its gateway for another opening; with None, in the first form."""
    index = _last_signature(parts)
    fact = json.loads(parts.lines[index][1])["fact"]
    first = next(i for i, (_, o) in enumerate(parts.lines) if b'"stream":"votes/%b/%d/west","sequence":%d,' % (
        fact["season"].encode(), fact["week"], fact["first"]) in o)  # fmt: skip
    text = b"".join(octets.split(b',"fact":', 1)[1][:-1] + b"\n" for _, octets in parts.lines[first:index])
    if opening is not None:
        text = b'{"version":2,"opening":"%b"}\n' % opening.encode() + text
    note = sign_note(text.decode(), [WEST])
    payload = base64.b64decode(note.split(b" ")[-1])[4:]
    said = {**fact, "signature": base64.b64encode(payload).decode(), "sha256": digest(text), "opening": opening}
    kept = {key: value for key, value in said.items() if value is not None}

    def of_rehearsal(octets: bytes) -> bytes:
        head = octets.split(b',"fact":', 1)[0]
        if opening is None:
            head = head.replace(b"delivery-signed.v2", b"delivery-signed.v1")
        return head + b',"fact":' + json.dumps(kept, separators=(",", ":")).encode() + b"}"

    return edited(parts, index, of_rehearsal)


def _approved_by_its_proposer(parts: Parts, signer: SignerKey) -> Forgery:
    index = at(parts, "decision-approved")
    actor = parts.lines[index - 1][1].split(b'"actor":', 1)[1].split(b',"fact"', 1)[0]

    def by_the_same(octets: bytes) -> bytes:
        head, rest = octets.split(b'"actor":', 1)
        return head + b'"actor":' + actor + b',"fact"' + rest.split(b',"fact"', 1)[1]

    told = edited(edited(parts, index, by_the_same), index + 1, by_the_same)
    told = told.with_leaves_of_lines().signed_again(signer)
    return Forgery("approved by its proposer", "two-persons", told.packed(), parts.lines[index][0])


def _with_a_foreign_event(parts: Parts) -> Forgery:
    """An event of the other season, with its true bytes."""
    held = {position for position, _ in parts.lines}
    position = next(number for number in range(1, len(parts.leaves) + 1) if number not in held)
    other = b'{"stream":"season/other-1","sequence":1,"type":"season-opened.v1","time":"2024-09-25T00:00:00Z","actor":'
    other += b'{"name":"Pia","role":"producer"},"fact":{"season":"other-1","show":"Dancing","number":1,"mode":"live"}}'
    lines = sorted([*parts.lines, (position, other)])
    return Forgery("an event of another season", "foreign", parts.with_lines(lines).packed(), position)


def _other_file(parts: Parts, folder: str) -> Parts:
    name = next(name for name in sorted(parts.files) if name.startswith(folder))
    return parts.with_named({name: parts.files[name] + b" "})


def _other_proof(parts: Parts) -> Parts:
    name = next(name for name in sorted(parts.files) if name.startswith("consistency/") and parts.files[name])
    lines = parts.files[name].splitlines(keepends=True)
    return parts.with_named({name: b"".join([b"A" * 43 + b"=\n", *lines[1:]])})


def _other_note(parts: Parts, name: str) -> Parts:
    octets = parts.files[name]
    other = b"B" if octets[-10:-9] != b"B" else b"C"
    return parts.with_named({name: octets[:-10] + other + octets[-9:]})


def _other_signature(parts: Parts, size: int) -> Parts:
    return _other_note(parts, contents.checkpoint_name(size))
