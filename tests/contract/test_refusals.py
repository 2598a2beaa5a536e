"""What is checked under the lock, and which answer each violation gets."""

from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import DataError, IntegrityError, StoredEvent

from application.ledger import ClaimTaken, CommandSeen, VersionClash, Write
from domain.kernel.ids import release, take
from tests.contract.writes import AnyLedger, a_write, command, event


def test_a_version_that_is_taken_is_a_clash(ledger: AnyLedger) -> None:
    """Somebody else wrote this aggregate in the meantime."""
    jar = uuid4()
    ledger.write(a_write(jar, count=2))
    for version in (1, 2):
        with pytest.raises(VersionClash):
            ledger.write(a_write(jar, version))


def test_a_version_may_not_be_left_out(ledger: AnyLedger) -> None:
    """History has no holes, in an aggregate as little as in the ledger."""
    jar = uuid4()
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, 2))
    ledger.write(a_write(jar, 1))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, 3))


@pytest.mark.parametrize("versions", [(1, 1), (1, 3), (2, 1)])
def test_one_write_may_not_contradict_itself(ledger: AnyLedger, versions: tuple[int, int]) -> None:
    """Two events of one aggregate follow each other."""
    jar = uuid4()
    with pytest.raises(VersionClash):
        ledger.write(Write(tuple(event(jar, version) for version in versions)))
    assert ledger.head() == 0


def test_the_library_may_count_versions_from_nought(ledger: AnyLedger) -> None:
    """Its suites do; Kronika counts from one."""
    jar = uuid4()
    ledger.write(a_write(jar, 0, count=2))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, 0))
    ledger.write(a_write(jar, 2))
    with pytest.raises(IntegrityError):
        ledger.write(a_write(uuid4(), -1))


def test_what_was_relied_on_may_not_have_moved(ledger: AnyLedger) -> None:
    """A decision that looked at another aggregate falls with it."""
    jar, other = uuid4(), uuid4()
    ledger.write(a_write(other))
    ledger.write(a_write(jar, 1, relies_on=((other, 1),)))
    ledger.write(a_write(other, 2))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, 2, relies_on=((other, 1),)))
    ledger.write(a_write(jar, 2, relies_on=((other, 2),)))


def test_one_may_rely_on_what_is_not_there(ledger: AnyLedger) -> None:
    """Version 0 is an aggregate that nobody has opened; it clashes as soon as somebody has."""
    other = uuid4()
    ledger.write(a_write(relies_on=((other, 0),)))
    with pytest.raises(VersionClash):
        ledger.write(a_write(relies_on=((other, 1),)))
    ledger.write(a_write(other))
    with pytest.raises(VersionClash):
        ledger.write(a_write(relies_on=((other, 0),)))


def test_one_may_rely_on_what_one_writes(ledger: AnyLedger) -> None:
    """The version that was seen is the one before the own events."""
    jar = uuid4()
    ledger.write(a_write(jar))
    ledger.write(a_write(jar, 2, relies_on=((jar, 1),)))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, 3, relies_on=((jar, 3),)))


def test_a_command_is_taken_once_from_each_actor(ledger: AnyLedger) -> None:
    """The same identifier from another actor is another command."""
    jar, row = uuid4(), command(uuid4())
    ledger.write(Write((event(jar),), row))
    with pytest.raises(CommandSeen):
        ledger.write(Write((event(uuid4()),), row))
    with pytest.raises(CommandSeen):
        ledger.write(Write((event(uuid4()),), command(uuid4(), row.command_id, body=b'{"other":1}')))
    ledger.write(Write((event(uuid4()),), command(uuid4(), row.command_id, actor="p-2")))
    assert ledger.head() == 2


def test_a_command_twice_in_a_block_is_seen(ledger: AnyLedger) -> None:
    """The block is not written at all."""
    row = command(uuid4())
    with pytest.raises(CommandSeen):
        ledger.write_all([Write((event(uuid4()),), row), Write((event(uuid4()),), row)])
    assert ledger.head() == 0


