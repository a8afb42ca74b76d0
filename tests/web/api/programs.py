"""Programs that ask with a key of their own, at pages where people are configured."""

from typing import Any

from starlette.testclient import TestClient

from glitterball.store import Store
from glitterball.web.app import application
from glitterball.web.book import Book, hashed
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from tests.web.api.addresses import API
from tests.web.visiting import HERE

ROLES = {
    "dora": ("Dora Lind", ["score desk"]),
    "pia": ("Pia Berg", ["producer"]),
    "sam": ("Sam Roe", ["supervisor"]),
    "elin": ("Elin Roth", ["executive"]),
    "olga": ("Olga Ash", ["adjudicator"]),
    "vox": ("Vox", ["auditor"]),
}
"""Who has a key, and in which roles. The key is the identity said twice."""


def gate(store: Store, **seasons: list[str]) -> Gate:
    """A gate through which they come with their keys; some in certain seasons alone."""
    people = [
        {
            "identity": who,
            "name": name,
            "roles": roles,
            "keys": [hashed(f"{who} {who}")],
            "seasons": seasons.get(who, []),
        }
        for who, (name, roles) in ROLES.items()
    ]
    return Gate(people_said({"origin": HERE, "person": people}), Book(None), store=store)


class Program:
    """A program of somebody's."""

    def __init__(self, store: Store, who: str | None, through: Gate | None = None) -> None:
        self.client = TestClient(application(store, "A test", gate=through or gate(store)), base_url=HERE)
        self.key = {} if who is None else {"authorization": f"Bearer {who} {who}"}

    def asks(self, path: str, **headers: str) -> Any:
        return self.client.get(API + path, headers={**self.key, **headers})

    def says(self, season: str, command: Any, key: str | None = "a", **headers: str) -> Any:
        named = {} if key is None else {"idempotency-key": key}
        sent = {"content": command} if isinstance(command, bytes) else {"json": command}
        kind = {"content-type": "application/json"}
        return self.client.post(
            f"{API}/seasons/{season}/commands", headers={**self.key, **kind, **named, **headers}, **sent
        )

    def delivers(self, octets: bytes, **headers: str) -> Any:
        kind = {"content-type": "application/octet-stream"}
        return self.client.post(f"{API}/deliveries", content=octets, headers={**self.key, **kind, **headers})
