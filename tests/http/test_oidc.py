"""Logging in through an OpenID provider: a real one to the end, and one that lies, of which nothing is believed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from anyio import to_thread
from httpx2 import Response
from joserfc.jwk import RSAKey

from adapters.identity.accounts import Accounts
from adapters.setting_kinds import Secret
from adapters.settings import Settings
from tests.http.browser import HERE, SESSION, Browser, account, at_the_door, browser
from tests.http.conftest import House
from tests.http.provider import CLIENT_ID, CLIENT_SECRET, Answers, lying_provider, real_provider
from tests.http.test_sessions import NETWORK, code

LEAVE = "/api/v1/login/oidc"
CALLBACK = f"{LEAVE}/callback"
SUBJECT = "248289761001"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """A provider program on this machine."""
    with real_provider() as found:
        yield found


@pytest.fixture
def provider() -> Iterator[Answers]:
    """A provider that can be told to lie."""
    with lying_provider() as found:
        yield found


def at(house: House, issuer: str, **settings: Any) -> Browser:
    """A browser before a Kronika that trusts this provider."""
    secret = Secret(CLIENT_SECRET)
    own: dict[str, Any] = {"oidc_issuer": issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": secret}
    return browser(house, **own, **settings)


def bound(house: House, issuer: str, *roles: str, subject: str = SUBJECT) -> None:
    """An account for which the provider vouches."""
    account(house, "desk-1", *(roles or ("clerk",)))
    Accounts(house.parts.side).bind("desk-1", issuer=issuer, subject=subject)


def path_of(response: Response) -> str:
    """Where the browser is sent, without the host."""
    there = urlsplit(response.headers["location"])
    return f"{there.path}?{there.query}"


def come_back(visitor: Browser, provider: Answers, **more: str) -> Response:
    """A login at the lying provider, from the first click to the callback."""
    left = visitor.client.get(LEAVE, params={"next": "/contracts"})
    answer, state = provider.authorise(left.headers["location"])
    return visitor.client.get(CALLBACK, params={"code": answer, "state": state, **more})


# With a real provider -------------------------------------------------------------------------------------------------


def logged_in_there(visitor: Browser, subject: str, *, next_path: str = "/contracts") -> Response:
    """There, where somebody types who they are, and back to the callback; its answer is not followed."""
    left = visitor.client.get(LEAVE, params={"next": next_path})
    assert left.status_code == 303, left.text
    there = httpx2.post(left.headers["location"], data={"sub": subject}, timeout=30)
    assert there.headers["location"].startswith(f"{HERE}{CALLBACK}?"), there.text
    return visitor.get(path_of(there))


def test_a_login_with_a_real_provider_ends_in_a_session(house: House, issuer: str) -> None:
    """Code and PKCE there, the signed token back; the browser lands where it wanted to go, with a cookie of ours."""
    bound(house, issuer, subject="248289761001@example.org")
    visitor = at(house, issuer)
    landed = logged_in_there(visitor, "248289761001@example.org")
    assert (landed.status_code, landed.headers["location"]) == (303, "/contracts")
    told = visitor.get(SESSION).json()["data"]
    assert (told["login"], told["way"], told["role"]) == ("desk-1", "oidc", "clerk")
    assert visitor.client.cookies.get("kronika-login") is None
    visitor.csrf = told["csrf_token"]
    assert visitor.conclude().status_code == 201


def test_whom_nobody_has_bound_is_told_what_to_have_bound(house: House, issuer: str) -> None:
    """Nobody gets an account by having one with the provider."""
    account(house, "desk-1", "clerk")
    stranger = at(house, issuer)
    refused = logged_in_there(stranger, "nobody@example.org")
    assert code(refused) == (403, "not-bound")
    assert (refused.json()["issuer"], refused.json()["subject"]) == (issuer, "nobody@example.org")
    assert stranger.cookie is None


def test_a_code_and_a_state_are_good_once(house: House, issuer: str) -> None:
    """Neither the way back nor its parts open anything a second time, here or in another browser."""
    bound(house, issuer, subject="248289761001@example.org")
    visitor, stranger = at(house, issuer), at(house, issuer)
    left = visitor.client.get(LEAVE)
    cookie = str(visitor.client.cookies.get("kronika-login"))
    there = httpx2.post(left.headers["location"], data={"sub": "248289761001@example.org"}, timeout=30)
    assert code(stranger.get(path_of(there))) == (403, "login-not-begun")
    assert visitor.get(path_of(there)).status_code == 303
    visitor.client.cookies.set("kronika-login", cookie, domain="localhost.local")
    assert code(visitor.get(path_of(there))) == (403, "login-not-begun")
    answer = parse_qs(urlsplit(there.headers["location"]).query)["code"][0]
    state = parse_qs(urlsplit(stranger.client.get(LEAVE).headers["location"]).query)["state"][0]
    assert code(stranger.client.get(CALLBACK, params={"code": answer, "state": state})) == (403, "not-vouched")


def test_who_does_not_want_to_is_not_logged_in(house: House, issuer: str) -> None:
    visitor = at(house, issuer)
    left = visitor.client.get(LEAVE)
    there = httpx2.post(left.headers["location"], data={"action": "deny"}, timeout=30)
    assert visitor.get(path_of(there)).status_code == 403
    assert visitor.cookie is None


# With one that lies ---------------------------------------------------------------------------------------------------


def test_what_is_told_truly_is_believed(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    assert come_back(at(house, provider.issuer), provider, iss=provider.issuer).status_code == 303


NOW = int(time.time())


LIES: tuple[dict[str, Any], ...] = (
    {"claims": {"iss": "https://elsewhere.example"}},
    {"claims": {"aud": "somebody-else"}},
    {"claims": {"aud": [CLIENT_ID, "somebody-else"]}},
    {"claims": {"azp": "somebody-else"}},
    {"claims": {"nonce": "of-another-login"}},
    {"claims": {"exp": NOW - 3600}},
    {"claims": {"iat": NOW + 36_000}},
    {"claims": {"nbf": NOW + 36_000}},
    {"claims": {"sub": 248289761001}},
    {"claims": {"sub": ""}},
    {"claims": {"sub": "248289761001\0"}},
    {"claims": {"sub": "x" * 256}},
    {"without": ("iss",)},
    {"without": ("aud",)},
    {"without": ("exp",)},
    {"without": ("iat",)},
    {"without": ("sub",)},
    {"without": ("nonce",)},
    {"algorithm": "none"},
    {"algorithm": "HS256"},
    {"published": [RSAKey.generate_key(2048, {"kid": "first"}).as_dict(private=False)]},
    {"published": [RSAKey.generate_key(2048, {"kid": "other"}).as_dict(private=False)]},
    {"answer": {"access_token": "x"}},
    {"answer": {"id_token": "x.y.z"}},
    {"answer": {"id_token": ["x"]}},
    {"answer": {"error": "invalid_grant"}, "status": 400},
)


def test_a_token_that_is_wrong_in_any_part_is_not_believed(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    for lie in LIES:
        visitor = at(house, provider.issuer)
        with told(provider, lie):
            assert (lie, *code(come_back(visitor, provider))) == (lie, 403, "not-vouched")
        assert visitor.cookie is None
    assert come_back(at(house, provider.issuer), provider).status_code == 303


@contextmanager
def told(provider: Answers, lie: dict[str, Any]) -> Iterator[None]:
    """The provider lies for a while."""
    truth = {name: getattr(provider, name) for name in lie}
    vars(provider).update(lie)
    yield
    vars(provider).update(truth)


def test_a_new_key_of_the_provider_is_read_when_it_signs(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    visitor = at(house, provider.issuer)
    assert [come_back(visitor, provider).status_code for _ in range(2)] == [303, 303]
    assert provider.times_keys_were_read == 1
    provider.key = RSAKey.generate_key(2048, {"kid": "second"})
    assert come_back(visitor, provider).status_code == 303
    assert provider.times_keys_were_read == 2


def test_an_answer_of_another_provider_is_not_taken(house: House, provider: Answers) -> None:
    """Where the answer names who gives it (RFC 9207), that must be ours."""
    bound(house, provider.issuer)
    refused = come_back(at(house, provider.issuer), provider, iss="https://elsewhere.example")
    assert code(refused) == (403, "not-vouched")


def test_a_provider_that_says_no_is_believed_too(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    refused = come_back(at(house, provider.issuer), provider, error="access_denied")
    assert code(refused) == (403, "not-vouched")


def test_a_login_that_takes_too_long_is_begun_again(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    visitor = at(house, provider.issuer)
    answer, state = provider.authorise(visitor.client.get(LEAVE).headers["location"])
    house.now += timedelta(minutes=10)
    refused = visitor.client.get(CALLBACK, params={"code": answer, "state": state})
    assert code(refused) == (403, "login-not-begun")


def test_whoever_comes_back_without_having_left_is_refused(house: House, provider: Answers) -> None:
    visitor = at(house, provider.issuer)
    for query in ("", "?code=x", "?state=%00", "?state=x&code=%00", "?error=%ED%A0%80"):
        assert (query, *code(visitor.get(CALLBACK + query))) == (query, 403, "login-not-begun")


def test_a_cookie_that_was_planted_is_not_the_session_afterwards(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    planted = at_the_door(house, "stranger")
    victim = at(house, provider.issuer).holding(str(planted.cookie))
    assert come_back(victim, provider).status_code == 303
    assert victim.cookie != planted.cookie
    assert code(planted.get(SESSION)) == (401, "not-known")


def test_an_account_that_is_disabled_is_not_opened_by_the_provider(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    Accounts(house.parts.side).set_disabled("desk-1", is_disabled=True)
    assert code(come_back(at(house, provider.issuer), provider)) == (403, "not-bound")


def test_nobody_is_sent_elsewhere_afterwards(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    visitor, elsewhere = at(house, provider.issuer), "https://elsewhere.example"
    left = visitor.client.get(LEAVE, params={"next": elsewhere})
    answer, state = provider.authorise(left.headers["location"])
    landed = visitor.client.get(CALLBACK, params={"code": answer, "state": state, "next": elsewhere})
    assert (landed.status_code, landed.headers["location"]) == (303, "/")


# Without one ----------------------------------------------------------------------------------------------------------


def test_where_no_provider_is_set_that_is_said(house: House) -> None:
    for path in (LEAVE, CALLBACK):
        assert code(browser(house).get(path)) == (404, "no-provider")


def test_a_provider_that_answers_nonsense_is_down(house: House, provider: Answers) -> None:
    bound(house, provider.issuer)
    visitor = at(house, provider.issuer)
    broken: tuple[dict[str, Any], ...] = ({"answer": b"<html>"}, {"answer": {}, "status": 500}, {"answer": []})
    for lie in broken:
        with told(provider, lie):
            assert (lie, *code(come_back(visitor, provider))) == (lie, 503, "provider-down")


def test_a_provider_that_is_down_keeps_nobody_from_a_password(house: House) -> None:
    visitor = at(house, "http://127.0.0.1:9")
    assert code(visitor.get(LEAVE)) == (503, "provider-down")
    password = Accounts(house.parts.side).add("desk-2", now=house.now, roles=["clerk"])
    assert visitor.log_in("desk-2", str(password)).status_code == 200


def test_a_provider_that_names_itself_differently_is_not_trusted(house: House, provider: Answers) -> None:
    known, provider.issuer = provider.issuer, "http://127.0.0.1:9"
    assert code(at(house, known).get(LEAVE)) == (503, "provider-down")


def test_a_slow_provider_holds_up_nobody_else(house: House, provider: Answers) -> None:
    """Even where there is one thread for all, questions are answered while a login waits for the provider."""
    bound(house, provider.issuer)
    clerk, visitor = house.caller("clerk"), at(house, provider.issuer)
    answer, state = provider.authorise(visitor.client.get(LEAVE).headers["location"])
    provider.delay = 4.0
    landed: list[Response] = []
    query = {"code": answer, "state": state}
    slow = threading.Thread(target=lambda: landed.append(visitor.client.get(CALLBACK, params=query)))
    assert house.client.portal is not None
    house.client.portal.call(_leave_one_thread)
    slow.start()
    assert [clerk.get(NETWORK).status_code for _ in range(3)] == [200, 200, 200]
    assert landed == []
    slow.join()
    assert landed[0].status_code == 303


async def _leave_one_thread() -> None:
    to_thread.current_default_thread_limiter().total_tokens = 1


def test_a_provider_elsewhere_is_asked_over_https_only() -> None:
    for issuer in ("https://login.example", "http://localhost:9400", "http://127.0.0.1/realm"):
        assert Settings(oidc_issuer=issuer).oidc_issuer == issuer
    for issuer in ("http://login.example", "http://localhost.example", "https://a@b", "ftp://login.example"):
        with pytest.raises(ValueError, match="oidc_issuer"):
            Settings(oidc_issuer=issuer)
