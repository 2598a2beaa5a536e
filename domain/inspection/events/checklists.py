"""Checklists in their versions, and the answers that devices and people gave."""

from typing import Literal

from domain.inspection.payloads import Number, OnSite
from domain.kernel.event import Event, Payload
from domain.kernel.law import Citation
from domain.kernel.prose import Prose, Sha256
from domain.kernel.stamp import Reference

Answer = Literal["OK", "DEFECT", "NOT_APPLICABLE", "NOT_CHECKED"]

Because = Literal[
    "EVERY_INSPECTION",
    "SERVICE_INSPECTED",
    "CONTRACT_INSPECTED",
    "MANDATE_INSPECTED",
    "PROJECT_INSPECTED",
    "FOLLOW_UP",
]
"""Why a point must be answered in this inspection."""


class ChecklistItem(Payload):
    """One point of a checklist as it stood when it was opened: where it comes from, and why it is mandatory here."""

    item: Reference
    section: Reference
    source: Citation
    mandatory_because: Because | None = None


class ChecklistOpening(Payload):
    """A checklist to be answered: which template. Its version is the one in force on the effective day."""

    checklist: Reference
    template: Reference


class ChecklistOpened(ChecklistOpening, Event):
    """A checklist was opened in the version of its template that was in force."""

    topic = "inspection.checklist-opened"

    version: Reference
    items: tuple[ChecklistItem, ...]


class Evidence(Payload):
    """A file by its SHA-256; of a photo the original, and the smaller picture that was sent first."""

    evidence: Sha256
    preview: Sha256 | None = None
    what: Literal["PHOTO", "DOCUMENT", "RECORDING", "TIMESHEET", "OTHER"] = "OTHER"


class GivenAnswer(OnSite):
    """An answer to one point. `answer` is the key that the device drew, `corrects` names the answers it replaces.

    Answers stand beside each other until one that names them replaces them; which came last says nothing.
    """

    answer: Reference
    checklist: Reference
    item: Reference
    value: Answer
    corrects: tuple[Reference, ...] = ()
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()


class ChecklistItemAnswered(GivenAnswer, Event):
    """A point of a checklist was answered, or an answer was corrected by another."""

    topic = "inspection.checklist-item-answered"


class CollectedEvidence(OnSite):
    """Evidence beside the checklist: what it is, where it came from, who holds the original."""

    key: Reference
    evidence: Evidence
    number: Number | None = None
    origin: Reference | None = None
    note: Prose | None = None


class EvidenceCollected(CollectedEvidence, Event):
    """Evidence was collected."""

    topic = "inspection.evidence-collected"
