"""What is held although its time is over."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.office.commands import LiftLegalHold, PlaceLegalHold
from domain.office.events import LegalHoldLifted, LegalHoldPlaced
from domain.office.rules import holds as rules
from domain.office.state import OfficeState


class Holding(OfficeState):
    """Decides and remembers holds on people."""

    @decides(PlaceLegalHold)
    def place_hold(self, command: PlaceLegalHold, case: Case) -> Event:
        self.ask_about_office(case)
        rules.hold_unused(case, ALWAYS, hold=command.hold, is_used=command.hold in self.hold_numbers)
        if command.person is not None:
            self.ask_about_person(case, command.person)
        return LegalHoldPlaced.of(command)

    @decides(LiftLegalHold)
    def lift_hold(self, command: LiftLegalHold, case: Case) -> Event:
        self.ask_about_office(case)
        rules.hold_known(case, ALWAYS, hold=command.hold, is_known=command.hold in self.holds)
        return LegalHoldLifted.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(LegalHoldPlaced)
    def hold_placed(self, event: LegalHoldPlaced, entry: Entry) -> None:
        self.holds[event.hold] = event
        self.hold_numbers.add(event.hold)

    @when(LegalHoldLifted)
    def hold_lifted(self, event: LegalHoldLifted, entry: Entry) -> None:
        self.holds.pop(event.hold, None)
