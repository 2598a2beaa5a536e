"""Changes that the provider asks for or announces, and a new provider in the place of the old."""

from datetime import date
from typing import Any

import pytest

from domain.contract.commands import (
    AssignContract,
    DecideChange,
    EstablishVoidness,
    RecordChangeNotice,
    RecordChangeRequest,
    RecordSuccession,
)
from domain.contract.contract import Contract
from domain.contract.events import (
    ChangeDecided,
    ChangeNotified,
    ChangeRequested,
    ContractAssigned,
    ProviderSucceeded,
)
from domain.kernel.registry import Ico
from tests.domain.contract.stories import concluded, draft, published
from tests.spec import THIS, Story, given


def contract(**fields: Any) -> Story[Contract]:
    return published("2018-02-05", concluded_on="2018-02-01", **fields)


def voided() -> Story[Contract]:
    void = EstablishVoidness(target=THIS, established_on=date(2018, 6, 1))
    return concluded("2018-02-01").when(void, on="2018-02-01")


def request(**fields: Any) -> RecordChangeRequest:
    usual = {"target": THIS, "change": "Z-1", "change_kind": "NETWORK", "is_substantial": True}
    return RecordChangeRequest.model_validate(usual | fields)


def notice(**fields: Any) -> RecordChangeNotice:
    usual = {"target": THIS, "change": "Z-2", "change_kind": "GRANT", "is_substantial": False}
    return RecordChangeNotice.model_validate(usual | fields)


def decision(**fields: Any) -> DecideChange:
    usual = {
        "target": THIS,
        "change": "Z-1",
        "outcome": "approved",
        "is_substantial": True,
        "resolution": "258/17/ZK",
    }
    return DecideChange.model_validate(usual | fields)


# Changes -------------------------------------------------------------------------------------------------------------


def test_change_is_requested_and_decided_once() -> None:
    story = contract().when(request(), on="2018-05-02")
    story.then(ChangeRequested(change="Z-1", change_kind="NETWORK", is_substantial=True)).then_notes()
    story.when(request(), on="2018-05-03").then_refused("contract.change-recorded-once")
    story.when(notice(change="Z-1"), on="2018-05-03").then_refused("contract.change-recorded-once")
    story = story.when(decision(outcome="rejected", resolution=None), on="2018-05-20").then_notes()
    story.then(ChangeDecided(change="Z-1", outcome="rejected", is_substantial=True))
    assert story.state.changes["Z-1"].outcome == "rejected"
    story.when(decision(), on="2018-05-21").then_refused("contract.change-open")


def test_unknown_change_is_not_decided() -> None:
    contract().when(decision(), on="2018-05-20").then_refused("contract.change-open")


def test_change_of_a_draft_is_refused() -> None:
    story = given(Contract).when(draft(), on="2018-01-02")
    story.when(request(), on="2018-05-02").then_refused("contract.concluded-first")


def test_announced_change_that_is_substantial_is_noted_until_decided() -> None:
    """It was announced, not asked for; a decision on this change settles it, one on another does not."""
    story = contract().when(notice(is_substantial=True), on="2018-05-02").then_notes("SUBSTANTIAL_CHANGE_NOTIFIED")
    story = story.when(request(), on="2018-05-03").when(decision(), on="2018-05-04").then_closes()
    story = story.then_open("SUBSTANTIAL_CHANGE_NOTIFIED")
    story.when(decision(change="Z-2"), on="2018-05-20").then_closes("SUBSTANTIAL_CHANGE_NOTIFIED").then_open()


@pytest.mark.parametrize("is_substantial", [False, None])
def test_announced_small_or_unjudged_change_is_in_order(is_substantial: bool | None) -> None:
    story = contract().when(notice(is_substantial=is_substantial), on="2018-05-02").then_notes()
    story.then(ChangeNotified(change="Z-2", change_kind="GRANT", is_substantial=is_substantial))


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"resolution": None}, True),
        ({"resolution": None, "is_substantial": False}, False),
        ({"resolution": None, "outcome": "rejected"}, False),
        ({}, False),
    ],
)
def test_substantial_change_is_approved_by_a_resolution(fields: dict[str, Any], refused: bool) -> None:
    """A small change the office may approve itself; a refusal needs no resolution."""
    story = contract().when(request(), on="2018-05-02").when(decision(**fields), on="2018-05-20")
    if refused:
        story.then_refused("contract.substantial-change-resolved")
    else:
        story.then_notes()


