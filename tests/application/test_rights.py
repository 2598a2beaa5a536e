"""Roles of people are checked inside the engine once the office has given one; until then the table alone holds."""

from collections.abc import Iterator
from typing import Any, get_args
from uuid import uuid4

import pytest

from adapters.bootstrap import Parts
from adapters.settings import Settings
from application.block import BlockWriter
from application.engine import Outcome
from application.errors import NotAllowed, NotFound
from application.rights.roles import ROLES
from domain.kernel.rule import Refused
from domain.office.payloads import RoleName
from tests.scenarios.office import Office
from tests.staffed import AUDITOR, CHIEF, CLERK, CONTACT, administer, command, send, staff, stamp

MACHINES = {"timer", "process"}
PROVIDER, OTHER_PROVIDER = "71220089", "70891508"
VOID = {"established_on": "2026-01-05"}
SERVICE = {"registration_number": "3596108", "provider": {"name": "Provider", "ico": PROVIDER}}


@pytest.fixture
def office(ledger_url: str) -> Iterator[Office]:
    office = Office(ledger_url, "2026-01-05")
    yield office
    office.close()


@pytest.fixture
def parts(office: Office) -> Parts:
    """A ledger in January 2026 in which nobody has a role."""
    return office.parts


def take_project(parts: Parts, by: str | None, role: str = "clerk", **more: Any) -> Outcome:
    """Something that every clerk does."""
    return send(parts, "project.take-over", {"code": uuid4().hex[:8]}, by=by, role=role, **more)


