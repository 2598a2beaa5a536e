"""What must hold of the plan and of the call for bids."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

OLD_ACT = date(2006, 7, 1)
"""Act 137/2006 is in force from this day."""
NEW_ACT = date(2016, 10, 1)
"""Act 134/2016 governs what was started from this day on (§ 273)."""

# In general ----------------------------------------------------------------------------------------------------------


@rule("tender.day-known", cites=HOUSE, since=ALWAYS, cs="Úkon má svůj den.")
def day_known(*, on: date | None) -> bool | None:
    """An act has its day."""
    return None if on is None else True


@rule(
    "tender.not-closed",
    label="AFTER_CLOSING",
    cites=Citation("134/2016", "§ 51"),
    since=ALWAYS,
    cs="V uzavřené zakázce se už nic nekoná.",
)
def not_closed(*, closed_on: date | None, is_closed: bool) -> bool:
    """In a closed tender nothing more is done."""
    return not is_closed


@rule(
    "tender.decision-has-reason",
    cites=Citation("134/2016", "§ 6(1)"),
    since=ALWAYS,
    cs="Vyloučení, zrušení a vzetí rozhodnutí zpět se odůvodňuje.",
)
def decision_has_reason(*, has_reason: bool) -> bool:
    """An exclusion, a cancellation, a decision taken back gives its reason."""
    return has_reason


# Regime and value ----------------------------------------------------------------------------------------------------


@rule(
    "tender.regime-of-its-time",
    label="REGIME_NOT_IN_FORCE",
    cites=Citation("137/2006"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="Řízení zahájené před 1. říjnem 2016 se řídí zákonem č. 137/2006 Sb.",
)
def regime_of_old_act(*, regime: str | None) -> bool | None:
    """What was started before 1 October 2016 is governed by Act 137/2006."""
    return None if regime is None else regime in {"OLD_137_2006", "SMALL_SCALE"}


@regime_of_old_act.version(
    cites=Citation("134/2016", "§ 273(1)"),
    since=NEW_ACT,
    cs="Řízení zahájené od 1. října 2016 se řídí zákonem č. 134/2016 Sb.",
)
def regime_of_new_act(*, regime: str | None) -> bool | None:
    """What is started from 1 October 2016 on is governed by Act 134/2016."""
    return None if regime is None else regime in {"SIMPLIFIED_129", "SMALL_SCALE"}


regime_of_its_time = regime_of_old_act


@rule(
    "tender.regime-by-total-value",
    label="SPLIT_BELOW_LIMIT",
    cites=Citation("137/2006", "§ 13(3)"),
    since=OLD_ACT,
    until=NEW_ACT,
    cs="O režimu rozhoduje součet hodnot všech částí; zakázka malého rozsahu limitu nedosahuje.",
)
def regime_by_total_value_of_old_act(*, regime: str | None, value: Money | None, limit: Money | None) -> bool | None:
    """The value of all lots together decides the regime; a small-scale contract stays below the limit."""
    if regime not in {"SMALL_SCALE", None}:
        return True
    return None if regime is None or value is None or limit is None else value < limit


@regime_by_total_value_of_old_act.version(
    cites=Citation("134/2016", "§ 18(1)"),
    since=NEW_ACT,
    cs="O režimu rozhoduje součet hodnot všech částí, ať se zadávají v jednom řízení, nebo ve více; "
    "zakázka malého rozsahu limit nepřesahuje.",
)
def regime_by_total_value_of_new_act(*, regime: str | None, value: Money | None, limit: Money | None) -> bool | None:
    """The value of all lots together decides the regime, tendered at once or apart; small-scale is up to the limit."""
    if regime not in {"SMALL_SCALE", None}:
        return True
    return None if regime is None or value is None or limit is None else value <= limit


regime_by_total_value = regime_by_total_value_of_old_act


@rule(
    "tender.price-from-compensation",
    label="PRICE_ABOVE_SHARE",
    cites=Citation("tender documents", "price set from the compensation payment"),
    since=ALWAYS,
    cs="Kde projekt stanoví cenu podílem z vyrovnávací platby, cena ho nepřekračuje.",
)
def price_from_compensation(*, price: Money | None, percent: int | None, compensation: Money | None) -> bool | None:
    """Where the project sets the price at a share of the compensation payment, the price does not exceed it."""
    if percent is None or price is None:
        return True
    return None if compensation is None else price.minor * 100 <= compensation.minor * percent


# Publication ---------------------------------------------------------------------------------------------------------


@rule(
    "tender.approved-before-publication",
    cites=Citation("129/2000", "§ 59(3)"),
    since=ALWAYS,
    cs="Zakázka se vyhlašuje po schválení orgánem kraje.",
)
def approved_before_publication(*, on: date | None, is_approved: bool, approved_on: date | None) -> bool | None:
    """A tender is published after a body of the region approved it."""
    if not is_approved:
        return False
    return None if on is None or approved_on is None else approved_on <= on


@rule(
    "tender.lots-before-publication",
    cites=Citation("134/2016", "§ 35"),
    since=ALWAYS,
    cs="Části se určují před vyhlášením.",
)
def lots_before_publication(*, lot: str, is_called: bool) -> bool:
    """Lots are defined before the call for bids."""
    return not is_called


@rule(
    "tender.deadline-lies-ahead",
    cites=Citation("134/2016", "§ 36(5)"),
    since=ALWAYS,
    cs="Lhůta pro nabídky nebo pro projevení zájmu končí až po dni, kdy se oznamuje.",
)
def deadline_lies_ahead(*, on: date | None, last_day: date | None) -> bool | None:
    """A limit for bids or for interest ends after the day on which it is announced."""
    if last_day is None:
        return True
    return None if on is None else on < last_day


@rule(
    "tender.documents-changed-in-time",
    cites=Citation("134/2016", "§ 99(1)"),
    since=ALWAYS,
    cs="Zadávací dokumentaci lze změnit a vysvětlit jen do konce lhůty pro nabídky.",
)
def documents_changed_in_time(*, on: date | None, last_day: date | None) -> bool | None:
    """Tender documents are changed and explained until the limit for bids only."""
    return None if on is None or last_day is None else on <= last_day


@rule(
    "tender.deadline-not-shortened",
    cites=Citation("134/2016", "§ 99(2)"),
    since=ALWAYS,
    cs="Lhůta pro nabídky se může jen prodloužit.",
)
def deadline_not_shortened(*, earlier: Sequence[datetime], new: datetime | None) -> bool:
    """The limit for bids can only be extended."""
    return new is None or all(one <= new for one in earlier)


@rule(
    "tender.interest-in-time",
    label="LATE_INTEREST",
    cites=Citation("134/2016", "§ 129"),
    since=NEW_ACT,
    cs="Předběžný zájem se projevuje ve lhůtě podle předběžného oznámení.",
)
def interest_in_time(*, received_at: datetime, until: datetime | None) -> bool | None:
    """Preliminary interest is shown within the limit of the preliminary notice."""
    return None if until is None else received_at <= until
