"""What a role reaches when it reads: everything, files of a project or a provider, and of inspections what was told."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest

from application.errors import NotAllowed
from application.places import place_known
from application.rights.reach import EVERYWHERE, Reach
from application.rights.readers import AT_MOST
from domain.kernel.stamp import Actor
from domain.office.state import Held
from tests.scenarios.inspections import GRANT, ICO, Inspectors
from tests.scenarios.office import Office
from tests.staffed import CHIEF, CONTACT, administer, staff

NUMBER = "LK-K 1/2026"
PROVIDER = Actor(role="provider", person=CONTACT)


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    office = Office(ledger_url, "2026-01-05")
    yield office
    office.close()


def contact_of_provider(office: Office) -> None:
    """From now on roles are checked; the contact of the provider holds its role."""
    staff(office.parts)
    administer(office.parts, "grant-role", appointment="9", person=CONTACT, role="provider", provider=ICO)


def test_a_provider_reads_of_an_inspection_once_the_protocol_was_delivered(office: Office) -> None:
    """Before, the visit may be meant to surprise, and findings are still being made."""
    inspectors = Inspectors(office).open_files()
    inspectors.start(NUMBER)
    inspectors.find(NUMBER)
    inspectors.write_protocol(NUMBER)
    contact_of_provider(office)
    readers = office.parts.readers
    file = inspectors.inspection(NUMBER).id

    def shown() -> bool:
        return readers.shows(readers.check(PROVIDER, "file.inspection"), file)

    assert not shown()
    inspector = {"role": "methodologist", "provider": ICO}
    administer(office.parts, "grant-role", appointment="10", person=CONTACT, **inspector)
    methodologist = Actor(role="methodologist", person=CONTACT)
    assert readers.shows(readers.check(methodologist, "file.inspection"), file)
    administer(office.parts, "register-person", person="p-1234567890abcdef", capacity="staff")
    for role in ("methodologist", "inspection-superior"):
        granted = {"person": "p-1234567890abcdef", "role": role}
        administer(office.parts, "grant-role", appointment=role, **granted)
    deliver(office)
    assert shown()


def test_a_surprise_stays_one_for_the_provider(office: Office) -> None:
    """Before the notice or the start it may neither read nor object; the office that holds a scope may do both."""
    inspectors = Inspectors(office).open_files()
    subject = {"provider": ICO, "contracts": [GRANT]}
    plan = {"number": NUMBER, "regime": "CONTROL_ACT", "reason": "PLAN", "plan_reference": "plan 2026"}
    inspectors.do("plan", None, on="2026-01-05", subject=subject, **plan)
    planned = place_known(inspectors.inspection(NUMBER), date(2026, 1, 5))
    provider = Reach(providers=frozenset({ICO}), is_of_provider=True)
    assert (provider.covers(planned), provider.shows(planned)) == (False, False)
    clerk = Reach(providers=frozenset({ICO}))
    assert (clerk.covers(planned), clerk.shows(planned)) == (True, True)
    inspectors.start("LK-K 2/2026")
    started = place_known(inspectors.inspection("LK-K 2/2026"), date(2026, 2, 3))
    assert (provider.covers(started), provider.shows(started)) == (True, False)


def deliver(office: Office) -> None:
    """By somebody who holds the role."""
    sender = "p-1234567890abcdef"
    for topic, on, data in (
        ("send-protocol", "2026-03-16", {"route": "DATA_BOX"}),
        ("record-protocol-delivery", "2026-03-19", {"delivery": {"way": "LOGIN"}}),
    ):
        office.do(f"inspection.{topic}", NUMBER, on=on, acting_as="methodologist", person=sender, **data)


def test_a_file_that_is_not_there_is_within_nobodys_reach_but_that_of_the_whole(office: Office) -> None:
    contact_of_provider(office)
    readers = office.parts.readers
    assert not readers.shows(readers.check(PROVIDER, "file.contract"), uuid4())
    assert readers.shows(EVERYWHERE, uuid4())


def test_many_new_entries_are_taken_in_at_once(office: Office) -> None:
    """More than are followed one by one: what was known of files is forgotten."""
    Inspectors(office).open_files()
    contact_of_provider(office)
    readers = office.parts.readers
    contract = office.parts.resolver.identifier("contract", GRANT)
    assert readers.shows(readers.check(PROVIDER, "file.contract"), contract)
    contacts = [f"p-{number:016x}" for number in range(100, 102 + AT_MOST)]
    for person in contacts:
        administer(office.parts, "register-person", person=person, capacity="contact")
    administer(office.parts, "revoke-role", appointment="9")
    with pytest.raises(NotAllowed) as refusal:
        readers.check(PROVIDER, "file.contract")
    assert (refusal.value.why, refusal.value.is_reading) == ("role-not-held", True)


def test_a_role_that_is_also_held_without_limits_reaches_everywhere() -> None:
    assert Reach.of([Held("clerk"), Held("clerk", provider=ICO)], is_of_provider=False).is_whole


def test_a_providers_role_without_a_provider_reaches_nothing() -> None:
    """No rule lets it be given so; if it ever were, it would not open the region."""
    reach = Reach.of([Held("provider"), Held("provider", project=UUID(int=1))], is_of_provider=True)
    assert reach == Reach(is_of_provider=True)


def test_a_role_given_twice_reaches_as_far_as_both() -> None:
    project = UUID(int=1)
    reach = Reach.of([Held("clerk", project=project), Held("clerk", provider=ICO)], is_of_provider=False)
    assert reach == Reach(projects=frozenset({project}), providers=frozenset({ICO}))


def test_an_administrator_knows_who_reads(office: Office) -> None:
    staff(office.parts)
    assert office.parts.readers.check(Actor(role="administrator", person=CHIEF), "readings").is_whole
