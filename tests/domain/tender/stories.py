"""Tenders to tell stories about: two lots, three providers, everything lawful unless a story says otherwise.

2017-01-10 planned · 17 approved · 02-01 published · 03-03 10:00 end of bids, opened at noon · 03-10 evaluated ·
03-15 selected · 03-16 everybody is told: objections until Friday 03-31 · 04-01 the standstill is over
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.tender.commands import (
    ApproveTender,
    AwardLot,
    CheckBeneficialOwner,
    DefineLot,
    EndStandstill,
    EvaluateBids,
    ExcludeParticipant,
    IssueClarification,
    OpenBids,
    PlanTender,
    PublishTender,
    RecordAnswerDelivery,
    RecordBid,
    RecordConflictDeclaration,
    RecordLotContract,
    RecordNoticeDelivery,
    RecordObjection,
    RecordObjectionDecision,
    RecordReviewPetition,
    SelectSupplier,
)
from domain.tender.tender import Tender
from tests.spec import THIS, Story, given

PRAGUE = ZoneInfo("Europe/Prague")
DOCUMENTS, NEW_DOCUMENTS = "ab" * 32, "cd" * 32
ADOPTED = [{"act": "134/2016", "provision": f"§ {n}"} for n in (48, 122, 127)]
IN_DOCUMENTS = {"cites": {"act": "tender documents", "provision": "art. 7"}, "why": "It did not fulfil the conditions."}
CRITERIA = [
    {"criterion": "quality", "name": "Quality of the service", "weight": 60},
    {"criterion": "price", "name": "Price", "weight": 40, "method": "LOWEST_PRICE"},
]
CONTRACT, OTHER_CONTRACT = derived_id("contract", "1"), derived_id("contract", "2")
PROVIDERS = {"1": ("First o.p.s.", "70891508"), "2": ("Second z.s.", "00064581"), "3": ("Third s.r.o.", None)}


def at(text: str) -> datetime:
    """A moment by the clock of the office: "2017-03-03 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE)


def provider(number: str) -> dict[str, str]:
    name, ico = PROVIDERS[number]
    return {"name": name} | ({"ico": ico} if ico else {})


# Commands ------------------------------------------------------------------------------------------------------------


def plan(**fields: Any) -> PlanTender:
    usual = {
        "number": "LK-0017/2017",
        "title": "Social services",
        "section": "65",
        "regime": "SIMPLIFIED_129",
        "estimated_value": czk(5_000_000),
    }
    return PlanTender.model_validate({"target": THIS} | usual | fields)


def approve(**fields: Any) -> ApproveTender:
    return ApproveTender.model_validate({"target": THIS, "body": "RK", "resolution": "45/17/RK"} | fields)


def lot(name: str, **fields: Any) -> DefineLot:
    usual = {"lot": name, "title": f"Lot {name}", "estimated_value": czk(2_500_000), "orps": ["5105"]}
    return DefineLot.model_validate({"target": THIS} | usual | fields)


def publish(**fields: Any) -> PublishTender:
    usual = {
        "notice_kind": "START",
        "registers": ["VVZ", "PROFILE"],
        "notice_number": "Z2017-001234",
        "documents": DOCUMENTS,
        "bids_until": at("2017-03-03 10:00"),
        "criteria": CRITERIA,
        "adopts": ADOPTED,
    }
    return PublishTender.model_validate({"target": THIS} | usual | fields)


def bid(name: str, *, round: int = 1, **fields: Any) -> RecordBid:  # noqa: A002  the law's word
    """A bid: lot and number of the provider, "A1"."""
    usual = {"bid": name, "lot": name[0], "round": round, "received_at": at("2017-03-01 15:00"), "sealed": DOCUMENTS}
    return RecordBid.model_validate({"target": THIS} | usual | fields)


def opening(prices: Mapping[str, Money], *, round: int = 1, lot: str = "A", **fields: Any) -> OpenBids:  # noqa: A002
    bids = [
        {"bid": name, "provider": provider(name[1]), "is_legal_person": True, "price": price}
        for name, price in prices.items()
    ]
    usual = {"lot": lot, "round": round, "opened_at": at("2017-03-03 12:00"), "bids": bids}
    return OpenBids.model_validate({"target": THIS} | usual | fields)


def declaration(evaluator: str, *, has_conflict: bool = False) -> RecordConflictDeclaration:
    return RecordConflictDeclaration(target=THIS, evaluator=evaluator, role="member", has_conflict=has_conflict)


