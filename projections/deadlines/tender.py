"""The deadlines of a tender. They depend on each other, so they are read from the tender as a whole."""

from collections.abc import Iterator
from datetime import date

from domain.kernel.calendar import TimeLimit
from projections.deadlines.course import Deadline, Ends
from projections.deadlines.kinds import Course, Kind, Nature, Turn
from projections.deadlines.steps import Mark, Missing
from projections.tender_funnel.picture import LotPicture, TenderPicture
from projections.tender_funnel.rounds import ContractPicture, ObjectionPicture, Reached, RoundPicture, Stage, Told
from projections.tender_funnel.standstill import standstill

BIDS = Kind(
    "tender.bids",
    Turn.PARTICIPANT,
    en="bid for the lot",
    cs="podat nabídku na část zakázky",
    rule="tender.bid-in-time",
    nature=Nature.RIGHT,
    course=Course.BESIDE,
)
OBJECTIONS = Kind(
    "tender.objections",
    Turn.PARTICIPANT,
    en="object to the decision",
    cs="podat námitky proti rozhodnutí",
    rule="tender.objection-in-time",
    nature=Nature.RIGHT,
    course=Course.BESIDE,
)
ANSWER = Kind(
    "tender.objection-answer",
    Turn.REGION,
    en="answer the objections",
    cs="rozhodnout o námitkách",
    rule="tender.objection-answered-in-time",
    course=Course.BESIDE,
)
PETITION = Kind(
    "tender.petition",
    Turn.PARTICIPANT,
    en="petition ÚOHS after the objections",
    cs="podat návrh k ÚOHS po námitkách",
    rule="tender.petition-in-time",
    nature=Nature.RIGHT,
    course=Course.BESIDE,
)
BLOCK = Kind(
    "tender.review-block",
    Turn.AUTHORITY,
    en="no contract while ÚOHS reviews",
    cs="neuzavírat smlouvu, dokud ÚOHS přezkoumává",
    rule="tender.petition-block-passed",
    nature=Nature.WAIT,
    course=Course.BESIDE,
)
MEASURE = Kind(
    "tender.interim-measure",
    Turn.AUTHORITY,
    en="no contract under the interim measure",
    cs="neuzavírat smlouvu pod předběžným opatřením",
    rule="tender.no-interim-measure",
    nature=Nature.WAIT,
    course=Course.BESIDE,
)
STANDSTILL = Kind(
    "tender.standstill",
    Turn.REGION,
    en="no contract before the standstill is over",
    cs="neuzavírat smlouvu před koncem blokační lhůty",
    rule="tender.standstill-ended",
    nature=Nature.WAIT,
    course=Course.BESIDE,
)
RESULT = Kind(
    "tender.result",
    Turn.REGION,
    en="publish the result of the lot",
    cs="uveřejnit výsledek části zakázky",
    rule="tender.result-published-in-time",
    course=Course.BESIDE,
)
NOT_REACHED = Reached(None, None)
TENDER_KINDS = (BIDS, OBJECTIONS, ANSWER, PETITION, BLOCK, MEASURE, STANDSTILL, RESULT)


def tender_deadlines(tender: TenderPicture, *, on: date) -> Iterator[Deadline]:
    """Everything that a tender sets limits for, as it stood on that day."""
    for lot in tender.lots.values():
        for one in lot.rounds.values():
            yield from _of_round(tender, one, on=on)
        yield from _result(tender, lot)
    for objection in tender.objections.values():
        yield from _of_objection(tender, objection)
    yield from _of_review(tender, on=on)


# Rounds ----------------------------------------------------------------------------------------------------------


def _of_round(tender: TenderPicture, one: RoundPicture, *, on: date) -> Iterator[Deadline]:
    yield _bids(tender, one)
    if tender.has_standstill:
        yield from _objections(tender, one)
    if one.selected is not None and one.failed is None:
        yield from _standstill(tender, one, on=on)


def _subject(one: RoundPicture) -> str:
    return f"{one.lot}/{one.number}"


def _bids(tender: TenderPicture, one: RoundPicture) -> Deadline:
    called = one.reached[Stage.CALLED]
    last_day = one.last_day_for_bids
    found = Deadline(
        BIDS,
        tender.tender,
        _subject(one),
        called.on,
        called.position or 0,
        Ends(last_day, last_day, last_day),
        None if last_day else Missing.NOT_SET,
    )
    ending = one.reached.get(Stage.OPENED) or (one.reached.get(one.failed) if one.failed else None)
    if ending is not None:
        found.close(Mark.ENDED, ending.on, ending.position)
    return found


