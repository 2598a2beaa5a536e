"""An auditor asks: would it have been decided so again, why does it read so, and what if? On either store."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from application.explain import NoSuchField, explain
from application.reproduction import Reproduction, reproduce, reproduce_file
from application.what_if import Course
from domain.contract.contract import Contract
from domain.kernel.command import COMMANDS
from domain.kernel.configuration import Configuration, Configured
from domain.kernel.money import czk
from domain.kernel.rule import RULE_BOOK
from tests.scenarios.office import Office, kc

NUMBER = "OLP/9001/2018"
OTHER = "OLP/9002/2018"
EFFECT = "contract.payment-after-effect"


@pytest.fixture
def paid(office: Office) -> Office:
    """Entries 1 to 6: concluded, published, ordered, paid; and a contract that nobody touches."""
    office.it_is("2018-01-02")
    for number in (NUMBER, OTHER):
        office.do(
            "contract.record-conclusion",
            on="2018-01-02",
            number=number,
            regime="tender",
            provider="Provider",
            maximum=kc(1_000_000),
            period={"start": "2018-01-01", "end": "2018-12-31"},
        )
    office.it_is("2018-01-20").do("contract.record-publication", NUMBER, register_id="r-1")
    office.it_is("2018-02-10")
    month = [{"month": "2018-02", "amount": kc(80_000)}]
    office.do("contract.order-payment", NUMBER, order="1", amount=kc(80_000), account="19-1/0800", allocations=month)
    office.it_is("2018-02-20").pay(NUMBER, "m-1", 80_000, {"2018-02": 80_000}, on="2018-02-20", order="1")
    return office


def again(office: Office) -> list[Reproduction]:
    return list(reproduce(office.parts.engine))


def test_every_decision_comes_out_as_it_was_recorded(paid: Office) -> None:
    found = again(paid)
    assert [one.result for one in found] == ["reproduced"] * len(found)
    assert [one.recorded.positions.start for one in found] == list(range(1, paid.parts.ledger.head() + 1))


def test_a_changed_rule_names_exactly_the_decisions_that_it_touches(
    paid: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule on effect now says no whatever the facts: it was asked at the order and at the payment."""
    rule = RULE_BOOK[EFFECT]
    versions = [replace(version, expression=lambda **_: False) for version in rule.versions]
    asked = [
        one.recorded.positions.start
        for one in again(paid)
        if any(
            applied["rule"] == EFFECT and applied["since"]
            for applied in paid.parts.engine.wire.decode_decision(one.recorded.command.row)["applied"]
        )
    ]
    monkeypatch.setattr(rule, "versions", versions)
    differing = [one for one in again(paid) if one.result != "reproduced"]
    assert [one.recorded.positions.start for one in differing] == asked
    assert {changed.rule for one in differing for changed in one.rules} == {EFFECT}
    assert [(changed.then, changed.now) for changed in differing[0].rules] == [("kept", "broken")]


def test_a_changed_value_is_named(paid: Office) -> None:
    """Were a contract to be published in ten days, the duty of each would read otherwise."""
    engine = paid.parts.engine_over(paid.parts.ledger, facts=replace(paid.parts.facts, configuration=days(paid, 10)))
    differing = [one for one in reproduce(engine) if one.result == "differs"]
    assert [one.recorded.positions.start for one in differing][:2] == [1, 2]
    assert differing[0].values == ("register-publication-days@2018-01-02",)
    assert differing[0].has_other_events


def test_one_file_is_decided_again_alone(paid: Office) -> None:
    identifier = paid.parts.resolver.identifier("contract", NUMBER)
    found = list(reproduce_file(paid.parts.engine, identifier))
    assert {one.recorded.command.row.aggregate_id for one in found} == {identifier}
    assert {one.result for one in found} == {"reproduced"}


