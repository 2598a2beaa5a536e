"""Checks for overcompensation: the verdict, what it supersedes, and what is carried over."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.kernel.aggregate import decides, when
from domain.kernel.calendar import TimeLimit, lateness, years_after
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, Rounding
from domain.kernel.question import Question, question
from domain.mandate.asking import configured_rule, stricter
from domain.mandate.book import CheckRecord
from domain.mandate.commands.overcompensation import CheckOvercompensation, PerformFinalCheck, UpdateParameters
from domain.mandate.entrustment import Entrustment
from domain.mandate.events.overcompensation import (
    CheckEvent,
    FinalOvercompensationCheckPerformed,
    OvercompensationCarriedOver,
    OvercompensationCheckPerformed,
    OvercompensationFound,
    ParametersUpdated,
)
from domain.mandate.funding import CHANGED, RISK
from domain.mandate.payloads import CarryOverRule, Elements
from domain.mandate.rules import funding
from domain.mandate.rules import overcompensation as rules
from domain.mandate.state import BookKey
from domain.mandate.verdict import Verdict
from domain.methodology.methodology import Methodology


class Overcompensation(Entrustment):
    """Decides verdicts and remembers them; an old one stays visible as known then."""

    @decides(CheckOvercompensation)
    def check(self, command: CheckOvercompensation, case: Case) -> Event | tuple[Event, ...]:
        self.ask_about_standing(case)
        service = self.ask_about_entrusted(case, command.service, command.year)
        rules.checked_after_its_year(case, case.day, year=command.year, checked_on=case.day, last_day=self.ends_on)
        key = service, command.year
        verdict = self._verdict(case, key, command.methodology)
        question(
            rules.checked_in_time,
            self.law_day_of_year(command.year),
            checked_on=case.day,
            **lateness(case.day, self.check_due(service)),
        ).note(case)
        checked = OvercompensationCheckPerformed.of(
            command,
            result=verdict.result,
            supersedes=self._superseded(key),
            check_by=self._next_check_by(case),
        )
        return self._with_consequences(checked, verdict, case, named=command.service)

    @decides(PerformFinalCheck)
    def check_finally(self, command: PerformFinalCheck, case: Case) -> Event | tuple[Event, ...]:
        self.ask_about_standing(case)
        year = self._last_year(command.service, case)
        service = self.ask_about_entrusted(case, command.service, year)
        rules.final_check_after_end(case, case.day, checked_on=case.day, last_day=self.ends_on)
        unchecked = tuple(one for one in self.unchecked_years(service) if one < year)
        rules.every_year_checked(case, case.day, unchecked=unchecked)
        key = service, year
        verdict = self._verdict(case, key, command.methodology)
        late = lateness(case.day, self.final_check_by)
        question(rules.final_check_in_time, case.day, checked_on=case.day, **late).note(case)
        checked = FinalOvercompensationCheckPerformed.of(
            command, year=year, result=verdict.result, supersedes=self._superseded(key)
        )
        return self._with_consequences(checked, verdict, case, named=command.service)

    def _last_year(self, service: str | None, case: Case) -> int:
        """The last year with money, where there is any; else the year in which the mandate ended."""
        key = self.service_key(service)
        years = [year for (named, year), book in self.books.items() if named == key and book.has_money]
        assert case.day is not None
        return max(years, default=(self.ends_on or case.day).year)

    def _verdict(self, case: Case, key: BookKey, methodology: UUID | None) -> Verdict:
        """The verdict under the rule of carrying over in force for the year. Refuses where it cannot be given."""
        service, year = key
        verdict = self.verdict(year, service, rule=self._rule(case, year, methodology))
        rules.verdict_can_be_given(case, case.day, missing=verdict.missing)
        return verdict

    def _rule(self, case: Case, year: int, methodology: UUID | None) -> CarryOverRule | None:
        last = date(year, 12, 31)
        law = self.law_day_of_year(year)
        decision = self.decision_on(last) or case.value("mandate.sgei-decision", law)
        rule = configured_rule(case, decision, last)
        return (
            rule
            if methodology is None
            else stricter(rule, case.other(Methodology, methodology).carry_over_policy(last))
        )

    def _superseded(self, key: BookKey) -> UUID | None:
        standing = self.book(*key).standing
        return standing.event_id if standing else None

    def _next_check_by(self, case: Case) -> TimeLimit | None:
        """Some years on, as long as the mandate lasts."""
        years = case.value("mandate.check-years", case.day)
        has_ended = self.ends_on is not None and case.day is not None and self.ends_on < case.day
        return years_after(case.day, years, case.calendar) if case.day and years and not has_ended else None

    def _with_consequences(
        self, checked: Event, verdict: Verdict, case: Case, *, named: str | None
    ) -> tuple[Event, ...]:
        """The check, what it found, and what is carried over; it answers every open risk of its year."""
        key = verdict.service, verdict.year
        self.close_about(case, key, RISK, CHANGED)
        self._tell_next_year(verdict, case)
        said = {"year": verdict.year, "service": None if named is None else verdict.service}
        found = verdict.overcompensation
        if found is None or found.is_zero:
            return (checked,)
        events: tuple[Event, ...] = (
            checked,
            OvercompensationFound.model_validate({**said, "amount": found, "percent": _percent(verdict)}),
        )
        if verdict.to_year is None:
            return events
        carried = OvercompensationCarriedOver.model_validate({**said, "amount": found, "to_year": verdict.to_year})
        return (*events, carried)

    def _tell_next_year(self, verdict: Verdict, case: Case) -> None:
        """What is carried into the next year lowers its room, and its verdict stood on what was carried before."""
        key = verdict.service, verdict.year + 1
        found = verdict.overcompensation
        carried = found if verdict.to_year is not None and found is not None else Money(0)
        if carried == self.carried(*key):
            return
        if self.book(*key).standing is not None and not self.anomalies_about(key, CHANGED):
            self.note_of_year(
                question(funding.checked_year_unchanged, case.day, service=key[0], year=key[1], is_checked=True),
                key,
                case,
            )
        asked = self.room_asked(key, Money(0))
        room = self.room(key[1], key[0])
        left = None if room is None else room + self.carried(*key) - carried
        asked = Question(asked.rule, asked.on, {**asked.facts, "carried_in": carried, "room": left})
        if not asked.is_broken:
            self.close_about(case, key, RISK)
        elif not self.anomalies_about(key, RISK):
            self.note_of_year(asked, key, case)

    # Parameters ---------------------------------------------------------------------------------------------------

    @decides(UpdateParameters)
    def update_parameters(self, command: UpdateParameters, case: Case) -> Event:
        self.ask_about_change(case)
        service = self.ask_about_entrusted(case, command.service, command.year)
        standing = self.book(service, command.year).standing
        found = standing.result.overcompensation if standing else None
        rules.parameters_after_overcompensation(case, case.day, year=command.year, overcompensation=found)
        rules.parameters_for_the_future(case, case.day, updated_on=case.day, from_day=command.from_day)
        words = (self.elements.on(case.day) or Elements()).replaced_by(Elements(parameters=command.parameters))
        decision = self.decision_on(case.day)
        self.ask_about_elements(case, words, decision, law=decision, period=self.period())
        return ParametersUpdated.of(command)

    # Evolve -------------------------------------------------------------------------------------------------------

    @when(OvercompensationCheckPerformed)
    def check_performed(self, event: OvercompensationCheckPerformed, entry: Entry) -> None:
        self._take_check(event, entry, is_final=False)
        one = self.services.get(self.service_key(event.service))
        if one is not None:
            one.check_by = event.check_by

    @when(FinalOvercompensationCheckPerformed)
    def final_check_performed(self, event: FinalOvercompensationCheckPerformed, entry: Entry) -> None:
        self._take_check(event, entry, is_final=True)

    def _take_check(self, event: CheckEvent, entry: Entry, *, is_final: bool) -> None:
        """The new verdict stands; what an earlier one carried over is carried over no more."""
        book = self.book_of(event.service, event.year, entry)
        book.checks.append(CheckRecord(event.result, entry.effective_on, entry.event_id, is_final))
        self.carried_in.pop((self.service_key(event.service), event.year + 1), None)

    @when(OvercompensationFound)
    def overcompensation_found(self, event: OvercompensationFound, entry: Entry) -> None:
        self.about[entry.event_id] = self.service_key(event.service), event.year

    @when(OvercompensationCarriedOver)
    def carried_over(self, event: OvercompensationCarriedOver, entry: Entry) -> None:
        """Nothing is carried over by a check that was taken back."""
        service = self.service_key(event.service)
        if self.book(service, event.year).standing is not None:
            self.carried_in[service, event.to_year] = event.amount, entry.event_id

    @when(ParametersUpdated)
    def parameters_were_updated(self, event: ParametersUpdated, entry: Entry) -> None:
        self.say_words(Elements(parameters=event.parameters), on=event.from_day, position=entry.position)
        self.parameters_updated[self.service_key(event.service), event.year] = entry.effective_on


def _percent(verdict: Verdict) -> Decimal | None:
    """Of the average annual compensation, rounded to two decimals for the reader."""
    if verdict.average is None or verdict.overcompensation is None or verdict.average.minor <= 0:
        return None
    hundredths = Rounding.HALF_UP.divide(verdict.overcompensation.minor * 10_000, verdict.average.minor)
    return Decimal(hundredths).scaleb(-2)
