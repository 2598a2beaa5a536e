"""How a mandate ends, and how long its records stay."""

from collections.abc import Collection
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.rule import rule
from domain.mandate.rules.decisions import under_decisions


@rule(
    "mandate.expires-with-its-period",
    label="EXPIRED_ON_ANOTHER_DAY",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Pověření končí posledním dnem své doby.",
)
def expires_with_its_period(*, expired_on: date | None, last_day: date | None) -> bool | None:
    """A mandate ends with the last day of its time."""
    return None if expired_on is None or last_day is None else expired_on == last_day


@rule(
    "mandate.revoked-before-its-end",
    label="REVOKED_AFTER_ITS_END",
    cites=Citation("methodology", "duration of mandates"),
    since=ALWAYS,
    cs="Zrušit lze jen pověření, které by jinak trvalo dál.",
)
def revoked_before_its_end(*, revoked_on: date | None, last_day: date | None) -> bool | None:
    """Only a mandate that would otherwise go on can be revoked."""
    return None if revoked_on is None or last_day is None else revoked_on < last_day


@under_decisions(
    "mandate.records-kept-ten-years",
    subject="records",
    label="RELEASED_TOO_EARLY",
    cs="Záznamy o pověření se uchovávají aspoň deset let od jeho konce.",
)
def records_kept_ten_years(*, released_on: date | None, records_until: date | None) -> bool | None:
    """The records of a mandate are kept at least ten years from its end."""
    return None if released_on is None or records_until is None else records_until < released_on


@rule(
    "mandate.no-legal-hold",
    label="RELEASED_DURING_HOLD",
    cites=Citation("499/2004", "§ 3"),
    since=date(2005, 1, 1),
    cs="Co je zadrženo pro audit, soud nebo nesrovnalost, se neskartuje.",
)
def no_legal_hold(*, holds: Collection[str]) -> bool:
    """What is held for an audit, a court or an irregularity is not disposed of."""
    return not holds


@rule(
    "mandate.released-after-final-check",
    label="RELEASED_UNCHECKED",
    cites=Citation("methodology", "archiving"),
    since=ALWAYS,
    cs="Spis se uvolňuje, až když jsou všechny roky zkontrolovány a všechno vráceno.",
)
def released_after_final_check(*, unchecked: Collection[int], open_claims: Collection[str]) -> bool:
    """Records are released after every year was checked and everything was repaid."""
    return not unchecked and not open_claims
