"""How the inspection starts, who is present, and by what authority."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from domain.inspection.commands import opening as asked
from domain.inspection.events import opening as events
from domain.inspection.payloads import Person, Present
from domain.inspection.rules import opening as rules
from domain.inspection.rules import order
from domain.inspection.state import InspectionState
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.stamp import AnomalyRef

TO_BE_PROVED = frozenset({"POWER_OF_ATTORNEY", "GUARDIAN"})
"""Authorities that somebody has from a paper."""


class Opening(InspectionState):
    """Decides and remembers the start."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.start_mode: events.StartMode | None = None
        self.first_act: str | None = None
        self.shown_to: Person | None = None
        self.presence: dict[str, tuple[Present, ...]] = {}
        self.present: dict[Person, Present] = {}
        """Everybody who was present for the other side, with the latest known authority."""
        self.proved: set[tuple[Person, str]] = set()
        self.unproved: dict[UUID, frozenset[Person]] = {}
        """Whose authority was not proved, by the entry that recorded the presence."""
        self.minutes_on: date | None = None
        self.is_minuted = False

    # The start ----------------------------------------------------------------------------------------------------

    @decides(asked.StartInspection)
    def start(self, command: asked.StartInspection, case: Case) -> Event:
        self.ask_standing(case)
        order.step_once(case, ALWAYS, step="start", is_done=self.is_started)
        self._ask_order(case, command.mode, on=case.day)
        if self.is_authorised:
            self.ask_acting(case, command.by)
        self._ask_evidence(case, command)
        return events.InspectionStarted.of(command)

    def _ask_order(self, case: Case, mode: events.StartMode, *, on: date | None) -> None:
        """The authorisation precedes the start, and a notice starts it on the day of its delivery."""
        rules.authorised_before_start(
            case, ALWAYS, on=on, is_authorised=self.is_authorised, authorised_on=self.authorised_on
        )
        rules.start_on_delivery(
            case,
            self.act_day(case),
            mode=mode,
            on=on,
            is_delivered=self.is_notice_delivered,
            delivered_on=self.notice_delivered_on,
        )

    def _ask_evidence(self, case: Case, start: events.Start) -> None:
        """Each way of starting has its evidence (I2); outside the Control Act the contract says how it is done."""
        law = self.act_day(case)
        mode = start.mode
        rules.authorisation_shown(case, law, mode=mode, shown_to=start.shown_to, side=start.shown_to_side)
        rules.first_act_recorded(case, law, mode=mode, document=start.document)

    @when(events.InspectionStarted)
    def started(self, event: events.InspectionStarted, entry: Entry) -> None:
        self.is_started = True
        self.started_on = entry.effective_on
        self.start_mode = event.mode
        self.first_act = event.first_act
        self.shown_to = event.shown_to
        self.acted(event, entry)
        self.reach("STARTED", entry)

    # Those present ------------------------------------------------------------------------------------------------

    @decides(asked.RecordPresence)
    def record_presence(self, command: asked.RecordPresence, case: Case) -> Event:
        self.ask_started(case)
        self.ask_new(case, self.presence, what="presence", key=command.presence)
        order.named_once(case, ALWAYS, what="person present", names=[one.person for one in command.present])
        self.ask_acting(case, command.by)
        rules.authority_proved(case, ALWAYS, unproved=sorted(self._unproved(command.present)))
        case.close_anomalies(*self._proved_by(command.present))
        return events.PresenceRecorded.of(command)

    def _unproved(self, present: Iterable[Present]) -> frozenset[Person]:
        """Who acts by a paper that is not there and never was."""
        by_paper = (one for one in present if one.authority in TO_BE_PROVED and one.proof is None)
        return frozenset(one.person for one in by_paper if (one.person, one.authority) not in self.proved)

    def _proved_by(self, present: Iterable[Present]) -> Iterator[AnomalyRef]:
        """What was noted about somebody whose authority is proved now; all of it once nobody's is missing."""
        proving = {one.person for one in present if one.proof is not None}
        left = self._unproved(self.present.values()) - proving
        for ref in self.anomalies_of(rules.authority_proved.label):
            if not left or self.unproved.get(ref.event_id, left) <= proving:
                yield ref

    @when(events.PresenceRecorded)
    def presence_recorded(self, event: events.PresenceRecorded, entry: Entry) -> None:
        self.presence[event.presence] = event.present
        self.present |= {one.person: one for one in event.present}
        self.proved |= {(one.person, one.authority) for one in event.present if one.proof is not None}
        if unproved := self._unproved(event.present):
            self.unproved[entry.event_id] = unproved
        self.acted(event, entry)

    def review(self, case: Case) -> None:
        """Ask anew whose authority is not proved, and whether the start came after what it stands on."""
        case.close_anomalies(*self.anomalies_of(*(rule.label for rule in rules.STANDING)))
        if self.start_mode is not None:
            self._ask_order(case, self.start_mode, on=self.started_on)
        rules.authority_proved(case, ALWAYS, unproved=sorted(self._unproved(self.present.values())))
        super().review(case)

    @decides(asked.TakeOpeningMinutes)
    def take_opening_minutes(self, command: asked.TakeOpeningMinutes, case: Case) -> Event:
        self.ask_control_act(case, command)
        order.step_once(case, ALWAYS, step="opening minutes", is_done=self.is_minuted)
        unknown = [person for person in command.present if person not in self.present]
        rules.minutes_of_those_present(case, ALWAYS, unknown=unknown)
        return events.OpeningMinutesTaken.of(command)

    @when(events.OpeningMinutesTaken)
    def opening_minutes_taken(self, event: events.OpeningMinutesTaken, entry: Entry) -> None:
        self.is_minuted = True
        self.minutes_on = entry.effective_on
        self.acted(event, entry)
