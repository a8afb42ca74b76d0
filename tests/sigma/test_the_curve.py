"""Points of P-256: against `cryptography`'s OpenSSL, by the laws of a group, and in their one spelling."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from domain.commitments.multiples import Table, sum_of_multiples
from domain.commitments.p256 import (
    FIELD,
    GENERATOR,
    IDENTITY,
    ORDER,
    Point,
    added,
    added_point,
    decode,
    doubled,
    encode,
    negated,
    points_of,
    projective,
    right_side,
    sum_of,
)
from domain.commitments.refusals import PointRefused

TABLE = Table(GENERATOR)
SCALARS = st.integers(min_value=1, max_value=ORDER - 1)
SMALL_OR_LARGE = st.one_of(st.integers(0, 300), st.integers(0, ORDER - 1), st.just(ORDER - 1))


def times(scalar: int) -> Point:
    (point,) = points_of([TABLE.add_multiple(IDENTITY, scalar)])
    return point


def by_openssl(scalar: int) -> bytes:
    public = ec.derive_private_key(scalar, ec.SECP256R1()).public_key()
    return public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


@given(SCALARS)
def test_a_multiple_is_the_one_openssl_finds(scalar: int) -> None:
    assert encode(times(scalar)) == by_openssl(scalar)
    assert decode(by_openssl(scalar)) == times(scalar)


@given(st.lists(st.tuples(SCALARS, SMALL_OR_LARGE), max_size=8))
def test_a_sum_of_multiples_is_the_multiple_of_the_sum(pairs: list[tuple[int, int]]) -> None:
    total = sum_of_multiples([times(base) for base, _ in pairs], [scalar for _, scalar in pairs])
    expected = sum(base * scalar for base, scalar in pairs) % ORDER
    if expected:
        assert points_of([total]) == [times(expected)]
    else:
        assert total[2] == 0


@given(SCALARS, SCALARS)
def test_adding_is_the_groups_whichever_way_it_is_written(first: int, second: int) -> None:
    one, other = times(first), times(second)
    stretched = added(projective(one), projective(GENERATOR))  # Z is not 1
    back = added_point(stretched, negated(GENERATOR))
    assert points_of([back]) == [one]
    assert points_of([added(back, projective(one))]) == points_of([doubled(projective(one))]) == [times(2 * first)]
    assert added(back, projective(negated(one)))[2] == 0 == added_point(back, negated(one))[2]
    assert added(IDENTITY, back) == back == added(back, IDENTITY)
    assert added_point(back, one) == doubled(back)
    if (first + second) % ORDER:
        assert (
            points_of([added(back, projective(other))]) == points_of([sum_of([one, other])]) == [times(first + second)]
        )


def test_the_order_times_the_generator_is_the_identity_which_has_no_coordinates() -> None:
    assert TABLE.add_multiple(projective(times(ORDER - 1)), 1)[2] == 0
    assert doubled(IDENTITY)[2] == 0
    with pytest.raises(PointRefused, match="no coordinates"):
        points_of([projective(GENERATOR), IDENTITY])


@pytest.mark.parametrize(
    ("spelled", "reason"),
    [
        (b"\x04" + GENERATOR.x.to_bytes(32, "big"), "02 or 03"),
        (b"\x02" + GENERATOR.x.to_bytes(32, "big") + b"\x00", "33 bytes|32 bytes"),
        (bytes(33), "02 or 03"),
        (b"\x02" + (FIELD + 5).to_bytes(32, "big"), "not below the prime"),
        (b"\x02" + (1).to_bytes(32, "big"), "no point of the curve"),
        (b"", "02 or 03"),
    ],
)
def test_a_point_has_one_spelling(spelled: bytes, reason: str) -> None:
    with pytest.raises(PointRefused, match=reason):
        decode(spelled)


@given(st.binary(min_size=33, max_size=33))
def test_what_is_read_as_a_point_is_on_the_curve_and_written_the_same(spelled: bytes) -> None:
    try:
        point = decode(bytes((2 + (spelled[0] & 1),)) + spelled[1:])
    except PointRefused:
        return
    assert point.y * point.y % FIELD == right_side(point.x)
    assert encode(point)[1:] == spelled[1:]
