"""How a contract ends, and when its file may be closed."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.law import Citation
from domain.kernel.rule import rule

CIVIL_CODE = date(2014, 1, 1)
"""Act 89/2012 is in force from this day."""


@rule(
    "contract.withdrawal-has-grounds",
    label="WITHDRAWAL_WITHOUT_GROUNDS",
    cites=Citation("89/2012", "§ 2001"),
    since=CIVIL_CODE,
    cs="Odstoupit lze jen z důvodu podle smlouvy nebo zákona; důvod se uvádí.",
)
def withdrawal_has_grounds(*, mode: str, has_grounds: bool) -> bool:
    """One withdraws on a ground of the contract or the law only, and says which."""
    return mode != "WITHDRAWAL" or has_grounds


@rule(
    "contract.ends-after-delivery",
    label="ENDED_BEFORE_DELIVERY",
    cites=Citation("89/2012", "§ 570"),
    since=CIVIL_CODE,
    cs="Výpověď a odstoupení působí, až když dojdou druhé straně.",
)
def ends_after_delivery(*, mode: str, ends_on: date | None, delivered_on: date | None) -> bool | None:
    """Notice and withdrawal work from their delivery to the other party."""
    if mode == "AGREEMENT":
        return True
    return None if ends_on is None or delivered_on is None else delivered_on <= ends_on


@rule(
    "contract.agreement-by-both",
    label="AGREEMENT_BY_ONE",
    cites=Citation("89/2012", "§ 1981"),
    since=CIVIL_CODE,
    cs="Dohodou končí smlouvu obě strany, výpovědí a odstoupením jedna.",
)
def agreement_by_both(*, mode: str, by: str) -> bool:
    """An agreement to end is made by both parties, notice and withdrawal by one."""
    return (mode == "AGREEMENT") == (by == "both")


@rule(
    "contract.expires-with-its-period",
    label="EXPIRED_ON_ANOTHER_DAY",
    cites=Citation("contract", "service period"),
    since=date(1993, 1, 1),
    cs="Smlouva na dobu určitou končí posledním dnem svého období.",
)
def expires_with_its_period(*, expired_on: date | None, period_end: date | None) -> bool | None:
    """A contract for a set time ends with the last day of its period."""
    return None if expired_on is None or period_end is None else expired_on == period_end


@rule(
    "contract.closed-after-its-end",
    label="CLOSED_BEFORE_ITS_END",
    cites=Citation("contract", "closing"),
    since=date(1993, 1, 1),
    cs="Spis se uzavírá, až když smlouva skončila.",
)
def closed_after_its_end(*, closed_on: date | None, last_day: date | None, is_void: bool) -> bool | None:
    """The file is closed after the contract ended."""
    if is_void:
        return True
    return None if closed_on is None or last_day is None else last_day < closed_on


@rule(
    "contract.settled-before-closing",
    label="CLOSED_UNSETTLED",
    cites=Citation("367/2015"),
    since=date(1993, 1, 1),
    cs="Před uzavřením je vyúčtován každý rok každé služby.",
)
def settled_before_closing(*, unsettled_years: Sequence[int]) -> bool:
    """Each year of the service is settled before the file is closed."""
    return not unsettled_years


@rule(
    "contract.closed-without-open-claims",
    label="CLOSED_WITH_OPEN_CLAIMS",
    cites=Citation("contract", "closing"),
    since=date(1993, 1, 1),
    cs="Před uzavřením jsou všechny vratky, odvody a sankce zaplaceny nebo odepsány.",
)
def closed_without_open_claims(*, open_claims: Sequence[str]) -> bool:
    """All refunds, levies and sanctions are paid or written off before the file is closed."""
    return not open_claims
