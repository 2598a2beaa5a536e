"""When a service is checked, when an overcompensation may be kept, and how it is repaid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule
from domain.mandate.events.overcompensation import RecoveryInterest
from domain.mandate.rules.decisions import article, under_decisions

# The net cost --------------------------------------------------------------------------------------------------------


@rule(
    "mandate.profit-reasonable",
    label="PROFIT_ABOVE_SAFE_HARBOUR",
    cites=article("2012/21/EU", "profit"),
    since=date(2012, 1, 31),
    cs="Zisk je přiměřený, nepřesahuje-li výnos z kapitálu swapovou sazbu o více než jeden procentní bod.",
    is_waivable=True,
)
def profit_reasonable(
    *, profit: Money, capital: Money, rate: Decimal, swap_rate: Decimal, premium: Decimal | None
) -> bool | None:
    """A profit is reasonable where its rate is at most the swap rate and one percentage point, on the capital."""
    if premium is None:
        return None
    return rate <= swap_rate + premium and profit.minor <= Fraction(rate) / 100 * capital.minor


# Checks --------------------------------------------------------------------------------------------------------------


@rule(
    "mandate.checked-after-its-year",
    label="CHECKED_DURING_THE_YEAR",
    cites=article("2012/21/EU", "check"),
    since=ALWAYS,
    cs="Rok se kontroluje, až když skončil, nebo až když skončilo pověření.",
)
def checked_after_its_year(*, year: int, checked_on: date | None, last_day: date | None) -> bool | None:
    """A year is checked when it is over, or the mandate is."""
    if checked_on is None:
        return None
    return checked_on.year > year or (last_day is not None and last_day < checked_on)


@under_decisions(
    "mandate.checked-in-time",
    subject="check",
    label="CHECKED_LATE",
    cs="Nadměrné vyrovnání se kontroluje aspoň každé tři roky.",
)
def checked_in_time(*, checked_on: date | None, last_day_legal: date | None, days_late: int | None) -> bool | None:
    """Overcompensation is checked at least every three years; a late check is noted, never refused."""
    return None if days_late is None else days_late == 0


@rule(
    "mandate.final-check-in-time",
    label="FINALLY_CHECKED_LATE",
    cites=article("2012/21/EU", "check"),
    since=ALWAYS,
    cs="Závěrečná kontrola se dělá do stanovené doby od konce pověření.",
)
def final_check_in_time(*, checked_on: date | None, last_day_legal: date | None, days_late: int | None) -> bool | None:
    """The final check is made within the set time from the end; a late one is noted, never refused."""
    return None if days_late is None else days_late == 0


@rule(
    "mandate.final-check-after-end",
    label="FINALLY_CHECKED_TOO_EARLY",
    cites=article("2012/21/EU", "check"),
    since=ALWAYS,
    cs="Závěrečná kontrola se dělá až po konci pověření.",
)
def final_check_after_end(*, checked_on: date | None, last_day: date | None) -> bool | None:
    """The final check is made after the mandate has ended."""
    return None if checked_on is None or last_day is None else last_day < checked_on


@rule(
    "mandate.every-year-checked",
    label="YEARS_UNCHECKED",
    cites=article("2012/21/EU", "check"),
    since=ALWAYS,
    cs="Před závěrečnou kontrolou je zkontrolován každý předchozí rok a žádný závěr není překonán.",
)
def every_year_checked(*, unchecked: Sequence[int]) -> bool:
    """Before the final check every earlier year is checked, and no verdict is outdated."""
    return not unchecked


@rule(
    "mandate.verdict-can-be-given",
    cites=article("2012/21/EU", "check"),
    since=ALWAYS,
    cs="Závěr kontroly potřebuje ověřené čisté náklady a všechny veřejné peníze za rok služby.",
    is_structural=True,
)
def verdict_can_be_given(*, missing: Sequence[str]) -> bool | None:
    """A verdict needs the verified net cost and all public money for the service-year."""
    return None if missing else True


# What follows from an overcompensation -------------------------------------------------------------------------------


@under_decisions(
    "mandate.carry-over-within-tenth",
    subject="overcompensation",
    label="CARRIED_OVER_TOO_MUCH",
    cs="Převést lze jen celé nadměrné vyrovnání do desetiny průměrné roční platby, a jen když to pověření "
    "dovoluje a trvá dál; jinak se celé vrací.",
)
def carry_over_within_tenth(
    *,
    overcompensation: Money,
    compensations: Sequence[Money],
    share: Fraction | None,
    is_allowed: bool | None,
    goes_on: bool | None,
) -> bool | None:
    """Up to a tenth of the average year all is carried over if the mandate allows it and lasts; else all is repaid."""
    total = sum(one.minor for one in compensations)
    is_small = (
        None
        if share is None or not compensations
        else (overcompensation.minor * len(compensations) * share.denominator <= total * share.numerator)
    )
    conditions = (is_small, is_allowed, goes_on)
    return False if False in conditions else None if None in conditions else True


@rule(
    "mandate.verdict-up-to-date",
    label="VERDICT_OUTDATED",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Vrácení se žádá podle závěru, který odpovídá všemu, co je známo; jinak se nejdříve kontroluje znovu.",
)
def verdict_up_to_date(*, service: str, year: int, is_checked: bool, is_outdated: bool) -> bool:
    """Repayment is asked for on a verdict that agrees with everything known; otherwise a new check comes first."""
    return is_checked and not is_outdated


@under_decisions(
    "mandate.whole-overcompensation-repaid",
    subject="overcompensation",
    label="NOT_THE_WHOLE_CLAIMED",
    cs="Žádá se o vrácení celého nadměrného vyrovnání, ne jeho části, a nikdy o víc.",
)
def whole_overcompensation_repaid(*, due: Money, asked: Money) -> bool:
    """The whole overcompensation that is not carried over is asked back, no part of it and no more."""
    return due.minor > 0 and asked == due


@rule(
    "mandate.due-not-past",
    cites=Citation("89/2012", "§ 1958"),
    since=ALWAYS,
    cs="Lhůta k vrácení nekončí dřív než v den, kdy se o vrácení žádá.",
)
def due_not_past(*, on: date | None, due_on: date) -> bool | None:
    """The time for repayment does not end before the day on which it is asked for."""
    return None if on is None else on <= due_on


@rule(
    "mandate.repaid-within-claim",
    label="REPAID_ABOVE_CLAIM",
    cites=Citation("89/2012", "§ 2991"),
    since=ALWAYS,
    cs="Na výzvu nepřijde víc, než kolik z ní zbývá.",
)
def repaid_within_claim(*, claim: str, left: Money, repaid: Money) -> bool:
    """No more is repaid than is left of the request."""
    return repaid <= left


@rule(
    "mandate.repaid-in-time",
    label="REPAID_LATE",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Nadměrné vyrovnání se vrací do dne splatnosti.",
)
def repaid_in_time(
    *, claim: str, repaid_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """Overcompensation is repaid by its due day."""
    return None if days_late is None else days_late == 0


@rule(
    "mandate.interest-follows-repayment",
    label="INTEREST_DIFFERS",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Úrok z pozdě vráceného nadměrného vyrovnání se počítá ode dne po splatnosti do dne vrácení.",
)
def interest_follows_repayment(
    *, claim: str, movement: str, stated: RecoveryInterest | None, computed: RecoveryInterest | None, lacks_rate: bool
) -> bool | None:
    """Interest on overcompensation repaid late runs from the day after the due day to the day of the repayment."""
    return None if lacks_rate else stated == computed


@rule(
    "mandate.parameters-after-overcompensation",
    label="PARAMETERS_WITHOUT_OVERCOMPENSATION",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Parametry se takto mění po zjištěném nadměrném vyrovnání; jinak dodatkem.",
)
def parameters_after_overcompensation(*, year: int, overcompensation: Money | None) -> bool:
    """Parameters are updated after an overcompensation was found; otherwise the mandate is amended."""
    return overcompensation is not None and overcompensation.minor > 0


@rule(
    "mandate.parameters-for-the-future",
    label="PARAMETERS_BACKDATED",
    cites=article("2012/21/EU", "overcompensation"),
    since=ALWAYS,
    cs="Parametry se mění jen do budoucna.",
)
def parameters_for_the_future(*, updated_on: date | None, from_day: date) -> bool | None:
    """Parameters are updated for the future only."""
    return None if updated_on is None else updated_on <= from_day
