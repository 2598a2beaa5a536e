"""What a protocol must hold in this case, and what of it is missing: pure, from the record alone (§ 12(1))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.inspection.events.findings import FindingWording
from domain.inspection.events.protocol import Item


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the record of an inspection says that a protocol repeats.

    `invited` holds for each invited person whether the reason is on record. `objections_to` and `drafted_on` come from
    the draft, `unsigned` are the signers whose signature is missing; None before there is a draft.
    """

    inspectors: tuple[str, ...]
    legal_bases: tuple[str, ...]
    provider: str | None
    subjects: tuple[str, ...]
    first_act_on: date | None
    last_act_on: date | None
    findings: tuple[FindingWording, ...]
    invited: dict[str, bool] = field(default_factory=dict)
    objections_to: str | None = None
    drafted_on: date | None = None
    unsigned: tuple[str, ...] | None = None


def required_items(record: OnRecord, *, uses_control_act: bool) -> tuple[Item, ...]:
    """What the protocol of this case must hold.

    An invited person, a breached provision: only where there was one. A check under the contract has no control acts
    in the sense of the Act and gives no instruction on objections under it.
    """
    items = list(_always(uses_control_act=uses_control_act))
    if record.invited:
        items.insert(items.index("inspected-person"), "invited-person")
    if any(one.has_defect for one in record.findings):
        items.insert(items.index("evidence"), "breached-provision")
    return tuple(items)


def _always(*, uses_control_act: bool) -> Iterator[Item]:
    yield from ("body-and-inspectors", "legal-basis", "inspected-person", "subject")
    if uses_control_act:
        yield from ("first-act", "last-act")
    yield from ("findings", "evidence")
    if uses_control_act:
        yield "instruction-on-objections"
    yield from ("date", "signature")


def missing_items(record: OnRecord, *, uses_control_act: bool) -> tuple[Item, ...]:
    """What of it is not there, in the order of the Act."""
    there = set(_there(record))
    return tuple(item for item in required_items(record, uses_control_act=uses_control_act) if item not in there)


def missing_from_draft(record: OnRecord, *, uses_control_act: bool) -> tuple[Item, ...]:
    """The same without the signature, which comes after the draft."""
    return tuple(item for item in missing_items(record, uses_control_act=uses_control_act) if item != "signature")


def _there(record: OnRecord) -> Iterator[Item]:
    """The items that the record holds in full."""
    found: Iterable[tuple[Item, bool]] = (
        ("body-and-inspectors", bool(record.inspectors)),
        ("legal-basis", bool(record.legal_bases)),
        ("invited-person", all(record.invited.values())),
        ("inspected-person", record.provider is not None),
        ("subject", bool(record.subjects)),
        ("first-act", record.first_act_on is not None),
        ("last-act", record.last_act_on is not None),
        ("findings", bool(record.findings)),
        ("breached-provision", all(one.breached is not None for one in record.findings if one.has_defect)),
        ("evidence", all(one.evidence for one in record.findings)),
        ("instruction-on-objections", record.objections_to is not None),
        ("date", record.drafted_on is not None),
        ("signature", record.unsigned == ()),
    )
    return (item for item, is_there in found if is_there)
