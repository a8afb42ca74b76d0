"""The single file's P-256: the points and signatures of OpenSSL, the laws of a group, and one spelling for each point."""

import json
from hashlib import new
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from glitterball.auditors_file.parts.part_01_findings import Wrong
from glitterball.auditors_file.parts.part_03_p256 import (
    P256_BASE,
    P256_NOTHING,
    P256_ORDER,
    P256_PRIME,
    P256Point,
    ecdsa_verified,
    p256_added,
    p256_at,
    p256_doubled,
    p256_octets,
    p256_plus,
    p256_point,
    p256_points,
    p256_root,
    p256_square,
    p256_sum_of_multiples,
)

SCALARS = st.one_of(st.integers(1, 40), st.integers(1, P256_ORDER - 1), st.just(P256_ORDER - 1))
PUBLIC = p256_at(
    0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6,
    0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299,
)
RFC_6979 = (
    ("sha1", "sample", "61340C88C3AAEBEB4F6D667F672CA9759A6CCAA9FA8811313039EE4A35471D32",
     "6D7F147DAC089441BB2E2FE8F7A3FA264B9C475098FDCF6E00D7C996E1B8B7EB"),
    ("sha256", "sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"),
    ("sha384", "sample", "0EAFEA039B20E9B42309FB1D89E213057CBF973DC0CFC8F129EDDDC800EF7719",
     "4861F0491E6998B9455193E34E7B0D284DDD7149A74B95B9261F13ABDE940954"),
    ("sha512", "sample", "8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F00",
     "2362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE"),
    ("sha256", "test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
     "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"),
)  # fmt: skip
"""RFC 6979, appendix A.2.5: hash, message, r, s, all under the key PUBLIC."""
HASHED = json.loads((Path(__file__).parents[1] / "sigma" / "vectors" / "p256-hash-to-curve.json").read_text())[
    "vectors"
]
"""RFC 9380, J.1.1: the sum of the two points Q0 and Q1 is P."""


