"""From the proposal to the acceptance: what each step records, what it refuses, what it does the second time."""

from datetime import date
from typing import Any

import pytest

from domain.contract.contract import Contract
from domain.contract.events import ContractConcluded, ContractVoidedForNonPublication
from domain.kernel.answer import Answer
from domain.kernel.calendar import years_after
from domain.kernel.ids import take
from domain.kernel.money import czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import CarryOverRule, Decision
from tests.domain.mandate.stories import (
    CONTRACT,
    DECISIONS,
    ELEMENTS,
    ENTRY,
    NUMBER,
    PROJECT,
    SERVICE,
    SISTER,
    SISTER_ENTRY,
    SISTER_NUMBER,
    START,
    add_sister,
    ceilings,
    entry,
    files,
    issue,
    issued,
    made,
    project,
    propose,
    proposed,
    service,
)
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story, given

ISSUE_DAY = "2017-12-19"

# The proposal --------------------------------------------------------------------------------------------------------


def test_a_proposal_keeps_the_number_and_section_of_the_registered_service() -> None:
    """What was read in the service's own file stands in the event."""
    story = proposed().then(events.MandateProposed.of(propose(), registration=NUMBER, section="43"))
    (one,) = story.state.services.values()
    assert (one.key, one.section, one.orps.on(date(2018, 1, 1))) == (NUMBER, "43", ("5105", "5102"))
    assert list(story.entries[0].event.claims()) == [take("mandate-number", "PO-2018-012")]
    assert list(Mandate.keys("  PO-2018  012 ")) == [("mandate-number", "PO-2018 012")]


def test_a_mandate_is_proposed_once() -> None:
    proposed().when(propose(), on="2017-11-02").then_refused("mandate.opened-once")


def test_a_proposal_without_a_number_takes_none() -> None:
    assert list(proposed(number=None).entries[0].event.claims()) == []


def test_a_proposal_needs_its_day() -> None:
    given(Mandate, others=files()).when(propose()).then_refused("mandate.day-known")


def test_a_service_is_named_by_its_number_or_as_its_paper_writes_it() -> None:
    nameless = propose(service=None, network_entry=None)
    given(Mandate, others=files()).when(nameless, on="2017-11-01").then_refused("mandate.service-identified")
    written = propose(service=None, network_entry=None, name_as_written="PSB Frýdlant")
    story = given(Mandate, others=files()).when(written, on="2017-11-01").then_notes()
    assert list(story.state.services) == ["PSB Frýdlant"]


def test_a_stated_number_must_be_that_of_the_linked_service() -> None:
    story = given(Mandate, others=files())
    story.when(propose(registration=SISTER_NUMBER), on="2017-11-01").then_refused("mandate.service-as-registered")
    story.when(propose(registration=NUMBER), on="2017-11-01").then_notes()


def test_the_network_entry_must_be_that_of_the_service() -> None:
    story = given(Mandate, others=files())
    wrong = propose(network_entry=SISTER_ENTRY)
    story.when(wrong, on="2017-11-01").then_refused("mandate.network-entry-of-service")


def test_further_services_are_added_before_the_issue_and_once() -> None:
    story = proposed().when(add_sister(), on="2017-11-02")
    story.then(events.ServiceAdded.of(add_sister(), registration=SISTER_NUMBER, section="67"))
    assert list(story.state.services) == [NUMBER, SISTER_NUMBER]
    story.when(add_sister(), on="2017-11-03").then_refused("mandate.service-once")
    issued().when(add_sister(), on="2018-01-02").then_refused("mandate.issued-once")
    given(Mandate, others=files()).when(add_sister(), on="2017-11-02").then_refused("mandate.on-file")


# Article 4 -----------------------------------------------------------------------------------------------------------


def _without(element: str, decision: Decision) -> Story[Mandate]:
    """An issue that lacks one element of Article 4."""
    year = START[decision]
    names = {"exclusive rights": "exclusive_rights", "compensation mechanism": "mechanism"}
    words = {name: said for name, said in ELEMENTS.items() if name != names.get(element, element)}
    act: dict[str, Any] = {"elements": words}
    if element == "duration":
        act["period"] = {"start": f"{year}-01-01"}
    if element == "decision":
        act["decision"] = None
    proposal: dict[str, dict[str, Any]] = {"undertaking": {"provider": None}, "territory": {"orps": ()}}
    story = proposed(decision, **proposal.get(element, {}))
    return story.when(issue(decision, **act), on=f"{year - 1}-12-19")


