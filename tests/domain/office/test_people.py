"""People come, go and are erased; holds keep them."""

from datetime import date

import pytest

from domain.kernel.ids import derived_id, take
from domain.office.commands import (
    OFFICE,
    ErasePerson,
    LiftLegalHold,
    PlaceLegalHold,
    RecordLeaving,
    RegisterPerson,
)
from domain.office.events import (
    LegalHoldLifted,
    LegalHoldPlaced,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    RoleRevoked,
)
from domain.office.office import Office
from tests.domain.office.stories import AUDITOR, CHIEF, CLERK, CONTACT, empty, granted, registered, staffed
from tests.spec import THIS, given

FILE = derived_id("spec", "a file that names somebody")
LEFT_ON = "2027-06-30"
KEPT_UNTIL = date(2037, 6, 30)
GONE = (LEFT_ON, PersonLeft(person=CLERK, records_until=KEPT_UNTIL))


def test_a_person_is_registered_by_key_and_opens_the_office() -> None:
    """The first thing that is recorded takes the name of the one office."""
    story = empty().when(RegisterPerson(person=CLERK, capacity="staff"), on="2026-01-05")
    event = PersonRegistered(person=CLERK, capacity="staff")
    story.then(event)
    assert list(event.claims()) == [take("office", "office")]
    assert story.state.is_there(CLERK, date(2026, 1, 5))
    assert not story.state.is_staffed


@pytest.mark.parametrize("name", ["Jana", "p-clerk", "p-000000000000000G", "p-00000000000000001", "P-0000000000000001"])
def test_no_name_fits_into_a_key(name: str) -> None:
    with pytest.raises(ValueError, match="person"):
        RegisterPerson(person=name, capacity="staff")


def test_a_ledger_has_one_office() -> None:
    """It need not be named, and no other identifier will do."""
    assert RegisterPerson(person=CLERK, capacity="staff").target == OFFICE
    another = given(Office).when(RegisterPerson(target=THIS, person=CLERK, capacity="staff"), on="2026-01-05")
    another.then_refused("office.one-in-the-ledger")


def test_somebody_who_is_there_is_not_registered_again() -> None:
    staffed().when(RegisterPerson(person=CLERK, capacity="staff"), on="2026-02-01").then_refused(
        "office.person-registered-once"
    )


def test_somebody_who_left_may_come_back() -> None:
    story = staffed(GONE).when(RegisterPerson(person=CLERK, capacity="contact"), on="2028-01-01")
    story.then(PersonRegistered(person=CLERK, capacity="contact"))
    assert story.state.is_there(CLERK, date(2028, 1, 1))


def test_leaving_says_until_when_the_name_is_kept() -> None:
    """Ten years from the last day, as configured on that day."""
    story = staffed().when(RecordLeaving(person=CLERK), on=LEFT_ON)
    story.then(PersonLeft(person=CLERK, records_until=KEPT_UNTIL))
    assert story.state.is_there(CLERK, date(2027, 6, 30))
    assert not story.state.is_there(CLERK, date(2027, 7, 1))


def test_nothing_is_recorded_about_somebody_unknown() -> None:
    staffed().when(RecordLeaving(person=CONTACT), on=LEFT_ON).then_refused("office.person-registered-first")


def test_nobody_leaves_twice() -> None:
    staffed(GONE).when(RecordLeaving(person=CLERK), on="2027-07-31").then_refused("office.person-there")


def test_the_last_administrator_does_not_leave() -> None:
    staffed().when(RecordLeaving(person=CHIEF), on=LEFT_ON).then_refused("office.administrator-remains")


def test_an_administrator_leaves_where_another_remains() -> None:
    story = staffed(granted("2", CLERK, "administrator"))
    story.when(RecordLeaving(person=CHIEF), on=LEFT_ON).then(PersonLeft(person=CHIEF, records_until=KEPT_UNTIL))


