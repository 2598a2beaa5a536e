"""A service over time: other parameters, places, capacity, provider; its end; corrections."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.answer import Answer
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import derived_id
from domain.service.commands import (
    ConfirmRegistration,
    RecordCapacity,
    RecordDeregistration,
    RecordParameters,
    RecordPlaceAdded,
    RecordPlaceRemoved,
    RecordProvider,
)
from domain.service.events import (
    CapacityChanged,
    PlaceAdded,
    PlaceRemoved,
    ProviderChanged,
    ServiceDeregistered,
    ServiceParametersChanged,
    ServiceRegistered,
)
from domain.service.payloads import Organisation
from domain.service.service import Service
from tests.domain.service.pieces import PROVIDER, REGISTRATION, START, record_registration, registered, said, taken_over
from tests.spec import given

FRYDLANT = {"place": "frydlant", "municipality": "Frýdlant", "orp": "5102"}
SUCCESSOR = said(Organisation, name="Nová pomoc, z.ú.", ico="87654326")


def capacity(amount: str) -> RecordCapacity:
    return said(RecordCapacity, form="T", unit="FTE", amount=amount)


def event_id(number: int) -> UUID:
    return derived_id("spec", "event", str(number))


def test_late_news_of_capacity_lands_at_its_real_date() -> None:
    """12 from March, then an 11 from February learnt in May: April still reads 12."""
    story = (
        registered()
        .when(capacity("12"), on="2018-03-01")
        .then(said(CapacityChanged, form="T", unit="FTE", amount="12"))
    )
    service = story.when(capacity("11"), on="2018-02-01").then_notes().state
    read = {m: service.capacity(form=Form.FIELD, unit=CapacityUnit.FTE, on=date(2018, m, 1)) for m in (1, 2, 3, 4)}
    assert read == {1: Decimal("4.5"), 2: Decimal(11), 3: Decimal(12), 4: Decimal(12)}


def test_unknown_capacity_is_not_zero() -> None:
    """No capacity in beds was ever stated, and none before the registration."""
    service = registered().state
    assert service.capacity(form=Form.RESIDENTIAL, unit=CapacityUnit.BED, on=date(2018, 1, 1)) is None
    assert service.capacity(form=Form.FIELD, unit=CapacityUnit.FTE, on=date(2014, 1, 1)) is None


def test_changed_capacity_keeps_the_rules_of_the_first() -> None:
    """Below zero is refused, a form that is not offered is noted."""
    registered().when(capacity("-1"), on="2018-01-01").then_refused("service.capacity-not-negative")
    beds = said(RecordCapacity, form="P", unit="BED", amount=3)
    registered().when(beds, on="2018-01-01").then_notes("CAPACITY_WITHOUT_FORM")


def test_parameters_change_from_their_day_and_the_rest_stays() -> None:
    """A new form and name; the kind and target groups are as before."""
    told = said(RecordParameters, name="PSB Liberec", section="70", forms=("T", "A"))
    story = registered().when(told, on="2018-01-01").then_notes()
    story.then(said(ServiceParametersChanged, name="PSB Liberec", section="70", forms=("T", "A")))
    assert story.state.forms.on(date(2017, 12, 31)) == (Form.FIELD,)
    assert story.state.forms.on(date(2018, 1, 1)) == (Form.FIELD, Form.AMBULATORY)
    assert story.state.name.on(date(2018, 1, 1)) == "PSB Liberec"
    assert story.state.target_groups.on(date(2018, 1, 1)) == REGISTRATION["target_groups"]


def test_changed_forms_are_measured_against_the_kind_of_that_day() -> None:
    """Residential supported living needs attention, residential social rehabilitation does not."""
    registered().when(said(RecordParameters, forms=("P",)), on="2018-01-01").then_notes("FORM_NOT_ALLOWED")
    both = said(RecordParameters, section="70", forms=("P",))
    registered().when(both, on="2018-01-01").then_notes()
    registered().when(said(RecordParameters, section="71"), on="2018-01-01").then_notes("UNKNOWN_SERVICE_KIND")


def test_change_must_say_something() -> None:
    """An empty change is refused; forms that ended are something."""
    registered().when(said(RecordParameters), on="2018-01-01").then_refused("service.change-says-something")
    registered().when(said(RecordParameters, forms=()), on="2018-01-01").then_notes()


def test_change_before_the_registration_is_noted() -> None:
    """The register cannot know a capacity of the day before; on the first day it can."""
    registered("2015-01-01").when(capacity("5"), on="2014-12-31").then_notes("BEFORE_REGISTRATION")
    registered("2015-01-01").when(capacity("5"), on="2015-01-01").then_notes()
    taken_over().when(capacity("5"), on="2014-12-31").then_notes()


def test_provider_is_succeeded_from_a_day_on() -> None:
    """The day before, the old provider still stands; an impossible IČO is noted."""
    told = said(RecordProvider, provider=SUCCESSOR)
    story = registered().when(told, on="2019-01-01").then(said(ProviderChanged, provider=SUCCESSOR))
    assert story.state.provider.on(date(2018, 12, 31)) == PROVIDER
    assert story.state.provider.on(date(2019, 1, 1)) == SUCCESSOR
    wrong = said(RecordProvider, provider={"name": "X", "ico_as_written": "123"}, ground="new name")
    registered().when(wrong, on="2019-01-01").then_notes("IMPOSSIBLE_ICO")


# Places -------------------------------------------------------------------------------------------------------------


def test_places_come_and_go() -> None:
    """A place is there from the day it was added to the day before it was removed, and may come back."""
    story = registered().when(said(RecordPlaceAdded, **FRYDLANT), on="2018-01-01").then(said(PlaceAdded, **FRYDLANT))
    story = story.when(said(RecordPlaceRemoved, place="frydlant"), on="2019-01-01")
    story = story.then(said(PlaceRemoved, place="frydlant"))
    there = {day: [p.place for p in story.state.places_on(day)] for day in (date(2018, 12, 31), date(2019, 1, 1))}
    assert there == {date(2018, 12, 31): ["liberec", "frydlant"], date(2019, 1, 1): ["liberec"]}
    story.when(said(RecordPlaceAdded, **FRYDLANT), on="2019-06-01").then_notes()


def test_place_that_is_there_is_not_added_again() -> None:
    """The second time is refused; on a day before the first it is new."""
    story = registered().when(said(RecordPlaceAdded, **FRYDLANT), on="2018-01-01")
    story.when(said(RecordPlaceAdded, **FRYDLANT), on="2018-01-01").then_refused("service.place-stated-once")
    story.when(said(RecordPlaceAdded, **FRYDLANT), on="2017-12-31").then_notes()


def test_only_a_place_of_that_day_is_removed() -> None:
    """An unknown place, and one that was removed already."""
    gone = said(RecordPlaceRemoved, place="liberec")
    registered().when(said(RecordPlaceRemoved, place="tanvald"), on="2018-01-01").then_refused("service.place-known")
    registered().when(gone, on="2018-01-01").when(gone, on="2018-01-02").then_refused("service.place-known")


# The end ------------------------------------------------------------------------------------------------------------


def test_deregistered_service_is_not_registered_from_that_day() -> None:
    """The effective date is the first day without the registration."""
    story = registered().when(said(RecordDeregistration, ground="own request"), on="2020-01-01")
    story.then(said(ServiceDeregistered, ground="own request"))
    assert story.state.registered_on(date(2019, 12, 31)) is Answer.YES
    assert story.state.registered_on(date(2020, 1, 1)) is Answer.NO


@pytest.mark.parametrize(
    "change",
    [
        capacity("5"),
        said(RecordParameters, name="X"),
        said(RecordPlaceAdded, **FRYDLANT),
        said(RecordPlaceRemoved, place="liberec"),
        said(RecordProvider, provider=SUCCESSOR),
        said(ConfirmRegistration),
    ],
    ids=lambda command: command.topic,
)
def test_deregistered_service_does_not_change(change: RecordCapacity) -> None:
    """From the end on nothing changes; late news of the day before is still recorded."""
    story = registered().when(said(RecordDeregistration), on="2020-01-01")
    story.when(change, on="2020-01-01").then_refused("service.still-registered")
    story.when(change, on="2019-12-31").then_notes()


def test_registration_ends_once_and_not_before_it_began() -> None:
    """A second end is refused, and one before the first day; on the first day it may end."""
    end = said(RecordDeregistration)
    registered().when(end, on="2020-01-01").when(end, on="2021-01-01").then_refused("service.deregistered-once")
    registered("2015-01-01").when(end, on="2014-12-31").then_refused("service.ends-after-start")
    registered("2015-01-01").when(end, on="2015-01-01").then_notes()
    taken_over().when(end, on="2010-01-01").then_notes()


def test_start_after_a_known_end_is_refused() -> None:
    """A look-up cannot move the beginning behind the end."""
    ended = taken_over().when(said(RecordDeregistration), on="2020-01-01")
    late = said(ConfirmRegistration, registered_since="2020-01-02")
    ended.when(late, on="2019-12-31").then_refused("service.ends-after-start")


# Corrections --------------------------------------------------------------------------------------------------------


def read_as(**other: Any) -> dict[str, Any]:
    """The whole payload of the registration as it should read."""
    return said(ServiceRegistered, **REGISTRATION | other).model_dump(mode="json", exclude_none=True)


def test_correction_of_the_kind_settles_what_was_noted() -> None:
    """§ 34 was a slip for § 43: after the correction nothing is open, and the new reading stands."""
    story = given(Service).when(record_registration(section="34"), on=START).then_open("UNKNOWN_SERVICE_KIND")
    slip = said(CorrectEntry, entry=event_id(1), data=read_as())
    story = story.when(slip, on=START, reason="a slip of the pen").then_closes("UNKNOWN_SERVICE_KIND").then_open()
    assert story.state.section.on(date(2018, 1, 1)) == "43"


def test_correction_that_breaks_a_rule_is_noted() -> None:
    """Corrected forms and an impossible IČO need attention, whatever the day of the change that they spoil."""
    wrong = {"name": "X", "ico_as_written": "123"}
    told = said(CorrectEntry, entry=event_id(1), data=read_as(forms=("A",), provider=wrong))
    story = registered().when(told, on=START, reason="another extract")
    story.then_notes("FORM_NOT_ALLOWED", "IMPOSSIBLE_ICO", "CAPACITY_WITHOUT_FORM")


def test_correction_sees_a_kind_changed_later() -> None:
    """The forms of the beginning are measured again at every day on which kind or forms changed."""
    story = registered().when(said(RecordParameters, section="70"), on="2018-01-01").then_notes()
    told = said(CorrectEntry, entry=event_id(2), data={"section": "67"})
    story.when(told, on="2018-01-01", reason="a slip").then_notes("FORM_NOT_ALLOWED")


def test_correction_cannot_let_a_registration_end_before_it_began() -> None:
    """The first day moved behind the end is refused."""
    story = registered().when(said(RecordDeregistration), on="2020-01-01")
    told = said(CorrectEntry, entry=event_id(1), data=read_as())
    story.when(told, on="2020-01-02", reason="another extract").then_refused("service.ends-after-start")


def test_deregistration_that_never_was_is_taken_back() -> None:
    """The service is registered again, without a gap."""
    story = registered().when(said(RecordDeregistration), on="2020-01-01")
    story = story.when(said(TakeBackEntry, entry=event_id(2)), on="2020-02-01", reason="another service was meant")
    assert story.state.registered_on(date(2020, 1, 15)) is Answer.YES
