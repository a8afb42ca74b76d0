"""People who come in: a rehearsal in which a link signs anybody in, and a browser for each of them."""

import re
from typing import Any

from starlette.testclient import TestClient

from glitterball.store import Store
from glitterball.web.app import application
from glitterball.web.developing import development
from glitterball.web.gate import Gate
from tests.web.visiting import HERE

SAME = {"sec-fetch-site": "same-origin"}


class Browser:
    """A browser of somebody's own: its cookies, and the token of the page it has open."""

    def __init__(self, store: Store, gate: Gate, address: str = HERE) -> None:
        self.client = TestClient(application(store, "A test", gate=gate), base_url=address, follow_redirects=False)

    def opens(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)

    def sends(self, address: str, said: dict[str, str] | None = None, **headers: str) -> Any:
        """A form, from a page of these, with the token that stands there."""
        return self.client.post(address, data={"token": self.token, **(said or {})}, headers={**SAME, **headers})

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]{32})"', self.opens("/me").text)
        return found[1] if found else ""

    def comes_in(self, gate: Gate, identity: str) -> Any:
        return self.sends(f"/enter/{gate.book.link_for(identity)}")


def rehearsal(store: Store, through: int = 1) -> Gate:
    """A store with a rehearsal, and the gate of its development."""
    store.rehearse("us-33", through=through)
    return development(store, HERE)
