"""Any file as it was on a day, as far as it was known: states, cards, and what makes two moments differ."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.stores import initialise
from application.business import BUSINESS
from application.cards import CARDS, card
from application.difference import difference
from application.errors import NotFound
from application.moving import standing
from application.replay import Moment, NotYetRecorded, Replay
from domain.kernel.answer import Answer
from domain.kernel.card import Inferred, Undecided, those_there
from domain.kernel.money import czk
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Inference, Source, Stamp


class Desk:
    """Somebody who records."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.replay = Replay(parts.ledger, parts.decode)

    def do(
        self, topic: str, target: UUID, on: str | None = None, stamp: dict[str, Any] | None = None, **data: Any
    ) -> UUID:
        """The event id of what was recorded."""
        command = self.parts.resolver.command(topic, {"target": str(target), **data})
        given = {
            "command_id": uuid4(),
            "actor": Actor(role="clerk", person="p-1"),
            "source": Source(kind="cli"),
            "effective_on": date.fromisoformat(on) if on else None,
            "reason": Prose.of("because"),
            **(stamp or {}),
        }
        return self.parts.engine.handle(command, Stamp.model_validate(given)).entries[0].event_id

    def card(self, identifier: UUID, valid: str, known: int | None = None) -> Any:
        return card(self.replay.state(identifier, known), date.fromisoformat(valid))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path / 'kronika.db'}"
    initialise(url)
    with Parts(Settings(database=url)) as parts:
        yield Desk(parts)


@pytest.fixture
def amended(desk: Desk) -> tuple[Desk, UUID]:
    """Concluded, then amended out of order: positions 1, 2 (amendment 2), 3 (amendment 1)."""
    contract = uuid4()
    desk.do(
        "contract.record-conclusion",
        contract,
        "2016-03-01",
        number="OLP/1/2016",
        regime="tender",
        provider="Provider",
        maximum="3600000.00 CZK",
        period={"start": "2016-04-01", "end": "2018-03-31"},
    )
    desk.do(
        "contract.record-amendment",
        contract,
        "2016-12-01",
        number=2,
        ground="100",
        adds="120000.00 CZK",
        maximum="3900000.00 CZK",
    )
    desk.do(
        "contract.record-amendment",
        contract,
        "2016-10-01",
        number=1,
        ground="100",
        adds="180000.00 CZK",
        maximum="3780000.00 CZK",
    )
    return desk, contract


# States ---------------------------------------------------------------------------------------------------------------


def test_a_state_knows_what_was_recorded_up_to_its_position(amended: tuple[Desk, UUID]) -> None:
    desk, contract = amended
    maxima = {
        (valid, known): desk.card(contract, valid, known)["maximum"]
        for valid in ("2016-10-15", "2016-12-15")
        for known in (1, 2, 3)
    }
    assert maxima == {
        ("2016-10-15", 1): czk(3_600_000),
        ("2016-10-15", 2): czk(3_600_000),
        ("2016-10-15", 3): czk(3_780_000),
        ("2016-12-15", 1): czk(3_600_000),
        ("2016-12-15", 2): czk(3_900_000),
        ("2016-12-15", 3): czk(3_900_000),
    }
    assert desk.replay.state(contract).position == 3


def test_before_its_first_entry_a_file_is_not_yet_recorded(desk: Desk) -> None:
    first, second = uuid4(), uuid4()
    desk.do("contract.take-over", first, number="OLP/1/2009")
    desk.do("contract.take-over", second, number="OLP/2/2009")
    with pytest.raises(NotYetRecorded) as raised:
        desk.replay.state(second, 1)
    assert (raised.value.kind, raised.value.known, raised.value.first.position) == ("contract", 1, 2)
    with pytest.raises(NotFound):
        desk.replay.state(uuid4(), 1)
    with pytest.raises(NotFound):
        desk.replay.state(uuid4())


def test_a_correction_changes_the_past_only_since_it_was_recorded(desk: Desk) -> None:
    contract = uuid4()
    wrong = desk.do("contract.take-over", contract, number="OLP/1/2009", provider="Fokus")
    data = {"number": "OLP/1/2009", "provider": "Fokus Liberec"}
    desk.do("entry.correct", contract, "2018-01-01", entry=str(wrong), data=data)
    assert [desk.card(contract, "2018-06-30", known)["provider"] for known in (1, 2)] == ["Fokus", "Fokus Liberec"]


