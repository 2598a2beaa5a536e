"""What was found, with a defect or without, and how it came to read as it does."""

from domain.inspection.commands.findings import ChangeFinding, RecordFinding, RecordFindingRemedy, WithdrawFinding
from domain.inspection.events.findings import (
    FindingChanged,
    FindingMaintained,
    FindingRecorded,
    FindingRemedied,
    FindingWithdrawn,
)
from domain.inspection.outcome_records import FindingRecord
from domain.inspection.rules import findings as rules
from domain.inspection.wording import Wording
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event


class Findings(Wording):
    """Decides and remembers what was found."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(RecordFinding)
    def record_finding(self, command: RecordFinding, case: Case) -> Event:
        self.ask_started(case)
        if not self.is_delivered:
            self.ask_unsigned(case)
        self.ask_acting(case, command.by)
        self.ask_new(case, self.findings, what="finding", key=command.finding)
        self.ask_wording(case, command.finding, command.wording)
        return FindingRecorded.of(command)

    @decides(RecordFindingRemedy)
    def record_remedy(self, command: RecordFindingRemedy, case: Case) -> Event:
        self.ask_started(case)
        self.ask_acting(case, command.by)
        self._ask_standing_finding(case, command.finding)
        rules.remedied_before_protocol(case, ALWAYS, finding=command.finding, is_signed=self.is_signed)
        return FindingRemedied.of(command)

    @decides(ChangeFinding)
    def change_finding(self, command: ChangeFinding, case: Case) -> Event:
        self._ask_change(case, command.finding, command.because)
        self.ask_wording(case, command.finding, command.wording)
        return FindingChanged.of(command)

    @decides(WithdrawFinding)
    def withdraw_finding(self, command: WithdrawFinding, case: Case) -> tuple[Event, ...]:
        self._ask_change(case, command.finding, command.because)
        return (FindingWithdrawn.of(command), *self.lifted_with(command.finding))

    def _ask_change(self, case: Case, finding: str, because: str) -> None:
        self.ask_started(case)
        self._ask_standing_finding(case, finding)
        rules.changed_by_further_inquiry(case, ALWAYS, finding=finding, is_signed=self.is_signed, because=because)

    def _ask_standing_finding(self, case: Case, finding: str) -> None:
        found = self.ask_finding(case, finding)
        rules.finding_stands(case, ALWAYS, finding=finding, is_withdrawn=not found.stands)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(FindingRecorded)
    def finding_recorded(self, event: FindingRecorded, entry: Entry) -> None:
        self.findings[event.finding] = FindingRecord(
            finding=event.finding,
            wording=event.wording,
            on=entry.effective_on,
            said_by=entry.event_id,
            is_remedied=event.is_remedied,
            is_new_since_protocol=self.is_delivered,
        )
        self.acted(event, entry)

    @when(FindingRemedied)
    def finding_remedied(self, event: FindingRemedied, entry: Entry) -> None:
        if event.finding in self.findings:
            self.findings[event.finding].is_remedied = True
        self.acted(event, entry)

    @when(FindingChanged)
    def finding_changed(self, event: FindingChanged, entry: Entry) -> None:
        found = self.findings.get(event.finding)
        if found is None:
            return
        found.wording, found.state, found.said_by = event.wording, "CHANGED", entry.event_id
        if event.because == "FURTHER_INQUIRY" and self.is_delivered:
            found.is_new_since_protocol = True

    @when(FindingWithdrawn)
    def finding_withdrawn(self, event: FindingWithdrawn, entry: Entry) -> None:
        found = self.findings.get(event.finding)
        if found is not None:
            found.state, found.said_by = "WITHDRAWN", entry.event_id

    @when(FindingMaintained)
    def finding_maintained(self, event: FindingMaintained, entry: Entry) -> None:
        found = self.findings.get(event.finding)
        if found is not None and found.state == "PROPOSED":
            found.state = "MAINTAINED"
