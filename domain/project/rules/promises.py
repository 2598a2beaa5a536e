"""What must hold of a project's promises: activities, indicators, ceilings of services, stated support."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.rule import rule
from domain.project.payloads import RoundWon, SupportPart
from domain.project.rules.frame import ESF, GRANT_DECISION

INDICATORS = Citation("programme rules", "indicators")
ACT_108 = date(2007, 1, 1)


@rule(
    "project.key-activity-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Klíčová aktivita má své číslo v projektu jen jednou.",
    is_structural=True,
)
def key_activity_once(*, activity: str, known: Collection[str]) -> bool:
    """A key activity has its number once in the project."""
    return activity not in known


@rule(
    "project.indicator-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Cíl indikátoru se stanoví jednou; potom se mění.",
    is_structural=True,
)
def indicator_once(*, indicator: str, known: Collection[str]) -> bool:
    """The target of an indicator is set once; after that it is changed."""
    return indicator not in known


@rule(
    "project.indicator-named",
    cites=HOUSE,
    since=ALWAYS,
    cs="Indikátor musí mít kód nebo název.",
    is_structural=True,
)
def indicator_named(*, code: str | None, name: str | None) -> bool:
    """An indicator has a code or a name."""
    return bool(code or name)


@rule(
    "project.indicator-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Indikátor musí být v projektu nejdříve stanoven.",
    is_structural=True,
)
def indicator_known(*, indicators: Collection[str], known: Collection[str]) -> bool:
    """An indicator must first be set in the project."""
    return set(indicators) <= set(known)


@rule(
    "project.target-countable",
    label="TARGET_NOT_COUNTABLE",
    cites=INDICATORS,
    since=ESF,
    cs="Cíl indikátoru je číslo, které není záporné.",
)
def target_countable(*, value: Decimal | None) -> bool | None:
    """The target of an indicator is a number not below zero."""
    return None if value is None else value >= 0


@rule(
    "project.achievement-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Dosažená hodnota indikátoru nemůže být záporná.",
    is_structural=True,
)
def achievement_not_negative(*, values: Collection[Decimal]) -> bool:
    """What was reached of an indicator is never below zero."""
    return all(value >= 0 for value in values)


@rule(
    "project.section-supported",
    label="SECTION_NOT_SUPPORTED",
    cites=Citation("grant decision", "supported kinds of service"),
    since=ESF,
    cs="Projekt se týká jen druhů služeb, které podporuje.",
)
def section_supported(*, sections: Collection[str | None], supported: Collection[str]) -> bool | None:
    """A project is about the kinds of service that it supports."""
    if not sections:
        return True
    return None if not supported or None in sections else set(sections) <= set(supported)


# Ceilings of services -------------------------------------------------------------------------------------------------


@rule(
    "project.allocation-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nejvyšší částka pro službu nemůže být záporná.",
    is_structural=True,
)
def allocation_not_negative(*, maximum: Money) -> bool:
    """The most that a service may get is not below zero."""
    return not maximum.is_negative


@rule(
    "project.allocated-service-registered",
    label="SERVICE_NOT_REGISTERED",
    cites=Citation("108/2006", "§ 78"),
    since=ACT_108,
    cs="Částku lze určit jen službě, která je v daný den registrovaná.",
)
def allocated_service_registered(*, registered: Answer) -> bool | None:
    """Money is allocated to a service that is registered on that day."""
    return registered.decided


@rule(
    "project.allocated-within-budget",
    label="ALLOCATED_ABOVE_BUDGET",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Nejvyšší částky všech služeb dohromady nesmějí překročit rozpočet projektu.",
)
def allocated_within_budget(*, others: Money, maximum: Money, budget: Money | None) -> bool | None:
    """The maxima of all services together stay within the project's budget."""
    return None if budget is None else others + maximum <= budget


# Stated support -------------------------------------------------------------------------------------------------------


@rule("project.support-once", cites=HOUSE, since=ALWAYS, cs="Táž podpora se uvádí jen jednou.", is_structural=True)
def support_once(*, support: str, known: Collection[str]) -> bool:
    """The same support is stated once."""
    return support not in known


@rule(
    "project.support-adds-up",
    label="TOTAL_MISMATCH",
    cites=HOUSE,
    since=ALWAYS,
    cs="Části podpory musejí dát její uvedený součet.",
)
def support_adds_up(*, amount: Money | None, parts: Sequence[SupportPart]) -> bool | None:
    """The parts of a support make its stated total."""
    return None if amount is None or not parts else total((part.amount for part in parts), amount.currency) == amount


@rule(
    "project.tenders-add-up",
    label="TENDERS_MISMATCH",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nelze vyhrát více výběrových řízení, než do kolika se poskytovatel přihlásil.",
)
def tenders_add_up(*, entered: int | None, won: Sequence[RoundWon]) -> bool | None:
    """Nobody wins more tenders than were entered."""
    return None if entered is None else sum(one.tenders for one in won) <= entered