def test_a_command_that_this_program_no_longer_knows_is_not_reproducible(
    paid: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(COMMANDS, "contract.record-publication")
    (lost,) = [one for one in again(paid) if one.result == "not reproducible"]
    assert lost.recorded.command.row.topic == "contract.record-publication"
    assert lost.missing is not None
    assert "contract.record-publication" in lost.missing


# What if --------------------------------------------------------------------------------------------------------------


def test_without_its_publication_the_order_is_refused_and_the_payment_stands_with_anomalies(paid: Office) -> None:
    head, before = paid.parts.ledger.head(), stored(paid)
    found = Course(paid.parts.engine).without(3)
    fates = {one.recorded.command.row.topic: (one.fate, one.rules) for one in found.decisions}
    assert fates["contract.record-publication"] == ("left out", ())
    assert fates["contract.order-payment"] == ("refused", (EFFECT,))
    assert fates["contract.record-movement"][0] == "recorded otherwise"
    (payment,) = [one for one in found.decisions if one.fate == "recorded otherwise"]
    assert {a.code for entry in payment.after for a in entry.stamp.anomalies} >= {"PAID_BEFORE_EFFECT", "NO_ORDER"}
    assert found.files == {paid.parts.resolver.identifier("contract", NUMBER)}
    assert (paid.parts.ledger.head(), stored(paid)) == (head, before)


def test_the_file_that_went_another_way_reads_from_what_it_would_hold(paid: Office) -> None:
    found = Course(paid.parts.engine).without(paid.parts.ledger.head())
    (identifier,) = found.files
    entries = [paid.parts.decode(one) for one in found.entries(identifier)]
    state = Contract.replay(identifier, entries)
    assert state.drawn_net == czk(0)
    assert paid.contract(NUMBER).drawn_net == czk(80_000)
    assert [entry.originator_version for entry in entries] == list(range(1, len(entries) + 1))


def test_with_a_rule_set_aside_nothing_else_changes(paid: Office) -> None:
    """Nothing was refused by it, so nothing would have ended otherwise."""
    facts = replace(paid.parts.facts, set_aside=frozenset({EFFECT}))
    engine = paid.parts.engine_over(paid.parts.ledger, facts=facts)
    found = Course(engine).decided_anew(paid.parts.resolver.identifier("contract", NUMBER))
    assert found.decisions == []


def test_a_rule_set_aside_is_noted_by_nobody_in_hindsight_either(office: Office) -> None:
    """Money left before the contract had effect, and the publication said by how many days: both speak of one rule."""
    office.it_is("2018-01-02")
    said: dict[str, Any] = {"number": NUMBER, "regime": "tender", "provider": "Provider", "maximum": kc(1_000_000)}
    period = {"start": "2018-01-01", "end": "2018-12-31"}
    office.do("contract.record-conclusion", on="2018-01-02", **said, period=period)
    office.it_is("2018-01-10").pay(NUMBER, "m-1", 80_000, {"2018-01": 80_000}, on="2018-01-10")
    office.it_is("2018-01-20").do("contract.record-publication", NUMBER, register_id="r-1")
    facts = replace(office.parts.facts, set_aside=frozenset({EFFECT}))
    engine = office.parts.engine_over(office.parts.ledger, facts=facts)
    found = Course(engine).decided_anew(office.parts.resolver.identifier("contract", NUMBER))
    before, after = (
        [[a.code for entry in entries for a in entry.stamp.anomalies] for entries in sides]
        for sides in zip(*((one.before, one.after) for one in found.decisions), strict=True)
    )
    assert (before, after) == ([["PAID_BEFORE_EFFECT", "NO_ORDER"], ["PAID_BEFORE_EFFECT"]], [["NO_ORDER"], []])


def test_under_a_shorter_time_limit_the_publication_is_late(paid: Office) -> None:
    engine = paid.parts.engine_over(paid.parts.ledger, facts=replace(paid.parts.facts, configuration=days(paid, 10)))
    found = Course(engine).decided_anew(paid.parts.resolver.identifier("contract", NUMBER))
    late = next(one for one in found.decisions if one.recorded.command.row.topic == "contract.record-publication")
    assert [a.code for entry in late.after for a in entry.stamp.anomalies] == ["PUBLISHED_LATE"]
    assert [a for entry in late.before for a in entry.stamp.anomalies] == []


# Why does it read so --------------------------------------------------------------------------------------------------


def test_the_entry_that_set_a_field_is_named_with_the_corrections(paid: Office) -> None:
    identifier = paid.parts.resolver.identifier("contract", NUMBER)
    last = paid.parts.ledger.head()
    event = paid.replay.entries(identifier)[-1].event_id
    paid.it_is("2018-03-01").do(
        "entry.correct",
        NUMBER,
        entry=str(event),
        reason="the bank says so",
        data={"movement": "m-1", "amount": kc(70_000), "order": "1"},
    )
    (turn,) = explain(identifier, paid.replay.entries(identifier), "paid", date(2018, 12, 31))[-1:]
    assert (turn.entry.position, turn.after) == (last, czk(70_000))
    assert [entry.position for entry in turn.corrections] == [last + 1]
    (then,) = explain(identifier, paid.replay.entries(identifier, last), "paid", date(2018, 12, 31))[-1:]
    assert (then.entry.position, then.after, then.corrections) == (last, czk(80_000), ())


def test_a_field_that_no_card_has_is_answered_with_those_that_it_has(paid: Office) -> None:
    identifier = paid.parts.resolver.identifier("contract", NUMBER)
    with pytest.raises(NoSuchField) as error:
        explain(identifier, paid.replay.entries(identifier), "colour", date(2018, 12, 31))
    assert "maximum" in error.value.fields


def days(office: Office, count: int) -> Configuration:
    """The configuration with another number of days to publish a contract."""
    others = [one for one in office.parts.facts.configuration if one.name != "register-publication-days"]
    return Configuration([*others, Configured("register-publication-days", count, date.min, None, "a test", "L")])


def stored(office: Office) -> list[bytes]:
    return [entry.state for entry in office.parts.ledger.select_entries(after=0, limit=1000)]
