"""Roles are given for a time and a part of the work, taken away, and lent to a deputy."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.correction import TakeBackEntry
from domain.kernel.ids import derived_id
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor
from domain.office.commands import OFFICE, AppointDeputy, EndDeputising, GrantRole, RevokeRole
from domain.office.events import DeputisingEnded, DeputyAppointed, PersonLeft, RoleGranted, RoleRevoked
from domain.office.state import Held
from tests.domain.office.stories import (
    AUDITOR,
    CHIEF,
    CLERK,
    CONTACT,
    PROVIDER,
    OfficeStory,
    by,
    empty,
    granted,
    registered,
    staffed,
)

PROJECT = derived_id("spec", "a project")


def grant(person: str, role: str, **more: Any) -> GrantRole:
    return GrantRole.model_validate({"appointment": "9", "person": person, "role": role, **more})


def roles(story: OfficeStory, person: str, day: str) -> list[Held]:
    return list(story.state.roles_of(person, date.fromisoformat(day)))


# Given ----------------------------------------------------------------------------------------------------------------


def test_the_first_role_is_an_administrators() -> None:
    story = empty(*registered(CHIEF)).when(grant(CHIEF, "administrator"), on="2026-02-01")
    story.then(granted("9", CHIEF, "administrator"))
    assert story.state.is_staffed


@pytest.mark.parametrize(
    "asked",
    [
        grant(CHIEF, "clerk"),
        grant(CHIEF, "administrator", until="2026-12-31"),
        grant(CHIEF, "administrator", provider=PROVIDER),
        grant(CHIEF, "administrator", project=PROJECT),
    ],
    ids=["clerk", "for a time", "for a provider", "for a project"],
)
def test_any_other_first_role_would_lock_everybody_out(asked: GrantRole) -> None:
    empty(*registered(CHIEF)).when(asked, on="2026-02-01").then_refused("office.administrator-first")


def test_a_role_holds_from_its_day_to_the_end_of_its_last() -> None:
    story = staffed().when(grant(CLERK, "clerk", until="2026-12-31"), on="2026-02-01", **by(CHIEF))
    story.then(granted("9", CLERK, "clerk", until=date(2026, 12, 31)))
    assert [len(roles(story, CLERK, day)) for day in ("2026-01-31", "2026-02-01", "2026-12-31", "2027-01-01")] == [
        0,
        1,
        1,
        0,
    ]


def test_a_role_may_hold_for_a_project_or_a_provider() -> None:
    """What it holds for is said with it; whoever asks compares."""
    story = staffed(granted("2", CLERK, "clerk", project=PROJECT), granted("3", CLERK, "reporter", provider=PROVIDER))
    assert roles(story, CLERK, "2026-02-01") == [Held("clerk", project=PROJECT), Held("reporter", provider=PROVIDER)]


def test_a_role_for_both_is_two_roles() -> None:
    asked = grant(CLERK, "clerk", project=PROJECT, provider=PROVIDER)
    staffed().when(asked, on="2026-02-01").then_refused("office.one-scope")


def test_a_role_goes_only_to_somebody_who_is_there() -> None:
    staffed().when(grant(CONTACT, "clerk"), on="2026-02-01").then_refused("office.person-registered-first")
    gone = staffed(("2026-01-31", PersonLeft(person=CLERK)))
    gone.when(grant(CLERK, "clerk"), on="2026-02-01").then_refused("office.person-there")


def test_the_reference_of_an_appointment_is_used_once() -> None:
    staffed(granted("9", CLERK, "clerk")).when(grant(CLERK, "reporter"), on="2026-02-01").then_refused(
        "office.appointment-number-unused"
    )


def test_a_role_does_not_end_before_it_begins() -> None:
    story = staffed()
    asked = grant(CLERK, "clerk", until="2026-02-01")
    story.when(asked, on="2026-02-02").then_refused("office.role-ends-after-it-begins")
    story.when(asked, on="2026-02-01").then(granted("9", CLERK, "clerk", until=date(2026, 2, 1)))


def test_nobody_gives_a_role_to_themselves() -> None:
    staffed().when(grant(CHIEF, "approver"), on="2026-02-01", **by(CHIEF)).then_refused("office.granted-by-another")


def test_an_office_of_one_waives_that_with_a_second_person() -> None:
    story = staffed().when(
        grant(CHIEF, "approver"), on="2026-02-01", waived=["office.granted-by-another"], reason="Nobody else is here."
    )
    story.then(granted("9", CHIEF, "approver"))


def test_an_auditor_has_access_for_a_time() -> None:
    staffed().when(grant(AUDITOR, "auditor"), on="2026-02-01").then_refused("office.auditor-for-a-time")
    story = staffed().when(grant(AUDITOR, "auditor", until="2026-03-31"), on="2026-02-01")
    story.then(granted("9", AUDITOR, "auditor", until=date(2026, 3, 31)))


def test_a_provider_acts_for_itself_only() -> None:
    staffed().when(grant(CLERK, "provider"), on="2026-02-01").then_refused("office.provider-for-itself")
    story = staffed().when(grant(CLERK, "provider", provider=PROVIDER), on="2026-02-01")
    assert roles(story, CLERK, "2026-02-01") == [Held("provider", provider=PROVIDER)]


# Taken ----------------------------------------------------------------------------------------------------------------


def test_a_role_that_was_taken_away_holds_to_the_day_before() -> None:
    story = staffed(granted("2", CLERK, "clerk")).when(RevokeRole(appointment="2"), on="2026-02-10", **by(CHIEF))
    story.then(RoleRevoked(appointment="2"))
    assert [len(roles(story, CLERK, day)) for day in ("2026-02-09", "2026-02-10")] == [1, 0]
    story.when(RevokeRole(appointment="2"), on="2026-02-11").then_refused("office.appointment-known")


def test_only_a_role_that_was_given_is_taken_away() -> None:
    staffed().when(RevokeRole(appointment="7"), on="2026-02-10").then_refused("office.appointment-known")


def test_an_administrator_without_an_end_remains() -> None:
    staffed().when(RevokeRole(appointment="1"), on="2026-02-10").then_refused("office.administrator-remains")
    for_a_time = staffed(granted("2", CLERK, "administrator", until=date(2030, 1, 1)))
    for_a_time.when(RevokeRole(appointment="1"), on="2026-02-10").then_refused("office.administrator-remains")
    another = staffed(granted("2", CLERK, "administrator"))
    another.when(RevokeRole(appointment="1"), on="2026-02-10").then(RoleRevoked(appointment="1"))


def test_nor_does_a_correction_take_the_last_administrator_away() -> None:
    story = staffed()
    entry = next(entry for entry in story.entries if isinstance(entry.event, RoleGranted))
    take_back = TakeBackEntry(target=OFFICE, entry=entry.event_id)
    another = story.happened(granted("2", CLERK, "clerk"), on="2026-02-01")
    another.when(take_back, reason="A mistake.").then_refused("office.administrator-remains")


def test_a_role_taken_back_as_a_mistake_holds_no_more() -> None:
    """What was recorded of it afterwards says nothing any more, and the office can still be read."""
    story = staffed(granted("2", CLERK, "clerk"), RoleRevoked(appointment="2"))
    entry = next(e for e in story.entries if e.event == granted("2", CLERK, "clerk"))
    story = story.when(TakeBackEntry(target=OFFICE, entry=entry.event_id), reason="A mistake.")
    assert story.refusal is None
    assert roles(story, CLERK, "2026-01-06") == []


def test_whoever_left_has_no_role() -> None:
    story = staffed(granted("2", CLERK, "clerk"), ("2026-02-10", PersonLeft(person=CLERK)))
    assert [len(roles(story, CLERK, day)) for day in ("2026-02-10", "2026-02-11")] == [1, 0]


# Lent -----------------------------------------------------------------------------------------------------------------


def appoint(**more: Any) -> AppointDeputy:
    return AppointDeputy.model_validate({"deputising": "D-1", "person": CLERK, "deputy": AUDITOR, **more})


WITH_ROLES = (granted("2", CLERK, "clerk"), granted("3", CLERK, "reporter", provider=PROVIDER))


def test_a_deputy_acts_in_the_roles_of_whom_they_stand_in_for() -> None:
    story = staffed(*WITH_ROLES).when(appoint(until="2026-02-28"), on="2026-02-01")
    story.then(DeputyAppointed(deputising="D-1", person=CLERK, deputy=AUDITOR, until=date(2026, 2, 28)))
    lent = [Held("clerk", instead_of=CLERK), Held("reporter", provider=PROVIDER, instead_of=CLERK)]
    assert roles(story, AUDITOR, "2026-02-28") == lent
    assert roles(story, AUDITOR, "2026-01-31") == roles(story, AUDITOR, "2026-03-01") == []


def test_a_deputy_may_stand_in_for_some_roles_only() -> None:
    story = staffed(*WITH_ROLES).when(appoint(roles=("clerk",)), on="2026-02-01")
    assert roles(story, AUDITOR, "2026-02-01") == [Held("clerk", instead_of=CLERK)]


def test_standing_in_goes_one_step() -> None:
    """The deputy of a deputy has the deputy's own roles only, and a role that ends is lent no longer."""
    chain = DeputyAppointed(deputising="D-2", person=AUDITOR, deputy=CHIEF)
    story = staffed(*WITH_ROLES, DeputyAppointed(deputising="D-1", person=CLERK, deputy=AUDITOR), chain)
    assert roles(story, CHIEF, "2026-02-01") == [Held("administrator")]
    gone = story.happened(RoleRevoked(appointment="2"), on="2026-02-01").happened(
        RoleRevoked(appointment="3"), on="2026-02-01"
    )
    assert roles(gone, AUDITOR, "2026-02-01") == []


