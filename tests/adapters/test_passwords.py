"""What is asked of a password, and how long guessing takes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.identity import passwords
from adapters.identity.passwords import Weakness
from adapters.identity.tries import TABLES, Counter, Tries
from adapters.side_tables import make_tables, open_side_tables
from projections.database import Database

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WRONG = "not this one"


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("elevenchars", Weakness.TOO_SHORT),
        ("elevencharsx", None),
        ("x" + "yz12ab" * 43, Weakness.TOO_LONG),
        ("x" + "yz12a" * 51, None),
        ("Passwordpassword", Weakness.TOO_COMMON),
        ("123456789012", Weakness.TOO_COMMON),
        ("ababababababababab", Weakness.TOO_COMMON),
        ("abcdabcdabcdab", Weakness.TOO_COMMON),
        ("desk-112345678", Weakness.IS_LOGIN),
        ("Desk-1 1234567", Weakness.IS_LOGIN),
        ("two ponies for desk-1", None),
        ("čtyři koně ve dvoře", None),
        ("            ", Weakness.TOO_COMMON),
    ],
)
def test_length_is_asked_for_and_what_is_guessed_first_is_not_taken(password: str, weakness: Weakness | None) -> None:
    """No capitals, digits or signs are demanded: they make passwords that are written down."""
    assert passwords.weakness(password, login="desk-1") is weakness


def test_every_common_password_would_pass_otherwise_for_its_length() -> None:
    assert all(len(one) >= 10 for one in passwords.COMMON)


def test_a_made_password_is_strong_and_another_each_time() -> None:
    made = {passwords.generated() for _ in range(20)}
    assert len(made) == 20
    assert all(passwords.weakness(one, login="admin") is None for one in made)


def test_a_password_is_kept_as_argon2id_and_known_however_its_accents_are_composed() -> None:
    kept = passwords.hashed("ko\u0148 ve dvo\u0159e")
    assert kept.startswith("$argon2id$")
    assert passwords.is_right("kon\u030c ve dvor\u030ce", kept)
    assert not passwords.is_right("kůň ve dvoře", kept)
    assert not passwords.is_right("koň ve dvoře", None)


# Wrong tries ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    with open_side_tables(store_url) as opened:
        make_tables(opened, TABLES)
        yield opened


@pytest.fixture
def tries(database: Database) -> Tries:
    return Tries(database)


def fail(tries: Tries, times: int, *, at: datetime = NOW, login: str = "desk-1") -> timedelta | None:
    """So many wrong passwords; how long the door is closed now."""
    for _ in range(times):
        tries.failed(Counter(login), now=at)
    until = tries.locked_until(Counter(login), now=at)
    return None if until is None else until - at


def test_four_wrong_passwords_cost_nothing_and_the_fifth_a_minute(tries: Tries) -> None:
    assert fail(tries, 4) is None
    assert fail(tries, 1) == timedelta(minutes=1)
    assert tries.locked_until(Counter("desk-2"), now=NOW) is None
    assert tries.locked_until(Counter("desk-1"), now=NOW + timedelta(minutes=1)) is None


def test_each_further_one_doubles_the_wait_up_to_an_hour(tries: Tries) -> None:
    fail(tries, 4)
    waits, now = [], NOW
    for _ in range(9):
        wait = fail(tries, 1, at=now)
        assert wait is not None
        waits.append(wait // timedelta(minutes=1))
        now += wait
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_while_the_door_is_closed_nobody_can_keep_it_closed(tries: Tries) -> None:
    fail(tries, 5)
    assert fail(tries, 50, at=NOW + timedelta(seconds=30)) == timedelta(seconds=30)


def test_the_right_password_and_a_day_make_them_forgotten(tries: Tries, database: Database) -> None:
    fail(tries, 4)
    assert tries.forget(Counter("desk-1"))
    assert fail(tries, 4) is None
    fail(tries, 1, login="desk-2", at=NOW + timedelta(days=1, seconds=1))
    assert database.select("SELECT COUNT(*) FROM login_try") == [(1,)]


def test_what_was_typed_as_a_login_is_not_kept(tries: Tries, database: Database) -> None:
    fail(tries, 1, login="my secret password")
    assert "secret" not in str(database.select("SELECT * FROM login_try"))
