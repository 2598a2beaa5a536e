"""People of the office: registered under a key, gone, erased."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import months_later
from domain.office.commands import ErasePerson, RecordLeaving, RegisterPerson
from domain.office.events import PersonErased, PersonLeft, PersonRegistered
from domain.office.rules import people as rules
from domain.office.rules import roles
from domain.office.state import OfficeState, Person


class People(OfficeState):
    """Decides and remembers who is there; names are nowhere here."""

    @decides(RegisterPerson)
    def register(self, command: RegisterPerson, case: Case) -> Event:
        self.ask_about_office(case)
        known = self.people.get(command.person)
        rules.not_erased(case, ALWAYS, person=command.person, is_erased=known is not None and known.is_erased)
        is_there = self.is_there(command.person, case.day)
        rules.registered_once(case, ALWAYS, person=command.person, is_there=is_there)
        return PersonRegistered.of(command)

    @decides(RecordLeaving)
    def record_leaving(self, command: RecordLeaving, case: Case) -> Event:
        self.ask_about_office(case)
        self.ask_about_staying(case, command.person)
        endless = self.endless_administrators()
        remaining = [one for one in endless if one.grant.person != command.person]
        if len(remaining) < len(endless):
            roles.administrator_remains(case, ALWAYS, remaining=len(remaining))
        years = case.value("office.person-years", case.day)
        assert case.day is not None
        return PersonLeft.of(command, records_until=months_later(case.day, 12 * years) if years else None)

    @decides(ErasePerson)
    def erase(self, command: ErasePerson, case: Case) -> Event:
        self.ask_about_office(case)
        known = self.ask_about_person(case, command.person)
        rules.left_before_erasure(case, case.day, person=command.person, left_on=known.left_on)
        if known.left_on is not None:
            rules.kept_until(
                case,
                case.day,
                erased_on=case.day,
                records_until=known.records_until,
                kept_files=command.kept_files,
            )
        holds = self.holds_on(command.person)
        rules.person_not_held(case, case.day, holds=holds, held_files=command.held_files)
        return PersonErased.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(PersonRegistered)
    def registered(self, event: PersonRegistered, entry: Entry) -> None:
        self.people[event.person] = Person(event.capacity)

    @when(PersonLeft)
    def left(self, event: PersonLeft, entry: Entry) -> None:
        if known := self.people.get(event.person):
            known.left_on, known.records_until = entry.effective_on, event.records_until

    @when(PersonErased)
    def erased(self, event: PersonErased, entry: Entry) -> None:
        if known := self.people.get(event.person):
            known.is_erased, known.erased_on = True, entry.effective_on
