"""What the state register says otherwise than we do, until somebody settles it."""

from dataclasses import dataclass, replace
from uuid import UUID

from domain.kernel.aggregate import Aggregate, decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.stamp import AnomalyRef
from domain.service import commands as asked
from domain.service import events, rules

ANOMALY = "REGISTER_DIFFERENCE"
"""Stands beside a difference until it is resolved."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the register and we differ, and the entry that found it."""

    field: str
    ours: str | None
    theirs: str | None
    found_by: UUID
    is_open: bool = True


class RegisterDifferences(Aggregate):
    """The part of a service that is compared with the state register. Recorded even after the registration ended."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.differences: dict[str, Difference] = {}

    @decides(asked.RecordRegisterDifference)
    def record_register_difference(self, command: asked.RecordRegisterDifference, case: Case) -> Event:
        rules.opened_first(case, ALWAYS, version=self.version)
        rules.difference_once(case, ALWAYS, difference=command.difference, known=tuple(self.differences))
        rules.difference_differs(case, ALWAYS, ours=command.ours, theirs=command.theirs)
        case.note(ANOMALY, facts={"field": command.field, "ours": command.ours, "theirs": command.theirs})
        return events.ExternalRegisterDifferenceDetected.of(command)

    @when(events.ExternalRegisterDifferenceDetected)
    def difference_detected(self, event: events.ExternalRegisterDifferenceDetected, entry: Entry) -> None:
        found = Difference(field=event.field, ours=event.ours, theirs=event.theirs, found_by=entry.event_id)
        self.differences[event.difference] = found

    @decides(asked.ResolveRegisterDifference)
    def resolve_register_difference(self, command: asked.ResolveRegisterDifference, case: Case) -> Event:
        rules.opened_first(case, ALWAYS, version=self.version)
        still_open = [key for key, difference in self.differences.items() if difference.is_open]
        rules.difference_open(case, ALWAYS, difference=command.difference, open_differences=still_open)
        case.close_anomalies(AnomalyRef(event_id=self.differences[command.difference].found_by, code=ANOMALY))
        return events.ExternalRegisterDifferenceResolved.of(command)

    @when(events.ExternalRegisterDifferenceResolved)
    def difference_resolved(self, event: events.ExternalRegisterDifferenceResolved, entry: Entry) -> None:
        found = self.differences.get(event.difference)  # none where the finding was taken back
        if found is not None:
            self.differences[event.difference] = replace(found, is_open=False)
