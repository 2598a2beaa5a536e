"""What is published and reported."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.rule import rule
from domain.mandate.rules.decisions import article, under_decisions


@under_decisions(
    "mandate.published-in-full",
    subject="transparency",
    label="PUBLISHED_IN_PART",
    cs="Nad 15 milionů eur ročně se zveřejňuje akt pověření nebo jeho souhrn i roční částka.",
    since="2012/21/EU",
)
def published_in_full(*, is_duty: bool | None, has_entrustment: bool) -> bool | None:
    """Above EUR 15 million a year the act of entrustment or its summary is published with the yearly amount."""
    return True if has_entrustment else None if is_duty is None else not is_duty


@rule(
    "mandate.published-as-paid",
    label="PUBLISHED_AMOUNT_DIFFERS",
    cites=article("2012/21/EU", "transparency"),
    since=ALWAYS,
    cs="Zveřejňuje se částka, která byla za rok skutečně poskytnuta.",
)
def published_as_paid(*, is_equal: bool) -> bool:
    """The amount that was really given for the year is published."""
    return is_equal


@rule(
    "mandate.reported-in-its-report",
    label="REPORTED_ELSEWHERE",
    cites=article("2012/21/EU", "reports"),
    since=date(2012, 1, 31),
    cs="Zpráva Komisi se podává každé dva roky a obsahuje dva předchozí roky.",
)
def reported_in_its_report(*, report_year: int, year: int, years: Sequence[int] | None) -> bool | None:
    """A report to the Commission is made every two years and covers the two years before."""
    return None if years is None else year in years


@rule(
    "mandate.reported-when-known",
    label="REPORTED_WITHOUT_FIGURES",
    cites=article("2012/21/EU", "reports"),
    since=date(2012, 1, 31),
    cs="Do zprávy patří částky, o kterých je známo, které službě patří.",
)
def reported_when_known(*, unattributed: bool, is_known: bool) -> bool:
    """A report holds amounts of which it is known to which service they belong."""
    return is_known and not unattributed
