"""The end of a contract: terminated, expired, closed."""

from datetime import date
from typing import Literal

from domain.contract.payloads import Party, TerminationMode
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose


class Termination(Payload):
    """How a contract is ended before its time, and by whom; the effective day is its last day."""

    mode: TerminationMode
    by: Party | Literal["both"]
    delivered_on: date | None = None
    grounds: Prose | None = None


class ContractTerminated(Termination, Event):
    """The contract ends by notice, withdrawal or agreement."""

    topic = "contract.terminated"


class Expiry(Payload):
    """The effective day is the last day of the contract."""


class ContractExpired(Expiry, Event):
    """The contract ran out with its time."""

    topic = "contract.expired"


class Closing(Payload):
    """The file is closed as of the effective day."""


class ContractClosed(Closing, Event):
    """The file was closed: everything is settled. It is opened again by taking this entry back."""

    topic = "contract.closed"