def evaluation(
    points: Mapping[str, tuple[object, ...]], ranking: tuple[tuple[str, object], ...], **fields: Any
) -> EvaluateBids:
    """Points of evaluators e1, e2 … for the quality of each bid, and the ranking with totals as printed."""
    scores = [
        {"evaluator": f"e{number}", "bid": name, "criterion": "quality", "points": given}
        for name, by_evaluator in points.items()
        for number, given in enumerate(by_evaluator, 1)
    ]
    ranked = [{"bid": name, "rank": rank, "total": total} for rank, (name, total) in enumerate(ranking, 1)]
    usual = {"lot": "A", "round": 1, "scores": scores, "ranking": ranked}
    return EvaluateBids.model_validate({"target": THIS} | usual | fields)


def select(name: str, **fields: Any) -> SelectSupplier:
    return SelectSupplier.model_validate({"target": THIS, "lot": name[0], "round": 1, "bid": name} | fields)


def by_data_box(moment: str) -> dict[str, Any]:
    return {"way": "DATA_BOX", "put_in_at": at(moment)}


def notice(name: str, moment: str = "2017-03-16 09:00", *, of: str = "SELECTION") -> RecordNoticeDelivery:
    fields = {"target": THIS, "bid": name, "notice": of, "delivery": by_data_box(moment)}
    return RecordNoticeDelivery.model_validate(fields)


def objection(moment: str = "2017-03-31 23:30", **fields: Any) -> RecordObjection:
    usual = {
        "objection": "N1",
        "objector": provider("2"),
        "bid": "A2",
        "against": "SELECTION",
        "delivery": by_data_box(moment),
    }
    return RecordObjection.model_validate({"target": THIS} | usual | fields)


def rejection(**fields: Any) -> RecordObjectionDecision:
    return RecordObjectionDecision.model_validate({"target": THIS, "objection": "N1", "outcome": "REJECTED"} | fields)


def answered(moment: str) -> RecordAnswerDelivery:
    fields = {"target": THIS, "objection": "N1", "delivery": by_data_box(moment)}
    return RecordAnswerDelivery.model_validate(fields)


def petition(**fields: Any) -> RecordReviewPetition:
    usual = {"petition": "S0123/2017/VZ", "objection": "N1", "petitioner": provider("2")}
    return RecordReviewPetition.model_validate({"target": THIS} | usual | fields)


def end_standstill(lot: str = "A", round: int = 1) -> EndStandstill:  # noqa: A002
    return EndStandstill(target=THIS, lot=lot, round=round)


def owner(name: str = "A1", outcome: str = "IDENTIFIED") -> CheckBeneficialOwner:
    return CheckBeneficialOwner.model_validate({"target": THIS, "bid": name, "outcome": outcome})


def clarification(**fields: Any) -> IssueClarification:
    usual = {"clarification": "V1", "document": NEW_DOCUMENTS}
    return IssueClarification.model_validate({"target": THIS} | usual | fields)


def exclusion(name: str = "A1", **ground: Any) -> ExcludeParticipant:
    fields = {"target": THIS, "bid": name, "ground": IN_DOCUMENTS | ground}
    return ExcludeParticipant.model_validate(fields)


def contract(amount: Money | None = None, **fields: Any) -> RecordLotContract:
    usual = {"lot": "A", "round": 1, "contract": CONTRACT, "amount": amount or czk(2_400_000)}
    return RecordLotContract.model_validate({"target": THIS} | usual | fields)


def award(name: str = "A1", round: int = 1) -> AwardLot:  # noqa: A002
    return AwardLot(target=THIS, lot=name[0], round=round, bid=name)


# Tenders at a stage --------------------------------------------------------------------------------------------------


def planned(**fields: Any) -> Story[Tender]:
    return given(Tender).when(plan(**fields), on="2017-01-10").then_notes()


def approved(**fields: Any) -> Story[Tender]:
    """Planned and approved, with lots A and B of the same value."""
    return planned(**fields).when(approve(), on="2017-01-17").when(lot("A"), on="2017-01-17").when(
        lot("B"), on="2017-01-17"
    )  # fmt: skip


def published(**fields: Any) -> Story[Tender]:
    return approved().when(publish(**fields), on="2017-02-01").then_notes()


