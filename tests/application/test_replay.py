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
from application.errors import NotFound
from application.replay import Moment, NotYetRecorded, Replay, difference, standing
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
