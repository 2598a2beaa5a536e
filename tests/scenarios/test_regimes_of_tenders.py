"""By which Act a tender goes, and up to which value it may be small-scale: by the date of its start."""

from typing import Any

import pytest

from tests.scenarios.office import Office, anomaly, codes, kc
from tests.scenarios.procurement import (
    CRITERIA,
    TENDER,
    WINNER,
    at,
    bid,
    box,
    call,
    evaluated,
    notified,
    opened_bid,
    planned,
    tender,
)

SMALL = "SMALL_SCALE"


def later(day: str) -> str:
    """Noon in the next year: an end of bids that certainly lies ahead."""
    return f"{int(day[:4]) + 1}{day[4:]} 12:00"


def publication(day: str) -> dict[str, Any]:
    return {"notice_kind": "START"} | call(bids_until=later(day), adopts=[])


def test_the_regime_changed_on_the_first_of_october_2016(office: Office) -> None:
    """What starts on 30 September goes by Act 137/2006, what starts on 1 October by Act 134/2016.

    Reading: the plan goes by the Act of its own day already; planned for October, a tender is planned in October.
    """
    plan: dict[str, Any] = {"number": "LK-1/2016", "title": "Sociální služby", "section": "65"}
    plan["estimated_value"] = kc(5_000_000)
    new, old = plan | {"regime": "SIMPLIFIED_129"}, plan | {"regime": "OLD_137_2006"}
    refusal = office.it_is("2016-09-30").refused("tender.plan", TENDER, **new)
    assert (refusal.codes, refusal.violations[0].cites.act) == (("tender.regime-of-its-time",), "137/2006")
    refusal = office.it_is("2016-10-01").refused("tender.plan", TENDER, **old)
    assert (refusal.codes, refusal.violations[0].cites.act) == (("tender.regime-of-its-time",), "134/2016")
    office.do("tender.plan", TENDER, **new)


def test_what_was_planned_under_the_old_act_and_did_not_start_in_time_cannot_start_under_it(office: Office) -> None:
    """The start decides: planned on 30 September, it can be published on that day and on no later one."""
    planned(office, "2016-09-30", regime="OLD_137_2006")
    refusal = office.it_is("2016-10-01").refused("tender.publish", TENDER, **publication("2016-10-01"))
    assert refusal.codes == ("tender.regime-of-its-time",)
    assert codes(office.do("tender.publish", TENDER, on="2016-09-30", **publication("2016-10-01"))) == []


@pytest.mark.parametrize(
    ("day", "within", "above"),
    [
        ("2010-05-03", "1999999.99", "2000000.00"),
        ("2012-03-30", "1999999.99", "2000000.00"),
        ("2012-04-02", "999999.99", "1000000.00"),
        ("2014-01-02", "1999999.99", "2000000.00"),
        ("2016-10-03", "2000000.00", "2000000.01"),
        ("2025-03-31", "2000000.00", "2000000.01"),
        ("2025-04-01", "3000000.00", "3000000.01"),
    ],
)
def test_the_limit_of_small_scale_by_the_day_of_the_start(office: Office, day: str, within: str, above: str) -> None:
    """Below 2, 1 and again 2 million under the old Act; up to 2 and from April 2025 up to 3 million under the new one.

    Reading: the old Act says "below", § 27 of the new one "up to", so a small-scale contract of exactly 2 000 000 was
    impossible until September 2016 and is possible since October.
    """
    planned(office, day, value=f"{above} CZK", regime=SMALL)
    assert office.refused("tender.publish", TENDER, **publication(day)).codes == ("tender.regime-by-total-value",)
    other = "7b0f4a52-0f1f-4c54-8d7b-6d7c9dfb1b1f"
    office.do("tender.plan", other, title="Menší", section="65", regime=SMALL, estimated_value=f"{within} CZK")
    office.do("tender.approve", other, body="RK", resolution=f"32/{day[2:4]}/RK")
    office.do("tender.define-lot", other, lot="A", title="NZDM", estimated_value=f"{within} CZK")
    assert codes(office.do("tender.publish", other, **publication(day))) == []


