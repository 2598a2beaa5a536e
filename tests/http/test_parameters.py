"""A parameter that nobody knows is refused: with a misspelt day the answer would be that of today."""

import pytest

from tests.http.conftest import CONTRACTS, Caller

CARD = f"{CONTRACTS}/OLP-9001-2018"


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (f"{CARD}?vlid=2018-06-30", "valid"),
        (f"{CARD}/entries?aftr=1", "after"),
        (f"{CARD}/diff?a_vlid=2018-06-30", "a_valid"),
        (f"{CARD}/fields/maximum?known_sq=1", "known_seq"),
        ("/api/v1/reports/drawdown?knwn=2018-06-30", "known"),
        ("/api/v1/events?aftre=1", "after"),
        ("/api/v1/permissions?roles=clerk", "role"),
        ("/api/v1/?verbose=1", None),
    ],
)
def test_a_misspelt_parameter_is_refused_with_the_nearest(clerk: Caller, path: str, nearest: str | None) -> None:
    """Nobody gets the state of today who asked for another day."""
    clerk.conclude()
    answer = clerk.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    (field,) = answer.json()["fields"]
    assert (field["message"], field["nearest"]) == ("unknown parameter", nearest)


@pytest.mark.parametrize(
    "path", [f"{CARD}?valid=2018-01-01&valid=2018-06-30", "/api/v1/network?known_seq=1&known_seq=0"]
)
def test_a_moment_that_is_said_twice_is_refused(clerk: Caller, path: str) -> None:
    """Which of the two is meant nobody knows."""
    clerk.conclude()
    answer = clerk.get(path, **{"Accept-Language": "cs"})
    assert answer.status_code == 400
    assert [field["message"] for field in answer.json()["fields"]] == ["je uvedeno dvakrát"]


def test_a_command_takes_no_parameters(clerk: Caller) -> None:
    """Whoever writes ?dry_run=true behind a command learns that there is no such thing, and nothing is recorded."""
    answer = clerk.post(f"{CONTRACTS}/record-conclusion?dry_run=true", {})
    assert answer.status_code == 400
    assert [field["path"] for field in answer.json()["fields"]] == ["dry_run"]
    assert clerk.conclude().json()["position"] == 1


def test_health_is_told_whatever_stands_behind_it(clerk: Caller) -> None:
    """Whoever watches a process may write what it likes behind the address."""
    assert clerk.client.get("/healthz?at=1").status_code == 200


def test_whoever_is_not_known_learns_nothing_more_of_a_command(clerk: Caller) -> None:
    """The parameters of a command are looked at when it is known who sends it."""
    assert clerk.client.post(f"{CONTRACTS}/record-conclusion?dry_run=true", json={}).status_code == 401


@pytest.mark.parametrize("written", ["1514764800", "0", "2018", "2018-01-01T00:00:00", "20180101", "2018-1-1", ""])
@pytest.mark.parametrize("path", [f"{CARD}?valid=", "/api/v1/network?known=", "/api/v1/reports/drawdown?valid="])
def test_a_day_is_written_as_a_day(clerk: Caller, path: str, written: str) -> None:
    """A number was taken for seconds since 1970, so that valid=0 was answered for a day of that year."""
    clerk.conclude()
    answer = clerk.get(path + written)
    (field,) = answer.json()["fields"]
    assert (answer.status_code, field["type"], field["message"]) == (
        400,
        "date_parsing",
        "must be a day such as 2018-06-30",
    )


@pytest.mark.parametrize(
    ("asked", "is_czech"),
    [
        ("cs, en", True),
        ("en, cs", False),
        ("de, cs;q=0.5", True),
        ("en;q=0.4, cs;q=0.8", True),
        ("cs;q=0, en", False),
        ("en;q=0, cs", True),
        ("cs;q=0", False),
        ("CS-cz", True),
        ("*", False),
    ],
)
def test_the_language_that_is_liked_better_is_spoken(clerk: Caller, asked: str, *, is_czech: bool) -> None:
    """With a weight of nothing one is not liked at all."""
    detail = clerk.get(CARD, **{"Accept-Language": asked}).json()["detail"]
    assert detail.startswith("smlouva" if is_czech else "no contract")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (f"{CONTRACTS}/record-conclusion", {"GET", "HEAD", "POST"}),
        (CARD, {"GET", "HEAD"}),
        ("/api/v1/session", {"GET", "HEAD", "DELETE"}),
        ("/api/v1/login", {"POST"}),
        ("/api/v1/network", {"GET", "HEAD"}),
    ],
)
def test_what_can_be_done_at_an_address_is_told_whole(clerk: Caller, path: str, allowed: set[str]) -> None:
    """The router names only what the first of its routes takes."""
    answer = clerk.client.request("PUT", path, headers={"Authorization": f"Bearer {clerk.secret}"})
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, allowed)
