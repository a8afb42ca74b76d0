"""Every vector the drafts' authors and the RFC publish comes out as published (sources in the files)."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.commitments.hash_to_curve import hash_to_curve
from domain.commitments.p256 import GENERATOR, ORDER, Point, decode
from domain.commitments.refusals import PointRefused
from glitterball.sigma.refusals import SigmaNotProved
from glitterball.sigma.relations import Equation, LinearRelation, Share, Term, prove, verify, verify_compact
from glitterball.sigma.sponge import Sponge, session_of

VECTORS = Path(__file__).parent / "vectors"


def published(name: str) -> Any:
    return json.loads((VECTORS / name).read_text())


HASHED = published("p256-hash-to-curve.json")
SQUEEZED = {vector["Name"]: vector for vector in published("fiat-shamir-shake128.json")["vectors"]}
OPERATED = [vector for vector in SQUEEZED.values() if vector["Function"] == "DuplexSponge"]
PROVED = {vector["Id"]: vector for vector in published("sigma-p256.json")["vectors"]}
ACCEPTED = [name for name, vector in PROVED.items() if vector["Expected"] == "accept"]
REFUSED = [name for name, vector in PROVED.items() if vector["Expected"] == "reject"]


def relation_in(serialized: bytes) -> LinearRelation:
    """The relation a vector's `Instance` spells: counts in 4 bytes, coefficients in 32, then the elements but G."""
    at = 0

    def count() -> int:
        nonlocal at
        at += 4
        return int.from_bytes(serialized[at - 4 : at], "little")

    def coefficient() -> int:
        nonlocal at
        at += 32
        return int.from_bytes(serialized[at - 32 : at], "big")

    equations = []
    for _ in range(count()):
        image = tuple(Share(count(), coefficient()) for _ in range(count()))
        equations.append(Equation(image, tuple(Term(count(), count(), coefficient()) for _ in range(count()))))
    elements = [GENERATOR, *(decode(serialized[start : start + 33]) for start in range(at, len(serialized), 33))]
    scalars = 1 + max(term.scalar for equation in equations for term in equation.terms)
    return LinearRelation(scalars, tuple(elements), tuple(equations))


def believed(vector: dict[str, str]) -> None:
    tag = bytes.fromhex(vector["Tag"][2:]) if vector["Tag"].startswith("0x") else vector["Tag"].encode("ascii")
    believe = verify if vector["Flavor"] == "batchable" else verify_compact
    believe(relation_in(bytes.fromhex(vector["Instance"])), bytes.fromhex(vector["NargString"]), tag)


@pytest.mark.parametrize("vector", HASHED["vectors"], ids=lambda vector: vector["msg"] or "empty")
def test_a_message_is_hashed_to_the_published_point(vector: dict[str, Any]) -> None:
    point = hash_to_curve(vector["msg"].encode(), HASHED["dst"].encode())
    assert point == Point(int(vector["P"]["x"], 16), int(vector["P"]["y"], 16))


@pytest.mark.parametrize("vector", OPERATED, ids=lambda vector: vector["Name"])
def test_the_sponge_gives_the_published_bytes(vector: dict[str, Any]) -> None:
    sponge, squeezed = Sponge(bytes.fromhex(vector["SessionId"])), b""
    for operation in vector["Operations"]:
        if operation["type"] == "absorb":
            sponge.absorb(bytes.fromhex(operation["data"]))
        else:
            squeezed += sponge.squeeze(operation["length"])
    assert squeezed.hex() == vector["Output"]


def test_a_tag_gives_the_published_session() -> None:
    vector = SQUEEZED["derive_sid"]
    assert session_of(bytes.fromhex(vector["Tag"])).hex() == vector["Output"]


def test_the_sponge_gives_the_published_challenge() -> None:
    vector = SQUEEZED["decode_uint"]
    sponge = Sponge(bytes.fromhex(vector["SessionId"]))
    sponge.absorb(bytes.fromhex(vector["Operations"][0]["data"]))
    assert sponge.squeeze_scalar(ORDER) == int(vector["Challenge"], 16)


def test_each_relation_is_written_as_published() -> None:
    for vector in PROVED.values():
        instance = bytes.fromhex(vector["Instance"])
        assert relation_in(instance).serialized() == instance, vector["Id"]


def test_the_vectors_hold_proofs_and_forgeries() -> None:
    assert (len(ACCEPTED), len(REFUSED)) == (10, 13)


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_published_proof_is_believed(name: str) -> None:
    believed(PROVED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_a_published_forgery_is_refused_beside_the_proof_it_was_made_from(name: str) -> None:
    believed(PROVED[PROVED[name]["BaseId"]])
    with pytest.raises((SigmaNotProved, PointRefused)):
        believed(PROVED[name])


@pytest.mark.parametrize("name", [name for name in ACCEPTED if name.endswith("batchable")])
def test_the_published_witness_proves_the_published_relation(name: str) -> None:
    relation = relation_in(bytes.fromhex(PROVED[name]["Instance"]))
    spelled = bytes.fromhex(PROVED[name]["Witness"])
    witness = [int.from_bytes(spelled[at : at + 32], "big") for at in range(0, len(spelled), 32)]
    verify(relation, prove(relation, witness, b"a tag of our own"), b"a tag of our own")
    with pytest.raises(SigmaNotProved):
        prove(relation, [witness[0] + 1, *witness[1:]], b"a tag of our own")
