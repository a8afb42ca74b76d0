"""The doctor says what is wrong of synchronous settings: nobody is waited for, nobody is there, or only one."""

from collections.abc import Iterator

import pytest

from glitterball.doctor import server_rows
from glitterball.doctor.rows import Row
from tests import postgres_server
from tests.failover.pair import Pair

pytestmark = pytest.mark.heavy("a server")


pytest.importorskip("psycopg", reason=postgres_server.WITHOUT)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = Pair(tmp_path_factory.mktemp("pair"))
    yield made
    made.remove()


def said(pair: Pair, *, of: str = "standby", login: str = "postgres", options: str = "") -> Row:
    address = pair.node("doctor", pair.primary)
    text = address.text.replace("user=postgres", f"user={login}{options}")
    return next(row for row in server_rows(address.read(text, address.state)) if row.what == of)


def test_what_is_wrong_of_synchronous_settings_is_said(pair: Pair) -> None:
    one = said(pair)
    assert (one.state, "the only one" in one.found, "ANY 1 (b, c)" in one.do) == ("look", True, True)
    pair.asked("CREATE ROLE desk LOGIN IN ROLE glitterball_engine")
    pair.wait_for_the_standby()
    unseen = said(pair, login="desk")
    assert (unseen.state, "pg_monitor" in unseen.do) == ("look", True)
    weak = said(pair, of="synchronous_commit", options="&options=-csynchronous_commit%3Dremote_write")
    assert (weak.state, "on its disk" in weak.found) == ("look", True)
    pair.standby.stop("immediate")
    away = said(pair)
    assert (away.state, "nobody can record" in away.found) == ("unsafe", True)
    pair.set_names("")
    nobody = said(pair)
    assert (nobody.state, "none is waited for" in nobody.found) == ("look", True)


def test_a_standby_that_answers_is_told_for_one(pair: Pair) -> None:
    pair.standby.start()
    address = pair.node("doctor", pair.standby)
    text = address.text.replace("&target_session_attrs=read-write", "")
    found = [row.found for row in server_rows(address.read(text, address.state)) if row.what == "standby"]
    assert found == ["this server is one: it is read from, and takes no writes"]
