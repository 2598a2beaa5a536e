"""Tenders: how many lots, rounds and bids, how each ended, and for how much."""

from collections.abc import Sequence
from typing import Any

from tests.projections.naive.saying import Cells, Report, counted, files, last_of, minor, number_of
from tests.scenarios.raw_ledger import Raw

FAILED = ("tender.lot-cancelled", "tender.lot-unawarded")


def tenders(said: Sequence[Raw], on: str) -> Report:
    """Number → counts, sums, outcome."""
    report: Report = {}
    for own in files(counted(said, on), "tender.planned").values():
        rounds, lots = _rounds(own), [one.data["lot"] for one in own if one.topic == "tender.lot-defined"]
        ends = [_end(rounds, lot) for lot in lots]
        won = [_won(own, *key) for key in rounds]
        report[number_of(own)] = {
            "section": _planned(own, "section"),
            "regime": _planned(own, "regime"),
            "outcome": _together(ends),
            "lots": len(lots),
            "rounds": len(rounds),
            "bids": len({one.data["bid"] for one in own if one.topic == "tender.bid-received"}),
            "objections": len({one.data["objection"] for one in own if one.topic == "tender.objection-received"}),
            "petitions": len({one.data["petition"] for one in own if one.topic == "tender.review-petition-filed"}),
            "awarded": sum(minor(one.get("price")) or 0 for one in won),
            "contracted": sum(minor(one.get("amount")) or 0 for one in won),
        }
    return report


def _rounds(own: Sequence[Raw]) -> dict[tuple[str, int], str]:
    """(lot, round) → how it stands."""
    found: dict[tuple[str, int], str] = {}
    lots = [one.data["lot"] for one in own if one.topic == "tender.lot-defined"]
    for one in own:
        match one.topic:
            case "tender.published" if one.data["notice_kind"] == "START":
                found |= {(lot, 1): "open" for lot in lots}
            case "tender.lot-relaunched":
                found[one.data["lot"], one.data["round"]] = "open"
            case "tender.lot-awarded":
                found[one.data["lot"], one.data["round"]] = "awarded"
            case "tender.lot-contracted":
                key = max(key for key in found if key[0] == one.data["lot"])
                found[key] = "contracted"
            case "tender.lot-cancelled" | "tender.lot-unawarded":
                found[one.data["lot"], one.data.get("round", 1)] = "failed"
    return found


def _end(rounds: dict[tuple[str, int], str], lot: str) -> str:
    return next((end for key, end in sorted(rounds.items(), reverse=True) if key[0] == lot), "open")


def _together(ends: Sequence[str]) -> str:
    if not ends or "open" in ends:
        return "open"
    won = {end in {"awarded", "contracted"} for end in ends}
    return "partly awarded" if len(won) > 1 else "awarded" if True in won else "not awarded"


def _won(own: Sequence[Raw], lot: str, number: int) -> Cells:
    """What the award of a round and its contract say of the price."""
    found: dict[str, Any] = {}
    for one in own:
        if one.topic == "tender.lot-awarded" and (one.data["lot"], one.data["round"]) == (lot, number):
            found = {"price": one.data.get("price")}
        elif one.topic == "tender.lot-contracted" and one.data["lot"] == lot and found:
            found["amount"] = one.data.get("amount")
    return found


def _planned(own: Sequence[Raw], name: str) -> Any:
    return last_of([one for one in own if one.topic == "tender.planned"], name)
