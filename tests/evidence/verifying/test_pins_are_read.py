"""A file of pins as an auditor writes it: remarks and empty lines say nothing, any other line is a pin or is refused."""

import pytest

from glitterball.evidence.verifying.pins import Pins, parse_pins
from glitterball.evidence.verifying.refusals import PinsMalformed

A, B = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    "remark", ["", " ", "\t", "#", "# ", "#as told by telephone", "# as told", " # rulebook", "#\t#"]
)
def test_a_remark_and_an_empty_line_say_nothing_wherever_they_stand(remark: str) -> None:
    text = f"{remark}\nrulebook {A}\n{remark}\nrulebook {B}\n{remark}"
    assert parse_pins(text.encode()) == Pins(frozenset({A, B}), frozenset())


@pytest.mark.parametrize(
    "line", ["rulebook", f"rulebook {A} # the old one", f"Rulebook {A}", f"/ rulebook {A}", "word #"]
)
def test_a_line_that_is_no_pin_and_no_remark_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(PinsMalformed, match="line 3"):
        parse_pins(f"# as told\n\n{line}\n".encode())
