"""The end of a contract: by notice, withdrawal, agreement, by its time, and the closing of the file."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    ApproveSettlement,
    CloseContract,
    DecideChange,
    EstablishVoidness,
    RecordAmendment,
    RecordChangeRequest,
    RecordExpiry,
    RecordSuccession,
    RecordTermination,
    TerminateContract,
    WriteOffClaim,
)
from domain.contract.contract import Contract
from domain.contract.events import ContractClosed, ContractExpired, ContractTerminated
from domain.kernel.answer import Answer
from domain.kernel.command import Command
from domain.kernel.correction import TakeBackEntry
from domain.kernel.money import czk
from tests.domain.contract.payment_stories import grant, paid, refund, refund_request, settlement
from tests.domain.contract.stories import concluded, draft, period, published
from tests.spec import THIS, Story, given

YES, NO = Answer.YES, Answer.NO


def contract(**fields: Any) -> Story[Contract]:
    usual = {"period": period("2018-04-01", "2020-03-31")}
    return published("2018-02-05", concluded_on="2018-02-01", **usual | fields)


def termination(**fields: Any) -> TerminateContract:
    usual = {"target": THIS, "mode": "NOTICE", "by": "region", "delivered_on": "2019-03-29"}
    return TerminateContract.model_validate(usual | fields)


def _found(command: TerminateContract) -> RecordTermination:
    return RecordTermination.model_validate(command.model_dump())


# Termination ---------------------------------------------------------------------------------------------------------


def test_notice_ends_the_contract_with_its_last_day() -> None:
    story = contract().when(termination(), on="2019-06-30").then_notes()
    story.then(ContractTerminated(mode="NOTICE", by="region", delivered_on=date(2019, 3, 29)))
    days = [date(2019, 6, 30), date(2019, 7, 1)]
    assert [story.state.in_force(day) for day in days] == [YES, NO]
    assert story.state.last_day == date(2019, 6, 30)
    story.when(termination(), on="2019-06-30").then_refused("contract.ends-once")
    story.when(RecordExpiry(target=THIS), on="2020-03-31").then_refused("contract.ends-once")


@pytest.mark.parametrize("command", [termination(), RecordExpiry(target=THIS)])
def test_only_a_concluded_contract_ends_and_not_before_it_was_concluded(command: Command) -> None:
    drafted = given(Contract).when(draft(), on="2018-01-02")
    drafted.when(command, on="2019-06-30").then_refused("contract.concluded-first")
    contract().when(command, on="2018-01-31").then_refused("contract.end-after-conclusion")
    void = EstablishVoidness(target=THIS, established_on=date(2018, 6, 1))
    voided = concluded("2018-02-01").when(void, on="2018-02-01")
    voided.when(command, on="2019-06-30").then_refused("contract.not-void")


def test_agreement_may_end_the_contract_on_the_day_of_conclusion() -> None:
    contract().when(termination(mode="AGREEMENT", by="both", delivered_on=None), on="2018-02-01").then_notes()


def test_withdrawal_says_its_grounds() -> None:
    """Without grounds the region may not withdraw; the provider's withdrawal is a fact."""
    bare = termination(mode="WITHDRAWAL")
    contract().when(bare, on="2019-03-29").then_refused("contract.withdrawal-has-grounds")
    contract().when(termination(mode="WITHDRAWAL", grounds="no reports"), on="2019-03-29").then_notes()
    contract().when(_found(bare), on="2019-03-29").then_notes("WITHDRAWAL_WITHOUT_GROUNDS")


@pytest.mark.parametrize(("on", "refused"), [("2019-03-28", True), ("2019-03-29", False)])
def test_notice_works_from_its_delivery(on: str, refused: bool) -> None:
    story = contract().when(termination(), on=on)
    if refused:
        story.then_refused("contract.ends-after-delivery")
    else:
        story.then_notes()


def test_own_notice_of_unknown_delivery_cannot_be_decided() -> None:
    """Our own notice needs proof of delivery, one that came in does not."""
    unknown = termination(delivered_on=None)
    contract().when(unknown, on="2019-06-30").then_refused("contract.ends-after-delivery")
    contract().when(_found(unknown), on="2019-06-30").then_notes()


@pytest.mark.parametrize(
    ("mode", "by", "refused"),
    [
        ("AGREEMENT", "both", False),
        ("AGREEMENT", "region", True),
        ("NOTICE", "both", True),
        ("NOTICE", "region", False),
    ],
)
def test_agreement_is_made_by_both(mode: str, by: str, refused: bool) -> None:
    story = contract().when(termination(mode=mode, by=by), on="2019-06-30")
    if refused:
        story.then_refused("contract.agreement-by-both")
    else:
        story.then_notes()


# Expiry --------------------------------------------------------------------------------------------------------------


def test_contract_expires_with_its_period() -> None:
    """Another day is recorded as it was said, with an anomaly."""
    story = contract().when(RecordExpiry(target=THIS), on="2020-03-31").then_notes().then(ContractExpired())
    assert story.state.expired_on == date(2020, 3, 31)
    for day in ("2020-03-30", "2020-04-01"):
        contract().when(RecordExpiry(target=THIS), on=day).then_notes("EXPIRED_ON_ANOTHER_DAY")


