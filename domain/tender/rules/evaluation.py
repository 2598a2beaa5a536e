"""What must hold of evaluation and selection."""

from collections.abc import Sequence
from datetime import date

from domain.kernel.correction import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule
from domain.tender.rules.preparation import NEW_ACT


@rule(
    "tender.evaluators-declared",
    cites=Citation("134/2016", "§ 44(4)"),
    since=ALWAYS,
    cs="Hodnotí jen ten, kdo předtím písemně prohlásil, zda je ve střetu zájmů.",
)
def evaluators_declared(*, without_declaration: Sequence[str]) -> bool:
    """Only who declared in writing about conflicts of interest before evaluates."""
    return not without_declaration


@rule(
    "tender.evaluators-without-conflict",
    cites=Citation("134/2016", "§ 44(5)"),
    since=ALWAYS,
    cs="Kdo je ve střetu zájmů, nehodnotí.",
)
def evaluators_without_conflict(*, with_conflict: Sequence[str]) -> bool:
    """Who has a conflict of interest does not evaluate."""
    return not with_conflict


@rule(
    "tender.selected-bid-evaluated",
    cites=Citation("134/2016", "§ 122(1)"),
    since=ALWAYS,
    cs="Vybírá se z hodnocených nabídek; jediného účastníka lze vybrat bez hodnocení, kde dokumentace přebírá § 122.",
)
def selected_bid_evaluated(
    *, bid: str, is_evaluated: bool, is_sole_participant: bool, adopts_section_122: bool
) -> bool:
    """Selected is one of the evaluated bids; a sole participant without evaluation only where § 122 is adopted."""
    return is_evaluated or (is_sole_participant and adopts_section_122)


@rule(
    "tender.best-bid-selected",
    cites=Citation("134/2016", "§ 122(1)"),
    since=ALWAYS,
    cs="Vybírá se nabídka, která je v hodnocení první z těch, které nejsou vyloučeny.",
)
def best_bid_selected(*, bid: str, best: str | None) -> bool:
    """Selected is the bid that is first in the ranking among those not excluded."""
    return best is None or bid == best


@rule(
    "tender.price-within-lot-maximum",
    cites=Citation("tender documents", "highest price of the lot"),
    since=ALWAYS,
    cs="Cena nabídky nepřekračuje nejvyšší cenu části.",
)
def price_within_lot_maximum(*, price: Money, maximum: Money | None) -> bool:
    """The price of the bid does not exceed the highest price of the lot."""
    return maximum is None or price <= maximum


@rule(
    "tender.beneficial-owner-checked",
    cites=Citation("134/2016", "§ 122(5)"),
    since=NEW_ACT,
    cs="U vybraného dodavatele, který je právnickou osobou, se před podpisem zjistí skutečný majitel.",
    is_waivable=True,
)
def beneficial_owner_checked(
    *, on: date | None, is_legal_person: bool | None, outcome: str | None, checked_on: date | None
) -> bool | None:
    """The beneficial owner of a selected legal person is identified before signature."""
    if is_legal_person is False:
        return True
    if outcome != "IDENTIFIED":
        return False
    return None if on is None or checked_on is None else checked_on <= on
