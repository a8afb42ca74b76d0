"""A dishonest proof of the viewers' instant save, made by an insider with the log's key, a gateway's key, or both.

On air dev and eli are in danger, and the viewers keep eli, by 4 votes to 3. The insider would have dev kept. Both verifiers
refuse each of his bundles and name the thing. What he can do with every key at once no proof can tell: whoever holds an
earlier checkpoint does.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from domain.claims.statement import InRange
from domain.commitments.committing import Opening, commit
from domain.commitments.manifests import openings
from domain.commitments.p256 import encode
from domain.gateway.events import DeliverySignedV2
from domain.record import digest
from domain.rulebook import Rulebook
from domain.season.proving import claimed
from domain.season.proving.claimed import Asked, Question, asked, question
from domain.season.proving.context import bound_to, context_json
from domain.season.proving.opened import opened
from glitterball.evidence.verifying.stored import read_stored
from glitterball.proof.notes import signature_by
from glitterball.proof.spellings import to_base64
from glitterball.sigma.fresh import fresh_opening
from glitterball.sigma.proof_file import HEADING, joined, parted
from glitterball.sigma.statements import proof_from
from projections.fold import SeasonFold
from tests.auditors_file.both import Both
from tests.auditors_file.single_file import vb
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.proving.shows import COUPLES, KEYS, SEASON, Published, Show
from tests.proving.test_an_instant_save_is_proved import MARKS, VIEWERS, book, form, played
from tests.proving.test_forged_proofs_are_found import altered, leaf_of, proof_name

pytestmark = pytest.mark.heavy("proofs")


EVEN = dict.fromkeys(COUPLES, 5)
ELI_KEPT, DEV_KEPT = EVEN | {"dev": 3, "eli": 4}, EVEN | {"dev": 4, "eli": 3}
Openings = Mapping[str, Mapping[str, Opening]]
PROVED = "outcome-proved.v1"


def told(saving: Mapping[str, int], rulebook: Rulebook | None = None) -> Show:
    """A week that ended so, certified, announced and proved."""
    votes = {"viewers": VIEWERS, "instant": dict(saving)}
    show = played(rulebook or book("us-28-29", form(2, 0, 1)), MARKS, votes, by_batch=False)
    outcome = show.outcome(1)
    show.certify(1)
    show.announce(1, outcome)
    show.proved(1)
    return show


def handed_out(show: Show, insider: "Insider") -> Parts:
    """Another show's sealed bundle."""
    with TemporaryDirectory(dir=insider.both.path.parent) as folder:
        return taken_apart(Published(show, Path(folder)).bundle(1))


class Insider(NamedTuple):
    """The show as it was, its sealed bundle, and both verifiers."""

    show: Show
    published: Published
    parts: Parts
    both: Both

    @property
    def openings(self) -> Openings:
        """What opens the gateways' commitments: an insider knows the counts."""
        fold = self.show.engine.fold(SEASON)
        about = question(fold.state, 1, fold.tallies)
        return {body: opened(about, fold.tallies, body) for body in ("viewers", "instant")}

    def signed(self, parts: Parts) -> bytes:
        """With the log's key."""
        return parts.with_leaves_of_lines().signed_again(self.published.signer).packed()

    def codes(self, parts: Parts) -> set[str]:
        """What both say of it, with the log's key."""
        return self.both(self.signed(parts)).codes

    def sentences(self, parts: Parts) -> tuple[str, str]:
        """The findings of each in English, in one text."""
        octets = self.signed(parts)
        single = vb.verify(self.both.path, self.both.in_single_file, None, vb.Given((), []))
        package = self.published.verified(octets)
        told = ("\n".join(str(found) for found in findings) for findings in (package.findings, single.findings.found))
        first, second = told
        return first, second


@pytest.fixture(scope="module")
def insider(tmp_path_factory: pytest.TempPathFactory) -> Insider:
    show = told(ELI_KEPT)
    folder = tmp_path_factory.mktemp("insider")
    published = Published(show, folder)
    parts = taken_apart(published.bundle(1))
    both = Both(folder, published.policy)
    assert both(parts.packed()).codes == set(), "what was said on air is proved"
    return Insider(show, published, parts, both)


