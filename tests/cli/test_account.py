"""Accounts and sessions on the command line."""

from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.identity import passwords
from adapters.identity.accounts import Accounts, WrongLogin
from adapters.identity.browsers import Browsers
from adapters.identity.sessions import Life, Opened, Sessions
from adapters.identity.tries import FREE_EVERYWHERE, Counter, Tries
from adapters.side_tables import open_side_tables
from tests.cli.runner import Cli

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIFE = Life(timedelta(hours=1), timedelta(hours=12))


def opens(cli: Cli, login: str, password: str) -> bool:
    """Whether somebody with this password is let in."""
    with open_side_tables(cli.environment["KRONIKA_DATABASE"]) as side:
        try:
            Accounts(side).authenticated(login, password, now=NOW)
        except WrongLogin:
            return False
        return True


def log_in(cli: Cli, login: str) -> Opened:
    """A session, as a browser has it."""
    with open_side_tables(cli.environment["KRONIKA_DATABASE"]) as side:
        return Sessions(side, LIFE).begin(login, role="clerk", way="oidc", now=NOW)


def listed(cli: Cli) -> Any:
    return cli.ok("account", "list", "--json").json["data"]


def test_the_first_account_is_made_once(any_cli: Cli) -> None:
    """Its password is alone on stdout; a second time nothing is made and nothing is said."""
    first = any_cli.ok("account", "first")
    assert opens(any_cli, "admin", first.out.strip())
    assert "to be changed at the first login" in first.err
    again = any_cli.ok("account", "first")
    assert (again.out, again.err) == ("", "")
    assert any_cli.ok("account", "first", "--json").json["data"] is None
    (account,) = listed(any_cli)
    assert (account["login"], account["roles"], account["must_change"]) == ("admin", ["administrator"], True)
    assert "password" not in account


def test_the_first_account_tells_machines_login_and_password(cli: Cli) -> None:
    told = cli.ok("account", "first", "--as", "clerk", "--as", "auditor", "--json").json["data"]
    assert told["login"] == "admin"
    assert opens(cli, "admin", told["password"])
    assert listed(cli)[0]["roles"] == ["auditor", "clerk"]


def test_an_account_is_for_a_person_whom_the_office_knows(cli: Cli) -> None:
    nobody = cli("account", "add", "desk-1", "--person", "p-0123456789abcdef")
    assert (nobody.code, nobody.err) == (3, "error: nobody is known as p-0123456789abcdef\n")
    person = cli.did(
        "office.register-person", None, "--as", "administrator", person="p-0123456789abcdef", capacity="staff"
    )
    assert person
    cli.ok("account", "add", "desk-1", "--person", "p-0123456789abcdef", "--no-password")
    assert (listed(cli)[0]["person"], listed(cli)[0]["has_password"]) == ("p-0123456789abcdef", False)


def test_what_is_no_account_is_said(cli: Cli) -> None:
    wrong = {
        ("add", "Somebody Else", "--as", "clerk"): (2, "is no login"),
        ("add", "desk-1"): (2, "give --person, or --as"),
        ("add", "desk-1", "--as", "clrk"): (2, "did you mean clerk?"),
        ("add", "desk-1", "--as", "timer"): (2, "timer is not a role"),
        ("reset", "desk-1"): (3, "there is no account desk-1"),
        ("disable", "desk-1"): (3, "there is no account desk-1"),
        ("unlock", "desk-1"): (3, "there is no account desk-1"),
        ("bind", "desk-1", "--subject", "1"): (2, "--issuer is missing"),
        ("bind", "desk-1", "--subject", "1", "--issuer", "https://login.example"): (3, "there is no account desk-1"),
    }
    for words, (code, message) in wrong.items():
        result = cli("account", *words)
        assert (words, result.code) == (words, code)
        assert message in result.err
    cli.ok("account", "add", "desk-1", "--as", "clerk", "--no-password")
    assert cli("account", "add", "desk-1", "--as", "clerk", "--no-password").code == 6


def test_a_lock_is_told_to_the_administrator_and_can_be_opened(cli: Cli) -> None:
    cli.it_is("2026-03-01T10:00:00+01:00")
    cli.ok("account", "add", "desk-1", "--as", "clerk", "--no-password")
    with open_side_tables(cli.environment["KRONIKA_DATABASE"]) as side:
        for _ in range(5):
            Tries(side).failed(Counter("desk-1", "from somewhere"), now=NOW)
    assert "locked from 1 place until 2026-03-01 10:01:00" in cli.ok("account", "list", COLUMNS="200").out
    assert "zamčený z 1 místa do" in cli.ok("account", "list", "--lang", "cs", COLUMNS="200").out
    told = {"locked_until": "2026-03-01T09:01:00+00:00", "is_locked_everywhere": False, "locked_places": 1}
    assert told.items() <= listed(cli)[0].items()
    cli.ok("account", "unlock", "desk-1")
    assert listed(cli)[0]["locked_until"] is None


