"""Where a store is, read from its address: of which kind it is, and where the files lie that belong to this machine.

Beside the events of a store each machine keeps files of its own: views, snapshots, the ledger, proofs, the keys of hidden parts.
Where the store is a file they lie beside it; where it is on a server, in a folder that is stated (`--state`) and never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import unquote

from domain.refusals import Refusal

STORE, STATE = "GLITTERBALL_STORE", "GLITTERBALL_STATE"
"""The settings, and the variables of the environment, that hold an address and the folder of this machine's own files."""

NAME_IN_STATE = "store"
"""What the names of this machine's own files begin with in that folder: `store.views.sqlite`, `store.us-33.key`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of store: how its address is written, and the module whose `factory(env, address)` opens it."""

    name: str
    form: str
    opened_by: str

    def takes(self, rest: str) -> bool:
        """Whether that may stand behind the colon of an address of this kind."""
        if self is MEMORY:
            return not rest
        return rest.startswith("//") if self is SERVER else bool(rest)


MEMORY = Kind("memory", "memory:", "glitterball.log.memory")
FILE = Kind("sqlite", "sqlite:PATH", "glitterball.log.on_disk")
SERVER = Kind("postgresql", "postgresql://HOST/DATABASE", "glitterball.log.postgres.opening")

KINDS: Mapping[str, Kind] = {"memory": MEMORY, "sqlite": FILE, "postgresql": SERVER, "postgres": SERVER}
"""The kinds of store, by what stands before the colon of an address. A new kind is one line here, and its module."""

FORMS = ", ".join(dict.fromkeys(kind.form for kind in KINDS.values()))
"""How addresses are written, for sentences."""


class StoreUnknown(Refusal):
    """The address names no kind of store we have."""

    exit_code: ClassVar[int] = 3
    code = "store-unknown"
    says = "{address!r} is not the address of a store."
    fix = "Write one of these: {forms}."
    address: str
    forms: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is: `text` as it was typed, with a password if it has one. `file` is the store's, where it is one."""

    text: str
    kind: Kind
    file: Path | None = None
    state: Path | None = None

    @classmethod
    def read(cls, text: str, state: Path | str | None = None) -> Self:
        """From `memory:`, `sqlite:PATH` or `postgresql://...`. Refuses anything else (`StoreUnknown`).

        `state` is the folder of this machine's own files, which a store that is a file has no use for.
        """
        before, colon, rest = text.partition(":")
        kind = KINDS.get(before)
        if kind is None or not (colon and kind.takes(rest)):
            raise StoreUnknown(text, FORMS)
        return cls(text, kind, Path(rest) if kind is FILE else None, Path(state) if state else None)

    @property
    def beside(self) -> Path | None:
        """What the names of this machine's own files begin with: `show.sqlite`, or `STATE/store`; none in memory."""
        if self.kind is not SERVER or self.state is None:
            return self.file
        return self.state / NAME_IN_STATE

    @property
    def is_kept(self) -> bool:
        """Whether the store is there after the program has ended."""
        return self.kind is not MEMORY

    @property
    def shown(self) -> str:
        """The address for sentences: a password in it is never repeated, whatever letters it has."""
        if self.kind is not SERVER:
            return self.text
        return _without_passwords(self.text)

    @property
    def settings(self) -> dict[str, str]:
        """The settings an application of the library is constructed with, to open the same store."""
        return {STORE: self.text, **({STATE: str(self.state)} if self.state else {})}

    def __str__(self) -> str:
        return self.text


def _without_passwords(text: str) -> str:
    """An address of a server as libpq divides it: who logs in ends at an `@` before the first slash, whatever comes before it.

    Where there is none, an `@` further on is taken for it: a password with a slash, which libpq does not read, is not
    shown either. Behind a password the last `@` of all is taken: of one with `@/` in it nothing is left over to be shown.
    """
    scheme, _, rest = text.partition("//")
    named = rest.partition("/")[0]
    port = named.partition(":")[2]
    for whole in (named, rest.partition("?")[0], rest if port and not port.isdigit() else ""):
        if "@" in whole:
            login = whole.rpartition("@")[0]
            login = rest.rpartition("@")[0] if ":" in login else login
            rest = f"{login.partition(':')[0]}{rest[len(login) :]}"
            break
    before, asked, query = rest.partition("?")
    words = [word for word in query.split("&") if word and not _is_a_password(word)]
    return f"{scheme}//{before}{asked if words else ''}{'&'.join(words)}"


def _is_a_password(word: str) -> bool:
    """Whether a setting of an address is `password` or `sslpassword`, however it is spelt."""
    return unquote(word.partition("=")[0]).strip().lower().endswith("password")