def test_one_who_was_an_administrator_leaves() -> None:
    """A role that was taken away keeps nobody."""
    past = (granted("2", CLERK, "administrator"), ("2026-03-01", RoleRevoked(appointment="2")))
    staffed(*past).when(RecordLeaving(person=CLERK), on=LEFT_ON).then(
        PersonLeft(person=CLERK, records_until=KEPT_UNTIL)
    )


# Erasing --------------------------------------------------------------------------------------------------------------


def test_a_person_is_erased_on_the_day_after_the_last_of_keeping() -> None:
    story = staffed(GONE).when(ErasePerson(person=CLERK), on="2037-07-01")
    story.then(PersonErased(person=CLERK))
    assert story.state.people[CLERK].erased_on == date(2037, 7, 1)


def test_a_person_is_kept_to_the_last_day() -> None:
    staffed(GONE).when(ErasePerson(person=CLERK), on="2037-06-30").then_refused("office.person-kept-until")


def test_a_person_who_is_there_is_not_erased() -> None:
    staffed().when(ErasePerson(person=CLERK), on="2037-07-01").then_refused("office.person-left-before-erasure")


def test_a_name_stays_as_long_as_a_file_in_which_it_stands() -> None:
    story = staffed(GONE).when(ErasePerson(person=CLERK, kept_files=(FILE,)), on="2037-07-01")
    story.then_refused("office.person-kept-until")
    assert story.facts_of("office.person-kept-until")["kept_files"] == [str(FILE)]


def test_a_time_that_was_never_set_cannot_have_run_out() -> None:
    story = staffed((LEFT_ON, PersonLeft(person=CLERK))).when(ErasePerson(person=CLERK), on="2099-01-01")
    story.then_refused("office.person-kept-until")


def test_somebody_named_in_a_held_file_is_not_erased() -> None:
    story = staffed(GONE).when(ErasePerson(person=CLERK, held_files=(FILE,)), on="2037-07-01")
    story.then_refused("office.person-not-held")


def test_nothing_more_is_recorded_about_somebody_erased() -> None:
    story = staffed(GONE, ("2037-07-01", PersonErased(person=CLERK)))
    story.when(RegisterPerson(person=CLERK, capacity="staff"), on="2038-01-01").then_refused("office.person-not-erased")
    story.when(ErasePerson(person=CLERK), on="2038-01-01").then_refused("office.person-not-erased")


# Holds ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [CLERK, None], ids=["the person", "everybody"])
def test_a_hold_stands_in_the_way_until_it_is_lifted(person: str | None) -> None:
    story = staffed(GONE).when(PlaceLegalHold(hold="Z-1", ground="court", person=person), on="2030-01-01")
    story.then(LegalHoldPlaced(hold="Z-1", ground="court", person=person))
    story = story.when(ErasePerson(person=CLERK), on="2037-07-01")
    story.then_refused("office.person-not-held")
    story = story.when(LiftLegalHold(hold="Z-1"), on="2037-07-02")
    story.then(LegalHoldLifted(hold="Z-1"))
    story.when(ErasePerson(person=CLERK), on="2037-07-02").then(PersonErased(person=CLERK))


def test_a_hold_on_somebody_else_does_not_matter() -> None:
    story = staffed(GONE, ("2030-01-01", LegalHoldPlaced(hold="Z-1", ground="audit", person=AUDITOR)))
    story.when(ErasePerson(person=CLERK), on="2037-07-01").then(PersonErased(person=CLERK))


def test_the_reference_of_a_hold_is_used_once() -> None:
    """Not even after it was lifted: the log must say which of two is meant."""
    past = (LegalHoldPlaced(hold="Z-1", ground="audit"), LegalHoldLifted(hold="Z-1"))
    staffed(*past).when(PlaceLegalHold(hold="Z-1", ground="audit"), on="2026-03-01").then_refused(
        "office.hold-number-unused"
    )
    staffed(*past).when(LiftLegalHold(hold="Z-1"), on="2026-03-01").then_refused("office.hold-known")


def test_only_somebody_known_is_held() -> None:
    empty(*registered(CLERK)).when(
        PlaceLegalHold(hold="Z", ground="other", person=CONTACT), on="2026-03-01"
    ).then_refused("office.person-registered-first")
