"""A service comes on file: as the register shows it, or as old records speak of it."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.kernel.answer import Answer
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import take
from domain.service.commands import ConfirmRegistration, RecordDeregistration
from domain.service.events import RegistrationConfirmed, ServiceRegistered, ServiceTakenOver
from domain.service.payloads import Capacity, Organisation
from domain.service.service import Service
from tests.domain.service.pieces import (
    FIELD_FTE,
    LIBEREC,
    PROVIDER,
    REGISTRATION,
    START,
    record_registration,
    registered,
    said,
    take_over,
    taken_over,
)
from tests.spec import given, inferred


def test_registration_is_recorded_as_the_register_shows_it() -> None:
    """Number, provider, kind, forms, capacity and places are there from the first day of the registration."""
    story = (
        given(Service).when(record_registration(), on=START).then(said(ServiceRegistered, **REGISTRATION)).then_notes()
    )
    service, day = story.state, date(2015, 1, 1)
    assert service.registration_number == "9000001"
    assert service.provider.on(day) == PROVIDER
    assert service.section.on(day) == "43"
    assert service.capacity(form=Form.FIELD, unit=CapacityUnit.FTE, on=day) == Decimal("4.5")
    assert service.places_on(day) == (LIBEREC,)
    assert service.provider.on(date(2014, 12, 31)) is None


def test_registration_number_names_one_service() -> None:
    """The number is claimed, and found when it is written with spaces."""
    assert list(said(ServiceRegistered, **REGISTRATION).claims()) == [take("registration-number", "9000001")]
    assert list(said(ServiceTakenOver, registration_number="9000001").claims()) == [
        take("registration-number", "9000001")
    ]
    assert list(said(ServiceTakenOver, name="STD").claims()) == []
    assert list(Service.keys(" 900 0001")) == [("registration-number", "9000001")]


def test_registration_number_has_seven_digits() -> None:
    """Eight digits are no registration number, whoever says so."""
    with pytest.raises(ValidationError, match="7 digits"):
        record_registration(registration_number="90000011")
    with pytest.raises(ValidationError, match="7 digits"):
        take_over(registration_number="900000")


def test_service_is_opened_once() -> None:
    """A second registration or takeover of the same file is refused."""
    registered().when(record_registration(), on=START).then_refused("service.opened-once")
    registered().when(take_over(name="PSB")).then_refused("service.opened-once")


def test_nothing_is_recorded_of_a_service_that_is_not_on_file() -> None:
    """An observation needs a file to lie in."""
    given(Service).when(said(RecordDeregistration), on=START).then_refused("service.opened-first")


def test_takeover_keeps_unknown_what_the_records_do_not_say() -> None:
    """A number alone opens a service: no date, provider or kind is invented."""
    story = given(Service).when(take_over(registration_number="9000001"))
    story.then(said(ServiceTakenOver, registration_number="9000001")).then_notes()
    assert story.state.provider.latest is None
    assert story.state.section.latest is None
    assert story.state.registered_on(date(2020, 1, 1)) is Answer.CANNOT_BE_DECIDED


def test_takeover_needs_something_to_call_the_service_by() -> None:
    """A provider alone names no service; a kind does."""
    given(Service).when(take_over(provider=PROVIDER)).then_refused("service.identified")
    given(Service).when(take_over(kind_as_written="STD")).then_notes()
    given(Service).when(take_over(section="§ 67")).then(said(ServiceTakenOver, section="67"))


def test_takeover_remembers_what_it_concluded() -> None:
    """A provider that the page does not name is marked as inferred."""
    why = inferred("provider", "the page is the provider's own")
    story = given(Service).when(take_over(registration_number="9000001", provider=PROVIDER), inferred=(why,))
    assert story.state.provider.on(None) == PROVIDER
    assert story.state.inferred == {"provider"}


# Kind and forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "on", "notes"),
    [
        ("43", "2007-01-01", ()),
        ("52", "2025-02-28", ()),
        ("52", "2025-03-01", ("UNKNOWN_SERVICE_KIND",)),
        ("36", "2025-03-01", ("UNKNOWN_SERVICE_KIND",)),
        ("53", "2015-01-01", ("UNKNOWN_SERVICE_KIND",)),
    ],
)
def test_kind_that_the_act_does_not_know_on_that_day_is_noted(section: str, on: str, notes: tuple[str, ...]) -> None:
    """§ 52 was a kind of service until February 2025; § 53 describes a group, § 36 another sort of service."""
    form = "P" if section == "52" else "T"
    told = record_registration(section=section, forms=(form,), capacities=())
    given(Service).when(told, on=on).then_notes(*notes)


def test_kind_of_a_takeover_is_looked_at_even_without_a_date() -> None:
    """A section that never was a kind of service is noted though nobody knows since when."""
    given(Service).when(take_over(section="53")).then_notes("UNKNOWN_SERVICE_KIND")
    given(Service).when(take_over(section="67", forms=("T",))).then_notes("FORM_NOT_ALLOWED")


def test_form_that_the_act_does_not_allow_is_noted() -> None:
    """Supported living is field work; § 62 is ambulatory and may be field work beside."""
    given(Service).when(record_registration(forms=("T", "P")), on=START).then_notes("FORM_NOT_ALLOWED")
    given(Service).when(record_registration(section="62", forms=("A", "T")), on=START).then_notes()


# Capacity, places, provider -------------------------------------------------------------------------------------------


def test_capacity_is_exact_and_never_a_float() -> None:
    """4.50 and 4.5 are one quantity; a JSON number with a decimal point is refused."""
    assert said(Capacity, form="T", unit="FTE", amount="4.50") == FIELD_FTE
    assert said(Capacity, form="T", unit="FTE", amount=48).model_dump(mode="json")["amount"] == "48"
    assert said(Capacity, form="T", unit="FTE", amount="-0.0").model_dump(mode="json")["amount"] == "0"
    assert said(Capacity, form="T", unit="FTE", amount="100").model_dump(mode="json")["amount"] == "100"
    with pytest.raises(ValidationError, match="not exact"):
        said(Capacity, form="T", unit="FTE", amount=4.5)
    with pytest.raises(ValidationError):
        said(Capacity, form="T", unit="FTE", amount="NaN")


def test_capacity_below_zero_is_refused() -> None:
    """Arithmetic holds for the register too; zero is possible."""
    below = said(Capacity, form="T", unit="FTE", amount="-0.5")
    given(Service).when(record_registration(capacities=(below,)), on=START).then_refused(
        "service.capacity-not-negative"
    )
    zero = said(Capacity, form="T", unit="FTE", amount=0)
    given(Service).when(record_registration(capacities=(zero,)), on=START).then_notes()


def test_one_form_in_one_unit_has_one_capacity() -> None:
    """Two figures for the same form and unit contradict each other; another unit is another figure."""
    twice = (FIELD_FTE, said(Capacity, form="T", unit="FTE", amount=5))
    given(Service).when(record_registration(capacities=twice), on=START).then_refused("service.capacity-stated-once")
    other = (FIELD_FTE, said(Capacity, form="T", unit="PLACE", amount=5))
    given(Service).when(record_registration(capacities=other), on=START).then_notes()


def test_capacity_of_a_form_that_is_not_offered_is_noted() -> None:
    """Beds in a service without a residential form need attention; without any stated form nobody can say."""
    beds = said(Capacity, form="P", unit="BED", amount=5)
    given(Service).when(record_registration(capacities=(beds,)), on=START).then_notes("CAPACITY_WITHOUT_FORM")
    given(Service).when(take_over(name="PSB", capacities=(beds,))).then_notes()


def test_place_is_stated_once() -> None:
    """The same place twice in one registration is refused."""
    given(Service).when(record_registration(places=(LIBEREC, LIBEREC)), on=START).then_refused(
        "service.place-stated-once"
    )


def test_impossible_ico_is_kept_as_written_and_noted() -> None:
    """A check digit that cannot be right stays in the words of the source; a right one is read."""
    wrong = said(Organisation, name="Pomoc, o.p.s.", ico_as_written="12345678")
    assert wrong.ico is None
    story = given(Service).when(take_over(name="PSB", provider=wrong)).then_notes("IMPOSSIBLE_ICO")
    assert story.facts_of("IMPOSSIBLE_ICO")["provider"]["ico_as_written"] == "12345678"
    given(Service).when(record_registration(provider=wrong), on=START).then_notes("IMPOSSIBLE_ICO")
    right = said(Organisation, name="Pomoc, o.p.s.", ico_as_written="123 45 679")
    assert right.ico == "12345679"
    given(Service).when(take_over(name="PSB", provider=right)).then_notes()
    with pytest.raises(ValidationError, match="IČO"):
        said(Organisation, name="Pomoc, o.p.s.", ico="12345678")


# Since when ---------------------------------------------------------------------------------------------------------


def test_service_is_registered_from_its_first_day() -> None:
    """The day before it was not, and on an unknown day nobody can say."""
    service = registered().state
    assert service.registered_on(date(2014, 12, 31)) is Answer.NO
    assert service.registered_on(date(2015, 1, 1)) is Answer.YES
    assert service.registered_on(None) is Answer.CANNOT_BE_DECIDED


def test_look_up_makes_an_unknown_start_known_from_that_day() -> None:
    """Seen in 2018, the service was registered in 2018; whether it was in 2017 stays open."""
    seen = taken_over().when(said(ConfirmRegistration), on="2018-05-01").then(RegistrationConfirmed())
    assert seen.state.registered_on(date(2018, 5, 1)) is Answer.YES
    assert seen.state.registered_on(date(2018, 4, 30)) is Answer.CANNOT_BE_DECIDED
    earlier = seen.when(said(ConfirmRegistration), on="2017-05-01").then_notes()
    assert earlier.state.registered_on(date(2017, 5, 1)) is Answer.YES
    told = earlier.when(said(ConfirmRegistration, registered_since="2012-01-01"), on="2018-06-01").then_notes()
    assert told.state.registered_on(date(2012, 1, 1)) is Answer.YES
    assert told.state.registered_on(date(2011, 12, 31)) is Answer.NO


def test_confirmation_before_its_own_start_is_noted() -> None:
    """A register that shows a service a day before its registration contradicts itself."""
    told = said(ConfirmRegistration, registered_since="2018-05-02")
    taken_over().when(told, on="2018-05-01").then_notes("BEFORE_REGISTRATION")
    taken_over().when(told, on="2018-05-02").then_notes()
