"""What may be asked about objections."""

from domain.inspection.events.objections import (
    FullUpholding,
    HandOver,
    ObjectionDecision,
    Objections,
    ObjectionsWaiver,
    SettlementDelivery,
    SettlementExtension,
)
from domain.kernel.command import Act, Observation


class RecordObjections(Objections, Observation):
    """Record that objections came, in time or not; the effective day is that on which they reached the office."""

    topic = "inspection.record-objections"


class RecordObjectionsWaiver(ObjectionsWaiver, Observation):
    """Record that the inspected person gave up the right to object."""

    topic = "inspection.record-objections-waiver"


class ExtendObjectionSettlement(SettlementExtension, Act):
    """Tell the inspected person that the superior needs longer."""

    topic = "inspection.extend-objection-settlement"


class UpholdObjections(FullUpholding, Act):
    """Uphold objections in full as the head of the group."""

    topic = "inspection.uphold-objections"


class DecideObjections(ObjectionDecision, Act):
    """Settle objections as the superior of the inspectors, finding by finding."""

    topic = "inspection.decide-objections"


class RecordSettlementDelivery(SettlementDelivery, Observation):
    """Record that the settlement of objections was delivered."""

    topic = "inspection.record-settlement-delivery"


class HandOverObjections(HandOver, Act):
    """Hand objections to the administrative body that conducts a proceeding on the same matter."""

    topic = "inspection.hand-over-objections"
