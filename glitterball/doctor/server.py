"""A store on a server, looked at from outside in: the server's settings, the login, the guards, every event, what lies beside."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.plurals import count_of
from domain.refusals import Refusal
from glitterball.addresses import Address
from glitterball.doctor.beside import compared
from glitterball.doctor.rows import Row, damaged, of_refusal
from glitterball.log import EventLog
from glitterball.log.postgres.opening import found_on
from projections.fold import Fold

if TYPE_CHECKING:
    from glitterball.log.postgres.checking import Found

_SET = "Set it in the server's configuration and restart the server; no desk records before."
_BETTER = "Better set it before a live night: nothing is refused for it."
_PRIMARY = "Name all servers in the address (postgresql://a,b,c/show), and look again once one of them takes writes."
_MONITOR = "Let the login that looks be a member of pg_monitor."
_START = "Start a standby that is named there; only if none is left, name one that is, or none, and say why."
_SECOND = "Have two, and wait for either: synchronous_standby_names = 'ANY 1 (b, c)'."
_GUARDS = (
    "Do not trust it: somebody changed what keeps events from being edited. Verify it against the last checkpoint."
)


def server_rows(address: Address, registers: Sequence[Path] = ()) -> tuple[Row, ...]:
    """The rows for a store on a server. Nothing is written there."""
    rows: list[Row] = []
    try:
        rows += _of_server(address)
        with EventLog.open(address.text, read_only=True, state=address.state) as log:
            rows += _of_events(log)
            if address.beside is not None:
                rows += compared(address.beside, log, registers, alone=True)
    except Refusal as refused:
        rows.append(of_refusal("store", refused))
    return tuple(rows)


def _of_server(address: Address) -> Iterator[Row]:
    said = found_on(address)
    version = said.settings["server_version"]
    yield Row("PostgreSQL", version) if not said.too_old else Row("PostgreSQL", version, "unsafe", "Use 14 or later.")
    for needed, value in said.wrong:
        told = f"is {value}, and {'must' if needed.must else 'should'} be {needed.needed}: {needed.because}"
        yield Row(needed.name, told, "unsafe" if needed.must else "look", _SET if needed.must else _BETTER)
    if not said.wrong:
        yield Row("durability", "what is acknowledged is on the disk")
    yield _of_standbys(said)
    if said.waits_for and said.settings["synchronous_commit"] == "remote_write":
        told = "is remote_write: the standby answers before it is on its disk, and may lose it with its own power"
        yield Row("synchronous_commit", told, "look", "Set it to on.")
    if said.missing:
        yield damaged("guards", f"not there, or changed: {said.missing}", _GUARDS)
    yield _of_login(said.login, powerful=said.is_superuser or said.is_owner, records=said.may_record)


def _of_standbys(said: "Found") -> Row:
    """Whether a copy is waited for, and whether there is one: with none there nobody is answered."""
    copies, names = said.copies, said.waits_for
    if copies.is_standby:
        return Row("standby", "this server is one: it is read from, and takes no writes", "look", _PRIMARY)
    if not names:
        return Row("standby", "none is waited for: a disk that dies takes what no copy has", "look", _BETTER)
    if copies.untold:
        return Row("standby", f"a commit waits for {names}; this login is not told who is there", "look", _MONITOR)
    if not copies.waited_for:
        return Row("standby", f"a commit waits for {names}, and none is there: nobody can record", "unsafe", _START)
    if copies.following == 1:
        return Row(
            "standby", f"a commit waits for {names}: the only one. Without it nobody can record", "look", _SECOND
        )
    return Row("standby", f"a commit waits for {names}: {copies.waited_for} of {copies.following} may be the one")


def _of_login(login: str, *, powerful: bool, records: bool) -> Row:
    if powerful:
        do = "Let desks record with a login that is only a member of the role SCHEMA_engine."
        return Row("login", f"{login} could take the guards away", "look", do)
    return Row("login", f"{login} may {'read and record' if records else 'only read'}")


def _of_events(log: EventLog) -> Iterator[Row]:
    fold, streams = Fold(), Counter[str]()
    for event in log.read(in_public=True):
        fold.apply(event)
        streams[event.stream] += 1
    wrong = sum(sum(1 for _ in log.stream(name, in_public=True)) != events for name, events in streams.items())
    if wrong:
        yield damaged("streams", f"{count_of(wrong, 'stream')} with other events than were recorded")
    yield Row("events", f"{sum(streams.values()):,} in {count_of(len(streams), 'stream')}, every one read and valid")
    for name, season in sorted(fold.seasons.items()):
        yield Row(f"season {name}", f"{season.state.mode}, {count_of(len(season.state.weeks), 'week')}")
