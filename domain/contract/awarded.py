"""The award that a contract stands on: what the contract takes up of it is told to the tender in the same commit."""

import copy
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.contract.commands.conclusion import ConcludeContract, RecordConclusion
from domain.contract.commands.ending import RecordTermination, TerminateContract
from domain.contract.commands.publication import EstablishVoidness
from domain.contract.payloads import TenderRef
from domain.contract.rules import entrustment as rules
from domain.contract.rules.order import ALWAYS
from domain.contract.services import NamedServices
from domain.kernel.case import Case
from domain.kernel.command import Command
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.kernel.registry import Ico
from domain.tender.tender import Tender

TOLD = (
    ConcludeContract,
    CorrectEntry,
    EstablishVoidness,
    RecordConclusion,
    RecordTermination,
    TakeBackEntry,
    TerminateContract,
)
"""The commands of which the tender learns."""


NOT_TAKEN_UP = (rules.award_on_record.label, rules.awarded_round_stated.label, rules.comparable_with_award.label)
"""The anomalies of a contract that takes up no award; over once it takes one up."""


class TakenUp(NamedTuple):
    """An award, and how much of it a contract takes up. The round is None where the contract does not name it."""

    tender: UUID
    lot: str
    round: int | None
    amount: Money


def taken_up(named: TenderRef | None, maximum: Money | None) -> TakenUp | None:
    """The award that is named; None where tender, lot or the maximum is not said."""
    if named is None or named.tender is None or named.lot is None or maximum is None:
        return None
    return TakenUp(named.tender, named.lot, named.round, maximum)


class Awarded(NamedServices):
    """Tells the tender what becomes of its award."""

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """The tender too, where it learns of it."""
        yield from super().relies_on(command)
        if isinstance(command, TOLD) and self.tender is not None and self.tender.tender is not None:
            yield self.tender.tender

    @property
    def takes_up(self) -> TakenUp | None:
        """What the contract takes up; nothing before its conclusion, when it is void, or undone before it began."""
        stands = self.is_concluded and not self.void and not self.is_undone
        return taken_up(self.tender, self.original_maximum) if stands else None

    def tell_award(self, after: TakenUp | None, case: Case, *, on: date | None, provider: Ico | None = None) -> None:
        """The contract now takes up this, from that day, instead of what it took up before."""
        self._retell_award(self.takes_up, after, case, on=on, provider=provider)

    def _retell_award(
        self, before: TakenUp | None, after: TakenUp | None, case: Case, *, on: date | None, provider: Ico | None
    ) -> None:
        tenders = dict.fromkeys(one.tender for one in (before, after) if one is not None)
        files = {identifier: case.other(Tender, identifier) for identifier in tenders}
        before = self._in_its_round(files[before.tender], before) if before else None
        after = self._in_its_round(files[after.tender], after) if after else None
        if before is not None and before != after:
            files[before.tender] = self._give_back(files[before.tender], before, case.aside(on))
        if after is not None:
            self._take_up(files[after.tender], after, case, on=on, provider=provider)

    def _in_its_round(self, tender: Tender, taken: TakenUp) -> TakenUp:
        """A round that is not named is the one of which the tender was told, else the only one that was awarded."""
        if taken.round is not None:
            return taken
        awarded = tender.awarded_rounds(taken.lot)
        told = [one for one in awarded if self._told(tender, taken._replace(round=one)) is not None]
        only = told or awarded
        return taken._replace(round=only[0]) if len(only) == 1 else taken

    def _give_back(self, tender: Tender, taken: TakenUp, case: Case) -> Tender:
        """The tender without the contract; as it is where the contract was never told."""
        if taken.round is None or self._told(tender, taken) is None:
            return tender
        released = tender.releasing(case, lot=taken.lot, number=taken.round, contract=self.id)
        case.guard(tender.id, released)
        return _evolved(tender, released, case)

    def _take_up(self, tender: Tender, taken: TakenUp, case: Case, *, on: date | None, provider: Ico | None) -> None:
        told = self._told(tender, taken)
        if told == taken.amount:
            return
        if told is not None:
            tender = self._give_back(tender, taken, case.aside(on))
        law = tender.law_day_on(on) or ALWAYS
        number = self._awarded_round(tender, taken, case, law)
        if number is not None and rules.comparable_with_award(
            case, law, maximum=taken.amount, currency=tender.currency
        ):
            apart = case.aside(on)
            contracted = tender.contracting(
                apart, lot=taken.lot, number=number, contract=self.id, amount=taken.amount, provider=provider
            )
            apart.guard(tender.id, contracted)
            case.close_anomalies(*self.anomalies_of(*NOT_TAKEN_UP))

    def _awarded_round(self, tender: Tender, taken: TakenUp, case: Case, law: date) -> int | None:
        """The round of the award; None where it was not awarded, or it is not certain which is meant."""
        is_awarded = tender.is_awarded(taken.lot, taken.round)
        if taken.round is None:
            if is_awarded is None:
                return None
            rounds = tender.awarded_rounds(taken.lot)
            if not rules.awarded_round_stated(case, law, lot=taken.lot, awarded_rounds=rounds):
                return None
        rules.award_on_record(case, law, lot=taken.lot, round_number=taken.round, is_awarded=is_awarded)
        return taken.round if is_awarded else None

    def _told(self, tender: Tender, taken: TakenUp) -> Money | None:
        """How much the tender already says that the contract takes up."""
        award = tender.award(taken.lot, taken.round) if taken.round is not None else None
        return award.contracts.get(self.id) if award else None

    def review(self, case: Case) -> None:
        """After a correction: where the contract then takes up something else, the tender is told."""
        super().review(case)
        names_tender = any(getattr(entry.event, "tender", None) is not None for entry in case.history)
        if not names_tender and self.tender is None:
            return
        before, after = type(self).replay(self.id, case.history).takes_up, self.takes_up
        if before != after:
            provider = self.provider.on(self.concluded_on) or self.provider.latest
            ico = provider.ico if provider else None
            self._retell_award(before, after, case, on=self.concluded_on, provider=ico)


def _evolved(tender: Tender, event: Event, case: Case) -> Tender:
    after = copy.deepcopy(tender)
    after.evolve(case.hypothetical(event, tender))
    return after
