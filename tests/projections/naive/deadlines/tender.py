"""The deadlines of a tender, read from all of its entries: rounds, notices, objections, petitions, results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.projections.naive.deadlines.steps import fixed
from tests.projections.naive.saying import Cells, counted
from tests.scenarios.raw_ledger import Raw

Open = tuple[str, str, Cells]
Round = tuple[str, int]


@dataclass
class Files:
    """What stands of a tender after an entry: everything by its own name."""

    is_small: bool = False
    rounds: dict[Round, dict[str, Any]] = field(default_factory=dict)
    """Until when bids may come, whether they were opened, what was selected, what was contracted, how it failed."""
    lots: list[str] = field(default_factory=list)
    bids: dict[str, dict[str, Any]] = field(default_factory=dict)
    objections: dict[str, dict[str, Any]] = field(default_factory=dict)
    petitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    results: dict[str, bool] = field(default_factory=dict)

    def now(self, lots: Sequence[str]) -> list[Round]:
        """The present rounds of these lots, or of all."""
        last = (max((one for one in self.rounds if one[0] == lot), default=None) for lot in lots or self.lots)
        return [one for one in last if one is not None]


def deadlines(own: Sequence[Raw], on: str) -> Iterator[Open]:
    """Kind, subject and last day of all that is open."""
    if not own[0].topic.startswith("tender."):
        return
    told = Files()
    for one in counted(own, on):
        _take(told, one)
    for key, said in told.rounds.items():
        yield from _of_round(told, key, said, on)
    for name, said in told.objections.items():
        yield from _of_objection(told, name, said)
    for name, said in told.petitions.items():
        if not (said["final_on"] and said["final_on"] <= on):
            yield "tender.review-block", name, said["until"] or {}
    yield from (("tender.interim-measure", name, {}) for name, said in told.measures.items() if not said["is_ended"])
    yield from _results(told)


# What is open ---------------------------------------------------------------------------------------------------------


def _of_round(told: Files, key: Round, said: dict[str, Any], on: str) -> Iterator[Open]:
    subject = f"{key[0]}/{key[1]}"
    if not said["is_opened"] and not said["has_failed"]:
        yield "tender.bids", subject, fixed(_day(said["bids_until"])) or {}
    for bid, decision, limit in [] if told.is_small else _notices(told, key):
        is_used = any((one["bid"], one["against"]) == (bid, decision) for one in told.objections.values())
        is_over = limit is None and (said["has_failed"] or said["contracts"])
        if not is_used and not is_over:
            yield "tender.objections", f"{decision} {bid}", limit or {}
    if said["selected"] and not said["has_failed"] and not said["is_standstill_over"]:
        days = list(_waits(told, key, on))
        if days:
            yield "tender.standstill", subject, {} if None in days else {"legal_last_day": max(map(str, days))}


def _notices(told: Files, key: Round) -> Iterator[tuple[str, str, Cells | None]]:
    """Who may object to what, and until when; None where the notice has not come or its day is not known."""
    said = told.rounds[key]
    takes_part = [name for name, bid in told.bids.items() if bid["round"] == key and _takes_part(said, bid)]
    for name in takes_part:
        if told.bids[name]["is_excluded"]:
            yield name, "EXCLUSION", told.bids[name]["told"]
    if said["selected"] and said["standstill"] == "REQUIRED":
        others = [name for name in takes_part if not told.bids[name]["is_excluded"] and name != said["selected"]]
        for name in others or ([] if len(takes_part) > 1 else [said["selected"]]):
            yield name, "SELECTION", said["told"].get(name)


def _takes_part(said: dict[str, Any], bid: dict[str, Any]) -> bool:
    until, came, back = said["bids_until"], bid["received_at"], bid["withdrawn_at"]
    is_early = said["called_on"] is not None and str(_day(came)) < said["called_on"]
    is_late = until is not None and _moment(until) < _moment(came)
    is_withdrawn = back is not None and (until is None or _moment(back) <= _moment(until))
    return not is_early and not is_late and not is_withdrawn


def _waits(told: Files, key: Round, on: str) -> Iterator[str | None]:
    """The last day of each thing that the contract waits for; None where it is not known."""
    for measure in told.measures.values():
        if key in measure["rounds"] and not measure["is_ended"]:
            yield None
    if told.is_small:
        return
    for _, _, limit in _notices(told, key):
        yield (limit or {}).get("legal_last_day")
    followed = {petition["objection"] for petition in told.petitions.values()}
    for name, objection in told.objections.items():
        if key in objection["rounds"] and not (
            objection["is_late"] or objection["outcome"] == "UPHELD" or name in followed
        ):
            yield (_petition_by(objection) or {}).get("legal_last_day")
    for petition in told.petitions.values():
        blocked = _blocked_until(petition)
        is_pending = not (petition["final_on"] and petition["final_on"] <= on)
        if key in petition["rounds"] and (is_pending or blocked is not None):
            yield blocked


def _blocked_until(petition: dict[str, Any]) -> str | None:
    until = (petition["until"] or {}).get("legal_last_day")
    if until is None or petition["final_on"] is None:
        return until
    return min(str(until), (date.fromisoformat(petition["final_on"]) - timedelta(1)).isoformat())


def _of_objection(told: Files, name: str, said: dict[str, Any]) -> Iterator[Open]:
    if said["outcome"] is None:
        yield "tender.objection-answer", name, said["answer_by"] or {}
    is_followed = any(petition["objection"] == name for petition in told.petitions.values())
    if not (said["is_late"] or said["outcome"] == "UPHELD" or is_followed):
        yield "tender.petition", name, _petition_by(said) or {}


def _petition_by(said: dict[str, Any]) -> Cells | None:
    """By the answer; in silence by the longer limit; after a late answer by the later of both."""
    by_answer: Cells | None = said["petition_by"]
    in_silence: Cells | None = said["petition_by_if_silent"]
    if said["outcome"] is None:
        return in_silence
    is_late = said["answered_on"] and said["answer_by"] and said["answer_by"]["legal_last_day"] < said["answered_on"]
    if by_answer is None or in_silence is None or not is_late:
        return by_answer
    return max(by_answer, in_silence, key=lambda limit: str(limit["legal_last_day"]))


def _results(told: Files) -> Iterator[Open]:
    """Of every lot with a contract; together with others of its quarter, where nothing is published yet."""
    for lot in told.lots:
        contracts = [said["contracts"] for key, said in told.rounds.items() if key[0] == lot and said["contracts"]]
        if contracts and not told.is_small and lot not in told.results:
            alone, grouped = list(contracts[-1].values())[-1]
            last_day = dict(grouped or alone or {})
            safe = (alone or {}).get("safe_last_day")
            yield "tender.result", lot, last_day | {"safe_last_day": safe}


# What an entry changes ------------------------------------------------------------------------------------------------


def _take(told: Files, one: Raw) -> None:
    """One entry after the other, in the order of recording."""
    what, data = one.topic.partition(".")[2], one.data
    if what in {"planned", "taken-over"}:
        told.is_small = data.get("regime") == "SMALL_SCALE"
        told.lots += [lot["lot"] for lot in data.get("lots", ())]
    elif what == "lot-defined":
        told.lots.append(data["lot"])
    elif what == "published" and data["notice_kind"] == "START":
        told.rounds |= {(lot, 1): _called(one) for lot in told.lots}
    elif what == "lot-relaunched" and not data.get("new_tender"):
        told.rounds[data["lot"], data["round"]] = _called(one)
    elif what in {"documentation-changed", "clarification-issued"} and data.get("bids_until"):
        for key in told.now(data.get("lots", ())):
            told.rounds[key]["bids_until"] = data["bids_until"]
    else:
        _take_of_bid(told, one, what)
        _take_of_round(told, one, what)
        _take_of_review(told, one, what)


def _called(one: Raw) -> dict[str, Any]:
    return {
        "called_on": one.on,
        "bids_until": one.data.get("bids_until"),
        "is_opened": False,
        "selected": None,
        "standstill": None,
        "told": {},
        "is_standstill_over": False,
        "contracts": {},
        "has_failed": False,
    }


def _take_of_bid(told: Files, one: Raw, what: str) -> None:
    data = one.data
    bid = told.bids.get(data.get("bid", ""))
    if what == "bid-received" and (data["lot"], data["round"]) in told.rounds:
        told.bids[data["bid"]] = {
            "round": (data["lot"], data["round"]),
            "received_at": data["received_at"],
            "withdrawn_at": None,
            "is_excluded": False,
            "told": None,
        }
    elif bid is None:
        return
    elif what == "bid-withdrawn":
        bid["withdrawn_at"] = data["withdrawn_at"]
    elif what == "participant-excluded":
        bid["is_excluded"], bid["told"] = True, None
        if told.rounds[bid["round"]]["selected"] == data["bid"]:
            told.rounds[bid["round"]] |= {"selected": None, "is_standstill_over": False}
    elif what == "notice-delivered" and data["notice"] == "EXCLUSION" and bid["is_excluded"]:
        bid["told"] = data.get("objections_until")
    elif what == "notice-delivered" and data["notice"] == "SELECTION" and told.rounds[bid["round"]]["selected"]:
        told.rounds[bid["round"]]["told"][data["bid"]] = data.get("objections_until")


def _take_of_round(told: Files, one: Raw, what: str) -> None:
    data = one.data
    said = told.rounds.get((data.get("lot", ""), data.get("round") or 0))
    if what == "result-published":
        told.results |= dict.fromkeys(data["lots"], bool(data.get("is_grouped")))
    elif said is None:
        return
    elif what == "bids-opened":
        said["is_opened"] = True
    elif what == "supplier-selected":
        said |= {"selected": data["bid"], "standstill": data["standstill"], "told": {}, "is_standstill_over": False}
    elif what == "decision-set-aside":
        _fall(said)
    elif what == "standstill-ended" and said["selected"]:
        said["is_standstill_over"] = True
    elif what == "lot-contracted":
        said["contracts"][data["contract"]] = data.get("result_by"), data.get("grouped_result_by")
    elif what == "lot-contract-released":
        said["contracts"].pop(data["contract"], None)
    elif what in {"lot-cancelled", "lot-unawarded"}:
        said |= {"has_failed": True, "contracts": {}}


def _fall(said: dict[str, Any]) -> None:
    """The selection falls, but not once the round has ended."""
    if not said["has_failed"] and not said["contracts"]:
        said |= {"selected": None, "is_standstill_over": False}


def _take_of_review(told: Files, one: Raw, what: str) -> None:
    data = one.data
    objection = told.objections.get(data.get("objection") or "")
    petition = told.petitions.get(data.get("petition") or "")
    if what == "objection-received":
        told.objections[data["objection"]] = _objected(told, data)
    elif what == "objection-decided" and objection is not None:
        objection |= {"outcome": data["outcome"], "answered_on": one.on}
        _set_aside(told, data, objection["rounds"], objection["bid"])
    elif what == "objection-answer-delivered" and objection is not None:
        objection["petition_by"] = data.get("petition_by")
    elif what == "review-petition-filed":
        rounds = told.now(data.get("lots", ())) if data.get("lots") or objection is None else objection["rounds"]
        told.petitions[data["petition"]] = {
            "objection": data.get("objection"),
            "rounds": rounds,
            "until": data.get("blocked_until"),
            "final_on": None,
        }
    elif what == "review-decided" and petition is not None:
        petition["final_on"] = data.get("final_on")
        if petition["final_on"]:
            about = told.objections.get(petition["objection"] or "")
            _set_aside(told, data, petition["rounds"], about["bid"] if about else None)
    elif what == "interim-measure-issued":
        rounds = told.now(data.get("lots", ())) if data.get("lots") or petition is None else petition["rounds"]
        told.measures[data["measure"]] = {"rounds": rounds, "is_ended": False}
    elif what == "interim-measure-ended" and data["measure"] in told.measures:
        told.measures[data["measure"]]["is_ended"] = True


def _objected(told: Files, data: Cells) -> dict[str, Any]:
    bid = told.bids.get(data.get("bid") or "")
    named = data.get("bid") is not None and not data.get("lots")
    counts_on, due_on = _counts_on(data["delivery"]), data.get("due_on")
    return {
        "bid": data.get("bid"),
        "against": data["against"],
        "rounds": ([bid["round"]] if bid else []) if named else told.now(data.get("lots", ())),
        "is_late": bool(counts_on and due_on and due_on < counts_on),
        "answer_by": data.get("answer_by"),
        "petition_by_if_silent": data.get("petition_by_if_silent"),
        "petition_by": None,
        "outcome": None,
        "answered_on": None,
    }


def _set_aside(told: Files, data: Cells, rounds: Sequence[Round], bid: str | None) -> None:
    """What falls: a selection, the evaluation beneath it, the exclusion of whoever objected."""
    for key in rounds if data.get("sets_aside") else ():
        said = told.rounds[key]
        if not said["has_failed"] and not said["contracts"]:
            _fall(said)
            if data["sets_aside"] == "EXCLUSION" and bid in told.bids:
                told.bids[bid] |= {"is_excluded": False, "told": None}


def _counts_on(delivery: Cells) -> str | None:
    if delivery["way"] == "DATA_BOX":
        return _day(delivery.get("put_in_at"))
    came_on: str | None = delivery.get("came_on")
    return came_on


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _day(moment: str | None) -> str | None:
    """The day in Prague."""
    return _moment(moment).astimezone(ZoneInfo("Europe/Prague")).date().isoformat() if moment else None
