"""A night can be followed in traces, where somebody traces; and nobody pays for it where nobody does."""

import subprocess
import sys
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode
from starlette.testclient import TestClient

from domain.gateway.refusals import BatchContradicts
from glitterball.intake.refusals import DeliveryElsewhere
from glitterball.store import Store, open_store
from glitterball.views import Views
from glitterball.web.app import application
from tests.engine import small_season as small
from tests.ingest.nights import delivery, lines_open
from tests.web.visiting import HERE


@pytest.fixture
def store() -> Store:
    opened = open_store()
    lines_open(opened.engine, order=small.COUPLES)
    return opened


def test_a_delivery_is_followed_to_its_commit(store: Store, spans: list[ReadableSpan]) -> None:
    store.engine.deliver(delivery("web", 1, 3))
    commit, of_delivery = [span for span in spans if span.name in ("glitterball.commit", "glitterball.delivery")][-2:]
    assert (commit.name, of_delivery.name) == ("glitterball.commit", "glitterball.delivery")
    assert commit.parent is not None
    assert commit.parent.span_id == of_delivery.context.span_id
    assert of_delivery.attributes == {
        "glitterball.season": "small",
        "glitterball.week": 1,
        "glitterball.gateway": "web",
    }


def test_what_is_refused_is_told_by_its_code_and_in_no_words(store: Store, spans: list[ReadableSpan]) -> None:
    store.engine.deliver(delivery("web", 1, 3))
    with pytest.raises(DeliveryElsewhere):
        store.engine.deliver(delivery("web", 4, 4), "another")
    with pytest.raises(BatchContradicts):
        store.engine.deliver(delivery("web", 1, 3, amy=6))
    failed = [span for span in spans if span.status.status_code is StatusCode.ERROR]
    assert [(span.name, (span.attributes or {})["error.type"]) for span in failed] == [
        ("glitterball.delivery", "batch-contradicts")
    ]
    for span in failed:
        assert span.status.description is None
        assert span.events == ()
        assert (span.attributes or {})["error.type"]


def test_requests_and_views_have_spans(store: Store, spans: list[ReadableSpan], tmp_path: Path) -> None:
    TestClient(application(store, "A test"), base_url=HERE).get("/s/small")
    with Views.open(tmp_path / "views.sqlite", store.log) as views:
        views.catch_up()
    names = {span.name: span for span in spans}
    assert "glitterball.views.catch_up" in names
    assert names["glitterball.request"].attributes == {"glitterball.area": "pages", "glitterball.method": "GET"}


@pytest.mark.heavy("every one")
def test_where_nobody_traces_nothing_is_loaded_for_it() -> None:
    script = (
        "import sys\n"
        "from glitterball.cli.app import app\n"
        "from glitterball.cli.ending import run\n"
        "assert run(app, ['--store', 'memory:', 'season', 'import', 'us-33']) == 0\n"
        "print([name for name in sys.modules if 'opentelemetry' in name or 'prometheus' in name])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