def test_approved_new_account_holds_from_its_day_and_a_rejected_one_never() -> None:
    """Announcing an account changes nothing; only the decision does."""
    story = contract(account="1/0100").when(notice(), on="2018-05-02")
    assert story.state.account_agreed.latest == "1/0100"
    new = {"change": "Z-2", "is_substantial": False, "account": "2/0100"}
    rejected = story.when(decision(outcome="rejected", **new), on="2018-06-01")
    assert rejected.state.account_agreed.latest == "1/0100"
    state = story.when(decision(**new), on="2018-06-01").state
    days = [date(2018, 5, 31), date(2018, 6, 1)]
    assert [state.account_agreed.on(day) for day in days] == ["1/0100", "2/0100"]


def test_change_of_a_void_contract_is_not_decided() -> None:
    voided().when(request(), on="2018-05-02").when(decision(), on="2018-06-02").then_refused("contract.not-void")


# A new provider ------------------------------------------------------------------------------------------------------


def _new(**fields: Any) -> dict[str, Any]:
    return {"target": THIS, "provider": "Successor z.s.", "ground": "succession"} | fields


def test_successor_takes_the_place_from_its_day() -> None:
    """Before the merger the old name, from then on the new one with its IČO."""
    command = RecordSuccession.model_validate(_new(provider_ico="26648989"))
    story = contract().when(command, on="2019-01-01").then_notes()
    story.then(ProviderSucceeded(provider="Successor z.s.", provider_ico=Ico("26648989"), ground="succession"))
    before, after = (story.state.provider.on(day) for day in (date(2018, 12, 31), date(2019, 1, 1)))
    assert before is not None
    assert after is not None
    assert (before.name, after.name, after.ico) == ("Provider o.p.s.", "Successor z.s.", "26648989")


@pytest.mark.parametrize(
    ("regime", "ground", "on", "refused"),
    [
        ("tender", "consent", "2019-01-01", True),
        ("tender", "reserved", "2019-01-01", False),
        ("grant", "consent", "2019-01-01", False),
        ("tender", "consent", "2016-09-30", False),
    ],
)
def test_supplier_of_a_public_contract_is_replaced_lawfully(regime: str, ground: str, on: str, refused: bool) -> None:
    """Consent alone is not enough where there was a procurement under Act 134/2016."""
    command = AssignContract.model_validate(_new(ground=ground, resolution="258/17/ZK"))
    story = concluded("2015-02-01", regime=regime, maximum=None).when(command, on=on)
    if refused:
        story.then_refused("contract.supplier-replaced-lawfully")
    else:
        story.then_notes()
        assert isinstance(story.entries[-1].event, ContractAssigned)


def test_unlawful_succession_is_noted() -> None:
    """It happened under the name of a succession, by consent alone."""
    command = RecordSuccession.model_validate(_new(ground="consent"))
    contract().when(command, on="2019-01-01").then_notes("SUPPLIER_REPLACED_WITHOUT_GROUND")


def test_assignment_needs_a_resolution() -> None:
    """From the Civil Code of 2014 on; a succession by law needs none."""
    command = AssignContract.model_validate(_new(ground="reserved"))
    contract().when(command, on="2019-01-01").then_refused("contract.assignment-resolved")
    concluded("2013-01-01").when(command, on="2013-12-31").then_notes()
    concluded("2013-01-01").when(command, on="2014-01-01").then_refused("contract.assignment-resolved")


def test_new_provider_of_a_draft_or_void_contract_is_refused() -> None:
    command = RecordSuccession.model_validate(_new())
    story = given(Contract).when(draft(), on="2018-01-02")
    story.when(command, on="2018-05-02").then_refused("contract.concluded-first")
    voided().when(command, on="2018-06-02").then_refused("contract.not-void")
