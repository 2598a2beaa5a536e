"""When money may leave the region, and who must have agreed to it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from domain.contract.events.drawing import Allocation, ApprovalRole
from domain.contract.rules.order import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.period import Month, Period
from domain.kernel.rule import rule

FINANCIAL_CONTROL = date(2002, 1, 1)
"""Act 320/2001 is in force from this day."""

# Identity, arithmetic, order of things ----------------------------------------------------------------------------


@rule("contract.amount-positive", cites=HOUSE, since=ALWAYS, cs="Částka musí být kladná.", is_structural=True)
def amount_positive(*, amount: Money) -> bool:
    """An amount of money is more than zero."""
    return amount.minor > 0


@rule(
    "contract.amount-in-one-currency",
    cites=HOUSE,
    since=ALWAYS,
    cs="Všechny částky jedné smlouvy jsou v jedné měně.",
    is_structural=True,
)
def amount_in_one_currency(*, amount: Money, currency: str) -> bool:
    """All amounts of one contract are in one currency."""
    return amount.currency == currency


@rule(
    "contract.allocations-add-up",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozdělení platby na měsíce služby musí dát dohromady celou částku.",
    is_structural=True,
)
def allocations_add_up(*, amount: Money, allocations: Sequence[Allocation]) -> bool:
    """The shares of the service months add up to the amount, each more than zero."""
    return _add_up([a.amount for a in allocations], amount)


@rule(
    "contract.sources-add-up",
    cites=HOUSE,
    since=ALWAYS,
    cs="Podíly zdrojů musí dát dohromady celou částku.",
    is_structural=True,
)
def sources_add_up(*, allocations: Sequence[Allocation]) -> bool:
    """The shares of the European Social Fund, the state and the region add up to the amount that they finance."""
    return all(a.sources is None or _add_up(a.sources.shares.values(), a.amount) for a in allocations)


@rule(
    "contract.order-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Číslo příkazu k platbě se v jedné smlouvě použije jen jednou.",
    is_structural=True,
)
def order_number_unused(*, order: str, is_used: bool) -> bool:
    """The number of an order is used once in a contract."""
    return not is_used


@rule(
    "contract.order-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Příkaz k platbě s tímto číslem ve smlouvě není.",
    is_structural=True,
)
def order_known(*, order: str, is_known: bool) -> bool:
    """There is an order of this number."""
    return is_known


@rule(
    "contract.order-open",
    cites=HOUSE,
    since=ALWAYS,
    cs="Příkaz k platbě je už zaplacený, zamítnutý nebo zrušený.",
    is_structural=True,
)
def order_open(*, order: str, outstanding: Money) -> bool:
    """Only an order that is neither paid nor rejected nor cancelled can be approved, rejected or cancelled."""
    return outstanding.minor > 0


@rule(
    "contract.approved-once-in-role",
    cites=HOUSE,
    since=ALWAYS,
    cs="V této roli byl příkaz už schválen.",
    is_structural=True,
)
def approved_once_in_role(*, order: str, role: str, is_approved: bool) -> bool:
    """Each of the three approves an order once."""
    return not is_approved


@rule(
    "contract.suspension-changes-something",
    cites=HOUSE,
    since=ALWAYS,
    cs="Pozastavit lze jen to, co pozastavené není, a uvolnit jen to, co pozastavené je.",
    is_structural=True,
)
def suspension_changes_something(*, order: str | None, is_suspended: bool, becomes_suspended: bool) -> bool:
    """Only what goes on can be suspended, and only what is suspended can be released."""
    return is_suspended != becomes_suspended


@rule(
    "contract.movement-recorded-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Řádek bankovního výpisu se zaznamenává jednou.",
    is_structural=True,
)
def movement_recorded_once(*, movement: str, is_known: bool) -> bool:
    """A line of the bank statement is recorded once."""
    return not is_known


@rule(
    "contract.movement-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Takový bankovní pohyb u smlouvy není.",
    is_structural=True,
)
def movement_known(*, movement: str, is_known: bool) -> bool:
    """The movement that is reversed or allocated was recorded on this contract."""
    return is_known


@rule(
    "contract.reversal-within-movement",
    cites=HOUSE,
    since=ALWAYS,
    cs="Banka nemůže vrátit víc, než kolik odešlo.",
    is_structural=True,
)
def reversal_within_movement(*, movement: str, left: Money, reversed_now: Money) -> bool:
    """The bank cannot take back more than had left."""
    return reversed_now <= left


# The ladder of an order and of a movement -------------------------------------------------------------------------


@rule(
    "contract.payment-on-valid-contract",
    label="PAID_ON_VOID_CONTRACT",
    cites=Citation("340/2015", "§ 7"),
    since=ALWAYS,
    cs="Podle smlouvy zrušené od počátku nelze platit.",
)
def payment_on_valid_contract(*, is_void: bool) -> bool:
    """Nothing is paid on a contract that is void from the start."""
    return not is_void


@rule(
    "contract.payment-after-conclusion",
    label="PAID_BEFORE_CONCLUSION",
    cites=Citation("89/2012", "§ 1725"),
    since=ALWAYS,
    cs="Platit lze až podle uzavřené smlouvy.",
)
def payment_after_conclusion(*, day: date | None, is_concluded: bool, concluded_on: date | None) -> bool | None:
    """Money is paid on a contract that has been concluded."""
    if not is_concluded:
        return False
    return None if day is None or concluded_on is None else concluded_on <= day


@rule(
    "contract.payment-after-effect",
    label="PAID_BEFORE_EFFECT",
    cites=Citation("contract", "effect"),
    since=ALWAYS,
    until=date(2017, 7, 1),
    cs="Platit lze až podle účinné smlouvy.",
)
def payment_after_effect(*, has_effect: bool | None, **_shown: object) -> bool | None:
    """Money is paid once the contract has effect."""
    return has_effect


@payment_after_effect.version(
    cites=Citation("340/2015", "§ 6(1)"),
    since=date(2017, 7, 1),
    cs="Smlouva, která se zveřejňuje v registru smluv, je účinná nejdříve dnem zveřejnění; dřív podle ní nelze platit.",
)
def payment_after_publication(*, has_effect: bool | None, **_shown: object) -> bool | None:
    """A contract has effect from its publication in the register at the earliest; nothing is paid before."""
    return has_effect


@rule(
    "contract.service-month-within-period",
    label="OUTSIDE_PERIOD",
    cites=Citation("contract", "service period"),
    since=ALWAYS,
    cs="Platí se jen za měsíce služby uvnitř období smlouvy; datum platby může být pozdější.",
)
def service_month_within_period(*, months: Sequence[Month], period: Period | None) -> bool | None:
    """A payment is for service months inside the period of the contract; the money itself may move later."""
    if period is None:
        return None
    return all(period.touches(month) for month in months)


@rule(
    "contract.service-month-before-termination",
    label="AFTER_TERMINATION",
    cites=Citation("contract", "termination"),
    since=ALWAYS,
    cs="Za měsíce po ukončení smlouvy se neplatí.",
)
def service_month_before_termination(*, months: Sequence[Month], terminated_on: date | None) -> bool:
    """Nothing is paid for service months after the contract was terminated."""
    return terminated_on is None or all(m.first_day <= terminated_on for m in months)


@rule(
    "contract.payment-names-service",
    label="SERVICE_UNCLEAR",
    cites=Citation("2012/21/EU", "Art. 5(9)"),
    since=ALWAYS,
    cs="Peníze patří jednomu roku jedné služby: u smlouvy na více služeb platba říká, za kterou se platí.",
)
def payment_names_service(*, named: Sequence[str | None], services: Sequence[str | None]) -> bool | None:
    """Money counts to one year of one service: where a contract covers several, a payment says which it pays for."""
    unclear = [n for n in named if (len(services) > 1 if n is None else n not in services)]
    if None not in unclear and None in services and unclear:
        return None
    return not unclear


@rule(
    "contract.drawn-within-maximum",
    label="ABOVE_MAXIMUM",
    cites=Citation("contract", "maximum price"),
    since=ALWAYS,
    cs="Všechny platby dohromady nesmějí překročit nejvyšší částku smlouvy; vratka ji znovu neotvírá.",
)
def drawn_within_maximum(
    *, drawn: Money | None, ordered: Money, asked: Money, maximum: Money | None, **_shown: object
) -> bool | None:
    """All payments together may not exceed the agreed maximum; a refund does not open it again."""
    return None if maximum is None or drawn is None else drawn + ordered + asked <= maximum


@rule(
    "contract.year-not-settled",
    label="AFTER_SETTLEMENT",
    cites=Citation("367/2015"),
    since=ALWAYS,
    cs="Za rok, který je vyúčtován, se už neplatí.",
)
def year_not_settled(*, years: Sequence[int], settled: Sequence[int]) -> bool:
    """Nothing more is paid for a year that has been settled."""
    return not settled


@rule(
    "contract.account-agreed",
    label="PAID_ELSEWHERE",
    cites=Citation("contract", "bank account"),
    since=ALWAYS,
    cs="Platí se na účet sjednaný ve smlouvě.",
    is_waivable=True,
)
def account_agreed(*, account: str | None, agreed: str | None) -> bool | None:
    """Money goes to the account agreed in the contract."""
    return None if account is None or agreed is None else _plain_account(account) == _plain_account(agreed)


@rule(
    "contract.payment-not-suspended",
    label="PAID_WHILE_SUSPENDED",
    cites=Citation("contract", "suspension of payments"),
    since=ALWAYS,
    cs="Pozastavená platba se neprovádí.",
)
def payment_not_suspended(*, order: str | None, is_suspended: bool) -> bool:
    """What has been suspended is not paid."""
    return not is_suspended


@rule(
    "contract.payment-before-closing",
    label="PAID_AFTER_CLOSING",
    cites=Citation("contract", "closing"),
    since=ALWAYS,
    cs="Po uzavření smlouvy se podle ní neplatí.",
)
def payment_before_closing(*, day: date | None, closed_on: date | None) -> bool | None:
    """Nothing is paid on a contract that has been closed."""
    if closed_on is None:
        return True
    return None if day is None else day < closed_on


@rule(
    "contract.payment-has-order",
    label="NO_ORDER",
    cites=Citation("320/2001", "§ 26(1)"),
    since=FINANCIAL_CONTROL,
    cs="Každá platba má předem schválený příkaz a jeden příkaz se platí jednou.",
)
def payment_has_order(*, order: str | None, is_approved: bool | None, outstanding: Money | None) -> bool | None:
    """Every payment carries out an order that was approved beforehand, and an order is paid once."""
    if is_approved is None:
        return None
    return is_approved and outstanding is not None and outstanding.minor > 0


@rule(
    "contract.amount-as-ordered",
    label="AMOUNT_DIFFERS",
    cites=Citation("320/2001", "§ 26(1)"),
    since=FINANCIAL_CONTROL,
    cs="Zaplatí se tolik, kolik bylo nařízeno.",
)
def amount_as_ordered(*, order: str | None, ordered: Money, paid: Money) -> bool:
    """As much is paid as was ordered."""
    return paid == ordered


@rule(
    "contract.payment-states-months",
    label="UNALLOCATED",
    cites=Citation("contract", "payment plan"),
    since=ALWAYS,
    cs="U každé platby je řečeno, za které měsíce služby je.",
)
def payment_states_months(*, unallocated: Money) -> bool:
    """A payment says for which service months it is."""
    return unallocated.is_zero


@rule(
    "contract.instalment-as-planned",
    cites=Citation("contract", "payment plan"),
    since=ALWAYS,
    cs="Splátka nesmí být vyšší, než kolik na ni stanoví platební kalendář.",
)
def instalment_as_planned(*, instalment: int, planned: Money | None, ordered: Money, asked: Money) -> bool:
    """An instalment is in the payment plan and is not higher than the plan says."""
    return planned is not None and ordered + asked <= planned


@rule(
    "contract.instalment-after-report",
    cites=Citation("contract", "payment plan"),
    since=ALWAYS,
    cs="Splátka vázaná na zprávu se platí až po jejím schválení.",
)
def instalment_after_report(*, instalment: int, after_report: str, is_accepted: bool) -> bool:
    """An instalment that depends on a report is paid once the report has been accepted."""
    return is_accepted


# Approvals --------------------------------------------------------------------------------------------------------

OWN_ROLES: dict[str, ApprovalRole] = {
    "approver": "operation orderer",
    "budget-administrator": "budget administrator",
    "chief-accountant": "chief accountant",
}
"""The roles of the office that are one of the three of § 26."""


@rule(
    "contract.approves-in-own-role",
    cites=Citation("320/2001", "§ 26(1)"),
    since=FINANCIAL_CONTROL,
    cs="Příkazce operace, správce rozpočtu a hlavní účetní schvalují a zamítají každý jen ve své roli.",
)
def approves_in_own_role(*, role: ApprovalRole, acts_as: str) -> bool:
    """Operation orderer, budget administrator and chief accountant each approve and refuse in their own role only."""
    return OWN_ROLES.get(acts_as, role) == role


@rule(
    "contract.orderer-does-not-approve",
    cites=Citation("320/2001", "§ 26(1)"),
    since=FINANCIAL_CONTROL,
    cs="Kdo platbu nařídil, sám ji neschvaluje.",
)
def orderer_does_not_approve(*, order: str, ordered_by: str, approves: str) -> bool:
    """Whoever ordered a payment does not approve it."""
    return ordered_by != approves


@rule(
    "contract.operation-orderer-stands-alone",
    cites=Citation("320/2001", "§ 26(2)"),
    since=FINANCIAL_CONTROL,
    cs="Příkazce operace není u téže platby správcem rozpočtu ani hlavním účetním.",
)
def operation_orderer_stands_alone(*, role: str, approves: str, other_approvers: Sequence[str]) -> bool:
    """The operation orderer is neither budget administrator nor chief accountant of the same payment."""
    return approves not in other_approvers


@rule(
    "contract.administrator-is-not-accountant",
    cites=Citation("320/2001", "§ 26(3)"),
    since=FINANCIAL_CONTROL,
    cs="Správce rozpočtu a hlavní účetní jsou dva lidé; jedním člověkem mohou být jen s uvedeným důvodem.",
)
def administrator_is_not_accountant(*, approves: str, other: str | None, has_reason: bool) -> bool:
    """Budget administrator and chief accountant are two people; they may be one where a reason is given."""
    return approves != other or has_reason


def _add_up(parts: Iterable[Money], whole: Money) -> bool:
    parts = list(parts)
    is_proper = all(part.minor > 0 and part.currency == whole.currency for part in parts)
    return is_proper and sum(part.minor for part in parts) == whole.minor


def _plain_account(account: str) -> str:
    """One form for the ways in which papers and banks write a Czech account: bank, prefix and number without zeros."""
    text = "".join(account.split()).upper()
    iban = re.fullmatch(r"CZ[0-9]{2}([0-9]{4})([0-9]{6})([0-9]{10})", text)
    filled = re.fullmatch(r"([0-9]{6})([0-9]{10})/([0-9]{4})", text)
    short = re.fullmatch(r"(?:([0-9]{1,6})-)?([0-9]{2,10})/([0-9]{4})", text)
    if iban is not None:
        bank, prefix, number = iban.groups()
    elif (czech := filled or short) is not None:
        prefix, number, bank = czech.groups(default="")
    else:
        return text
    return f"{prefix.lstrip('0')}-{number.lstrip('0')}/{bank}"
