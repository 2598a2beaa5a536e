"""Small aid for a service of general economic interest, and its entry in the central register."""

from datetime import date

from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference
from domain.mandate.payloads import Rate


class DeMinimisGrant(Payload):
    """Small aid (de minimis) for an entrusted service; granted on the effective day, when the right to it arises.

    `register_total` is what the central register showed on `register_seen_on` as granted to the undertaking, in euros,
    within the period that counts. `rate` is needed for an amount in crowns.
    """

    grant: Reference
    amount: Money
    register_total: Money | None = None
    register_seen_on: date | None = None
    rate: Rate | None = None
    service: RegistrationNumber | None = None


class DeMinimisGranted(DeMinimisGrant, Event):
    """Small aid was granted; `register_by` is the last day of its entry in the central register."""

    topic = "mandate.de-minimis-granted"

    amount_eur: Money
    register_by: TimeLimit | None = None


class DeMinimisEntry(Payload):
    """A grant as it stands in the central register, under the register's identifier."""

    grant: Reference
    register_id: Reference


class DeMinimisRecorded(DeMinimisEntry, Event):
    """The grant was entered in the central register on the effective day."""

    topic = "mandate.de-minimis-recorded"