WORDS = ("content", "exclusive rights", "parameters", "control", "review", "recovery")
OLD_ELEMENTS = (*WORDS, "duration", "undertaking", "territory")
NEW_ELEMENTS = (*OLD_ELEMENTS, "compensation mechanism", "decision")


@pytest.mark.parametrize(
    ("decision", "element"),
    [("2005/842/EC", one) for one in OLD_ELEMENTS]
    + [("2012/21/EU", one) for one in NEW_ELEMENTS]
    + [("2025/2630", one) for one in NEW_ELEMENTS],
)
def test_an_act_without_one_element_of_article_4_is_refused(decision: Decision, element: str) -> None:
    """Each in turn: the refusal names exactly what is missing."""
    story = _without(element, decision).then_refused("mandate.article-4-complete")
    assert story.facts_of("mandate.article-4-complete") == {"missing": [element]}


@pytest.mark.parametrize("element", ["compensation mechanism", "decision"])
def test_the_decision_of_2005_asked_neither_for_the_mechanism_nor_for_a_reference(element: str) -> None:
    story = _without(element, "2005/842/EC").then_notes()
    assert story.state.decision_on(date(2010, 6, 1)) == "2005/842/EC"


def test_an_empty_element_is_missing() -> None:
    """Spaces say nothing."""
    story = proposed().when(issue(elements=ELEMENTS | {"mechanism": "  "}), on=ISSUE_DAY)
    story.then_refused("mandate.article-4-complete")


def test_an_act_that_says_nothing_is_refused_with_everything_that_is_missing() -> None:
    bare = made(asked.IssueMandate, instrument="SEPARATE_ACT", resolution="258/17/ZK")
    story = proposed(provider=None, orps=()).when(bare, on=ISSUE_DAY).then_refused("mandate.article-4-complete")
    assert set(story.facts_of("mandate.article-4-complete")["missing"]) == set(NEW_ELEMENTS)


@pytest.mark.parametrize("decision", DECISIONS)
def test_an_act_with_every_element_is_issued(decision: Decision) -> None:
    story = issued(decision)
    year = START[decision]
    averages = {"2005/842/EC": "the checked year"}
    average = averages.get(decision, "years up to the checked one")
    check_by = years_after(date(year, 1, 1), 3, CZECH_HOLIDAYS)
    rule = made(CarryOverRule, share="1/10", average=average)
    story.then(events.MandateIssued.of(issue(decision), check_by=check_by, rule=rule))
    state = story.state
    assert (state.first_day, state.last_day, state.decision_on(date(year, 1, 1))) == (
        date(year, 1, 1),
        date(year + 2, 12, 31),
        decision,
    )
    assert {one.check_by for one in state.services.values()} == {check_by}


# The instrument ------------------------------------------------------------------------------------------------------


def _contract(*, is_void: bool = False) -> Contract:
    concluded = made(
        ContractConcluded, number="OLP/9001/2018", regime="tender", provider="Domov", maximum=czk(1_000_000)
    )
    story = given(Contract, (ISSUE_DAY, concluded))
    void = made(ContractVoidedForNonPublication, established_on="2018-04-01")
    return (story.happened(void, on=ISSUE_DAY) if is_void else story).state


CLAUSE = {"instrument": "CONTRACT_CLAUSE", "contract": CONTRACT, "clause": "čl. II odst. 1", "resolution": None}


@pytest.mark.parametrize(
    ("fields", "is_complete"),
    [
        ({"instrument": "SEPARATE_ACT"}, True),
        ({"instrument": "SEVERAL_ACTS", "acts": ("259/17/ZK", "KUJI 1/2018")}, True),
        ({"instrument": "SEVERAL_ACTS", "acts": ("259/17/ZK", "259/17/ZK")}, False),
        ({"instrument": "SEVERAL_ACTS", "acts": ("259/17/ZK",)}, False),
        (CLAUSE, True),
        (CLAUSE | {"clause": None}, False),
        (CLAUSE | {"contract": None}, False),
    ],
)
def test_each_instrument_says_where_it_stands(fields: dict[str, Any], is_complete: bool) -> None:
    story = proposed(others=files(contract=_contract())).when(issue(**fields), on=ISSUE_DAY)
    if is_complete:
        story.then_notes()
    else:
        story.then_refused("mandate.instrument-complete")


