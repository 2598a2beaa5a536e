"""The end of a mandate, and how long its records stay."""

from copy import copy

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import months_after
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.period import months_later
from domain.mandate.commands.ending import (
    PlaceLegalHold,
    RecordExpiry,
    ReleaseLegalHold,
    ReleaseRecords,
    RevokeMandate,
)
from domain.mandate.events.ending import (
    End,
    LegalHoldPlaced,
    LegalHoldReleased,
    MandateExpired,
    MandateRevoked,
    RecordsReleased,
)
from domain.mandate.funding import Funding
from domain.mandate.rules import ending as rules
from domain.mandate.rules import entrustment, order


class Ending(Funding):
    """Decides and remembers how the mandate ended, and what its records wait for."""

    # The end ------------------------------------------------------------------------------------------------------

    @decides(RevokeMandate)
    def revoke(self, command: RevokeMandate, case: Case) -> Event:
        self._ask_about_end(case)
        rules.revoked_before_its_end(case, case.day, revoked_on=case.day, last_day=self.last_day)
        after = copy(self)
        after.revoked_on = case.day
        self.look_at_time(after, case)
        return MandateRevoked.of(command, **self._end(case).fields())

    @decides(RecordExpiry)
    def record_expiry(self, command: RecordExpiry, case: Case) -> Event:
        self._ask_about_end(case)
        rules.expires_with_its_period(case, case.day, expired_on=case.day, last_day=self.last_day)
        after = copy(self)
        after.expired_on = case.day
        self.look_at_time(after, case)
        return MandateExpired.of(self._end(case))

    def _ask_about_end(self, case: Case) -> None:
        self.ask_about_standing(case)
        order.ends_once(case, ALWAYS, revoked_on=self.revoked_on, expired_on=self.expired_on)
        order.ends_after_start(case, ALWAYS, first_day=self.first_day, last_day=case.day)
        losses = (entrustment.service_registered, entrustment.service_in_network, entrustment.contract_entrusts)
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in losses)))

    def _end(self, case: Case) -> End:
        assert case.day is not None
        months = case.value("mandate.final-check-months", case.day)
        years = case.value("mandate.records-years", case.day)
        return End(
            final_check_by=months_after(case.day, months, case.calendar) if months else None,
            records_until=months_later(case.day, 12 * years) if years else None,
        )

    def completed(self, event: Event, case: Case) -> Event:
        """What follows from the end follows from its corrected day."""
        if not isinstance(event, MandateRevoked | MandateExpired):
            return super().completed(event, case)
        return event.model_copy(update=self._end(case).fields())

    # The records --------------------------------------------------------------------------------------------------

    @decides(PlaceLegalHold)
    def place_hold(self, command: PlaceLegalHold, case: Case) -> Event:
        self.ask_about_file(case)
        order.released_once(case, ALWAYS, is_released=self.is_released)
        order.hold_number_unused(case, ALWAYS, hold=command.hold, is_used=command.hold in self.holds)
        return LegalHoldPlaced.of(command)

    @decides(ReleaseLegalHold)
    def release_hold(self, command: ReleaseLegalHold, case: Case) -> Event:
        self.ask_about_file(case)
        order.hold_known(case, ALWAYS, hold=command.hold, is_known=command.hold in self.holds)
        return LegalHoldReleased.of(command)

    @decides(ReleaseRecords)
    def release_records(self, command: ReleaseRecords, case: Case) -> Event:
        self.ask_about_standing(case)
        order.released_once(case, ALWAYS, is_released=self.is_released)
        law = self.law_day(self.ends_on)
        rules.records_kept_ten_years(case, law, released_on=case.day, records_until=self.records_until)
        rules.no_legal_hold(case, case.day, holds=tuple(self.holds))
        unchecked = {year for service in self.services for year in self.unchecked_years(service)}
        rules.released_after_final_check(
            case, case.day, unchecked=tuple(sorted(unchecked)), open_claims=self.open_claims
        )
        return RecordsReleased.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(MandateRevoked)
    def revoked(self, event: MandateRevoked, entry: Entry) -> None:
        self.revoked_on = entry.effective_on
        self._take_end(event)

    @when(MandateExpired)
    def expired(self, event: MandateExpired, entry: Entry) -> None:
        self.expired_on = entry.effective_on
        self._take_end(event)

    def _take_end(self, event: End) -> None:
        self.final_check_by, self.records_until = event.final_check_by, event.records_until
        for one in self.services.values():
            one.check_by = None

    @when(LegalHoldPlaced)
    def hold_placed(self, event: LegalHoldPlaced, entry: Entry) -> None:
        self.holds[event.hold] = entry.effective_on

    @when(LegalHoldReleased)
    def hold_released(self, event: LegalHoldReleased, entry: Entry) -> None:
        self.holds.pop(event.hold, None)

    @when(RecordsReleased)
    def records_released(self, event: RecordsReleased, entry: Entry) -> None:
        self.is_released, self.released_on = True, entry.effective_on