def test_what_is_bought_apart_for_one_need_is_added_up(office: Office) -> None:
    """1 200 000 here and 800 000.01 elsewhere in the same need are too much together."""
    said: dict[str, Any] = {"regime": SMALL, "value_elsewhere": "800000.01 CZK"}
    planned(office, "2019-01-08", value="1200000.00 CZK", **said)
    refusal = office.refused("tender.publish", TENDER, **publication("2019-01-08"))
    assert refusal.codes == ("tender.regime-by-total-value",)
    assert refusal.facts["value"] == {"currency": "CZK", "minor": 200_000_001}


def test_lots_that_do_not_add_up_to_the_value_are_no_plan(office: Office) -> None:
    planned(office, value="5000000.00 CZK")
    office.do("tender.define-lot", TENDER, lot="B", title="SAS", estimated_value="0.01 CZK")
    assert office.refused("tender.publish", TENDER, **publication("2019-01-08")).codes == ("tender.value-of-lots",)


def test_a_small_scale_contract_waits_for_nobody_and_takes_no_objections(office: Office) -> None:
    planned(office, "2019-02-01", value="1500000.00 CZK", regime=SMALL)
    office.do("tender.publish", TENDER, notice_kind="START", **call(adopts=[{"act": "134/2016", "provision": "§ 122"}]))
    bid(office, "A1", "2019-03-04 14:00")
    office.it_is("2019-03-05")
    opened: dict[str, Any] = {"opened_at": at("2019-03-05 10:30"), "bids": [opened_bid("A1", WINNER, 1_400_000)]}
    office.do("tender.open-bids", TENDER, lot="A", round=1, **opened)
    office.do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    said: dict[str, Any] = {"objection": "N1", "objector": WINNER, "against": "SELECTION", "bid": "A1"}
    outcome = office.do("tender.record-objection", TENDER, **said, delivery=box("2019-03-05 12:00"))
    assert "OBJECTION_INADMISSIBLE" in codes(outcome)
    office.do("tender.award-lot", TENDER, lot="A", round=1, bid="A1")


def test_preliminary_interest_is_shown_in_time_and_the_notice_starts_the_tender(office: Office) -> None:
    """Interest until 1 February 2019 noon; a minute later it is late. The call follows on 4 February."""
    planned(office).it_is("2019-01-16")
    until = at("2019-02-01 12:00")
    notice: dict[str, Any] = {"notice_kind": "PRELIMINARY", "registers": ["VVZ"], "interest_until": until}
    office.do("tender.publish", TENDER, **notice)
    office.it_is("2019-02-01")
    for key, moment, found in (("Z1", "2019-02-01 12:00", []), ("Z2", "2019-02-01 12:01", ["LATE_INTEREST"])):
        said: dict[str, Any] = {"interest": key, "provider": WINNER, "lots": ["A"], "received_at": at(moment)}
        assert codes(office.do("tender.record-preliminary-interest", TENDER, **said)) == found
    office.it_is("2019-02-04").do("tender.publish", TENDER, notice_kind="START", **call())
    assert str(tender(office).started_on) == "2019-01-16"


@pytest.mark.parametrize(("price", "is_taken"), [("850000.04", True), ("850000.05", False)])
def test_where_the_project_sets_it_the_price_is_85_per_cent_of_the_compensation(
    office: Office, price: str, is_taken: bool
) -> None:
    """85 % of 1 000 000.05 are 850 000.0425: four hellers fit, five do not."""
    value = "1000000.05 CZK"
    office.it_is("2019-01-08").do("tender.plan", TENDER, title="NZDM", section="62", regime="SIMPLIFIED_129",
                                  price_percent=85, estimated_value=value)  # fmt: skip
    said: dict[str, Any] = {"lot": "A", "title": "A", "estimated_value": value, "compensation": value}
    said["price_maximum"] = f"{price} CZK"
    if is_taken:
        office.do("tender.define-lot", TENDER, **said)
    else:
        assert office.refused("tender.define-lot", TENDER, **said).codes == ("tender.price-from-compensation",)


# The old Act ---------------------------------------------------------------------------------------------------------