def bids_in(*names: str) -> Story[Tender]:
    """With bids in time."""
    story = published()
    for name in names:
        story = story.when(bid(name), on="2017-03-01").then_notes()
    return story


def opened(prices: Mapping[str, Money] | None = None) -> Story[Tender]:
    """The bids for lot A are opened: 2 400 000 of the first, 2 000 000 of the second; e1 and e2 have no conflict."""
    prices = {"A1": czk(2_400_000), "A2": czk(2_000_000)} if prices is None else prices
    story = bids_in(*prices).when(opening(prices), on="2017-03-03").then_notes()
    for evaluator in ("e1", "e2"):
        story = story.when(declaration(evaluator), on="2017-03-03").then_notes()
    return story


def evaluated() -> Story[Tender]:
    """The first has 60 % of 90 and 40 % of 83.33…, the second 60 % of 70 and 40 % of 100: 87.33 before 82."""
    command = evaluation({"A1": (100, 80), "A2": (60, 80)}, (("A1", "87.33"), ("A2", 82)))
    return opened().when(command, on="2017-03-10").then_notes()


def selected() -> Story[Tender]:
    return evaluated().when(select("A1"), on="2017-03-15").then_notes()


def notified() -> Story[Tender]:
    """Everybody was told: objections until 2017-03-31."""
    return selected().when(notice("A1"), on="2017-03-16").when(notice("A2"), on="2017-03-16").then_notes()


def free() -> Story[Tender]:
    """The standstill is over and the owner known: the lot can be awarded."""
    return notified().when(owner(), on="2017-03-20").when(end_standstill(), on="2017-04-01").then_notes()


def awarded() -> Story[Tender]:
    return free().when(award(), on="2017-04-05").then_notes()


def sole() -> Story[Tender]:
    """Only one participant bid for lot A; evaluated, selected, its owner known."""
    story = opened({"A1": czk(2_400_000)})
    story = story.when(evaluation({"A1": (100, 80)}, (("A1", 94),)), on="2017-03-10").then_notes()
    return story.when(select("A1"), on="2017-03-15").when(owner(), on="2017-03-15").then_notes()


def objected() -> Story[Tender]:
    """Objections in time, rejected on 2017-04-10, the answer delivered on 04-11: a petition until 04-21."""
    return (
        notified()
        .when(objection(), on="2017-03-31")
        .when(rejection(), on="2017-04-10")
        .when(answered("2017-04-11 08:00"), on="2017-04-11")
        .then_notes()
    )


def petitioned() -> Story[Tender]:
    """Proceedings before ÚOHS began on Thursday 2017-04-20: no contract until Monday 06-19; the owner is known."""
    return objected().when(petition(), on="2017-04-20").when(owner(), on="2017-04-20").then_notes()


def one_lot(*, on: str = "2017-02-01", lot_fields: Mapping[str, Any] | None = None, **fields: Any) -> Story[Tender]:
    """A tender of lot A alone, worth a million; `fields` say what else the call says, or the regime and the share."""
    value = czk(1_000_000)
    of_plan = {name: fields.pop(name) for name in ("regime", "price_percent") if name in fields}
    return (
        given(Tender)
        .when(plan(estimated_value=value, **of_plan), on=on)
        .when(approve(), on=on)
        .when(lot("A", estimated_value=value, **(lot_fields or {})), on=on)
        .when(publish(**fields), on=on)
        .then_notes()
    )


def under_old_act() -> Story[Tender]:
    """A tender of 2016-02-01 under Act 137/2006, bids until 2016-03-01 10:00."""
    return one_lot(on="2016-02-01", regime="OLD_137_2006", bids_until=at("2016-03-01 10:00"), adopts=())


def small_scale() -> Story[Tender]:
    """A small-scale tender: two bids, evaluated, one selected on 2017-03-15."""
    story = one_lot(regime="SMALL_SCALE").when(bid("A1"), on="2017-03-01").when(bid("A2"), on="2017-03-01")
    story = story.when(opening({"A1": czk(900_000), "A2": czk(950_000)}), on="2017-03-03")
    for evaluator in ("e1", "e2"):
        story = story.when(declaration(evaluator), on="2017-03-03")
    points = {"A1": (50, 50), "A2": (50, 50)}
    story = story.when(evaluation(points, (("A1", 70), ("A2", "67.89"))), on="2017-03-10")
    return story.when(select("A1"), on="2017-03-15").then_notes()
