"""What old records say of the network is taken as they say it; corrections and the card of a day."""

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import release, take
from domain.kernel.region import RegionAsWritten
from domain.network_entry import commands, events
from domain.network_entry.network_entry import NetworkEntry
from domain.network_entry.payloads import Ground
from tests.domain.methodology.examples import made
from tests.domain.network_entry.examples import (
    FIELD_FTE,
    INCLUDED,
    NEXT_PLAN,
    PROJECT,
    PROJECT_NUMBER,
    SERVICE,
    SHARES,
    files,
    include,
    included,
    registered_service,
)
from tests.spec import THIS, Story, given, inferred

LIBERECKO = RegionAsWritten.read("Liberecko")
VALIDITY = "od 1.10.2009 do 31.11.2012"


def take_over(**known: Any) -> commands.TakeOverNetworkEntry:
    return made(commands.TakeOverNetworkEntry, target=THIS, **known)


def taken_over(*, on: str | None = None, **known: Any) -> Story[NetworkEntry]:
    return given(NetworkEntry, others=files()).when(take_over(**known), on=on)


# Taken over -------------------------------------------------------------------------------------------------------


def test_old_standing_is_recorded_with_what_is_known() -> None:
    story = taken_over(registration_number="3596108", region=LIBERECKO, validity=VALIDITY, project=PROJECT, level="1")
    story.then_notes("IMPOSSIBLE_DATE")
    state = story.state
    assert state.region is not None
    assert state.region.raw == "Liberecko"
    assert (state.financing.on(date(2010, 1, 1)), state.capacities_on(date(2010, 1, 1))) == (None, ())
    assert state.capacity(Form.FIELD, CapacityUnit.FTE).on(date(2010, 1, 1)) is None
    event = story.entries[0].event
    assert list(event.claims()) == [take("network-entry", f"3596108 {PROJECT_NUMBER}")]


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2009, 9, 30), Answer.NO),
        (date(2009, 10, 1), Answer.YES),
        (date(2012, 10, 31), Answer.YES),
        (date(2012, 11, 15), Answer.CANNOT_BE_DECIDED),
        (date(2013, 1, 1), Answer.NO),
    ],
)
def test_old_standing_answers_within_every_reading_of_its_words(day: date, answer: Answer) -> None:
    assert taken_over(registration_number="3596108", validity=VALIDITY).state.included_on(day) is answer


def test_old_standing_without_any_period_cannot_be_decided() -> None:
    state = taken_over(service_as_written="PSB Liberecko").state
    assert state.included_on(date(2010, 1, 1)) is Answer.CANNOT_BE_DECIDED
    assert state.inferred == frozenset()


def test_old_standing_from_a_known_day_is_none_before_it_and_undecided_after() -> None:
    state = taken_over(on="2018-04-01", service=SERVICE).state
    assert state.included_on(date(2018, 3, 31)) is Answer.NO
    assert state.included_on(date(2018, 4, 1)) is Answer.CANNOT_BE_DECIDED


def test_old_standing_of_nobody_is_refused() -> None:
    taken_over(region=LIBERECKO).then_refused("network-entry.identified")
    taken_over(section="43").then_notes()


def test_old_standing_a_second_time_is_refused() -> None:
    command = take_over(registration_number="3596108")
    given(NetworkEntry, others=files()).when(command).when(command).then_refused("network-entry.opened-once")


def test_number_of_another_service_is_refused_even_in_old_records() -> None:
    taken_over(service=SERVICE, registration_number="5563434").then_refused("network-entry.number-of-service")
    taken_over(service=SERVICE, registration_number="3596108").then_notes()


def test_old_standing_of_an_unregistered_service_is_taken_with_an_anomaly() -> None:
    """Registered from 2015, in the network from 2014: both papers are kept, and somebody has to look at them."""
    taken_over(on="2014-01-01", service=SERVICE).then_notes("NOT_REGISTERED")
    taken_over(on="2015-01-01", service=SERVICE).then_notes()


def test_arithmetic_holds_in_old_records_too() -> None:
    half = ({"orp": "5105", "share": "1/2"},)
    taken_over(section="43", orp_shares=half).then_refused("network-entry.shares-sum")
    taken_over(section="43", orp_shares=SHARES).then_notes()
    nothing = (FIELD_FTE.model_dump() | {"amount": 0},)
    taken_over(section="43", capacities=nothing).then_refused("network-entry.capacity-positive")


