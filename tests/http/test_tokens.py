"""Tokens of programs: less than their role where they were made for less, and gone for good once revoked."""

import hashlib
from datetime import UTC, datetime, timedelta

from adapters.identity import tokens
from adapters.identity.scope import names_nothing
from adapters.identity.tokens import Tokens
from adapters.side_tables import make_tables, open_side_tables
from domain.kernel.stamp import Actor
from tests.http.conftest import CONTRACTS, Caller, House
from tests.http.test_sessions import NETWORK, code


def narrowed(house: House, *only: str, role: str = "clerk") -> Caller:
    """A program with a token for these alone."""
    until = house.now + timedelta(days=1)
    name = "-".join(only)
    return Caller(house.client, house.tokens.issue(name, Actor(role=role), now=house.now, expires_at=until, only=only))


def test_a_token_may_do_less_than_its_role(house: House) -> None:
    """The refusal says that it is the token, so that nobody looks for the mistake in the role."""
    contracts = narrowed(house, "contract.record-*", "read:network")
    assert contracts.conclude().status_code == 201
    assert contracts.get(NETWORK).status_code == 200
    refused = contracts.post(f"{CONTRACTS}/OLP-9001-2018/terminate", {"mode": "NOTICE", "by": "region"})
    assert code(refused) == (403, "too-narrow")
    assert "contract.terminate" in refused.json()["detail"]
    assert code(contracts.get("/api/v1/deadlines")) == (403, "too-narrow")
    assert code(contracts.get(f"{CONTRACTS}/OLP-9001-2018")) == (403, "too-narrow")


def test_a_token_that_only_reads_changes_nothing(house: House) -> None:
    reader = narrowed(house, "read")
    assert reader.get(NETWORK).status_code == 200
    assert code(reader.conclude()) == (403, "too-narrow")
    device = narrowed(house, "contract.*")
    assert device.conclude().status_code == 201
    assert code(device.get(NETWORK)) == (403, "too-narrow")


def test_a_token_is_never_wider_than_its_role(house: House) -> None:
    everything = narrowed(house, "*", role="auditor")
    assert code(everything.conclude()) == (403, "not-allowed")


def test_patterns_that_leave_nothing_are_named() -> None:
    commands, readings = ["contract.conclude"], ["network"]
    only = ["contract.*", "inspection.*", "read", "read:network", "read:vault", "network"]
    assert names_nothing(only, commands=commands, readings=readings) == ("inspection.*", "read:vault", "network")


def test_a_revoked_or_expired_token_opens_nothing(house: House) -> None:
    clerk = house.caller("clerk", name="tablet-1", days=1)
    assert clerk.get(NETWORK).status_code == 200
    assert house.tokens.revoke("tablet-1", now=house.now)
    assert code(clerk.get(NETWORK)) == (401, "not-known")
    other = house.caller("clerk", days=1)
    house.now += timedelta(days=1)
    assert code(other.get(NETWORK)) == (401, "not-known")


def test_tokens_from_before_they_could_be_narrowed_are_good(store_url: str) -> None:
    """An old ledger has one table of tokens; it stays, and the other is made beside it."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with open_side_tables(store_url) as database:
        make_tables(database, tokens.TABLES[:1])
        names = [column.name for column in tokens.TABLES[0].columns]
        digest = hashlib.sha256(b"krn_old").hexdigest()
        until = (now + timedelta(days=1)).isoformat()
        database.insert("access_token", names, [(digest, "old", "clerk", None, None, now.isoformat(), until, None)])
        kept = Tokens(database)
        kept.prepare()
        caller = kept.caller("krn_old", now=now)
        assert (caller.actor, caller.token, caller.scope.patterns) == (Actor(role="clerk"), "old", ())
        assert [row.only for row in kept.rows()] == [()]


def test_what_cannot_be_made_again_waits_for_the_disk(store_url: str) -> None:
    """A revocation that a power failure took back would open the door again."""
    asked = {"sqlite": ("PRAGMA synchronous", 2), "postgres": ("SHOW synchronous_commit", "on")}
    with open_side_tables(store_url) as database:
        statement, durable = asked[database.dialect]
        assert database.select(statement) == [(durable,)]
