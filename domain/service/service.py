"""A registered social service, as the state register shows it over time."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from domain.kernel.aggregate import Aggregate, decides, when
from domain.kernel.answer import Answer
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.registry import RegistrationNumber
from domain.service import commands as asked
from domain.service import events, rules
from domain.service.differences import RegisterDifferences
from domain.service.payloads import Capacity, OldService, Organisation, Parameters, Place, Registration
from domain.service.validity import Validity

T = TypeVar("T")


class Service(RegisterDifferences, Aggregate):
    """One registration: what it was on any day. `inferred` names what its opening entry concluded, not read."""

    kind = "service"

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.registration_number: RegistrationNumber | None = None
        self.provider: Dated[Organisation] = Dated()
        self.section: Dated[str] = Dated()
        self.kind_as_written: Dated[str] = Dated()
        self.name: Dated[str] = Dated()
        self.forms: Dated[tuple[Form, ...]] = Dated()
        self.target_groups: Dated[tuple[str, ...]] = Dated()
        self.capacities: dict[tuple[Form, CapacityUnit], Dated[Decimal]] = {}
        self.places: dict[str, Dated[Place | None]] = {}
        self.validity = Validity()
        self.inferred: frozenset[str] = frozenset()

    # Asked by others ----------------------------------------------------------------------------------------------

    def registered_on(self, day: date | None) -> Answer:
        return self.validity.covers(day)

    def capacity(self, *, form: Form, unit: CapacityUnit, on: date | None) -> Decimal | None:
        """The capacity of a form in a unit on that day; None where none is known, which is not zero."""
        held = self.capacities.get((form, unit))
        return held.on(on) if held else None

    def places_on(self, day: date | None) -> tuple[Place, ...]:
        """The places where the service is provided on that day."""
        return tuple(place for held in self.places.values() if (place := held.on(day)) is not None)

    @classmethod
    def keys(cls, written: str) -> Iterator[tuple[str, str]]:
        yield "registration-number", "".join(written.split())

    # Opened -------------------------------------------------------------------------------------------------------

    @decides(asked.RecordRegistration)
    def record_registration(self, command: asked.RecordRegistration, case: Case) -> Event:
        rules.opened_once(case, ALWAYS, version=self.version)
        self._ask_about(command, case)
        return events.ServiceRegistered.of(command)

    @decides(asked.TakeOverService)
    def take_over(self, command: asked.TakeOverService, case: Case) -> Event:
        rules.opened_once(case, ALWAYS, version=self.version)
        rules.identified(
            case,
            ALWAYS,
            registration_number=command.registration_number,
            section=command.section,
            kind=command.kind_as_written,
            name=command.name,
        )
        self._ask_about(command, case)
        return events.ServiceTakenOver.of(command)

    def _ask_about(self, service: Registration | OldService, case: Case) -> None:
        """The rules that any first picture of a service must answer to."""
        _ask_about_capacities(service.capacities, case)
        rules.place_stated_once(case, ALWAYS, places=[place.place for place in service.places])
        _ask_about_kind(service.section, service.forms, case, on=case.day)
        forms = {capacity.form for capacity in service.capacities}
        rules.capacity_of_offered_form(case, _law_day(case), forms_with_capacity=forms, forms=service.forms)
        rules.provider_ico(case, _law_day(case), provider=service.provider)

    @when(events.ServiceRegistered)
    def registered(self, event: events.ServiceRegistered, entry: Entry) -> None:
        self.validity = Validity(since=entry.effective_on)
        self._picture(event, entry)

    @when(events.ServiceTakenOver)
    def taken_over(self, event: events.ServiceTakenOver, entry: Entry) -> None:
        self.validity = Validity(since=entry.effective_on)
        self._picture(event, entry)
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)

    def _picture(self, event: Registration | OldService, entry: Entry) -> None:
        self.registration_number = event.registration_number
        _hold(self.provider, event.provider, entry)
        _hold(self.section, event.section, entry)
        _hold(self.kind_as_written, event.kind_as_written, entry)
        _hold(self.name, event.name, entry)
        _hold(self.forms, event.forms or None, entry)
        _hold(self.target_groups, event.target_groups or None, entry)
        for capacity in event.capacities:
            self._hold_capacity(capacity, entry)
        for place in event.places:
            self._hold_place(place.place, place, entry)

    @decides(asked.ConfirmRegistration)
    def confirm(self, command: asked.ConfirmRegistration, case: Case) -> Event:
        self._ask_about_change(case, registered_since=command.registered_since)
        rules.ends_after_start(case, ALWAYS, registered_since=command.registered_since, ended_on=self.validity.ended_on)
        return events.RegistrationConfirmed.of(command)

    @when(events.RegistrationConfirmed)
    def confirmed(self, event: events.RegistrationConfirmed, entry: Entry) -> None:
        looked_up = [day for day in (self.validity.seen_on, entry.effective_on) if day is not None]
        since = event.registered_since or self.validity.since
        self.validity = replace(self.validity, since=since, seen_on=min(looked_up, default=None))

    # Changed ------------------------------------------------------------------------------------------------------

    def _ask_about_change(self, case: Case, *, registered_since: date | None = None) -> None:
        rules.opened_first(case, ALWAYS, version=self.version)
        rules.still_registered(case, ALWAYS, day=case.day, ended_on=self.validity.ended_on)
        rules.change_after_registration(
            case, case.day, day=case.day, registered_since=registered_since or self.validity.since
        )

    @decides(asked.RecordParameters)
    def record_parameters(self, command: asked.RecordParameters, case: Case) -> Event:
        self._ask_about_change(case)
        changed = [name for name, value in command.parameters.items() if value is not None]
        rules.change_says_something(case, ALWAYS, changed=changed)
        if command.section is not None or command.forms is not None:
            section = command.section or self.section.on(case.day)
            forms = self.forms.on(case.day) if command.forms is None else command.forms
            _ask_about_kind(section, forms or (), case, on=case.day)
        return events.ServiceParametersChanged.of(command)

    @when(events.ServiceParametersChanged)
    def parameters_changed(self, event: Parameters, entry: Entry) -> None:
        _hold(self.section, event.section, entry)
        _hold(self.kind_as_written, event.kind_as_written, entry)
        _hold(self.name, event.name, entry)
        _hold(self.forms, event.forms, entry)
        _hold(self.target_groups, event.target_groups, entry)

    @decides(asked.RecordCapacity)
    def record_capacity(self, command: asked.RecordCapacity, case: Case) -> Event:
        self._ask_about_change(case)
        _ask_about_capacities((command,), case)
        offered = self.forms.on(case.day)
        rules.capacity_of_offered_form(case, case.day, forms_with_capacity={command.form}, forms=offered)
        return events.CapacityChanged.of(command)

    @when(events.CapacityChanged)
    def capacity_changed(self, event: events.CapacityChanged, entry: Entry) -> None:
        self._hold_capacity(event, entry)

    def _hold_capacity(self, capacity: Capacity, entry: Entry) -> None:
        _hold(self.capacities.setdefault((capacity.form, capacity.unit), Dated()), capacity.amount, entry)

    @decides(asked.RecordProvider)
    def record_provider(self, command: asked.RecordProvider, case: Case) -> Event:
        self._ask_about_change(case)
        rules.provider_ico(case, _law_day(case), provider=command.provider)
        return events.ProviderChanged.of(command)

    @when(events.ProviderChanged)
    def provider_changed(self, event: events.ProviderChanged, entry: Entry) -> None:
        _hold(self.provider, event.provider, entry)

    # Places -------------------------------------------------------------------------------------------------------

    @decides(asked.RecordPlaceAdded)
    def record_place_added(self, command: asked.RecordPlaceAdded, case: Case) -> Event:
        self._ask_about_change(case)
        rules.place_stated_once(case, ALWAYS, places=[*self._place_keys(case.day), command.place])
        return events.PlaceAdded.of(command)

    @when(events.PlaceAdded)
    def place_added(self, event: events.PlaceAdded, entry: Entry) -> None:
        self._hold_place(event.place, event, entry)

    @decides(asked.RecordPlaceRemoved)
    def record_place_removed(self, command: asked.RecordPlaceRemoved, case: Case) -> Event:
        self._ask_about_change(case)
        rules.place_known(case, ALWAYS, place=command.place, places=self._place_keys(case.day))
        return events.PlaceRemoved.of(command)

    @when(events.PlaceRemoved)
    def place_removed(self, event: events.PlaceRemoved, entry: Entry) -> None:
        self._hold_place(event.place, None, entry)

    def _place_keys(self, day: date | None) -> list[str]:
        return [place.place for place in self.places_on(day)]

    def _hold_place(self, key: str, place: Place | None, entry: Entry) -> None:
        held = self.places.setdefault(key, Dated())
        held.set(place, effective_on=entry.effective_on, position=entry.position)

    # Ended --------------------------------------------------------------------------------------------------------

    @decides(asked.RecordDeregistration)
    def record_deregistration(self, command: asked.RecordDeregistration, case: Case) -> Event:
        rules.opened_first(case, ALWAYS, version=self.version)
        rules.deregistered_once(case, ALWAYS, ended_on=self.validity.ended_on)
        rules.ends_after_start(case, ALWAYS, registered_since=self.validity.since, ended_on=case.day)
        return events.ServiceDeregistered.of(command)

    @when(events.ServiceDeregistered)
    def deregistered(self, event: events.ServiceDeregistered, entry: Entry) -> None:
        self.validity = replace(self.validity, ended_on=entry.effective_on)

    # After a correction -------------------------------------------------------------------------------------------

    def review(self, case: Case) -> None:
        """What the corrected state breaks replaces what was noted before."""
        standing = (rules.kind_in_force, rules.form_allowed, rules.capacity_of_offered_form, rules.provider_ico)
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in standing)))
        rules.ends_after_start(case, ALWAYS, registered_since=self.validity.since, ended_on=self.validity.ended_on)
        for day in dict.fromkeys(day for held in (self.section, self.forms) for day, _ in held):
            _ask_about_kind(self.section.on(day), self.forms.on(day) or (), case, on=day)
        for _, provider in self.provider:
            rules.provider_ico(case, _law_day(case), provider=provider)
        offered = {form for _, forms in self.forms for form in forms}
        rules.capacity_of_offered_form(
            case, _law_day(case), forms_with_capacity={form for form, _ in self.capacities}, forms=offered
        )


def _ask_about_kind(section: str | None, forms: Collection[Form], case: Case, *, on: date | None) -> None:
    law_day = on or rules.ACT_IN_FORCE
    rules.kind_in_force(case, law_day, section=section, day=on)
    rules.form_allowed(case, law_day, section=section, forms=forms, day=on)


def _ask_about_capacities(capacities: Collection[Capacity], case: Case) -> None:
    rules.capacity_not_negative(case, ALWAYS, amounts=[capacity.amount for capacity in capacities])
    rules.capacity_stated_once(case, ALWAYS, stated=[f"{c.form} {c.unit}" for c in capacities])


def _law_day(case: Case) -> date:
    """The day on which the Act is asked; where the day is unknown, the day on which it came into force."""
    return case.day or rules.ACT_IN_FORCE


def _hold(held: Dated[T], value: T | None, entry: Entry) -> None:
    """From the entry's effective date on; a value that is absent changes nothing."""
    if value is not None:
        held.set(value, effective_on=entry.effective_on, position=entry.position)