# Differences ----------------------------------------------------------------------------------------------------------


def differ(desk: Desk, contract: UUID, a: tuple[str, int], b: tuple[str, int]) -> tuple[dict[str, Any], list[int]]:
    before, after = (Moment(date.fromisoformat(valid), known) for valid, known in (a, b))
    entries = desk.replay.entries(contract, max(before.known, after.known))
    cards = desk.card(contract, *a), desk.card(contract, *b)
    found = difference(entries, before, after, cards=cards)
    assert found.is_same == (cards[0] == cards[1])
    return {change.field: (change.before, change.after) for change in found.changes}, [
        e.position for e in found.entries
    ]


def test_what_was_recorded_later_makes_the_difference_of_what_is_known(amended: tuple[Desk, UUID]) -> None:
    desk, contract = amended
    changes, entries = differ(desk, contract, ("2016-10-15", 2), ("2016-10-15", 3))
    assert changes["maximum"] == (czk(3_600_000), czk(3_780_000))
    assert entries == [3]


def test_what_took_effect_between_two_days_makes_their_difference(amended: tuple[Desk, UUID]) -> None:
    desk, contract = amended
    changes, entries = differ(desk, contract, ("2016-09-30", 3), ("2016-12-01", 3))
    assert changes["amendments"] == (None, (1, 2))
    assert entries == [2, 3]
    back, same = differ(desk, contract, ("2016-12-01", 3), ("2016-09-30", 3))
    assert (back["amendments"], same) == (((1, 2), None), [2, 3])


def test_a_correction_is_among_the_entries_that_make_the_difference(desk: Desk) -> None:
    contract = uuid4()
    wrong = desk.do("contract.take-over", contract, number="OLP/1/2009", provider="Fokus")
    data = {"number": "OLP/1/2009", "provider": "Fokus Liberec"}
    desk.do("entry.correct", contract, "2018-01-01", entry=str(wrong), data=data)
    changes, entries = differ(desk, contract, ("2018-06-30", 1), ("2018-06-30", 2))
    assert (changes, entries) == ({"provider": ("Fokus", "Fokus Liberec")}, [1, 2])


def test_an_entry_that_was_taken_back_stands_no_longer(amended: tuple[Desk, UUID]) -> None:
    desk, contract = amended
    target = desk.replay.entries(contract)[1]
    desk.do("entry.take-back", contract, "2017-01-01", entry=str(target.event_id))
    day = date(2017, 1, 1)
    assert [e.position for e in standing(desk.replay.entries(contract, 3), day).values()] == [1, 2, 3]
    assert [e.position for e in standing(desk.replay.entries(contract), day).values()] == [1, 3]


# What moved each field ------------------------------------------------------------------------------------------------


def moved(desk: Desk, contract: UUID, a: tuple[str, int], b: tuple[str, int]) -> tuple[dict[str, tuple[int, ...]], int]:
    """The entries of each field that differs, and how many others there are: the same in both directions."""
    before, after = (Moment(date.fromisoformat(valid), known) for valid, known in (a, b))
    entries = desk.replay.entries(contract, max(before.known, after.known))
    cards = desk.card(contract, *a), desk.card(contract, *b)
    there = difference(entries, before, after, cards=cards)
    back = difference(entries, after, before, cards=(cards[1], cards[0]))
    fields = {one.field: one.positions for one in there.changes}
    assert fields == {one.field: one.positions for one in back.changes}
    assert {e.position for e in there.entries} == {at for positions in fields.values() for at in positions}
    return fields, there.others