def claim(parts: Parts) -> tuple[SeasonFold, Question, Any, tuple[Asked, ...]]:
    """What the proof of a bundle's lines, as they are, would have to prove."""
    fold = SeasonFold()
    for position, octets in parts.lines:
        event = read_stored(position, octets, None).event
        if event.fact.TYPE == PROVED:
            about = question(fold.state, 1, fold.tallies)
            return fold, about, event.fact, asked(about, event.fact)
        fold.apply(event)
    raise AssertionError("nothing is proved in it")


def context_of(parts: Parts) -> str:
    fold, about, fact, _ = claim(parts)
    return digest(context_json(fold.state, about, fact, partial(leaf_of, parts)))


def proved(parts: Parts, **fields: object) -> Parts:
    """The event of the proof says something else."""
    return altered(parts, PROVED, lambda event: event["fact"].update(fields))


def with_proof(parts: Parts, octets: bytes) -> Parts:
    """Another proof, under the hash it has."""
    return proved(parts.with_named({proof_name(parts): octets}), proof_sha256=digest(octets))


def fitted(parts: Parts, octets: bytes) -> Parts:
    """Another proof, under its hash, and the context's hash is that of what stands there now."""
    return with_proof(proved(parts, context_sha256=context_of(parts)), octets)


def forced(parts: Parts, openings: Openings) -> Parts:
    """Proofs by a prover that checks nothing, and every hash made to fit."""
    context, (_, _, _, statements) = context_of(parts), claim(parts)
    made = []
    for each in statements:
        counts = {couple: opening.value for couple, opening in openings[each.body].items()}
        bits = [
            fresh_opening(constraint.linear.value(counts) >> place & 1)
            for constraint in each.statement.constraints
            if isinstance(constraint, InRange)
            for place in range(constraint.bits)
        ]
        made.append(proof_from(each.statement, openings[each.body], bits, bound_to(context, each.body)))
    return fitted(parts, joined(made))


def dev_is_kept(parts: Parts) -> Parts:
    """Another couple is kept, in what was said on air and in the certificate."""
    lied = altered(parts, "couple-eliminated.v1", lambda event: event["fact"].update(couple="eli"))
    return altered(lied, "outcome-certified.v2", lambda event: event["fact"].update(leaving=["eli"], saved=["dev"]))


def as_history_with_dev_kept(parts: Parts, insider: Insider) -> Parts:
    """A log in which it all went otherwise, certified and approved, but for the lines that the gateways signed."""
    other = handed_out(told(DEV_KEPT), insider)
    of_gateways = {at: line for at, line in parts.lines if b'"role":"gateway"' in line}
    opening = dict(parts.lines)[1]
    assert dict(other.lines)[1] == opening, "else the gateways' signatures would name another opening"
    return other.with_lines((at, of_gateways.get(at, line)) for at, line in other.lines)


def proof_in(parts: Parts) -> bytes:
    return parts.files[proof_name(parts)]


def exchanged_bodies(parts: Parts) -> Parts:
    """In each manifest what was committed to for the save stands under the week's votes, and the other way round."""
    other = {"viewers": "instant", "instant": "viewers"}

    def change(event: dict[str, Any]) -> None:
        named = {(channel, body): points for channel, body, points in event["fact"]["commitments"]}
        event["fact"]["commitments"] = [[at, body, named[at, other[body]]] for at, body in named]

    return of_manifests(parts, change)


def of_manifests(parts: Parts, change: Callable[[dict[str, Any]], None], only: str = "") -> Parts:
    """The manifests changed, or that of a gateway."""
    lines = dict(parts.lines)
    for position, octets in parts.lines:
        event = json.loads(octets)
        if event["type"] == "gateway-closed.v2" and only in ("", event["fact"]["gateway"]):
            change(event)
            lines[position] = compact(event)
    return parts.with_lines(lines.items())


