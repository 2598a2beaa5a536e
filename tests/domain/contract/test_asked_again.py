"""A paper is asked again when it is corrected, or when what it is held against is learnt late."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    RecordAmendment,
    RecordApproval,
    RecordExpiry,
    RecordSignature,
    RecordTermination,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    AmendmentConcluded,
    ContractApproved,
    ContractConcluded,
    ContractExpired,
    ContractSigned,
    ContractTerminated,
    PaymentMade,
    SettlementSubmitted,
)
from domain.kernel.correction import CorrectEntry
from domain.kernel.entry import settle
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.kernel.prose import Prose
from tests.domain.contract.payment_stories import grant, movement, paid, reallocation, reversal, settlement, tender
from tests.domain.contract.stories import conclusion, draft, period
from tests.spec import THIS, Story, given

TEXT, OTHER_TEXT = "ab" * 32, "cd" * 32
CLAUSE = "1/18/RK"


def corrected(story: Story[Contract], kind: type[Event], *, on: str | None = None, **changed: Any) -> Story[Contract]:
    """The last entry of that kind reads otherwise than it reads now."""
    entry = next(entry for entry in reversed(settle(story.entries)) if isinstance(entry.event, kind))
    reads = kind.model_validate(entry.event.fields() | changed)
    data = reads.model_dump(mode="json", exclude_none=True)
    return story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on=on, reason="přepis")


# The chain of approval -----------------------------------------------------------------------------------------------


def approval(**fields: Any) -> RecordApproval:
    usual = {"body": "RK", "resolution": CLAUSE, "maximum": czk(1_000_000), "text": TEXT}
    return RecordApproval.model_validate({"target": THIS} | usual | fields)


def signature(party: str, **fields: Any) -> RecordSignature:
    usual = {"party": party, "level": "QES", "text": TEXT}
    return RecordSignature.model_validate({"target": THIS} | usual | fields)


def agreed(**fields: Any) -> Story[Contract]:
    """A tender contract of a million, concluded on 1 February 2018 and found so."""
    usual = {"number": None, "regime": "tender", "maximum": czk(1_000_000), "clause": CLAUSE, "text": TEXT}
    drafted = given(Contract).when(draft(regime="tender"), on="2017-12-01")
    found = conclusion(**usual | {"period": period("2018-01-01", "2018-12-31")} | fields)
    return drafted.when(found, on="2018-02-01").then_notes()


def signed(story: Story[Contract], **fields: Any) -> Story[Contract]:
    """The provider on 25 January, the region on 1 February."""
    return story.when(signature("provider", **fields), on="2018-01-25").when(signature("region"), on="2018-02-01")


@pytest.mark.parametrize(
    ("concluded", "approved", "noted"),
    [
        ({}, {}, ()),
        ({}, {"maximum": czk("999 999,99")}, ("ABOVE_APPROVED_SUM",)),
        ({"clause": None}, {}, ("NO_CLAUSE_ON_APPROVAL",)),
        ({"text": OTHER_TEXT}, {}, ("SIGNED_OTHERWISE_THAN_APPROVED",)),
    ],
)
def test_an_approval_that_is_recorded_after_the_conclusion_is_held_against_it(
    concluded: dict[str, Any], approved: dict[str, Any], noted: tuple[str, ...]
) -> None:
    """Found in the file only later: it says the same as if it had been recorded first."""
    story = agreed(**concluded).when(approval(**approved), on="2018-01-15").then_notes(*noted)
    assert story.state.approval is not None
    story.then_open(*noted)


def test_a_corrected_approval_settles_what_it_explains() -> None:
    story = agreed().when(approval(maximum=czk(1), resolution="2/18/RK"), on="2018-01-15")
    story.then_notes("ABOVE_APPROVED_SUM", "NO_CLAUSE_ON_APPROVAL")
    story = corrected(story, ContractApproved, maximum=czk(1_000_000)).then_closes("ABOVE_APPROVED_SUM")
    story = corrected(story, ContractApproved, resolution=CLAUSE).then_closes("NO_CLAUSE_ON_APPROVAL").then_open()
    story = corrected(story, ContractApproved, on="2018-02-02").then_notes("APPROVED_AFTER_CONCLUSION")
    corrected(story, ContractApproved, on="2018-02-01").then_closes("APPROVED_AFTER_CONCLUSION").then_open()


def test_a_corrected_conclusion_is_held_against_the_approval() -> None:
    story = agreed().when(approval(), on="2018-01-15").then_notes()
    above = corrected(story, ContractConcluded, maximum=czk("1 000 000,01")).then_notes("ABOVE_APPROVED_SUM")
    corrected(above, ContractConcluded, maximum=czk(1_000_000)).then_closes("ABOVE_APPROVED_SUM").then_open()
    basis = {"compensation": czk(1_000_000), "percent": 85}
    dear = corrected(story, ContractConcluded, price_basis=basis).then_notes("PRICE_ABOVE_SHARE")
    corrected(dear, ContractConcluded, price_basis={**basis, "percent": 100}).then_closes("PRICE_ABOVE_SHARE")
    plan = [{"number": 1, "amount": czk("1 000 000,01")}]
    corrected(story, ContractConcluded, payment_plan=plan).then_notes("PLAN_ABOVE_MAXIMUM")


def test_a_corrected_body_or_vote_is_asked_again() -> None:
    """A grant above 200 000 is the assembly's; nine of twenty-one carry nothing."""
    wrong = {"number": None, "regime": "grant", "maximum": czk(200_001), "clause": CLAUSE, "text": TEXT}
    story = given(Contract).when(draft(regime="grant"), on="2017-12-01")
    vote = {"votes_for": 9, "against": 0, "abstained": 12, "members": 21}
    story = story.when(approval(vote=vote, maximum=czk(200_001)), on="2018-01-15")
    story.then_notes("NOT_APPROVED_BY_COMPETENT_BODY", "VOTE_CARRIES")
    story = story.when(conclusion(**wrong, period=period("2018-01-01")), on="2018-02-01")
    story.then_notes("NOT_APPROVED_BY_COMPETENT_BODY")
    right: dict[str, Any] = {"body": "ZK", "resolution": "1/18/ZK", "vote": {**vote, "votes_for": 11, "abstained": 10}}
    mended = corrected(story, ContractApproved, **right).then_notes("NO_CLAUSE_ON_APPROVAL")
    mended.then_open("NO_CLAUSE_ON_APPROVAL")
    again = corrected(mended, ContractApproved, **{**right, "body": "RK", "resolution": CLAUSE})
    again.then_notes("NOT_APPROVED_BY_COMPETENT_BODY", "NOT_APPROVED_BY_COMPETENT_BODY")


