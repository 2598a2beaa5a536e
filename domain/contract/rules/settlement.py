"""What holds for settlements, refunds and other money claimed back."""

from collections.abc import Collection, Sequence
from datetime import date

from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

# Settlements ------------------------------------------------------------------------------------------------------


@rule(
    "contract.amounts-not-negative",
    cites=HOUSE,
    since=ALWAYS,
    cs="Žádná částka, kterou listina uvádí, není záporná: sjednaná, poskytnutá, požadovaná ani vyúčtovaná.",
    is_structural=True,
)
def amounts_not_negative(*, amounts: Collection[Money]) -> bool:
    """No amount that a paper states is less than zero: agreed, provided, claimed or settled."""
    return not any(amount.is_negative for amount in amounts)


@rule(
    "contract.cost-lines-differ",
    cites=HOUSE,
    since=ALWAYS,
    cs="Každá položka nákladů je ve vyúčtování jednou.",
    is_structural=True,
)
def cost_lines_differ(*, items: Sequence[str]) -> bool:
    """Each cost line stands in a settlement once."""
    return len(set(items)) == len(items)


@rule(
    "contract.settlement-not-waiting",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rok služby se vyúčtovává jednou; znovu jen po vrácení k doplnění.",
    is_structural=True,
)
def settlement_not_waiting(*, year: int, service: str | None, stage: str | None) -> bool:
    """A year of a service is settled once; again only after the settlement was returned."""
    return stage in {None, "returned"}


@rule(
    "contract.settlement-waits",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnout lze jen o předloženém vyúčtování, o kterém ještě nebylo rozhodnuto.",
    is_structural=True,
)
def settlement_waits(*, year: int, service: str | None, stage: str | None) -> bool:
    """Only a settlement that was submitted and not yet decided can be decided."""
    return stage == "submitted"


@rule(
    "contract.settlement-names-service",
    label="SETTLED_SERVICE_UNCLEAR",
    cites=Citation("367/2015"),
    since=ALWAYS,
    cs="Vyúčtovává se každá služba zvlášť: u smlouvy na více služeb vyúčtování říká, které se týká.",
)
def settlement_names_service(*, service: str | None, services: Sequence[str | None]) -> bool | None:
    """Each service is settled on its own: where a contract covers several, a settlement says which it is about."""
    if service is None or service in services or not services:
        return service is not None or len(services) <= 1
    return None if None in services else False


@rule(
    "contract.settlement-in-time",
    label="SETTLED_LATE",
    cites=Citation("367/2015"),
    since=ALWAYS,
    cs="Vyúčtování se předkládá do dne, který stanoví smlouva.",
)
def settlement_in_time(*, settled_on: date | None, last_day_legal: date | None, days_late: int | None) -> bool | None:
    """A settlement is submitted by the day that the contract sets."""
    return None if days_late is None else days_late == 0


@rule(
    "contract.settlement-covers-paid",
    label="SETTLEMENT_DIFFERS",
    cites=Citation("367/2015"),
    since=ALWAYS,
    cs="Vyúčtování vysvětlí všechny peníze, které byly za rok služby zaplaceny: použité i nepoužité.",
)
def settlement_covers_paid(*, paid: Money | None, used: Money, unused: Money) -> bool | None:
    """A settlement explains all money that was paid for the year of the service, used and unused."""
    return None if paid is None else used + unused == paid


@rule(
    "contract.recognised-adds-up",
    cites=HOUSE,
    since=ALWAYS,
    cs="Uznat lze právě tolik, kolik bylo použito bez nezpůsobilých nákladů.",
    is_structural=True,
)
def recognised_adds_up(*, recognised: Money, used: Money, ineligible: Money) -> bool:
    """What is recognised is what was used without the ineligible costs."""
    return recognised + ineligible == used


# Claims -----------------------------------------------------------------------------------------------------------


@rule(
    "contract.claim-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení pohledávky se v jedné smlouvě použije jen jednou.",
    is_structural=True,
)
def claim_number_unused(*, claim: str, is_used: bool) -> bool:
    """The reference of a claim is used once in a contract."""
    return not is_used


@rule(
    "contract.claim-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Taková pohledávka ve smlouvě není.",
    is_structural=True,
)
def claim_known(*, claim: str, kind: str | None, expected: Collection[str]) -> bool:
    """There is a claim of this reference and kind."""
    return kind in expected


@rule(
    "contract.claim-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pohledávka je už zaplacená, prominutá nebo odepsaná.",
    is_structural=True,
)
def claim_open(*, claim: str, left: Money) -> bool:
    """Only a claim of which something is left can be given up or waived."""
    return left.minor > 0


@rule(
    "contract.claim-not-overpaid",
    label="CLAIM_OVERPAID",
    cites=Citation("89/2012", "§ 2991"),
    since=ALWAYS,
    cs="Na pohledávku nepřijde víc, než kolik z ní zbývá.",
)
def claim_not_overpaid(*, claim: str, left: Money, received: Money) -> bool:
    """No more comes in on a claim than is left of it."""
    return received <= left


@rule(
    "contract.claim-paid-in-time",
    label="CLAIM_PAID_LATE",
    cites=Citation("89/2012", "§ 1968"),
    since=ALWAYS,
    cs="Pohledávka se platí do dne splatnosti.",
)
def claim_paid_in_time(
    *, claim: str, received_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """A claim is paid by its due day."""
    return None if days_late is None else days_late == 0


# Refunds ----------------------------------------------------------------------------------------------------------


@rule(
    "contract.refund-on-valid-contract",
    label="REFUND_ON_VOID_CONTRACT",
    cites=Citation("340/2015", "§ 7(1)"),
    since=ALWAYS,
    cs="Co bylo placeno podle smlouvy zrušené od počátku, je bezdůvodné obohacení, ne vratka nebo odvod.",
)
def refund_on_valid_contract(*, is_void: bool) -> bool:
    """What was paid on a void contract comes back as unjust enrichment, not as a refund or a levy."""
    return not is_void


@rule(
    "contract.refund-within-paid",
    label="REFUND_ABOVE_PAID",
    cites=Citation("250/2000", "§ 10a(5)"),
    since=ALWAYS,
    cs="Vrací se nejvýš tolik, kolik bylo zaplaceno a ještě se nevrátilo.",
)
def refund_within_paid(*, paid: Money | None, returned: Money, asked: Money) -> bool | None:
    """No more is returned than was paid and has not come back yet."""
    return None if paid is None else returned + asked <= paid


@rule(
    "contract.refund-in-time",
    label="REFUND_LATE",
    cites=Citation("250/2000", "§ 22(3)"),
    since=ALWAYS,
    cs="Nepoužité peníze se vracejí do dne, který byl stanoven; kdo je vrátí později, zadržel je.",
)
def refund_in_time(
    *, claim: str, received_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """Unused money is returned by the day that was set; whoever returns it later has retained it."""
    return None if days_late is None else days_late == 0
