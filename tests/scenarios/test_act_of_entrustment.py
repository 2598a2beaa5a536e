"""What an act of entrustment must say, for how long it may last, and on which Decision it stands, day by day."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.ids import derived_id
from tests.scenarios.entrusting import (
    ACCOUNTANT,
    APPROVER,
    LIVING,
    WORDS,
    act,
    entrusted,
    mandate,
    opened,
    proposal,
)
from tests.scenarios.office import Office, anomaly, codes

START = {"2005/842/EC": 2010, "2012/21/EU": 2018, "2025/2630": 2027}
ELEMENT = {
    "content": "content",
    "exclusive_rights": "exclusive rights",
    "mechanism": "compensation mechanism",
    "parameters": "parameters",
    "control": "control",
    "review": "review",
    "recovery": "recovery",
}
COMPLETE = "mandate.article-4-complete"


def file_of(name: str) -> str:
    return str(derived_id("scenarios", "mandate", name))


def proposed(office: Office, first: int, name: str = "one", **changed: Any) -> str:
    identifier = file_of(name)
    office.it_is(f"{first - 1}-12-02").do("mandate.propose", identifier, **proposal(**changed))
    return identifier


# Article 4 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", list(START))
def test_a_mandate_without_one_element_is_not_issued(office: Office, decision: str) -> None:
    """Each in turn, left out or blank; 2005/842/EC asked neither for a mechanism nor for a reference to itself."""
    first = START[decision]
    opened(office, f"{first - 1}-12-01")
    target = proposed(office, first)
    office.it_is(f"{first - 1}-12-19")
    asked = ELEMENT if decision != "2005/842/EC" else {k: v for k, v in ELEMENT.items() if k != "mechanism"}
    for word, element in asked.items():
        for words in ({k: v for k, v in WORDS.items() if k != word}, WORDS | {word: "  "}):
            said = act("PO-1", first, first + 2, decision, elements=words)
            refusal = office.refused("mandate.issue", target, **APPROVER, **said)
            assert refusal.codes == (COMPLETE,)
            assert (refusal.facts["missing"], refusal.violations[0].cites.act) == ([element], decision)
    for period in (None, {"start": f"{first}-01-01"}):
        said = act("PO-1", first, first + 2, decision, period=period)
        refusal = office.refused("mandate.issue", target, **APPROVER, **said)
        assert refusal.codes == (COMPLETE,)
        assert refusal.facts["missing"] == ["duration"]
    office.do("mandate.issue", target, **APPROVER, **act("PO-1", first, first + 2, decision))
    assert mandate(office, "PO-1").is_valid_on(date(first, 1, 1)) is Answer.YES


@pytest.mark.parametrize("decision", list(START))
@pytest.mark.parametrize(("left_out", "element"), [("provider", "undertaking"), ("orps", "territory")])
def test_a_mandate_for_nobody_or_nowhere_is_not_issued(
    office: Office, decision: str, left_out: str, element: str
) -> None:
    first = START[decision]
    opened(office, f"{first - 1}-12-01")
    target = proposed(office, first, **dict[str, Any]({left_out: None}))
    office.it_is(f"{first - 1}-12-19")
    refusal = office.refused("mandate.issue", target, **APPROVER, **act("PO-1", first, first + 2, decision))
    assert (refusal.codes, refusal.facts["missing"]) == ((COMPLETE,), [element])


@pytest.mark.parametrize(("decision", "is_asked"), [("2005/842/EC", False), ("2012/21/EU", True), ("2025/2630", True)])
def test_the_reference_to_the_decision_is_an_element_since_2012(office: Office, decision: str, is_asked: bool) -> None:
    first = START[decision]
    opened(office, f"{first - 1}-12-01")
    target = proposed(office, first)
    office.it_is(f"{first - 1}-12-19")
    silent = act("PO-1", first, first + 2, None)
    if is_asked:
        refusal = office.refused("mandate.issue", target, **APPROVER, **silent)
        assert (refusal.codes, refusal.facts["missing"]) == ((COMPLETE,), ["decision"])
    else:
        office.do("mandate.issue", target, **APPROVER, **silent)


def test_the_mechanism_is_an_element_since_2012(office: Office) -> None:
    opened(office, "2009-12-01")
    target = proposed(office, 2010)
    said = act("PO-1", 2010, 2012, "2005/842/EC", elements={k: v for k, v in WORDS.items() if k != "mechanism"})
    office.it_is("2009-12-19").do("mandate.issue", target, **APPROVER, **said)
    assert mandate(office, "PO-1").is_issued


@pytest.mark.parametrize(
    ("day", "decision"),
    [
        ("2012-01-30", "2005/842/EC"),
        ("2012-01-31", "2012/21/EU"),
        ("2025-12-18", "2012/21/EU"),
        ("2025-12-19", "2025/2630"),
    ],
)
def test_an_act_refers_to_the_decision_of_its_day(office: Office, day: str, decision: str) -> None:
    """Reading: 2025/2630 counts from its publication on 19 December 2025; the day is dated configuration."""
    opened(office, "2010-12-01")
    target = proposed(office, int(day[:4]))
    first = int(day[:4]) + 1
    office.it_is(day)
    for other in START:
        if other != decision:
            refusal = office.refused("mandate.issue", target, **APPROVER, **act("PO-1", first, first + 1, other))
            assert "mandate.legal-basis-of-its-day" in refusal.codes
    office.do("mandate.issue", target, **APPROVER, **act("PO-1", first, first + 1, decision))


def test_an_amendment_cannot_take_an_element_out(office: Office) -> None:
    number = entrusted(office, LIVING)
    office.it_is("2018-05-02")
    said: dict[str, Any] = {"amendment": "1", "elements": {"recovery": ""}}
    refusal = office.refused("mandate.amend", number, **APPROVER, **said)
    assert (refusal.codes, refusal.facts["missing"]) == ((COMPLETE,), ["recovery"])


# The legal basis -----------------------------------------------------------------------------------------------------


def test_a_running_mandate_is_brought_under_the_new_decision(office: Office) -> None:
    """From 1 March 2026 by a new act; the day before it still stands on 2012/21/EU, and no element may be missing."""
    number = entrusted(office, LIVING, first=2024, last=2026)
    said: dict[str, Any] = {"decision": "2025/2630", "act": "dodatek 1"}
    office.it_is("2026-03-01")
    early = office.refused("mandate.migrate-legal-basis", number, on="2025-12-18", **APPROVER, **said)
    assert early.codes == ("mandate.legal-basis-still-applies",)
    incomplete = office.refused("mandate.migrate-legal-basis", number, **APPROVER, **said, elements={"review": " "})
    assert (incomplete.codes, incomplete.facts["missing"]) == ((COMPLETE,), ["review"])
    assert incomplete.violations[0].cites.act == "2025/2630"
    outcome = office.do("mandate.migrate-legal-basis", number, **APPROVER, **said)
    assert outcome.entries[0].event.model_dump(mode="json")["from_decision"] == "2012/21/EU"
    state = mandate(office, number)
    assert state.decision_on(date(2026, 2, 28)) == "2012/21/EU"
    assert state.decision_on(date(2026, 3, 1)) == "2025/2630"
    back = said | {"decision": "2012/21/EU"}
    assert office.refused("mandate.migrate-legal-basis", number, **APPROVER, **back).codes == (
        "mandate.later-decision",
    )


def test_a_mandate_of_2010_pays_under_its_own_decision_until_the_end_of_january_2014(office: Office) -> None:
    """Art. 10 of 2012/21/EU: two years more. From 1 February nothing is committed until the mandate is migrated.

    The old act says nothing of the mechanism, which the new Decision asks for: migrating has to say it.
    """
    opened(office, "2009-12-01")
    target = proposed(office, 2010)
    old_words = {k: v for k, v in WORDS.items() if k != "mechanism"}
    ceilings = [{"year": 2014, "compensation": "1000000.00 CZK"}]
    said = act("PO-1", 2010, 2015, "2005/842/EC", elements=old_words, compensations=ceilings)
    office.it_is("2009-12-19").do("mandate.issue", target, **APPROVER, **said)
    commitment: dict[str, Any] = {"year": 2014, "amount": "100000.00 CZK", "reference": "S-1"}
    office.it_is("2014-01-31").do("mandate.commit-compensation", "PO-1", **APPROVER, **commitment)
    office.it_is("2014-02-01")
    again = commitment | {"reference": "S-2"}
    refusal = office.refused("mandate.commit-compensation", "PO-1", **APPROVER, **again)
    assert refusal.codes == ("mandate.legal-basis-still-applies",)
    line: dict[str, Any] = {"year": 2014, "amount": "50000.00 CZK", "reference": "S-1", "movement": "m-1"}
    noted = office.do("mandate.record-compensation-payment", "PO-1", **ACCOUNTANT, **line)
    assert codes(noted) == ["OUTLIVED_LEGAL_BASIS"]
    step: dict[str, Any] = {"decision": "2012/21/EU", "act": "dodatek 1"}
    refusal = office.refused("mandate.migrate-legal-basis", "PO-1", **APPROVER, **step)
    assert (refusal.codes, refusal.facts["missing"]) == ((COMPLETE,), ["compensation mechanism"])
    mended = office.do(
        "mandate.migrate-legal-basis", "PO-1", **APPROVER, **step, elements={"mechanism": "platba na jednotku"}
    )
    assert [ref.code for ref in mended.entries[0].stamp.closes] == ["OUTLIVED_LEGAL_BASIS"]
    office.do("mandate.commit-compensation", "PO-1", **APPROVER, **again)


def test_a_mandate_of_thirteen_years_is_migrated_only_for_an_investment(office: Office) -> None:
    """2005/842/EC set no limit; from 1 January 2010, 31 December 2019 is the last day of ten years under 2012/21/EU.

    Reading: the ten years count from the first day of the mandate, not from its migration; the investment is stated at
    the issue or with a prolongation.
    """
    opened(office, "2009-12-01")
    for name, last in (("ten", 2019), ("longer", 2022)):
        target = proposed(office, 2010, name)
        office.it_is("2009-12-19")
        office.do("mandate.issue", target, **APPROVER, **act(f"PO-{name}", 2010, last, "2005/842/EC"))
    step: dict[str, Any] = {"decision": "2012/21/EU", "act": "dodatek 1"}
    office.it_is("2014-01-15").do("mandate.migrate-legal-basis", "PO-ten", **APPROVER, **step)
    refusal = office.refused("mandate.migrate-legal-basis", "PO-longer", **APPROVER, **step)
    assert (refusal.codes, refusal.facts["longest_until"]) == (("mandate.at-most-ten-years",), "2019-12-31")
    later: dict[str, Any] = {"last_day": "2023-12-31", "act": "dodatek 1"}
    reason = "Novostavba se odpisuje 30 let."
    office.do("mandate.prolong", "PO-longer", **APPROVER, **later, investment_reason=reason)
    office.do("mandate.migrate-legal-basis", "PO-longer", **APPROVER, **step | {"act": "dodatek 2"})


# The time ------------------------------------------------------------------------------------------------------------


def test_ten_years_to_the_day_and_a_day_more_for_an_investment(office: Office) -> None:
    """From 1 January 2018, 31 December 2027 is the last day of ten years; 1 January 2028 needs an investment."""
    opened(office, "2017-12-01")
    target = proposed(office, 2018)
    office.it_is("2017-12-19")
    longer = act("PO-1", 2018, 2027, period={"start": "2018-01-01", "end": "2028-01-01"})
    refusal = office.refused("mandate.issue", target, **APPROVER, **longer)
    assert refusal.codes == ("mandate.at-most-ten-years",)
    assert refusal.facts["longest_until"] == "2027-12-31"
    other = proposed(office, 2018, "two")
    office.it_is("2017-12-19").do("mandate.issue", other, **APPROVER, **act("PO-2", 2018, 2027))
    invested = longer | {"investment_reason": "Novostavba se odpisuje 30 let."}
    office.do("mandate.issue", target, **APPROVER, **invested)


def test_a_prolongation_beyond_ten_years_needs_an_investment_too(office: Office) -> None:
    number = entrusted(office, LIVING, first=2018, last=2026)
    said: dict[str, Any] = {"last_day": "2028-01-01", "act": "dodatek 1"}
    refusal = office.it_is("2026-11-02").refused("mandate.prolong", number, **APPROVER, **said)
    assert refusal.codes == ("mandate.at-most-ten-years",)
    office.do("mandate.prolong", number, **APPROVER, **said | {"last_day": "2027-12-31"})


def test_without_a_project_a_mandate_lasts_no_longer_than_the_plan(office: Office) -> None:
    """The medium-term plan of 2018 ends on 31 December 2020."""
    opened(office, "2017-12-01")
    target = proposed(office, 2018, project=None)
    office.it_is("2017-12-19")
    longer = act("PO-1", 2018, 2020, period={"start": "2018-01-01", "end": "2021-01-01"})
    refusal = office.refused("mandate.issue", target, **APPROVER, **longer)
    assert (refusal.codes, refusal.facts["plan_end"]) == (("mandate.within-plan-or-project",), "2020-12-31")
    office.do("mandate.issue", target, **APPROVER, **act("PO-1", 2018, 2020))


@pytest.mark.parametrize(
    ("start", "end", "is_taken"),
    [
        ("2018-04-01", "2020-03-31", True),
        ("2018-04-01", "2020-04-01", False),
        ("2018-03-31", "2020-03-31", False),
    ],
)
def test_the_winner_of_a_tender_is_entrusted_for_the_project(
    office: Office, start: str, end: str, is_taken: bool
) -> None:
    """The project runs from April 2018 to March 2020."""
    opened(office, "2017-12-01", project=("2018-04-01", "2020-03-31"))
    target = proposed(office, 2018)
    said = act("PO-1", 2018, 2020, period={"start": start, "end": end})
    office.it_is("2017-12-19")
    if is_taken:
        office.do("mandate.issue", target, **APPROVER, **said)
    else:
        refusal = office.refused("mandate.issue", target, **APPROVER, **said)
        assert refusal.codes == ("mandate.within-plan-or-project",)


# Suspended, revoked --------------------------------------------------------------------------------------------------


def test_nothing_is_committed_under_a_suspended_mandate_and_the_bank_is_noted(office: Office) -> None:
    """Suspended from 1 May to 30 June 2018: on both edges the mandate holds."""
    number = entrusted(office, LIVING)
    office.it_is("2018-07-10")
    office.do("mandate.suspend", number, on="2018-05-01", **APPROVER, grounds="Registrace se přezkoumává.")
    office.do("mandate.resume", number, on="2018-07-01", **APPROVER)
    said: dict[str, Any] = {"year": 2018, "amount": "100.00 CZK"}
    for day in ("2018-05-01", "2018-06-30"):
        refusal = office.refused("mandate.commit-compensation", number, on=day, **APPROVER, **said, reference=day)
        assert refusal.codes == ("mandate.not-suspended",)
    for day in ("2018-04-30", "2018-07-01"):
        office.do("mandate.commit-compensation", number, on=day, **APPROVER, **said, reference=day)
    line = said | {"movement": "m-1", "reference": "2018-04-30"}
    paid = office.do("mandate.record-compensation-payment", number, on="2018-05-02", **ACCOUNTANT, **line)
    assert codes(paid) == ["MANDATE_SUSPENDED"]
    state = mandate(office, number)
    answers = [state.is_valid_on(date(2018, month, day)) for month, day in ((4, 30), (5, 1), (6, 30), (7, 1))]
    assert answers == [Answer.YES, Answer.NO, Answer.NO, Answer.YES]


def test_a_revoked_mandate_ends_on_its_day_and_starts_the_clocks_of_the_end(office: Office) -> None:
    """Revoked with 31 August 2019: the final check by 29 February 2020, the records until 31 August 2029.

    The last day of February is a Saturday: by law Monday 2 March.
    """
    number = entrusted(office, LIVING)
    office.it_is("2019-08-15")
    said: dict[str, Any] = {"grounds": "Ztráta registrace.", "resolution": "300/19/ZK"}
    late = office.refused("mandate.revoke", number, on="2020-12-31", **APPROVER, **said)
    assert late.codes == ("mandate.revoked-before-its-end",)
    outcome = office.do("mandate.revoke", number, on="2019-08-31", **APPROVER, **said)
    end = outcome.entries[0].event.model_dump(mode="json")
    assert (end["final_check_by"]["raw_end"], end["final_check_by"]["legal_last_day"]) == ("2020-02-29", "2020-03-02")
    assert end["records_until"] == "2029-08-31"
    state = mandate(office, number)
    assert [state.is_valid_on(day) for day in (date(2019, 8, 31), date(2019, 9, 1))] == [Answer.YES, Answer.NO]
    commitment: dict[str, Any] = {"year": 2019, "amount": "100.00 CZK", "reference": "S-1"}
    refusal = office.refused("mandate.commit-compensation", number, on="2019-09-01", **APPROVER, **commitment)
    assert refusal.codes == ("mandate.committed-while-it-lasts",)
    line = commitment | {"movement": "m-1", "months": ["2019-09"]}
    paid = office.it_is("2019-10-20").do("mandate.record-compensation-payment", number, **ACCOUNTANT, **line)
    assert anomaly(paid, "OUTSIDE_MANDATE_PERIOD").facts["outside"] == ["2019-09"]


# What the money is for -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outside", "rule", "label"),
    [
        ({"service": "8208204"}, "mandate.covers-service", "OUTSIDE_MANDATE"),
        ({"orps": ["5105", "5107"]}, "mandate.covers-territory", "OUTSIDE_TERRITORY"),
        ({"months": ["2018-12"]}, "mandate.months-of-its-year", ""),
        ({"year": 2017, "months": ["2017-12"]}, "mandate.covers-period", "OUTSIDE_MANDATE_PERIOD"),
        ({"year": 2021, "months": ["2021-01"]}, "mandate.covers-period", "OUTSIDE_MANDATE_PERIOD"),
    ],
)
def test_what_lies_outside_is_refused_to_us_and_noted_of_the_bank(
    office: Office, outside: dict[str, Any], rule: str, label: str
) -> None:
    """For a month of another year than the stated one nothing can be recorded at all: that is arithmetic."""
    number = entrusted(office, LIVING)
    office.it_is("2018-01-15")
    said: dict[str, Any] = {"year": 2019, "service": LIVING, "amount": "100.00 CZK", "reference": "S-1"} | outside
    assert rule in office.refused("mandate.commit-compensation", number, **APPROVER, **said).codes
    line = said | {"movement": "m-1"}
    if label:
        paid = office.do("mandate.record-compensation-payment", number, **ACCOUNTANT, **line)
        assert label in codes(paid)
    else:
        refusal = office.refused("mandate.record-compensation-payment", number, **ACCOUNTANT, **line)
        assert refusal.codes == (rule,)
