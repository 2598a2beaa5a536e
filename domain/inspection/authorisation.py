"""Who inspects, what is asked for beforehand, and whether the start is announced."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from domain.inspection.commands import authorisation as asked
from domain.inspection.events import authorisation as events
from domain.inspection.payloads import Member, Person, Role
from domain.inspection.records import Asked, Invited
from domain.inspection.rules import authorisation as rules
from domain.inspection.rules import order
from domain.inspection.state import InspectionState
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.dated import Dated
from domain.kernel.entry import Entry
from domain.kernel.event import Event

_DAY = timedelta(days=1)


class Authorisation(InspectionState):
    """Decides and remembers who may inspect and what was prepared."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.authorisation: str | None = None
        self.amendments: dict[str, date | None] = {}
        self.named_for: dict[Person, Person | None] = {}
        """For whom each substitute was named; None for anybody."""
        self.returns: dict[Person, list[date]] = {}
        """The days on which a substitution that was for a time ends for each of the two."""
        self.invited: dict[Person, Invited] = {}
        self.requests: dict[str, Asked] = {}
        self.is_notice_issued = False
        self.notice_issued_on: date | None = None
        self.notice_sent_on: date | None = None
        self.notice_waived: str | None = None
        """On which ground the start was not announced."""

    # The group ----------------------------------------------------------------------------------------------------

    @decides(asked.IssueAuthorisation)
    def issue_authorisation(self, command: asked.IssueAuthorisation, case: Case) -> Event:
        self.ask_standing(case)
        order.step_once(case, ALWAYS, step="authorisation", is_done=self.is_authorised)
        self._ask_members(case, command.team)
        self._ask_led(case, {one.person: one.role for one in command.team})
        return events.AuthorisationIssued.of(command)

    @decides(asked.AmendAuthorisation)
    def amend_authorisation(self, command: asked.AmendAuthorisation, case: Case) -> Event:
        self.ask_standing(case)
        order.step_first(case, ALWAYS, step="authorisation", is_done=self.is_authorised)
        self.ask_new(case, self.amendments, what="amendment", key=command.amendment)
        for person in command.leaves:
            is_member = self.role_on(person, case.day) is not None
            order.on_record(case, ALWAYS, what="member of the group", key=person, is_known=is_member)
        self._ask_members(case, command.joins)
        self._ask_led(case, self._after(command, case.day))
        return events.AuthorisationAmended.of(command)

    def _ask_members(self, case: Case, members: Iterable[Member]) -> None:
        """Everybody is named once, and nobody is biased."""
        persons = [one.person for one in members]
        order.named_once(case, ALWAYS, what="member", names=persons)
        for person in persons:
            self.ask_unbiased(case, person)

    @staticmethod
    def _ask_led(case: Case, roles: Mapping[Person, Role]) -> None:
        inspecting = [role for role in roles.values() if role != "SUBSTITUTE"]
        rules.team_led(case, ALWAYS, heads=inspecting.count("HEAD"), controllers=len(inspecting))

    def _after(self, change: events.AuthorisationAmendment, on: date | None) -> dict[Person, Role]:
        """The group as it will be, without whom a substitute replaces on that day."""
        now = {person: role for person in self.team if (role := self.role_on(person, on)) is not None}
        now = {one: role for one, role in now.items() if role == "SUBSTITUTE" or self.is_acting_on(one, on)}
        kept = {person: role for person, role in now.items() if person not in change.leaves}
        return kept | {one.person: one.role for one in change.joins}

    @when(events.AuthorisationIssued)
    def authorisation_issued(self, event: events.AuthorisationIssued, entry: Entry) -> None:
        self.is_authorised = True
        self.authorised_on = entry.effective_on
        self.authorisation = event.authorisation
        self.superior = event.issued_by
        for member in event.team:
            self._join(member, entry)
        self.reach("AUTHORISED", entry)

    @when(events.AuthorisationAmended)
    def authorisation_amended(self, event: events.AuthorisationAmended, entry: Entry) -> None:
        self.amendments[event.amendment] = entry.effective_on
        for person in event.leaves:
            if person in self.team:
                self._become(person, None, entry)
        for member in event.joins:
            self._join(member, entry)

    def _join(self, member: Member, entry: Entry) -> None:
        self._become(member.person, member.role, entry)
        if member.role == "SUBSTITUTE":
            self.named_for[member.person] = member.stands_in_for

    def _become(self, person: Person, role: Role | None, entry: Entry) -> None:
        """From the effective day on, also on later days on which a substitution would have ended."""
        on = entry.effective_on
        for day in (on, *(one for one in self.returns.get(person, ()) if on is not None and on < one)):
            self._act_as(person, role, day, entry, is_acting=role not in {None, "SUBSTITUTE"})

    def _act_as(self, person: Person, role: Role | None, on: date | None, entry: Entry, *, is_acting: bool) -> None:
        self.team.setdefault(person, Dated()).set(role, effective_on=on, position=entry.position)
        self.acting.setdefault(person, Dated()).set(is_acting, effective_on=on, position=entry.position)

    # Substitutes --------------------------------------------------------------------------------------------------

    @decides(asked.CallSubstitute)
    def call_substitute(self, command: asked.CallSubstitute, case: Case) -> Event:
        self.ask_standing(case)
        order.step_first(case, ALWAYS, step="authorisation", is_done=self.is_authorised)
        is_acting = self.is_acting_on(command.stands_in_for, case.day)
        rules.substitute_of_the_group(
            case,
            ALWAYS,
            role=self.role_on(command.substitute, case.day),
            replaced=self.role_on(command.stands_in_for, case.day) if is_acting else None,
            named_for=self.named_for.get(command.substitute),
            asked_for=command.stands_in_for,
        )
        rules.stands_in_for_a_time(case, ALWAYS, on=case.day, until=command.until)
        self.ask_unbiased(case, command.substitute)
        return events.SubstituteSteppedIn.of(command)

    @when(events.SubstituteSteppedIn)
    def substitute_stepped_in(self, event: events.SubstituteSteppedIn, entry: Entry) -> None:
        role = self.role_on(event.stands_in_for, entry.effective_on)
        if role is None or event.substitute not in self.team:
            return
        self._act_as(event.substitute, role, entry.effective_on, entry, is_acting=True)
        self._act_as(event.stands_in_for, role, entry.effective_on, entry, is_acting=False)
        if event.until is None:
            return
        after = event.until + _DAY
        self._act_as(event.substitute, "SUBSTITUTE", after, entry, is_acting=False)
        self._act_as(event.stands_in_for, role, after, entry, is_acting=True)
        for person in (event.substitute, event.stands_in_for):
            self.returns.setdefault(person, []).append(after)

    # Invited ------------------------------------------------------------------------------------------------------

    @decides(asked.InvitePerson)
    def invite_person(self, command: asked.InvitePerson, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.invited, what="invited person", key=command.person)
        role = self.role_on(command.person, case.day)
        rules.invited_from_outside(case, self.law_day(case), person=command.person, role=role)
        return events.PersonInvited.of(command)

    @when(events.PersonInvited)
    def person_invited(self, event: events.PersonInvited, entry: Entry) -> None:
        self.invited[event.person] = Invited(event.expertise, event.reason, entry.effective_on)

    # Documents ----------------------------------------------------------------------------------------------------

    @decides(asked.RequestDocuments)
    def request_documents(self, command: asked.RequestDocuments, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.requests, what="request", key=command.request)
        order.named_once(case, ALWAYS, what="document", names=command.items)
        rules.due_lies_ahead(case, ALWAYS, on=case.day, due_on=command.due_on)
        return events.DocumentsRequested.of(command, due=TimeLimit.ending(command.due_on, case.calendar))

    @when(events.DocumentsRequested)
    def documents_requested(self, event: events.DocumentsRequested, entry: Entry) -> None:
        self.requests[event.request] = Asked(event.items, event.due, entry.effective_on)

    @decides(asked.RecordDocuments)
    def record_documents(self, command: asked.RecordDocuments, case: Case) -> Event:
        self.ask_on_file(case)
        self.ask_known(case, self.requests, what="request", key=command.request)
        one = self.requests[command.request]
        rules.items_asked_for(case, ALWAYS, items=command.items, missing=one.missing)
        rules.sent_before_received(case, ALWAYS, sent_on=command.sent_on, received_on=case.day)
        counts_on = command.sent_on or case.day
        rules.documents_in_time(case, ALWAYS, counts_on=counts_on, due_on=one.due.legal_last_day)
        return events.DocumentsReceived.of(command)

    @when(events.DocumentsReceived)
    def documents_received(self, event: events.DocumentsReceived, entry: Entry) -> None:
        if event.request in self.requests:
            one = self.requests[event.request]
            one.deliveries.append((event.sent_on, entry.effective_on))
            one.received |= dict.fromkeys(event.items, entry.effective_on)

    def review(self, case: Case) -> None:
        """Ask anew whether documents came in time, and after they were sent."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in rules.STANDING)))
        for one in self.requests.values():
            for sent_on, received_on in dict.fromkeys(one.deliveries):
                rules.sent_before_received(case, ALWAYS, sent_on=sent_on, received_on=received_on)
                counts_on = sent_on or received_on
                rules.documents_in_time(case, ALWAYS, counts_on=counts_on, due_on=one.due.legal_last_day)
        self._ask_notice_order(case, self.notice_sent_on, self.notice_delivered_on)
        super().review(case)

    # The notice ---------------------------------------------------------------------------------------------------

    @decides(asked.IssueNotice)
    def issue_notice(self, command: asked.IssueNotice, case: Case) -> Event:
        self.ask_standing(case)
        order.step_first(case, ALWAYS, step="authorisation", is_done=self.is_authorised)
        order.step_once(case, ALWAYS, step="start", is_done=self.is_started)
        order.step_once(case, ALWAYS, step="notice", is_done=self.is_notice_issued)
        order.step_once(case, ALWAYS, step="waiver of the notice", is_done=self.notice_waived is not None)
        return events.NoticeIssued.of(command)

    @when(events.NoticeIssued)
    def notice_issued(self, event: events.NoticeIssued, entry: Entry) -> None:
        self.is_notice_issued = True
        self.notice_issued_on = entry.effective_on

    @decides(asked.RecordNoticeDelivery)
    def record_notice_delivery(self, command: asked.RecordNoticeDelivery, case: Case) -> Event:
        self.ask_on_file(case)
        order.step_first(case, ALWAYS, step="notice", is_done=self.is_notice_issued)
        order.step_once(case, ALWAYS, step="delivery of the notice", is_done=self.is_notice_delivered)
        sent_on = command.delivery.sent_on or self.notice_issued_on
        self._ask_notice_order(case, sent_on, command.delivery.delivered_on or case.day)
        return events.NoticeDelivered.of(command)

    @staticmethod
    def _ask_notice_order(case: Case, sent_on: date | None, delivered_on: date | None) -> None:
        rules.sent_before_received(case, ALWAYS, sent_on=sent_on, received_on=delivered_on)

    @when(events.NoticeDelivered)
    def notice_delivered(self, event: events.NoticeDelivered, entry: Entry) -> None:
        self.is_notice_delivered = True
        self.notice_sent_on = event.delivery.sent_on or self.notice_issued_on
        self.notice_delivered_on = event.delivery.delivered_on or entry.effective_on

    @decides(asked.WaiveNotice)
    def waive_notice(self, command: asked.WaiveNotice, case: Case) -> Event:
        self.ask_standing(case)
        order.step_once(case, ALWAYS, step="start", is_done=self.is_started)
        order.step_once(case, ALWAYS, step="notice", is_done=self.is_notice_issued)
        order.step_once(case, ALWAYS, step="waiver of the notice", is_done=self.notice_waived is not None)
        return events.NoticeWaived.of(command)

    @when(events.NoticeWaived)
    def start_not_announced(self, event: events.NoticeWaived, entry: Entry) -> None:
        self.notice_waived = event.ground
