"""What whoever keeps the machine is alarmed by, as metrics: on the pages' own port, on a port of its own, or in a file."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.season import commands as c
from glitterball import telemetry as t
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, Register, make_key, publish, register_path
from glitterball.feeds import Follower
from glitterball.files.refusals import OutputTaken
from glitterball.log import EventLog
from glitterball.log.place import stop_file
from glitterball.operations.exposing import InFile, MetricsPortTaken, OnPort
from glitterball.operations.metrics import Metrics
from glitterball.store import Store, open_store
from glitterball.views import Views, views_path
from glitterball.web.app import application
from glitterball.web.live import Stream
from glitterball.web.measured import metrics_door
from tests.cli.typing_at_it import Desk
from tests.engine import small_season as small
from tests.ingest.nights import delivery, lines_open
from tests.web.visiting import HERE


def said(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"glitterball_{name}", labels)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A night whose lines are open, in a file."""
    with open_store(f"sqlite:{tmp_path / 'night.sqlite'}") as opened:
        lines_open(opened.engine, order=small.COUPLES)
        yield opened


def test_what_is_recorded_and_refused_is_counted(metrics: Metrics, store: Store, tmp_path: Path) -> None:
    (tmp_path / "votes").mkdir()
    before = said(metrics, "commit_duration_seconds_count") or 0
    follower = Follower(store.engine, "small", 1, tmp_path / "votes")
    (tmp_path / "votes" / "web-1.note").write_bytes(delivery("web", 1, 3))
    (tmp_path / "votes" / "web-2.note").write_bytes(delivery("web", 4, 4).replace(b"web", b"wob"))
    for _ in range(4):
        follower.look()
    assert said(metrics, "events_recorded_total", type="vote-batch-received") == 3
    assert said(metrics, "commit_duration_seconds_count") == before + 1
    assert said(metrics, "feed_files_refused", season="small", week="1") == 1
    assert said(metrics, "refusals_total", code=next(iter(refused_codes(metrics)))) == 1, "a file counts once"
    assert said(metrics, "feed_files_unsettled", season="small", week="1") == 0
    assert said(metrics, "feed_lag_seconds", season="small", week="1", gateway="web") is not None


def refused_codes(metrics: Metrics) -> set[str]:
    families = metrics.registry.collect()
    return {s.labels["code"] for family in families for s in family.samples if s.name == "glitterball_refusals_total"}


def test_when_a_gateway_was_heard_last_is_told_while_its_week_goes_on(metrics: Metrics, store: Store) -> None:
    of = {"season": "small", "week": "1"}
    metrics.watch(store)
    assert said(metrics, "lines_open", **of) == 1
    store.engine.deliver(delivery("web", 1, 2), at="2026-03-07T20:05:00Z")
    heard = said(metrics, "gateway_last_delivery_timestamp_seconds", **of, gateway="web")
    assert heard == 1772913900
    store.engine.do("small", c.CloseVoting(week=1), small.PRODUCER)
    assert said(metrics, "lines_open", **of) == 0
    assert said(metrics, "log_events") == store.log.last_position()
    metrics.last()
    store.close()
    assert said(metrics, "lines_open", **of) == 0, "what was read last stays"


def test_views_that_are_behind_and_a_store_that_is_stopped_are_told(metrics: Metrics, store: Store) -> None:
    metrics.watch(store)
    assert said(metrics, "views_behind_events") is None
    with Views.open(views_path(store.log.beside), store.log) as views:
        views.catch_up()
        assert said(metrics, "views_behind_events") == 0
        store.engine.deliver(delivery("web", 1, 2))
        assert said(metrics, "views_behind_events") == 3
    assert said(metrics, "views_catch_up_duration_seconds_count") == 1
    assert said(metrics, "store_stopped") == 0
    assert store.log.beside is not None
    stop_file(store.log.beside).write_text("a disk was full\n")
    assert said(metrics, "store_stopped") == 1


def test_a_store_that_refuses_is_told_as_that(metrics: Metrics, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: object) -> int:
        raise MetricsPortTaken(1, "any refusal will do")

    metrics.watch(store)
    monkeypatch.setattr(EventLog, "last_position", refuses)
    assert said(metrics, "store_readable") == 0
    assert said(metrics, "lines_open", season="small", week="1") is None


def test_a_listener_counts_while_it_listens(metrics: Metrics) -> None:
    listening = []

    async def news() -> Any:
        yield b"x"
        listening.append(said(metrics, "http_listeners"))

    async def sent(_: object) -> None:
        pass

    asyncio.run(Stream(news()).stream_response(sent))
    assert (listening, said(metrics, "http_listeners")) == ([1], 0)


