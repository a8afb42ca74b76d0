"""Two of three give a secret back, and one tells nothing: the arithmetic, against what others published."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glitterball.custody.sharing import SHARES, inverse, joined, share, times

SECRETS = st.binary(min_size=1, max_size=64)


def test_products_are_those_of_the_standard_of_aes() -> None:
    """FIPS 197, sections 4.2 and 4.2.1."""
    assert times(0x57, 0x83) == 0xC1
    assert [times(0x57, power) for power in (0x02, 0x04, 0x08, 0x10, 0x13)] == [0xAE, 0x47, 0x8E, 0x07, 0xFE]


def test_the_test_case_of_the_draft_comes_out_both_ways() -> None:
    """draft-mcgrew-tss-03, section 9: the secret 7465737400, two of two."""
    secret, first, second = (bytes.fromhex(octets) for octets in ("7465737400", "B9FA07E185", "F5409B4511"))
    assert joined((1, first), (2, second)) == joined((2, second), (1, first)) == secret
    slopes = bytes(byte ^ point for byte, point in zip(secret, first, strict=True))
    assert share(secret, slopes, 1) == first
    assert share(secret, slopes, 2) == second


def test_every_byte_but_0_has_an_inverse() -> None:
    assert all(times(value, inverse(value)) == 1 for value in range(1, 256))
    with pytest.raises(ValueError, match="no inverse"):
        inverse(0)


@given(st.data(), SECRETS)
def test_any_two_of_three_give_the_secret_back_in_any_order(data: st.DataObject, secret: bytes) -> None:
    slopes = data.draw(st.binary(min_size=len(secret), max_size=len(secret)))
    points = {place: share(secret, slopes, place) for place in SHARES}
    for here, there in permutations(SHARES, 2):
        assert joined((here, points[here]), (there, points[there])) == secret


@pytest.mark.heavy("accidents")
@pytest.mark.parametrize("place", SHARES)
def test_one_share_of_a_byte_fits_every_byte_equally_often(place: int) -> None:
    """The whole argument, counted: for each secret byte the 256 slopes give each value of the share exactly once."""
    for secret in range(256):
        assert len({share(bytes((secret,)), bytes((slope,)), place) for slope in range(256)}) == 256


@given(st.data(), SECRETS, SECRETS)
def test_whoever_holds_one_share_can_be_told_any_secret(data: st.DataObject, secret: bytes, other: bytes) -> None:
    """For each share and each other secret there is a second share with which they give that secret."""
    size = min(len(secret), len(other))
    slopes = data.draw(st.binary(min_size=size, max_size=size))
    here, there = data.draw(st.permutations(SHARES))[:2]
    held = share(secret[:size], slopes, here)
    other_slopes = bytes(times(left ^ right, inverse(here)) for left, right in zip(held, other[:size], strict=True))
    assert joined((here, held), (there, share(other[:size], other_slopes, there))) == other[:size]


@given(SECRETS)
def test_two_shares_at_one_place_are_one(secret: bytes) -> None:
    point = share(secret, bytes(len(secret)), 1)
    with pytest.raises(ValueError, match="one share"):
        joined((1, point), (1, point))
    with pytest.raises(ValueError, match="1, 2 or 3"):
        share(secret, bytes(len(secret)), 0)
