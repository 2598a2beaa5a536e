"""The compensation payment of a service-year: units × (reference cost − reference revenue) of one methodology."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, Rounding
from domain.mandate.commands.funding import CalculateCompensation
from domain.mandate.events.funding import CompensationCalculated
from domain.mandate.funding import Funding
from domain.mandate.payloads import UnitCompensation, Units
from domain.mandate.rules import funding as rules
from domain.mandate.state import hold
from domain.methodology.methodology import Methodology
from domain.methodology.payloads import RoundingRule

SUBJECT = "compensation"
"""The subject under which a methodology says how the compensation payment is rounded."""


class Calculation(Funding):
    """Computes the ceiling of public money, and keeps every value that it took from the methodology."""

    @decides(CalculateCompensation)
    def calculate(self, command: CalculateCompensation, case: Case) -> Event:
        self.ask_about_file(case)
        service = self.ask_about_entrusted(case, command.service, command.year)
        methodology = case.other(Methodology, command.methodology)
        day = _day_in_year(case.day, command.year)
        rules.methodology_in_force(case, case.day, on=day, in_force=methodology.in_force(day).decided)
        rules.units_stated_once(case, case.day, stated=tuple(f"{u.form} {u.unit}" for u in command.units))
        section = self.services[service].section if service in self.services else None
        lines = tuple(_priced(command.units, methodology, section, day))
        found = {(line.form, line.unit) for line in lines}
        missing = tuple(f"{u.form} {u.unit}" for u in command.units if (u.form, u.unit) not in found)
        rules.reference_values_known(case, case.day, section=section, missing=missing)
        rules.units_within_capacity(case, case.day, above=tuple(self._above(service, command.units, day)))
        rounding = methodology.rounding_rule(SUBJECT, day)
        compensation = compensation_of(lines, rounding)
        self.ask_about_figures(case, (compensation,))
        self.ask_about_checked_year(case, (service, command.year))
        self.close_risk_under(case, (service, command.year), compensation)
        return CompensationCalculated.of(
            command,
            lines=lines,
            compensation=compensation,
            methodology_year=methodology.year,
            rounding=rounding,
        )

    def _above(self, service: str, units: Sequence[Units], day: date) -> Iterator[str]:
        """Forms with more units than were entrusted; where no capacity is entrusted in units, none."""
        one = self.services.get(service)
        entrusted = {(c.form, c.unit): c.amount for c in (one.capacities.on(day) or ())} if one else {}
        if not entrusted:
            return
        yield from (f"{u.form} {u.unit}" for u in units if u.units > entrusted.get((u.form, u.unit), 0))

    @when(CompensationCalculated)
    def compensation_calculated(self, event: CompensationCalculated, entry: Entry) -> None:
        book = self.book_of(event.service, event.year, entry)
        hold(book.compensation, event.compensation, entry)


def compensation_of(lines: Sequence[UnitCompensation], rounding: RoundingRule | None) -> Money:
    """The sum over all lines, computed exactly and rounded once: as the methodology says, else to whole haléře."""
    exact = sum((_exact(line) for line in lines), start=Fraction(0))
    if rounding is None:
        return Money(Rounding.HALF_UP.divide(exact.numerator, exact.denominator))
    step = rounding.step.minor
    return rounding.step * rounding.rounding.divide(exact.numerator, exact.denominator * step)


def _exact(line: UnitCompensation) -> Fraction:
    """In haléře: units × (cost − revenue) × months of twelve × the share that public money may cover."""
    months = Fraction(line.months or 12, 12)
    return Fraction(line.units) * (line.costs - line.revenues).minor * months * line.share


def _priced(
    units: Sequence[Units], methodology: Methodology, section: str | None, day: date
) -> Iterator[UnitCompensation]:
    """Each unit with its values; one that the methodology does not know is left out."""
    for one in units if section else ():
        priced = _price(one, methodology, str(section), day)
        if priced is not None:
            yield priced


def _price(one: Units, methodology: Methodology, section: str, day: date) -> UnitCompensation | None:
    """By the inputs of the formula where the methodology states them, else by the reference values."""
    chosen = methodology.compensation_input(section, one.form, one.unit, day)
    if chosen is not None:
        return UnitCompensation(
            **one.model_dump(),
            costs=chosen.optimal_costs,
            revenues=chosen.usual_revenues,
            share=chosen.share,
            found_in="compensation inputs",
        )
    value = methodology.reference_value(section, one.form, one.unit, day)
    if value is None:
        return None
    return UnitCompensation(
        **one.model_dump(), costs=value.costs, revenues=value.revenues, share=Fraction(1), found_in="reference values"
    )


def _day_in_year(day: date | None, year: int) -> date:
    """The day itself where it lies in the year, else the nearest one that does: values are read there."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return min(max(day or first, first), last)
