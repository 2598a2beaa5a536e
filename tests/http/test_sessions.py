"""Sessions at a browser: who they are, what a page of somebody else cannot do with them, and how they end."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from httpx2 import Response

from adapters.identity.accounts import Accounts
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.office.commands import GrantRole, RecordLeaving, RegisterPerson
from tests.http.browser import HERE, SESSION, account, at_the_door, browser, logged_in, sessions
from tests.http.conftest import Caller, House

NETWORK = "/api/v1/network"


def code(response: Response) -> Any:
    return response.status_code, response.json()["code"]


# Who it is ------------------------------------------------------------------------------------------------------------


def test_a_session_acts_in_its_role_and_the_entry_says_through_which_door(house: House) -> None:
    """Pages are told apart from programs; what stands in the ledger opens nothing."""
    clerk = at_the_door(house)
    assert clerk.conclude().status_code == 201
    stamp = house.parts.source.read(after=0, limit=1, until=1)[0].stamp
    name = clerk.get(SESSION).json()["data"]["name"]
    assert (stamp.source, stamp.actor) == (Source(kind="ui", reference=name), Actor(role="clerk"))
    assert str(clerk.cookie) not in stamp.model_dump_json()


def test_a_session_tells_who_is_logged_in(house: House) -> None:
    clerk = at_the_door(house, "desk-1", "clerk", "approver")
    told = clerk.get(SESSION)
    data = told.json()["data"]
    assert (data["login"], data["role"], data["roles"]) == ("desk-1", "clerk", ["approver", "clerk"])
    assert told.headers["cache-control"] == "no-store"
    assert code(browser(house).get(SESSION)) == (401, "not-known")


def test_secrets_of_sessions_are_not_kept(house: House) -> None:
    clerk = at_the_door(house)
    rows = str(house.parts.side.select("SELECT * FROM login_session"))
    assert clerk.cookie
    assert clerk.cookie not in rows
    assert clerk.csrf not in rows


def test_a_token_counts_alone_whatever_cookie_comes_with_it(house: House) -> None:
    """Nobody gets the rights of both; a bad token is not mended by a good cookie."""
    clerk = at_the_door(house)
    auditor = house.caller("auditor").secret
    assert code(clerk.conclude(Authorization=f"Bearer {auditor}")) == (403, "not-allowed")
    assert code(clerk.get(NETWORK, Authorization="Bearer krn_nobodys")) == (401, "not-known")
    assert code(clerk.get(NETWORK, Authorization="Basic a2xhcjp4")) == (401, "not-known")
    assert clerk.get(NETWORK).status_code == 200


def test_a_token_needs_no_word_of_a_page(clerk: Caller) -> None:
    assert clerk.conclude(headers={"Origin": "https://elsewhere.example"}).status_code == 201


# Pages of somebody else -----------------------------------------------------------------------------------------------


FOREIGN: tuple[tuple[dict[str, str], str], ...] = (
    ({"X-CSRF-Token": ""}, "csrf"),
    ({"X-CSRF-Token": "x" * 43}, "csrf"),
    ({"X-CSRF-Token": "é"}, "csrf"),
    ({"Origin": "https://elsewhere.example"}, "cross-site"),
    ({"Origin": "null"}, "cross-site"),
    ({"Origin": f"{HERE}.elsewhere.example"}, "cross-site"),
    ({"Origin": f"{HERE}:8001"}, "cross-site"),
    ({"Sec-Fetch-Site": "cross-site"}, "cross-site"),
    ({"Sec-Fetch-Site": "same-site"}, "cross-site"),
    ({"Sec-Fetch-Site": "none"}, "cross-site"),
)


def test_a_change_from_elsewhere_is_refused(house: House) -> None:
    clerk = at_the_door(house)
    for headers, told in FOREIGN:
        encoded: Any = {name: value.encode() for name, value in headers.items()}
        assert (headers, *code(clerk.conclude(**encoded))) == (headers, 403, told)
    assert house.parts.ledger.head() == 0
    assert clerk.conclude().status_code == 201


def test_a_change_that_does_not_say_where_it_comes_from_is_refused(house: House) -> None:
    clerk = at_the_door(house)
    response = clerk.client.delete(SESSION, headers={"X-CSRF-Token": clerk.csrf})
    assert code(response) == (403, "no-origin")
    assert (
        clerk.client.delete(SESSION, headers={"X-CSRF-Token": clerk.csrf, "Sec-Fetch-Site": "same-origin"}).status_code
        == 204
    )


def test_the_word_of_one_session_does_not_serve_another(house: House) -> None:
    one, other = at_the_door(house, "desk-1"), at_the_door(house, "desk-2")
    assert code(one.conclude(**{"X-CSRF-Token": other.csrf})) == (403, "csrf")
    assert one.conclude(**{"X-CSRF-Token": one.csrf}).status_code == 201


# Another secret whenever it means something else ----------------------------------------------------------------------


def test_another_role_comes_with_another_secret(house: House) -> None:
    """Whoever saw the old cookie holds nothing, and the word of the old page is worth nothing."""
    clerk = at_the_door(house, "desk-1", "clerk", "auditor")
    before, word = str(clerk.cookie), clerk.csrf
    changed = clerk.act_as("auditor")
    assert (changed.status_code, changed.json()["data"]["role"]) == (200, "auditor")
    assert clerk.cookie != before
    assert clerk.csrf != word
    assert code(clerk.conclude()) == (403, "not-allowed")
    assert code(browser(house).holding(before).get(SESSION)) == (401, "not-known")


def test_a_role_that_is_not_held_cannot_be_chosen(house: House) -> None:
    clerk = at_the_door(house)
    refused = clerk.act_as("approver")
    assert (*code(refused), refused.json()["roles"]) == (403, "role-not-held", ["clerk"])
    assert code(clerk.act_as("timer")) == (403, "role-not-held")


def test_without_a_role_nothing_can_be_asked(house: House) -> None:
    account(house, "desk-1", "clerk", "auditor")
    undecided = logged_in(house, "desk-1", None)
    assert code(undecided.get(NETWORK)) == (403, "no-role")
    assert code(undecided.conclude()) == (403, "no-role")
    assert undecided.act_as("auditor").status_code == 200
    assert undecided.get(NETWORK).status_code == 200


# Its end --------------------------------------------------------------------------------------------------------------


def test_a_session_that_nobody_uses_ends(house: House) -> None:
    clerk = at_the_door(house)
    for _ in range(3):
        house.now += timedelta(minutes=59)
        assert clerk.get(NETWORK).status_code == 200
    house.now += timedelta(minutes=60)
    assert code(clerk.get(NETWORK)) == (401, "not-known")


def test_a_session_in_use_ends_all_the_same(house: House) -> None:
    clerk = at_the_door(house)
    for _ in range(15):
        house.now += timedelta(minutes=47)
        assert clerk.get(SESSION).status_code == 200
    house.now += timedelta(minutes=15)
    assert code(clerk.get(SESSION)) == (401, "not-known")


def test_who_logs_out_is_out(house: House) -> None:
    clerk = at_the_door(house)
    secret = str(clerk.cookie)
    gone = clerk.delete(SESSION)
    assert (gone.status_code, gone.content) == (204, b"")
    assert 'kronika="";' in gone.headers["set-cookie"]
    assert code(browser(house).holding(secret).get(SESSION)) == (401, "not-known")


def test_all_sessions_of_an_account_are_seen_and_ended(house: House) -> None:
    here, elsewhere, stranger = at_the_door(house), logged_in(house, "desk-1"), at_the_door(house, "desk-2")
    names = {one["name"] for one in here.get("/api/v1/sessions").json()["data"]}
    foreign = stranger.get(SESSION).json()["data"]["name"]
    assert len(names) == 2
    assert foreign not in names
    assert code(here.delete(f"/api/v1/sessions/{foreign}")) == (404, "no-session")
    assert code(here.delete("/api/v1/sessions/whatever")) == (400, "invalid")
    other = elsewhere.get(SESSION).json()["data"]["name"]
    assert here.delete(f"/api/v1/sessions/{other}").status_code == 204
    assert code(elsewhere.get(SESSION)) == (401, "not-known")
    assert here.delete("/api/v1/sessions").status_code == 204
    assert code(here.get(SESSION)) == (401, "not-known")
    assert stranger.get(SESSION).status_code == 200


def test_a_session_that_was_revoked_opens_nothing(house: House) -> None:
    clerk = at_the_door(house)
    assert sessions(house).end(login="desk-1", now=house.now) == 1
    assert code(clerk.conclude()) == (401, "not-known")
    assert sessions(house).open(now=house.now) == []


def test_an_account_that_is_disabled_opens_nothing_at_once(house: House) -> None:
    clerk = at_the_door(house)
    Accounts(house.parts.side).set_disabled("desk-1", is_disabled=True)
    assert code(clerk.get(NETWORK)) == (401, "not-known")


# The office gives roles -----------------------------------------------------------------------------------------------

ADMINISTRATOR, CLERK = "p-00000000000000aa", "p-00000000000000cc"


def do(house: House, command: Any, *, person: str | None = None) -> None:
    stamp = Stamp(
        command_id=uuid4(),
        actor=Actor(role="administrator", person=person),
        source=Source(kind="cli"),
        effective_on=house.now.date(),
        reason=Prose.of("staff"),
    )
    house.parts.engine.handle(command, stamp)


def staff(house: House, *, until: date | None = None) -> None:
    """An administrator, and a clerk whose role may have an end."""
    do(house, RegisterPerson(person=ADMINISTRATOR, capacity="staff"))
    do(house, RegisterPerson(person=CLERK, capacity="staff"))
    do(house, GrantRole(appointment="J-1", person=ADMINISTRATOR, role="administrator"))
    do(house, GrantRole(appointment="J-2", person=CLERK, role="clerk", until=until), person=ADMINISTRATOR)


def test_once_the_office_gives_roles_those_of_the_account_count_no_more(house: House) -> None:
    account(house, "desk-1", "approver", person=CLERK)
    account(house, "nobody", "clerk")
    staff(house)
    visitor, nobody = logged_in(house, "desk-1", None), logged_in(house, "nobody")
    assert visitor.get(SESSION).json()["data"]["roles"] == ["clerk"]
    assert code(visitor.act_as("approver")) == (403, "role-not-held")
    assert visitor.act_as("clerk").status_code == 200
    assert visitor.conclude().status_code == 201
    assert nobody.get(SESSION).json()["data"]["roles"] == []
    assert code(nobody.conclude("OLP/2/2018")) == (403, "not-allowed")


def test_a_role_that_ends_during_a_session_ends_what_the_session_may(house: House) -> None:
    account(house, "desk-1", person=CLERK)
    house.now = house.now.replace(hour=22, minute=30)
    staff(house, until=date(2018, 3, 1))
    visitor = logged_in(house, "desk-1")
    assert visitor.conclude().status_code == 201
    house.now += timedelta(minutes=45)  # past midnight in Prague
    assert code(visitor.conclude("OLP/2/2018")) == (403, "not-allowed")
    assert code(visitor.get(NETWORK)) == (403, "not-allowed")
    assert visitor.get(SESSION).json()["data"]["roles"] == []


def test_who_leaves_the_office_can_do_nothing_more(house: House) -> None:
    account(house, "desk-1", person=CLERK)
    staff(house)
    do(house, RecordLeaving(person=CLERK), person=ADMINISTRATOR)
    house.now += timedelta(days=1)
    visitor = logged_in(house, "desk-1")
    assert code(visitor.conclude()) == (403, "not-allowed")
