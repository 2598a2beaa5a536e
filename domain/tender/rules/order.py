"""Identity, arithmetic, the order of things: these refuse whatever the kind of command."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.registry import Body, ResolutionNumber
from domain.kernel.rule import rule

SCALE = Decimal(100)
"""Points go from 0 to this, and the weights of all criteria add up to it."""

# Identity ------------------------------------------------------------------------------------------------------------


@rule("tender.opened-once", cites=HOUSE, since=ALWAYS, cs="Spis zakázky se zakládá jen jednou.", is_structural=True)
def opened_once(*, version: int) -> bool:
    """The file of a tender is opened once."""
    return version == 0


@rule("tender.opened-first", cites=HOUSE, since=ALWAYS, cs="Zakázka musí být nejdříve založena.", is_structural=True)
def opened_first(*, version: int) -> bool:
    """A tender must be on file before anything is recorded about it."""
    return version > 0


@rule(
    "tender.identified",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zakázka musí mít číslo nebo název, nebo aspoň službu či skupinu, do které patří.",
    is_structural=True,
)
def identified(*, number: str | None, title: str | None, service: str | None, group: str | None) -> bool:
    """A tender is called by its number or title, or at least by the service or the group that it is one of."""
    return bool(number or title or service or group)


@rule(
    "tender.recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pod jedním označením se v zakázce eviduje jen jedna věc a jen jednou.",
    is_structural=True,
)
def recorded_once(*, what: str, key: str, is_known: bool) -> bool:
    """A key names one thing in a tender, recorded once."""
    return not is_known


@rule(
    "tender.on-record",
    cites=HOUSE,
    since=ALWAYS,
    cs="Taková část, kolo, nabídka nebo podání v zakázce není.",
    is_structural=True,
)
def on_record(*, what: str, key: str, is_known: bool) -> bool:
    """The lot, round, bid or submission that is named is on record in this tender."""
    return is_known


@rule(
    "tender.resolution-of-body",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo usnesení patří orgánu, který zakázku schválil.",
    is_structural=True,
)
def resolution_of_body(*, body: Body, resolution: ResolutionNumber) -> bool:
    """The number of a resolution belongs to the body that approved."""
    return resolution.body is body


# Steps ---------------------------------------------------------------------------------------------------------------


@rule("tender.step-once", cites=HOUSE, since=ALWAYS, cs="Tento krok už proběhl.", is_structural=True)
def step_once(*, step: str, of: str, is_done: bool) -> bool:
    """A step that stands is not taken again."""
    return not is_done


@rule("tender.step-first", cites=HOUSE, since=ALWAYS, cs="Předchozí krok ještě neproběhl.", is_structural=True)
def step_first(*, step: str, of: str, is_done: bool) -> bool:
    """The step before must have been taken."""
    return is_done


@rule(
    "tender.round-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Toto kolo části už skončilo.",
    is_structural=True,
)
def round_open(*, lot: str, round_number: int, outcome: str | None) -> bool:
    """A round that ended stays as it was."""
    return outcome is None


@rule(
    "tender.awarded-once",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Část se v jednom kole zadává jednou.",
    is_structural=True,
)
def awarded_once(*, lot: str, round_number: int, awarded_to: str | None) -> bool:
    """A lot is awarded once in a round."""
    return awarded_to is None


@rule(
    "tender.relaunched-after-failure",
    cites=Citation("134/2016", "§ 101"),
    since=ALWAYS,
    cs="Další kolo části se vyhlašuje až po zrušení nebo nezadání kola předchozího.",
    is_structural=True,
)
def relaunched_after_failure(*, lot: str, previous_round: int | None, outcome: str | None) -> bool:
    """A lot is called again only after its previous round was cancelled or ended without an award."""
    return previous_round is not None and outcome in {"CANCELLED", "UNAWARDED"}


@rule(
    "tender.round-follows",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kola části jdou po sobě.",
    is_structural=True,
)
def round_follows(*, lot: str, round_number: int, previous_round: int) -> bool:
    """The rounds of a lot are numbered one after the other."""
    return round_number == previous_round + 1


# The call ------------------------------------------------------------------------------------------------------------


@rule("tender.has-lots", cites=HOUSE, since=ALWAYS, cs="Zakázka má aspoň jednu část.", is_structural=True)
def has_lots(*, lots: Sequence[str]) -> bool:
    """A tender has at least one lot."""
    return bool(lots)


@rule(
    "tender.call-complete",
    cites=Citation("134/2016", "§ 36(3)"),
    since=ALWAYS,
    cs="Výzva k podání nabídek říká, do kdy se nabídky podávají a podle čeho se hodnotí.",
    is_structural=True,
)
def call_complete(*, bids_until: datetime | None, criteria: Sequence[str]) -> bool:
    """A call for bids says until when bids can be made and by what they are evaluated."""
    return bids_until is not None and bool(criteria)


@rule(
    "tender.weights-add-up",
    cites=Citation("134/2016", "§ 115(3)"),
    since=ALWAYS,
    cs="Váhy kritérií jsou kladné a dávají dohromady 100 %, každé kritérium je jen jedno.",
    is_structural=True,
)
def weights_add_up(*, weights: Sequence[tuple[str, Decimal]]) -> bool:
    """Each criterion stands once, and the weights are positive and add up to 100 %."""
    values = [weight for _, weight in weights]
    return not values or (sum(values) == SCALE and min(values) > 0 and len(dict(weights)) == len(weights))


@rule(
    "tender.value-of-lots",
    cites=Citation("134/2016", "§ 18(1)"),
    since=ALWAYS,
    cs="Předpokládaná hodnota zakázky je součet předpokládaných hodnot všech částí.",
    is_structural=True,
)
def value_of_lots(*, estimated_value: Money | None, lots: Sequence[Money | None]) -> bool:
    """The estimated value of a tender is the sum of the estimated values of all its lots."""
    known = [value for value in lots if value is not None]
    if estimated_value is None or len(known) < len(lots):
        return True
    return total(known, estimated_value.currency) == estimated_value


@rule("tender.one-currency", cites=HOUSE, since=ALWAYS, cs="Zakázka se vede v jedné měně.", is_structural=True)
def one_currency(*, currencies: Collection[str]) -> bool:
    """A tender is kept in one currency."""
    return len(set(currencies)) <= 1


@rule("tender.capacity-positive", cites=HOUSE, since=ALWAYS, cs="Kapacita musí být větší než nula.", is_structural=True)
def capacity_positive(*, amounts: Sequence[Decimal]) -> bool:
    """Capacity is above zero."""
    return all(amount > 0 for amount in amounts)


@rule("tender.amount-positive", cites=HOUSE, since=ALWAYS, cs="Částka musí být kladná.", is_structural=True)
def amount_positive(*, amounts: Sequence[Money]) -> bool:
    """An amount is more than zero."""
    return all(amount.minor > 0 for amount in amounts)


# Bids and their evaluation -------------------------------------------------------------------------------------------


@rule(
    "tender.bid-stands",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nabídka nestojí: přišla pozdě, byla vzata zpět, vyloučena, nebo ještě nebyla otevřena.",
    is_structural=True,
)
def bid_stands(*, bid: str, standing: str) -> bool:
    """Only a bid that came in time, was opened, and is neither withdrawn nor excluded goes on."""
    return standing == "OPENED"


@rule(
    "tender.opening-complete",
    cites=Citation("134/2016", "§ 28(2)"),
    since=ALWAYS,
    cs="Otevírají se všechny včas podané nabídky a jen ty.",
    is_structural=True,
)
def opening_complete(*, in_time: Sequence[str], opened: Sequence[str]) -> bool:
    """All bids that came in time are opened, each once, and no others."""
    return sorted(in_time) == sorted(opened)


@rule(
    "tender.scores-complete",
    cites=Citation("134/2016", "§ 119(2)"),
    since=ALWAYS,
    cs="Každý hodnotitel hodnotí každou nevyloučenou nabídku v každém bodovaném kritériu, každou jednou.",
    is_structural=True,
)
def scores_complete(*, missing: Sequence[str], surplus: Sequence[str]) -> bool:
    """Every evaluator gives points to every bid that is not excluded, on every criterion with points, once."""
    return not missing and not surplus


@rule(
    "tender.scores-within-scale",
    cites=Citation("tender documents", "evaluation"),
    since=ALWAYS,
    cs="Body jsou od 0 do 100.",
    is_structural=True,
)
def scores_within_scale(*, points: Sequence[Decimal]) -> bool:
    """Points are given from 0 to 100."""
    return all(0 <= point <= SCALE for point in points)


@rule(
    "tender.ranking-agrees",
    cites=Citation("134/2016", "§ 119(2)"),
    since=ALWAYS,
    cs="Pořadí a součty bodů odpovídají přesnému výpočtu z bodů, vah a cen.",
    is_structural=True,
)
def ranking_agrees(*, stated: Sequence[str], computed: Sequence[str]) -> bool:
    """The ranking and its totals are what follows exactly from points, weights and prices."""
    return list(stated) == list(computed)


@rule(
    "tender.ties-broken",
    cites=Citation("tender documents", "evaluation"),
    since=ALWAYS,
    cs="Kde mají nabídky stejný počet bodů, je řečeno, čím bylo pořadí určeno.",
    is_structural=True,
)
def ties_broken(*, ties: Sequence[str], ties_broken_by: str | None) -> bool:
    """Where bids have the very same total, it is said what decided their order."""
    return not ties or ties_broken_by is not None


@rule(
    "tender.award-follows-selection",
    cites=Citation("134/2016", "§ 124(1)"),
    since=ALWAYS,
    cs="Zadává se vybranému dodavateli.",
    is_structural=True,
)
def award_follows_selection(*, bid: str, selected: str | None) -> bool:
    """A lot goes to the supplier who was selected."""
    return bid == selected


@rule(
    "tender.remedy-follows-success",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnutí padá jen tam, kde se podání vyhovělo.",
    is_structural=True,
)
def remedy_follows_success(*, outcome: str, sets_aside: str | None) -> bool:
    """A decision is set aside only where objections or a petition were upheld."""
    return sets_aside is None or outcome == "UPHELD"