def test_expiry_of_an_open_period_is_not_judged() -> None:
    story = contract(period=period("2018-04-01")).when(RecordExpiry(target=THIS), on="2021-12-31").then_notes()
    assert story.state.in_force(date(2022, 1, 1)) is NO


def test_expiry_of_an_unknown_period_ends_the_contract() -> None:
    """Nobody knew until when; now it is known that it is over."""
    story = contract(period=None).when(RecordExpiry(target=THIS), on="2021-12-31")
    assert [story.state.in_force(date(2021, 12, 31)), story.state.in_force(date(2022, 1, 1))] == [YES, NO]


# Closing -------------------------------------------------------------------------------------------------------------


def test_file_is_closed_after_the_end_and_once() -> None:
    """The day after the last day is the first on which the file may be closed."""
    close = CloseContract(target=THIS)
    contract().when(close, on="2020-03-31").then_refused("contract.closed-after-its-end")
    story = contract().when(close, on="2020-04-01").then(ContractClosed()).then_notes()
    assert story.state.closed_on == date(2020, 4, 1)
    story.when(close, on="2020-04-02").then_refused("contract.not-closed")


def test_contract_without_known_end_is_not_closed() -> None:
    story = contract(period=period("2018-04-01")).when(CloseContract(target=THIS), on="2030-01-01")
    story.then_refused("contract.closed-after-its-end")
    given(Contract).when(draft(), on="2018-01-02").when(CloseContract(target=THIS), on="2030-01-01").then_refused(
        "contract.concluded-first"
    )


def test_void_contract_may_be_closed_at_any_time() -> None:
    void = EstablishVoidness(target=THIS, established_on=date(2018, 6, 1))
    story = concluded("2018-02-01").when(void, on="2018-02-01")
    story.when(CloseContract(target=THIS), on="2018-06-02").then_notes()


def test_closed_file_is_not_changed_until_the_closing_is_taken_back() -> None:
    """Reopening is a correction: the closing stays in history, with the reason."""
    story = contract().when(CloseContract(target=THIS), on="2020-04-01")
    late = RecordAmendment(target=THIS, number=1, ground="222(4)")
    story.when(late, on="2019-01-01").then_refused("contract.not-closed")
    story.when(termination(), on="2019-06-30").then_refused("contract.not-closed")
    story.when(RecordExpiry(target=THIS), on="2020-03-31").then_refused("contract.not-closed")
    successor = RecordSuccession(target=THIS, provider="Successor z.s.", ground="succession")
    story.when(successor, on="2019-01-01").then_refused("contract.not-closed")
    asked = story.when(RecordChangeRequest(target=THIS, change="Z-1", change_kind="BOTH"), on="2019-01-01").then_notes()
    decide = DecideChange(target=THIS, change="Z-1", outcome="rejected", is_substantial=False)
    asked.when(decide, on="2019-01-02").then_refused("contract.not-closed")
    reopen = TakeBackEntry(target=THIS, entry=story.entries[-1].event_id)
    story = story.when(reopen, on="2020-05-02", reason="a late amendment was found").when(late, on="2019-01-01")
    story.then_notes()
    assert story.state.closed_on is None
    assert len(story.entries) == 5


def _paid_grant() -> Story[Contract]:
    """A grant of 2018 of which 600 000 were paid and allocated."""
    return paid(grant(), "M-1", ("2018-03", 600_000), on="2018-03-15")


def test_file_is_not_closed_before_every_year_is_settled() -> None:
    """A settlement that is only submitted is not approved yet."""
    close = CloseContract(target=THIS)
    story = _paid_grant().when(close, on="2019-06-01").then_refused("contract.settled-before-closing")
    assert story.facts_of("contract.settled-before-closing") == {"unsettled_years": [2018]}
    story = _paid_grant().when(settlement(2018, 600_000, 0), on="2019-01-31")
    story.when(close, on="2019-06-01").then_refused("contract.settled-before-closing")
    approve = ApproveSettlement(target=THIS, year=2018, recognised=czk(600_000))
    story.when(approve, on="2019-02-20").when(close, on="2019-06-01").then_notes()


def test_file_is_not_closed_while_something_is_owed() -> None:
    """A refund that was asked for blocks the closing until it is paid or written off."""
    close = CloseContract(target=THIS)
    approve = ApproveSettlement(target=THIS, year=2018, recognised=czk(470_000))
    story = _paid_grant().when(settlement(2018, 470_000, 130_000), on="2019-01-31").when(approve, on="2019-02-01")
    owed = story.when(refund_request("R-1", 130_000, due_on="2019-02-15"), on="2019-02-01").then_notes()
    refused = owed.when(close, on="2019-06-01").then_refused("contract.closed-without-open-claims")
    assert refused.facts_of("contract.closed-without-open-claims") == {"open_claims": ["R-1"]}
    owed.when(refund("B-1", 130_000, claim="R-1"), on="2019-02-14").when(close, on="2019-06-01").then_notes()
    write_off = WriteOffClaim.model_validate({"target": THIS, "claim": "R-1", "grounds": "dissolved"})
    written_off = owed.when(write_off, on="2019-05-01").then_notes()
    written_off.when(close, on="2019-06-01").then_notes()
