"""How much public money a service may get, and for what."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.registry import OrpCode
from domain.kernel.rule import rule
from domain.mandate.rules.decisions import article, under_decisions

# What is compensated -------------------------------------------------------------------------------------------------


@under_decisions(
    "mandate.each-service-on-its-own",
    subject="accounts",
    label="SERVICE_NOT_STATED",
    cs="Každá služba se vyrovnává a kontroluje zvlášť: přebytek jedné nekryje ztrátu druhé.",
)
def each_service_on_its_own(*, service: str | None, services: Sequence[str]) -> bool:
    """Each service is compensated and checked on its own: the surplus of one covers no loss of another."""
    return service is not None or len(services) <= 1


@rule(
    "mandate.issued",
    label="WITHOUT_MANDATE",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Vyrovnávací platba patří jen tomu, kdo byl pověřen.",
)
def issued(*, is_issued: bool) -> bool:
    """Compensation is for those only who were entrusted."""
    return is_issued


@rule(
    "mandate.covers-service",
    label="OUTSIDE_MANDATE",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Z pověření se platí jen služba, která v něm je.",
)
def covers_service(*, service: str | None, services: Sequence[str]) -> bool:
    """Only a service that stands in the mandate is paid under it."""
    return service is None or service in services


@rule(
    "mandate.covers-territory",
    label="OUTSIDE_TERRITORY",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Z pověření se platí jen služba na území, pro které platí.",
)
def covers_territory(*, orps: Sequence[OrpCode], territory: Sequence[OrpCode] | None) -> bool | None:
    """Only the service in the territory of the mandate is paid under it."""
    if not orps:
        return True
    return None if territory is None else set(orps) <= set(territory)


@rule(
    "mandate.covers-period",
    label="OUTSIDE_MANDATE_PERIOD",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Z pověření se platí jen služba v době, po kterou platí.",
)
def covers_period(*, year: int, outside: Sequence[str] | None) -> bool | None:
    """Only the service in the time of the mandate is paid under it, whenever the money moves."""
    return None if outside is None else not outside


@rule(
    "mandate.not-suspended",
    label="MANDATE_SUSPENDED",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Z pozastaveného pověření se nic nezavazuje ani neplatí.",
)
def not_suspended(*, is_suspended: bool) -> bool:
    """Nothing is committed or paid under a suspended mandate."""
    return not is_suspended


@rule(
    "mandate.committed-while-it-lasts",
    label="COMMITTED_AFTER_ITS_END",
    cites=article("2012/21/EU", "entrustment"),
    since=ALWAYS,
    cs="Po konci pověření se nic nového nezavazuje; zaplatit lze, co k němu patří.",
)
def committed_while_it_lasts(*, on: date | None, last_day: date | None) -> bool | None:
    """Nothing new is committed after the end of the mandate; what belongs to its time may still be paid."""
    return None if on is None or last_day is None else on <= last_day


# How much ------------------------------------------------------------------------------------------------------------


@under_decisions(
    "mandate.public-money-within-compensation",
    subject="compensation",
    label="OVER_COMPENSATION_RISK",
    cs="Všechny veřejné peníze za rok služby dohromady nepřesáhnou vyrovnávací platbu.",
)
def public_money_within_compensation(
    *,
    service: str,
    year: int,
    taken: Money,
    asked: Money,
    compensation: Money | None,
    carried_in: Money,
    room: Money | None,
) -> bool | None:
    """All public money for a service-year, with what was carried into it, does not exceed the compensation payment."""
    return None if compensation is None else taken + asked + carried_in <= compensation


@rule(
    "mandate.released-within-commitment",
    label="RELEASED_ABOVE_COMMITMENT",
    cites=Citation("contract", "commitment"),
    since=ALWAYS,
    cs="Vzdát se lze nejvýš toho, co bylo zavázáno a ještě nebylo zaplaceno.",
)
def released_within_commitment(*, unpaid: Money, released: Money) -> bool:
    """No more is given up than was committed and is not paid yet."""
    return released <= unpaid


@rule(
    "mandate.returned-within-received",
    label="RETURNED_ABOVE_RECEIVED",
    cites=Citation("contract", "refund"),
    since=ALWAYS,
    cs="Vrací se nejvýš tolik, kolik bylo na službu a rok přijato, a z jedné smlouvy nejvýš, kolik z ní.",
)
def returned_within_received(*, received: Money, returned: Money) -> bool:
    """No more is returned than was received for the service and year, under one contract no more than under it."""
    return returned <= received


@rule(
    "mandate.checked-year-unchanged",
    label="CHECKED_YEAR_CHANGED",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Rok, který byl zkontrolován, se už nemění; nová skutečnost žádá novou kontrolu.",
    is_waivable=True,
)
def checked_year_unchanged(*, service: str, year: int, is_checked: bool) -> bool:
    """A year that was checked does not change any more; news about it asks for a new check."""
    return not is_checked


# The calculation -----------------------------------------------------------------------------------------------------


@rule(
    "mandate.methodology-in-force",
    label="METHODOLOGY_NOT_IN_FORCE",
    cites=Citation("methodology", "validity"),
    since=ALWAYS,
    cs="Počítá se podle metodiky, která pro ten rok platí.",
)
def methodology_in_force(*, on: date | None, in_force: bool | None) -> bool | None:
    """The compensation is calculated by a methodology that is in force for the year."""
    return in_force


@rule(
    "mandate.reference-values-known",
    label="REFERENCE_VALUE_MISSING",
    cites=Citation("methodology", "reference values"),
    since=ALWAYS,
    cs="Metodika říká, kolik která jednotka obvykle stojí a vydělá.",
)
def reference_values_known(*, section: str | None, missing: Sequence[str]) -> bool:
    """The methodology says what each unit usually costs and earns."""
    return section is not None and not missing


@rule(
    "mandate.units-stated-once",
    label="UNITS_STATED_TWICE",
    cites=Citation("methodology", "reference values"),
    since=ALWAYS,
    cs="Každá forma a jednotka je ve výpočtu jednou.",
)
def units_stated_once(*, stated: Sequence[str]) -> bool:
    """Each form and unit stands in a calculation once."""
    return len(set(stated)) == len(stated)


@rule(
    "mandate.units-within-capacity",
    label="UNITS_ABOVE_CAPACITY",
    cites=article("2012/21/EU", "compensation"),
    since=ALWAYS,
    cs="Vyrovnává se nejvýš kapacita, na kterou byla služba pověřena.",
)
def units_within_capacity(*, above: Collection[str]) -> bool:
    """No more is compensated than the capacity that was entrusted."""
    return not above
