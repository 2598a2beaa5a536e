"""A tender of 2019 as its commands tell it: one lot, two bids, the winner told on a Friday.

2019-01-08 planned · 15 approved · 02-01 published · 03-05 10:00 end of bids, opened at 10:30 · 03-12 evaluated ·
03-14 selected · Friday 03-15 the notice lies in both data boxes: objections until Saturday 03-30, by law Monday 04-01
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from application.engine import Outcome
from domain.kernel.ids import derived_id
from domain.tender.records import Round
from domain.tender.tender import Tender
from tests.scenarios.office import Office, kc

TENDER = str(derived_id("scenarios", "tender of 2019"))
DOCUMENTS = "ab" * 32
WINNER = {"name": "První o.p.s.", "ico": "70891508"}
LOSER = {"name": "Druhý z.s.", "ico": "00064581"}
ADOPTED = [{"act": "134/2016", "provision": f"§ {number}"} for number in (48, 122, 127)]
CRITERIA = [
    {"criterion": "quality", "name": "Kvalita", "weight": "60"},
    {"criterion": "price", "name": "Cena", "weight": "40", "method": "LOWEST_PRICE"},
]


def at(text: str) -> str:
    """A moment by the clock of the office, "2019-04-01 23:50", as it is written in data."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Prague")).isoformat()


def box(text: str) -> dict[str, str]:
    """Put into a data box at that moment."""
    return {"way": "DATA_BOX", "put_in_at": at(text)}


def tender(office: Office, identifier: str = TENDER) -> Tender:
    state = office.replay.state(office.parts.resolver.identifier("tender", identifier))
    assert isinstance(state, Tender)
    return state


def round_of(office: Office, number: int = 1) -> Round:
    found = tender(office).round("A", number)
    assert found is not None
    return found


def planned(office: Office, on: str = "2019-01-08", *, value: str = "5000000.00 CZK", **said: Any) -> Office:
    """Planned, approved, its lot defined: all on one day."""
    usual: dict[str, Any] = {"number": "LK-0021/2019", "title": "Sociální služby", "section": "65"}
    office.it_is(on).do("tender.plan", TENDER, **usual | {"regime": "SIMPLIFIED_129", "estimated_value": value} | said)
    office.do("tender.approve", TENDER, body="RK", resolution=f"31/{on[2:4]}/RK")
    office.do("tender.define-lot", TENDER, lot="A", title="NZDM Liberec", estimated_value=value, orps=["5105"])
    return office


def call(bids_until: str = "2019-03-05 10:00", **said: Any) -> dict[str, Any]:
    """What a call for bids says."""
    usual: dict[str, Any] = {"registers": ["VVZ", "PROFILE"], "notice_number": "Z2019-000123", "documents": DOCUMENTS}
    return usual | {"bids_until": at(bids_until), "criteria": CRITERIA, "adopts": ADOPTED} | said


def published(office: Office) -> Office:
    planned(office).it_is("2019-02-01").do("tender.publish", TENDER, notice_kind="START", **call())
    return office


def bid(office: Office, name: str, moment: str, *, number: int = 1, on: str | None = None) -> Outcome:
    said: dict[str, Any] = {"bid": name, "lot": "A", "round": number, "received_at": at(moment), "sealed": DOCUMENTS}
    return office.it_is(on or moment[:10]).do("tender.record-bid", TENDER, **said)


def opened_bid(name: str, provider: dict[str, str], crowns: int) -> dict[str, Any]:
    return {"bid": name, "provider": provider, "is_legal_person": True, "price": kc(crowns)}


def evaluated(office: Office) -> Office:
    """A1 has 60 % of 90 and 40 % of 100 × 2 000 000 ÷ 2 400 000: 87.33; A2 60 % of 70 and 40 % of 100: 82."""
    published(office)
    for name in ("A1", "A2"):
        bid(office, name, "2019-03-04 14:00")
    bids = [opened_bid("A1", WINNER, 2_400_000), opened_bid("A2", LOSER, 2_000_000)]
    office.it_is("2019-03-05")
    office.do("tender.open-bids", TENDER, lot="A", round=1, opened_at=at("2019-03-05 10:30"), bids=bids)
    for evaluator in ("e1", "e2"):
        said: dict[str, Any] = {"evaluator": evaluator, "role": "člen", "has_conflict": False}
        office.do("tender.record-conflict-declaration", TENDER, **said)
    points = {("A1", "e1"): "100", ("A1", "e2"): "80", ("A2", "e1"): "60", ("A2", "e2"): "80"}
    scores = [
        {"bid": name, "evaluator": evaluator, "criterion": "quality", "points": given}
        for (name, evaluator), given in points.items()
    ]
    ranking = [{"bid": "A1", "rank": 1, "total": "87.33"}, {"bid": "A2", "rank": 2, "total": "82"}]
    office.it_is("2019-03-12").do("tender.evaluate-bids", TENDER, lot="A", round=1, scores=scores, ranking=ranking)
    return office


def notified(office: Office) -> Office:
    """Selected, the owner known, and everybody told: the standstill runs until Monday 2019-04-01."""
    evaluated(office).it_is("2019-03-14").do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    office.do("tender.check-beneficial-owner", TENDER, bid="A1", outcome="IDENTIFIED")
    office.it_is("2019-03-18")
    for name in ("A1", "A2"):
        said: dict[str, Any] = {"bid": name, "notice": "SELECTION", "delivery": box("2019-03-15 16:40")}
        office.do("tender.record-notice-delivery", TENDER, on="2019-03-15", **said)
    return office


def object_to(office: Office, moment: str, *, on: str | None = None) -> Outcome:
    """The loser objects to the selection by data box."""
    said: dict[str, Any] = {
        "objection": "N1",
        "objector": LOSER,
        "bid": "A2",
        "against": "SELECTION",
        "delivery": box(moment),
    }
    return office.it_is(on or moment[:10]).do("tender.record-objection", TENDER, **said)


def reject(office: Office, on: str) -> Outcome:
    """The objections are rejected and the answer put into the data box at once."""
    outcome = office.it_is(on).do("tender.record-objection-decision", TENDER, objection="N1", outcome="REJECTED")
    office.do("tender.record-answer-delivery", TENDER, objection="N1", delivery=box(f"{on} 11:00"))
    return outcome


def petition(office: Office, on: str) -> Outcome:
    said: dict[str, Any] = {"petition": "S0150/2019/VZ", "objection": "N1", "petitioner": LOSER}
    return office.it_is(on).do("tender.record-review-petition", TENDER, **said)


def standstill_refused(office: Office, on: str) -> tuple[str, ...]:
    """The rules that still keep the contract waiting on that day."""
    return office.it_is(on).refused("tender.end-standstill", TENDER, lot="A", round=1).codes


def end_standstill(office: Office, on: str) -> Outcome:
    return office.it_is(on).do("tender.end-standstill", TENDER, lot="A", round=1)


def award(office: Office, on: str, **more: Any) -> Outcome:
    return office.it_is(on).do("tender.award-lot", TENDER, lot="A", round=1, bid="A1", **more)