def test_a_deputy_who_left_stands_in_no_more() -> None:
    past = (DeputyAppointed(deputising="D-1", person=CLERK, deputy=AUDITOR), ("2026-02-10", PersonLeft(person=AUDITOR)))
    assert roles(staffed(*WITH_ROLES, *past), AUDITOR, "2026-02-11") == []


def test_a_deputising_ends() -> None:
    story = staffed(*WITH_ROLES, DeputyAppointed(deputising="D-1", person=CLERK, deputy=AUDITOR))
    story = story.when(EndDeputising(deputising="D-1"), on="2026-02-10")
    story.then(DeputisingEnded(deputising="D-1"))
    assert [len(roles(story, AUDITOR, day)) for day in ("2026-02-09", "2026-02-10")] == [2, 0]
    story.when(EndDeputising(deputising="D-1"), on="2026-02-11").then_refused("office.deputising-known")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (appoint(deputy=CLERK), "office.deputy-is-another"),
        (appoint(until="2026-01-31"), "office.role-ends-after-it-begins"),
        (appoint(person=CONTACT), "office.person-registered-first"),
        (appoint(deputy=CONTACT), "office.person-registered-first"),
        (appoint(deputising="D-0"), "office.deputising-number-unused"),
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused(asked: AppointDeputy, code: str) -> None:
    past = DeputyAppointed(deputising="D-0", person=CHIEF, deputy=AUDITOR)
    staffed(*WITH_ROLES, past).when(asked, on="2026-02-01").then_refused(code)


def test_only_a_deputising_that_was_begun_ends() -> None:
    staffed().when(EndDeputising(deputising="D-7"), on="2026-02-10").then_refused("office.deputising-known")


def test_the_card_counts_people_and_names_roles_by_key() -> None:
    story = staffed(*WITH_ROLES, ("2026-02-10", PersonLeft(person=AUDITOR)))
    card = story.state.card(date(2026, 3, 1))
    assert card["people"] == 2
    assert card["roles"] == {CHIEF: ("administrator",), CLERK: ("clerk", "reporter")}


def test_the_stamp_says_who_and_the_reason_stays_erasable() -> None:
    """An administrator acts under a key; why is prose."""
    story = staffed().when(
        grant(CLERK, "clerk"), on="2026-02-01", actor=Actor(role="administrator", person=CHIEF), reason="New colleague."
    )
    entry = story.entries[-1]
    assert entry.actor_key == CHIEF
    assert isinstance(entry.stamp.reason, Prose)