def test_under_the_old_act_objections_are_answered_in_ten_days(office: Office) -> None:
    """Notice on Tuesday 2016-05-10: 15 days to Wednesday 25; objections of that day are answered by Monday 6 June.

    10 days from 25 May end on Saturday 4 June. In silence a petition can come until 19 June, a Sunday: 20 June.
    """
    planned(office, "2016-03-01", regime="OLD_137_2006")
    office.do("tender.publish", TENDER, notice_kind="START", **call(bids_until="2016-04-15 10:00", adopts=[]))
    for name in ("A1", "A2"):
        bid(office, name, "2016-04-14 09:00")
    office.it_is("2016-04-15")
    bids = [opened_bid("A1", WINNER, 2_000_000), opened_bid("A2", {"name": "Druhý z.s."}, 2_500_000)]
    office.do("tender.open-bids", TENDER, lot="A", round=1, opened_at=at("2016-04-15 11:00"), bids=bids)
    office.do("tender.record-conflict-declaration", TENDER, evaluator="e1", role="člen", has_conflict=False)
    scores = [
        {"bid": name, "evaluator": "e1", "criterion": "quality", "points": points}
        for name, points in (("A1", "90"), ("A2", "50"))
    ]
    ranking = [{"bid": "A1", "rank": 1, "total": "94"}, {"bid": "A2", "rank": 2, "total": "62"}]
    office.do("tender.evaluate-bids", TENDER, lot="A", round=1, scores=scores, ranking=ranking)
    office.it_is("2016-05-09").do("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    for name in ("A1", "A2"):
        said: dict[str, Any] = {"bid": name, "notice": "SELECTION", "delivery": box("2016-05-10 08:00")}
        office.it_is("2016-05-10").do("tender.record-notice-delivery", TENDER, **said)
    said = {"objection": "N1", "objector": {"name": "Druhý z.s."}, "bid": "A2", "against": "SELECTION"}
    outcome = office.it_is("2016-05-25").do("tender.record-objection", TENDER, **said, delivery=box("2016-05-25 15:00"))
    assert codes(outcome) == []
    event = outcome.entries[0].event.model_dump(mode="json")
    assert event["answer_by"]["raw_end"] == "2016-06-04"
    assert event["answer_by"]["legal_last_day"] == "2016-06-06"
    assert event["petition_by_if_silent"]["legal_last_day"] == "2016-06-20"


def test_the_ground_of_an_exclusion_stands_in_the_documents_or_in_what_they_adopt(office: Office) -> None:
    """§ 48 was adopted, § 123 was not; the documents themselves always serve."""
    evaluated(office)
    office.it_is("2019-03-13")

    def ground(act: str, provision: str) -> dict[str, Any]:
        return {"cites": {"act": act, "provision": provision}, "why": "Nesplnil podmínky."}

    refusal = office.refused("tender.exclude-participant", TENDER, bid="A1", ground=ground("134/2016", "§ 123"))
    assert refusal.codes == ("tender.ground-applies",)
    office.do("tender.exclude-participant", TENDER, bid="A1", ground=ground("134/2016", "§ 48(2)(a)"))
    office.do("tender.exclude-participant", TENDER, bid="A2", ground=ground("tender documents", "čl. 7"))


# The result ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def contracted(office: Office) -> Office:
    """Awarded on 2 April 2019 and contracted on Friday 10 May."""
    notified(office).it_is("2019-04-02")
    office.do("tender.end-standstill", TENDER, lot="A", round=1)
    office.do("tender.award-lot", TENDER, lot="A", round=1, bid="A1")
    office.it_is("2019-05-10").do(
        "contract.record-conclusion",
        number="OLP/9301/2019",
        regime="tender",
        provider=WINNER["name"],
        provider_ico=WINNER["ico"],
        maximum=kc(2_400_000),
        period={"start": "2019-06-01", "end": "2020-12-31"},
        tender={"tender": TENDER, "lot": "A", "round": 1},
    )
    return office


@pytest.mark.parametrize(
    ("day", "is_grouped", "found"),
    [
        ("2019-06-10", False, []),
        ("2019-06-11", False, ["RESULT_LATE"]),
        ("2019-07-30", True, []),
        ("2019-07-31", True, ["RESULT_LATE"]),
    ],
)
def test_the_result_is_published_in_thirty_days_or_with_its_quarter(
    contracted: Office, day: str, is_grouped: bool, found: list[str]
) -> None:
    """30 days from 10 May end on Sunday 9 June: Monday 10 June. Grouped: 30 days from the end of June, 30 July."""
    said: dict[str, Any] = {
        "lots": ["A"],
        "notice_number": "Z2019-000456",
        "registers": ["VVZ"],
        "is_grouped": is_grouped,
    }
    outcome = contracted.it_is(day).do("tender.record-result-publication", TENDER, **said)
    assert codes(outcome) == found
    if found:
        assert anomaly(outcome, "RESULT_LATE").facts["on"] == day


def test_a_closed_tender_keeps_its_documents_for_ten_years(contracted: Office) -> None:
    contracted.it_is("2019-06-10").do("tender.close", TENDER)
    state = tender(contracted)
    assert str(state.documents_kept_until) == "2029-06-10"
    late = contracted.do("tender.record-bid", TENDER, bid="A9", lot="A", round=1, received_at=at("2019-06-11 08:00"))
    assert set(codes(late)) == {"AFTER_CLOSING", "LATE_BID"}


# Rounds --------------------------------------------------------------------------------------------------------------


def test_a_lot_is_called_again_and_the_first_round_stays_as_it_was(office: Office) -> None:
    """Round 1 ranks two bids, both are excluded; round 2 is won by the provider who had been second.

    Nothing of round 1 is touched: its bids, points, ranking and exclusions stand beside those of round 2.
    """
    evaluated(office).it_is("2019-03-13")
    ground = {"cites": {"act": "tender documents", "provision": "čl. 7"}, "why": "Nedoložil kvalifikaci."}
    for name in ("A1", "A2"):
        office.do("tender.exclude-participant", TENDER, bid=name, ground=ground)
    again: dict[str, Any] = {"lot": "A", "round": 2} | call(bids_until="2019-05-31 10:00")
    early = office.refused("tender.relaunch-lot", TENDER, **again)
    assert early.codes == ("tender.relaunched-after-failure",)
    office.it_is("2019-03-15").do("tender.leave-lot-unawarded", TENDER, lot="A", round=1)
    skipped = office.refused("tender.relaunch-lot", TENDER, **again | {"round": 3})
    assert skipped.codes == ("tender.round-follows",)
    office.it_is("2019-05-02").do("tender.relaunch-lot", TENDER, **again)
    first_again = office.refused("tender.select-supplier", TENDER, lot="A", round=1, bid="A1")
    assert first_again.codes == ("tender.round-open",)
    assert codes(bid(office, "A3", "2019-05-30 09:00", number=2)) == []
    office.it_is("2019-05-31")
    opened: dict[str, Any] = {
        "opened_at": at("2019-05-31 11:00"),
        "bids": [opened_bid("A3", {"name": "Druhý z.s."}, 1_900_000)],
    }
    office.do("tender.open-bids", TENDER, lot="A", round=2, **opened)
    office.do("tender.select-supplier", TENDER, lot="A", round=2, bid="A3")
    office.do("tender.check-beneficial-owner", TENDER, bid="A3", outcome="IDENTIFIED")
    office.do("tender.award-lot", TENDER, lot="A", round=2, bid="A3")
    state = tender(office)
    first, second = state.round("A", 1), state.round("A", 2)
    assert first is not None
    assert second is not None
    assert (first.outcome, list(first.bids), first.awarded) == ("UNAWARDED", ["A1", "A2"], None)
    assert first.evaluated is not None
    assert [(one.bid, one.rank, str(one.total)) for one in first.evaluated.ranking] == [
        ("A1", 1, "87.33"),
        ("A2", 2, "82"),
    ]
    assert [one.exclusion is not None for one in first.bids.values()] == [True, True]
    assert (list(second.bids), second.awarded and second.awarded.provider.name) == (["A3"], "Druhý z.s.")
    won = state.award("A")
    assert won is not None
    assert (won.round, won.price.minor) == (2, 190_000_000)


def test_a_new_version_of_the_documents_can_give_more_time_and_never_less(office: Office) -> None:
    """Until 5 March; moved to 12 March on 20 February; then a bid of 5 March 10:01 is in time."""
    planned(office).it_is("2019-02-01").do("tender.publish", TENDER, notice_kind="START", **call())
    office.it_is("2019-02-20")
    change: dict[str, Any] = {"documents": "cd" * 32, "criteria": CRITERIA}
    shorter = change | {"bids_until": at("2019-03-04 10:00")}
    assert office.refused("tender.change-documentation", TENDER, **shorter).codes == ("tender.deadline-not-shortened",)
    office.do("tender.change-documentation", TENDER, **change, bids_until=at("2019-03-12 10:00"))
    assert codes(bid(office, "A1", "2019-03-05 10:01")) == []
