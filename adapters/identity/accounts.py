"""Accounts of people who log in with a password here, or through the office's own OpenID provider.

A login is a handle that somebody chose, never a name. It stands in these tables alone: entries of the ledger know the
person's key.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from re import fullmatch
from typing import NamedTuple

from adapters.identity import passwords
from adapters.identity.browsers import Browsers
from adapters.identity.passwords import Weakness
from adapters.identity.tries import FREE_EVERYWHERE, Counter, Tries
from adapters.logging import logger
from adapters.side_tables import SideTable
from projections.database import Column, ColumnType, Database, Values
from projections.table import moment_text, read_as

LOGIN = r"[a-z0-9][a-z0-9._-]{1,39}"
"""What a login looks like; capitals are typed as small letters."""

TABLES = (
    SideTable(
        "account",
        (
            Column("login", ColumnType.TEXT),
            Column("person", ColumnType.TEXT, is_nullable=True),
            Column("organisation", ColumnType.TEXT, is_nullable=True),
            Column("password", ColumnType.TEXT, is_nullable=True),
            Column("must_change", ColumnType.INTEGER),
            Column("is_disabled", ColumnType.INTEGER),
            Column("made_at", ColumnType.MOMENT),
        ),
        key=("login",),
    ),
    SideTable("account_role", (Column("login", ColumnType.TEXT), Column("role", ColumnType.TEXT)), ("login", "role")),
    SideTable(
        "account_binding",
        (
            Column("issuer", ColumnType.TEXT),
            Column("subject", ColumnType.TEXT),
            Column("login", ColumnType.TEXT),
        ),
        key=("issuer", "subject"),
    ),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can log in. `roles` are those of the account itself, which count until the office gives roles."""

    login: str
    person: str | None
    organisation: str | None
    has_password: bool
    must_change: bool
    is_disabled: bool
    made_at: datetime
    roles: tuple[str, ...]


class Checked(NamedTuple):
    """An account whose password was right, and what was kept of that password: it may be another one a moment later."""

    account: Account
    kept: str


class Lock(NamedTuple):
    """Wrong passwords closed an account: to every browser that is not known, or at some places only."""

    until: datetime
    is_everywhere: bool
    places: int
    """How many addresses, browsers and changes of a password are closed, each for a while of its own."""


class Binding(NamedTuple):
    """Whom the provider knows as this subject is whom we know as this login."""

    issuer: str
    subject: str
    login: str


class WrongLogin(PermissionError):
    """Login and password do not go together, or the account is locked or disabled. Which of these is not told."""


class LoginTaken(ValueError):
    """There is an account of this login already."""


class SubjectTaken(ValueError):
    """The subject is bound to another account."""

    def __init__(self, login: str, subject: str) -> None:
        self.login, self.subject = login, subject
        super().__init__(login)


class NoAccount(LookupError):
    """There is no account of this login."""


class WeakPassword(ValueError):
    """The new password is not taken."""

    def __init__(self, weakness: Weakness) -> None:
        self.weakness, self.code = weakness, f"password-{weakness}"
        super().__init__(weakness)