def test_a_repeated_command_is_seen_before_its_stale_version(ledger: AnyLedger) -> None:
    """A repeat is also stale; it has to get its first answer, not a clash."""
    write = a_write()
    ledger.write(write)
    with pytest.raises(CommandSeen):
        ledger.write(write)


def test_a_stale_version_is_seen_before_a_held_number(ledger: AnyLedger) -> None:
    """Whoever decides again may find that the number is not asked for any more."""
    jar, holder = uuid4(), uuid4()
    ledger.write(a_write(jar))
    ledger.write(a_write(holder, claims=(take("number", "1"),)))
    with pytest.raises(VersionClash):
        ledger.write(a_write(jar, claims=(take("number", "1"),)))


def test_a_number_has_one_holder(ledger: AnyLedger) -> None:
    """The refusal names who holds it, so that a person can look."""
    holder = uuid4()
    ledger.write(a_write(holder, claims=(take("contract-number", "OLP/1900/2017"),)))
    with pytest.raises(ClaimTaken) as refused:
        ledger.write(a_write(claims=(take("contract-number", "OLP/1900/2017"),)))
    error = refused.value
    assert (error.kind, error.key, error.holder) == ("contract-number", "OLP/1900/2017", holder)
    ledger.write(a_write(claims=(take("registration-number", "OLP/1900/2017"),)))
    ledger.write(a_write(claims=(take("contract-number", "olp/1900/2017"),)))


def test_a_number_given_back_is_free(ledger: AnyLedger) -> None:
    """A typo corrected, the number goes to whom it belongs."""
    first, second = uuid4(), uuid4()
    ledger.write(a_write(first, claims=(take("number", "1"),)))
    ledger.write(a_write(first, 2, claims=(release("number", "1"), take("number", "2"))))
    ledger.write(a_write(second, claims=(take("number", "1"),)))
    assert ledger.holders("number", "1") == [second]
    assert ledger.claims_of(first) == [("number", "2")]


def test_a_number_may_change_hands_in_one_write(ledger: AnyLedger) -> None:
    """Changes of claims are made in their order."""
    first, second = uuid4(), uuid4()
    ledger.write(a_write(first, claims=(take("number", "1"),)))
    handed_over = ((first, release("number", "1")), (second, take("number", "1")))
    ledger.write(Write((event(first, 2), event(second)), claims=handed_over))
    assert ledger.holders("number", "1") == [second]
    taken_early = tuple(reversed([(second, release("number", "1")), (first, take("number", "1"))]))
    with pytest.raises(ClaimTaken):
        ledger.write(Write((event(first, 3), event(second, 2)), claims=taken_early))


def test_taking_what_one_holds_changes_nothing(ledger: AnyLedger) -> None:
    """Nor does giving back what one does not hold."""
    holder, other = uuid4(), uuid4()
    ledger.write(a_write(holder, claims=(take("number", "1"),)))
    ledger.write(a_write(holder, 2, claims=(take("number", "1"),)))
    ledger.write(a_write(other, claims=(release("number", "1"), release("number", "2"))))
    assert ledger.holders("number", "1", at=1) == [holder]
    assert ledger.holders("number", "1") == [holder]


def test_an_aggregate_is_identified_by_a_uuid(ledger: AnyLedger) -> None:
    """The library also knows text; a ledger does not."""
    with pytest.raises(DataError):
        ledger.insert_events([StoredEvent("jar-1", 1, "jar.opened", b"{}")])


def test_every_refusal_is_the_library_s_conflict(ledger: AnyLedger) -> None:
    """Whoever knows the library only catches its IntegrityError."""
    jar: UUID = uuid4()
    first = a_write(jar, claims=(take("number", "1"),))
    ledger.write(first)
    for refused in (first, a_write(jar), a_write(claims=(take("number", "1"),))):
        with pytest.raises(IntegrityError):
            ledger.write(refused)
