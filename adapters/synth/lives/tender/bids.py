"""The call for bids, the bids, their evaluation: the winner is so good that its selection follows from the points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.synth.chance import Chance
from adapters.synth.days import at
from adapters.synth.numbers import Provider, digest
from adapters.synth.step import File
from domain.kernel.money import Money
from domain.tender import scoring
from domain.tender.payloads import Criterion, Score

CRITERIA: tuple[dict[str, Any], ...] = (
    {"criterion": "quality", "name": "Quality of the service", "weight": 60},
    {"criterion": "price", "name": "Price", "weight": 40, "method": "LOWEST_PRICE"},
)
ADOPTED = [{"act": "134/2016", "provision": f"§ {number}"} for number in (48, 122, 127)]
"""Provisions that the simplified regime leaves out and the documents adopt."""
EVALUATORS = ("synthetic-evaluator-1", "synthetic-evaluator-2")


def call(file: File, bids_until: date) -> dict[str, Any]:
    """What a call for bids says: where, until when, by which documents and criteria."""
    return {
        "registers": ["VVZ", "PROFILE"],
        "documents": digest(file.source, file.name, bids_until),
        "bids_until": at(bids_until, 10),
        "criteria": CRITERIA,
        "adopts": ADOPTED,
    }


@dataclass(frozen=True, slots=True)
class Bid:
    """What one provider offers for a lot, and what each evaluator thinks of its quality."""

    lot: str
    round: int
    place: int
    provider: Provider
    crowns: int
    points: tuple[int, int]

    @property
    def name(self) -> str:
        """Unique in the tender."""
        return f"{self.lot}{self.round}-{self.place}"

    @property
    def opened(self) -> dict[str, Any]:
        """As the commission found it."""
        organisation = self.provider.organisation
        return {
            "bid": self.name,
            "provider": organisation,
            "is_legal_person": True,
            "price": Money.czk(self.crowns),
        }


def draw_bids(lot: str, number: int, bidders: Sequence[Provider], crowns: int, chance: Chance) -> tuple[Bid, ...]:
    """The first bidder asks for just these crowns and is worth them; the others do not come near."""
    bids = []
    for place, bidder in enumerate(bidders):
        price = crowns if place == 0 else crowns * chance.number(97, 108) // 100
        low, high = (86, 98) if place == 0 else (40 + place, 70)
        points = (chance.number(low, high), chance.number(low, high))
        bids.append(Bid(lot, number, place + 1, bidder, price, points))
    return tuple(bids)


def scores_of(bids: Sequence[Bid]) -> list[dict[str, Any]]:
    """The points of every evaluator for every bid."""
    return [
        {"evaluator": evaluator, "bid": bid.name, "criterion": "quality", "points": points}
        for bid in bids
        for evaluator, points in zip(EVALUATORS, bid.points, strict=True)
    ]


def ranking_of(bids: Sequence[Bid]) -> list[dict[str, Any]]:
    """The ranking that follows exactly from points, weights and prices."""
    totals = scoring.totals(
        [Criterion.model_validate(one) for one in CRITERIA],
        {bid.name: Money.czk(bid.crowns) for bid in bids},
        [Score.model_validate(one) for one in scores_of(bids)],
    )
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    return [
        {"bid": name, "rank": rank, "total": str(scoring.printed(totals[name]))} for rank, name in enumerate(ranked, 1)
    ]