def compact(value: object) -> bytes:
    """As it is stored."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def signed_by_gateways(parts: Parts) -> Parts:
    """The deliveries signed again: each covers one line, the one before it."""
    lines, before = dict(parts.lines), b""
    for position, octets in parts.lines:
        event = json.loads(octets)
        if event["type"] == "delivery-signed.v2":
            fact = DeliverySignedV2.model_validate_json(compact(event["fact"]))
            text = fact.heading() + compact(json.loads(before)["fact"]) + b"\n"
            signature = signature_by(KEYS[fact.gateway], text.decode())
            event["fact"].update(sha256=digest(text), signature=to_base64(signature.payload))
            lines[position] = compact(event)
        before = octets
    return parts.with_lines(lines.items())


class Lie(NamedTuple):
    """What an insider hands out, which findings it meets, and what their sentences name."""

    made: Callable[[Insider], Parts]
    found: set[str]
    names: str = ""


def recommitted(insider: Insider, counts: Mapping[str, int]) -> Parts:
    """South commits, for the save, to other counts in all, under its own key, and a proof is forced of them."""
    held = insider.openings["instant"]
    other = {couple: Opening(counts[couple], held[couple].blinding) for couple in held}
    shift = {couple: counts[couple] - held[couple].value for couple in held}
    order = tuple(reversed(COUPLES))

    def change(event: dict[str, Any]) -> None:
        entry = next(entry for entry in event["fact"]["commitments"] if entry[:2] == ["app", "instant"])
        fold = insider.show.engine.fold(SEASON)
        tally = fold.tallies[1].gateways["south"]
        (south,) = [of for of in question(fold.state, 1, fold.tallies).counted if of.gateway == "south"]
        manifest = south.manifest
        assert manifest is not None
        place = insider.show.place(1, "south", "app", "instant")
        opens = openings(
            manifest.fact.nonce,
            place,
            {couple: tally.channels["app", "instant"].votes.get(couple, 0) for couple in order},
        )
        moved = [Opening(opens[couple].value + shift[couple], opens[couple].blinding) for couple in order]
        entry[2] = [encode(point).hex() for point in commit(moved)]

    parts = signed_by_gateways(of_manifests(dev_is_kept(insider.parts), change, "south"))
    return forced(parts, {**insider.openings, "instant": other})


def with_the_proof_of(insider: Insider, rulebook: Rulebook | None = None) -> Parts:
    """The proof of another night, form or rulebook, under its hash."""
    return with_proof(insider.parts, proof_in(handed_out(told(ELI_KEPT, rulebook), insider)))


def of_the_save_alone(insider: Insider, parts: Parts) -> Parts:
    """The file holds the save's proof where the week's should stand, and the other way round."""
    _, _, _, statements = claim(parts)
    first, second = parted(proof_in(parts), [each.statement for each in statements])
    return with_proof(parts, HEADING + second + first)


def strange_points(event: dict[str, Any]) -> None:
    entry = next(entry for entry in event["fact"]["commitments"] if entry[1] == "instant")
    entry[2] = ["02" + "f" * 64, *entry[2][1:]]


def turnouts(viewers: int, save: int) -> list[dict[str, object]]:
    return [{"body": "viewers", "turnout": viewers}, {"body": "instant", "turnout": save}]


ALL, SAVED = sum(VIEWERS.values()), sum(ELI_KEPT.values())
NEGATIVE = ELI_KEPT | {"ada": ELI_KEPT["ada"] - 100, "dev": ELI_KEPT["dev"] + 100}
SAYS_NOT = "the votes of instant do not show that dev had more than those who left by the save"
LIES: dict[str, Lie] = {
    "another couple is called saved, and the proof is left": Lie(
        lambda it: dev_is_kept(it.parts), {"proof-context"}, "another week, rulebook, marks, groups or commitments"
    ),
    "another couple is called saved, and the hashes fit": Lie(
        lambda it: fitted(dev_is_kept(it.parts), proof_in(it.parts)),
        {"proof-fails"},
        "it is not so by the votes of viewers",  # every proof is bound to the context, so the first one fails
    ),
    "another couple is called saved, by a prover that checks nothing": Lie(
        lambda it: forced(dev_is_kept(it.parts), it.openings), {"proof-fails"}, SAYS_NOT
    ),
    "a whole history with another save, over what the gateways signed": Lie(
        lambda it: as_history_with_dev_kept(it.parts, it), {"proof-context"}
    ),
    "the same history, and its proof forced": Lie(
        lambda it: forced(as_history_with_dev_kept(it.parts, it), it.openings), {"proof-fails"}, SAYS_NOT
    ),
    "the save's commitments stand for the week's votes, by no gateway's key": Lie(
        lambda it: fitted(exchanged_bodies(it.parts), proof_in(it.parts)),
        {"signature", "proof-fails"},
        "it is not so by the votes of viewers",
    ),
    "the save's commitments stand for the week's votes, by the gateways' keys": Lie(
        lambda it: fitted(signed_by_gateways(exchanged_bodies(it.parts)), proof_in(it.parts)),
        {"proof-fails"},
        "it is not so by the votes of viewers",
    ),
    "a gateway commits to less than no votes": Lie(lambda it: recommitted(it, NEGATIVE), {"proof-fails"}, SAYS_NOT),
    "a gateway commits to more votes than there were": Lie(
        lambda it: recommitted(it, ELI_KEPT | {"dev": 9}), {"proof-fails"}, SAYS_NOT
    ),
    "a gateway commits to no point of the curve": Lie(
        lambda it: fitted(signed_by_gateways(of_manifests(it.parts, strange_points, "south")), proof_in(it.parts)),
        {"proof-commitments"},
    ),
    "the save is left out of what is proved": Lie(
        lambda it: proved(it.parts, proved=[{"body": "viewers", "turnout": ALL}]),
        {"proof-event"},
        "bodies that count are viewers, instant",
    ),
    "the save is proved of another body": Lie(
        lambda it: proved(it.parts, proved=[*turnouts(ALL, SAVED)[:1], {"body": "viewers", "turnout": SAVED}]),
        {"proof-event"},
    ),
    "a vote of the week is moved to the save": Lie(
        lambda it: fitted(proved(it.parts, proved=turnouts(ALL - 1, SAVED + 1)), proof_in(it.parts)), {"proof-fails"}
    ),
    "the save has one vote more": Lie(
        lambda it: proved(it.parts, proved=turnouts(ALL, SAVED + 1)), {"proof-event"}, "manifests say"
    ),
    "other couples were in danger": Lie(
        lambda it: altered(
            it.parts, "danger-announced.v1", lambda event: event["fact"].update(couples=["cleo", "dev"])
        ),
        {"proof-event"},
        "groups are not those announced",
    ),
    "the week had another form": Lie(
        lambda it: altered(it.parts, "week-opened.v1", lambda event: event["fact"].update(form="single")),
        {"proof-event"},
    ),
    "the two proofs stand in each other's place": Lie(
        lambda it: of_the_save_alone(it, it.parts), {"proof-fails"}, "it is not so by the votes of viewers"
    ),
    "the proof of another night": Lie(with_the_proof_of, {"proof-fails"}, "it is not so by the votes of viewers"),
    "the proof of another rulebook": Lie(
        lambda it: with_the_proof_of(it, book("us-3-27", form(2, 0, 1))), {"proof-bytes"}, "bytes"
    ),
    "the proof of another form": Lie(
        lambda it: with_the_proof_of(it, book("us-28-29", form(3, 0, 1))), {"proof-bytes"}, "bytes"
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_both_refuse_it_and_name_the_thing(insider: Insider, name: str) -> None:
    lie = LIES[name]
    parts = lie.made(insider)
    found = insider.codes(parts)
    for sentence in insider.sentences(parts):
        assert lie.names in sentence
    if name.startswith("the week had another form"):
        assert lie.found <= found, "its certificate is of another form as well"
    else:
        assert found == lie.found


def test_who_has_every_key_is_told_by_an_earlier_checkpoint_alone(insider: Insider) -> None:
    """No proof can tell it: what the gateways committed to is what is proved, and that they committed to what they received is
    listed as not checked."""
    octets = insider.signed(handed_out(told(DEV_KEPT), insider))
    at_ease = insider.both(octets)
    assert (at_ease.exit_code, at_ease.codes) == (0, set())
    assert all(
        any("each vote committed to came from a viewer" in line for line in told) for told in at_ease.not_checked
    )
    name = next(name for name in insider.parts.files if name.startswith("checkpoints/"))
    held = insider.both(octets, known=[insider.parts.files[name]])
    assert (held.exit_code, held.codes) == (5, {"known"})


def test_a_copy_that_forgets_who_had_more_would_take_it(insider: Insider, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a crippled copy of both verifiers the save is a vote without a result, and any couple can be called saved."""
    of_package, of_file = claimed.statement_of_save, vb.statement_of_save
    with monkeypatch.context() as crippled:
        crippled.setattr(
            claimed, "statement_of_save", lambda couples, turnout, kept, left: of_package(couples, turnout, (), ())
        )
        crippled.setattr(
            vb, "statement_of_save", lambda couples, turnout, kept, left: of_file(couples, turnout, (), ())
        )
        forged = forced(dev_is_kept(insider.parts), insider.openings)
        assert insider.codes(forged) == set()
    assert insider.codes(forged) == {"proof-bytes"}
