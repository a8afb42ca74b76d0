"""The address of a store on a server, taken apart; and the folder of this machine's own files, which knows whose it is."""

import json
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

from psycopg import Error
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from glitterball.addresses import Address, StoreUnknown
from glitterball.files import read_text, write_key
from glitterball.files.limits import SETTINGS
from glitterball.files.refusals import OutputTaken
from glitterball.log.refusals import StateMissing, StateOfAnother, StateUnstated

SCHEMA = "glitterball"
"""The schema unless the address names another: `postgresql://host/database?schema=rehearsals`."""

FORM = "postgresql://HOST/DATABASE?schema=NAME, NAME of small letters, digits and underscores"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_PORTS = re.compile(r"[0-9,]*")
"""The driver's own sentence about another port repeats it, and it may be a piece of a password with a slash."""

_SCHEMA = re.compile(r"(?<=[?&])schema=([^&]*)&?")

_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How long a server that does not answer is waited for; what the address says itself stands."""


class Server(NamedTuple):
    """How the server is reached, and the schema of the store on it."""

    conninfo: str
    schema: str

    @classmethod
    def of(cls, address: Address) -> Self:
        """From an address. Refuses what the driver cannot read, or a schema that is no plain name (`StoreUnknown`)."""
        named = _SCHEMA.search(address.text)
        text = _SCHEMA.sub("", address.text).rstrip("?&")
        schema = named[1] if named else SCHEMA
        try:
            asked: dict[str, Any] = {**_PATIENCE, **conninfo_to_dict(text)}
        except (Error, ValueError):
            raise StoreUnknown(address.shown, FORM) from None
        if not _NAME.fullmatch(schema) or not _PORTS.fullmatch(str(asked.get("port", ""))):
            raise StoreUnknown(address.shown, FORM)
        return cls(make_conninfo("", **asked), schema)


def must_be_stated(address: Address) -> Path:
    """What this machine's own files begin with. Refuses where no folder is stated, or it is not there (`StateUnstated`, ...)."""
    if address.beside is None or address.state is None:
        raise StateUnstated(address.shown)
    if not address.state.is_dir():
        raise StateMissing(address.shown, str(address.state))
    return address.beside


def must_be_of(beside: Path, shown: str, store: UUID) -> str:
    """The name of this machine among those that work with the store; `STATE/store.node` holds it, made the first time.

    Refuses a folder that holds the files of another store (`StateOfAnother`): keys and views would be mixed.
    """
    file = Path(f"{beside}.node")
    if not file.exists():
        said = {"node": secrets.token_hex(4), "store": str(store)}
        with suppress(OutputTaken):  # another process of this machine came first
            write_key(file, json.dumps(said) + "\n")
    try:
        found = json.loads(read_text(file, SETTINGS))
        node, of = str(found["node"]), str(found["store"])
    except (ValueError, KeyError, TypeError):
        node, of = "", "no store"
    if of != str(store):
        raise StateOfAnother(shown, str(beside.parent), of, str(store))
    return node
