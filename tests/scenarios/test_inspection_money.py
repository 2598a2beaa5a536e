"""A finding with an amount raises a suspicion elsewhere; when it falls or shrinks, the suspicion does too."""

from datetime import date

import pytest

from application.inspection_impact import Effect, impact
from domain.kernel.money import Money, czk
from tests.scenarios.inspections import (
    GRANT,
    HEAD,
    TENDERED,
    Inspectors,
    mandate_worth,
    wording,
    worth,
)
from tests.scenarios.office import Office, kc

K = "LK-K 9003/2026"
REFERENCE = f"{K}/F1"
BREACH = "SUSPECTED_BUDGET_BREACH"


@pytest.fixture
def inspectors(office: Office) -> Inspectors:
    inspectors = Inspectors(office.it_is("2026-01-04")).open_files()
    office.it_is("2026-02-20")
    inspectors.start(K)
    return inspectors


def found(inspectors: Inspectors, crowns: int = 120_000) -> Inspectors:
    """A suspected breach of budget discipline, in a delivered protocol."""
    inspectors.find(K, severity=BREACH, amounts=[worth(crowns)])
    inspectors.office.it_is("2026-03-19")
    inspectors.write_protocol(K)
    inspectors.deliver(K)
    return inspectors


def effects(inspectors: Inspectors, on: str = "2026-12-31") -> tuple[Effect, ...]:
    return impact(inspectors.inspection(K).id, inspectors.office.replay, date.fromisoformat(on))


def breach(inspectors: Inspectors) -> tuple[Money, str]:
    one = inspectors.contract().breaches[REFERENCE]
    return one.amount, one.stage


# Raised ---------------------------------------------------------------------------------------------------------------


def test_a_finding_raises_a_suspected_breach_by_causation(inspectors: Inspectors) -> None:
    cause = inspectors.find(K, severity=BREACH, amounts=[worth(120_000)]).entries[0]
    (item,) = inspectors.work()
    assert (item.topic, item.causation_id, item.missing) == ("contract.suspect-breach", cause.event_id, ())
    (answer,) = inspectors.follow("2026-02-21")
    assert answer.outcome is not None
    (entry,) = answer.outcome.entries
    assert entry.stamp.causation_id == cause.event_id
    assert entry.effective_on == cause.effective_on
    assert entry.stamp.actor.role == "process"
    assert breach(inspectors) == (czk(120_000), "suspected")
    assert inspectors.work() == []
    assert inspectors.follow("2026-02-22") == []


def test_a_finding_without_an_amount_raises_nothing(inspectors: Inspectors) -> None:
    inspectors.find(K)
    assert inspectors.work() == []


def test_an_amount_under_a_mandate_raises_suspected_overcompensation(inspectors: Inspectors) -> None:
    inspectors.find(K, amounts=[mandate_worth(80_000)])
    (answer,) = inspectors.follow("2026-02-21")
    assert answer.outcome is not None
    suspicion = inspectors.mandate().suspicions[REFERENCE]
    assert (suspicion.key, suspicion.amount, suspicion.stage) == (("3596108", 2025), czk(80_000), "suspected")
    inspectors.do("withdraw-finding", K, on="2026-02-24", finding="F1", because="CORRECTION")
    inspectors.follow("2026-02-24")
    assert inspectors.mandate().suspicions[REFERENCE].stage == "dismissed"


def test_one_finding_may_touch_several_files_and_years(inspectors: Inspectors) -> None:
    amounts = [worth(10_000), worth(20_000, year=2024), mandate_worth(30_000)]
    inspectors.find(K, severity=BREACH, amounts=amounts)
    assert len(inspectors.follow("2026-02-21")) == 3
    breaches = {name: one.amount for name, one in inspectors.contract().breaches.items()}
    assert breaches == {REFERENCE: czk(10_000), f"{REFERENCE}/2": czk(20_000)}
    assert inspectors.mandate().suspicions[REFERENCE].amount == czk(30_000)


def test_an_irregularity_is_suspected_and_refuted(inspectors: Inspectors) -> None:
    inspectors.find(K, severity="SUSPECTED_IRREGULARITY", amounts=[worth(10_000)])
    inspectors.follow("2026-02-21")
    assert inspectors.contract().irregularities[REFERENCE].stage == "suspected"
    inspectors.do("withdraw-finding", K, on="2026-02-24", finding="F1", because="CORRECTION")
    inspectors.follow("2026-02-24")
    assert inspectors.contract().irregularities[REFERENCE].stage == "refuted"


def test_under_a_tender_contract_somebody_decides_about_a_penalty(inspectors: Inspectors) -> None:
    """Nothing is claimed by itself: the work list says what is missing."""
    inspectors.find(K, amounts=[worth(10_000, contract=TENDERED)])
    (item,) = inspectors.work()
    assert (item.topic, item.follows) == ("contract.impose-contract-penalty", False)
    assert set(item.missing) == {"clause", "due_on"}
    assert inspectors.follow("2026-02-21") == []


# Fallen and lowered ---------------------------------------------------------------------------------------------------


def test_a_finding_that_falls_closes_the_suspected_breach(inspectors: Inspectors) -> None:
    """Raised with the finding, dropped when the superior upholds the objections; each entry names its cause."""
    found(inspectors).follow("2026-03-19")
    inspectors.office.it_is("2026-04-10")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    assert inspectors.follow("2026-04-10") == []
    inspectors.office.it_is("2026-05-04")
    decided = inspectors.decide(K, "UPHELD", on="2026-05-04")
    (fallen,) = (entry for entry in decided.entries if entry.event.topic == "inspection.finding-withdrawn")
    (answer,) = inspectors.follow("2026-05-04")
    assert answer.outcome is not None
    assert answer.outcome.entries[0].stamp.causation_id == fallen.event_id
    assert breach(inspectors) == (czk(120_000), "dismissed")
    assert inspectors.work() == []


