"""Logging in with a password: the first one is changed, guessing is slow, and nobody learns who has an account."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Semaphore
from time import sleep

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from adapters.http.notes import Notes
from adapters.http.parts import Desk, Desks
from adapters.http.people.login_queue import MOST_WAITING, STRANGERS_AT_ONCE
from adapters.http.people.origin import local_path
from adapters.identity import passwords
from adapters.identity.accounts import Accounts, Lock
from adapters.identity.tries import FREE_EVERYWHERE, Counter, Tries
from tests.http.browser import HERE, SESSION, Browser, account, at_the_door, browser, sessions
from tests.http.conftest import House
from tests.http.test_sessions import NETWORK, code

OWN = "čtyři koně ve dvoře"
LOGIN = "/api/v1/login"
PASSWORD = f"{LOGIN}/password"


def with_password(house: House, login: str = "desk-1", *roles: str) -> str:
    """An account and its first password."""
    password = Accounts(house.parts.side).add(login, now=house.now, roles=roles or ("clerk",))
    assert password is not None
    return password


def test_with_the_first_password_nothing_can_be_done_but_change_it(house: House) -> None:
    """Whoever handed it over knows it too: it opens the door of the change alone, and no longer afterwards."""
    first, visitor = with_password(house), browser(house)
    elsewhere = sessions(house).begin("desk-1", role="clerk", way="password", now=house.now)
    told = visitor.log_in("DESK-1", first)
    assert (told.status_code, told.json()["data"]["is_password_due"]) == (200, True)
    before = str(visitor.cookie)
    for refused in (visitor.get(NETWORK), visitor.conclude(), visitor.act_as("clerk")):
        assert code(refused) == (403, "password-due")
    assert code(visitor.post(PASSWORD, {"password": first, "new_password": "heslo"})) == (422, "password-too-short")
    changed = visitor.post(PASSWORD, {"password": first, "new_password": OWN})
    assert (changed.status_code, changed.json()["data"]["is_password_due"]) == (200, False)
    assert visitor.conclude().status_code == 201
    assert visitor.cookie != before
    for secret in (before, elsewhere.secret):
        assert code(browser(house).holding(secret).get(SESSION)) == (401, "not-known")
    assert code(browser(house).log_in("desk-1", first)) == (401, "wrong-login")


def test_a_password_is_changed_by_whoever_knows_it(house: House) -> None:
    """A browser left open does not lose its owner the account."""
    visitor = at_the_door(house)
    assert code(visitor.post(PASSWORD, {"password": "guessed-guessed", "new_password": OWN})) == (401, "wrong-login")
    assert code(visitor.post(PASSWORD, {"password": "", "new_password": OWN})) == (400, "invalid")
    assert code(browser(house).post(PASSWORD, {"password": OWN, "new_password": OWN})) == (401, "not-known")


def test_a_wrong_password_and_a_login_that_nobody_has_are_answered_alike(house: House) -> None:
    with_password(house)
    somebody, nobody = browser(house), browser(house)
    known, unknown = somebody.log_in("desk-1", OWN), nobody.log_in("desk-2", OWN)
    assert code(known) == (401, "wrong-login")
    assert known.content == unknown.content
    assert known.headers.keys() == unknown.headers.keys()
    assert (somebody.cookie, nobody.cookie) == (None, None)


def test_a_locked_account_refuses_the_right_password_in_the_same_words(house: House) -> None:
    """Only the administrator learns that it is locked, and until when; after that it opens."""
    password, visitor = with_password(house), browser(house)
    wrong = [visitor.log_in("desk-1", OWN) for _ in range(5)]
    locked = visitor.log_in("desk-1", password)
    assert (locked.status_code, locked.content) == (401, wrong[0].content)
    lock = Accounts(house.parts.side).lock("desk-1", now=house.now)
    assert lock == Lock(house.now + timedelta(minutes=1), is_everywhere=False, places=1)
    house.now = lock.until
    assert visitor.log_in("desk-1", password).status_code == 200


class CountedDesks(Desks):
    """Desks of which is known how many are held, and how many ever were."""

    held, came = 0, 0

    @contextmanager
    def desk(self, notes: Notes | None = None) -> Iterator[Desk]:
        with super().desk(notes) as desk:
            self.held, self.came = self.held + 1, self.came + 1
            try:
                yield desk
            finally:
                self.held -= 1


def closed_by_strangers(house: House, login: str = "desk-1") -> None:
    """So many guess at the login, from so many addresses, that the door is closed to all who are not known."""
    everybody = Counter(login, f"on {house.now.date()}", FREE_EVERYWHERE)
    for _ in range(FREE_EVERYWHERE):
        Tries(house.parts.side).failed(everybody, now=house.now)


def counted(house: House) -> list[int]:
    """How many wrong passwords each counter holds, the most first."""
    return [int(str(row[0])) for row in house.parts.side.select("SELECT tries FROM login_try ORDER BY tries DESC")]


def from_address(house: House, address: str) -> Browser:
    """A browser that nobody has used, somewhere else."""
    stranger = browser(house)
    stranger.client = TestClient(stranger.client.app, base_url=HERE, client=(address, 50000))
    stranger.client.portal = house.client.portal
    return stranger


def test_a_stranger_who_guesses_closes_the_door_to_nobody_who_comes_from_elsewhere(house: House) -> None:
    """Otherwise whoever knows a login keeps its owner out of every new machine, with one wrong password an hour."""
    password = with_password(house)
    stranger = from_address(house, "203.0.113.7")
    for _ in range(5):
        assert code(stranger.log_in("desk-1", OWN)) == (401, "wrong-login")
    assert code(stranger.log_in("desk-1", password)) == (401, "wrong-login")
    assert from_address(house, "203.0.113.8").log_in("desk-1", password).status_code == 200


def test_a_household_is_one_stranger_however_many_addresses_it_has(house: House) -> None:
    """On IPv6 each has more addresses than there are passwords."""
    password = with_password(house)
    for number in range(5):
        from_address(house, f"2001:db8::{number}").log_in("desk-1", OWN)
    assert code(from_address(house, "2001:db8::9").log_in("desk-1", password)) == (401, "wrong-login")
    assert from_address(house, "2001:db8:1::9").log_in("desk-1", password).status_code == 200


def test_what_a_stranger_tries_at_a_closed_door_counts_nowhere(house: House) -> None:
    """Nor is it told by the time that it takes: as much is written, with nothing added."""
    with_password(house)
    stranger = from_address(house, "203.0.113.7")
    for _ in range(9):
        stranger.log_in("desk-1", OWN)
    assert counted(house) == [5, 5]


def test_very_many_strangers_close_the_door_to_all_who_are_not_known_until_the_day_ends(house: House) -> None:
    """So many addresses guess no faster than a few."""
    password = with_password(house)
    closed_by_strangers(house)
    assert code(from_address(house, "203.0.113.8").log_in("desk-1", password)) == (401, "wrong-login")
    house.now += timedelta(days=1)
    assert from_address(house, "203.0.113.8").log_in("desk-1", password).status_code == 200


def test_whoever_waits_to_change_a_password_holds_no_connection(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few passwords are looked at at a time; whoever comes then keeps nothing from those who ask for other things."""
    first, owner = with_password(house), browser(house)
    owner.log_in("desk-1", first)
    is_right, looked_at, go_on = passwords.is_right, Semaphore(0), Event()

    def slow(password: str, kept: str | None) -> bool:
        looked_at.release()
        go_on.wait(30)
        return is_right(password, kept)

    monkeypatch.setattr(passwords, "is_right", slow)
    app = house.client.app
    assert isinstance(app, FastAPI)
    before, desks = app.state.desks, CountedDesks(house.parts)
    app.state.desks = desks
    with ThreadPoolExecutor() as threads:
        logins = [threads.submit(browser(house).log_in, "desk-2", OWN) for _ in range(3)]
        assert all(looked_at.acquire(timeout=30) for _ in logins)
        change = threads.submit(owner.post, PASSWORD, {"password": first, "new_password": OWN})
        while desks.came < 4:
            sleep(0.01)
        sleep(0.2)
        held = desks.held
        go_on.set()
        assert [login.result().status_code for login in logins] == [401, 401, 401]
        assert change.result().status_code == 200
    desks.close()
    app.state.desks = before
    assert held == 3