@pytest.fixture
def running(desk: Desk) -> tuple[Desk, UUID]:
    """Concluded, published, paid in March, asked for a change that no card tells, paid in April: entries 1 to 5."""
    contract = uuid4()
    period = {"start": "2018-01-01", "end": "2018-12-31"}
    said: dict[str, Any] = {
        "number": "OLP/1/2018",
        "regime": "tender",
        "provider": "Provider",
        "maximum": "1000000.00 CZK",
    }
    desk.do("contract.record-conclusion", contract, "2018-01-02", **said, period=period)
    desk.do("contract.record-publication", contract, "2018-01-20", register_id="r-1")
    pay(desk, contract, "m-1", 80_000, "2018-03-20")
    desk.do("contract.record-change-request", contract, "2018-04-01", change="c-1", change_kind="NETWORK")
    pay(desk, contract, "m-2", 70_000, "2018-04-20")
    return desk, contract


def pay(desk: Desk, contract: UUID, movement: str, crowns: int, day: str) -> UUID:
    months = [{"month": day[:7], "amount": f"{crowns}.00 CZK"}]
    amount = f"{crowns}.00 CZK"
    return desk.do("contract.record-movement", contract, day, movement=movement, amount=amount, allocations=months)


def test_each_field_names_the_entries_that_moved_it_and_the_others_are_counted(running: tuple[Desk, UUID]) -> None:
    """An entry that changes nothing on the card makes no difference, though it stands at one moment only."""
    fields, others = moved(*running, ("2018-04-30", 2), ("2018-04-30", 5))
    assert (fields["paid"], fields["by_cash_year"], others) == ((3, 5), (3, 5), 1)
    assert "published_on" not in fields


def test_what_took_effect_between_the_days_is_named_and_nothing_else(running: tuple[Desk, UUID]) -> None:
    fields, _ = moved(*running, ("2018-01-10", 5), ("2018-03-31", 5))
    assert (fields["in_force"], fields["paid"]) == ((2,), (3,))


def test_where_only_days_have_passed_no_entry_is_named(running: tuple[Desk, UUID]) -> None:
    """The contract ends with its year: its end was said when it was concluded, which stands at both moments."""
    assert moved(*running, ("2018-12-31", 5), ("2019-01-01", 5)) == ({"in_force": ()}, 0)


def test_a_correction_makes_the_difference_with_what_it_corrects(running: tuple[Desk, UUID]) -> None:
    desk, contract = running
    entry = desk.replay.entries(contract)[2]
    data = {**entry.event.model_dump(mode="json", exclude_none=True), "amount": "8000.00 CZK"}
    data["allocations"] = [{"month": "2018-03", "amount": "8000.00 CZK"}]
    desk.do("entry.correct", contract, entry=str(entry.event_id), data=data)
    fields, others = moved(desk, contract, ("2018-04-30", 5), ("2018-04-30", 6))
    assert (fields["paid"], others) == ((3, 6), 0)
    fields, others = moved(desk, contract, ("2018-03-31", 4), ("2018-04-30", 6))
    assert fields["paid"] == (3, 5, 6)


def test_a_take_back_makes_the_difference_unless_its_entry_came_meanwhile(running: tuple[Desk, UUID]) -> None:
    """Recorded and taken back between the two moments: neither makes a difference, and both are among the others."""
    desk, contract = running
    desk.do("entry.take-back", contract, entry=str(desk.replay.entries(contract)[4].event_id))
    assert moved(desk, contract, ("2018-04-30", 5), ("2018-04-30", 6))[0]["paid"] == (5, 6)
    fields, others = moved(desk, contract, ("2018-04-30", 2), ("2018-04-30", 6))
    assert (fields["paid"], others) == ((3,), 2)
    pay(desk, contract, "m-3", 10_000, "2018-04-22")
    assert moved(desk, contract, ("2018-04-30", 4), ("2018-04-30", 7))[0]["paid"] == (7,)


def test_a_take_back_of_what_took_effect_between_the_days_leaves_no_trace(running: tuple[Desk, UUID]) -> None:
    """It stands at neither moment: in April as known first it did, but that was not asked for."""
    desk, contract = running
    desk.do("entry.take-back", contract, entry=str(desk.replay.entries(contract)[4].event_id))
    pay(desk, contract, "m-3", 10_000, "2018-04-22")
    assert moved(desk, contract, ("2018-03-31", 5), ("2018-04-30", 7))[0]["paid"] == (7,)


