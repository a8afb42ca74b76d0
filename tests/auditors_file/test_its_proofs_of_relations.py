"""The single file takes and refuses every published vector as published: relations, sponge, hashed points."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitments.committing import second_generator as second_generator_of_the_package
from domain.commitments.hash_to_curve import hash_to_curve
from domain.commitments.p256 import Point
from glitterball.sigma.relations import Equation, LinearRelation, Share, Term, prove
from glitterball.sigma.sponge import Sponge
from tests.auditors_file.single_file import vb

VECTORS = Path(__file__).parents[1] / "sigma" / "vectors"


def published(name: str) -> Any:
    return json.loads((VECTORS / name).read_text())


HASHED = published("p256-hash-to-curve.json")
SQUEEZED = {vector["Name"]: vector for vector in published("fiat-shamir-shake128.json")["vectors"]}
OPERATED = [vector for vector in SQUEEZED.values() if vector["Function"] == "DuplexSponge"]
PROVED = {vector["Id"]: vector for vector in published("sigma-p256.json")["vectors"]}
ACCEPTED = [name for name, vector in PROVED.items() if vector["Expected"] == "accept"]
REFUSED = [name for name, vector in PROVED.items() if vector["Expected"] == "reject"]


class Reading:
    """An instance as the vectors spell it, read from its beginning."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets

    def take(self, length: int) -> bytes:
        taken, self.octets = self.octets[:length], self.octets[length:]
        return taken

    def count(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def factor(self) -> int:
        return int.from_bytes(self.take(32), "big")

    def relation(self) -> Any:
        """The relation, in the single file's terms."""
        equations = []
        for _ in range(self.count()):
            left = [(self.count(), self.factor()) for _ in range(self.count())]
            equations.append(
                vb.Equation(left, [(self.count(), self.count(), self.factor()) for _ in range(self.count())])
            )
        points = [vb.P256_BASE]
        while self.octets:
            points.append(vb.p256_point(self.take(33)))
        unknowns = 1 + max(unknown for equation in equations for unknown, _, _ in equation.right)
        return vb.Relation(unknowns, points, equations)


def believed(vector: dict[str, str]) -> None:
    tag = bytes.fromhex(vector["Tag"][2:]) if vector["Tag"].startswith("0x") else vector["Tag"].encode("ascii")
    check = vb.check_proof if vector["Flavor"] == "batchable" else vb.check_compact_proof
    relation = Reading(bytes.fromhex(vector["Instance"])).relation()
    check(relation, bytes.fromhex(vector["NargString"]), tag)


@pytest.mark.parametrize("vector", HASHED["vectors"], ids=lambda vector: vector["msg"] or "empty")
def test_a_message_is_hashed_to_the_published_point_by_way_of_the_published_two(vector: dict[str, Any]) -> None:
    def point(name: str) -> tuple[int, int]:
        return int(vector[name]["x"], 16), int(vector[name]["y"], 16)

    assert [vb.mapped_to_p256(int(u, 16)) for u in vector["u"]] == [point("Q0"), point("Q1")]
    assert vb.p256_from_text(vector["msg"].encode(), HASHED["dst"].encode()) == point("P")


@given(st.binary(max_size=40), st.binary(min_size=1, max_size=40))
def test_any_message_is_hashed_to_the_point_the_package_finds(message: bytes, domain: bytes) -> None:
    assert vb.p256_from_text(message, domain) == tuple(hash_to_curve(message, domain))


def test_the_element_that_has_no_inverse_is_mapped_to_the_curve_too() -> None:
    """Of u = 0 the step vanishes: the exceptional case of the map, which no published vector meets."""
    x, y = vb.mapped_to_p256(0)
    assert x == vb.P256_B * pow(30, -1, vb.P256_PRIME) % vb.P256_PRIME
    assert y % 2 == 0
    assert vb.p256_at(x, y)


def test_the_second_generator_is_the_packages_and_made_from_its_sentence() -> None:
    assert vb.second_generator() == tuple(second_generator_of_the_package())


@pytest.mark.parametrize("vector", OPERATED, ids=lambda vector: vector["Name"])
def test_the_sponge_gives_the_published_bytes(vector: dict[str, Any]) -> None:
    sponge, squeezed = vb.Sponge(bytes.fromhex(vector["SessionId"])), b""
    for operation in vector["Operations"]:
        if operation["type"] == "absorb":
            sponge.absorb(bytes.fromhex(operation["data"]))
        else:
            squeezed += sponge.squeeze(operation["length"])
    assert squeezed.hex() == vector["Output"]


@given(st.lists(st.one_of(st.binary(max_size=300), st.integers(0, 300)), max_size=8))
def test_the_sponge_gives_what_the_packages_gives_however_it_is_used(used: list[bytes | int]) -> None:
    ours, theirs = vb.Sponge(bytes(32)), Sponge(bytes(32))
    for octets in used:
        if isinstance(octets, bytes):
            ours.absorb(octets)
            theirs.absorb(octets)
        else:
            assert ours.squeeze(octets) == theirs.squeeze(octets)


def test_a_tag_gives_the_published_session_and_a_sponge_the_published_challenge() -> None:
    vector = SQUEEZED["derive_sid"]
    assert vb.session_of_tag(bytes.fromhex(vector["Tag"])).hex() == vector["Output"]
    vector = SQUEEZED["decode_uint"]
    sponge = vb.Sponge(bytes.fromhex(vector["SessionId"]))
    sponge.absorb(bytes.fromhex(vector["Operations"][0]["data"]))
    assert sponge.challenge(vb.P256_ORDER) == int(vector["Challenge"], 16)


def test_each_relation_is_written_as_published() -> None:
    for vector in PROVED.values():
        instance = bytes.fromhex(vector["Instance"])
        assert Reading(instance).relation().octets() == instance, vector["Id"]


def test_the_vectors_hold_proofs_and_forgeries_of_both_flavours() -> None:
    assert (len(ACCEPTED), len(REFUSED)) == (10, 13)
    assert {vector["Flavor"] for vector in PROVED.values()} == {"batchable", "compact"}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_published_proof_is_believed(name: str) -> None:
    believed(PROVED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_a_published_forgery_is_refused_beside_the_proof_it_was_made_from(name: str) -> None:
    believed(PROVED[PROVED[name]["BaseId"]])
    with pytest.raises(vb.Wrong):
        believed(PROVED[name])


def times(scalar: int) -> Point:
    """So many times the base, as the package has it."""
    return Point(*vb.p256_points([vb.p256_sum_of_multiples([vb.P256_BASE], [scalar])])[0])


def two_equations() -> LinearRelation:
    """Somebody knows x and y with X = x G and Y = x G + y G; X is 5 G, Y is 12 G."""
    equations = (Equation((Share(1),), (Term(0, 0),)), Equation((Share(2),), (Term(0, 0), Term(1, 0))))
    return LinearRelation(2, (times(1), times(5), times(12)), equations)


def test_a_proof_of_two_equations_is_refused_where_its_halves_are_exchanged() -> None:
    relation = two_equations()
    proof, ours = prove(relation, [5, 7], b"a tag"), Reading(relation.serialized()).relation()
    vb.check_proof(ours, proof, b"a tag")
    first, second, rest = proof[:33], proof[33:66], proof[66:]
    for forged in (second + first + rest, first + first + rest, first + second + rest[32:] + rest[:32]):
        with pytest.raises(vb.Wrong, match="equations"):
            vb.check_proof(ours, forged, b"a tag")
    with pytest.raises(vb.Wrong, match="equations"):
        vb.check_proof(ours, proof, b"another tag")


def test_errors_of_two_equations_that_cancel_are_refused() -> None:
    """Added up without weights of their own, x too small by 1 in one equation and too large in the other would pass."""
    relation, tag = two_equations(), b"a tag"
    ours, order = Reading(relation.serialized()).relation(), vb.P256_ORDER
    shift = 1234
    committed = [bytes(vb.p256_octets(times(scalar))) for scalar in (11 + shift, 11 + 13 - shift)]
    challenge = ours.challenge(tag, committed)
    responses = [(11 + 5 * challenge) % order, (13 + 7 * challenge) % order]
    forged = b"".join([*committed, *(response.to_bytes(32, "big") for response in responses)])
    with pytest.raises(vb.Wrong, match="equations"):
        vb.check_proof(ours, forged, tag)
    honest = [bytes(vb.p256_octets(times(scalar))) for scalar in (11, 11 + 13)]
    challenge = ours.challenge(tag, honest)
    responses = [(11 + 5 * challenge) % order, (13 + 7 * challenge) % order]
    vb.check_proof(ours, b"".join([*honest, *(response.to_bytes(32, "big") for response in responses)]), tag)


@pytest.mark.parametrize("length", [0, 1, 33, 129, 131, 500])
def test_a_proof_of_another_length_is_refused_before_it_is_read(length: int) -> None:
    with pytest.raises(vb.Wrong, match="another statement"):
        vb.check_proof(Reading(two_equations().serialized()).relation(), bytes(length), b"a tag")
    with pytest.raises(vb.Wrong, match="another statement"):
        vb.check_compact_proof(Reading(two_equations().serialized()).relation(), bytes(length), b"a tag")


@pytest.mark.parametrize("bit", [0, 255, 256, 300, 511])
def test_a_compact_proof_with_one_bit_changed_is_refused(bit: int) -> None:
    """The published forgeries of this flavour fail by their form; this one is well formed."""
    vector = next(vector for vector in PROVED.values() if vector["Flavor"] == "compact")
    assert vector["Expected"] == "accept"
    believed(vector)
    narg = bytearray.fromhex(vector["NargString"])
    narg[bit // 8] ^= 1 << bit % 8
    with pytest.raises(vb.Wrong):
        believed(vector | {"NargString": narg.hex()})


def test_a_response_has_one_spelling() -> None:
    """A response that counts for nothing may be 0; the order, which is the same modulo the order, is refused."""
    relation = vb.Relation(2, [vb.P256_BASE, tuple(times(5))], [vb.Equation([(1, 1)], [(0, 0, 1), (1, 0, 0)])])
    committed = bytes(vb.p256_octets(times(11)))
    response = (11 + 5 * relation.challenge(b"a tag", [committed])) % vb.P256_ORDER
    proof = committed + response.to_bytes(32, "big")
    vb.check_proof(relation, proof + bytes(32), b"a tag")
    vb.check_proof(relation, proof + (vb.P256_ORDER - 1).to_bytes(32, "big"), b"a tag")
    with pytest.raises(vb.Wrong, match="below the order"):
        vb.check_proof(relation, proof + vb.P256_ORDER.to_bytes(32, "big"), b"a tag")