@contextmanager
def crowd_of_strangers(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Response]]:
    """As many as may wait, from as many addresses; their passwords are looked at when this ends. Then their answers."""
    is_right, looked_at, go_on = passwords.is_right, Semaphore(0), Event()

    def slow(password: str, kept: str | None) -> bool:
        if password == OWN:
            looked_at.release()
            go_on.wait(60)
        return is_right(password, kept)

    monkeypatch.setattr(passwords, "is_right", slow)
    answers: list[Response] = []
    with ThreadPoolExecutor(MOST_WAITING) as threads:
        strangers = [from_address(house, f"203.0.113.{number}") for number in range(MOST_WAITING)]
        waiting = [threads.submit(stranger.log_in, "desk-2", OWN) for stranger in strangers]
        assert all(looked_at.acquire(timeout=30) for _ in range(STRANGERS_AT_ONCE))
        sleep(0.5)
        try:
            yield answers
        finally:
            go_on.set()
        answers.extend(one.result() for one in waiting)


def test_strangers_who_wait_are_few_and_whoever_is_known_does_not_wait_for_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each password takes a core for a moment: a hundred addresses would keep everybody out for minutes."""
    first = with_password(house)
    at_known_desk, known = from_address(house, "198.51.100.7"), from_address(house, "198.51.100.8")
    known.log_in("desk-1", first)
    at_known_desk.log_in("desk-1", first)
    moved = from_address(house, "198.51.100.9")
    moved.client.cookies.update(dict(known.client.cookies))
    elsewhere, colleague = from_address(house, "198.51.100.10"), from_address(house, "198.51.100.7")
    with crowd_of_strangers(house, monkeypatch) as answers:
        refused = elsewhere.log_in("desk-1", first)
        assert (refused.status_code, code(refused), refused.headers["Retry-After"]) == (503, (503, "full"), "5")
        assert refused.json()["limit"] == "waiting"
        assert moved.log_in("desk-1", first).status_code == 200, "in a browser that is known, wherever it is"
        assert colleague.log_in("desk-1", first).status_code == 200, "from where somebody has logged in before"
    assert {one.status_code for one in answers} == {401}
    assert elsewhere.log_in("desk-1", first).status_code == 200


def test_strangers_who_guess_do_not_close_the_door_to_a_browser_that_is_known(house: House) -> None:
    """Thirty wrong passwords a day would lock a colleague out for most of it; elsewhere the door stays closed."""
    first, known = with_password(house), browser(house)
    known.log_in("desk-1", first)
    known.delete(SESSION)
    closed_by_strangers(house)
    assert code(browser(house).log_in("desk-1", first)) == (401, "wrong-login")
    assert known.log_in("desk-1", first).status_code == 200
    lock = Accounts(house.parts.side).lock("desk-1", now=house.now)
    assert lock is not None
    assert lock.is_everywhere
    changed = known.post(PASSWORD, {"password": first, "new_password": OWN})
    assert changed.status_code == 200, "nor to whoever is logged in and changes the password"


def test_a_known_browser_guesses_as_slowly_as_a_stranger(house: House) -> None:
    """What it is known by is no second way in: five wrong passwords close it, for this account and in this browser."""
    first, known = with_password(house), browser(house)
    known.log_in("desk-1", first)
    wrong = [known.log_in("desk-1", OWN) for _ in range(5)]
    locked = known.log_in("desk-1", first)
    assert (locked.status_code, locked.content) == (401, wrong[0].content)
    accounts = Accounts(house.parts.side)
    assert accounts.lock("desk-1", now=house.now) == Lock(
        house.now + timedelta(minutes=1), is_everywhere=False, places=1
    )
    assert browser(house).log_in("desk-1", first).status_code == 200
    assert accounts.unlock("desk-1")
    assert known.log_in("desk-1", first).status_code == 200


def test_a_browser_is_known_for_the_accounts_that_logged_in_there_alone(house: House) -> None:
    first, second, shared = with_password(house), with_password(house, "desk-2"), browser(house)
    for login, password in (("desk-1", first), ("desk-2", second)):
        assert shared.log_in(login, password).status_code == 200
    for login in ("desk-1", "desk-2", "desk-3"):
        closed_by_strangers(house, login)
    third = with_password(house, "desk-3")
    answers = [shared.log_in(*one).status_code for one in (("desk-1", first), ("desk-2", second), ("desk-3", third))]
    assert answers == [200, 200, 401]


def test_what_a_browser_is_known_by_changes_with_each_login_and_is_kept_as_a_digest(house: House) -> None:
    """Whoever planted or copied the old secret is a stranger again."""
    first, owner = with_password(house), browser(house)
    set_cookie = owner.log_in("desk-1", first).headers.get_list("set-cookie")[1]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(set_cookie.split("; "))
    planted = str(owner.client.cookies["kronika-browser"])
    assert planted not in str(house.parts.side.select("SELECT * FROM login_browser"))
    owner.log_in("desk-1", first)
    closed_by_strangers(house)
    thief = browser(house)
    thief.client.cookies.set("kronika-browser", planted, domain="localhost.local")
    assert code(thief.log_in("desk-1", first)) == (401, "wrong-login")
    assert owner.log_in("desk-1", first).status_code == 200


@pytest.mark.parametrize("how", ["everywhere", "one", "password", "age"])
def test_a_browser_is_forgotten_with_its_session(house: House, how: str) -> None:
    """A lost machine keeps nothing; whoever only logs out is known tomorrow."""
    first, lost, owner = with_password(house), browser(house), browser(house)
    name = lost.log_in("desk-1", first).json()["data"]["name"]
    owner.log_in("desk-1", first)
    match how:
        case "everywhere":
            assert owner.delete("/api/v1/sessions").status_code == 204
        case "one":
            assert owner.delete(f"/api/v1/sessions/{name}").status_code == 204
        case "password":
            assert owner.post(PASSWORD, {"password": first, "new_password": OWN}).status_code == 200
        case _:
            house.now += timedelta(days=180)
    closed_by_strangers(house)
    right = OWN if how == "password" else first
    assert code(lost.log_in("desk-1", right)) == (401, "wrong-login")
    is_known = how in ("one", "password")
    assert owner.log_in("desk-1", right).status_code == (200 if is_known else 401)


def test_what_is_typed_as_a_login_fills_no_counter_but_that_of_strangers(house: House) -> None:
    """Whoever knows how the counters are called types that, and closes nothing."""
    first, owner = with_password(house), browser(house)
    owner.log_in("desk-1", first)
    for _ in range(5):
        browser(house).log_in("desk-1 changes", "wrong")
    assert owner.post(PASSWORD, {"password": first, "new_password": OWN}).status_code == 200


def test_a_login_that_looked_just_before_the_password_changed_opens_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change ends every other session; one that begins a moment later with the old password must not stay."""
    first, owner, thief = with_password(house), browser(house), browser(house)
    owner.log_in("desk-1", first)
    is_right, changed = passwords.is_right, list[int]()

    def meanwhile(password: str, kept: str | None) -> bool:
        found = is_right(password, kept)
        if not changed:
            changed.append(0)
            changed[0] = owner.post(PASSWORD, {"password": first, "new_password": OWN}).status_code
        return found

    monkeypatch.setattr(passwords, "is_right", meanwhile)
    assert code(thief.log_in("desk-1", first)) == (401, "wrong-login")
    assert changed == [200]
    assert len(sessions(house).open(now=house.now, login="desk-1")) == 1