def test_what_was_concluded_from_elsewhere_is_marked() -> None:
    story = given(NetworkEntry, others=files())
    story = story.when(take_over(section="43", financing="esf"), inferred=(inferred("financing", "an ESF project"),))
    assert story.state.inferred == {"financing"}


def test_act_on_an_old_standing_cannot_be_decided_unless_somebody_stands_up_for_it() -> None:
    change = made(commands.ChangeLevel, target=THIS, level="2", resolution="150/19/ZK")
    story = taken_over(service=SERVICE)
    refused = story.when(change, on="2019-07-01")
    refused.then_refused("network-entry.included-on-day")
    assert refused.refusal is not None
    assert refused.refusal.violations[0].is_undecided
    story.when(change, on="2019-07-01", reason="x", waived=["network-entry.included-on-day"]).then_notes()


def test_capacity_of_an_old_standing_without_a_linked_service_cannot_be_changed() -> None:
    change = made(commands.ChangeCapacity, target=THIS, capacities=(FIELD_FTE,), resolution="150/19/ZK")
    story = taken_over(section="43", validity="od 1.1.2018 do 31.12.2020")
    story.when(change, on="2019-07-01").then_refused("network-entry.service-registered")
    link = commands.LinkRegistration(target=THIS, service=SERVICE)
    story.when(link, on="2019-06-01").when(change, on="2019-07-01").then_notes()


