"""Entries that others had seen and that a restored ledger does not hold."""

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.office.commands import AcceptLoss
from domain.office.events import LossAccepted
from domain.office.rules import losses as rules
from domain.office.state import OfficeState


class Losing(OfficeState):
    """Remembers which numbers were given twice: once to what is lost, once to what followed."""

    @decides(AcceptLoss)
    def accept_loss(self, command: AcceptLoss, case: Case) -> Event:
        self.ask_about_office(case)
        kept, published = command.kept_position, command.published_position
        rules.loss_is_one(case, ALWAYS, kept_position=kept, published_position=published)
        rules.loss_explained(case, ALWAYS, has_reason=case.stamp.reason is not None)
        return LossAccepted.of(command)

    @when(LossAccepted)
    def loss_accepted(self, event: LossAccepted, entry: Entry) -> None:
        self.losses[entry.position] = event
