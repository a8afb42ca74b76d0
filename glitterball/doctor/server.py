"""A store on a server, looked at from outside in: the server's settings, the login, the guards, every event, what lies beside."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.plurals import count_of
from domain.refusals import Refusal
from glitterball.addresses import Address
from glitterball.doctor.beside import compared
from glitterball.doctor.rows import Row, damaged, of_refusal
from glitterball.log import EventLog
from glitterball.log.postgres.opening import found_on
from projections.fold import Fold

_SET = "Set it in the server's configuration and restart the server; no desk records before."
_BETTER = "Better set it before a live night: nothing is refused for it."
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
    standbys = said.settings.get("synchronous_standby_names")
    if not standbys:
        yield Row("standby", "none is waited for: a disk that dies takes what no copy has", "look", _BETTER)
    else:
        yield Row("standby", f"a commit waits for {standbys}")
    if said.missing:
        yield damaged("guards", f"not there, or changed: {said.missing}", _GUARDS)
    yield _of_login(said.login, powerful=said.is_superuser or said.is_owner, records=said.may_record)


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