def test_old_standing_may_be_prolonged() -> None:
    story = taken_over(service=SERVICE, validity="od 1.1.2018 do 31.12.2020")
    fields = {"last_day": "2023-12-31", "plan": NEXT_PLAN, "resolution": "194/20/ZK"}
    story = story.when(made(commands.ProlongInclusion, target=THIS, **fields), on="2021-01-01")
    story.then_notes()
    days = (date(2017, 12, 31), date(2020, 12, 31), date(2021, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    yes, no = Answer.YES, Answer.NO
    assert [story.state.included_on(day) for day in days] == [no, yes, yes, yes, no]


def test_new_standing_around_an_old_one_is_refused() -> None:
    """The old days lie inside the new ones, which begin before and end after them."""
    story = taken_over(service=SERVICE, validity="od 1.1.2019 do 31.3.2019")
    urgent = include().model_dump(exclude={"target", "intention", "project", "tender", "lot", "plan"})
    command = made(commands.GrantUrgentInclusion, target=THIS, **urgent)
    story.when(command, on="2018-06-01", reason="x").then_refused("network-entry.not-included-already")
    story.when(command, on="2019-04-01", reason="x").then_notes()


# Corrected --------------------------------------------------------------------------------------------------------


def correct(number: int, story: Story[NetworkEntry], **changed: Any) -> CorrectEntry:
    """The entry of that number with other fields."""
    entry = story.entries[number]
    data = entry.event.model_dump(mode="json", exclude_none=True) | changed
    return made(CorrectEntry, target=THIS, entry=entry.event_id, data=data)


def test_corrected_number_gives_the_wrong_one_back() -> None:
    story = taken_over(registration_number="5563434")
    corrected = story.when(correct(0, story, registration_number="3596108"), reason="typing error")
    assert corrected.decision is not None
    changes = list(corrected.decision.findings[0].event.claims())
    assert changes == [release("network-entry", "5563434"), take("network-entry", "3596108")]
    assert corrected.state.registration_number == "3596108"


def test_correction_keeps_the_arithmetic() -> None:
    story = included()
    half = [{"orp": "5105", "share": "1/2"}]
    story.when(correct(2, story, orp_shares=half), on="2018-01-01", reason="x").then_refused("network-entry.shares-sum")
    negative = [FIELD_FTE.model_dump(mode="json") | {"amount": "-1"}]
    story.when(correct(2, story, capacities=negative), on="2018-01-01", reason="x").then_refused(
        "network-entry.capacity-not-negative"
    )
    nothing = [FIELD_FTE.model_dump(mode="json") | {"amount": "0"}]
    story.when(correct(2, story, capacities=nothing), on="2018-01-01", reason="x").then_refused(
        "network-entry.capacity-remains"
    )
    story.when(correct(2, story, last_day="2017-01-01"), on="2018-01-01", reason="x").then_refused(
        "network-entry.ends-after-start"
    )


def test_correction_that_breaks_a_rule_leaves_an_anomaly_until_it_is_corrected_again() -> None:
    story = included()
    wrong = story.when(correct(2, story, last_day="2021-06-30"), on="2018-01-01", reason="as printed")
    wrong.then_notes("OUTSIDE_PLAN_PERIOD").then_open("OUTSIDE_PLAN_PERIOD")
    right = wrong.when(correct(2, story), on="2018-01-01", reason="misread")
    right.then_closes("OUTSIDE_PLAN_PERIOD").then_open()


def test_correction_after_the_service_left_looks_at_its_standing_all_the_same() -> None:
    story = included(("2019-07-01", made(events.ServiceExcluded, ground="OWN_REQUEST", resolution="150/19/ZK")))
    wrong = story.when(correct(2, story, last_day="2021-06-30"), on="2018-01-01", reason="as printed")
    wrong.then_notes("OUTSIDE_PLAN_PERIOD")
    assert wrong.state.included_on(date(2019, 7, 1)) is Answer.NO


def test_correction_to_the_resolution_of_another_body_leaves_an_anomaly() -> None:
    story = included()
    by_council = correct(2, story, resolution="7/17/RK")
    story.when(by_council, on="2018-01-01", reason="x").then_notes("NOT_APPROVED_BY_COMPETENT_BODY")


def test_urgent_inclusion_by_the_council_stays_in_order_when_it_is_corrected() -> None:
    urgent = INCLUDED.fields() | {"resolution": "7/18/RK", "resolved_on": None}
    kept = {name: value for name, value in urgent.items() if name in events.UrgentInclusionGranted.model_fields}
    event = made(events.UrgentInclusionGranted, **kept | {"plan": None})
    story = given(NetworkEntry, ("2018-03-05", event), others=files())
    story.when(correct(0, story, level="3"), on="2018-03-05", reason="x").then_notes()


def test_corrected_validity_is_noted_anew() -> None:
    story = taken_over(section="43", validity=VALIDITY)
    story.then_open("IMPOSSIBLE_DATE")
    read = {"raw": "od 1.10.2009 do 30.11.2012", "start": {"raw": "1.10.2009", "parsed": "2009-10-01"}}
    read |= {"end": {"raw": "30.11.2012", "parsed": "2012-11-30"}}
    corrected = story.when(correct(0, story, validity=read), reason="the original was found")
    corrected.then_closes("IMPOSSIBLE_DATE").then_open()


def test_inclusion_that_is_taken_back_never_was() -> None:
    story = included()
    take_back = TakeBackEntry(target=THIS, entry=story.entries[2].event_id)
    state = story.when(take_back, on="2018-01-01", reason="wrong file").state
    assert state.included_on(date(2018, 1, 1)) is Answer.NO
    assert state.intentions["2017-03"].outcome is None


# Shown ------------------------------------------------------------------------------------------------------------


def test_card_shows_the_standing_of_that_day() -> None:
    card = included().state.card(date(2019, 1, 1))
    assert card["included"] is Answer.YES
    assert card["capacities"] == (FIELD_FTE,)
    assert card["orp_shares"] == SHARES
    assert (card["ground"], card["last_day"], card["since"]) == (Ground.PLAN, date(2020, 12, 31), date(2018, 1, 1))
    assert card["project"] is None
    assert [(one["outcome"], str(one["points"])) for one in card["intentions"]] == [("included", "25.5")]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2017, 2, 28), []),
        (date(2017, 4, 30), [(None, None)]),
        (date(2017, 5, 1), [(25.5, None)]),
        (date(2017, 12, 31), [(25.5, None)]),
        (date(2018, 1, 1), [(25.5, "included")]),
    ],
)
def test_card_tells_of_an_intention_what_had_become_of_it_by_that_day(day: date, told: list[Any]) -> None:
    assert [(one["points"], one["outcome"]) for one in included().state.card(day)["intentions"]] == told


def test_card_tells_what_municipalities_had_said_by_that_day() -> None:
    said = made(events.MunicipalStatementReceived, municipality="x", subject="need", is_supporting=True)
    state = included(("2018-05-01", said)).state
    (statement,) = state.card(date(2018, 5, 1))["statements"]
    assert (statement["municipality"], statement["is_supporting"]) == ("x", True)
    assert state.card(date(2018, 4, 30))["statements"] == ()


def test_card_of_a_file_without_a_standing_shows_that_nothing_is_known() -> None:
    card = given(NetworkEntry).state.card(date(2019, 1, 1))
    assert card["included"] is Answer.NO
    assert {card[name] for name in ("service", "ground", "last_day", "level", "financing", "resolution")} == {None}


def test_service_of_the_examples_is_the_one_that_is_claimed() -> None:
    assert registered_service().registration_number == INCLUDED.fields()["registration_number"]
