"""The start in its three ways, who was there, the opening minutes."""

from datetime import date
from typing import Any

import pytest

from domain.inspection.commands.opening import RecordPresence, TakeOpeningMinutes
from domain.inspection.events.opening import InspectionStarted
from domain.kernel.correction import CorrectEntry
from tests.domain.inspection.stories import (
    AUTHORISED,
    CLIENT,
    CONTROLLER,
    DIRECTOR,
    DOCUMENT,
    EXPERT,
    HEAD,
    ON_SITE,
    STARTED,
    STRANGER,
    authorised,
    inspection,
    made,
    on_site_done,
    opened,
    start,
    taken,
)
from tests.domain.inspection.test_authorisation import notice, notice_delivered
from tests.spec import THIS

NOT_SHOWN = {"shown_to": None, "shown_to_side": None}


# The start ------------------------------------------------------------------------------------------------------------


def test_an_inspection_starts_by_showing_the_authorisation() -> None:
    story = opened()
    story.then(made(InspectionStarted, **{k: v for k, v in start().fields().items() if k != "target"}))
    assert (story.state.started_on, story.state.status.on(date(2026, 2, 2))) == (date(2026, 2, 2), "STARTED")
    story.when(start(), on=ON_SITE).then_refused("inspection.step-once")


def test_an_authorisation_precedes_the_start() -> None:
    """I1, to the day."""
    inspection().when(start(), on=STARTED).then_refused("inspection.authorised-before-start")
    codes = ("inspection.authorised-before-start", "inspection.authorised-on-the-day")
    authorised().when(start(), on="2026-01-11").then_refused(*codes)
    taken(authorised().when(start(), on=AUTHORISED))


def test_who_starts_is_authorised() -> None:
    authorised().when(start(by=STRANGER), on=STARTED).then_refused("inspection.authorised-on-the-day")


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (NOT_SHOWN, ("inspection.authorisation-shown",)),
        ({"shown_to_side": None}, ("inspection.authorisation-shown",)),
        ({"shown_to_side": "OBLIGED"}, ()),
        ({"mode": "ACT_BEFORE_SHOWING"}, ("inspection.first-act-recorded",)),
        ({"mode": "ACT_BEFORE_SHOWING", "document": DOCUMENT}, ()),
        ({"mode": "ACT_BEFORE_SHOWING", "document": DOCUMENT} | NOT_SHOWN, ("inspection.authorisation-shown",)),
        ({"mode": "NOTICE_DELIVERED"} | NOT_SHOWN, ("inspection.start-on-delivery",)),
    ],
)
def test_each_way_of_starting_has_its_evidence(fields: dict[str, Any], codes: tuple[str, ...]) -> None:
    """I2."""
    story = authorised().when(start(**fields), on=STARTED)
    assert (story.refusal.codes if story.refusal else ()) == codes


def test_a_corrected_authorisation_tells_that_the_start_came_before_it() -> None:
    story = opened()
    issued = story.entries[1]
    data = issued.event.model_dump(mode="json", exclude_none=True)
    fix = CorrectEntry(target=THIS, entry=issued.event_id, data=data)
    late = story.when(fix, on=ON_SITE, reason="It was signed later.").then_notes(
        "STARTED_UNAUTHORISED", "NOT_AUTHORISED"
    )
    right = late.when(fix, on=STARTED, reason="It was signed that morning.")
    right.then_closes("STARTED_UNAUTHORISED", "NOT_AUTHORISED").then_open()


def test_a_corrected_delivery_tells_that_the_start_was_not_on_its_day() -> None:
    story = taken(authorised().when(notice(), on="2026-01-15").when(notice_delivered(), on=STARTED))
    story = taken(story.when(start(mode="NOTICE_DELIVERED", **NOT_SHOWN), on=STARTED))
    data: dict[str, Any] = {"delivery": {"way": "LOGIN", "delivered_on": "2026-02-03"}}
    fix = CorrectEntry(target=THIS, entry=story.entries[-2].event_id, data=data)
    story.when(fix, on=STARTED, reason="The log of the box says so.").then_notes("STARTED_OFF_DELIVERY")


def test_a_check_under_the_contract_starts_as_the_contract_says() -> None:
    story = authorised(regime="CONTRACTUAL")
    taken(story.when(start(**NOT_SHOWN), on=STARTED))


def test_nothing_is_done_before_the_start() -> None:
    authorised().when(minutes(), on=STARTED).then_refused("inspection.step-first")
    opened().when(minutes(), on="2026-02-01").then_refused("inspection.after-start")
    taken(opened().when(minutes(), on=STARTED))


