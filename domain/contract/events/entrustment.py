"""Under which mandates a contract pays compensation, and for which service-year money came back."""

from typing import Annotated

from pydantic import Field

from domain.contract.payloads import EntrustedService, ReturnedPart, YearCommitment
from domain.kernel.event import Event, Payload
from domain.kernel.ids import MandateId
from domain.kernel.stamp import Reference


class MandateNaming(Payload):
    """A mandate under which the contract pays, and for which of its services: for all where none is named.

    `commitments` is what the contract binds the region to pay for a service-year, as far as its text says so. What it
    leaves open is committed when it is ordered.
    """

    mandate: MandateId
    services: tuple[EntrustedService, ...] = ()
    commitments: tuple[YearCommitment, ...] = ()


class MandateNamed(MandateNaming, Event):
    """The mandate was named under which the contract pays compensation. Naming it again says all of it anew."""

    topic = "contract.mandate-named"


class ReturnAllocation(Payload):
    """Of which service-years the money was that came back by a line of the bank statement; replaces what was said."""

    movement: Reference
    parts: Annotated[tuple[ReturnedPart, ...], Field(min_length=1)]


class ReturnAllocated(ReturnAllocation, Event):
    """It was said, or was plain from the start, of which service-years money came back."""

    topic = "contract.return-allocated"