def why_not(parts: Parts, by: str | None, role: str = "clerk", **more: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        take_project(parts, by, role, **more)
    return refusal.value.why


def test_every_role_of_the_table_can_be_given_but_those_of_machines() -> None:
    assert set(get_args(RoleName)) == {role.name for role in ROLES} - MACHINES


# An empty office ------------------------------------------------------------------------------------------------------


def test_without_any_role_given_the_local_user_acts_as_they_say(parts: Parts) -> None:
    """Registering people alone changes nothing."""
    assert take_project(parts, None).positions
    administer(parts, "register-person", by=None, person=CHIEF, capacity="staff")
    assert take_project(parts, "p-anybody").positions
    assert why_not(parts, None, role="auditor") == "role"


# A staffed one --------------------------------------------------------------------------------------------------------


def test_from_the_first_role_on_everybody_says_who_they_are(parts: Parts) -> None:
    staff(parts)
    assert take_project(parts, CLERK).positions
    assert why_not(parts, None) == "person-unknown"
    assert why_not(parts, "p-ffffffffffffffff") == "person-unknown"
    assert why_not(parts, CONTACT) == "role-not-held"
    assert why_not(parts, CLERK, role="approver") == "role-not-held"
    assert why_not(parts, AUDITOR, role="auditor") == "role"


def test_a_role_ends_with_its_day_and_dating_back_does_not_help(office: Office, parts: Parts) -> None:
    """What counts is the day on which somebody acts."""
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", until="2026-01-31")
    office.it_is("2026-01-31")
    assert take_project(parts, CONTACT).positions
    office.it_is("2026-02-01")
    assert why_not(parts, CONTACT, on="2026-01-15") == "role-not-held"


def test_a_role_that_was_taken_away_is_gone_at_once(parts: Parts) -> None:
    staff(parts)
    assert take_project(parts, CLERK).positions
    administer(parts, "revoke-role", appointment="2")
    assert why_not(parts, CLERK) == "role-not-held"


def test_whoever_left_acts_no_more(office: Office, parts: Parts) -> None:
    """The day of leaving is the last one."""
    staff(parts)
    administer(parts, "record-leaving", person=CLERK)
    assert take_project(parts, CLERK).positions
    office.it_is("2026-01-06")
    assert why_not(parts, CLERK) == "person-unknown"


def test_a_deputy_acts_under_their_own_key(office: Office, parts: Parts) -> None:
    """Four eyes stay four: the entry names who acted, not whom they stood in for."""
    staff(parts)
    administer(parts, "appoint-deputy", deputising="D-1", person=CLERK, deputy=CONTACT, until="2026-01-10")
    done = take_project(parts, CONTACT)
    assert done.entries[0].stamp.actor.person == CONTACT
    office.it_is("2026-01-11")
    assert why_not(parts, CONTACT) == "role-not-held"


def test_a_clerk_corrects_files_but_not_what_the_office_says_of_roles(parts: Parts) -> None:
    """Otherwise whoever keeps files could take back that a role was taken away."""
    staff(parts)
    revoked = administer(parts, "revoke-role", appointment="3").entries[0]
    own = take_project(parts, CLERK)
    back = {"entry": str(revoked.event_id)}
    target = revoked.originator_id
    with pytest.raises(NotAllowed):
        send(parts, "entry.take-back", back, target=target, by=CLERK, role="clerk", why="Back again.")
    corrected = {"entry": str(own.entries[0].event_id), "data": {"code": "corrected"}}
    assert send(
        parts, "entry.correct", corrected, target=own.aggregate_id, by=CLERK, role="clerk", why="A slip."
    ).positions


def test_timers_act_by_themselves_and_nobody_acts_as_one(parts: Parts) -> None:
    """The role of a machine comes through its own door only; what the rules then say is another matter."""
    staff(parts)
    opened = send(parts, "contract.take-over", {"number": "OLP/9001/2017"}, by=CLERK, role="clerk").aggregate_id
    with pytest.raises(NotAllowed):
        send(parts, "contract.establish-voidness", VOID, target=opened, by=None, role="timer")
    with pytest.raises(Refused):
        send(parts, "contract.establish-voidness", VOID, target=opened, by=None, role="timer", door="timer")


# Scope ----------------------------------------------------------------------------------------------------------------


def take_service(parts: Parts, number: str, ico: str, by: str = CLERK) -> Outcome:
    data = {"registration_number": number, "provider": {"name": "A provider", "ico": ico}, "section": "43"}
    return send(parts, "service.take-over", data, by=by, role="clerk")


def test_a_role_for_a_provider_holds_for_its_files_alone(parts: Parts) -> None:
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", provider=PROVIDER)
    own = take_service(parts, "3596108", PROVIDER).aggregate_id
    other = take_service(parts, "5563434", OTHER_PROVIDER).aggregate_id
    assert send(parts, "service.confirm-registration", {}, target=own, by=CONTACT, role="clerk").positions
    with pytest.raises(NotAllowed) as refusal:
        send(parts, "service.confirm-registration", {}, target=other, by=CONTACT, role="clerk")
    assert refusal.value.why == "outside-scope"


def test_a_role_for_a_provider_opens_files_of_it_alone(parts: Parts) -> None:
    """A new file lies where its data say; one that says nothing lies nowhere."""
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", provider=PROVIDER)
    assert take_service(parts, "3596108", PROVIDER, by=CONTACT).positions
    with pytest.raises(NotAllowed):
        take_service(parts, "5563434", OTHER_PROVIDER, by=CONTACT)
    assert why_not(parts, CONTACT) == "outside-scope"


def test_a_role_for_a_project_holds_for_it_and_what_belongs_to_it(parts: Parts) -> None:
    project, other = (take_project(parts, None).aggregate_id for _ in range(2))
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", project=str(project))
    contract = {"number": "OLP/9001/2017", "project": str(project)}
    assert send(parts, "contract.take-over", contract, by=CONTACT, role="clerk").positions
    number = {"number": "CZ.03.2.60/0.0/0.0/15_005/0003862"}
    assert send(parts, "project.record-number", number, target=project, by=CONTACT, role="clerk").positions
    for topic, data, target in (
        ("contract.take-over", {"number": "OLP/9002/2017"}, None),
        ("project.record-number", number, other),
    ):
        with pytest.raises(NotAllowed) as refusal:
            send(parts, topic, data, target=target, by=CONTACT, role="clerk")
        assert refusal.value.why == "outside-scope"


def test_a_file_that_lies_with_others_is_named_like_one_that_is_not_there(parts: Parts) -> None:
    """By a role for one project; what belongs to none may be named, and a role for the region names everything."""
    project, other = (take_project(parts, None).aggregate_id for _ in range(2))
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", project=str(project))
    for named in (other, uuid4()):
        data = {"number": "OLP/9002/2017", "project": str(named)}
        with pytest.raises(NotFound) as missing:
            send(parts, "contract.take-over", data, by=CONTACT, role="clerk")
        assert (missing.value.kind, missing.value.identifier) == ("aggregate", named)
    service = send(parts, "service.take-over", SERVICE, by=CLERK, role="clerk").aggregate_id
    own: dict[str, Any] = {"number": "OLP/9002/2017", "project": str(project), "services": [{"service": str(service)}]}
    assert send(parts, "contract.take-over", own, by=CONTACT, role="clerk").positions
    foreign = {"number": "OLP/9003/2017", "project": str(other)}
    assert send(parts, "contract.take-over", foreign, by=CLERK, role="clerk").positions


# Two processes, and a block -------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(office: Office) -> Iterator[Parts]:
    """Another process on the same ledger."""
    with Parts(Settings(database=office.parts.settings.database), clock=office.parts.clock) as parts:
        yield parts


def test_a_role_taken_away_elsewhere_is_gone_here_too(parts: Parts, elsewhere: Parts) -> None:
    """This process still remembers the role; under its lock the store sees that the office has moved on."""
    staff(parts)
    take_project(parts, CLERK)
    administer(elsewhere, "revoke-role", appointment="2")
    assert why_not(parts, CLERK) == "role-not-held"


def test_a_role_given_elsewhere_counts_here_at_once(parts: Parts, elsewhere: Parts) -> None:
    staff(parts)
    assert why_not(parts, CONTACT) == "role-not-held"
    administer(elsewhere, "grant-role", appointment="9", person=CONTACT, role="clerk")
    assert take_project(parts, CONTACT).positions


def test_the_first_role_given_elsewhere_ends_the_time_without_checks(parts: Parts, elsewhere: Parts) -> None:
    """An office that this process has never seen appears between two commands."""
    take_project(parts, None)
    staff(elsewhere)
    assert why_not(parts, None) == "person-unknown"


def test_a_file_handed_over_elsewhere_is_corrected_by_its_provider_no_more(parts: Parts, elsewhere: Parts) -> None:
    """This process still remembers the service as that of the provider for whom the role was given."""
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", provider=PROVIDER)
    taken = take_service(parts, "3596108", PROVIDER)
    changed = {"provider": {"name": "Another provider", "ico": OTHER_PROVIDER}}
    send(elsewhere, "service.record-provider", changed, target=taken.aggregate_id, by=CLERK, role="clerk")
    slip = {"entry": str(taken.entries[0].event_id), "data": {**SERVICE, "section": "44"}}
    with pytest.raises(NotAllowed) as refusal:
        send(parts, "entry.correct", slip, target=taken.aggregate_id, by=CONTACT, role="clerk", why="A slip.")
    assert refusal.value.why == "outside-scope"


def test_a_file_handed_over_elsewhere_is_in_the_hands_of_the_next_at_once(parts: Parts, elsewhere: Parts) -> None:
    """The one that is written, and one that is named; this process remembers both as somebody else's."""
    staff(parts)
    administer(parts, "grant-role", appointment="4", person=CONTACT, role="clerk", provider=PROVIDER)
    written, named = (take_service(parts, n, OTHER_PROVIDER).aggregate_id for n in ("3596108", "5563434"))
    mine = {"number": "OLP/9002/2017", "provider_ico": PROVIDER, "services": [{"service": str(named)}]}
    for service in (written, named):
        changed = {"provider": SERVICE["provider"]}
        send(elsewhere, "service.record-provider", changed, target=service, by=CLERK, role="clerk")
    assert send(parts, "service.confirm-registration", {}, target=written, by=CONTACT, role="clerk").positions
    assert send(parts, "contract.take-over", mine, by=CONTACT, role="clerk").positions


def test_a_block_gives_a_role_and_uses_it(parts: Parts) -> None:
    """What comes later in an import stands on what came before, rights among it."""
    staff(parts)

    def opening(code: str) -> tuple[Any, Any]:
        return command(parts, "project.take-over", {"code": code}), stamp(parts, CONTACT, "clerk")

    role = command(parts, "office.grant-role", {"appointment": "9", "person": CONTACT, "role": "clerk"})
    block = [opening("before"), (role, stamp(parts, CHIEF, "administrator")), opening("after")]
    answers = BlockWriter(parts.engine).write(block)
    assert [type(one) for one in answers] == [NotAllowed, Outcome, Outcome]
