"""Old mandates as their papers show them: what is not stated stays unknown."""

from datetime import date

from domain.kernel.aggregate import decides, when
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.mandate.asking import configured_rule
from domain.mandate.commands.takeover import TakeOverMandate
from domain.mandate.entrustment import Entrustment, number_on_file
from domain.mandate.events.takeover import MandateTakenOver, OldMandate
from domain.mandate.payloads import ServiceTerms
from domain.mandate.rules import entrustment as rules
from domain.mandate.rules import order
from domain.mandate.state import NO_SERVICE, as_words, hold


class TakenOver(Entrustment):
    """Decides and remembers what an old paper says. No day of it is guessed: see MandateState.is_valid_on."""

    @decides(TakeOverMandate)
    def take_over(self, command: TakeOverMandate, case: Case) -> Event:
        order.opened_once(case, ALWAYS, entries=self.version)
        services = _numbered(command, case)
        known: list[str] = []
        for one in services:
            order.service_once(case, ALWAYS, service=str(one.registration or one.name_as_written), known=known)
            order.capacity_positive(case, ALWAYS, amounts=tuple(capacity.amount for capacity in one.capacities))
            known.append(str(one.registration or one.name_as_written))
        for ceiling in command.compensations:
            self.ask_about_figures(case, (ceiling.compensation,))
            if ceiling.service is not None:
                order.service_entrusted(case, ALWAYS, service=ceiling.service, known=known)
        only = known[0] if len(known) == 1 else NO_SERVICE
        stated = as_words((one.service or only, one.year) for one in command.compensations)
        rules.ceiling_stated_once(case, ALWAYS, stated=stated)
        for anomaly in command.period_as_written.anomalies() if command.period_as_written else ():
            case.note(anomaly.code, facts=anomaly.facts, raw=anomaly.raw)
        rule = configured_rule(case, command.decision, case.day)
        return MandateTakenOver.of(command, services=services, rule=rule)

    def completed(self, event: Event, case: Case) -> Event:
        if not isinstance(event, MandateTakenOver):
            return super().completed(event, case)
        return event.model_copy(update={"services": _numbered(event, case)})

    @when(MandateTakenOver)
    def taken_over(self, event: MandateTakenOver, entry: Entry) -> None:
        self.is_taken_over, self.issued_on = True, entry.effective_on
        self.number, self.provider, self.project = event.number, event.provider, event.project
        self.instrument, self.contract, self.clause = event.instrument, event.contract, event.clause
        self.acts, self.resolution = event.acts, event.resolution
        self.resolution_as_written = event.resolution_as_written
        self.inferred = frozenset(inference.field for inference in entry.stamp.inferred)
        for one in event.services:
            self.take_service(one, entry)
        self._take_time(event)
        self.carry_over_rule = event.rule
        self.money_known_from = event.money_known_from
        hold(self.legal_basis, event.decision, entry)
        self.say_words(event.elements, on=entry.effective_on, position=entry.position)
        hold(self.is_carry_over_allowed, event.is_carry_over_allowed, entry)
        self.take_ceilings(event.compensations, entry)

    def _take_time(self, event: MandateTakenOver) -> None:
        """The days that the paper states for certain; the rest stays as written."""
        written = event.period_as_written
        self.period_as_written = written
        start, end = _day(written, "start"), _day(written, "end")
        if start is not None and end is not None and end < start:
            return
        self.first_day, self.last_day = start, end


def _numbered(paper: OldMandate, case: Case) -> tuple[ServiceTerms, ...]:
    """The services of a paper; of one that is on file its number is kept."""
    return tuple(one.model_copy(update={"registration": number_on_file(one, case)}) for one in paper.services)


def _day(written: PeriodAsWritten | None, which: str) -> date | None:
    said: DateAsWritten | None = getattr(written, which) if written else None
    return said.parsed if said else None
