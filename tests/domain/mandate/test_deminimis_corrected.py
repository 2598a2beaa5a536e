"""Grants that read differently afterwards: the three years are judged again, the euros and the register follow."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from domain.kernel.calendar import working_days_after
from domain.kernel.correction import CorrectEntry, TakeBackEntry
from domain.kernel.entry import Entry, EntryCorrected
from domain.kernel.money import Money, czk
from domain.mandate import commands as asked
from domain.mandate import events
from domain.mandate.mandate import Mandate
from tests.domain.mandate.stories import NUMBER, SISTER_NUMBER, ceilings, made, pay, two_services
from tests.domain.mandate.test_deminimis import eur, granted, long
from tests.examples_calendar import CZECH_HOLIDAYS
from tests.spec import Story

ABOVE = "DE_MINIMIS_ABOVE_LIMIT"


def entry_of(story: Story[Mandate], name: str) -> Entry:
    """The entry by which the grant was first recorded."""
    found = (e for e in story.entries if isinstance(e.event, events.DeMinimisGranted) and e.event.grant == name)
    return next(found)


def corrected(story: Story[Mandate], name: str, *, on: str | None = None, **changed: Any) -> Story[Mandate]:
    target = entry_of(story, name)
    reads = type(target.event).model_validate(target.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    return story.when(made(CorrectEntry, entry=target.event_id, data=data), on=on, reason="chybný zápis")


def taken_back(story: Story[Mandate], entry: Entry) -> Story[Mandate]:
    return story.when(made(TakeBackEntry, entry=entry.event_id), reason="nebylo")


def above(story: Story[Mandate]) -> set[str]:
    """The grants of which it is noted that they lie above the limit."""
    state = story.state
    return {grant for ref in state.anomalies_of(ABOVE) for grant in state.noted_of_grants[ref]}


def three(*euros: int) -> Story[Mandate]:
    """Grants in three years that count together: one each June from 2018 on."""
    story = long()
    for number, amount in enumerate(euros):
        day = f"{2018 + number}-06-15"
        story = granted(story, f"g{number + 1}", amount, day).then_notes()
    return story


# The limit -----------------------------------------------------------------------------------------------------------


def test_an_old_grant_that_was_higher_puts_a_later_one_above_the_limit() -> None:
    """200 000 + 200 000 + 100 000 are all that is allowed in three fiscal years, to the cent."""
    story = three(200_000, 200_000, 100_000)
    higher = corrected(story, "g1", amount=Money(20_000_001, "EUR")).then_notes(ABOVE)
    facts = higher.facts_of(ABOVE)
    assert (facts["grant"], facts["granted"], facts["asked"], facts["limit"]) == (
        "g3",
        {"currency": "EUR", "minor": 40_000_001},
        {"currency": "EUR", "minor": 10_000_000},
        {"currency": "EUR", "minor": 50_000_000},
    )
    corrected(higher, "g1", amount=eur(200_000)).then_notes().then_closes(ABOVE).then_open()


def test_a_grant_that_moves_into_three_years_or_out_of_them_is_judged_there() -> None:
    """In 2021 what was granted in June 2018 counts no more; in 2020 it does."""
    story = granted(granted(long(), "g1", 500_000, "2018-06-15"), "g2", 1, "2021-01-04").then_notes()
    on = "2020-12-30"
    earlier = corrected(story, "g2", on=on, register_seen_on=on).then_notes(ABOVE)
    assert above(earlier) == {"g2"}
    corrected(earlier, "g2", on="2021-01-04", register_seen_on="2021-01-04").then_closes(ABOVE).then_open()
    moved = corrected(story, "g1", on="2019-01-02", register_seen_on="2019-01-02").then_notes(ABOVE)
    assert above(moved) == {"g2"}


def test_what_is_taken_back_gives_its_room_back_and_takes_it_again() -> None:
    story = corrected(three(200_000, 200_000, 100_000), "g1", amount=eur(200_001)).then_open(ABOVE)
    gone = taken_back(story, entry_of(story, "g2")).then_closes(ABOVE).then_open()
    undone = taken_back(gone, gone.entries[-1]).then_open(ABOVE)
    assert above(undone) == {"g3"}


def test_the_limit_holds_of_what_the_grants_add_up_to_whatever_the_register_showed() -> None:
    """Nobody remembers what the register showed; the grants of the mandate alone are too much."""
    story = three(200_000, 200_000, 100_000)
    story = corrected(story, "g3", register_total=None).then_notes()
    assert above(corrected(story, "g1", amount=eur(200_001))) == {"g3"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_corrections_are_learnt_says_nothing(order: tuple[int, ...]) -> None:
    """Of three corrections that together leave one grant above the limit, whichever comes first."""
    changes = (("g1", 200_002), ("g2", 199_999), ("g3", 100_000))
    story = three(200_000, 200_000, 100_000)
    for number in order:
        name, euros = changes[number]
        story = corrected(story, name, amount=eur(euros))
    assert above(story) == {"g3"}
    story.then_open(ABOVE)
    for number in order:
        name, _ = changes[number]
        story = corrected(story, name, amount=eur({"g3": 100_000}.get(name, 200_000)))
    story.then_open()


def test_several_grants_above_the_limit_are_told_each() -> None:
    story = three(200_000, 200_000, 100_000)
    story = corrected(story, "g1", amount=eur(400_000))
    assert above(story) == {"g2", "g3"}
    story = corrected(story, "g3", amount=eur(100_001))
    assert above(story) == {"g2", "g3"}
    story = corrected(story, "g2", amount=eur(100_000))
    assert above(story) == {"g3"}
    corrected(story, "g1", amount=eur(200_000)).then_open()


@pytest.mark.parametrize(("euros", "is_taken"), [(100_000, True), (100_001, False)])
def test_news_of_an_old_grant_counts_in_the_years_that_end_with_a_later_one(euros: int, *, is_taken: bool) -> None:
    """Recorded in the other order it would have been the later grant that is refused."""
    story = granted(long(), "g2", 400_000, "2019-06-17").then_notes()
    late = granted(story, "g1", euros, "2018-06-15")
    if is_taken:
        late.then_notes()
    else:
        late.then_refused("mandate.de-minimis-within-limit")
        assert late.facts_of("mandate.de-minimis-within-limit")["granted"]["minor"] == 40_000_000


@pytest.mark.parametrize(("on", "is_taken"), [("2021-03-01", False), ("2021-02-26", True)])
def test_an_old_grant_is_held_against_the_limit_of_the_later_day(on: str, *, is_taken: bool) -> None:
    """The rolling three years to 29 February 2024 begin on 1 March 2021; 750 000 then, 500 000 before."""
    story = granted(long(), "g2", 400_000, "2024-02-29").then_notes()
    late = granted(story, "g1", 350_001, on)
    if is_taken:
        late.then_notes()
    else:
        late.then_refused("mandate.de-minimis-within-limit")
        assert late.facts_of("mandate.de-minimis-within-limit")["limit"]["minor"] == 75_000_000


# Arithmetic and the register -----------------------------------------------------------------------------------------


def test_the_euros_of_a_corrected_grant_follow_from_its_crowns_and_rate() -> None:
    """254 150 Kč at 25.415 are 10 000 euros; nobody reckons that by hand, and nobody can state it otherwise."""
    rate = {"czk_per_eur": "25.415", "day": "2018-03-23"}
    story = granted(long(), "g1", czk(254_150), "2018-03-23", rate=rate).then_notes()
    right = corrected(story, "g1", amount=czk(508_300), amount_eur=eur(1)).then_notes()
    assert right.state.grants["g1"].amount_eur == eur(20_000)
    none = corrected(story, "g1", rate=None)
    none.then_refused("mandate.rate-stated")
    corrected(story, "g1", amount=czk(0)).then_refused("mandate.amount-positive")
    corrected(story, "g1", register_total=czk(1)).then_refused("mandate.register-total-in-euros")
    other = corrected(story, "g1", rate={"czk_per_eur": "25.415", "day": "2018-03-22"}).then_notes(
        "RATE_OF_ANOTHER_DAY"
    )
    corrected(other, "g1", rate=rate).then_closes("RATE_OF_ANOTHER_DAY").then_open()


def test_the_last_day_in_the_register_follows_the_day_of_the_grant() -> None:
    """Granted on 23 March 2018 and entered on 4 April: one day late; granted a day later it was in time."""
    story = granted(long(), "g1", 10_000, "2018-03-23")
    entry = made(asked.RecordDeMinimisEntry, grant="g1", register_id="RDM 1")
    story = story.when(entry, on="2018-04-04").then_notes("DE_MINIMIS_RECORDED_LATE")
    right = corrected(story, "g1", on="2018-03-26", register_seen_on="2018-03-26")
    right.then_notes().then_closes("DE_MINIMIS_RECORDED_LATE").then_open()
    due = working_days_after(date(2018, 3, 26), 5, CZECH_HOLIDAYS)
    assert right.state.grants["g1"].register_by == due
    assert isinstance(right.entries[-1].event, EntryCorrected)
    corrected(right, "g1", on="2018-03-22", register_seen_on="2018-03-22").then_notes("DE_MINIMIS_RECORDED_LATE")
    kept = corrected(story, "g1", amount=eur(9_999))
    assert kept.then_notes().state.grants["g1"].register_by == story.state.grants["g1"].register_by


def test_a_register_that_was_looked_up_on_another_day_is_noted() -> None:
    story = granted(long(), "g1", 1, "2018-06-15")
    other = corrected(story, "g1", on="2018-06-18").then_notes("REGISTER_NOT_CONSULTED")
    corrected(other, "g1", on="2018-06-18", register_seen_on="2018-06-18").then_closes("REGISTER_NOT_CONSULTED")


def test_one_grant_keeps_its_number() -> None:
    story = three(1, 1)
    corrected(story, "g2", grant="g1").then_refused("mandate.grant-number-unused")
    renamed = corrected(story, "g2", grant="g9").then_notes()
    assert set(renamed.state.grants) == {"g1", "g9"}


def test_a_grant_that_turns_out_to_be_for_a_compensated_service_is_noted() -> None:
    story = two_services(compensations=ceilings(service=NUMBER)).when(
        pay("1", 2018, 1, service=NUMBER), on="2018-06-15"
    )
    story = granted(story, "g1", 1, "2018-06-15", service=SISTER_NUMBER).then_notes()
    other = corrected(story, "g1", service=NUMBER).then_notes("DE_MINIMIS_CUMULATED")
    other = corrected(other, "g1", service=NUMBER, amount=eur(2)).then_notes()
    corrected(other, "g1", service=SISTER_NUMBER).then_closes("DE_MINIMIS_CUMULATED").then_open()


def test_cumulation_that_is_noted_beside_the_money_ends_with_the_grant() -> None:
    story = two_services(compensations=ceilings(service=NUMBER))
    story = granted(story, "g1", 1, "2018-06-15", service=NUMBER).then_notes()
    story = story.when(pay("1", 2018, 1, service=NUMBER), on="2018-06-18").then_notes("DE_MINIMIS_CUMULATED")
    corrected(story, "g1", amount=eur(2)).then_notes().then_closes().then_open("DE_MINIMIS_CUMULATED")
    taken_back(story, entry_of(story, "g1")).then_closes("DE_MINIMIS_CUMULATED").then_open()
