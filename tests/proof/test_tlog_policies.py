"""Trust policies (c2sp.org/tlog-policy): which signatures are enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.proof.checkpoints import Checkpoint, sign_checkpoint
from glitterball.proof.cosignatures import cosign
from glitterball.proof.keys import Algorithm, SignerKey
from glitterball.proof.notes import parse_note, sign_note
from glitterball.proof.policy import Group, Policy
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.refusals import PolicyMalformed, PolicyNotMet, ProofRefusal, SignatureWrong
from tests.proof.strategies import damaged

ORIGIN = "example.com/log"
LOG, OTHER_LOG = SignerKey(ORIGIN, b"\x21" * 32), SignerKey("example.com/other", b"\x22" * 32)
WITNESSES = [SignerKey(f"witness.example/w{number}", bytes([number]) * 32) for number in range(8)]
LOG_KEY = LOG.verifier_key().to_text()
W = [witness.verifier_key(Algorithm.COSIGNATURE).to_text() for witness in WITNESSES]
STATED = Checkpoint(ORIGIN, 42, bytes(32))


def cosigned_by(*numbers: int, signer: SignerKey = LOG) -> bytes:
    note = parse_note(sign_note(STATED.to_text(), (signer,)))
    return note.with_signatures(cosign(note.text, WITNESSES[number], 1) for number in numbers).to_bytes()


EXAMPLE = f"""log {LOG_KEY}

witness X1 {W[1]}
witness X2 {W[2]}
witness X3 {W[3]}
group X-witnesses 2 X1 X2 X3

