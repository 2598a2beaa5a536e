"""What must hold of a methodology and of the values that it gives."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.registry import Body
from domain.kernel.rule import rule
from domain.methodology.payloads import Approval
from domain.service.rules import kind_on

REGIONS = date(2000, 11, 12)
"""The regions and their bodies exist from this day (Act 129/2000)."""

ACT_IN_FORCE = date(2007, 1, 1)
"""Act 108/2006 began, and with it the kinds of service."""

COMPENSATION = Citation("2012/21/EU", "Art. 5")

# The order of things --------------------------------------------------------------------------------------------------


@rule(
    "methodology.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis metodiky se zakládá jen jednou.", is_structural=True
)
def opened_once(*, version: int) -> bool:
    """The file of a methodology is opened once."""
    return version == 0


@rule(
    "methodology.opened-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Metodika musí být nejdříve založena.",
    is_structural=True,
)
def opened_first(*, version: int) -> bool:
    """A methodology must be on file before anything is recorded about it."""
    return version > 0


@rule(
    "methodology.approved-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Metodika se schvaluje jednou; další znění je její změnou.",
    is_structural=True,
)
def approved_once(*, is_approved: bool) -> bool:
    """A methodology is approved once; what follows is an amendment."""
    return not is_approved


@rule(
    "methodology.approved-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změnit nebo nahradit lze jen schválenou metodiku.",
    is_structural=True,
)
def approved_first(*, is_approved: bool) -> bool:
    """Only an approved methodology is amended or superseded."""
    return is_approved


@rule(
    "methodology.amendment-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změna s tímto označením už ve spisu je.",
    is_structural=True,
)
def amendment_once(*, amendment: str, known: Collection[str]) -> bool:
    """An amendment is recorded once under its reference."""
    return amendment not in known


@rule(
    "methodology.superseded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Metodiku nahrazuje jiná jen jednou.",
    is_structural=True,
)
def superseded_once(*, superseded_on: date | None) -> bool:
    """A methodology is superseded once."""
    return superseded_on is None


@rule(
    "methodology.successor-another",
    cites=HOUSE,
    since=ALWAYS,
    cs="Metodika nemůže nahradit sama sebe.",
    is_structural=True,
)
def successor_another(*, methodology: UUID, successor: UUID) -> bool:
    """A methodology does not take its own place."""
    return methodology != successor


@rule(
    "methodology.not-superseded",
    cites=HOUSE,
    since=ALWAYS,
    cs="Ode dne, kdy metodiku nahradila jiná, se už nemění.",
    is_structural=True,
)
def not_superseded(*, day: date | None, superseded_on: date | None) -> bool:
    """From the day on which another took its place, a methodology does not change."""
    return superseded_on is None or (day is not None and day < superseded_on)


# Approval -------------------------------------------------------------------------------------------------------------


@rule(
    "methodology.resolution-of-body",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo usnesení patří orgánu, který metodiku schválil.",
    is_structural=True,
)
def resolution_of_body(*, approvals: Collection[Approval]) -> bool:
    """The number of a resolution belongs to the body that approved."""
    return all(one.resolution is None or one.resolution.body is one.body for one in approvals)


@rule(
    "methodology.approved-by-competent-body",
    label="NOT_APPROVED_BY_COMPETENT_BODY",
    cites=Citation("129/2000", "§ 35"),
    since=REGIONS,
    cs="Metodiku schvaluje zastupitelstvo kraje.",
)
def approved_by_competent_body(*, bodies: Collection[Body], competent: Collection[str] | None) -> bool | None:
    """The regional assembly approves the methodology."""
    return None if competent is None else any(body in competent for body in bodies)


@rule(
    "methodology.values-by-competent-body",
    label="VALUES_NOT_APPROVED_BY_COMPETENT_BODY",
    cites=Citation("129/2000", "§§ 35, 59"),
    since=REGIONS,
    cs="Hodnoty, podle kterých se počítá vyrovnávací platba, schvaluje zastupitelstvo nebo rada kraje.",
)
def values_by_competent_body(*, body: Body, competent: Collection[str] | None) -> bool | None:
    """The assembly or the council approves the values by which the compensation payment is calculated."""
    return None if competent is None else body in competent


@rule(
    "methodology.valid-in-its-year",
    label="VALIDITY_OUTSIDE_YEAR",
    cites=Citation("methodology", "validity"),
    since=REGIONS,
    cs="Metodika platí v roce, pro který je vydána.",
    is_waivable=True,
)
def valid_in_its_year(*, year: int, validity: Period | None) -> bool:
    """A methodology is valid in the year for which it is made."""
    if validity is None:
        return True
    last = validity.end or date.max
    return date(year, 1, 1) <= validity.start and last <= date(year, 12, 31)


@rule(
    "methodology.successor-in-force",
    label="SUCCESSOR_NOT_IN_FORCE",
    cites=Citation("methodology", "validity"),
    since=REGIONS,
    cs="Nahradit metodiku může jen ta, která toho dne platí.",
)
def successor_in_force(*, day: date | None, in_force: Answer) -> bool | None:
    """Only a methodology that is in force on that day takes the place of another."""
    return in_force.decided


# Values ---------------------------------------------------------------------------------------------------------------


@rule(
    "methodology.stated-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="V jednom seznamu stojí každá položka jednou.",
    is_structural=True,
)
def stated_once(*, stated: Collection[str]) -> bool:
    """Everything stands once in one list."""
    return len(set(stated)) == len(stated)


@rule(
    "methodology.value-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změnit lze jen hodnotu, která už byla stanovena.",
    is_structural=True,
)
def value_known(*, value: str, known: Collection[str]) -> bool:
    """Only a value that was set before can change."""
    return value in known


@rule(
    "methodology.says-something-new",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zapisuje se jen to, co v daný den ještě neplatí.",
    is_structural=True,
)
def says_something_new(*, before: object, asked: object) -> bool:
    """Something else than what is asked for held on that day before."""
    return before != asked


@rule(
    "methodology.amounts-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Náklady ani výnosy na jednotku nejsou záporné.",
    is_structural=True,
)
def amounts_not_negative(*, amounts: Collection[Money]) -> bool:
    """Neither costs nor revenues of a unit are below zero."""
    return not any(amount.is_negative for amount in amounts)


@rule(
    "methodology.one-currency",
    cites=HOUSE,
    since=ALWAYS,
    cs="Náklady a výnosy se uvádějí v jedné měně.",
    is_structural=True,
)
def one_currency(*, amounts: Collection[Money]) -> bool:
    """Costs and revenues are stated in one currency."""
    return len({amount.currency for amount in amounts}) <= 1


@rule(
    "methodology.revenues-within-costs",
    label="REVENUES_ABOVE_COSTS",
    cites=COMPENSATION,
    since=ACT_IN_FORCE,
    cs="Obvyklé výnosy služby nepřevyšují její náklady; jinak není co vyrovnávat.",
)
def revenues_within_costs(*, costs: Money, revenues: Money) -> bool:
    """A service's usual revenues do not exceed its costs; otherwise there is nothing to compensate."""
    return revenues <= costs


@rule(
    "methodology.kind-in-force",
    label="UNKNOWN_SERVICE_KIND",
    cites=Citation("108/2006", "§§ 37–70"),
    since=ACT_IN_FORCE,
    cs="Hodnota se stanoví pro druh služby, který zákon v daný den zná.",
)
def kind_in_force(*, section: str, day: date | None) -> bool:
    """A value is set for a kind of service that the Act knows on that day."""
    return kind_on(section, day) is not None


@rule(
    "methodology.within-validity",
    label="OUTSIDE_VALIDITY",
    cites=Citation("methodology", "validity"),
    since=REGIONS,
    cs="Hodnoty metodiky platí jen v době její platnosti.",
)
def within_validity(*, day: date | None, validity: Period | None) -> bool | None:
    """What a methodology sets holds within its validity; before that is approved, nothing speaks against it."""
    return True if validity is None else None if day is None else validity.contains(day)
