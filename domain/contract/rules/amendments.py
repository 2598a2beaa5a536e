"""When a contract may be amended, on what ground and by how much, and whether the sums explain it."""

from collections.abc import Sequence
from datetime import date

from domain.contract.rules.order import ALWAYS
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

PROCUREMENT_2016 = date(2016, 10, 1)
"""Act 134/2016 governs procedures started from this day; before it Act 137/2006 did."""


@rule(
    "contract.amendment-ground",
    label="AMENDMENT_WITHOUT_GROUND",
    cites=Citation("137/2006", "§ 82(7)"),
    since=date(2006, 7, 1),
    until=PROCUREMENT_2016,
    cs="Dodatek říká, proč nejde o podstatnou změnu; důvody zákona č. 134/2016 Sb. starší zakázky neznají.",
)
def amendment_ground(*, regime: str | None, ground: str, has_reason: bool) -> bool:
    """An amendment says why it is no substantial change; older procedures know no grounds of Act 134/2016."""
    return ground == "other" and (has_reason or regime == "grant")


@amendment_ground.version(
    cites=Citation("134/2016", "§ 222"),
    since=PROCUREMENT_2016,
    cs="Dodatek k veřejné zakázce stojí na důvodu podle § 222 nebo na jiném, který uvede; u dotace § 222 neplatí.",
)
def amendment_ground_of_2016(*, regime: str | None, ground: str, has_reason: bool) -> bool:
    """An amendment of a procured contract stands on a ground of § 222 or one that it states; a grant knows no § 222."""
    if regime == "grant":
        return ground == "other"
    return ground != "other" or has_reason


@rule(
    "contract.small-changes-within-tenth",
    label="CHANGES_ABOVE_TENTH",
    cites=Citation("134/2016", "§ 222(4)(b)"),
    since=PROCUREMENT_2016,
    cs="Nepodstatné změny hodnoty závazku musí být v součtu absolutních hodnot nižší než 10 % původní ceny.",
)
def small_changes_within_tenth(
    *, changes_before: Money, change: Money, together: Money, original: Money | None, percent: int | None
) -> bool | None:
    """Small changes, additions and omissions summed without regard to sign, stay below 10 % of the original price."""
    if original is None or percent is None:
        return None
    return together * 100 < original * percent


@rule(
    "contract.small-changes-below-limit",
    label="CHANGES_ABOVE_EU_LIMIT",
    cites=Citation("134/2016", "§ 222(4)(a)"),
    since=PROCUREMENT_2016,
    cs="Nepodstatné změny musí být v součtu nižší než finanční limit pro nadlimitní veřejnou zakázku.",
)
def small_changes_below_limit(*, together: Money, limit: Money | None) -> bool | None:
    """Small changes together stay below the limit from which a public contract is above the EU threshold."""
    return None if limit is None else together < limit


@rule(
    "contract.amendments-explain-maximum",
    label="AMENDMENT_GAP",
    cites=Citation("contract", "amendments"),
    since=date(1993, 1, 1),
    cs="Nová nejvyšší částka se od předchozí liší právě o to, co dodatek přidává a ubírá; jinak některý dodatek chybí.",
)
def amendments_explain_maximum(*, unexplained: Sequence[object], missing: Sequence[int]) -> bool:
    """Each new maximum differs from the one before by what its amendment adds and omits; otherwise one is missing."""
    return not unexplained


@rule(
    "contract.lowered-maximum-covers-drawn",
    label="MAXIMUM_BELOW_DRAWN",
    cites=Citation("contract", "maximum price"),
    since=ALWAYS,
    cs="Nejvyšší částku nelze snížit pod to, co je už vyplaceno nebo objednáno k platbě.",
    is_waivable=True,
)
def lowered_maximum_covers_drawn(
    *, drawn: Money | None, ordered: Money, maximum: Money, fullest_on: date | None
) -> bool | None:
    """A maximum is not lowered below what is drawn, or ordered and not yet paid."""
    return None if drawn is None else drawn + ordered <= maximum


@rule(
    "contract.amended-while-it-lasts",
    label="AMENDED_AFTER_END",
    cites=Citation("89/2012", "§ 1901, § 1908"),
    since=date(2014, 1, 1),
    cs="Změnit lze jen smlouvu, která ještě trvá.",
)
def amended_while_it_lasts(*, amended_on: date | None, last_day: date | None) -> bool | None:
    """Only a contract that still lasts can be amended."""
    if last_day is None:
        return True
    return None if amended_on is None else amended_on <= last_day


@rule(
    "contract.amendment-effect-after-conclusion",
    label="AMENDMENT_BACKDATED",
    cites=Citation("340/2015", "§ 6(1)"),
    since=date(2017, 7, 1),
    cs="Dodatek, který se zveřejňuje, nemůže mít účinky přede dnem svého uzavření.",
)
def amendment_effect_after_conclusion(*, effective_from: date | None, concluded_on: date | None) -> bool | None:
    """An amendment that has to be published has no effect before its own conclusion."""
    return None if effective_from is None or concluded_on is None else concluded_on <= effective_from


@rule(
    "contract.settled-year-unchanged",
    label="CHANGES_SETTLED_YEAR",
    cites=Citation("methodology", "settlement"),
    since=date(1993, 1, 1),
    cs="Zpětná změna roku, který je už vyúčtován, potřebuje důvod a druhou osobu.",
    is_waivable=True,
)
def settled_year_unchanged(*, effective_from: date | None, settled: Sequence[int]) -> bool | None:
    """A change that reaches back into a settled year needs a reason and a second person."""
    if not settled:
        return True
    return None if effective_from is None else effective_from.year > max(settled)