witness Y1 {W[4]}
witness Y2 {W[5]}
witness Y3 {W[6]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def test_the_example_of_the_specification_is_read() -> None:
    policy = parse_policy(EXAMPLE.encode())
    assert [log.key.name for log in policy.logs] == [ORIGIN]
    assert [witness.name for witness in policy.witnesses] == ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    assert policy.groups == (
        Group("X-witnesses", 2, ("X1", "X2", "X3")),
        Group("Y-witnesses", 1, ("Y1", "Y2", "Y3")),
        Group("X-and-Y", 2, ("X-witnesses", "Y-witnesses")),
    )
    assert policy.quorum == "X-and-Y"


@pytest.mark.parametrize("enough", [(1, 2, 4), (1, 3, 6), (2, 3, 5), (1, 2, 3, 4, 5, 6)])
def test_two_x_and_one_y_are_enough(enough: tuple[int, ...]) -> None:
    satisfied = parse_policy(EXAMPLE.encode()).check(cosigned_by(*enough))
    assert satisfied.checkpoint == STATED
    assert satisfied.log.key.name == ORIGIN
    assert [witness.key.name for witness in satisfied.witnesses] == [f"witness.example/w{one}" for one in enough]
    assert [group.name for group in satisfied.groups] == ["X-witnesses", "Y-witnesses", "X-and-Y"]


@pytest.mark.parametrize("too_few", [(), (1,), (1, 4), (1, 2), (4, 5, 6), (1, 2, 3), (1, 4, 5, 6), (1, 2, 7)])
def test_fewer_are_not_enough(too_few: tuple[int, ...]) -> None:
    with pytest.raises(PolicyNotMet):
        parse_policy(EXAMPLE.encode()).check(cosigned_by(*too_few))


def test_the_adjudicator_and_either_broadcaster_or_regulator() -> None:
    policy = parse_policy(
        f"log {LOG_KEY}\nwitness adjudicator {W[1]}\nwitness broadcaster {W[2]}\nwitness regulator {W[3]}\n"
        "group either any broadcaster regulator\ngroup both all adjudicator either\nquorum both\n".encode()
    )
    for enough in ((1, 2), (1, 3), (1, 2, 3)):
        policy.check(cosigned_by(*enough))
    for too_few in ((1,), (2, 3), ()):
        with pytest.raises(PolicyNotMet):
            policy.check(cosigned_by(*too_few))


def test_without_a_quorum_the_log_s_signature_is_enough_and_needed() -> None:
    policy = parse_policy(f"log {LOG_KEY}\nwitness w {W[1]}\nquorum none\n".encode())
    assert policy.check(cosigned_by()).witnesses == ()
    assert [witness.name for witness in policy.check(cosigned_by(1)).witnesses] == ["w"]
    with pytest.raises(PolicyNotMet):
        policy.check(cosigned_by(1, signer=SignerKey(ORIGIN, bytes(32))))


def test_a_log_speaks_for_its_own_origin_only() -> None:
    policy = parse_policy(f"log {LOG_KEY}\nlog {OTHER_LOG.verifier_key().to_text()}\nquorum none\n".encode())
    policy.check(cosigned_by())
    with pytest.raises(PolicyNotMet):
        policy.check(cosigned_by(signer=OTHER_LOG))


def test_a_policy_without_logs_accepts_no_checkpoint() -> None:
    with pytest.raises(PolicyNotMet):
        parse_policy(f"witness w {W[1]}\nquorum w\n".encode()).check(cosigned_by(1))


def test_a_wrong_signature_of_a_witness_refuses_the_checkpoint_even_where_the_quorum_is_there() -> None:
    policy = parse_policy(f"log {LOG_KEY}\nwitness a {W[1]}\nwitness b {W[2]}\nquorum a\n".encode())
    other = cosign(Checkpoint(ORIGIN, 43, bytes(32)).to_text(), WITNESSES[2], 1)
    octets = parse_note(cosigned_by(1)).with_signatures((other,)).to_bytes()
    with pytest.raises(SignatureWrong):
        policy.check(octets)


def test_one_witness_twice_is_one_witness() -> None:
    policy = parse_policy(f"log {LOG_KEY}\nwitness a {W[1]}\nwitness b {W[2]}\ngroup g all a b\nquorum g\n".encode())
    again = cosign(STATED.to_text(), WITNESSES[1], 2)
    with pytest.raises(PolicyNotMet):
        policy.check(parse_note(cosigned_by(1)).with_signatures((again,)).to_bytes())


def witnesses_to(count: int) -> str:
    keys = (SignerKey(f"w{number}", number.to_bytes(32, "big")) for number in range(count))
    return "".join(f"witness {key.name} {key.verifier_key(Algorithm.COSIGNATURE).to_text()}\n" for key in keys)


def test_nesting_as_deep_as_the_format_allows_is_evaluated() -> None:
    groups = ["group g0 any w0", *(f"group g{depth} any g{depth - 1}" for depth in range(1, 256))]
    policy = parse_policy((witnesses_to(1) + "\n".join(groups) + "\nquorum g255\n").encode())
    assert policy.is_quorum(["w0"])
    assert not policy.is_quorum([])
    with pytest.raises(PolicyMalformed, match="256"):
        parse_policy((witnesses_to(1) + "\n".join((*groups, "group g256 any g255")) + "\nquorum g256\n").encode())


@pytest.mark.parametrize("count", [32, 256])
def test_many_witnesses_are_accepted(count: int) -> None:
    assert len(parse_policy((witnesses_to(count) + "quorum w0\n").encode()).witnesses) == count


@pytest.mark.heavy("forgeries")
def test_a_huge_policy_ends_at_once() -> None:
    many = witnesses_to(257) + "quorum w0\n"
    for text in (many, "\n" * 2**20, "\n" * (2**20 + 1), "#" * 2**20, "group g any " + "w " * 500_000):
        with pytest.raises(PolicyMalformed):
            parse_policy(text.encode())


@given(st.sets(st.integers(0, 7)), st.data())
def test_a_quorum_is_what_a_plain_count_says(signed: set[int], data: st.DataObject) -> None:
    split = data.draw(st.integers(1, 7))
    least = [data.draw(st.integers(1, split)), data.draw(st.integers(1, 8 - split)), data.draw(st.integers(1, 2))]
    names = [f"n{number}" for number in range(8)]
    lines = [f"log {LOG_KEY}", *(f"witness {name} {W[number]}" for number, name in enumerate(names))]
    lines += [f"group a {least[0]} {' '.join(names[:split])}", f"group b {least[1]} {' '.join(names[split:])}"]
    lines += [f"group both {least[2]} a b", "quorum both", ""]
    policy = parse_policy("\n".join(lines).encode())
    left, right = sum(one < split for one in signed), sum(one >= split for one in signed)
    enough = (left >= least[0]) + (right >= least[1]) >= least[2]
    assert policy.is_quorum({names[one] for one in signed}) == enough
    if enough:
        assert isinstance(policy, Policy)
        policy.check(cosigned_by(*signed))
    else:
        with pytest.raises(PolicyNotMet):
            policy.check(cosigned_by(*signed))


@given(st.data())
def test_a_damaged_checkpoint_never_meets_the_policy_with_another_statement(data: st.DataObject) -> None:
    policy = parse_policy(EXAMPLE.encode())
    try:
        satisfied = policy.check(data.draw(damaged(cosigned_by(1, 2, 4))))
    except ProofRefusal:
        return
    assert satisfied.checkpoint == STATED


def test_a_published_policy_key_signs_what_we_sign() -> None:
    assert (
        parse_policy(f"log {LOG_KEY}\nquorum none\n".encode()).check(sign_checkpoint(STATED, LOG)).checkpoint == STATED
    )
