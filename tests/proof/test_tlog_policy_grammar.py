"""The grammar of trust policies (c2sp.org/tlog-policy), line by line; many cases follow transparency-dev/formats."""

import pytest

from glitterball.proof.keys import Algorithm, SignerKey, VerifierKey
from glitterball.proof.policy_text import parse_policy
from glitterball.proof.refusals import PolicyMalformed

WITNESSES = [SignerKey(f"witness.example/w{number}", bytes([number]) * 32) for number in range(3)]
LOG_KEY = SignerKey("example.com/log", b"\x21" * 32).verifier_key().to_text()
W = [witness.verifier_key(Algorithm.COSIGNATURE).to_text() for witness in WITNESSES]
PLAIN = WITNESSES[1].verifier_key().to_text()

ACCEPTED = {
    "quorum none": b"quorum none\n",
    "no last newline": b"quorum none",
    "white space and comments": (
        f"\n# comment\n\t # another\n\twitness \t w1  {W[1]}   https://w1.example.com/  \n\n  quorum\tw1".encode()
    ),
    "urls are opaque": f"log {LOG_KEY} https://log.example/\nwitness w1 {W[1]} anything#at-all\nquorum w1\n".encode(),
    "names are octets": b"witness KKlvin-w\x80 " + W[1].encode() + b"\nquorum KKlvin-w\x80\n",
    "keywords are names": f"witness all {W[1]}\nwitness any {W[2]}\ngroup group 2 all any\nquorum group\n".encode(),
    "a name like a number": f"witness 2 {W[1]}\ngroup 3 1 2\nquorum 3\n".encode(),
    "a group behind the quorum": f"witness a {W[1]}\nquorum a\ngroup g any a\n".encode(),
    "comments of any octets": b"# caf\xe9 \xff\nquorum none\n",
}


@pytest.mark.parametrize("octets", ACCEPTED.values(), ids=ACCEPTED)
def test_policies_of_the_format_are_accepted_and_written_back(octets: bytes) -> None:
    policy = parse_policy(octets)
    assert parse_policy(policy.to_bytes()) == policy


def test_names_are_the_same_exactly_when_their_octets_are() -> None:
    policy = parse_policy(f"witness K {W[1]}\nwitness \u212a {W[2]}\ngroup g any \u212a\nquorum g\n".encode())
    assert policy.is_quorum(["\u212a"])
    assert not policy.is_quorum(["K"])
    with pytest.raises(PolicyMalformed):
        parse_policy(b"witness \x80 " + W[1].encode() + b"\nquorum \x81\n")


REFUSED = {
    "nothing": "",
    "a control octet": "quorum none\n\x01",
    "a carriage return": "quorum none\r\n",
    "a delete": "quorum none\x7f\n",
    "a form feed for a space": f"witness\x0cw1 {W[1]}\nquorum w1\n",
    "an unknown keyword": "quibble w1\nquorum none\n",
    "a keyword in capitals": "QUORUM none\n",
    "a comment behind a line": f"witness w1 {W[1]} https://w1.example.com/ # comment\nquorum w1\n",
    "a log without key": "log\nquorum none\n",
    "a log with nonsense": "log garbage\nquorum none\n",
    "a log with a cosigner's key": f"log {W[1]}\nquorum none\n",
    "one log twice": f"log {LOG_KEY}\nlog {LOG_KEY} https://log.example.com/\nquorum none\n",
    "a witness without key": "witness w1\nquorum none\n",
    "a witness with a log's key": f"witness w1 {PLAIN}\nquorum w1\n",
    "a witness with a wrong key ID": f"witness w1 witness.example/w1+00000000+{W[1].split('+', 2)[2]}\nquorum w1\n",
    "a witness named none": f"witness none {W[1]}\nquorum none\n",
    "a name twice": f"witness w1 {W[1]}\nwitness w1 {W[2]}\nquorum w1\n",
    "a group named as a witness": f"witness w1 {W[1]}\ngroup w1 any w1\nquorum w1\n",
    "a group without members": f"witness w1 {W[1]}\ngroup g1 1\nquorum w1\n",
    "a group named none": f"witness w1 {W[1]}\ngroup none any w1\nquorum none\n",
    "none of one": f"witness w1 {W[1]}\ngroup g1 0 w1\nquorum g1\n",
    "minus one of one": f"witness w1 {W[1]}\ngroup g1 -1 w1\nquorum g1\n",
    "two of one": f"witness w1 {W[1]}\ngroup g1 2 w1\nquorum g1\n",
    "a threshold with a leading zero": f"witness w1 {W[1]}\ngroup g1 01 w1\nquorum g1\n",
    "a threshold of thousands of digits": f"witness w1 {W[1]}\ngroup g1 {'9' * 9999} w1\nquorum g1\n",
    "an unknown member": f"witness w1 {W[1]}\ngroup g1 any w2\nquorum g1\n",
    "a member defined later": f"group g1 any w1\nwitness w1 {W[1]}\nquorum g1\n",
    "a group in itself": f"witness w1 {W[1]}\ngroup g1 any w1 g1\nquorum g1\n",
    "two groups in each other": f"witness w1 {W[1]}\ngroup a any w1 b\ngroup b any a\nquorum a\n",
    "none as a member": f"witness w1 {W[1]}\ngroup g1 any none w1\nquorum g1\n",
    "a member twice in a group": f"witness w1 {W[1]}\ngroup g1 all w1 w1\nquorum g1\n",
    "a member of two groups": f"witness w1 {W[1]}\nwitness w2 {W[2]}\ngroup g1 any w1 w2\ngroup g2 any w1\nquorum g1\n",
    "no quorum": f"witness w1 {W[1]}\n",
    "two quorums": f"witness w1 {W[1]}\nquorum w1\nquorum w1\n",
    "an unknown quorum": "quorum unknown\n",
    "a quorum before its name": f"quorum w1\nwitness w1 {W[1]}\n",
    "a quorum without name": "quorum\n",
    "a quorum of two names": f"witness w1 {W[1]}\nquorum w1 w1\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_policies_against_the_format_are_refused_with_the_line(text: str) -> None:
    with pytest.raises(PolicyMalformed) as refusal:
        parse_policy(text.encode())
    assert 1 <= refusal.value.line <= text.count("\n") + 1


def test_one_public_key_under_two_names_is_refused() -> None:
    impostor = VerifierKey("impostor.example", WITNESSES[1].verifier_key().public_key, Algorithm.COSIGNATURE)
    with pytest.raises(PolicyMalformed, match="same public key"):
        parse_policy(f"witness w1 {W[1]}\nwitness w2 {impostor.to_text()}\nquorum w1\n".encode())