def test_a_separate_act_needs_a_number() -> None:
    story = proposed(number=None)
    story.when(issue(), on=ISSUE_DAY).then_refused("mandate.instrument-complete")
    numbered = story.when(issue(number="PO-2018-013"), on=ISSUE_DAY).then_notes()
    assert list(numbered.entries[-1].event.claims()) == [take("mandate-number", "PO-2018-013")]
    assert numbered.state.number == "PO-2018-013"


def test_the_number_of_the_proposal_stays() -> None:
    proposed().when(issue(number="PO-2018-099"), on=ISSUE_DAY).then_refused("mandate.number-kept")
    story = proposed().when(issue(number="PO-2018-012"), on=ISSUE_DAY).then_notes()
    assert list(story.entries[-1].event.claims()) == []


def test_a_clause_entrusts_only_in_a_contract_that_is_concluded_and_not_void() -> None:
    """Entrustment by contract clause: the contract is looked at on the day of issue."""
    story = proposed(others=files(contract=_contract())).when(issue(**CLAUSE), on=ISSUE_DAY).then_notes()
    assert (story.state.instrument, story.state.contract, story.state.clause) == (
        "CONTRACT_CLAUSE",
        CONTRACT,
        "čl. II odst. 1",
    )
    void = proposed(others=files(contract=_contract(is_void=True)))
    void.when(issue(**CLAUSE), on=ISSUE_DAY).then_refused("mandate.contract-entrusts")
    draft = proposed(others=files(contract=Contract(CONTRACT)))
    draft.when(issue(**CLAUSE), on=ISSUE_DAY).then_refused("mandate.contract-entrusts")


def test_a_clause_of_a_contract_that_turns_out_void_never_entrusted_anybody() -> None:
    """Void from its conclusion: that is the effective day of the loss."""
    story = proposed(others=files(contract=_contract())).when(issue(**CLAUSE), on=ISSUE_DAY)
    lost = made(asked.RecordPreconditionLoss, precondition="entrusting contract")
    assert story.state.is_valid_on(date(2018, 6, 1)) is Answer.YES
    story = story.when(lost, on=ISSUE_DAY).then_notes("ENTRUSTING_CONTRACT_VOID")
    assert story.state.is_valid_on(date(2018, 6, 1)) is Answer.NO


# The legal basis -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "on", "is_in_force"),
    [
        ("2005/842/EC", "2012-01-30", True),
        ("2005/842/EC", "2012-01-31", False),
        ("2012/21/EU", "2012-01-30", False),
        ("2012/21/EU", "2012-01-31", True),
        ("2012/21/EU", "2025-12-18", True),
        ("2012/21/EU", "2025-12-19", False),
        ("2025/2630", "2025-12-18", False),
        ("2025/2630", "2025-12-19", True),
    ],
)
def test_an_act_refers_to_the_decision_of_its_day(decision: Decision, on: str, is_in_force: bool) -> None:
    year = int(on[:4]) + 1
    act = issue(decision, period={"start": f"{year}-01-01", "end": f"{year}-12-31"})
    story = proposed().when(act, on=on)
    if is_in_force:
        story.then_notes()
    else:
        story.then_refused("mandate.legal-basis-of-its-day")


# By whom, for whom ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resolution", [None, "10/23/VSV/88"])
def test_a_mandate_is_issued_by_a_competent_body(resolution: str | None) -> None:
    story = proposed()
    act = issue(resolution=resolution)
    story.when(act, on=ISSUE_DAY).then_refused("mandate.issued-by-competent-body")
    rule = "mandate.issued-by-competent-body"
    story.when(act, on=ISSUE_DAY, waived=(rule,)).then_notes()
    story.when(act, on=ISSUE_DAY, waived=(rule,), second_person="clerk@").then_refused(rule)
    story.when(issue(resolution="1451/17/RK"), on=ISSUE_DAY).then_notes()


def test_whoever_has_the_service_registered_is_entrusted() -> None:
    stranger = {"name": "Jiný poskytovatel", "ico": "70891508"}
    story = proposed(provider=stranger).when(issue(), on=ISSUE_DAY)
    story.then_refused("mandate.undertaking-provides-service")
    proposed(provider={"name": "Domov bez IČO"}).when(issue(), on=ISSUE_DAY).then_notes()


