"""Whatever is not done is told by a problem document, with a page for its code."""

import pytest

from glitterball.answers.statuses import STATUS_OF
from glitterball.store import Store
from tests.web.api.addresses import API
from tests.web.visiting import Visitor

HERE = f"{API}/seasons/us-33-rehearsal"

REFUSED = {
    f"{API}/nowhere": (404, "no-such-page"),
    f"{API}/seasons/nobody/grid": (404, "season-unknown"),
    f"{API}/seasons/%00/grid": (404, "season-unknown"),
    f"{API}/nowhere%0A": (404, "no-such-page"),
    f"{API}/seasons/%0A/grid": (404, "season-unknown"),
    f"{HERE}/weeks/9": (404, "week-not-in-season"),
    f"{HERE}/weeks/0/check": (404, "week-not-in-season"),
    f"{HERE}/weeks/two/check": (422, "value-not-valid"),
    f"{HERE}/weeks/{'9' * 5_000}/check": (422, "value-not-valid"),
    f"{HERE}/weeks/²/check": (422, "value-not-valid"),
    f"{HERE}/views/nothing": (404, "view-unknown"),
    f"{HERE}/events/999999": (404, "nothing-at-position"),
    f"{HERE}/decisions/999": (404, "no-such-proposal"),
    f"{HERE}/grid?as_of=yesterday": (422, "moment-unclear"),
    f"{HERE}/grid?as_of=999999": (404, "nothing-at-position"),
    f"{HERE}/grid?as_of=": (422, "moment-unclear"),
    f"{HERE}/grid?at=1999-01-01T00:00Z": (404, "nothing-at-position"),
    f"{HERE}/events?kind=nothing": (422, "value-not-valid"),
    f"{HERE}/events?votes=perhaps": (422, "value-not-valid"),
    f"{HERE}/views/working?week=9": (404, "week-not-in-season"),
}


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("address", REFUSED)
def test_what_is_refused_is_a_problem_with_its_status(rehearsed: Store, address: str) -> None:
    answer = Visitor(rehearsed).opens(address)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["code"]) == REFUSED[address]
    assert (told["status"], told["type"]) == (answer.status_code, f"/problems/{told['code']}")
    assert told["recorded"] == 0
    assert told["detail"]


@pytest.mark.heavy("every one")
def test_every_code_has_a_page_which_is_the_type_of_its_problem(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    for code, status in STATUS_OF.items():
        page = visitor.opens(f"/problems/{code}")
        assert (page.status_code, f'<td class="right">{status}' in page.text or str(status) in page.text) == (200, True)
    assert [row["code"] for row in visitor.document(f"{API}/problems")["data"]] == sorted(STATUS_OF)


def test_a_code_that_is_none_has_no_page(rehearsed: Store) -> None:
    assert Visitor(rehearsed).opens("/problems/the-band-is-late").status_code == 404