def test_an_account_that_is_closed_to_all_strangers_is_told_from_one_closed_to_an_address(cli: Cli) -> None:
    """The administrator learns whether somebody at another desk could log in."""
    cli.it_is("2026-03-01T10:00:00+01:00")
    cli.ok("account", "add", "desk-1", "--as", "clerk", "--no-password")
    with open_side_tables(cli.environment["KRONIKA_DATABASE"]) as side:
        for _ in range(FREE_EVERYWHERE):
            Tries(side).failed(Counter("desk-1", "on 2026-03-01", FREE_EVERYWHERE), now=NOW)
    assert "locked until 2026-03-01 10:01:00" in cli.ok("account", "list", COLUMNS="200").out
    assert (listed(cli)[0]["is_locked_everywhere"], listed(cli)[0]["locked_places"]) == (True, 1)


def test_whatever_closes_an_account_logs_it_out(cli: Cli) -> None:
    cli.it_is("2026-03-01T10:00:00+01:00")
    password = cli.ok("account", "add", "desk-1", "--as", "clerk").out.strip()
    for words in (("disable", "desk-1"), ("assign", "desk-1", "--as", "auditor"), ("unbind", "desk-1")):
        name = log_in(cli, "desk-1").row.name
        assert name in cli.ok("session", "list").out
        cli.ok("account", *words)
        assert cli.ok("session", "list").out == "Nobody is logged in.\n"
    assert not opens(cli, "desk-1", password)
    cli.ok("account", "enable", "desk-1")
    assert opens(cli, "desk-1", password)
    name = log_in(cli, "desk-1").row.name
    second = cli.ok("account", "reset", "desk-1", "--json").json["data"]["password"]
    assert cli("session", "revoke", name).code == 3
    assert passwords.weakness(second, login="desk-1") is None
    assert (opens(cli, "desk-1", password), opens(cli, "desk-1", second)) == (False, True)


def test_whatever_ends_sessions_from_elsewhere_forgets_their_browsers(cli: Cli) -> None:
    """A lost machine is a stranger again; also when its session has ended by itself meanwhile."""
    cli.it_is("2026-03-01T10:00:00+01:00")
    cli.ok("account", "add", "desk-1", "--as", "clerk", "--no-password")

    def known(session: str) -> list[str]:
        with open_side_tables(cli.environment["KRONIKA_DATABASE"]) as side:
            browsers = Browsers(side)
            if session:
                browsers.remember(None, login="desk-1", session=session, now=NOW)
            return list(browsers.names("desk-1"))

    for words in (("account", "disable", "desk-1"), ("account", "reset", "desk-1"), ("session", "revoke", "--all")):
        assert len(known("s-000000000001")) == 1
        cli.ok(*words)
        assert known("") == []
    known("s-000000000002")
    known("s-000000000003")
    assert cli("session", "revoke", "s-000000000002").code == 3
    assert len(known("")) == 1


def test_a_subject_belongs_to_one_account(cli: Cli) -> None:
    for login in ("desk-1", "desk-2"):
        cli.ok("account", "add", login, "--as", "clerk", "--no-password")
    who = ("--issuer", "https://login.example", "--subject", "248289761001")
    cli.ok("account", "bind", "desk-1", *who)
    cli.ok("account", "bind", "desk-1", *who)
    taken = cli("account", "bind", "desk-2", *who)
    assert (taken.code, taken.err) == (6, "error: 248289761001 is bound to desk-1 already\n")
    assert "https://login.example" in cli.ok("account", "list").out
    cli.ok("account", "unbind", "desk-1")
    cli.ok("account", "bind", "desk-2", "--subject", "248289761001", KRONIKA_OIDC_ISSUER="https://login.example")
    assert [len(one["bindings"]) for one in listed(cli)] == [0, 1]


def test_sessions_are_listed_and_ended(cli: Cli) -> None:
    cli.it_is("2026-03-01T10:00:00+01:00")
    for login in ("desk-1", "desk-2"):
        cli.ok("account", "add", login, "--as", "clerk", "--no-password")
    one, _, third = log_in(cli, "desk-1"), log_in(cli, "desk-1"), log_in(cli, "desk-2")
    assert len(cli.ok("session", "list", "--login", "desk-1", "--json").json["data"]) == 2
    assert one.secret not in cli.ok("session", "list").out
    assert cli.ok("session", "revoke", one.row.name).out == "Ended: 1 session.\n"
    assert cli("session", "revoke", one.row.name).code == 3
    assert cli("session", "revoke").code == 2
    assert cli("session", "revoke", third.row.name, "--all").code == 2
    assert cli.ok("session", "revoke", "--login", "desk-1", "--json").json["data"] == {"ended": 1}
    assert cli.ok("session", "revoke", "--all", "--lang", "cs").out == "Ukončeno: 1 přihlášení.\n"
    assert cli.ok("session", "list").out == "Nobody is logged in.\n"


def test_a_token_is_narrowed_to_what_its_role_may(cli: Cli) -> None:
    wide = cli("token", "issue", "t1", "--as", "auditor", "--only", "contract.*")
    assert (wide.code, wide.out) == (2, "")
    assert "--only contract.* names nothing that the role auditor may do" in wide.err
    cli.ok("token", "issue", "t1", "--as", "clerk", "--only", "contract.*", "--only", "read:network")
    assert "contract.* read:network" in cli.ok("token", "list").out
    assert cli.ok("token", "list", "--json").json["data"][0]["only"] == ["contract.*", "read:network"]
