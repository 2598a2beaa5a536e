"""The protocol: drafted, signed, sent, delivered; corrected, and completed by addenda."""

from datetime import date
from typing import Literal

from domain.inspection.payloads import Delivery, Number, Person
from domain.kernel.calendar import TimeLimit
from domain.kernel.event import Event, Payload
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

Item = Literal[
    "body-and-inspectors",
    "legal-basis",
    "invited-person",
    "inspected-person",
    "subject",
    "first-act",
    "last-act",
    "findings",
    "breached-provision",
    "evidence",
    "instruction-on-objections",
    "date",
    "signature",
]
"""What § 12(1) Act 255/2012 asks for, letter by letter; invited person and breached provision where there was one."""

Signing = Literal["QUALIFIED_SIGNATURE", "QUALIFIED_SEAL", "HANDWRITTEN", "OTHER"]
"""How a paper is signed. A region signs its electronic papers with a qualified signature or seal (§ 5 Act 297/2016)."""

Route = Literal["DATA_BOX", "POST", "HAND"]


class ProtocolDraft(Payload):
    """A version of the protocol by the SHA-256 of its file.

    `objection_days` where the protocol gives longer than the law; `objections_to` is whom objections are addressed to.
    `signers` are the inspectors whose signature it asks for.
    """

    version: Number
    document: Sha256
    objection_days: Number | None = None
    objections_to: Reference | None = None
    signers: tuple[Person, ...]
    statement: Prose | None = None


class ProtocolDrafted(ProtocolDraft, Event):
    """A version of the protocol was drafted from the record; `findings` are those that it holds.

    `make_by` is the limit for making it, counted from the last control act; absent where nobody sets one.
    """

    topic = "inspection.protocol-drafted"

    findings: tuple[Reference, ...] = ()
    make_by: TimeLimit | None = None


class Signature(Payload):
    """A signature on the file with this SHA-256; `addendum` where it is no protocol but one of its addenda."""

    signer: Person
    document: Sha256
    addendum: Number | None = None
    signing: Signing
    certificate: Reference | None = None
    time_stamp: Sha256 | None = None


class ProtocolSigned(Signature, Event):
    """An inspector signed."""

    topic = "inspection.protocol-signed"


class Dispatch(Payload):
    """Which paper went out and how; the effective day is that of sending."""

    addendum: Number | None = None
    route: Route
    reference: Reference | None = None


class ProtocolSent(Dispatch, Event):
    """The protocol or an addendum was sent. In a data box that stays closed it is delivered on `fiction_on`."""

    topic = "inspection.protocol-sent"

    fiction_on: date | None = None


class ProtocolDelivery(Payload):
    """How the protocol or an addendum reached the inspected person; the effective day is that of delivery."""

    addendum: Number | None = None
    delivery: Delivery


class ProtocolDelivered(ProtocolDelivery, Event):
    """The protocol was delivered; `objections_until` is the limit for objections, absent where it is not known.

    Until the end of `wait_until` objections that were posted on the last day may still come, as the office knows.
    """

    topic = "inspection.protocol-delivered"

    objections_until: TimeLimit | None = None
    wait_until: date | None = None


class ProtocolCorrection(Payload):
    """An obvious error in a protocol that was put right: the corrected file, and what changed in words."""

    document: Sha256
    note: Prose


class ProtocolErrorCorrected(ProtocolCorrection, Event):
    """An obvious error in the protocol was corrected (§ 21(1)); it opens no new time for objections."""

    topic = "inspection.protocol-error-corrected"


class Addendum(Payload):
    """What further inquiry brought, in a file of its own; `findings` are the new and changed ones."""

    addendum: Number
    document: Sha256
    findings: tuple[Reference, ...] = ()
    signers: tuple[Person, ...]
    note: Prose | None = None


class ProtocolAddendumIssued(Addendum, Event):
    """An addendum to the protocol was made after further inquiry (§ 21(2)); objections to it are possible again."""

    topic = "inspection.protocol-addendum-issued"
