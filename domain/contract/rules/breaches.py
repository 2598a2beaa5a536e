"""What holds for breaches of budget discipline, levies and penalties, and for void contracts."""

from datetime import date

from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.registry import Body
from domain.kernel.rule import rule

CALLS = date(2015, 2, 20)
"""From this day a provider is called to remedy or to return before a levy (Act 24/2015 amending 250/2000)."""

# Order of things --------------------------------------------------------------------------------------------------


@rule(
    "contract.breach-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení porušení se v jedné smlouvě použije jen jednou.",
    is_structural=True,
)
def breach_number_unused(*, breach: str, is_used: bool) -> bool:
    """The reference of a breach is used once in a contract."""
    return not is_used


@rule(
    "contract.breach-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Takové porušení ve smlouvě není, nebo je s ním už naloženo.",
    is_structural=True,
)
def breach_open(*, breach: str, stage: str | None) -> bool:
    """There is a breach of this reference, and it is neither dropped nor remedied nor levied."""
    return stage in {"suspected", "called"}


@rule(
    "contract.called-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Výzva k témuž porušení se posílá jednou.",
    is_structural=True,
)
def called_once(*, breach: str, stage: str) -> bool:
    """The provider is called once for a breach."""
    return stage == "suspected"


@rule(
    "contract.remedy-after-call",
    cites=HOUSE,
    since=ALWAYS,
    cs="Napravit lze jen porušení, ke kterému byla výzva.",
    is_structural=True,
)
def remedy_after_call(*, breach: str, stage: str | None) -> bool:
    """A remedy answers a call."""
    return stage == "called"


@rule(
    "contract.appeal-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Proti jednomu odvodu běží nejvýš jedno odvolání.",
    is_structural=True,
)
def appeal_once(*, claim: str, is_appealed: bool) -> bool:
    """One appeal runs against a levy at a time."""
    return not is_appealed


@rule(
    "contract.appeal-before-decision",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhoduje se o podaném odvolání.",
    is_structural=True,
)
def appeal_before_decision(*, claim: str, is_appealed: bool) -> bool:
    """An appeal is decided after it was filed."""
    return is_appealed


@rule(
    "contract.changed-levy-stated",
    cites=HOUSE,
    since=ALWAYS,
    cs="Změněný odvod má novou částku, potvrzený a zrušený nemá.",
    is_structural=True,
)
def changed_levy_stated(*, outcome: str, amount: Money | None) -> bool:
    """A levy that was changed has a new amount, one that was confirmed or cancelled has none."""
    return (outcome == "changed") == (amount is not None)


@rule(
    "contract.penalty-days-in-order",
    cites=HOUSE,
    since=ALWAYS,
    cs="Prodlení končí nejdřív dnem, kterým začalo.",
    is_structural=True,
)
def penalty_days_in_order(*, first_day: date, last_day: date) -> bool:
    """A delay ends on the day on which it began, or later."""
    return first_day <= last_day


@rule(
    "contract.waiver-within-claim",
    cites=HOUSE,
    since=ALWAYS,
    cs="Prominout lze nejvýš to, co z odvodu nebo penále zbývá.",
    is_structural=True,
)
def waiver_within_claim(*, claim: str, left: Money, waived: Money) -> bool:
    """No more can be waived than is left."""
    return waived <= left


# Budget discipline ------------------------------------------------------------------------------------------------


@rule(
    "contract.budget-discipline-of-grants",
    cites=Citation("250/2000", "§ 22(1)"),
    since=ALWAYS,
    cs="Rozpočtovou kázeň lze porušit jen u dotace; u veřejné zakázky je na místě smluvní pokuta.",
)
def budget_discipline_of_grants(*, regime: str | None) -> bool | None:
    """Budget discipline is broken with grant money only; under a tender contract there is the contract penalty."""
    return None if regime is None else regime == "grant"


@rule(
    "contract.called-before-levy",
    cites=Citation("250/2000", "§ 22(6)"),
    since=CALLS,
    cs="Před odvodem je příjemce vyzván k nápravě nebo k vrácení a lhůta výzvy uplyne; u zadržených peněz výzva není.",
    is_waivable=True,
)
def called_before_levy(*, ground: str, day: date | None, last_day_of_call: date | None) -> bool | None:
    """Before a levy the provider is called to remedy or return and the time passes; retained money needs no call."""
    if ground == "retention":
        return True
    return None if day is None else last_day_of_call is not None and last_day_of_call < day