def test_an_account_that_is_disabled_or_has_no_password_is_a_wrong_login(house: House) -> None:
    password = with_password(house)
    Accounts(house.parts.side).set_disabled("desk-1", is_disabled=True)
    account(house, "desk-2", "clerk")
    assert code(browser(house).log_in("desk-1", password)) == (401, "wrong-login")
    assert code(browser(house).log_in("desk-2", password)) == (401, "wrong-login")


def test_a_session_that_a_browser_came_with_does_not_go_on(house: House) -> None:
    """Fixation: whoever planted a cookie, of a session of their own even, is not inside afterwards."""
    password = with_password(house)
    planted = at_the_door(house, "stranger")
    victim = browser(house).holding(str(planted.cookie))
    assert victim.log_in("desk-1", password).status_code == 200
    assert victim.cookie != planted.cookie
    assert code(planted.get(SESSION)) == (401, "not-known")
    made_up = browser(house).holding("chosen-by-somebody-else")
    made_up.log_in("desk-1", password)
    assert made_up.cookie != "chosen-by-somebody-else"


def test_a_page_of_somebody_else_logs_nobody_in(house: House) -> None:
    """Not even into an account of its own, to see what is then typed there."""
    stranger = browser(house)
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert code(stranger.post(LOGIN, {"login": "stranger", "password": OWN}, **headers)) == (403, "cross-site")


