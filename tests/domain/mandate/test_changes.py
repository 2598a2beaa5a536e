"""What changes a mandate while it lasts: its legal basis, its words, its time, and what it stands on."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.money import czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from domain.mandate.payloads import Decision
from tests.domain.mandate.stories import (
    DECISIONS,
    ELEMENTS,
    NUMBER,
    SISTER_NUMBER,
    START,
    add_sister,
    ceilings,
    commit,
    entrusted,
    entry,
    files,
    issue,
    issued,
    made,
    pay,
    project,
    propose,
    proposed,
    service,
    two_services,
)
from tests.spec import given

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED
NEW_WORDS = {"mechanism": "vyrovnávací platba na jednotku"}


# The legal basis -----------------------------------------------------------------------------------------------------


def migrate(decision: str, **fields: Any) -> asked.MigrateLegalBasis:
    return made(asked.MigrateLegalBasis, decision=decision, act="dodatek 1", **fields)


def old_mandate(**changed: Any) -> Any:
    """Issued under the Decision of 2005 for 2010 to 2014, without the words that it did not ask for."""
    words = {name: said for name, said in ELEMENTS.items() if name != "mechanism"}
    five_years = {"start": "2010-01-01", "end": "2014-12-31"}
    return issued("2005/842/EC", **{"elements": words, "period": five_years} | changed)


def test_a_mandate_is_brought_under_a_later_decision_with_the_words_that_it_asks_for() -> None:
    story = old_mandate()
    story.when(migrate("2012/21/EU"), on="2012-06-01").then_refused("mandate.article-4-complete")
    command = migrate("2012/21/EU", elements=NEW_WORDS)
    story = story.when(command, on="2012-06-01").then_notes()
    story.then(events.MandateLegalBasisMigrated.of(command, from_decision="2005/842/EC"))
    days = [date(2012, 5, 31), date(2012, 6, 1)]
    assert [story.state.decision_on(day) for day in days] == ["2005/842/EC", "2012/21/EU"]
    assert [words.mechanism for _, words in story.state.elements] == [None, NEW_WORDS["mechanism"]]


def test_a_mandate_is_never_brought_under_an_earlier_decision_or_the_same() -> None:
    issued().when(migrate("2012/21/EU"), on="2018-06-01").then_refused("mandate.later-decision")
    issued("2025/2630").when(migrate("2012/21/EU"), on="2026-06-01").then_refused("mandate.later-decision")


def test_a_mandate_is_not_brought_under_a_decision_that_is_not_there_yet() -> None:
    issued().when(migrate("2025/2630"), on="2018-06-01").then_refused("mandate.legal-basis-still-applies")
    nine = issued(period={"start": "2018-01-01", "end": "2026-12-31"})
    nine.when(migrate("2025/2630"), on="2025-12-19").then_notes()


@pytest.mark.parametrize(("on", "applies"), [("2014-01-31", True), ("2014-02-01", False)])
def test_nothing_is_committed_on_a_decision_that_was_outlived(on: str, applies: bool) -> None:
    """Two years after the Decision of 2012 came, a mandate under that of 2005 must have been migrated."""
    story = old_mandate(compensations=({"year": 2014, "compensation": czk(1_000_000)},))
    committed = story.when(commit(2014, 1), on=on)
    paid = story.when(pay("1", 2014, 1), on=on)
    if applies:
        committed.then_notes()
        paid.then_notes()
    else:
        committed.then_refused("mandate.legal-basis-still-applies")
        paid.then_notes("OUTLIVED_LEGAL_BASIS")
        migrated = paid.when(migrate("2012/21/EU", elements=NEW_WORDS), on="2014-03-01")
        migrated.then_notes().then_closes("OUTLIVED_LEGAL_BASIS")
        migrated.when(commit(2014, 1), on="2014-03-02").then_notes()


# Amendments ----------------------------------------------------------------------------------------------------------


def amend(**fields: Any) -> asked.AmendMandate:
    return made(asked.AmendMandate, **{"amendment": "1"} | fields)


@pytest.mark.parametrize("amount", ["0", "-0.5"])
def test_nobody_is_entrusted_with_less_than_some_capacity(amount: str) -> None:
    """Nor is a service proposed or added with so much, nor does an old paper state it."""
    capacities = ({"form": "T", "unit": "FTE", "amount": amount},)
    code, day = "mandate.capacity-positive", "2019-03-01"
    issued().when(amend(services=({"capacities": capacities},)), on=day).then_refused(code)
    given(Mandate, others=files()).when(propose(capacities=capacities), on=day).then_refused(code)
    proposed().when(add_sister(capacities=capacities), on=day).then_refused(code)
    old = made(asked.TakeOverMandate, services=({"registration": NUMBER, "capacities": capacities},))
    given(Mandate).when(old, on=day).then_refused(code)


def test_an_amendment_changes_what_it_says_from_its_day() -> None:
    change = {"service": NUMBER, "orps": ("5105",), "capacities": ({"form": "T", "unit": "FTE", "amount": "3"},)}
    command = amend(services=(change,), is_carry_over_allowed=False, elements={"content": "nový obsah"})
    story = issued().when(command, on="2019-03-01").then(events.MandateAmended.of(command))
    state = story.state
    before, after = date(2019, 2, 28), date(2019, 3, 1)
    assert [state.covers("43", "5102", day) for day in (before, after)] == [YES, NO]
    assert [state.is_carry_over_allowed.on(day) for day in (before, after)] == [True, False]
    assert [held.content if (held := state.elements.on(day)) else None for day in (before, after)] == [
        ELEMENTS["content"],
        "nový obsah",
    ]
    capacities = state.services[NUMBER].capacities
    assert [len(capacities.on(day) or ()) for day in (before, after)] == [0, 1]


def test_money_for_a_year_may_be_for_any_territory_that_the_year_had() -> None:
    """Frýdlant was entrusted until February 2019."""
    narrower = amend(services=({"service": NUMBER, "orps": ("5105",)},))
    story = entrusted().when(narrower, on="2019-03-01").then_notes()
    for year, notes in ((2018, ()), (2019, ()), (2020, ("OUTSIDE_TERRITORY",))):
        story.when(pay("1", year, 1, orps=("5102",)), on=f"{year}-12-01").then_notes(*notes)


def test_an_amendment_may_state_other_compensation_payments() -> None:
    story = entrusted().when(amend(compensations=ceilings(crowns=900_000, years=2)), on="2018-05-01").then_notes()
    assert [story.state.compensation(year) for year in (2018, 2019, 2020)] == [czk(900_000)] * 2 + [czk(1_000_000)]


def test_an_older_amendment_that_turns_up_later_still_says_what_it_said() -> None:
    """From March the control is another, from June the review; that of March was recorded last and holds on."""
    story = issued().when(amend(amendment="2", elements={"review": "ročně"}), on="2018-06-01").then_notes()
    story = story.when(amend(amendment="1", elements={"control": "pololetně"}), on="2018-03-01").then_notes()
    words = [story.state.elements.on(date(2018, month, 28)) for month in (2, 4, 7)]
    before, then, last = (one for one in words if one is not None)
    assert (then.control, then.review) == ("pololetně", before.review)
    assert (last.control, last.review) == ("pololetně", "ročně")


def test_an_amendment_may_not_empty_an_element_of_article_4() -> None:
    story = issued().when(amend(elements={"recovery": " "}), on="2019-03-01")
    story.then_refused("mandate.article-4-complete")


def test_an_amendment_says_something_once_about_services_of_the_mandate() -> None:
    story = issued()
    story.when(amend(), on="2019-03-01").then_refused("mandate.says-something-new")
    story.when(amend(services=({"service": NUMBER},)), on="2019-03-01").then_refused("mandate.says-something-new")
    foreign = amend(services=({"service": SISTER_NUMBER, "orps": ("5105",)},))
    story.when(foreign, on="2019-03-01").then_refused("mandate.service-entrusted")
    amended = story.when(amend(is_carry_over_allowed=False), on="2019-03-01").then_notes()
    amended.when(amend(is_carry_over_allowed=True), on="2019-04-01").then_refused("mandate.amendment-once")
    proposed().when(amend(is_carry_over_allowed=False), on="2017-12-01").then_refused("mandate.issued-first")


@pytest.mark.parametrize(("on", "lasts"), [("2020-12-31", True), ("2021-01-01", False)])
def test_only_a_mandate_that_lasts_is_amended(on: str, lasts: bool) -> None:
    story = issued().when(amend(is_carry_over_allowed=False), on=on)
    if lasts:
        story.then_notes()
    else:
        story.then_refused("mandate.amended-while-it-lasts")


# Prolongation --------------------------------------------------------------------------------------------------------


def prolong(last_day: str, **fields: Any) -> asked.ProlongMandate:
    return made(asked.ProlongMandate, last_day=last_day, act="dodatek 2", **fields)


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_mandate_is_prolonged_while_it_lasts_to_a_later_day(decision: Decision) -> None:
    year = START[decision]
    story = issued(decision)
    command = prolong(f"{year + 3}-12-31")
    prolonged = story.when(command, on=f"{year + 2}-12-31").then(events.MandateProlonged.of(command))
    assert prolonged.state.is_valid_on(date(year + 3, 12, 31)) is YES
    story.when(command, on=f"{year + 3}-01-01").then_refused("mandate.amended-while-it-lasts")
    story.when(prolong(f"{year + 2}-12-31"), on=f"{year + 2}-06-01").then_refused("mandate.later-last-day")
    prolonged.when(command, on=f"{year + 3}-06-01").then_refused("mandate.later-last-day")


@pytest.mark.parametrize("decision", ["2012/21/EU", "2025/2630"])
def test_prolongations_count_to_the_ten_years(decision: Decision) -> None:
    """From the first day of the mandate to the new last one."""
    year = START[decision]
    story = issued(decision)
    story.when(prolong(f"{year + 9}-12-31"), on=f"{year + 2}-06-01").then_notes()
    longer = prolong(f"{year + 10}-01-01")
    story.when(longer, on=f"{year + 2}-06-01").then_refused(
        "mandate.at-most-ten-years", *(["mandate.within-plan-or-project"] if year + 10 > 2035 else [])
    )


def test_an_investment_reason_is_given_once() -> None:
    story = issued().when(prolong("2028-12-31", investment_reason="dům"), on="2019-06-01").then_notes()
    story.when(prolong("2029-12-31"), on="2019-07-01").then_notes()


def test_a_mandate_is_prolonged_into_the_next_plan_only_where_that_is_approved() -> None:
    """The plans end on 31 December 2020, 2023 and 2026."""
    story = proposed(project=None).when(issue(), on="2017-12-19").then_notes()
    story.when(prolong("2023-12-31"), on="2020-12-15").then_notes()
    story.when(prolong("2024-01-01"), on="2020-12-15").then_refused("mandate.within-plan-or-project")


def test_a_prolongation_stays_within_the_project_and_asks_again_what_the_mandate_stands_on() -> None:
    story = proposed(others=files(project=project(end="2021-06-30"))).when(issue(), on="2017-12-19")
    story.when(prolong("2021-06-30"), on="2020-06-01").then_notes()
    story.when(prolong("2021-07-01"), on="2020-06-01").then_refused("mandate.within-plan-or-project")
    ended = proposed(others=files(service=service(ended_on="2020-06-01"), entry=entry(last_day="2020-05-31")))
    ended = ended.when(issue(), on="2017-12-19").then_notes()
    ended.when(prolong("2021-12-31"), on="2020-05-31").then_notes()
    ended.when(prolong("2021-12-31"), on="2020-06-01").then_refused(
        "mandate.service-registered", "mandate.service-in-network"
    )


# Suspension ----------------------------------------------------------------------------------------------------------

SUSPEND = made(asked.SuspendMandate, grounds="šetření stížnosti")
RESUME = made(asked.ResumeMandate)


def test_a_suspended_mandate_is_not_valid_until_it_is_resumed() -> None:
    story = entrusted().when(SUSPEND, on="2018-04-01").then(events.MandateSuspended.of(SUSPEND))
    story = story.when(RESUME, on="2018-06-01").then(events.MandateResumed.of(RESUME))
    days = [date(2018, 3, 31), date(2018, 4, 1), date(2018, 5, 31), date(2018, 6, 1)]
    assert [story.state.is_valid_on(day) for day in days] == [YES, NO, NO, YES]


def test_nothing_is_committed_or_paid_while_it_is_suspended() -> None:
    story = entrusted().when(SUSPEND, on="2018-04-01")
    story.when(commit(2018, 1), on="2018-04-01").then_refused("mandate.not-suspended")
    story.when(pay("1", 2018, 1), on="2018-04-01").then_notes("MANDATE_SUSPENDED")
    story.when(commit(2018, 1), on="2018-03-31").then_notes()


def test_only_what_holds_is_suspended_and_only_what_is_suspended_resumed() -> None:
    story = issued()
    story.when(RESUME, on="2018-04-01").then_refused("mandate.suspension-changes-something")
    suspended = story.when(SUSPEND, on="2018-04-01")
    suspended.when(SUSPEND, on="2018-04-02").then_refused("mandate.suspension-changes-something")
    proposed().when(SUSPEND, on="2018-04-01").then_refused("mandate.issued-first")


# What it stands on ---------------------------------------------------------------------------------------------------


def loss(precondition: str, **fields: Any) -> asked.RecordPreconditionLoss:
    return made(asked.RecordPreconditionLoss, precondition=precondition, **fields)


def restored(precondition: str, **fields: Any) -> asked.RecordPreconditionRestored:
    return made(asked.RecordPreconditionRestored, precondition=precondition, **fields)


@pytest.mark.parametrize(
    ("precondition", "label", "rule"),
    [
        ("registration", "MANDATE_WITHOUT_REGISTRATION", "mandate.service-registered"),
        ("network entry", "MANDATE_OUTSIDE_NETWORK", "mandate.service-in-network"),
    ],
)
def test_a_later_loss_is_an_anomaly_and_no_new_money_is_committed(precondition: str, label: str, rule: str) -> None:
    """The mandate stays valid; what is committed anew needs a reason and a second person."""
    story = entrusted().when(loss(precondition), on="2018-06-01").then_notes(label)
    story.then(events.PreconditionLost.of(loss(precondition)))
    assert story.state.is_valid_on(date(2018, 6, 1)) is YES
    story.when(commit(2018, 1), on="2018-06-01").then_refused(rule)
    story.when(commit(2018, 1), on="2018-06-01", waived=(rule,)).then_notes()
    story.when(commit(2018, 1), on="2018-05-31").then_notes()
    story.when(loss(precondition), on="2018-07-01").then_refused("mandate.says-something-new")
    story = story.when(restored(precondition), on="2018-08-01").then_closes(label).then_open()
    story.then(events.PreconditionRestored.of(restored(precondition)))
    story.when(commit(2018, 1), on="2018-08-01").then_notes()
    story.when(restored(precondition), on="2018-09-01").then_refused("mandate.says-something-new")


def test_the_loss_of_one_service_is_not_mended_by_the_other() -> None:
    story = two_services().when(loss("registration", service=NUMBER), on="2018-06-01")
    story = story.when(loss("registration", service=SISTER_NUMBER), on="2018-06-02")
    story = story.when(restored("registration", service=NUMBER), on="2018-07-01")
    story.then_open("MANDATE_WITHOUT_REGISTRATION")
    assert story.state.has_lost("registration", SISTER_NUMBER, date(2018, 7, 1))
    assert not story.state.has_lost("registration", NUMBER, date(2018, 7, 1))


def test_a_loss_names_its_service_where_there_are_several() -> None:
    """Which service of several is meant is not guessed."""
    two_services().when(loss("registration"), on="2018-06-01").then_refused("mandate.service-entrusted")
    foreign = loss("registration", service="8208204")
    issued().when(foreign, on="2018-06-01").then_refused("mandate.service-entrusted")
