"""A clause that gives no outcome names what is lacking, and for which couples."""

from domain.period.errors import CannotTabulate


def test_it_names_the_couples_it_is_about() -> None:
    lack = CannotTabulate("a lot", "they are equal", ("amy-ben", "cat-dan"))
    assert (lack.needs, lack.why, lack.couples) == ("a lot", "they are equal", ("amy-ben", "cat-dan"))
