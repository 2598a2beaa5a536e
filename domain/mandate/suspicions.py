"""Suspected overcompensation: raised by a finding of an inspection, answered by a check or dropped with the finding."""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money
from domain.mandate.commands.suspicions import DismissSuspicion, ReviseSuspicion, SuspectOvercompensation
from domain.mandate.events.overcompensation import CheckEvent
from domain.mandate.events.suspicions import (
    OvercompensationSuspected,
    OvercompensationSuspicionDismissed,
    OvercompensationSuspicionRevised,
    SuspicionStage,
)
from domain.mandate.overcompensation import Overcompensation
from domain.mandate.rules import suspicions as rules
from domain.mandate.state import BookKey


@dataclass(slots=True)
class Suspicion:
    """Overcompensation that somebody made likely, and how far it has come."""

    key: BookKey
    amount: Money
    stage: SuspicionStage = "suspected"


class Suspicions(Overcompensation):
    """Decides and remembers what inspections made likely; a check of the service-year answers it."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.suspicions: dict[str, Suspicion] = {}

    @decides(SuspectOvercompensation)
    def suspect(self, command: SuspectOvercompensation, case: Case) -> Event:
        self.ask_about_standing(case)
        is_used = command.suspicion in self.suspicions
        rules.suspicion_number_unused(case, ALWAYS, suspicion=command.suspicion, is_used=is_used)
        self.ask_about_amount(case, command.amount)
        self.ask_about_entrusted(case, command.service, command.year)
        return OvercompensationSuspected.of(command)

    @decides(ReviseSuspicion)
    def revise_suspicion(self, command: ReviseSuspicion, case: Case) -> Event:
        self._ask_open(case, command.suspicion)
        self.ask_about_amount(case, command.amount)
        return OvercompensationSuspicionRevised.of(command)

    @decides(DismissSuspicion)
    def dismiss_suspicion(self, command: DismissSuspicion, case: Case) -> Event:
        self._ask_open(case, command.suspicion)
        return OvercompensationSuspicionDismissed.of(command)

    def _ask_open(self, case: Case, suspicion: str) -> None:
        self.ask_about_file(case)
        found = self.suspicions.get(suspicion)
        rules.suspicion_open(case, ALWAYS, suspicion=suspicion, stage=found.stage if found else None)

    @property
    def open_suspicions(self) -> tuple[str, ...]:
        """What neither a check nor anybody has answered."""
        return tuple(name for name, one in self.suspicions.items() if one.stage == "suspected")

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(OvercompensationSuspected)
    def overcompensation_suspected(self, event: OvercompensationSuspected, entry: Entry) -> None:
        self.suspicions[event.suspicion] = Suspicion((self.service_key(event.service), event.year), event.amount)

    @when(OvercompensationSuspicionRevised)
    def suspicion_revised(self, event: OvercompensationSuspicionRevised, entry: Entry) -> None:
        if event.suspicion in self.suspicions:
            self.suspicions[event.suspicion].amount = event.amount

    @when(OvercompensationSuspicionDismissed)
    def suspicion_dismissed(self, event: OvercompensationSuspicionDismissed, entry: Entry) -> None:
        if event.suspicion in self.suspicions:
            self.suspicions[event.suspicion].stage = "dismissed"

    def _take_check(self, event: CheckEvent, entry: Entry, *, is_final: bool) -> None:
        """A check answers every open suspicion of its service-year."""
        super()._take_check(event, entry, is_final=is_final)
        key = self.service_key(event.service), event.year
        for one in self.suspicions.values():
            if one.key == key and one.stage == "suspected":
                one.stage = "checked"
