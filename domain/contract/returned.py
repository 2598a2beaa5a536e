"""Compensation that came back on a contract: for which service-year it had been paid, and what the mandates learn."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from domain.contract.binding import Binding
from domain.contract.claims import ClaimKind, Receipt
from domain.contract.commands.entrustment import AllocateReturn
from domain.contract.events.breaches import ClaimPayment
from domain.contract.events.entrustment import ReturnAllocated
from domain.contract.payloads import ReturnedPart
from domain.contract.rules import entrustment as rules
from domain.contract.rules.order import ALWAYS
from domain.contract.telling import tell
from domain.contract.told import Amounts, Cover, Lines, ReturnGround, Told, signed_sums
from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, total

RETURNS: frozenset[ClaimKind] = frozenset({"refund", "levy", "unjust enrichment"})
"""What lowers the public money of a service. A penalty does not: it is no compensation that went back."""

Said = Mapping[str, Sequence[ReturnedPart]]


class Returned(Binding):
    """Decides and remembers of which service-years money was that came back."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.returned: dict[str, tuple[ReturnedPart, ...]] = {}
        """By the bank's reference of the line that brought the money."""

    # Decide -------------------------------------------------------------------------------------------------------

    @decides(AllocateReturn)
    def allocate_return(self, command: AllocateReturn, case: Case) -> Event:
        self.check_on_file(case)
        received = self.receipts.get(command.movement)
        is_known = received is not None and received.kind in RETURNS
        rules.return_known(case, ALWAYS, movement=command.movement, is_known=is_known)
        assert received is not None
        amounts = tuple(part.amount for part in command.parts)
        rules.return_adds_up(case, ALWAYS, amount=received.amount, parts=amounts)
        self._close_unstated(command.movement, received, case)
        after = {**self.returned, command.movement: command.parts}
        cover = self.cover(case)
        self.tell_difference(self.lines(cover), self.lines(cover, after), cover, case)
        return ReturnAllocated.of(command)

    def _close_unstated(self, line: str, received: Receipt, case: Case) -> None:
        """What was noted beside this return; beside the naming of a mandate, once every return is allocated."""
        waiting = [one for one in self.unstated_returns() if one != line]
        noted = self.anomalies_of(rules.return_states_year.label)
        case.close_anomalies(*(ref for ref in noted if ref.event_id == received.event_id or not waiting))

    def tell_return(self, line: str, received: Receipt, case: Case) -> tuple[Event, ...]:
        """Money came back: told where it is plain for which service-year it had been paid, noted where it is not."""
        if not self.mandates or received.kind not in RETURNS:
            return ()
        cover = self.cover(case)
        before = self.lines(cover)
        said = self.plain_return(line, received, signed_sums(before), case)
        if said is None:
            return ()
        after = before | self._lines_of_return(line, received, said.parts, cover, signed_sums(before))
        self.tell_difference(before, after, cover, case)
        return (said,)

    def tell_claim_payment(self, payment: ClaimPayment, case: Case) -> tuple[Event, ...]:
        """The same of money that came in on a claim."""
        receipt = Receipt(self.claims[payment.claim].kind, payment.amount, case.day, payment.claim, self.id)
        return self.tell_return(payment.movement, receipt, case)

    def plain_return(self, line: str, received: Receipt, drawn: Amounts, case: Case) -> ReturnAllocated | None:
        """Of which service-years it was, where only one way is possible: one year was paid, or all of it came back."""
        claim = self.claims.get(received.claim or "")
        year = claim.year if claim else None
        paid = {key: amount for key, amount in drawn.items() if amount.minor > 0 and year in {None, key.year}}
        if len(paid) == 1:
            paid = dict.fromkeys(paid, received.amount)
        is_stated = bool(paid) and total(paid.values(), "CZK") == received.amount
        rules.return_states_year(
            case, case.day, movement=line, is_stated=is_stated, service_years=tuple(str(key) for key in paid)
        )
        parts = (ReturnedPart(year=key.year, amount=paid[key], service=key.registration) for key in paid)
        return ReturnAllocated(movement=line, parts=tuple(parts)) if is_stated else None

    # What the mandates have to know -------------------------------------------------------------------------------

    def lines(self, cover: Cover, returned: Said | None = None) -> Lines:
        """Everything that the mandates have to know of the money of this contract."""
        found: Lines = {}
        if not cover.namings:
            return found
        for movement in self.payments.movements.values():
            found |= cover.of_movement(movement)
        drawn = signed_sums(found)
        for line, parts in (self.returned if returned is None else returned).items():
            if line in self.receipts:
                found |= self._lines_of_return(line, self.receipts[line], parts, cover, drawn)
        return found

    def _lines_of_return(
        self, line: str, received: Receipt, parts: Sequence[ReturnedPart], cover: Cover, drawn: Amounts
    ) -> Lines:
        """One line of the statement by service-year; nothing where a correction made its parts add up no longer."""
        amounts = [received.amount] if len(parts) == 1 else [part.amount for part in parts]
        if received.amount.currency != "CZK" or total(amounts, "CZK") != received.amount:
            return {}
        found: Lines = {}
        ground = self._ground(received)
        for part, amount in zip(parts, amounts, strict=True):
            key = cover.returned_to(cover.service_key(part.service), part.year, drawn)
            told = Told(cover.returned(key, amount, ground=ground, line=line), received.received_on)
            found[key, line] = told if (key, line) not in found else found[key, line].joined(told)
        return found

    def _ground(self, received: Receipt) -> ReturnGround:
        if received.kind == "unjust enrichment":
            return "unjust enrichment"
        claim = self.claims.get(received.claim or "")
        return claim.ground if claim and claim.ground else "other"

    def unstated_returns(self) -> Iterator[str]:
        """Money that came back and lowers no service-year yet."""
        for line, received in self.receipts.items():
            parts = self.returned.get(line, ())
            adds_up = len(parts) == 1 or (parts and _sum(parts, received.amount.currency) == received.amount)
            if received.kind in RETURNS and not adds_up:
                yield line

    def tell_difference(self, before: Lines, after: Lines, cover: Cover, case: Case) -> None:
        """The mandates learn what became different, and are bound to no more than what is still ordered."""
        paid = tell(before, after, cover, case)
        self.settle(paid, cover, case, ordered=self.still_ordered(self.payments, cover), paid=paid)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(ReturnAllocated)
    def return_allocated(self, event: ReturnAllocated, entry: Entry) -> None:
        self.returned[event.movement] = event.parts


def _sum(parts: Sequence[ReturnedPart], currency: str) -> Money:
    return total((part.amount for part in parts), currency)
