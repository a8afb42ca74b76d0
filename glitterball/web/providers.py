"""Coming in by who vouches for people elsewhere: OpenID Connect, code with PKCE (S256), state, nonce and max_age.

What the provider says is who somebody is: an issuer and a subject, signed, for these pages, just now. What they may do the
people file says; of the token's groups those count that it names, with the roles it gives them. The way out and back is bound
to the browser by a cookie of its own, since the session's is not sent along from another site.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.refusals import Refusal
from glitterball.files import read_text
from glitterball.files.limits import KEY
from glitterball.web.access import EVERYBODY, Door, come_from
from glitterball.web.book import CEREMONY, hashed
from glitterball.web.entering import NEVER_KEPT, here_or, may_try, page, the_gate
from glitterball.web.gate import Gate
from glitterball.web.people_file import Address, Provider
from glitterball.web.refusals import ProviderRefused
from glitterball.web.words import worded

AWAY = "glitterball-away"
"""The cookie of who has gone to a provider and is to come back."""
CALLBACK = "/enter/by/callback"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""How a token may be signed: with a key that these pages do not have."""
LEEWAY = 60
"""Seconds that two clocks may differ."""
NAMES_ITSELF = "authorization_response_iss_parameter_supported"
"""What a provider says of itself that names itself in each way back (RFC 9207): one that does not is then another."""
PATIENCE = 10.0
"""Seconds for which a provider is waited for."""

ENDPOINT: TypeAdapter[str] = TypeAdapter(Address)
WRONG = (AuthlibBaseError, JoseError, HTTPError, ValidationError, ValueError, KeyError, TypeError, AttributeError)
"""What whoever answers for a provider can make go wrong here."""


def provider_doors() -> list[Door]:
    """The doors out to a provider and back."""
    return [Door("/enter/by", go, access=EVERYBODY), Door(CALLBACK, come_back, access=EVERYBODY)]


def go(request: Request) -> Response:
    """Send somebody to a provider."""
    gate = the_gate(request)
    gate.requests.take(come_from(request))
    provider = _provider(gate, request.query_params.get("issuer", ""))
    verifier, nonce, away = secrets.token_urlsafe(48), secrets.token_urlsafe(24), secrets.token_urlsafe(32)
    kept = {"issuer": provider.issuer, "verifier": verifier, "nonce": nonce, "away": hashed(away)}
    to = here_or(request.query_params.get("to", ""))
    asked: dict[str, Any] = {"nonce": nonce, "max_age": provider.max_age}
    if provider.acr:
        asked["acr_values"] = " ".join(provider.acr)
    try:
        with _client(gate, provider) as client:
            told = _told(client, provider)
            endpoint = _endpoint(told, "authorization_endpoint")
            kept["names_itself"] = "yes" if told.get(NAMES_ITSELF) is True else ""
            state = gate.book.keep({"for": "provider", **kept, "to": to})
            address, _ = client.create_authorization_url(endpoint, state=state, code_verifier=verifier, **asked)
    except WRONG as error:
        raise _refused(request, provider.issuer, error) from None
    answer = RedirectResponse(address, 303, NEVER_KEPT)
    answer.set_cookie(
        gate.name_of(AWAY), away, max_age=int(CEREMONY), path="/", httponly=True, samesite="lax",
        secure=gate.people.is_secure,
    )  # fmt: skip
    return answer


def come_back(request: Request) -> Response:
    """Take somebody in whom a provider sent back, if they went from this browser and the provider vouches for them."""
    gate, said = the_gate(request), request.query_params
    may_try(request, gate)
    kept = gate.book.kept(said.get("state", ""))
    if kept is None or kept["for"] != "provider" or hashed(gate.cookie(request.scope, AWAY)) != kept["away"]:
        raise _refused(request, "", "nobody went there from this browser just now")
    provider = _provider(gate, kept["issuer"])
    came_from = said.get("iss", "" if kept["names_itself"] else provider.issuer)
    if "code" not in said or came_from != provider.issuer:
        raise _refused(request, provider.issuer, said.get("error", "it gave no code")[:80])
    try:
        claims = _vouched(gate, provider, said["code"], kept)
    except WRONG as error:
        raise _refused(request, provider.issuer, error) from None
    subject = str(claims["sub"])
    if gate.people.entry_of(provider.issuer, subject) is None:
        raise _refused(request, provider.issuer, f"the people file does not know {subject}")
    named = claims.get("groups")
    groups = tuple(str(group) for group in named) if isinstance(named, list) else ()
    answer = page(request, "entered.html", worded("Signed in"), to=kept["to"])
    gate.let_in(request, answer, provider.issuer, subject, groups)
    answer.delete_cookie(gate.name_of(AWAY), path="/", secure=gate.people.is_secure, httponly=True, samesite="lax")
    return answer


def _vouched(gate: Gate, provider: Provider, code: str, kept: Mapping[str, str]) -> Mapping[str, Any]:
    """What the provider says of who has this code: signed by its keys, for these pages, for this request, just now."""
    with _client(gate, provider) as client:
        told = _told(client, provider)
        endpoint = _endpoint(told, "token_endpoint")
        token = client.fetch_token(endpoint, code=code, code_verifier=kept["verifier"], grant_type="authorization_code")
        keys = client.request("GET", _endpoint(told, "jwks_uri"), withhold_token=True).raise_for_status().json()
    signed = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)
    asked = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    claims = CodeIDToken(
        signed.claims, signed.header, asked, {"nonce": kept["nonce"], "client_id": provider.client_id, "max_age": 1}
    )
    now = int(gate.book.now())
    claims.validate(now=now, leeway=LEEWAY)
    if now - claims["auth_time"] > provider.max_age + LEEWAY:
        raise ValueError("the provider last asked who it is too long ago")
    if provider.acr and claims.get("acr") not in provider.acr:
        raise ValueError("the provider did not ask as strongly as the people file wants")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise ValueError("the provider names nobody")
    return dict(claims)


def _client(gate: Gate, provider: Provider) -> OAuth2Client:
    """Who asks the provider. Its answers lead nowhere else, and the surroundings name no proxy for it."""
    secret = None if provider.secret_file is None else _secret_in(provider.secret_file)
    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=secret,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope="openid profile",
        redirect_uri=gate.people.origin + CALLBACK,
        code_challenge_method="S256",
        timeout=PATIENCE,
        follow_redirects=False,
        trust_env=False,
    )


def _secret_in(file: str) -> str:
    """What these pages say to the provider. Whoever asks is not told where it lies."""
    try:
        return read_text(file, KEY).strip()
    except Refusal:
        raise ValueError("what these pages say to it cannot be read") from None


def _told(client: OAuth2Client, provider: Provider) -> Mapping[str, Any]:
    """What the provider says of itself, under its own name."""
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    told: Mapping[str, Any] = client.request("GET", address, withhold_token=True).raise_for_status().json()
    if told["issuer"] != provider.issuer:
        raise ValueError("it calls itself otherwise")
    return told


def _endpoint(told: Mapping[str, Any], name: str) -> str:
    """An address of the provider, by TLS or on this machine."""
    return ENDPOINT.validate_python(told[name])


def _provider(gate: Gate, issuer: str) -> Provider:
    found = next((provider for provider in gate.people.provider if provider.issuer == issuer), None)
    if found is None:
        raise ProviderRefused("the people file names no such provider")
    return found


def _refused(request: Request, issuer: str, because: object) -> ProviderRefused:
    said = str(because).split("\n")[0][:200] or type(because).__name__
    the_gate(request).book.note("refused", issuer, way="provider", because=said, **{"from": come_from(request)})
    return ProviderRefused(said)
