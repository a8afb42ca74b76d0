"""What programs may ask stands on a page that people read, and is what the description for machines says."""

import pytest

from glitterball.store import Store
from glitterball.web.api.described import description
from tests.web.visiting import Visitor


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("path", sorted(description()["paths"]))
def test_every_address_of_the_interface_is_on_the_page(rehearsed: Store, path: str) -> None:
    page = Visitor(rehearsed).reads("/programs")
    for method, operation in description()["paths"][path].items():
        assert f"{method.upper()} {path} " in page.text
        assert operation["summary"].replace("`", "") in page.text
    assert page.faults == []


def test_it_leads_to_the_description(rehearsed: Store) -> None:
    visitor = Visitor(rehearsed)
    assert "/api/v1/openapi.json" in visitor.reads("/programs").links
    assert visitor.document("/api/v1/openapi.json")["openapi"].startswith("3.1")