@pytest.mark.parametrize(("ended_on", "is_registered"), [("2018-01-01", False), ("2018-01-02", True)])
def test_registration_is_tested_on_the_day_of_issue_or_the_first_day(ended_on: str, is_registered: bool) -> None:
    """The effective day of a deregistration is the first without it."""
    story = proposed(others=files(service=service(ended_on=ended_on)))
    issued_story = story.when(issue(), on=ISSUE_DAY)
    if is_registered:
        issued_story.then_notes()
    else:
        issued_story.then_refused("mandate.service-registered")
        story.when(issue(), on=ISSUE_DAY, waived=("mandate.service-registered",)).then_notes()


@pytest.mark.parametrize(("since", "is_included"), [("2018-01-01", True), ("2018-01-02", False)])
def test_the_network_entry_is_tested_on_the_day_of_issue_or_the_first_day(since: str, is_included: bool) -> None:
    story = proposed(others=files(entry=entry(since=since))).when(issue(), on=ISSUE_DAY)
    if is_included:
        story.then_notes()
    else:
        story.then_refused("mandate.service-in-network")


def test_of_a_service_that_is_not_linked_neither_can_be_decided() -> None:
    """An act is refused where a fact that it needs is unknown."""
    story = proposed(service=None, network_entry=None, registration=NUMBER).when(issue(), on=ISSUE_DAY)
    story.then_refused("mandate.service-registered", "mandate.service-in-network")
    assert story.refusal is not None
    assert [violation.is_undecided for violation in story.refusal.violations] == [True, True]


def test_every_service_of_the_mandate_is_tested() -> None:
    lost = files(sister=service(SISTER_NUMBER, section="67", ended_on="2017-06-01"))
    story = proposed(others=lost).when(add_sister(), on="2017-11-02").when(issue(), on=ISSUE_DAY)
    story.then_refused("mandate.service-registered")
    assert story.facts_of("mandate.service-registered")["service"] == SISTER_NUMBER


# From when to when ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "is_before"), [("2018-01-01", True), ("2018-01-02", False)])
def test_one_entrusts_beforehand(on: str, is_before: bool) -> None:
    story = proposed().when(issue(), on=on)
    if is_before:
        story.then_notes()
    else:
        story.then_refused("mandate.not-retroactive")
        proposed().when(issue(), on=on, waived=("mandate.not-retroactive",)).then_notes()


@pytest.mark.parametrize("decision", ["2012/21/EU", "2025/2630"])
def test_a_mandate_lasts_ten_years_at_most_without_an_investment(decision: Decision) -> None:
    year = START[decision]
    on = f"{year - 1}-12-19"
    ten = {"period": {"start": f"{year}-01-01", "end": f"{year + 9}-12-31"}}
    longer = {"period": {"start": f"{year}-01-01", "end": f"{year + 10}-01-01"}}
    story = proposed(decision, others=files(project=project(end="2050-12-31")))
    story.when(issue(decision, **ten), on=on).then_notes()
    story.when(issue(decision, **longer), on=on).then_refused("mandate.at-most-ten-years")
    reason = {"investment_reason": "bytový dům se odpisuje třicet let"}
    story.when(issue(decision, **longer, **reason), on=on).then_notes()


def test_the_decision_of_2005_named_no_longest_time() -> None:
    story = proposed("2005/842/EC").when(
        issue("2005/842/EC", period={"start": "2010-01-01", "end": "2022-12-31"}), on="2009-12-19"
    )
    story.then_notes()


@pytest.mark.parametrize(("end", "is_within"), [("2020-12-31", True), ("2021-01-01", False)])
def test_a_mandate_by_the_plan_ends_with_the_plan_at_the_latest(end: str, is_within: bool) -> None:
    """The medium-term plan 2018–2020."""
    story = proposed(project=None)
    act = issue(period={"start": "2018-01-01", "end": end})
    if is_within:
        story.when(act, on=ISSUE_DAY).then_notes()
    else:
        story.when(act, on=ISSUE_DAY).then_refused("mandate.within-plan-or-project")
        story.when(act, on=ISSUE_DAY, waived=("mandate.within-plan-or-project",)).then_notes()


