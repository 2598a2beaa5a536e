"""From a second round with another winner to the contract, and what a contract may take up of its award."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.engine import Outcome
from domain.kernel.command import Command
from domain.kernel.ids import derived_id
from domain.kernel.money import Money, czk
from domain.kernel.plain import plain
from domain.tender.award import AwardState
from domain.tender.events import LotContracted, LotContractReleased
from domain.tender.tender import Tender
from tests.domain.tender import stories as told
from tests.domain.tender.stories import at
from tests.domain.tender.test_ending import cancel, relaunch, unaward
from tests.scenarios.office import Office, anomaly, closed, codes, kc
from tests.spec import THIS

TENDER = THIS
FIRST, SECOND = told.PROVIDERS["1"], told.PROVIDERS["2"]
PRICE = czk(2_000_000)
NUMBER, OTHER = "OLP/9101/2017", "OLP/9102/2017"
TEXT = derived_id("spec", "text").hex * 2
TWO_ROUNDS: tuple[tuple[Command, str], ...] = (
    (told.plan(estimated_value=czk(2_500_000)), "2017-01-10"),
    (told.approve(), "2017-01-17"),
    (told.lot("A"), "2017-01-17"),
    (told.publish(), "2017-02-01"),
    (told.bid("A1"), "2017-03-01"),
    (told.opening({"A1": czk(2_400_000)}), "2017-03-03"),
    (told.exclusion("A1", cites={"act": "tender documents", "provision": "art. 7"}), "2017-03-10"),
    (unaward(), "2017-03-13"),
    (relaunch(), "2017-05-02"),
    (told.bid("A2", round=2, received_at=at("2017-06-01 09:00")), "2017-06-01"),
    (told.opening({"A2": PRICE}, round=2, opened_at=at("2017-06-02 11:00")), "2017-06-02"),
    (told.select("A2", round=2), "2017-06-06"),
    (told.owner("A2"), "2017-06-06"),
    (told.award("A2", round=2), "2017-06-08"),
)
"""Lot A: whoever bid in round 1 was excluded; in round 2 another bid alone and won at 2 000 000."""


AWARDED_AGAIN: tuple[tuple[Command, str], ...] = (
    *TWO_ROUNDS[:6],
    (told.select("A1"), "2017-03-06"),
    (told.owner("A1"), "2017-03-06"),
    (told.award("A1"), "2017-03-08"),
    (cancel(), "2017-03-13"),
    *TWO_ROUNDS[8:],
)
"""The same, but that round 1 was awarded as well and cancelled afterwards."""


@pytest.fixture
def second_round(office: Office) -> Office:
    for command, on in TWO_ROUNDS:
        office.it_is(on).send(command, on=on)
    return office


@pytest.fixture
def awarded_again(office: Office) -> Office:
    for command, on in AWARDED_AGAIN:
        office.it_is(on).send(command, on=on)
    return office


def restore_first_award(office: Office) -> None:
    """The cancellation of round 1 is taken back: both rounds are awarded."""
    (cancelled,) = [one for one in office.replay.entries(TENDER) if one.event.topic == "tender.lot-cancelled"]
    office.do("entry.take-back", TENDER, reason="nebyla zrušena", entry=cancelled.event_id)


def told_rounds(outcome: Outcome) -> list[tuple[str, int]]:
    """What the tender was told, and of which round."""
    told_events = [
        entry.event for entry in outcome.entries if isinstance(entry.event, LotContracted | LotContractReleased)
    ]
    return [(event.topic, event.round) for event in told_events]


def award(office: Office, number: int = 2) -> AwardState | None:
    tender = office.replay.state(TENDER)
    assert isinstance(tender, Tender)
    return tender.award("A", number)


def contracts(office: Office) -> dict[UUID, Money]:
    """What is contracted on the award, by contract."""
    found = award(office)
    assert found is not None
    return dict(found.contracts)


def identifier(office: Office, number: str) -> UUID:
    return office.parts.resolver.identifier("contract", number)


def draft(
    office: Office,
    number: str,
    maximum: int,
    *,
    on: str = "2017-06-12",
    round_number: int | None = 2,
    ico: str | None = None,
) -> None:
    """Drafted, approved and signed by both on one day; with the winner of the second round, if nobody is named."""
    office.it_is(on).do(
        "contract.draft",
        number=number,
        regime="tender",
        provider=SECOND[0],
        provider_ico=ico or SECOND[1],
        tender={"tender": str(TENDER), "lot": "A"} | ({"round": round_number} if round_number else {}),
    )
    approval: dict[str, Any] = {"body": "RK", "resolution": "900/17/RK", "maximum": kc(maximum), "text": TEXT}
    vote = {"votes_for": 9, "against": 0, "abstained": 0, "members": 9}
    office.do("contract.approve", number, acting_as="approver", person="p-approver", vote=vote, **approval)
    office.do("contract.record-signature", number, party="provider", level="HANDWRITTEN", text=TEXT)
    office.do("contract.sign", number, acting_as="approver", person="p-approver", level="HANDWRITTEN", text=TEXT)


def conclusion(maximum: int) -> dict[str, Any]:
    period = {"start": "2017-07-01", "end": "2018-12-31"}
    return {"maximum": kc(maximum), "clause": "900/17/RK", "text": TEXT, "period": period}


def found(office: Office, number: str, maximum: int, *, on: str = "2017-06-12", **named: object) -> Outcome:
    """A contract on the award that was concluded elsewhere."""
    return office.it_is("2017-07-03").do(
        "contract.record-conclusion",
        on=on,
        number=number,
        regime="tender",
        provider=SECOND[0],
        provider_ico=SECOND[1],
        maximum=kc(maximum),
        period={"start": "2017-07-01", "end": "2018-12-31"},
        tender={"tender": str(TENDER), "lot": "A", "round": 2} | named,
    )


def test_the_winner_of_the_second_round_is_contracted_and_the_award_knows_it(second_round: Office) -> None:
    """Nobody is left in round 1; round 2 goes to another; the conclusion writes both files in one commit."""
    office = second_round
    assert award(office, 1) is None
    draft(office, NUMBER, 2_000_000)
    outcome = office.do("contract.conclude", NUMBER, **conclusion(2_000_000))
    assert [entry.event.topic for entry in outcome.entries] == ["contract.concluded", "tender.lot-contracted"]
    assert codes(outcome) == []
    guard = outcome.entries[1]
    assert (guard.originator_id, guard.effective_on) == (TENDER, date(2017, 6, 12))
    assert contracts(office) == {identifier(office, NUMBER): PRICE}
    result = guard.event.model_dump(mode="json")["result_by"]
    assert result["legal_last_day"] == "2017-07-12"


def test_a_contract_above_its_award_is_refused_and_one_at_it_taken(second_round: Office) -> None:
    """2 000 000.01 is a heller too much; 2 000 000 is the price."""
    office = second_round
    draft(office, NUMBER, 2_000_001)
    too_much = conclusion(2_000_000) | {"maximum": "2000000.01 CZK"}
    refusal = office.refused("contract.conclude", NUMBER, **too_much)
    assert refusal.codes == ("tender.contracted-within-award",)
    assert refusal.facts["asked"] == plain(czk("2000000.01"))
    office.do("contract.conclude", NUMBER, **conclusion(2_000_000))
    assert sum(amount.minor for amount in contracts(office).values()) == PRICE.minor


def test_all_contracts_on_an_award_stay_within_it(second_round: Office) -> None:
    """1 500 000 and 500 000 fill it; of the second half a crown more is refused."""
    office = second_round
    draft(office, NUMBER, 1_500_000)
    office.do("contract.conclude", NUMBER, **conclusion(1_500_000))
    draft(office, OTHER, 500_001)
    assert office.refused("contract.conclude", OTHER, **conclusion(500_001)).code == "tender.contracted-within-award"
    office.do("contract.conclude", OTHER, **conclusion(500_000))
    state = award(office)
    assert state is not None
    assert state.left == czk(0)


def test_a_contract_found_above_its_award_is_recorded_with_what_is_wrong(second_round: Office) -> None:
    office = second_round
    outcome = found(office, NUMBER, 2_100_000)
    assert codes(outcome) == ["ABOVE_AWARD"]
    facts = anomaly(outcome, "ABOVE_AWARD").facts
    assert (facts["asked"], facts["awarded"]) == (plain(czk(2_100_000)), plain(PRICE))
    assert contracts(office) == {identifier(office, NUMBER): czk(2_100_000)}


def test_a_contract_with_somebody_else_is_refused_and_found_is_noted(second_round: Office) -> None:
    """Round 1 was bid for by another provider: the award is not his."""
    office = second_round
    draft(office, NUMBER, 2_000_000, ico=FIRST[1])
    refusal = office.refused("contract.conclude", NUMBER, **conclusion(2_000_000))
    assert refusal.codes == ("tender.contract-with-awarded-provider",)
    outcome = office.it_is("2017-07-03").do(
        "contract.record-conclusion",
        on="2017-06-12",
        number=OTHER,
        regime="tender",
        provider=FIRST[0],
        provider_ico=FIRST[1],
        maximum=kc(1_000_000),
        tender={"tender": str(TENDER), "lot": "A", "round": 2},
    )
    assert codes(outcome) == ["CONTRACT_WITH_ANOTHER_PROVIDER"]


def test_a_contract_on_a_round_without_award_is_refused_and_found_is_noted(second_round: Office) -> None:
    """Round 1 awarded nothing; what was concluded on it all the same takes up no award."""
    office = second_round
    draft(office, NUMBER, 2_000_000, round_number=1)
    assert office.refused("contract.conclude", NUMBER, **conclusion(2_000_000)).codes == ("contract.award-on-record",)
    outcome = found(office, OTHER, 1_000_000, round=1)
    assert codes(outcome) == ["NOT_AWARDED"]
    assert [entry.event.topic for entry in outcome.entries] == ["contract.concluded"]


def test_a_contract_that_names_no_round_takes_up_the_only_one_that_was_awarded(second_round: Office) -> None:
    """Round 1 awarded nothing, so that round 2 is meant; an act is taken as well as what is found."""
    office = second_round
    outcome = found(office, NUMBER, 1_900_000, round=None)
    assert codes(outcome) == []
    assert told_rounds(outcome) == [("tender.lot-contracted", 2)]
    draft(office, OTHER, 100_000, on="2017-07-03", round_number=None)
    assert told_rounds(office.do("contract.conclude", OTHER, **conclusion(100_000))) == [("tender.lot-contracted", 2)]
    assert contracts(office) == {identifier(office, NUMBER): czk(1_900_000), identifier(office, OTHER): czk(100_000)}


def test_a_contract_on_a_lot_that_was_never_awarded_is_noted_also_without_its_round(office: Office) -> None:
    for command, on in TWO_ROUNDS[:-1]:
        office.it_is(on).send(command, on=on)
    outcome = found(office, NUMBER, 1_900_000, round=None)
    assert codes(outcome) == ["NOT_AWARDED"]
    assert told_rounds(outcome) == []


def test_where_two_rounds_were_awarded_a_contract_says_which_it_is_on(awarded_again: Office) -> None:
    """Found without its round it takes up nothing until somebody says which; an act is refused."""
    office = awarded_again
    restore_first_award(office)
    outcome = found(office, NUMBER, 1_900_000, round=None)
    assert codes(outcome) == ["AWARDED_ROUND_NOT_STATED"]
    assert anomaly(outcome, "AWARDED_ROUND_NOT_STATED").facts["awarded_rounds"] == [1, 2]
    assert told_rounds(outcome) == []
    draft(office, OTHER, 100_000, on="2017-07-04", round_number=None)
    refusal = office.refused("contract.conclude", OTHER, **conclusion(100_000))
    assert refusal.codes == ("contract.awarded-round-stated",)
    concluded = outcome.entries[0]
    data = concluded.event.model_dump(mode="json", exclude_none=True)
    data["tender"]["round"] = 2
    corrected = office.do("entry.correct", NUMBER, on="2017-06-12", reason="kolo", entry=concluded.event_id, data=data)
    assert told_rounds(corrected) == [("tender.lot-contracted", 2)]
    assert [ref.code for ref in closed(corrected)] == ["AWARDED_ROUND_NOT_STATED"]


def test_the_round_that_was_meant_stays_although_another_turns_out_to_be_awarded(awarded_again: Office) -> None:
    """Taken up in round 2 while that alone was awarded: voidness gives it back there."""
    office = awarded_again
    assert told_rounds(found(office, NUMBER, 1_000_000, on="2017-07-03", round=None)) == [("tender.lot-contracted", 2)]
    restore_first_award(office)
    office.it_is("2017-10-04")
    void = office.do(
        "contract.establish-voidness", NUMBER, on="2017-07-03", acting_as="timer", established_on="2017-10-04"
    )
    assert told_rounds(void) == [("tender.lot-contract-released", 2)]


def test_a_contract_in_another_currency_cannot_be_held_against_the_award(second_round: Office) -> None:
    outcome = second_round.it_is("2017-07-03").do(
        "contract.record-conclusion",
        on="2017-06-12",
        number=NUMBER,
        regime="tender",
        provider=SECOND[0],
        maximum="80000.00 EUR",
        tender={"tender": str(TENDER), "lot": "A", "round": 2},
    )
    assert codes(outcome) == ["NOT_COMPARABLE_WITH_AWARD"]
    assert contracts(second_round) == {}


def test_voidness_gives_the_award_back_and_another_contract_can_follow(second_round: Office) -> None:
    """Never published: on 2017-10-04 the contract of 3 July is void from the start, and the lot waits for another."""
    office = second_round
    found(office, NUMBER, 2_000_000, on="2017-07-03")
    above = found(office, OTHER, 100_000, on="2017-07-03")
    assert codes(above) == ["ABOVE_AWARD"]
    office.it_is("2017-10-04")
    outcome = office.do(
        "contract.establish-voidness", NUMBER, on="2017-07-03", acting_as="timer", established_on="2017-10-04"
    )
    topics = [entry.event.topic for entry in outcome.entries]
    assert topics == ["contract.voided-for-non-publication", "tender.lot-contract-released"]
    assert [ref.code for ref in closed(outcome)] == ["ABOVE_AWARD"]
    assert contracts(office) == {identifier(office, OTHER): czk(100_000)}
    draft(office, "OLP/9103/2017", 1_900_000, on="2017-10-06")
    assert codes(office.do("contract.conclude", "OLP/9103/2017", **conclusion(1_900_000))) == []


def test_a_withdrawal_before_the_service_began_gives_the_award_back(second_round: Office) -> None:
    """Withdrawn from on 20 June, the service was to begin on 1 July."""
    office = second_round
    found(office, NUMBER, 2_000_000)
    withdrawal: dict[str, Any] = {
        "mode": "WITHDRAWAL",
        "by": "region",
        "delivered_on": "2017-06-20",
        "grounds": "art. 9",
    }
    outcome = office.do("contract.terminate", NUMBER, on="2017-06-20", **withdrawal)
    topics = [entry.event.topic for entry in outcome.entries]
    assert topics == ["contract.terminated", "tender.lot-contract-released"]
    assert contracts(office) == {}


@pytest.mark.parametrize(
    ("mode", "on", "is_paid"), [("WITHDRAWAL", "2017-07-01", False), ("NOTICE", "2017-06-20", False),
                                ("WITHDRAWAL", "2017-06-20", True)]
)  # fmt: skip
def test_what_was_performed_or_paid_keeps_its_award(second_round: Office, mode: str, on: str, *, is_paid: bool) -> None:
    """A notice works for the time to come; after the first day of the service, or an advance, something is left."""
    office = second_round
    found(office, NUMBER, 2_000_000)
    if is_paid:
        office.pay(NUMBER, "m-1", 100_000, {}, on="2017-06-19")
    end: dict[str, Any] = {"mode": mode, "by": "region", "delivered_on": "2017-06-15", "grounds": "art. 9"}
    outcome = office.do("contract.terminate", NUMBER, on=on, **end)
    assert [entry.event.topic for entry in outcome.entries] == ["contract.terminated"]
    assert contracts(office) == {identifier(office, NUMBER): PRICE}


def test_a_corrected_maximum_is_corrected_in_the_award(second_round: Office) -> None:
    """Recorded as 1 200 000, the paper says 2 100 000: what stands in the tender follows, with what is wrong now."""
    office = second_round
    first = found(office, NUMBER, 1_200_000)
    data = first.entries[0].event.model_dump(mode="json", exclude_none=True)
    wording = data | {"maximum": {"minor": 210_000_000, "currency": "CZK"}}
    outcome = office.do(
        "entry.correct", NUMBER, on="2017-06-12", reason="typo", entry=str(first.entries[0].event_id), data=wording
    )
    topics = [entry.event.topic for entry in outcome.entries]
    assert topics == ["entry.corrected", "tender.lot-contract-released", "tender.lot-contracted"]
    assert codes(outcome) == ["ABOVE_AWARD"]
    assert contracts(office) == {identifier(office, NUMBER): czk(2_100_000)}
    outcome = office.do("entry.take-back", NUMBER, reason="the paper says otherwise", entry=outcome.entries[0].event_id)
    assert [ref.code for ref in closed(outcome)] == ["ABOVE_AWARD"]
    assert contracts(office) == {identifier(office, NUMBER): czk(1_200_000)}


def test_voidness_taken_back_takes_the_award_up_again(second_round: Office) -> None:
    office = second_round
    found(office, NUMBER, 2_000_000, on="2017-07-03")
    office.it_is("2017-10-04")
    void = office.do(
        "contract.establish-voidness", NUMBER, on="2017-07-03", acting_as="timer", established_on="2017-10-04"
    )
    assert contracts(office) == {}
    office.do("entry.take-back", NUMBER, reason="it was published", entry=void.entries[0].event_id)
    assert contracts(office) == {identifier(office, NUMBER): PRICE}


def test_an_old_contract_on_an_old_tender_is_brought_in_as_its_papers_say(office: Office) -> None:
    """Of a tender that only old papers speak of nobody says what was awarded: nothing is noted, nothing told."""
    tender = str(uuid4())
    office.it_is("2017-01-10").do("tender.take-over", tender, number="LK-1/2009", title="Old services")
    outcome = office.do(
        "contract.take-over",
        number="OLP/2132/2009",
        regime="tender",
        amount=kc(1_000_000),
        amount_kind="maximum",
        tender={"tender": tender, "lot": "1", "round": 1},
    )
    assert codes(outcome) == []
    assert len(outcome.entries) == 1


def test_an_old_contract_takes_up_an_award_on_file(second_round: Office) -> None:
    """Its day of conclusion is not known, and that of the guard neither."""
    office = second_round
    outcome = office.it_is("2017-07-03").do(
        "contract.take-over",
        number=NUMBER,
        regime="tender",
        amount=kc(1_000_000),
        amount_kind="maximum",
        tender={"tender": str(TENDER), "lot": "A", "round": 2},
    )
    assert codes(outcome) == []
    assert [(entry.event.topic, entry.effective_on) for entry in outcome.entries][1] == ("tender.lot-contracted", None)
    again = office.do("contract.record-conclusion", NUMBER, on="2017-06-12", maximum=kc(1_000_000))
    assert [entry.event.topic for entry in again.entries] == ["contract.concluded"]
    assert contracts(office) == {identifier(office, NUMBER): czk(1_000_000)}