def test_a_finding_that_was_upheld_in_part_lowers_the_suspected_breach(inspectors: Inspectors) -> None:
    found(inspectors).follow("2026-03-19")
    inspectors.office.it_is("2026-05-04")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    less = wording(severity=BREACH, amounts=[worth(45_000)])
    inspectors.decide(K, "PARTLY_UPHELD", on="2026-05-04", wording=less)
    inspectors.follow("2026-05-04")
    assert breach(inspectors) == (czk(45_000), "suspected")


def test_a_rejected_objection_leaves_the_suspicion_alone(inspectors: Inspectors) -> None:
    found(inspectors).follow("2026-03-19")
    inspectors.office.it_is("2026-05-04")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    inspectors.decide(K, "REJECTED", on="2026-05-04")
    assert inspectors.follow("2026-05-04") == []
    assert breach(inspectors) == (czk(120_000), "suspected")


def test_upheld_by_the_head_the_suspicion_falls_too(inspectors: Inspectors) -> None:
    found(inspectors).follow("2026-03-19")
    inspectors.office.it_is("2026-04-17")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    inspectors.do("uphold-objections", K, on="2026-04-17", objection="N1", by=HEAD)
    inspectors.follow("2026-04-17")
    assert breach(inspectors)[1] == "dismissed"


def test_a_finding_that_fell_before_anybody_followed_raises_nothing(inspectors: Inspectors) -> None:
    inspectors.find(K, severity=BREACH, amounts=[worth(120_000)])
    inspectors.do("withdraw-finding", K, on="2026-02-24", finding="F1", because="CORRECTION")
    assert inspectors.follow("2026-02-24") == []
    assert inspectors.contract().breaches == {}


def test_a_finding_taken_back_as_an_entry_closes_its_suspicion(inspectors: Inspectors) -> None:
    recorded = inspectors.find(K, severity=BREACH, amounts=[worth(120_000)])
    inspectors.follow("2026-02-21")
    inspectors.office.do(
        "entry.take-back",
        str(inspectors.inspection(K).id),
        entry=str(recorded.entries[0].event_id),
        acting_as="methodologist",
        reason="Zapsáno k jiné kontrole.",
    )
    inspectors.follow("2026-02-24")
    assert breach(inspectors)[1] == "dismissed"


def test_what_somebody_built_on_a_suspicion_is_left_to_somebody(inspectors: Inspectors) -> None:
    """The provider was called to remedy: dropping the breach is a decision, proposed and not taken."""
    found(inspectors).follow("2026-03-19")
    inspectors.office.it_is("2026-04-17")
    inspectors.office.do("contract.call-to-remedy", GRANT, breach=REFERENCE, demand="return", due_on="2026-05-29")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    inspectors.do("uphold-objections", K, on="2026-04-17", objection="N1", by=HEAD)
    assert inspectors.follow("2026-04-17") == []
    (item,) = inspectors.work()
    assert (item.topic, item.follows) == ("contract.dismiss-breach", False)


# What was paid or decided in the meantime -----------------------------------------------------------------------------


def test_impact_lists_what_was_paid_and_decided_in_the_meantime(inspectors: Inspectors) -> None:
    office = found(inspectors).office
    inspectors.follow("2026-03-19")
    for movement, on in (("m-1", "2026-02-10"), ("m-2", "2026-03-25")):
        office.it_is("2026-03-25").pay(GRANT, movement, 50_000, {"2026-01": 50_000}, on=on)
    office.it_is("2026-04-17")
    office.do("contract.call-to-remedy", GRANT, breach=REFERENCE, demand="return", due_on="2026-05-29")
    inspectors.objections(K, sent="2026-04-07", on="2026-04-10")
    inspectors.do("uphold-objections", K, on="2026-04-17", objection="N1", by=HEAD)
    (effect,) = effects(inspectors)
    assert (effect.finding, effect.state, effect.reference) == ("F1", "WITHDRAWN", REFERENCE)
    assert (effect.found, effect.held, effect.stage, effect.waits) == (None, czk(120_000), "called", True)
    assert [(one.made_of, one.entry.event.topic, one.amount, one.builds_on) for one in effect.meantime] == [
        ("paid", "contract.payment-made", Money(5_000_000), False),
        ("decided", "contract.remedy-called", None, True),
    ]
    (earlier,) = effects(inspectors, on="2026-03-24")
    assert earlier.meantime == ()


def test_impact_on_a_mandate_leaves_other_years_out(inspectors: Inspectors) -> None:
    office = inspectors.office
    inspectors.find(K, amounts=[mandate_worth(80_000)])
    inspectors.follow("2026-02-21")
    office.it_is("2026-03-10")
    for year in (2025, 2026):
        office.do(
            "mandate.record-compensation-payment",
            "LK-9103/2025",
            year=year,
            amount=kc(10_000),
            movement=f"m-{year}",
            reference=f"r-{year}",
        )
    (effect,) = effects(inspectors)
    assert (effect.kind, effect.held, effect.stage, effect.waits) == ("mandate", czk(80_000), "suspected", False)
    assert [getattr(one.entry.event, "year", None) for one in effect.meantime] == [2025]


def test_an_inspection_without_amounts_has_no_impact(inspectors: Inspectors) -> None:
    inspectors.find(K)
    assert effects(inspectors) == ()
