"""Coming in by who vouches for people elsewhere: tried against a provider of the test's own, which also says what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc.jwk import ECKey

import glitterball as gb
from glitterball.store import Store
from glitterball.web.book import Book
from glitterball.web.gate import Gate
from glitterball.web.people_file import people_said
from tests.web.coming_in import Browser
from tests.web.provider import Provider, another_secret, running

ORIGIN = "https://results.example.org"
NOW = 1_000_000


@pytest.fixture(scope="module")
def answering() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(answering: Provider) -> Provider:
    fresh = Provider(issuer=answering.issuer, now=NOW)
    answering.__dict__.update(fresh.__dict__)
    return answering


@pytest.fixture
def gate(provider: Provider) -> Gate:
    told = {
        "origin": ORIGIN,
        "person": [
            {"identity": "dora", "name": "Dora Lind", "sign_in": [{"issuer": provider.issuer, "subject": "00u1"}]},
        ],
        "group": [{"issuer": provider.issuer, "name": "results", "roles": ["score desk"]}],
        "provider": [{"issuer": provider.issuer, "client_id": "glitterball", "max_age": 600, "acr": ["strong"]}],
    }
    provider.claims = {"acr": "strong"}
    return Gate(people_said(told), Book(None, lambda: NOW))


@pytest.fixture
def browser(gate: Gate) -> Iterator[Browser]:
    with gb.open_store() as store:
        yield Browser(store, gate, ORIGIN)


def goes(browser: Browser, provider: Provider, to: str = "/status") -> str:
    """Somebody goes to the provider, and says there who they are; the address they are sent back to."""
    answer = browser.opens(f"/enter/by?{urlencode({'issuer': provider.issuer, 'to': to})}")
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"{provider.issuer}/authorize?")
    return provider.vouches(answer.headers["location"]).removeprefix(ORIGIN)


@pytest.mark.heavy("every one")
def test_who_is_vouched_for_comes_in_with_the_roles_of_the_file(browser: Browser, provider: Provider) -> None:
    provider.claims |= {"groups": ["results", "executive"], "roles": ["executive"]}
    answer = browser.opens(goes(browser, provider))
    assert (answer.status_code, 'href="/status"' in answer.text) == (200, True)
    asked = provider.asked
    assert (asked["code_challenge_method"], asked["response_type"], asked["max_age"]) == ("S256", "code", "600")
    assert (asked["redirect_uri"], asked["acr_values"]) == (f"{ORIGIN}/enter/by/callback", "strong")
    assert len(asked["nonce"]) > 20
    page = browser.opens("/me").text
    assert "Dora Lind" in page
    assert "score desk" in page
    assert "executive" not in page


def forged(provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "now"})


def with_a_secret(provider: Provider) -> None:
    provider.header, provider.signs_with = {"alg": "HS256"}, another_secret()


def named_otherwise(provider: Provider) -> None:
    provider.calls_itself = "https://elsewhere.example"


def saying(**claims: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.claims.update(claims)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    "wrong",
    [
        saying(nonce="of another request"),
        saying(nonce=None),
        saying(aud="another client"),
        saying(aud="another client", azp="glitterball"),
        saying(aud=["glitterball", "another"], azp="another"),
        saying(iss="https://elsewhere.example"),
        saying(exp=NOW - 3_600),
        saying(exp=None),
        saying(iat=NOW + 3_600),
        saying(auth_time=None),
        saying(auth_time=NOW - 3_600),
        saying(auth_time="now"),
        saying(acr="weak"),
        saying(acr=None),
        saying(sub="00u2"),
        saying(sub=""),
        saying(sub=None),
        saying(sub=["00u1"]),
        forged,
        with_a_secret,
    ],
)
def test_who_is_not_rightly_vouched_for_does_not_come_in(
    browser: Browser, provider: Provider, gate: Gate, wrong: Callable[[Provider], None]
) -> None:
    wrong(provider)
    answer = browser.opens(goes(browser, provider))
    assert (answer.status_code, "provider-refused" in answer.text) == (403, True)
    assert browser.opens("/me").status_code == 303
    assert [noted.what for noted in gate.book.journal()] == ["refused"]


@pytest.mark.heavy("every one")
def test_a_way_back_is_good_once_and_for_the_browser_that_went(
    browser: Browser, provider: Provider, gate: Gate
) -> None:
    """Somebody who is given another's way back does not come in as them, nor they as somebody else."""
    store: Store
    with gb.open_store() as store:
        other = Browser(store, gate, ORIGIN)
        back = goes(browser, provider)
        assert other.opens(back).status_code == 403
        goes(other, provider)
        back = goes(browser, provider)
        assert other.opens(back).status_code == 403
    assert browser.opens(back).status_code == 403  # used up by the attempt
    back = goes(browser, provider)
    assert browser.opens(back).status_code == 200
    assert browser.opens(back).status_code == 403


@pytest.mark.parametrize("back", ["", "?code=a-code", "?state=x&code=a-code", "?error=access_denied&state=x"])
def test_who_never_went_does_not_come_back(browser: Browser, back: str) -> None:
    assert browser.opens(f"/enter/by/callback{back}").status_code == 403


def test_a_provider_that_is_not_in_the_file_or_calls_itself_otherwise_is_not_asked(
    browser: Browser, provider: Provider
) -> None:
    assert browser.opens("/enter/by?issuer=https://elsewhere.example").status_code == 403
    named_otherwise(provider)
    assert browser.opens(f"/enter/by?{urlencode({'issuer': provider.issuer})}").status_code == 403


def test_without_the_network_the_other_ways_in_are_there(browser: Browser, provider: Provider, gate: Gate) -> None:
    told = gate.people.model_dump(mode="json")
    told["provider"][0]["issuer"] = told["group"][0]["issuer"] = "http://127.0.0.1:9"
    gate._people = people_said(told)
    assert "passkey" in browser.opens("/enter").text
    answer = browser.opens("/enter/by?issuer=http%3A%2F%2F127.0.0.1%3A9")
    assert (answer.status_code, "passkey" in answer.text) == (403, True)


@pytest.mark.heavy("every one")
@pytest.mark.parametrize(
    ("names_itself", "said", "status"),
    [
        (True, "itself", 200),
        (True, "nobody", 403),
        (True, "another", 403),
        (False, "nobody", 200),
        (False, "another", 403),
    ],
)
def test_a_way_back_from_another_provider_is_none(
    browser: Browser, provider: Provider, names_itself: bool, said: str, status: int
) -> None:
    """Two providers, one of which is not honest, send somebody back with the other's code (RFC 9207)."""
    provider.names_itself = names_itself
    back = goes(browser, provider)
    named = f"&{urlencode({'iss': provider.issuer})}"
    assert named in back
    replaced = {"itself": named, "nobody": "", "another": f"&{urlencode({'iss': 'https://elsewhere.example'})}"}[said]
    assert browser.opens(back.replace(named, replaced)).status_code == status