def private(scalar: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(scalar, ec.SECP256R1())


def by_openssl(scalar: int) -> bytes:
    return private(scalar).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def times(scalar: int) -> P256Point:
    (point,) = p256_points([p256_sum_of_multiples([P256_BASE], [scalar])])
    return point


def library(public: P256Point, digest: bytes, r: int, s: int) -> bool:
    """What OpenSSL says of a signature of a digest."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256_octets(public))
    try:
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature:
        return False
    return True


@given(SCALARS)
def test_a_multiple_is_the_one_openssl_finds(scalar: int) -> None:
    assert p256_octets(times(scalar)) == by_openssl(scalar)
    assert p256_point(by_openssl(scalar)) == times(scalar) == p256_at(*times(scalar))


@given(st.lists(st.tuples(SCALARS, st.one_of(st.just(0), SCALARS)), max_size=12))
def test_a_sum_of_multiples_is_the_multiple_of_the_sum(pairs: list[tuple[int, int]]) -> None:
    total = p256_sum_of_multiples([times(base) for base, _ in pairs], [scalar for _, scalar in pairs])
    expected = sum(base * scalar for base, scalar in pairs) % P256_ORDER
    assert (total[2] == 0) == (expected == 0)
    assert not expected or p256_points([total]) == [times(expected)]


def test_many_points_are_summed_in_wide_digits_and_come_out_the_same() -> None:
    """Hypothesis draws a dozen points; a proof has thousands, and other widths of a digit with them."""
    bases, scalars = range(1, 701), [pow(7, power, P256_ORDER) >> (power % 3 * 64) for power in range(700)]
    points = p256_points([p256_sum_of_multiples([P256_BASE], [base]) for base in bases])
    total = p256_sum_of_multiples(points, scalars)
    assert p256_points([total]) == [times(sum(base * scalar for base, scalar in zip(bases, scalars, strict=True)))]


@pytest.mark.parametrize("vector", HASHED, ids=lambda vector: vector["msg"] or "empty")
def test_the_published_points_are_on_the_curve_and_add_up_to_the_published_sum(vector: Any) -> None:
    one, other, both = (p256_at(int(vector[name]["x"], 16), int(vector[name]["y"], 16)) for name in ("Q0", "Q1", "P"))
    assert p256_points([p256_plus(p256_plus(P256_NOTHING, one), other)]) == [both]


@given(SCALARS, SCALARS)
def test_adding_is_the_groups_whichever_way_it_is_written(first: int, second: int) -> None:
    one, other = times(first), times(second)
    stretched = p256_plus(p256_sum_of_multiples([P256_BASE], [first + 1]), (P256_BASE[0], P256_PRIME - P256_BASE[1]))
    lifted = p256_plus(P256_NOTHING, one)
    if stretched[2]:
        assert p256_points([stretched]) == [one]
        assert p256_points([p256_added(stretched, lifted), p256_doubled(lifted)]) == [times(2 * first)] * 2
        assert p256_points([p256_plus(stretched, one)]) == [times(2 * first)]
        assert p256_added(stretched, p256_plus(P256_NOTHING, (one[0], P256_PRIME - one[1])))[2] == 0
        assert p256_added(P256_NOTHING, stretched) == stretched == p256_added(stretched, P256_NOTHING)
    if (first + second) % P256_ORDER:
        assert p256_points([p256_added(lifted, p256_plus(P256_NOTHING, other))]) == [times(first + second)]


def test_twice_nothing_is_nothing_and_nothing_has_no_coordinates() -> None:
    assert p256_doubled(P256_NOTHING)[2] == 0 == p256_sum_of_multiples([], [])[2]
    assert p256_sum_of_multiples([P256_BASE], [P256_ORDER])[2] == 0
    with pytest.raises(Wrong, match="no coordinates"):
        p256_points([p256_plus(P256_NOTHING, P256_BASE), P256_NOTHING])


@pytest.mark.parametrize(
    "spelled",
    [
        b"",
        bytes(33),
        b"\x04" + P256_BASE[0].to_bytes(32, "big"),
        b"\x03" + P256_BASE[0].to_bytes(32, "big") + b"\x00",
        b"\x03" + P256_BASE[0].to_bytes(32, "big")[:-1],
        b"\x02" + (P256_PRIME + 5).to_bytes(32, "big"),
        b"\x02" + (1).to_bytes(32, "big"),
    ],
    ids=["empty", "zeros", "uncompressed", "longer", "shorter", "above-the-prime", "off-the-curve"],
)
def test_a_point_has_one_spelling(spelled: bytes) -> None:
    with pytest.raises(Wrong, match=r"P-256"):
        p256_point(spelled)


@given(st.sampled_from((2, 3)), st.binary(min_size=32, max_size=32))
def test_what_is_read_as_a_point_is_on_the_curve_and_written_the_same(first: int, rest: bytes) -> None:
    try:
        point = p256_point(bytes([first]) + rest)
    except Wrong:
        with pytest.raises(ValueError, match="Invalid"):
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes([first]) + rest)
        return
    assert point[1] * point[1] % P256_PRIME == p256_square(point[0])
    assert p256_octets(point) == bytes([first]) + rest


@pytest.mark.parametrize(
    "point", [(P256_BASE[0], P256_BASE[1] + 1), (P256_BASE[0] + P256_PRIME, P256_BASE[1]), (0, 0), (-1, 1)]
)
def test_coordinates_off_the_curve_are_no_point(point: P256Point) -> None:
    with pytest.raises(Wrong, match="no point"):
        p256_at(*point)


@pytest.mark.parametrize(("hashed", "message", "r", "s"), RFC_6979)
def test_the_published_signatures_verify(hashed: str, message: str, r: str, s: str) -> None:
    digest, first, second = new(hashed, message.encode()).digest(), int(r, 16), int(s, 16)
    assert ecdsa_verified(PUBLIC, digest, first, second)
    assert not ecdsa_verified(PUBLIC, new(hashed, b"another").digest(), first, second)
    assert not ecdsa_verified(PUBLIC, digest, second, first)
    assert not ecdsa_verified(P256_BASE, digest, first, second)


@given(SCALARS, st.binary(min_size=32, max_size=32), st.integers(0, 255), st.sampled_from("drsq"))
def test_a_signature_verifies_and_with_one_bit_turned_is_judged_as_openssl_judges_it(
    scalar: int, digest: bytes, bit: int, where: str
) -> None:
    public = times(scalar)
    r, s = decode_dss_signature(private(scalar).sign(digest, ec.ECDSA(Prehashed(SHA256()))))
    assert ecdsa_verified(public, digest, r, s)
    turned = 1 << bit
    if where == "q":
        other = times(scalar % (P256_ORDER - 1) + 1)
        assert ecdsa_verified(other, digest, r, s) == library(other, digest, r, s)
        return
    hashed = (int.from_bytes(digest, "big") ^ turned).to_bytes(32, "big") if where == "d" else digest
    changed = (r ^ turned if where == "r" else r, s ^ turned if where == "s" else s)
    assert ecdsa_verified(public, hashed, *changed) == library(public, hashed, *changed)


def test_numbers_out_of_range_and_keys_off_the_curve_have_signed_nothing() -> None:
    digest, r, s = new("sha256", b"sample").digest(), int(RFC_6979[1][2], 16), int(RFC_6979[1][3], 16)
    for first, second in ((0, s), (r, 0), (r + P256_ORDER, s), (r, s + P256_ORDER), (-r, s), (P256_ORDER, s), (0, 0)):
        assert not ecdsa_verified(PUBLIC, digest, first, second)
    assert not ecdsa_verified((PUBLIC[0], PUBLIC[1] + 1), digest, r, s)
    assert not ecdsa_verified((0, 0), digest, r, s)


def test_a_signature_whose_sum_is_nothing_is_none() -> None:
    """With Q = -G and r = e the sum e*G + r*Q vanishes; its coordinates must not be asked for."""
    opposite = (P256_BASE[0], P256_PRIME - P256_BASE[1])
    assert not ecdsa_verified(opposite, (5).to_bytes(32, "big"), 5, 7)


def test_a_key_off_the_curve_does_not_sign_by_what_the_formulas_make_of_it() -> None:
    """For a hash of zeros and s = r the sum is the key itself, so any abscissa would be its own signature."""
    public = times(5)
    r = public[0] % P256_ORDER
    assert ecdsa_verified(public, bytes(32), r, r)
    assert not ecdsa_verified((public[0], public[1] + 1), bytes(32), r, r)
    assert not ecdsa_verified((public[0], public[1] + P256_PRIME), bytes(32), r, r)


def test_an_abscissa_above_the_order_is_reduced_before_it_is_compared() -> None:
    """There are points with an abscissa between the order and the prime; chance never finds one."""
    k = next(k for k in range(1, 100) if p256_root(p256_square(P256_ORDER + k)) is not None)
    public = p256_point(b"\x02" + (P256_ORDER + k).to_bytes(32, "big"))
    assert ecdsa_verified(public, bytes(32), k, k)
    assert library(public, bytes(32), k, k)
    assert not ecdsa_verified(public, bytes(32), P256_ORDER + k, k)
