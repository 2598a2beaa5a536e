"""What is done on site: measuring, recomputing, asking, taking, until the last control act."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from domain.contract.events.reporting import Achievement
from domain.contract.money_state import MoneyState
from domain.inspection.commands import conduct as asked
from domain.inspection.events import conduct as events
from domain.inspection.records import ConsentRecord, Measured, Receipt, Recomputed
from domain.inspection.rules import conduct as rules
from domain.inspection.rules import order
from domain.inspection.state import InspectionState
from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, days_after
from domain.kernel.case import Case
from domain.kernel.command import Command
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.mandate.state import MandateState
from domain.methodology.state import MethodologyState
from domain.service.service import Service


class Conduct(InspectionState):
    """Decides and remembers what is done on site."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.measurements: dict[str, Measured] = {}
        self.recomputations: dict[str, Recomputed] = {}
        self.interviews: dict[str, events.InterviewHeld] = {}
        self.consents: dict[str, ConsentRecord] = {}
        self.dwellings: dict[str, date | None] = {}
        self.receipts: dict[str, Receipt] = {}
        self.obstructions: dict[str, events.ObstructionRecorded] = {}
        self.fines: dict[str, Money] = {}
        self.last_act: str | None = None

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """What the command names; for time units also the methodology by which is inspected."""
        yield from super().relies_on(command)
        if isinstance(command, asked.RecomputeTimeUnits) and self.methodology is not None:
            yield self.methodology

    def _inspected(self, kind: str) -> list[str]:
        """The files of one kind that are the subject."""
        files: tuple[UUID, ...] = getattr(self.subject, kind, ())
        return [str(file) for file in files]

    # Capacity -----------------------------------------------------------------------------------------------------

    @decides(asked.MeasureCapacity)
    def measure_capacity(self, command: asked.MeasureCapacity, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.measurements, what="measurement", key=command.measurement)
        rules.quantity_not_negative(case, ALWAYS, found=command.found)
        rules.within_subject(case, ALWAYS, file=str(command.service), subject=self._inspected("services"))
        if command.mandate is not None:
            rules.within_subject(case, ALWAYS, file=str(command.mandate), subject=self._inspected("mandates"))
        return events.CapacityMeasured.of(command, reported=_capacity_on_file(case, command))

    @when(events.CapacityMeasured)
    def capacity_measured(self, event: events.CapacityMeasured, entry: Entry) -> None:
        self.measurements[event.measurement] = Measured(
            event.service, event.form, event.unit, event.reported, event.found, entry.effective_on
        )
        self.acted(event, entry)

    # Time units ---------------------------------------------------------------------------------------------------

    @decides(asked.RecomputeTimeUnits)
    def recompute_time_units(self, command: asked.RecomputeTimeUnits, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.recomputations, what="recomputation", key=command.recomputation)
        rules.within_subject(case, ALWAYS, file=str(command.contract), subject=self._inspected("contracts"))
        rules.within_inspected_period(case, ALWAYS, recomputed=command.period, inspected=self.period)
        for stated in (command.stated.direct, command.stated.favour) if command.stated else ():
            rules.quantity_not_negative(case, ALWAYS, found=stated)
        minutes = self._minutes_per_unit(case, command.period.start)
        found = events.TimeUnits(
            direct=_units(command.minutes_direct, minutes or 1), favour=_units(command.minutes_favour, minutes or 1)
        )
        reported = _reported_units(case.other(MoneyState, command.contract), command)
        return events.TimeUnitsRecomputed.of(command, minutes_per_unit=minutes or 1, found=found, reported=reported)

    def _minutes_per_unit(self, case: Case, on: date) -> int | None:
        """How long a time unit is on that day by the methodology of the plan; an act without it is refused."""
        methodology = self.methodology
        minutes = None if methodology is None else case.other(MethodologyState, methodology).time_unit_minutes(on)
        named = str(methodology) if methodology else None
        rules.time_unit_known(case, ALWAYS, methodology=named, minutes=minutes)
        return minutes

    @when(events.TimeUnitsRecomputed)
    def time_units_recomputed(self, event: events.TimeUnitsRecomputed, entry: Entry) -> None:
        self.recomputations[event.recomputation] = Recomputed(
            event.contract, event.period, event.minutes_per_unit, event.reported, event.found, entry.effective_on
        )
        self.acted(event, entry)

    # People -------------------------------------------------------------------------------------------------------

    @decides(asked.HoldInterview)
    def hold_interview(self, command: asked.HoldInterview, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.interviews, what="interview", key=command.interview)
        rules.client_consents(case, ALWAYS, side=command.side, consent=command.consent)
        self._ask_consent(case, command.consent, person=command.person, purpose="INTERVIEW")
        return events.InterviewHeld.of(command)

    def _ask_consent(self, case: Case, consent: str | None, *, person: str, purpose: str) -> None:
        """The consent that is named stands."""
        if consent is None:
            return
        self.ask_known(case, self.consents, what="consent", key=consent)
        is_held = self.consents[consent].is_held(person=person, purpose=purpose, on=case.day)
        rules.consent_held(case, ALWAYS, consent=consent, on=case.day, is_held=is_held)

    @when(events.InterviewHeld)
    def interview_held(self, event: events.InterviewHeld, entry: Entry) -> None:
        self.interviews[event.interview] = event
        self.acted(event, entry)

    @decides(asked.RecordConsent)
    def record_consent(self, command: asked.RecordConsent, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_new(case, self.consents, what="consent", key=command.consent)
        self.ask_acting(case, command.by)
        return events.ConsentGiven.of(command)

    @when(events.ConsentGiven)
    def consent_given(self, event: events.ConsentGiven, entry: Entry) -> None:
        self.consents[event.consent] = ConsentRecord(event.person, event.purpose, entry.effective_on)
        self.acted(event, entry)

    @decides(asked.RecordConsentWithdrawal)
    def record_consent_withdrawal(self, command: asked.RecordConsentWithdrawal, case: Case) -> Event:
        self.ask_on_file(case)
        self.ask_known(case, self.consents, what="consent", key=command.consent)
        order.step_once(case, ALWAYS, step="withdrawal", is_done=self.consents[command.consent].is_withdrawn)
        return events.ConsentWithdrawn.of(command)

    @when(events.ConsentWithdrawn)
    def consent_withdrawn(self, event: events.ConsentWithdrawn, entry: Entry) -> None:
        if event.consent in self.consents:
            self.consents[event.consent].is_withdrawn = True
            self.consents[event.consent].withdrawn_on = entry.effective_on
        self.counted(entry)

    @decides(asked.EnterDwelling)
    def enter_dwelling(self, command: asked.EnterDwelling, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.dwellings, what="entry to a dwelling", key=command.entry)
        has_necessity = command.necessity is not None
        rules.dwelling_entry_grounded(case, self.act_day(case), consent=command.consent, has_necessity=has_necessity)
        self._ask_consent(case, command.consent, person=command.person, purpose="ENTRY_TO_DWELLING")
        return events.DwellingEntered.of(command)

    @when(events.DwellingEntered)
    def dwelling_entered(self, event: events.DwellingEntered, entry: Entry) -> None:
        self.dwellings[event.entry] = entry.effective_on
        self.acted(event, entry)

    # Originals ----------------------------------------------------------------------------------------------------

    @decides(asked.TakeOriginals)
    def take_originals(self, command: asked.TakeOriginals, case: Case) -> Event:
        self.ask_control_act(case, command)
        self.ask_new(case, self.receipts, what="receipt", key=command.receipt)
        order.named_once(case, ALWAYS, what="thing taken", names=command.items)
        return events.OriginalsTaken.of(command)

    @when(events.OriginalsTaken)
    def originals_taken(self, event: events.OriginalsTaken, entry: Entry) -> None:
        self.receipts[event.receipt] = Receipt(event.taken_from, event.items, entry.effective_on)
        self.acted(event, entry)

    @decides(asked.ReturnOriginals)
    def return_originals(self, command: asked.ReturnOriginals, case: Case) -> Event:
        self.ask_on_file(case)
        self.ask_known(case, self.receipts, what="receipt", key=command.receipt)
        still_held = self.receipts[command.receipt].still_held
        rules.returned_what_was_taken(case, ALWAYS, items=command.items, still_held=still_held)
        return events.OriginalsReturned.of(command)

    @when(events.OriginalsReturned)
    def originals_returned(self, event: events.OriginalsReturned, entry: Entry) -> None:
        if event.receipt in self.receipts:
            for item in event.items:
                self.receipts[event.receipt].returned[item] = entry.effective_on
        self.came_from(event)

    # Obstruction --------------------------------------------------------------------------------------------------

    @decides(asked.RecordObstruction)
    def record_obstruction(self, command: asked.RecordObstruction, case: Case) -> Event:
        self.ask_started(case)
        self.ask_new(case, self.obstructions, what="obstruction", key=command.obstruction)
        self.ask_acting(case, command.by)
        return events.ObstructionRecorded.of(command)

    @when(events.ObstructionRecorded)
    def obstruction_recorded(self, event: events.ObstructionRecorded, entry: Entry) -> None:
        self.obstructions[event.obstruction] = event
        self.acted(event, entry)

    @decides(asked.ProposeFine)
    def propose_fine(self, command: asked.ProposeFine, case: Case) -> Event:
        self.ask_standing(case)
        self.ask_known(case, self.obstructions, what="obstruction", key=command.obstruction)
        order.step_once(case, ALWAYS, step="fine", is_done=command.obstruction in self.fines)
        rules.fine_by_law(case, ALWAYS, regime=self.regime, uses_control_act=self.uses_control_act)
        law = self.act_day(case)
        rates = case.value("inspection.fine-maximum", law)
        rate = rates[self.obstructions[command.obstruction].side] if rates else None
        maximum = Money(**rate) if rate else None
        rules.fine_within_maximum(case, law, amount=command.amount, maximum=maximum)
        return events.FineProposed.of(command)

    @when(events.FineProposed)
    def fine_proposed(self, event: events.FineProposed, entry: Entry) -> None:
        self.fines[event.obstruction] = event.amount

    # The end on site ----------------------------------------------------------------------------------------------

    @decides(asked.FinishControlActs)
    def finish_control_acts(self, command: asked.FinishControlActs, case: Case) -> Event:
        self.ask_started(case)
        self.ask_unsigned(case)
        self.ask_acting(case, command.by)
        rules.last_act_moves_forward(case, ALWAYS, on=case.day, last_act_on=self.last_act_on)
        limit = self.protocol_limit(case, case.day, is_complex=self.is_complex)
        return events.LastControlActDone.of(command, protocol_by=limit)

    def protocol_limit(self, case: Case, last_act_on: date | None, *, is_complex: bool) -> TimeLimit | None:
        """Until when the protocol is made: by the Act, or as agreed; None where nothing sets a limit."""
        if last_act_on is None:
            return None
        name = "inspection.protocol-days-complex" if is_complex else "inspection.protocol-days"
        agreed = self._days_agreed(is_complex=is_complex)
        days = case.value(name, self.law_day(case)) if self.uses_control_act else agreed
        return None if days is None else days_after(last_act_on, days, case.calendar)

    def _days_agreed(self, *, is_complex: bool) -> int | None:
        if self.agreed is None:
            return None
        usual = self.agreed.protocol_days
        return (self.agreed.complex_days or usual) if is_complex else usual

    @when(events.LastControlActDone)
    def last_control_act_done(self, event: events.LastControlActDone, entry: Entry) -> None:
        self.is_last_act_done = True
        self.last_act_on = entry.effective_on
        self.last_act = event.act
        self.protocol_by = event.protocol_by
        self.acted(event, entry)
        self.reach("ON_SITE_DONE", entry)

    @decides(asked.DeclareComplex)
    def declare_complex(self, command: asked.DeclareComplex, case: Case) -> Event:
        self.ask_started(case)
        self.ask_unsigned(case)
        order.step_once(case, ALWAYS, step="declaration as especially complex", is_done=self.is_complex)
        usual = self.protocol_by.legal_last_day if self.protocol_by else None
        rules.complex_in_time(case, self.act_day(case), on=case.day, protocol_by=usual)
        limit = self.protocol_limit(case, self.last_act_on, is_complex=True)
        return events.InspectionDeclaredComplex.of(command, protocol_by=limit)

    @when(events.InspectionDeclaredComplex)
    def declared_complex(self, event: events.InspectionDeclaredComplex, entry: Entry) -> None:
        self.is_complex = True
        self.complex_on = entry.effective_on
        self.protocol_by = event.protocol_by or self.protocol_by


def _capacity_on_file(case: Case, check: events.CapacityCheck) -> Decimal | None:
    """What stands in the mandate on the day, or without one in the register of services."""
    if check.mandate is None:
        return case.other(Service, check.service).capacity(form=check.form, unit=check.unit, on=case.day)
    entrusted = case.other(MandateState, check.mandate).services.values()
    of_service = [one.capacities.on(case.day) or () for one in entrusted if one.service == check.service]
    amounts = [c.amount for held in of_service for c in held if (c.form, c.unit) == (check.form, check.unit)]
    return sum(amounts, Decimal(0)) if amounts else None


def _units(minutes: int, per_unit: int) -> Decimal:
    """Whole and part units, to the sixth decimal half up; the minutes beside them stay exact."""
    millionths = Fraction(minutes * 1_000_000, per_unit) + Fraction(1, 2)
    return Decimal(millionths.numerator // millionths.denominator).scaleb(-6)


def _reported_units(contract: MoneyState, check: events.TimeUnitsCheck) -> events.TimeUnits | None:
    """What the contract's achievements say for the period, else what was stated."""
    direct = _reported(contract, check.indicator_direct, check)
    favour = _reported(contract, check.indicator_favour, check)
    if direct is None and favour is None:
        return check.stated
    return events.TimeUnits(direct=direct or Decimal(0), favour=favour or Decimal(0))


def _reported(contract: MoneyState, indicator: str | None, check: events.TimeUnitsCheck) -> Decimal | None:
    """The sum of what was reported under an indicator for times inside the period; None where nothing was."""
    if indicator is None:
        return None
    inside = [one.value for one in contract.achievements if one.indicator == indicator and _is_inside(one, check)]
    return sum(inside, Decimal(0)) if inside else None


def _is_inside(one: Achievement, check: events.TimeUnitsCheck) -> bool:
    return all(check.period.contains(day) for day in (one.period.start, one.period.end or date.max))