def test_a_login_is_json(house: House) -> None:
    """A form of another page can send no JSON."""
    visitor = browser(house)
    plain = '{"login": "desk-1", "password": "x"}'
    for sent in (
        visitor.client.post(LOGIN, data={"login": "desk-1", "password": OWN}),
        visitor.client.post(LOGIN, content=plain, headers={"Content-Type": "text/plain"}),
    ):
        assert code(sent) == (400, "invalid")


NO_LOGINS = (
    b'{"login": "\\ud800", "password": "x"}',
    b'{"login": "desk-1", "password": "\\udfff"}',
    b'{"login": "desk-1", "password": "x", "next": "//elsewhere"}',
    b'{"login": ["desk-1"], "password": "x"}',
    b'{"login": "desk-1", "password": "' + b"x" * 1001 + b'"}',
    b"[]",
    b"\xff",
    b"[" * 100_000,
)


def test_what_is_no_login_is_said_without_repeating_it(house: House) -> None:
    visitor = browser(house)
    for body in NO_LOGINS:
        refused = visitor.client.post(LOGIN, content=body, headers={"Content-Type": "application/json"})
        assert (body[:40], refused.status_code) == (body[:40], 400)
        assert "xxx" not in refused.text


def test_a_login_that_no_database_could_hold_is_a_wrong_one(house: House) -> None:
    assert code(browser(house).log_in("desk-1\0", OWN)) == (401, "wrong-login")
    assert code(browser(house).log_in("'; --", OWN)) == (401, "wrong-login")