def asked(store: Store, metrics: Metrics | None, **headers: str) -> Any:
    pages = application(store, "A test", doors=(metrics_door(metrics),))
    return TestClient(pages, base_url=HERE).get("/metrics", headers=headers)


def test_the_pages_have_metrics_for_this_machine_alone(metrics: Metrics, store: Store) -> None:
    answer = asked(store, metrics)
    assert (answer.status_code, "glitterball_commit_duration_seconds_count" in answer.text) == (200, True)
    assert said(metrics, "http_request_duration_seconds_count", area="metrics", method="GET", status="200") == 1
    for header in ("x-forwarded-for", "forwarded", "via", "x-real-ip"):
        answer = asked(store, metrics, **{header: "198.51.100.7"})
        assert (answer.status_code, "glitterball_" in answer.text) == (404, False)
    assert asked(store, metrics, host="results.example.org").status_code == 421


def test_an_address_is_never_a_label(metrics: Metrics, store: Store) -> None:
    """Who settles a tie asks for that form: its address would tell that there is one."""
    visitor = TestClient(application(store, "A test"), base_url=HERE, follow_redirects=False)
    for path in ("/s/small/w/1/say/settle-tie", "/s/small/w/1/take/bundle", "/no/such/page", "/s/small"):
        visitor.get(path)
        visitor.request("BREW", path)
    text = "".join(line for line in metrics.written().decode().splitlines() if not line.startswith("#"))
    assert "settle" not in text
    assert "small" not in text
    assert {'area="desk"' in text, 'method="other"' in text, "BREW" not in text} == {True}


def test_without_the_extra_it_is_said_what_to_install(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asked(store, None)
    assert (answer.status_code, answer.json()["code"]) == (500, "frames-missing")
    assert "glitterball[operations]" in answer.text
    monkeypatch.setitem(__import__("sys").modules, "prometheus_client", None)
    refused = desk.types("rehearse us-33 --metrics {folder}/m.prom")
    assert (refused.code, "glitterball[operations]" in refused.err) == (3, True)
    assert not (desk.folder / "show.sqlite").exists(), "nothing was begun"


@pytest.mark.heavy("every one")
def test_a_port_of_their_own_answers_this_machine_alone(metrics: Metrics) -> None:
    on_port = OnPort(metrics, 0)
    try:
        with urllib.request.urlopen(on_port.address, timeout=60) as answer:
            assert b"glitterball_build_info" in answer.read()
        for address, host in ((on_port.address, "evil.example"), (on_port.address + "x", "127.0.0.1")):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=60)
            refused.value.close()
            assert refused.value.code == 404
        with pytest.raises(MetricsPortTaken):
            OnPort(metrics, int(on_port.address.rpartition(":")[2].partition("/")[0]))
    finally:
        on_port.end()


@pytest.mark.heavy("every one")
def test_a_file_has_how_it_stood_at_the_end(desk: Desk) -> None:
    assert desk.types("rehearse us-33 --through 1 --metrics {folder}/night.prom").code == 0
    with open_store(desk.store) as store:
        last = store.log.last_position()
    text = (desk.folder / "night.prom").read_text()
    assert text.startswith("# Metrics of glitterball\n")
    assert f"glitterball_log_events {float(last)}\n" in text
    again = desk.types("rehearse us-33 --through 1 --metrics {folder}/night.prom")
    assert again.code == 0, "an older one is replaced"


def test_a_file_takes_the_place_of_nothing_else(metrics: Metrics, tmp_path: Path) -> None:
    (tmp_path / "other.prom").write_text("node_boot_time_seconds 1\n")
    with pytest.raises(OutputTaken):
        InFile(metrics, tmp_path / "other.prom")


@pytest.mark.parametrize("target", ["65536", "-1", "metrics.txt", "", "９４６４"])
def test_what_is_neither_port_nor_file_is_refused(desk: Desk, target: str) -> None:
    refused = desk.types(f"votes follow harbour-1 1 {{folder}} --metrics '{target}'")
    assert (refused.code, "[value-not-valid]" in refused.err) == (3, True)
    assert not t.is_heard()


def test_checkpoints_published_are_counted(metrics: Metrics, store: Store, tmp_path: Path) -> None:
    signer = make_key(tmp_path / "log.key", "example.org/night")
    with closing(Register(register_path(tmp_path / "log.key"))) as register, Ledger.open(store.log) as ledger:
        published = publish(ledger, register, signer)
    assert said(metrics, "checkpoints_published_total") == 1
    assert said(metrics, "checkpoint_size_events") == published.size


def test_other_engines_are_heard_too(metrics: Metrics) -> None:
    """Whoever records by another way than the command line is counted as well."""
    with EventLog.open("memory:") as log:
        lines_open(Engine(log), order=small.COUPLES)
        assert said(metrics, "events_recorded_total", type="voting-opened") == 1
