"""How often somebody may ask: each caller apart, strangers by their address, and whoever guesses least of all."""

from pathlib import Path

import pytest

from adapters.http.guard.buckets import Buckets
from tests.http.conftest import Caller
from tests.http.watched import Opened, opened


class Minutes:
    """A clock in seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_holds_a_minutes_worth_and_fills_evenly() -> None:
    clock = Minutes()
    buckets = Buckets(6, clock=clock)
    assert [buckets.take("a") for _ in range(6)] == [0.0] * 6
    assert buckets.take("a") == buckets.wait("a") == 10.0
    assert buckets.take("b") == 0.0
    clock.now = 10.0
    assert (buckets.take("a"), buckets.take("a")) == (0.0, 10.0)
    clock.now = 10_000.0
    assert [buckets.take("a") for _ in range(7)] == [*[0.0] * 6, 10.0]


def test_what_is_remembered_has_an_end() -> None:
    """Whoever was not seen for longest is forgotten first."""
    buckets = Buckets(1, most_keys=2)
    assert [buckets.take(key) for key in "abcd"] == [0.0] * 4
    assert len(buckets) == 2
    assert (buckets.take("d") > 0, buckets.take("a")) == (True, 0.0)


def test_nothing_is_limited_by_a_limit_of_zero() -> None:
    buckets = Buckets(0)
    assert {buckets.take("a") for _ in range(100)} == {0.0}
    assert (buckets.wait("a"), len(buckets)) == (0.0, 0)


def strict(tmp_path: Path, **limits: int) -> Opened:
    return opened(tmp_path, **limits)


def asked(caller: Caller, times: int, **headers: str) -> list[int]:
    return [caller.get("/api/v1/network", **headers).status_code for _ in range(times)]


def test_each_caller_has_a_limit_of_its_own(tmp_path: Path) -> None:
    """The first request draws from the address, as long as nobody knows whether the token is any good."""
    with strict(tmp_path, rate_caller=3) as house:
        first, second = house.caller(), house.caller()
        assert asked(first, 5) == [200, 200, 200, 200, 429]
        assert asked(second, 2) == [200, 200]
        answer = first.get("/api/v1/network", **{"Accept-Language": "cs"})
        problem = answer.json()
        assert (problem["code"], problem["limit"], problem["status"]) == ("too-many", "caller", 429)
        assert problem["detail"].startswith("příliš mnoho požadavků")
        assert 1 <= int(answer.headers["Retry-After"]) == problem["retry_after"] <= 20
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_has_one_limit_whatever_is_written_around_it(tmp_path: Path) -> None:
    """Cookies that nobody reads, and the scheme in other letters, make no new caller of anybody."""
    with strict(tmp_path, rate_caller=3) as house:
        known = house.caller()
        assert asked(known, 4) == [200] * 4
        assert [asked(known, 1, Cookie=f"colour={shade}") for shade in range(3)] == [[429]] * 3
        for scheme in ("bearer", "BEARER", "Bearer "):
            assert asked(known, 1, Authorization=f"{scheme} {known.secret}") == [429]


def test_strangers_share_the_limit_of_their_address(tmp_path: Path) -> None:
    with strict(tmp_path, rate_address=2) as house:
        assert [house.client.get("/nowhere").status_code for _ in range(3)] == [404, 404, 429]


def test_whoever_guesses_tokens_is_stopped_and_callers_who_are_known_go_on(tmp_path: Path) -> None:
    with strict(tmp_path, rate_refused=2) as house:
        known, unknown = house.caller(), house.caller()
        assert asked(known, 1) == [200]
        guesses = [Caller(house.client, f"krn_{number}") for number in range(3)]
        assert [asked(guess, 1)[0] for guess in guesses] == [401, 401, 429]
        assert asked(unknown, 1) == [429], "a token that nobody has seen yet could be one more guess"
        assert asked(known, 3) == [200, 200, 200]


def test_a_revoked_token_is_a_stranger_again(tmp_path: Path) -> None:
    with strict(tmp_path, rate_refused=1) as house:
        caller = house.caller(name="gone")
        assert asked(caller, 2) == [200, 200]
        house.tokens.revoke("gone", now=house.now)
        assert asked(caller, 2) == [401, 429]


def test_passwords_are_tried_slowly(tmp_path: Path) -> None:
    with strict(tmp_path, rate_logins=2) as house:
        tries = [
            house.client.post("/api/v1/login", json={"login": f"n{number}", "password": "x"}) for number in range(3)
        ]
        assert [one.status_code for one in tries[2:]] == [429]
        assert 429 not in [one.status_code for one in tries[:2]]
        assert tries[2].json()["limit"] == "logins"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_whoever_watches_is_never_limited(tmp_path: Path, path: str) -> None:
    with strict(tmp_path, rate_address=1, rate_refused=1) as house:
        assert {house.client.get(path).status_code for _ in range(4)} == {200}


def test_guessing_is_slow_there_too(tmp_path: Path) -> None:
    with strict(tmp_path, rate_refused=1) as house:
        far = house.client_at("192.0.2.7")
        guesses = [far.get("/metrics", headers={"Authorization": f"Bearer krn_{number}"}) for number in range(2)]
        assert [one.status_code for one in guesses] == [401, 429]


def test_addresses_of_ipv4_count_apart_however_they_are_written(tmp_path: Path) -> None:
    """A proxy may write them as addresses of IPv6, which all begin alike."""
    with opened(tmp_path, rate_address=1) as house:
        asked = ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1")
        answers = [house.client_at(address).get("/nowhere").status_code for address in asked]
    assert answers == [404, 404, 429]


def test_households_on_ipv6_count_as_one_address(tmp_path: Path) -> None:
    """Whoever has one such address has 2⁶⁴ of them."""
    with strict(tmp_path, rate_address=1) as house:
        answers = [house.client_at(f"2001:db8::{number}").get("/nowhere").status_code for number in (1, 2)]
        assert answers == [404, 429]
        assert house.client_at("2001:db8:0:1::1").get("/nowhere").status_code == 404
