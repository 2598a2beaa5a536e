"""What a card of an inspection tells on a day."""

from datetime import date
from uuid import UUID

from domain.inspection.card import inspection_card
from domain.inspection.inspection import Inspection
from domain.kernel.period import Period
from tests.domain.inspection import outcomes
from tests.domain.inspection.stories import (
    CONTROLLER,
    EXPERT,
    HEAD,
    ICO,
    ON_SITE,
    SERVICE,
    SUPERIOR,
    authorised,
    declare_complex,
    draw,
    files,
    inspection,
    on_site_done,
    open_checklist,
    opened,
    taken,
)
from tests.domain.inspection.test_authorisation import declare, delivered, invite, notice, request, waive
from tests.domain.inspection.test_checklists import on_device
from tests.domain.inspection.test_conduct import measure, obstructed, recompute, take
from tests.domain.inspection.test_planning import cancel
from tests.domain.inspection.test_sampling import DRAWN, extrapolate, review

DAY = date(2026, 2, 3)


def test_of_a_file_of_which_nothing_is_known_everything_asked_is_none() -> None:
    card = inspection_card(Inspection(UUID(int=1)), DAY)
    assert set(card.values()) == {None}
    assert {"number", "regime", "status", "provider_ico", "started_on", "protocol_by", "ended_on"} <= set(card)


def test_a_plan_says_what_and_why() -> None:
    card = inspection_card(inspection(risk_score=7).state, date(2026, 1, 5))
    assert (card["number"], card["provider_ico"], card["status"]) == ("LK-K 7/2026", ICO, "PLANNED")
    assert (card["services"], card["reason"], card["risk_score"]) == ((SERVICE,), "PLAN", 7)
    assert card["inspected_period"] == Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert card["uses_control_act"] is True
    assert "controllers" not in card
    dropped = inspection_card(taken(inspection().when(cancel(), on="2026-01-10")).state, date(2026, 1, 10))
    assert dropped["cancelled_on"] == date(2026, 1, 10)


def test_the_group_is_shown_by_keys_from_its_day() -> None:
    story = taken(authorised().when(invite(), on="2026-01-20").when(declare(HEAD, has_conflict=True), on="2026-01-20"))
    assert "head" not in inspection_card(story.state, date(2026, 1, 11))
    card = inspection_card(story.state, date(2026, 1, 20))
    assert (card["superior"], card["head"], card["controllers"]) == (SUPERIOR, HEAD, (HEAD, CONTROLLER))
    assert (card["undeclared"], card["biased"], card["invited"]) == (
        (CONTROLLER,),
        {HEAD: "DECLARED"},
        {EXPERT: "accounting"},
    )
    assert "invited" not in inspection_card(story.state, date(2026, 1, 19))


def test_limits_are_told_by_law_and_safely_from_the_last_act_on() -> None:
    story = taken(on_site_done().when(declare_complex(), on="2026-03-02"))
    before, after = (inspection_card(story.state, date(2026, 2, day)) for day in (26, 27))
    assert (before["protocol_by"], before["last_act_on"]) == (None, None)
    assert (after["protocol_by"], after["protocol_by_safely"]) == (date(2026, 4, 28), date(2026, 4, 28))
    assert "complex_on" not in after
    assert inspection_card(story.state, date(2026, 3, 2))["complex_on"] == date(2026, 3, 2)


def test_what_was_prepared() -> None:
    story = taken(authorised().when(request(), on="2026-01-15").when(notice(), on="2026-01-15"))
    story = story.when(delivered(), on="2026-02-02")
    early, late = (inspection_card(story.state, day) for day in (date(2026, 1, 20), date(2026, 2, 3)))
    assert early["documents"]["R1"]["missing"] == ("timesheets", "contracts with clients")
    assert early["documents"]["R1"] | {"overdue": False} == early["documents"]["R1"]
    assert (late["documents"]["R1"]["missing"], late["documents"]["R1"]["overdue"]) == (
        ("contracts with clients",),
        True,
    )
    assert early["notice_on"] == date(2026, 1, 15)
    waived = inspection_card(taken(authorised().when(waive(), on="2026-01-15")).state, date(2026, 1, 15))
    assert waived["notice_waived"] == "PURPOSE_WOULD_FAIL"


def test_what_was_done_on_site() -> None:
    story = opened(inspection(files()))
    for command in (
        open_checklist(),
        on_device("tablet-1", "1", 2),
        measure(),
        recompute(stated={"direct": 90, "favour": 4}),
        take(),
        obstructed(),
        draw(),
    ):
        story = taken(story.when(command, on=ON_SITE))
    card = inspection_card(story.state, DAY)
    assert (card["checklists"]["C"]["answered"], card["checklists"]["C"]["points"]) == (1, 20)
    assert card["checklists"]["C"]["missing"]["A2"] == "CONTRACT_INSPECTED"
    assert str(card["measurements"]["M1"]["difference"]) == "-0.5"
    assert str(card["recomputations"]["T1"]["difference"]) == "9.333333"
    assert card["originals_held"] == {"R1": ("ledger", "diary")}
    assert (card["obstructions"], card["not_sent_yet"]) == (("O1",), {"tablet-1": (1,)})
    assert (card["samples"]["S"]["units"], card["samples"]["S"]["unreviewed"]) == (DRAWN, DRAWN)
    assert "samples" not in inspection_card(story.state, date(2026, 2, 2))


def test_a_concluded_sample_shows_what_follows_for_the_whole() -> None:
    story = taken(opened().when(draw(), on=ON_SITE))
    for unit in DRAWN:
        story = taken(story.when(review(unit), on=ON_SITE))
    shown = inspection_card(taken(story.when(extrapolate(), on=ON_SITE)).state, DAY)["samples"]["S"]
    assert (shown["error_found"].minor, shown["error_projected"].minor, "unreviewed" in shown) == (0, 0, False)


def test_what_came_of_it() -> None:
    story = outcomes.settled()
    card = inspection_card(story.state, date(2026, 4, 30))
    assert set(card["findings"]) == {"F1", "F2"}
    assert card["protocol_versions"][1]["delivered_on"] == date(2026, 3, 19)
    assert card["protocol_versions"][1]["objections_until"] == date(2026, 4, 7)
    assert card["protocol_versions"][1]["objections_until_safely"] == date(2026, 4, 2)
    assert (card["objections"]["N1"]["head_by"], card["objections"]["N1"]["decide_by"]) == (
        date(2026, 4, 17),
        date(2026, 5, 11),
    )
    assert (card["objections"]["N1"]["late"], card["objections"]["N1"]["settled_on"]) == (False, date(2026, 4, 30))
    early = inspection_card(story.state, date(2026, 3, 13))
    assert "objections" not in early
    assert "objections_until" not in early["protocol_versions"][1]


def test_measures_and_the_end() -> None:
    story = outcomes.measured()
    card = inspection_card(story.state, date(2026, 7, 1))
    assert (card["measures"]["M1"]["due"], card["measures"]["M1"]["overdue"]) == (date(2026, 6, 30), True)
    assert inspection_card(story.state, date(2026, 6, 30))["measures"]["M1"]["overdue"] is False
    assert "measures" not in inspection_card(story.state, date(2026, 4, 14))
