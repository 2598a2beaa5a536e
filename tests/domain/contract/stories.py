"""Contracts to tell stories about."""

from typing import Any

from domain.contract.commands import (
    ApproveContract,
    ConcludeContract,
    DraftContract,
    RecordConclusion,
    RecordPublication,
    RecordSignature,
    SignContract,
)
from domain.contract.contract import Contract
from domain.kernel.money import czk
from domain.kernel.period import Period
from tests.spec import THIS, Story, given

TEXT, OTHER_TEXT = "ab" * 32, "cd" * 32
"""SHA-256 of two texts of a contract."""
RESOLUTION = "258/17/ZK"


def period(start: str, end: str | None = None) -> Period:
    return Period.model_validate({"start": start, "end": end})


def conclusion(**fields: Any) -> RecordConclusion:
    """A tender contract that was concluded elsewhere; the fields say what is different."""
    usual = {
        "number": "OLP/9001/2017",
        "regime": "tender",
        "provider": "Provider o.p.s.",
        "maximum": czk(2_400_000),
        "period": period("2017-07-01"),
    }
    return RecordConclusion.model_validate({"target": THIS} | usual | fields)


def concluded(on: str, **fields: Any) -> Story[Contract]:
    """A contract of which only the conclusion is recorded."""
    return given(Contract).when(conclusion(**fields), on=on)


def published(on: str, *, concluded_on: str, **fields: Any) -> Story[Contract]:
    return concluded(concluded_on, **fields).when(publication(), on=on)


def publication(**fields: Any) -> RecordPublication:
    return RecordPublication.model_validate({"target": THIS, "register_id": "2466823"} | fields)


def draft(**fields: Any) -> DraftContract:
    usual = {"number": "OLP/9050/2018", "regime": "grant", "provider": "Provider o.p.s."}
    return DraftContract.model_validate({"target": THIS} | usual | fields)


def approval(**fields: Any) -> ApproveContract:
    usual = {
        "body": "ZK",
        "resolution": RESOLUTION,
        "maximum": czk(1_000_000),
        "text": TEXT,
        "vote": {"votes_for": 23, "against": 10, "abstained": 2, "members": 45},
    }
    return ApproveContract.model_validate({"target": THIS} | usual | fields)


def signature(**fields: Any) -> SignContract:
    return SignContract.model_validate({"target": THIS, "level": "QES", "text": TEXT} | fields)


def provider_signature(**fields: Any) -> RecordSignature:
    usual = {"party": "provider", "level": "HANDWRITTEN", "text": TEXT}
    return RecordSignature.model_validate({"target": THIS} | usual | fields)


def conclude(**fields: Any) -> ConcludeContract:
    usual = {
        "maximum": czk(1_000_000),
        "clause": RESOLUTION,
        "text": TEXT,
        "period": period("2018-01-01", "2018-12-31"),
    }
    return ConcludeContract.model_validate({"target": THIS} | usual | fields)


def signed() -> Story[Contract]:
    """A grant contract ready to be concluded: drafted, approved and signed by both, last on 2018-02-01."""
    return (
        given(Contract)
        .when(draft(), on="2017-12-01")
        .when(approval(), on="2017-12-19")
        .when(provider_signature(), on="2018-01-25")
        .when(signature(), on="2018-02-01")
    )
