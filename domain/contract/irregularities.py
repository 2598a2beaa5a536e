"""Irregularities, from the suspicion to the closing report."""

from domain.contract.checks import Checks
from domain.contract.claims import Irregularity, IrregularityStage
from domain.contract.commands.irregularities import (
    CloseIrregularity,
    ConfirmIrregularity,
    RecordIrregularityRecovery,
    RefuteIrregularity,
    ReportIrregularity,
    SuspectIrregularity,
)
from domain.contract.events.irregularities import (
    IrregularityClosed,
    IrregularityConfirmed,
    IrregularityRecovered,
    IrregularityRefuted,
    IrregularityReported,
    IrregularitySuspected,
)
from domain.contract.rules import irregularities as rules
from domain.contract.rules.order import ALWAYS
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import total


class Irregularities(Checks):
    """What may have harmed the budget of the Union."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(SuspectIrregularity)
    def suspect_irregularity(self, command: SuspectIrregularity, case: Case) -> Event:
        self.check_on_file(case)
        is_used = command.irregularity in self.irregularities
        rules.irregularity_number_unused(case, ALWAYS, irregularity=command.irregularity, is_used=is_used)
        if command.amount is not None:
            self.check_amount(command.amount, case)
        return IrregularitySuspected.of(command)

    @decides(ReportIrregularity)
    def report_irregularity(self, command: ReportIrregularity, case: Case) -> Event:
        self._in_stage(command.irregularity, ("suspected", "confirmed"), case)
        return IrregularityReported.of(command)

    @decides(ConfirmIrregularity)
    def confirm_irregularity(self, command: ConfirmIrregularity, case: Case) -> Event:
        self._in_stage(command.irregularity, ("suspected",), case)
        self.check_amount(command.amount, case)
        return IrregularityConfirmed.of(command)

    @decides(RefuteIrregularity)
    def refute_irregularity(self, command: RefuteIrregularity, case: Case) -> Event:
        self._in_stage(command.irregularity, ("suspected",), case)
        return IrregularityRefuted.of(command)

    @decides(RecordIrregularityRecovery)
    def record_recovery(self, command: RecordIrregularityRecovery, case: Case) -> Event:
        found = self._in_stage(command.irregularity, ("suspected", "confirmed"), case)
        self.check_amount(command.amount, case)
        rules.recovery_within_irregularity(
            case,
            case.day,
            irregularity=command.irregularity,
            recovered=total([*found.recovered, command.amount], command.amount.currency),
            amount=found.amount,
        )
        return IrregularityRecovered.of(command)

    @decides(CloseIrregularity)
    def close_irregularity(self, command: CloseIrregularity, case: Case) -> Event:
        found = self._in_stage(command.irregularity, ("confirmed", "refuted"), case)
        name, stage = command.irregularity, found.stage
        recovered = total(found.recovered, found.amount.currency if found.amount else self.payments.currency)
        rules.irregularity_reported(case, case.day, irregularity=name, stage=stage, reported_to=found.reported_to)
        rules.irregularity_recovered(
            case, case.day, irregularity=name, stage=stage, recovered=recovered, amount=found.amount
        )
        return IrregularityClosed.of(command)

    def _in_stage(self, irregularity: str, expected: tuple[IrregularityStage, ...], case: Case) -> Irregularity:
        found = self.irregularities.get(irregularity)
        stage = found.stage if found else None
        rules.irregularity_in_order(case, ALWAYS, irregularity=irregularity, stage=stage, expected=expected)
        return self.irregularities[irregularity]

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(IrregularitySuspected)
    def irregularity_suspected(self, event: IrregularitySuspected, entry: Entry) -> None:
        self.irregularities[event.irregularity] = Irregularity(event.amount)
        self._reach(event.irregularity, "suspected", entry)

    @when(IrregularityReported)
    def irregularity_reported(self, event: IrregularityReported, entry: Entry) -> None:
        found = self.irregularities.get(event.irregularity)
        if found is not None:
            found.reported_to = (*found.reported_to, event.reported_to)

    @when(IrregularityConfirmed)
    def irregularity_confirmed(self, event: IrregularityConfirmed, entry: Entry) -> None:
        found = self.irregularities.get(event.irregularity)
        if found is not None:
            found.amount = event.amount
            found.reach("confirmed", entry)

    @when(IrregularityRefuted)
    def irregularity_refuted(self, event: IrregularityRefuted, entry: Entry) -> None:
        self._reach(event.irregularity, "refuted", entry)

    @when(IrregularityRecovered)
    def irregularity_recovered(self, event: IrregularityRecovered, entry: Entry) -> None:
        found = self.irregularities.get(event.irregularity)
        if found is not None:
            found.recovered = (*found.recovered, event.amount)

    @when(IrregularityClosed)
    def irregularity_closed(self, event: IrregularityClosed, entry: Entry) -> None:
        self._reach(event.irregularity, "closed", entry)

    def _reach(self, irregularity: str, stage: IrregularityStage, entry: Entry) -> None:
        found = self.irregularities.get(irregularity)
        if found is not None:
            found.reach(stage, entry)
