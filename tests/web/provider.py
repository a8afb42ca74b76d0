"""A small provider of OpenID Connect, on this machine: it vouches for whoever the test says, rightly or wrongly."""

import json
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


@dataclass
class Provider:
    """What it says of itself and of people, and what it was asked. `claims` are said over what is right."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "now"}))
    signs_with: Any = None
    header: dict[str, str] = field(default_factory=lambda: {"alg": "ES256", "kid": "now"})
    calls_itself: str = ""
    names_itself: bool = False
    now: float = 0.0
    asked: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.configuration),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    async def configuration(self, _: Request) -> Response:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.issuer}/{path}" for name, path in ends.items()}
        named = {"authorization_response_iss_parameter_supported": True} if self.names_itself else {}
        return JSONResponse({"issuer": self.calls_itself or self.issuer, **told, **named})

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        return RedirectResponse(self.vouches(str(request.url)), 303)

    def vouches(self, address: str) -> str:
        """Somebody was sent here and says who they are: the address they are sent back to."""
        self.asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
        back = {"code": "a-code", "state": self.asked["state"], "iss": self.issuer}
        return f"{self.asked['redirect_uri']}?{urlencode(back)}"

    async def token(self, request: Request) -> Response:
        said = {name: told[0] for name, told in parse_qs((await request.body()).decode()).items()}
        challenge = urlsafe_b64encode(sha256(said.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if challenge != self.asked["code_challenge"] or said.get("code") != "a-code":
            self.refused.append(json.dumps(said))
            return JSONResponse({"error": "invalid_grant"}, 400)
        right = {
            "iss": self.issuer, "sub": "00u1", "aud": "glitterball", "exp": int(self.now) + 300, "iat": int(self.now),
            "auth_time": int(self.now), "nonce": self.asked["nonce"],
        }  # fmt: skip
        claims = {name: value for name, value in {**right, **self.claims}.items() if value is not None}
        signed = jwt.encode(self.header, claims, self.signs_with or self.key, algorithms=["ES256", "HS256", "none"])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers while this lasts."""
    provider = Provider()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="error", ws="none"))
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield provider
        server.should_exit = True
        thread.join(timeout=20)


def another_secret() -> OctKey:
    """A secret that both could have."""
    return OctKey.import_key("glitterball glitterball glitterball")
