"""A certificate of a week that was proved says of the proof what it does not show, and that nobody from outside reviewed it."""

import pytest

from glitterball.evidence.certificate import certificate_html, certificate_of
from glitterball.rulebooks import shipped_rulebook
from glitterball.store import Season, Store
from tests.proving.shows import SEASON, Show

COUNTS = {"ada": 30, "ben": 20, "cleo": 25, "dev": 4, "eli": 9}


def told(show: Show) -> str:
    made = certificate_of(Season(Store(show.log), SEASON).fold, 1)
    assert all(line in certificate_html(made) for line in made.not_checked if "'" not in line)
    return " ".join(made.not_checked)


@pytest.mark.heavy("proofs")
def test_the_proof_is_called_experimental_on_the_certificate_and_only_where_there_is_one() -> None:
    show = Show(shipped_rulebook("us-3-27"))
    assert show.play(1, "single", dict.fromkeys(COUNTS, 7), {"viewers": COUNTS}).status == "decided"
    assert "experimental" not in told(show)
    show.proved(1)
    assert "experimental, not reviewed by an outside cryptographer" in told(show)
