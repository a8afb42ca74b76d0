"""Names, seeds, notes and damaged copies, for the tests of the formats."""

from hypothesis import strategies as st

key_names = st.text(
    st.characters(codec="utf-8", exclude_characters="+", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=20,
)
seeds = st.binary(min_size=32, max_size=32)
hashes = st.binary(min_size=32, max_size=32)
lines = st.text(st.characters(codec="utf-8", min_codepoint=0x20), max_size=30)
texts = st.lists(lines, min_size=1, max_size=5).map(lambda some: "".join(f"{line}\n" for line in some))
sizes = st.integers(1, 2**63 - 1)


@st.composite
def damaged(draw: st.DrawFn, octets: bytes) -> bytes:
    """A copy with one to three bytes altered, cut, inserted, repeated or two stretches swapped."""
    for _ in range(draw(st.integers(1, 3))):
        at, other = sorted((draw(st.integers(0, len(octets))), draw(st.integers(0, len(octets)))))
        how = draw(st.sampled_from(["alter", "cut", "insert", "repeat", "swap", "drop"]))
        if how == "alter" and at < len(octets):
            octets = octets[:at] + draw(st.binary(min_size=1, max_size=1)) + octets[at + 1 :]
        elif how == "cut":
            octets = octets[:at]
        elif how == "insert":
            octets = (
                octets[:at]
                + draw(st.sampled_from([b"\n", b"\n\n", b" ", b"+", b"0", b"=", "—".encode(), b"\xff"]))
                + octets[at:]
            )
        elif how == "repeat":
            octets = octets[:other] + octets[at:]
        elif how == "swap":
            octets = octets[at:] + octets[:at]
        else:
            octets = octets[:at] + octets[other:]
    return octets
