"""HEAD is answered wherever GET is, with the same headers and nothing behind them."""

import pytest

from tests.http.conftest import CONTRACTS, Caller, House

PATHS = ("/api/v1/network", f"{CONTRACTS}/OLP-9001-2018", "/api/v1/events", "/api/v1/", "/healthz", "/readyz")


def head(clerk: Caller, path: str, **headers: str) -> tuple[int, bytes, str | None, str | None]:
    answer = clerk.client.head(path, headers={"Authorization": f"Bearer {clerk.secret}", **headers})
    return answer.status_code, answer.content, answer.headers.get("etag"), answer.headers.get("content-length")


@pytest.mark.parametrize("path", PATHS)
def test_head_tells_what_get_would_be_headed_with(clerk: Caller, path: str) -> None:
    """Whoever only wants to know whether something has changed reads nothing of it."""
    clerk.conclude()
    full = clerk.get(path)
    assert head(clerk, path) == (200, b"", full.headers.get("etag"), full.headers["content-length"])


def test_head_of_the_feed_ends_however_it_is_asked_for(clerk: Caller) -> None:
    """A stream has no end to wait for."""
    assert head(clerk, "/api/v1/events", Accept="text/event-stream")[0] == 200


def test_head_is_refused_as_get_is(clerk: Caller) -> None:
    """Who may not read something learns no more of it by asking for its headers."""
    assert head(clerk, f"{CONTRACTS}/OLP-9099-2018")[:2] == (404, b"")
    assert head(clerk, "/api/v1/readings")[:2] == (403, b"")
    assert head(clerk, f"{CONTRACTS}/record-conclusion/x/y")[:2] == (404, b"")
    assert clerk.client.head("/api/v1/network").status_code == 401
    assert head(clerk, "/api/v1/batch")[:2] == (405, b"")


def test_head_is_counted_and_measured_under_its_route(clerk: Caller, house: House) -> None:
    """The figures of an address do not end up under none."""
    head(clerk, "/api/v1/network")
    shown = 'kronika_requests_total{method="HEAD",route="/api/v1/network",status="200"} 1.0'
    assert shown in house.caller("auditor").get("/metrics").text