def test_a_corrected_body_of_an_amendment_is_asked_again_and_settles_only_its_own() -> None:
    story = grant(clause="1/18/RK").then_notes()
    amended = RecordAmendment.model_validate(
        {"target": THIS, "number": 1, "ground": "other", "resolution": "2/18/RK", "reason": Prose.of("why")}
    )
    story = story.when(amended, on="2018-03-01").then_notes("NOT_APPROVED_BY_COMPETENT_BODY")
    corrected(story, AmendmentConcluded, adds=Money(0)).then_closes().then_notes()
    corrected(story, AmendmentConcluded, resolution="2/18/ZK").then_closes("NOT_APPROVED_BY_COMPETENT_BODY").then_open()


def test_a_signature_that_is_recorded_late_or_corrected_is_held_against_the_day_of_conclusion() -> None:
    story = agreed().when(signature("provider"), on="2018-01-25").then_notes("CONCLUDED_ON_ANOTHER_DAY")
    both = story.when(signature("region"), on="2018-02-01").then_closes("CONCLUDED_ON_ANOTHER_DAY").then_open()
    later = corrected(both, ContractSigned, on="2018-02-02").then_notes("CONCLUDED_ON_ANOTHER_DAY")
    corrected(later, ContractSigned, on="2018-02-01").then_closes("CONCLUDED_ON_ANOTHER_DAY").then_open()


def test_corrected_words_of_a_signature_are_held_against_the_approval() -> None:
    story = agreed().when(approval(), on="2018-01-15")
    story = story.when(signature("provider", text=OTHER_TEXT), on="2018-01-25")
    story = story.when(signature("region"), on="2018-02-01").then_open("SIGNED_OTHERWISE_THAN_APPROVED")
    provider = next(e for e in story.entries if isinstance(e.event, ContractSigned) and e.event.party == "provider")
    data = {"party": "provider", "level": "QES", "text": TEXT}
    right = CorrectEntry.model_validate({"target": THIS, "entry": provider.event_id, "data": data})
    story.when(right, on=None, reason="přepis").then_closes("SIGNED_OTHERWISE_THAN_APPROVED").then_open()
    signed(agreed().when(approval(), on="2018-01-15")).then_open()


# The end -------------------------------------------------------------------------------------------------------------