@rule(
    "contract.levy-within-breach",
    cites=Citation("250/2000", "§ 22(4)"),
    since=ALWAYS,
    cs="Odvod je nejvýš tak velký jako neoprávněně použitá nebo zadržená částka.",
)
def levy_within_breach(*, levied: Money, breached: Money) -> bool:
    """A levy is no higher than the money used without right or retained."""
    return levied <= breached


@rule(
    "contract.penalty-rate-known",
    cites=Citation("250/2000", "§ 22(8)"),
    since=ALWAYS,
    cs="Penále se počítá jen sazbou, která v každý den prodlení platila.",
    is_structural=True,
)
def penalty_rate_known(*, first_day: date, last_day: date, unknown_on: date | None) -> bool | None:
    """Penalty interest is computed only with the rate that was in force on each day of the delay."""
    return None if unknown_on is not None else first_day <= last_day


@rule(
    "contract.retention-as-reckoned",
    label="RETENTION_DIFFERS",
    cites=Citation("250/2000", "§ 22(8)"),
    since=ALWAYS,
    cs="Zadržení trvá ode dne po splatnosti do dne vrácení; podezření říká totéž, co vratka a její lhůta.",
)
def retention_as_reckoned(
    *,
    breach: str,
    said_first_day: date | None,
    said_days: int | None,
    said_amount: Money | None,
    first_day: date | None,
    days: int | None,
    amount: Money | None,
) -> bool:
    """Money is retained from the day after the due day to its return; a suspicion says what refund and limit say."""
    return (said_first_day, said_days, said_amount) == (first_day, days, amount)


@rule(
    "contract.penalty-above-minimum",
    cites=Citation("250/2000", "§ 22(8)"),
    since=ALWAYS,
    cs="Nepatrné penále se neukládá.",
)
def penalty_above_minimum(*, amount: Money | None, minimum: Money | None) -> bool:
    """Penalty interest up to a small sum is not charged."""
    return amount is None or minimum is None or amount > minimum


@rule(
    "contract.waived-by-competent-body",
    cites=Citation("129/2000", "§ 36"),
    since=ALWAYS,
    cs="Odvod nebo penále promíjí poskytovatel dotace; nad stanovenou částku rozhoduje zastupitelstvo.",
)
def waived_by_competent_body(*, body: Body, waived: Money, assembly_above: Money | None) -> bool | None:
    """The grantor waives a levy or penalty interest; above the set amount the assembly decides."""
    if body is Body.ASSEMBLY:
        return True
    if body is not Body.COUNCIL:
        return False
    return None if assembly_above is None else waived <= assembly_above


@rule(
    "contract.remedied-in-time",
    label="REMEDIED_LATE",
    cites=Citation("250/2000", "§ 22(6)"),
    since=CALLS,
    cs="Náprava přijde do dne, který stanovila výzva.",
)
def remedied_in_time(
    *, breach: str, remedied_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """The remedy comes by the day that the call set."""
    return None if days_late is None else days_late == 0


# Contract penalty and void contracts ------------------------------------------------------------------------------


@rule(
    "contract.penalty-of-tender-contract",
    cites=Citation("89/2012", "§ 2048"),
    since=ALWAYS,
    cs="Smluvní pokuta patří ke smlouvě z veřejné zakázky; u dotace je na místě odvod.",
)
def penalty_of_tender_contract(*, regime: str | None) -> bool | None:
    """A contract penalty belongs to a tender contract; with a grant there is the levy."""
    return None if regime is None else regime == "tender"


@rule(
    "contract.enrichment-of-void-contract",
    cites=Citation("89/2012", "§ 2991"),
    since=ALWAYS,
    cs="Bezdůvodné obohacení je to, co bylo placeno podle smlouvy zrušené od počátku.",
)
def enrichment_of_void_contract(*, is_void: bool) -> bool:
    """Unjust enrichment is what was paid on a contract that is void from the start."""
    return is_void


@rule(
    "contract.enrichment-within-paid",
    cites=Citation("89/2012", "§ 2991"),
    since=ALWAYS,
    cs="Zpět se žádá nejvýš to, co bylo zaplaceno a nevrátilo se.",
)
def enrichment_within_paid(*, paid: Money | None, claimed: Money, asked: Money) -> bool | None:
    """No more is claimed back than was paid and has not come back."""
    return None if paid is None else claimed + asked <= paid
