"""Decisions of an older program, and damaged ones: what an auditor is told of them. On either store."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import orjson
import pytest

from application import recorded
from application.ledger import Ledger, RecordedCommand, StoredEntry
from application.reproduction import Reproduction, reproduce, reproduce_file
from tests.scenarios.entrusted import LIVING, NUMBER, OTHER, PROVIDER, order
from tests.scenarios.office import Office, kc

Json = dict[str, Any]
Rewrite = Callable[[Json], None]
REGISTERED = "contract.service-as-registered"
EFFECT = "contract.payment-after-effect"


@dataclass
class Otherwise:
    """A ledger some of whose rows read otherwise than they were written: as of old, or damaged."""

    base: Ledger
    events: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)
    decisions: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)
    bodies: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.base, name)

    def select_entries(self, *, after: int, limit: int, until: int | None = None) -> Sequence[StoredEntry]:
        return self._entries(self.base.select_entries(after=after, limit=limit, until=until))

    def select_aggregate(
        self, originator_id: UUID, *, after_version: int = 0, until: int | None = None
    ) -> Sequence[StoredEntry]:
        return self._entries(self.base.select_aggregate(originator_id, after_version=after_version, until=until))

    def find_commands(self, ids: Collection[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], RecordedCommand]:
        return {key: self._command(one) for key, one in self.base.find_commands(ids).items()}

    def commands_of(self, aggregate_id: UUID) -> Sequence[RecordedCommand]:
        return [self._command(one) for one in self.base.commands_of(aggregate_id)]

    def _entries(self, rows: Iterable[StoredEntry]) -> list[StoredEntry]:
        return [r._replace(state=self.events[r.position](r.state)) if r.position in self.events else r for r in rows]

    def _command(self, one: RecordedCommand) -> RecordedCommand:
        as_it_was: Callable[[bytes], bytes] = bytes
        decision = self.decisions.get(one.first_position, as_it_was)(one.row.decision)
        body = self.bodies.get(one.first_position, as_it_was)(one.row.body)
        return replace(one, row=replace(one.row, decision=decision, body=body))


def told(rewrite: Rewrite) -> Callable[[bytes], bytes]:
    """The same document after this was done to it."""

    def rewritten(document: bytes) -> bytes:
        said = orjson.loads(document)
        rewrite(said)
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)

    return rewritten


def answers(rewrite: Callable[[list[Json]], list[Json]]) -> Callable[[bytes], bytes]:
    """A decision with other answers of its rules."""
    return told(lambda decision: decision.update(applied=rewrite(decision["applied"])))


def never_asked(*codes: str) -> Callable[[bytes], bytes]:
    """Decided before these rules were in the book."""
    return answers(lambda applied: [one for one in applied if one["rule"] not in codes])


@pytest.fixture
def paid(office: Office) -> Office:
    """Entries 1 to 6: a service, a contract that names its file, an order, its payment, and a contract beside it."""
    office.it_is("2018-01-02")
    service: Json = {"registration_number": LIVING, "provider": PROVIDER, "section": "43", "name": "PSB"}
    office.do("service.record-registration", on="2015-01-01", forms=["T"], **service)
    usual: Json = {"regime": "tender", "provider": "Provider", "maximum": kc(1_000_000)}
    usual |= {"period": {"start": "2018-01-01", "end": "2018-12-31"}}
    by_file = [{"service": str(office.parts.resolver.identifier("service", LIVING))}]
    office.do("contract.record-conclusion", on="2018-01-02", number=NUMBER, services=by_file, **usual)
    office.do("contract.record-publication", NUMBER, on="2018-01-02", register_id="r-1")
    order(office, "1", {"2018-01": 80_000}, on="2018-02-01")
    office.pay(NUMBER, "m-1", 80_000, {"2018-01": 80_000}, on="2018-02-20", order="1", counter_account="1-1/0100")
    office.do("contract.record-conclusion", on="2018-01-02", number=OTHER, **usual)
    return office


def again(office: Office, **rewritten: Any) -> list[Reproduction]:
    ledger: Any = Otherwise(office.parts.ledger, **rewritten)
    return list(reproduce(office.parts.engine_over(ledger)))


def results(found: Iterable[Reproduction]) -> dict[int, str]:
    """What is not simply reproduced, by position."""
    return {one.recorded.positions.start: one.result for one in found if one.result != "reproduced"}


def at(position: int, found: Iterable[Reproduction]) -> Reproduction:
    return next(one for one in found if position in one.recorded.positions)


# Of an older program --------------------------------------------------------------------------------------------------


def test_a_rule_that_is_asked_since_and_is_kept_changes_no_decision(paid: Office) -> None:
    """The book has grown: nothing that was decided would come out otherwise."""
    found = again(paid, decisions={4: never_asked(EFFECT, "contract.account-agreed")})
    assert results(found) == {}
    assert at(4, found).fields == ()


def test_a_number_that_was_not_kept_then_is_told_and_is_no_difference(paid: Office) -> None:
    """An older program kept only the file of the service; everything that it recorded is recorded again."""

    def without_number(event: Json) -> None:
        del event["data"]["services"][0]["registration"]

    found = again(paid, events={2: told(without_number)}, decisions={2: never_asked(REGISTERED)})
    assert results(found) == {}
    assert at(2, found).fields == ("contract.concluded.services",)


def test_a_number_that_reads_otherwise_is_a_difference(paid: Office) -> None:
    def other_number(event: Json) -> None:
        event["data"]["services"][0]["registration"] = "5563434"

    found = again(paid, events={2: told(other_number)})
    assert results(found)[2] == "differs"
    assert at(2, found).fields == ("contract.concluded.services",)
    assert at(2, found).has_other_events


def test_a_rule_that_was_asked_more_often_or_in_vain_changes_no_decision(paid: Office) -> None:
    """It was asked of every line, also of those that the command did not touch, and could not be decided of some."""

    def often(applied: list[Json]) -> list[Json]:
        code = "contract.drawn-within-maximum"
        return [*applied, *applied, {"rule": code, "outcome": "cannot be decided", "facts": {}, "on": None}]

    assert results(again(paid, decisions={5: answers(often)})) == {}


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ({"outcome": "broken"}, "broken → kept"),
        ({"outcome": "cannot be decided"}, "cannot be decided → kept"),
        ({"outcome": "not applicable", "since": None}, "not applicable → kept"),
        ({"since": "2000-01-01"}, "kept → kept"),
    ],
)
def test_a_rule_that_answered_otherwise_of_the_same_day_is_named(paid: Office, then: Json, said: str) -> None:
    """It objected, could not tell, was not in force, or another wording was."""

    def otherwise(applied: list[Json]) -> list[Json]:
        return [{**one, **then} if one["rule"] == EFFECT else one for one in applied]

    found = again(paid, decisions={4: answers(otherwise)})
    assert results(found) == {4: "differs"}
    assert [(one.rule, f"{one.then} → {one.now}") for one in at(4, found).rules] == [(EFFECT, said)]
    assert not at(4, found).has_other_events


def test_what_was_not_noted_then_is_named(paid: Office) -> None:
    """The payment went to another account than agreed is noted today: the event would carry an anomaly."""
    noted = {"code": "ABOVE_MAXIMUM", "rule": "contract.drawn-within-maximum"}
    found = again(paid, events={5: told(lambda event: event["stamp"].update(anomalies=[noted]))})
    assert results(found) == {5: "differs"}
    assert at(5, found).fields == ("contract.payment-made.anomalies",)


def test_a_value_that_is_looked_up_since_changes_nothing_and_one_that_reads_otherwise_does(paid: Office) -> None:
    name = "register-publication-days@2018-01-02"
    without = told(lambda decision: decision["looked_up"].pop(name))
    other = told(lambda decision: decision["looked_up"].update({name: 10}))
    assert results(again(paid, decisions={2: without})) == {}
    found = again(paid, decisions={2: other})
    assert (results(found), at(2, found).values) == ({2: "differs"}, (name,))


# Damaged --------------------------------------------------------------------------------------------------------------


def no_stamp(event: Json) -> None:
    del event["stamp"]["actor"]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no JSON": lambda _: b"{",
    "no data": told(lambda event: event.pop("data")),
    "no actor": told(no_stamp),
}


@pytest.mark.parametrize("page", [1, 2, 3, 2_000])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_makes_the_decisions_that_need_it_not_reproducible_and_no_other(
    paid: Office, damage: str, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The publication cannot be read: its own decision and those after it on the contract; all others are decided."""
    monkeypatch.setattr(recorded, "PAGE", page)
    found = again(paid, events={3: DAMAGES[damage]})
    lost = {position for position, result in results(found).items() if result == "not reproducible"}
    assert Counter(one.result for one in found).total() == paid.parts.ledger.head()
    assert lost == ({3} if damage == "no actor" else {3, 4, 5})
    missing = at(3, found).missing or ""
    assert "contract.published-in-register" in missing
    assert "position 3" in missing


def test_a_damaged_entry_of_one_file_stops_only_what_is_asked_of_that_file(paid: Office) -> None:
    ledger: Any = Otherwise(paid.parts.ledger, events={3: DAMAGES["no JSON"]})
    engine = paid.parts.engine_over(ledger)
    found = list(reproduce_file(engine, paid.parts.resolver.identifier("contract", NUMBER)))
    assert [one.result for one in found] == ["reproduced", *["not reproducible"] * 3]
    assert [one.result for one in reproduce_file(engine, paid.parts.resolver.identifier("contract", OTHER))] == [
        "reproduced"
    ]


@pytest.mark.parametrize("row", ["decisions", "bodies"])
@pytest.mark.parametrize("damage", [lambda _: b"{", lambda _: b"[]", lambda _: b"{}"])
def test_a_damaged_command_row_is_told_with_its_position(
    paid: Office, row: str, damage: Callable[[bytes], bytes]
) -> None:
    found = again(paid, **{row: {4: damage}})
    assert results(found) == {4: "not reproducible"}
    assert (at(4, found).missing or "").startswith("position 4 (contract.order-payment): ")