def test_a_corrected_end_is_asked_again() -> None:
    said = {"target": THIS, "mode": "WITHDRAWAL", "by": "both", "delivered_on": "2018-07-25"}
    story = tender().when(RecordTermination.model_validate(said), on="2018-06-30")
    story.then_notes("AGREEMENT_BY_ONE", "WITHDRAWAL_WITHOUT_GROUNDS", "ENDED_BEFORE_DELIVERY")
    grounds = Prose.of("why", salt="00" * 16)
    story = corrected(story, ContractTerminated, by="region").then_closes("AGREEMENT_BY_ONE")
    story = corrected(story, ContractTerminated, grounds=grounds).then_closes("WITHDRAWAL_WITHOUT_GROUNDS")
    story = corrected(story, ContractTerminated, delivered_on="2018-06-30").then_closes("ENDED_BEFORE_DELIVERY")
    corrected(story.then_open(), ContractTerminated, on="2018-06-29").then_notes("ENDED_BEFORE_DELIVERY")


def test_a_corrected_expiry_or_period_is_asked_again() -> None:
    story = tender().when(RecordExpiry(target=THIS), on="2020-03-30").then_notes("EXPIRED_ON_ANOTHER_DAY")
    corrected(story, ContractExpired, on="2020-03-31").then_closes("EXPIRED_ON_ANOTHER_DAY").then_open()
    shorter = period("2018-04-01", "2020-03-30")
    corrected(story, ContractConcluded, period=shorter).then_closes("EXPIRED_ON_ANOTHER_DAY").then_open()


# A settlement --------------------------------------------------------------------------------------------------------


def drawn() -> Story[Contract]:
    """A million for 2018, to be settled by 15 February 2019."""
    due = [{"year": 2018, "due_on": "2019-02-15"}]
    return paid(grant(settlement_due=due), "1", ("2018-02", 1_000_000), on="2018-02-15")


def test_a_corrected_settlement_is_asked_again() -> None:
    story = drawn().when(settlement(2018, 900_000, 50_000), on="2019-02-18")
    story.then_notes("SETTLED_LATE", "SETTLEMENT_DIFFERS")
    story = corrected(story, SettlementSubmitted, used=czk(950_000)).then_closes("SETTLEMENT_DIFFERS")
    story = corrected(story, SettlementSubmitted, on="2019-02-15").then_closes("SETTLED_LATE").then_open()
    story = corrected(story, SettlementSubmitted, on="2019-02-18").then_notes("SETTLED_LATE")
    corrected(story, SettlementSubmitted, unused=czk(50_001)).then_notes("SETTLEMENT_DIFFERS")


def test_a_payment_that_is_corrected_or_learnt_late_is_held_against_the_settlement_of_its_year() -> None:
    """Settled in February 2019 to the crown; the payments of 2018 turn out to be others."""
    story = drawn().when(settlement(2018, 900_000, 100_000), on="2019-02-14").then_notes()
    less: dict[str, Any] = {"amount": czk(900_000), "allocations": [{"month": "2018-02", "amount": czk(900_000)}]}
    other = corrected(story, PaymentMade, **less).then_notes("AMOUNT_DIFFERS", "SETTLEMENT_DIFFERS")
    assert other.facts_of("SETTLEMENT_DIFFERS")["paid"] == {"currency": "CZK", "minor": 90_000_000}
    late = story.when(movement("m9", ("2018-03", 1)), on="2018-03-20")
    late.then_notes("ABOVE_MAXIMUM", "NO_ORDER", "SETTLEMENT_DIFFERS")
    late.when(movement("m10", ("2018-03", 1)), on="2018-03-20").then_notes("ABOVE_MAXIMUM", "NO_ORDER")
    late.when(reversal("r9", "m9", 1), on="2018-03-21").then_open()
    moved = reallocation("1", ("2019-01", 1_000_000))
    story.when(moved, on="2018-02-15").then_notes("OUTSIDE_PERIOD", "SETTLEMENT_DIFFERS")


def test_a_service_of_a_settlement_is_asked_again() -> None:
    services = [{"registration": "3596108"}, {"registration": "5563434"}]
    story = grant(services=services).when(settlement(2018, 0, 0, service="8208204"), on="2019-01-31")
    story.then_notes("SETTLED_SERVICE_UNCLEAR")
    corrected(story, SettlementSubmitted, service="3596108").then_closes("SETTLED_SERVICE_UNCLEAR").then_open()
    assert story.state.settlements["8208204", 2018].submitted_on == date(2019, 1, 31)
