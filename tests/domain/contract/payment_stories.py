"""Contracts on which money moves, to tell stories about."""

from datetime import date
from typing import Any

from domain.contract.commands import (
    AllocateMovement,
    ApprovePayment,
    EstablishVoidness,
    OrderPayment,
    RecordMovement,
    RecordRefund,
    RecordReversal,
    RecordSettlement,
    RequestRefund,
)
from domain.contract.contract import Contract
from domain.kernel.money import Money, czk
from tests.domain.contract.stories import concluded, period, published
from tests.spec import THIS, Story

ACCOUNT, OTHER_ACCOUNT = "19-2000145399/0800", "27-3000145399/0100"
ROLES = ("operation orderer", "budget administrator", "chief accountant")


def tender(**fields: Any) -> Story[Contract]:
    """Supported work, 24 months of 110 000 from April 2018, published before it began."""
    usual = {
        "number": "OLP/9020/2018",
        "maximum": czk(2_640_000),
        "period": period("2018-04-01", "2020-03-31"),
        "account": ACCOUNT,
    }
    return published("2018-03-28", concluded_on="2018-03-26", **usual | fields)


def grant(**fields: Any) -> Story[Contract]:
    """A grant of one million for the year 2018, in effect from 1 February."""
    usual = {
        "number": "OLP/9030/2018",
        "regime": "grant",
        "maximum": czk(1_000_000),
        "period": period("2018-01-01", "2018-12-31"),
        "account": ACCOUNT,
    }
    return published("2018-02-01", concluded_on="2018-01-31", **usual | fields)


def void(**fields: Any) -> Story[Contract]:
    """Never published: void from its conclusion on 3 July 2017, 200 000 paid on 20 July."""
    voidness = EstablishVoidness(target=THIS, established_on=date(2017, 10, 10))
    story = concluded("2017-07-03", **{"number": "OLP/9002/2017", "account": ACCOUNT} | fields)
    return story.when(movement("m1", ("2017-07", 200_000)), on="2017-07-20").when(voidness, on="2017-07-03")


def shares(*parts: tuple[str, int]) -> list[dict[str, Any]]:
    """Allocations by month, in crowns."""
    return [{"month": month, "amount": czk(crowns)} for month, crowns in parts]


def order(name: str, *parts: tuple[str, int], **fields: Any) -> OrderPayment:
    usual = {"order": name, "amount": czk(sum(c for _, c in parts)), "allocations": shares(*parts), "account": ACCOUNT}
    return OrderPayment.model_validate({"target": THIS} | usual | fields)


def approval(name: str, role: str, **fields: Any) -> ApprovePayment:
    return ApprovePayment.model_validate({"target": THIS, "order": name, "role": role} | fields)


def approved(story: Story[Contract], name: str, *, on: str) -> Story[Contract]:
    """All three approve the order."""
    for role in ROLES:
        story = story.when(approval(name, role), on=on, by=role).then_notes()
    return story


def ordered(story: Story[Contract], name: str, *parts: tuple[str, int], on: str, **fields: Any) -> Story[Contract]:
    """Ordered and approved on one day."""
    return approved(story.when(order(name, *parts, **fields), on=on).then_notes(), name, on=on)


def movement(line: str, *parts: tuple[str, int], **fields: Any) -> RecordMovement:
    usual = {"movement": line, "amount": czk(sum(c for _, c in parts)), "allocations": shares(*parts)}
    return RecordMovement.model_validate({"target": THIS, "counter_account": ACCOUNT} | usual | fields)


def paid(story: Story[Contract], line: str, *parts: tuple[str, int], on: str, **fields: Any) -> Story[Contract]:
    """Ordered, approved and paid on one day, everything in order."""
    story = ordered(story, line, *parts, on=on, **fields)
    return story.when(movement(line, order=line, amount=czk(sum(c for _, c in parts))), on=on).then_notes()


def reversal(line: str, of: str, crowns: int) -> RecordReversal:
    return RecordReversal(target=THIS, reversal=line, movement=of, amount=czk(crowns))


def reallocation(line: str, *parts: tuple[str, int], **fields: Any) -> AllocateMovement:
    return AllocateMovement.model_validate({"target": THIS, "movement": line, "allocations": shares(*parts)} | fields)


def settlement(year: int, used: int | Money, unused: int | Money, **fields: Any) -> RecordSettlement:
    """Of one year; amounts in crowns."""
    amounts = [one if isinstance(one, Money) else czk(one) for one in (used, unused)]
    usual = {"year": year, "used": amounts[0], "unused": amounts[1]}
    return RecordSettlement.model_validate({"target": THIS} | usual | fields)


def refund_request(claim: str, crowns: int, *, due_on: str, **fields: Any) -> RequestRefund:
    usual = {"claim": claim, "amount": czk(crowns), "ground": "unused", "due_on": due_on}
    return RequestRefund.model_validate({"target": THIS} | usual | fields)


def refund(line: str, crowns: int, *, claim: str | None = None) -> RecordRefund:
    return RecordRefund(target=THIS, movement=line, amount=czk(crowns), claim=claim)


def crowns(sums: dict[int, Money]) -> dict[int, int]:
    """Sums by year in whole crowns."""
    assert all(amount.minor % 100 == 0 for amount in sums.values())
    return {year: amount.minor // 100 for year, amount in sums.items()}