# Over what it travels -------------------------------------------------------------------------------------------------


def test_over_https_the_cookie_is_bound_to_this_host_and_to_https(house: House) -> None:
    """Also behind a proxy, which talks plain http to the server itself."""
    password = with_password(house)
    outside = browser(house, public_url="https://kronika.example/")
    outside.origin = "https://kronika.example"
    set_cookie, known_by = outside.log_in("desk-1", password).headers.get_list("set-cookie")
    assert set_cookie.startswith("__Host-kronika=")
    assert known_by.startswith("__Host-kronika-browser=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(set_cookie.split("; "))
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(known_by.split("; "))
    assert "Domain" not in set_cookie + known_by
    planted = Browser(outside.client).holding(set_cookie.partition("=")[2].partition(";")[0])
    assert code(planted.get(SESSION)) == (401, "not-known")


def test_no_password_is_taken_over_an_open_line(house: House) -> None:
    outside = browser(house, address="http://kronika.example")
    assert code(outside.log_in("desk-1", OWN)) == (403, "open-line")


@pytest.mark.parametrize(
    "path", ["/", "/contracts", "/contracts/OLP-1-2018?valid=2018-01-01#paid", "/hled%C3%A1n%C3%AD"]
)
def test_after_the_login_a_path_of_ours_can_follow(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https://elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "/%2Felsewhere.example",
        "/%2felsewhere.example",
        "/%5Celsewhere.example",
        "/%252Felsewhere.example",
        "/\t/elsewhere.example",
        "/%09/elsewhere.example",
        "/a\r\nSet-Cookie: kronika=x",
        "/a%0d%0aSet-Cookie:%20kronika=x",
        "/a%00",
        " //elsewhere.example",
        "/a b",
        "",
    ],
)
def test_after_the_login_nobody_is_sent_elsewhere(elsewhere: str) -> None:
    assert local_path(elsewhere) == "/"