def test_what_is_said_twice_holds_by_the_second_once_the_first_is_taken_back(desk: Desk) -> None:
    contract = uuid4()
    desk.do("contract.take-over", contract, number="OLP/1/2009")
    amended: dict[str, Any] = {"number": 1, "ground": "100", "maximum": "100.00 CZK"}
    first = desk.do("contract.record-amendment", contract, "2010-01-01", **amended)
    desk.do("contract.record-amendment", contract, "2010-02-01", **{**amended, "number": 2})
    desk.do("entry.take-back", contract, entry=str(first))
    assert moved(desk, contract, ("2010-06-01", 1), ("2010-06-01", 4))[0]["maximum"] == (3,)


def test_what_was_recorded_late_with_effect_before_is_named_on_its_day(amended: tuple[Desk, UUID]) -> None:
    """Amendment 1, recorded last, holds in November; in December amendment 2 does, and makes the difference alone."""
    assert moved(*amended, ("2016-11-15", 2), ("2016-11-15", 3))[0]["maximum"] == (3,)
    assert moved(*amended, ("2016-11-15", 3), ("2016-12-15", 3))[0]["maximum"] == (2,)


# Cards ----------------------------------------------------------------------------------------------------------------


def test_every_kind_of_file_of_the_business_has_a_card() -> None:
    without = {aggregate.kind for aggregate in BUSINESS if not hasattr(aggregate, "card")}
    assert without == set(CARDS)


def test_an_old_contract_knows_nothing_that_nobody_stated(desk: Desk) -> None:
    contract = uuid4()
    desk.do("contract.take-over", contract, number="OLP/306/2010", provider_inferred="Fokus")
    found = desk.card(contract, "2012-10-15")
    assert found["provider"] == Inferred("Fokus")
    assert found["in_force"] == Undecided("no-day-of-conclusion")
    unknown = ("regime", "services", "concluded_on", "published_on", "effective_from", "maximum", "period", "paid")
    assert {found[name] for name in unknown} == {None}
    assert {"terminated_on", "refunded", "amendments", "void"}.isdisjoint(found)


def test_sums_are_those_of_the_day(amended: tuple[Desk, UUID]) -> None:
    desk, contract = amended
    for month, day in (("2016-04", "2016-05-20"), ("2016-12", "2017-01-20")):
        allocations = [{"month": month, "amount": "110000.00 CZK"}]
        desk.do(
            "contract.record-movement",
            contract,
            day,
            movement=f"m-{month}",
            amount="110000.00 CZK",
            allocations=allocations,
        )
    assert desk.card(contract, "2016-12-31")["paid"] == czk(110_000)
    later = desk.card(contract, "2017-01-20")
    assert (later["paid"], later["by_service_year"], later["by_cash_year"]) == (
        czk(220_000),
        {2016: czk(220_000)},
        {2016: czk(110_000), 2017: czk(110_000)},
    )
    assert later["open_anomalies"].count("NO_ORDER") == 2
    assert desk.card(contract, "2016-12-31")["open_anomalies"].count("NO_ORDER") == 1


def test_a_service_says_what_was_inferred(desk: Desk) -> None:
    service = uuid4()
    inferred = {"inferred": (Inference(field="provider", why="the page is theirs"),)}
    desk.do("service.take-over", service, None, inferred, registration_number="3596108", provider={"name": "Fokus"})
    found = desk.card(service, "2018-01-01")
    assert (found["provider"], found["registration_number"]) == (Inferred("Fokus"), "3596108")
    assert found["registered"] == Undecided("no-day-of-registration")
    assert found["forms"] is None


def test_a_project_says_whether_it_runs_as_far_as_its_words_allow(desk: Desk) -> None:
    project = uuid4()
    desk.do("project.take-over", project, code="IP1", period="od 1.10.2009 do 31.11.2012")
    assert desk.card(project, "2012-09-30")["runs"] is Answer.YES
    assert desk.card(project, "2012-11-15")["runs"] == Undecided("period-not-certain", "od 1.10.2009 do 31.11.2012")
    assert desk.card(project, "2013-06-01")["runs"] is Answer.NO


def test_what_is_not_there_is_left_out_of_a_card() -> None:
    assert those_there(a=None, b=(), c={}, d=0, e=False, f="x") == {"d": 0, "e": False, "f": "x"}