@pytest.mark.parametrize(("start", "end", "is_within"), [
    ("2018-01-01", "2020-12-31", True), ("2018-01-01", "2020-12-30", False), ("2018-01-02", "2020-12-31", False),
])  # fmt: skip
def test_the_winner_of_a_tender_is_entrusted_for_the_duration_of_the_project(
    start: str, end: str, is_within: bool
) -> None:
    story = proposed(others=files(project=project(start, end))).when(issue(), on=ISSUE_DAY)
    if is_within:
        story.then_notes()
    else:
        story.then_refused("mandate.within-plan-or-project")


def test_without_an_approved_plan_it_cannot_be_decided() -> None:
    story = proposed(project=None).when(
        issue("2025/2630", period={"start": "2027-01-01", "end": "2027-12-31"}), on="2026-12-19"
    )
    story.then_refused("mandate.within-plan-or-project")


# The second time, payments in the act, acceptance --------------------------------------------------------------------


def test_a_mandate_is_issued_once_and_not_before_it_is_proposed() -> None:
    issued().when(issue(), on="2017-12-20").then_refused("mandate.issued-once")
    given(Mandate, others=files()).when(issue(), on=ISSUE_DAY).then_refused("mandate.on-file")
    proposed().when(issue()).then_refused("mandate.day-known")


def test_an_act_may_state_the_compensation_payment_of_its_services() -> None:
    state = issued(compensations=ceilings(crowns=500_000, service=NUMBER)).state
    assert [state.compensation(year) for year in (2017, 2018, 2020, 2021)] == [None, czk(500_000), czk(500_000), None]
    story = proposed()
    foreign = ceilings(service=SISTER_NUMBER)
    story.when(issue(compensations=foreign), on=ISSUE_DAY).then_refused("mandate.service-entrusted")
    negative = ({"year": 2018, "compensation": czk(-1)},)
    story.when(issue(compensations=negative), on=ISSUE_DAY).then_refused("mandate.amounts-not-negative")


def test_the_provider_accepts_once_and_after_the_issue() -> None:
    accept = made(asked.RecordAcceptance, document="ab" * 32)
    proposed().when(accept, on="2017-12-20").then_refused("mandate.issued-first")
    story = issued().when(accept, on="2018-01-03").then(events.MandateAccepted.of(accept))
    assert story.state.accepted_on == date(2018, 1, 3)
    story.when(accept, on="2018-01-04").then_refused("mandate.accepted-once")


# Read by others ------------------------------------------------------------------------------------------------------

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED


def test_a_mandate_is_valid_from_its_first_to_its_last_day() -> None:
    state = issued().state
    days = [date(2017, 12, 31), date(2018, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [state.is_valid_on(day) for day in days] == [NO, YES, YES, NO]
    assert state.is_valid_on(None) is OPEN
    assert proposed().state.is_valid_on(days[1]) is NO


@pytest.mark.parametrize(
    ("section", "orp", "day", "answer"),
    [
        ("43", "5105", date(2018, 1, 1), YES),
        ("§ 43", "5102", date(2020, 12, 31), YES),
        ("67", "5105", date(2019, 1, 1), NO),
        ("43", "5101", date(2019, 1, 1), NO),
        ("43", "5105", date(2021, 1, 1), NO),
        (None, "5105", date(2019, 1, 1), OPEN),
        ("43", None, date(2019, 1, 1), OPEN),
        ("43", "5105", None, OPEN),
    ],
)
def test_cover_asks_for_section_territory_and_day(
    section: str | None, orp: str | None, day: date | None, answer: Answer
) -> None:
    assert issued().state.covers(section, orp, day) is answer


def test_cover_may_be_asked_of_one_service() -> None:
    """Both services are in Liberec, only one is therapy workshops."""
    state = proposed().when(add_sister(), on="2017-11-02").when(issue(), on=ISSUE_DAY).state
    day = date(2018, 1, 1)
    assert state.covers("67", "5105", day) is YES
    assert state.covers("67", "5102", day) is NO
    assert state.covers("67", "5105", day, service=SISTER_NUMBER) is YES
    assert state.covers("67", "5105", day, service=NUMBER) is NO
    assert state.covers("67", "5105", day, service="8208204") is NO


def test_the_commands_at_the_issue_rely_on_the_files_that_the_mandate_stands_on() -> None:
    """A service that is deregistered at the same moment makes the issue decide again."""
    state = proposed().when(add_sister(), on="2017-11-02").state
    assert set(state.relies_on(issue())) == {SERVICE, ENTRY, SISTER, SISTER_ENTRY, PROJECT}
    assert set(state.relies_on(made(asked.RecordAcceptance))) == set()
