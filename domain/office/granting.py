"""Roles given and taken, and who stands in for whom."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.office.commands import AppointDeputy, EndDeputising, GrantRole, RevokeRole
from domain.office.events import DeputisingEnded, DeputyAppointed, RoleGranted, RoleRevoked
from domain.office.rules import roles as rules
from domain.office.state import Appointed, Granted, OfficeState, Timed


class Granting(OfficeState):
    """Decides and remembers roles; whether somebody may act in one is asked of `roles_of`."""

    @decides(GrantRole)
    def grant_role(self, command: GrantRole, case: Case) -> Event:
        self.ask_about_office(case)
        self.ask_about_staying(case, command.person)
        rules.grant_unused(case, ALWAYS, appointment=command.appointment, is_used=command.appointment in self.grants)
        rules.one_scope(case, ALWAYS, project=command.project, provider=command.provider)
        rules.ends_after_start(case, ALWAYS, first_day=case.day, last_day=command.until)
        is_limited = command.project or command.provider or command.until
        is_administrator = command.role == "administrator" and not is_limited
        rules.administrator_first(case, case.day, is_administrator=is_administrator, is_first=not self.grants)
        rules.granted_by_another(case, case.day, person=command.person, by=case.stamp.actor.person)
        rules.auditor_for_a_time(case, case.day, role=command.role, until=command.until)
        rules.provider_for_itself(case, case.day, role=command.role, provider=command.provider)
        return RoleGranted.of(command)

    @decides(RevokeRole)
    def revoke_role(self, command: RevokeRole, case: Case) -> Event:
        self.ask_about_office(case)
        granted = self.grants.get(command.appointment)
        is_known = granted is not None and granted.time.ends_before is None
        rules.grant_known(case, ALWAYS, appointment=command.appointment, is_known=is_known)
        endless = self.endless_administrators()
        if any(one is granted for one in endless):
            rules.administrator_remains(case, ALWAYS, remaining=len(endless) - 1)
        return RoleRevoked.of(command)

    @decides(AppointDeputy)
    def appoint_deputy(self, command: AppointDeputy, case: Case) -> Event:
        self.ask_about_office(case)
        self.ask_about_staying(case, command.person)
        self.ask_about_staying(case, command.deputy)
        is_used = command.deputising in self.deputies
        rules.deputising_unused(case, ALWAYS, deputising=command.deputising, is_used=is_used)
        rules.deputy_is_another(case, ALWAYS, person=command.person, deputy=command.deputy)
        rules.ends_after_start(case, ALWAYS, first_day=case.day, last_day=command.until)
        return DeputyAppointed.of(command)

    @decides(EndDeputising)
    def end_deputising(self, command: EndDeputising, case: Case) -> Event:
        self.ask_about_office(case)
        known = self.deputies.get(command.deputising)
        is_known = known is not None and known.time.ends_before is None
        rules.deputising_known(case, ALWAYS, deputising=command.deputising, is_known=is_known)
        return DeputisingEnded.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(RoleGranted)
    def role_granted(self, event: RoleGranted, entry: Entry) -> None:
        self.grants[event.appointment] = Granted(event, Timed(entry.effective_on, event.until))

    @when(RoleRevoked)
    def role_revoked(self, event: RoleRevoked, entry: Entry) -> None:
        if known := self.grants.get(event.appointment):  # the grant itself may have been taken back
            known.time.ends_before = entry.effective_on

    @when(DeputyAppointed)
    def deputy_appointed(self, event: DeputyAppointed, entry: Entry) -> None:
        self.deputies[event.deputising] = Appointed(event, Timed(entry.effective_on, event.until))

    @when(DeputisingEnded)
    def deputising_ended(self, event: DeputisingEnded, entry: Entry) -> None:
        if known := self.deputies.get(event.deputising):
            known.time.ends_before = entry.effective_on