# Those present --------------------------------------------------------------------------------------------------------


def present(person: str = DIRECTOR, authority: str = "STATUTORY_BODY", **fields: Any) -> dict[str, Any]:
    return {"person": person, "side": "CONTROLLED", "authority": authority} | fields


def presence(*who: dict[str, Any], key: str = "1", **fields: Any) -> RecordPresence:
    return made(RecordPresence, **{"by": HEAD, "presence": key, "present": who or (present(),)} | fields)


def minutes(*who: str, **fields: Any) -> TakeOpeningMinutes:
    return made(TakeOpeningMinutes, **{"by": HEAD, "document": DOCUMENT, "present": who} | fields)


@pytest.mark.parametrize("authority", ["POWER_OF_ATTORNEY", "GUARDIAN"])
def test_who_acts_for_another_by_a_paper_shows_it(authority: str) -> None:
    opened().when(presence(present(authority=authority)), on=STARTED).then_notes("AUTHORITY_UNPROVED")
    opened().when(presence(present(authority=authority, proof=DOCUMENT)), on=STARTED).then_notes()


def test_a_paper_shown_later_settles_what_was_noted_and_need_not_be_shown_again() -> None:
    agent = present(CLIENT, "POWER_OF_ATTORNEY")
    proved = agent | {"proof": DOCUMENT}
    story = opened().when(presence(agent, present(EXPERT, "GUARDIAN")), on=STARTED).then_notes("AUTHORITY_UNPROVED")
    story = story.when(presence(present(EXPERT, "GUARDIAN"), key="2"), on=STARTED).then_notes("AUTHORITY_UNPROVED")
    story = story.when(presence(proved, key="3"), on=STARTED).then_closes()
    story = story.when(presence(present(EXPERT, "GUARDIAN", proof=DOCUMENT), key="4"), on=STARTED)
    story = story.then_closes("AUTHORITY_UNPROVED", "AUTHORITY_UNPROVED").then_open()
    story.when(presence(agent, key="5"), on=ON_SITE).then_notes()


def test_one_of_two_is_settled_alone() -> None:
    story = opened().when(presence(present(CLIENT, "GUARDIAN")), on=STARTED)
    story = story.when(presence(present(EXPERT, "GUARDIAN"), key="2"), on=STARTED)
    story = story.when(presence(present(EXPERT, "GUARDIAN", proof=DOCUMENT), key="3"), on=STARTED)
    story.then_closes("AUTHORITY_UNPROVED").then_open("AUTHORITY_UNPROVED")


def test_a_correction_that_names_the_paper_settles_it_too() -> None:
    story = opened().when(presence(present(authority="GUARDIAN")), on=STARTED).then_notes("AUTHORITY_UNPROVED")
    data = presence(present(authority="GUARDIAN", proof=DOCUMENT)).model_dump(mode="json", exclude={"target"})
    data = {name: value for name, value in data.items() if value is not None}
    fix = CorrectEntry(target=THIS, entry=story.entries[-1].event_id, data=data)
    story.when(fix, on=STARTED, reason="The paper was there.").then_closes("AUTHORITY_UNPROVED").then_open()


def test_presence_is_recorded_once_and_names_nobody_twice() -> None:
    story = taken(opened().when(presence(), on=STARTED))
    story.when(presence(), on=STARTED).then_refused("inspection.recorded-once")
    opened().when(presence(present(), present()), on=STARTED).then_refused("inspection.named-once")


def test_presence_recorded_by_a_stranger_or_before_the_start_is_kept_and_says_so() -> None:
    opened().when(presence(by=STRANGER), on=STARTED).then_notes("NOT_AUTHORISED")
    opened().when(presence(by=CONTROLLER), on="2026-02-01").then_notes("BEFORE_START")


# The minutes ----------------------------------------------------------------------------------------------------------


def test_minutes_are_taken_once_and_name_those_present() -> None:
    story = taken(opened().when(presence(), on=STARTED))
    story.when(minutes(STRANGER), on=STARTED).then_refused("inspection.minutes-of-those-present")
    story = taken(story.when(minutes(DIRECTOR), on=STARTED))
    assert story.state.minutes_on == date(2026, 2, 2)
    story.when(minutes(), on=STARTED).then_refused("inspection.step-once")


def test_nothing_is_done_after_the_last_control_act() -> None:
    on_site_done().when(minutes(), on="2026-02-28").then_refused("inspection.before-last-act")
    taken(on_site_done().when(minutes(), on="2026-02-27"))