class Accounts:
    """The accounts of one ledger, in tables beside it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tries = Tries(database)
        self._browsers = Browsers(database)

    # Somebody at the door -----------------------------------------------------------------------------------------

    def authenticated(
        self, login: str, password: str, *, now: datetime, browser: str | None = None, address: str = ""
    ) -> Checked:
        """Whose password this is. Raises WrongLogin.

        As much is computed and written for a login that nobody has, for a locked account and for a disabled one.
        `browser` is the secret of the browser: in one that is known wrong tries are counted apart. Elsewhere they are
        by `address`, and those of all addresses in a day together.
        """
        login = login.casefold()
        name = self._browser(browser, login, now=now)
        counters = (_in_browser(login, name),) if name else _at_door(login, address=address, now=now)
        return self._checked(login, password, *counters, now=now)

    def knows(self, browser: str, login: str, *, now: datetime) -> bool:
        """Whether somebody has logged in to this account in the browser with this secret."""
        return self._browser(browser, login.casefold(), now=now) is not None

    def _browser(self, secret: str | None, login: str, *, now: datetime) -> str | None:
        return self._browsers.name(secret, login, now=now) if _is_login(login) else None

    def _checked(self, login: str, password: str, *counters: Counter, now: datetime) -> Checked:
        """The first counter is that of whoever asks alone: the right password empties it."""
        account, kept = self._found(login) if _is_login(login) else (None, None)
        locks = [self._tries.locked_until(one, now=now) for one in counters]
        is_locked = any(until is not None for until in locks)
        is_right = passwords.is_right(password, kept)
        if account is None or kept is None or is_locked or not is_right or account.is_disabled:
            for counter in counters:
                self._tries.failed(counter, now=now, weight=0 if is_locked else 1)
            logger().info("login.refused", account=account.login if account else None)
            raise WrongLogin
        self._tries.forget(counters[0])
        return Checked(account, kept)

    @contextmanager
    def still(self, checked: Checked) -> Iterator[Account]:
        """A transaction for what the password opened, if it is still the same and the account as it is now is open.

        Whoever changes either meanwhile waits for its end, and finds what was written in it. Raises WrongLogin.
        """
        login = checked.account.login
        with self._database.transaction():
            if not self._hold(login) or self._found(login)[1] != checked.kept:
                raise WrongLogin
            yield self.account(login)

    @contextmanager
    def bound(self, issuer: str, subject: str) -> Iterator[Account | None]:
        """A transaction for the account for which the provider vouches; None where there is none, or it is disabled.

        Whoever takes either away meanwhile waits for its end, and finds what was written in it.
        """
        statement = """
            UPDATE account_binding SET login = login
            WHERE issuer = :issuer AND subject = :subject
            RETURNING login
        """
        with self._database.transaction():
            rows = self._database.select(statement, {"issuer": issuer, "subject": subject})
            logins = [str(row[0]) for row in rows]
            yield next((self.account(login) for login in logins if self._hold(login)), None)

    def change_password(self, login: str, old: str, new: str, *, now: datetime) -> None:
        """Put a password of their own in place of the one that they came with. Raises WrongLogin, WeakPassword.

        Only somebody with a session gets here: the tries of others at the door are not counted.
        """
        checked = self._checked(login, old, _at_change(login), now=now)
        weakness = Weakness.UNCHANGED if old == new else passwords.weakness(new, login=login)
        if weakness is not None:
            raise WeakPassword(weakness)
        kept = passwords.hashed(new)
        with self.still(checked):
            self._keep(login, kept, must_change=False)
        logger().info("account.password-changed", account=login)

    # Administration -----------------------------------------------------------------------------------------------

    def add(
        self,
        login: str,
        *,
        now: datetime,
        person: str | None = None,
        roles: Iterable[str] = (),
        organisation: str | None = None,
        has_password: bool = True,
    ) -> str | None:
        """A new account; its first password, given once and to be changed at the first login. Raises LoginTaken."""
        password = passwords.generated() if has_password else None
        kept = passwords.hashed(password) if password else None
        with self._database.exclusive():
            if self._found(login)[0] is not None:
                raise LoginTaken(login)
            self._database.insert(
                "account",
                [column.name for column in TABLES[0].columns],
                [(login, person, organisation, kept, int(has_password), 0, moment_text(now))],
            )
            self._give(login, roles)
        logger().info("account.added", account=login, person=person)
        return password

    def assign(self, login: str, *, person: str | None, roles: Iterable[str], organisation: str | None) -> None:
        """Whose account it is, and its own roles, in place of what was there. Raises NoAccount."""
        with self._database.exclusive():
            self._set(login, "person = :person, organisation = :organisation", person=person, organisation=organisation)
            self._database.execute("DELETE FROM account_role WHERE login = :login", {"login": login})
            self._give(login, roles)
        logger().info("account.assigned", account=login, person=person)

    def reset(self, login: str) -> str:
        """A new first password; the wrong tries are forgotten. Raises NoAccount."""
        password = passwords.generated()
        self._keep(login, passwords.hashed(password), must_change=True)
        self._tries.forget_all(login)
        logger().info("account.reset", account=login)
        return password

    def set_disabled(self, login: str, *, is_disabled: bool) -> None:
        """Whether the account opens nothing, not even what is open. Raises NoAccount."""
        self._set(login, "is_disabled = :is_disabled", is_disabled=int(is_disabled))
        logger().info("account.disabled" if is_disabled else "account.enabled", account=login)

    def unlock(self, login: str) -> bool:
        """Forget the wrong tries; whether there were any. Raises NoAccount."""
        self.account(login)
        logger().info("account.unlocked", account=login)
        return self._tries.forget_all(login)

    def bind(self, login: str, *, issuer: str, subject: str) -> None:
        """Let the provider vouch for this account. Raises NoAccount, SubjectTaken."""
        self.account(login)
        with self._database.exclusive():
            known = [one for one in self.bindings() if (one.issuer, one.subject) == (issuer, subject)]
            if any(one.login != login for one in known):
                raise SubjectTaken(known[0].login, subject)
            if not known:
                columns = [column.name for column in TABLES[2].columns]
                self._database.insert("account_binding", columns, [(issuer, subject, login)])
        logger().info("account.bound", account=login, issuer=issuer)

    def unbind(self, login: str) -> int:
        """Let no provider vouch for this account any more; from how many it was taken. Raises NoAccount."""
        self.account(login)
        logger().info("account.unbound", account=login)
        return self._database.execute("DELETE FROM account_binding WHERE login = :login", {"login": login})

    # Questions ----------------------------------------------------------------------------------------------------

    def account(self, login: str) -> Account:
        """The account of this login. Raises NoAccount."""
        found, _ = self._found(login)
        if found is None:
            raise NoAccount(login)
        return found

    def all(self) -> Sequence[Account]:
        """Every account, by login."""
        return [account for account, _ in self._read("", {})]

    def bindings(self) -> Sequence[Binding]:
        """Everybody for whom a provider vouches, by login."""
        statement = "SELECT issuer, subject, login FROM account_binding ORDER BY login, issuer, subject"
        return read_as(Binding, self._database.select(statement))

    def lock(self, login: str, *, now: datetime) -> Lock | None:
        """Where no password opens this account, and until when; for administrators only. None where it opens."""
        locks = self._tries.locks(login, now=now)
        everywhere = locks.get(_everywhere(login, now=now).digest)
        until = everywhere or max(locks.values(), default=None)
        return None if until is None else Lock(until, everywhere is not None, len(locks))

    # Tables -------------------------------------------------------------------------------------------------------

    def _found(self, login: str) -> tuple[Account | None, str | None]:
        """The account and what is kept of its password."""
        return next(iter(self._read("WHERE a.login = :login", {"login": login})), (None, None))

    def _read(self, where: str, parameters: dict[str, str]) -> list[tuple[Account, str | None]]:
        rows = self._database.select(f"{_READ} {where} ORDER BY a.login, r.role", dict(parameters))
        by_login: dict[str, list[_Row]] = {}
        for row in read_as(_Row, rows):
            by_login.setdefault(row.login, []).append(row)
        return [(_account(of_one), of_one[0].password) for of_one in by_login.values()]

    def _give(self, login: str, roles: Iterable[str]) -> None:
        rows: list[Values] = [(login, role) for role in dict.fromkeys(roles)]
        self._database.insert("account_role", ("login", "role"), rows)

    def _hold(self, login: str) -> bool:
        """Keep the row as it is until the transaction ends; whether the account is there and not disabled."""
        statement = "UPDATE account SET login = login WHERE login = :login AND is_disabled = 0"
        return self._database.execute(statement, {"login": login}) > 0

    def _keep(self, login: str, kept: str, *, must_change: bool) -> None:
        change = "password = :password, must_change = :must_change"
        self._set(login, change, password=kept, must_change=int(must_change))

    def _set(self, login: str, change: str, **values: str | int | None) -> None:
        statement = f"UPDATE account SET {change} WHERE login = :login"  # noqa: S608  texts of ours
        if not self._database.execute(statement, {"login": login, **values}):
            raise NoAccount(login)


def _is_login(typed: str) -> bool:
    return fullmatch(LOGIN, typed) is not None


def _at_door(typed: str, *, address: str, now: datetime) -> tuple[Counter, Counter]:
    """The counters of strangers who come from one address, and of all who came that day."""
    login = typed if _is_login(typed) else f"? {typed}"
    return Counter(login, f"from {address}"), _everywhere(login, now=now)


def _everywhere(login: str, *, now: datetime) -> Counter:
    """The counter of all strangers of a day."""
    return Counter(login, f"on {now.date()}", FREE_EVERYWHERE)


def _in_browser(login: str, name: str) -> Counter:
    """The counter of a browser that is known."""
    return Counter(login, f"in {name}")


def _at_change(login: str) -> Counter:
    """The counter of those who are logged in and change their password."""
    return Counter(login, "changes")


_READ = """
SELECT a.login, a.person, a.organisation, a.password, a.must_change, a.is_disabled, a.made_at, r.role
FROM account a
LEFT JOIN account_role r ON r.login = a.login
"""


class _Row(NamedTuple):
    """An account with one of its roles."""

    login: str
    person: str | None
    organisation: str | None
    password: str | None
    must_change: int
    is_disabled: int
    made_at: datetime
    role: str | None


def _account(rows: Sequence[_Row]) -> Account:
    first = rows[0]
    return Account(
        login=first.login,
        person=first.person,
        organisation=first.organisation,
        has_password=first.password is not None,
        must_change=bool(first.must_change),
        is_disabled=bool(first.is_disabled),
        made_at=first.made_at,
        roles=tuple(row.role for row in rows if row.role is not None),
    )
