"""Old contracts as their papers show them: what is not stated stays unknown."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from pydantic import JsonValue

from domain.contract.awarded import Awarded, taken_up
from domain.contract.commands.takeover import TakeOverContract
from domain.contract.duty import publication_duty
from domain.contract.events.takeover import ContractTakenOver
from domain.contract.records import Agreement, Provider, period_read
from domain.contract.rules import conclusion, order, sums
from domain.contract.services import with_numbers
from domain.contract.sums import ask_about_sums
from domain.contract.texts import note_problems, problems_of
from domain.kernel.aggregate import decides, when
from domain.kernel.as_written import READING_PROBLEMS, DateAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import CORRECTIONS, Entry
from domain.kernel.event import Event
from domain.kernel.stamp import Anomaly, AnomalyRef

_Key = tuple[str, str | None, JsonValue]
"""What is wrong with a text: the code, the text itself, and the field where a paper may write several."""


class TakenOver(Awarded):
    """Decides and remembers what an old paper says. No day of it is guessed: see ContractState.effect."""

    @decides(TakeOverContract)
    def take_over(self, command: TakeOverContract, case: Case) -> Event:
        order.opened_once(case, order.ALWAYS, entries=self.version)
        conclusion.number_looks_new(case, order.ALWAYS, number=command.number, resembling=case.resembling)
        concluded_on, published_on = _day(command.concluded_on), _day(command.published_on)
        order.publication_after_conclusion(case, order.ALWAYS, concluded_on=concluded_on, published_on=published_on)
        order.effect_after_conclusion(
            case, order.ALWAYS, concluded_on=concluded_on, effective_from=_day(command.effective_from)
        )
        note_problems(problems_of(command), case)
        ask_about_sums(case, command.amount, currency=None)
        maximum = command.amount if command.amount_kind == "maximum" else None
        sums.maximum_positive(case, order.ALWAYS, maximum=maximum)
        provider = command.provider_ico
        self.tell_award(taken_up(command.tender, maximum), case, on=concluded_on, provider=provider)
        duty = publication_duty(case, concluded_on, command.amount)
        return ContractTakenOver.of(with_numbers(command, case), publication=duty)

    def review(self, case: Case) -> None:
        """After a correction the paper that it is about is read anew; what still stands there stays as it was noted."""
        super().review(case)
        assert isinstance(case.command, CorrectEntry | TakeBackEntry)
        paper, speaking = _paper(case.command.entry, case.history)
        problems = {_key(problem): problem for problem in self.written.get(paper, ())}
        for ref, noted in self._noted_beside(speaking):
            if noted <= problems.keys():
                problems = {key: problem for key, problem in problems.items() if key not in noted}
            else:
                case.close_anomalies(ref)
        note_problems(tuple(problems.values()), case)

    def _noted_beside(self, entries: Iterable[Entry]) -> Iterator[tuple[AnomalyRef, set[_Key]]]:
        """The open anomalies beside these entries that speak of days and periods, each with what it says."""
        still_open = self.anomalies_of(*READING_PROBLEMS)
        for entry in entries:
            for ref in (one for one in still_open if one.event_id == entry.event_id):
                yield ref, {_key(one) for one in entry.stamp.anomalies if one.code == ref.code}

    @when(ContractTakenOver)
    def taken_over(self, event: ContractTakenOver, entry: Entry) -> None:
        self.take_terms(event, entry)
        self.is_taken_over = self.is_concluded = True
        if event.provider_inferred is not None:
            inferred = Provider(
                event.provider_inferred, event.provider_ico, is_inferred=True, as_written=event.provider
            )
            self.provider.set(inferred, effective_on=None, position=entry.position)
        self.orps = self.orps or (event.region.orps if event.region else ())
        self.concluded_on = _day(event.concluded_on)
        self.effect_agreed_on = _day(event.effective_from)
        self.published_on = _day(event.published_on)
        self.publication, self.register_value = event.publication, event.amount
        self.written[entry.event_id] = problems_of(event)
        self.period_as_written = event.period_as_written
        self.is_period_own = event.period_as_written is not None and event.period_as_written.is_of_contract
        self._take_amount(event)
        self._take_agreement(event, entry)

    def _take_amount(self, event: ContractTakenOver) -> None:
        if event.amount_kind == "maximum":
            self.original_maximum = event.amount
        else:
            self.awarded = event.amount

    def _take_agreement(self, event: ContractTakenOver, entry: Entry) -> None:
        """The ceiling and the contract's own period; that of the whole support or project is not the contract's."""
        agreed = Agreement(
            effective_on=None,
            position=entry.position,
            maximum=self.original_maximum,
            period=period_read(event.period_as_written) if self.is_period_own else None,
            targets=event.targets,
        )
        self.agreements = (*self.agreements, agreed)
        self.retell()


def _paper(named: UUID, history: Sequence[Entry]) -> tuple[UUID, list[Entry]]:
    """The entry that a correction, or the taking back of one, is about in the end; and all entries that speak of it."""
    targets = {one.event_id: one.event.target for one in history if isinstance(one.event, CORRECTIONS)}

    def origin(entry: UUID) -> UUID:
        return origin(targets[entry]) if entry in targets else entry

    return origin(named), [one for one in history if origin(one.event_id) == origin(named)]


def _key(problem: Anomaly) -> _Key:
    return problem.code, problem.raw, problem.facts.get("field")


def _day(written: DateAsWritten | None) -> date | None:
    return written.parsed if written else None