def _objections(tender: TenderPicture, one: RoundPicture) -> Iterator[Deadline]:
    """Whoever was excluded or not selected; before the notice came, nobody knows until when."""
    for bid, decision, told in one.notices():
        if told is None and one.outcome is not None:
            continue
        decided = one.bids[bid].excluded if decision == "EXCLUSION" else one.reached.get(Stage.SELECTED)
        found = _objection_window(tender, f"{decision} {bid}", told, decided or NOT_REACHED)
        used = next((o for o in tender.objections.values() if (o.bid, o.against) == (bid, decision)), None)
        if used is not None:
            found.close(Mark.DONE, used.counts_on, used.position)
        yield found


def _objection_window(tender: TenderPicture, subject: str, told: Told | None, decided: Reached) -> Deadline:
    limit = told.objections_until if told else None
    return Deadline(
        OBJECTIONS,
        tender.tender,
        subject,
        told.counts_on if told else decided.on,
        (told.position if told else decided.position) or 0,
        Ends.of(limit),
        None if limit else Missing.DELIVERY,
    )


def _standstill(tender: TenderPicture, one: RoundPicture, *, on: date) -> Iterator[Deadline]:
    selected = one.reached.get(Stage.SELECTED)
    waiting = standstill(tender, one, on=on)
    ended = one.reached.get(Stage.STANDSTILL_ENDED)
    assert one.selected is not None
    assert selected is not None
    if ended is None and not waiting.is_needed:
        return
    last_day = one.selected.last_day if ended is not None else waiting.last_day
    found = Deadline(
        STANDSTILL,
        tender.tender,
        _subject(one),
        selected.on,
        selected.position or 0,
        Ends(legal_last_day=last_day),
        None if last_day else Missing.DELIVERY,
    )
    if ended is not None:
        found.close(Mark.ENDED, ended.on, ended.position)
    yield found


# Review ----------------------------------------------------------------------------------------------------------


def _of_objection(tender: TenderPicture, one: ObjectionPicture) -> Iterator[Deadline]:
    yield _answer(tender, one)
    if one.is_late or one.outcome == "UPHELD":
        return
    limit = one.petition_limit
    missing = Missing.UNKNOWN_START if one.outcome is None else Missing.DELIVERY
    found = Deadline(
        PETITION,
        tender.tender,
        one.objection,
        one.counts_on,
        one.position,
        Ends.of(limit),
        None if limit else missing,
    )
    filed = next((p for p in tender.petitions.values() if p.objection == one.objection), None)
    if filed is not None:
        found.close(Mark.DONE, filed.started_on, filed.position)
    yield found


def _answer(tender: TenderPicture, one: ObjectionPicture) -> Deadline:
    missing = None if one.answer_by else Missing.DELIVERY if one.counts_on is None else Missing.UNKNOWN_START
    ends = Ends.of(one.answer_by)
    found = Deadline(ANSWER, tender.tender, one.objection, one.counts_on, one.position, ends, missing)
    if one.outcome is not None:
        found.close(Mark.DONE, one.answered_on, one.answered_at)
    return found


def _of_review(tender: TenderPicture, *, on: date) -> Iterator[Deadline]:
    for one in tender.petitions.values():
        limit = one.blocked_until
        missing = None if limit else Missing.UNKNOWN_START
        found = Deadline(BLOCK, tender.tender, one.petition, one.started_on, one.position, Ends.of(limit), missing)
        if one.final_on is not None and one.final_on <= on:
            found.close(Mark.ENDED, one.final_on, one.final_at)
        yield found
    for measure in tender.measures.values():
        found = Deadline(
            MEASURE, tender.tender, measure.measure, measure.from_day, measure.position, Ends(), Missing.OPEN_END
        )
        if measure.is_ended:
            found.close(Mark.ENDED, measure.ended_on, measure.ended_at)
        yield found


# The result ------------------------------------------------------------------------------------------------------


def _result(tender: TenderPicture, lot: LotPicture) -> Iterator[Deadline]:
    """Due from the contract on. It may wait for the others of its quarter; whoever wants to be safe does not wait."""
    rounds = [one for one in lot.rounds.values() if one.is_contracted]
    if not rounds or not tender.has_standstill:
        return
    awarded = rounds[-1].awarded
    assert awarded is not None
    contract = list(awarded.contracts.values())[-1]
    published = lot.results[-1] if lot.results else None
    ends = _result_ends(contract, is_grouped=published.is_grouped if published else None)
    missing = None if ends.legal_last_day else Missing.UNKNOWN_START
    found = Deadline(RESULT, tender.tender, lot.lot, contract.on, contract.position, ends, missing)
    if published is not None:
        found.close(Mark.DONE, published.on, published.position)
    yield found


def _result_ends(contract: ContractPicture, *, is_grouped: bool | None) -> Ends:
    alone, grouped = contract.result_by, contract.grouped_result_by
    if is_grouped is not None:
        return Ends.of((grouped if is_grouped else None) or alone)
    return Ends.of(grouped or alone)._replace(safe_last_day=_safe(alone))


def _safe(limit: TimeLimit | None) -> date | None:
    return limit.safe_last_day if limit else None
