"""The description of the interface is what is there, and whatever a program makes of it is answered as it says."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

import glitterball as gb
from glitterball.store import Store
from glitterball.views.catalogue import VIEWS
from glitterball.web.api.described import description
from glitterball.web.api.operations import OPERATIONS
from tests.thoroughness import examples
from tests.web.api.addresses import API
from tests.web.api.programs import Program
from tests.web.visiting import HERE, Visitor

pytestmark = pytest.mark.heavy("every one")


THERE: Mapping[str, Any] = {"season": "us-33-rehearsal", "week": 1, "number": 1, "position": 7, "view": "working"}
"""What is there, so that not everything is asked of nothing."""

DESCRIBED = {
    found.ok().label: found.ok() for found in schemathesis.openapi.from_dict(description()).get_all_operations()
}
del DESCRIBED["GET /seasons/{season}/live"]  # a stream does not end: tests/web/test_live.py and the client listen to it


@pytest.fixture(scope="module")
def played() -> Iterator[Store]:
    """A week of a rehearsal, of which whatever is said is recorded."""
    with gb.open_store() as store:
        store.rehearse("us-33", through=1)
        yield store


def test_every_operation_is_described_and_says_what_it_answers() -> None:
    paths = description()["paths"]
    for operation in OPERATIONS:
        told = paths[operation.path]["get"]
        assert told["summary"] == operation.says != ""
        assert {said["name"] for said in told["parameters"] if said["in"] == "query"} == set(operation.known)
    named = {said["name"]: said for said in paths["/seasons/{season}/views/{view}"]["get"]["parameters"]}
    assert named["view"]["schema"]["enum"] == [view.name for view in VIEWS]


def test_the_description_is_answered(rehearsed: Store) -> None:
    assert Visitor(rehearsed).document(f"{API}/openapi.json") == description()


@pytest.mark.parametrize(
    ("label", "mode"),
    [
        (label, mode)
        for label in DESCRIBED
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        if "{" in label or mode is GenerationMode.POSITIVE  # what has nothing in its address cannot be said otherwise
    ],
)
def test_whatever_is_asked_is_answered_as_described(played: Store, label: str, mode: GenerationMode) -> None:
    """Requests made of the description, and such as it does not allow: never an unforeseen error, never another form.

    Which seasons, moments and cursors there are no description knows: that one of them is refused is no fault.
    """
    program, operation = Program(played, "elin"), DESCRIBED[label]

    @settings(max_examples=examples(20, of=2), suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.data())
    def asks(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(mode))
        if data.draw(st.booleans()) and case.path_parameters:
            case.path_parameters.update({name: THERE[name] for name in case.path_parameters})
        asked = case.as_transport_kwargs(base_url=HERE + API)
        answer = program.client.request(asked.pop("method"), asked.pop("url"), **sendable(asked, program.key))
        assert answer.status_code < 500
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"

    asks()


def sendable(asked: dict[str, Any], key: dict[str, str]) -> dict[str, Any]:
    """What can be sent by the client at hand, with the key of somebody who is known."""
    named = {name: said for name, said in asked.items() if name in ("params", "json")}
    if "data" in asked:
        named["content"] = asked["data"]
    headers = {str(name): said for name, said in asked.get("headers", {}).items() if str(said).isascii()}
    return {**named, "headers": {**headers, **key}}
