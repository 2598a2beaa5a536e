"""What comes after the control acts, to tell stories about: findings, protocol, objections, measures, the end.

2026-02-27 last control act · 03-13 protocol drafted and signed · 03-16 sent · 03-19 delivered by login: objections can
be made until Tuesday 04-07 (the 15th day, 04-03, is Good Friday)
"""

from typing import Any

from domain.contract.contract import Contract
from domain.contract.events import ContractTakenOver
from domain.inspection.commands import closing, findings, objections, protocol, remedies
from domain.inspection.inspection import Inspection
from domain.kernel.aggregate import Aggregate
from domain.kernel.prose import Prose
from tests.domain.inspection.stories import (
    CONTRACT,
    CONTROLLER,
    DIRECTOR,
    DOCUMENT,
    HEAD,
    ICO,
    MANDATE,
    NUMBER,
    OTHER_DOCUMENT,
    PROVIDER,
    SUPERIOR,
    files,
    inspection,
    made,
    on_site_done,
    opened,
    taken,
)
from tests.spec import Story, given

PROTOCOL, ADDENDUM, EVIDENCE = "11" * 32, "22" * 32, "33" * 32
DRAFTED, SENT, DELIVERED, LAST_DAY = "2026-03-13", "2026-03-16", "2026-03-19", "2026-04-07"
BREACHED = {"act": "contract", "provision": "čl. V odst. 2"}


def contract(regime: str = "grant") -> Contract:
    opened_by = made(
        ContractTakenOver, number="OLP/9001/2024", provider=PROVIDER["name"], provider_ico=ICO, regime=regime
    )
    return given(Contract, opened_by).state


def known(regime: str = "grant", **changed: Aggregate) -> dict[Any, Aggregate]:
    """The files of the story, with a contract of that regime."""
    return files(**{"contract": contract(regime)} | changed)


# Stages ---------------------------------------------------------------------------------------------------------------


def inspected(**plan_fields: Any) -> Story[Inspection]:
    """Started, with one defect (F1) and one finding without a defect (F2), and the last control act done."""
    story = opened(inspection(known(), **plan_fields))
    story = taken(story.when(finding("F1"), on="2026-02-20"))
    story = taken(story.when(fine("F2"), on="2026-02-20"))
    return on_site_done(story)


def drafted(story: Story[Inspection] | None = None, **fields: Any) -> Story[Inspection]:
    return taken((story or inspected()).when(draft(**fields), on=DRAFTED))


def signed(story: Story[Inspection] | None = None, on: str = DRAFTED) -> Story[Inspection]:
    """Signed by the head and the controller."""
    story = taken((story or drafted()).when(sign(HEAD), on=on))
    return taken(story.when(sign(CONTROLLER), on=on))


def delivered(story: Story[Inspection] | None = None, on: str = DELIVERED) -> Story[Inspection]:
    """Sent by data box and delivered by login."""
    story = taken((story or signed()).when(send(), on=SENT))
    return taken(story.when(deliver(), on=on))


def objected(
    *points: str, received: str = "2026-04-10", story: Story[Inspection] | None = None, **fields: Any
) -> Story[Inspection]:
    """With objections posted on the last day."""
    command = object_to(*(points or ("F1",)), **fields)
    return taken((story or delivered()).when(command, on=received))


def settled(outcome: str = "REJECTED", on: str = "2026-04-30", **fields: Any) -> Story[Inspection]:
    """Objections to F1 settled by the superior; not delivered yet."""
    return taken(objected().when(decide(point("F1", outcome, **fields)), on=on))


def measured(**fields: Any) -> Story[Inspection]:
    """Ended in vain, with a measure that is due on 2026-06-30."""
    return taken(delivered().when(impose(**fields), on="2026-04-15"))


# Commands -------------------------------------------------------------------------------------------------------------


def wording(**fields: Any) -> dict[str, Any]:
    usual = {"has_defect": True, "severity": "MAJOR", "breached": BREACHED, "evidence": [EVIDENCE]}
    return usual | {"text": Prose.of("Úvazky byly nižší, než smlouva žádá.", salt="00" * 16)} | fields


def worth(crowns: int, **fields: Any) -> dict[str, Any]:
    amount = {"amount": f"{crowns}.00 CZK", "service": NUMBER, "year": 2025, "contract": CONTRACT}
    return amount | fields


def mandate_worth(crowns: int) -> dict[str, Any]:
    return worth(crowns, contract=None, mandate=MANDATE)


def finding(key: str = "F1", **fields: Any) -> findings.RecordFinding:
    return made(findings.RecordFinding, by=CONTROLLER, finding=key, wording=wording(**fields))


def fine(key: str = "F2") -> findings.RecordFinding:
    """A finding without a defect."""
    said = {"has_defect": False, "evidence": [EVIDENCE], "text": "Evidence je vedena řádně."}
    return made(findings.RecordFinding, by=CONTROLLER, finding=key, wording=said)


def change(key: str = "F1", because: str = "CORRECTION", **fields: Any) -> findings.ChangeFinding:
    return made(findings.ChangeFinding, finding=key, because=because, wording=wording(**fields))


def withdraw(key: str = "F1", because: str = "CORRECTION") -> findings.WithdrawFinding:
    return made(findings.WithdrawFinding, finding=key, because=because)


def draft(**fields: Any) -> protocol.DraftProtocol:
    usual = {
        "version": 1,
        "document": PROTOCOL,
        "objections_to": "ředitel krajského úřadu",
        "signers": [HEAD, CONTROLLER],
    }
    return made(protocol.DraftProtocol, **usual | fields)


def sign(signer: str = HEAD, **fields: Any) -> protocol.SignProtocol:
    usual = {"document": PROTOCOL, "signing": "QUALIFIED_SIGNATURE"}
    return made(protocol.SignProtocol, **usual | {"signer": signer} | fields)


def send(**fields: Any) -> protocol.SendProtocol:
    return made(protocol.SendProtocol, **{"route": "DATA_BOX"} | fields)


def deliver(way: str = "LOGIN", **fields: Any) -> protocol.RecordProtocolDelivery:
    return made(protocol.RecordProtocolDelivery, **{"delivery": {"way": way}} | fields)


def addendum(**fields: Any) -> protocol.IssueAddendum:
    usual = {"addendum": 1, "document": ADDENDUM, "findings": ["F3"], "signers": [HEAD]}
    return made(protocol.IssueAddendum, **usual | fields)


def object_to(*points: str, key: str = "N1", **fields: Any) -> objections.RecordObjections:
    usual = {
        "filing": "POST",
        "sent_on": LAST_DAY,
        "filer": DIRECTOR,
        "is_entitled": True,
        "points": [{"finding": one, "reasons": "Úvazky jsou doloženy."} for one in points],
    }
    return made(objections.RecordObjections, objection=key, **usual | fields)


def uphold(by: str = HEAD, key: str = "N1") -> objections.UpholdObjections:
    return made(objections.UpholdObjections, objection=key, by=by)


def extend(key: str = "N1") -> objections.ExtendObjectionSettlement:
    return made(objections.ExtendObjectionSettlement, objection=key, reason="Znalecký posudek.")


def point(name: str, outcome: str = "REJECTED", **fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"ground": "UNFOUNDED"} if outcome == "REJECTED" else {}
    return {"finding": name, "outcome": outcome} | usual | fields


def decide(*points: dict[str, Any], by: str = SUPERIOR, key: str = "N1") -> objections.DecideObjections:
    return made(objections.DecideObjections, objection=key, by=by, points=points)


def deliver_settlement(key: str = "N1", **fields: Any) -> objections.RecordSettlementDelivery:
    return made(objections.RecordSettlementDelivery, objection=key, delivery={"way": "LOGIN"} | fields)


def hand_over(key: str = "N1") -> objections.HandOverObjections:
    return made(objections.HandOverObjections, objection=key, authority="registrující orgán", proceeding="ŘÍ 1/2026")


def waive() -> objections.RecordObjectionsWaiver:
    return made(objections.RecordObjectionsWaiver, document=DOCUMENT)


def impose(**fields: Any) -> remedies.ImposeMeasure:
    usual = {
        "measure": "M1",
        "asks_for": "CORRECTIVE_MEASURE",
        "findings": ["F1"],
        "power": {"act": "contract", "provision": "čl. VII odst. 1"},
        "due_on": "2026-06-30",
    }
    return made(remedies.ImposeMeasure, **usual | fields)


def report(*evidence: str, **fields: Any) -> remedies.RecordMeasureReport:
    return made(remedies.RecordMeasureReport, measure="M1", evidence=evidence, **fields)


def verify(*evidence: str, by: str = CONTROLLER) -> remedies.VerifyMeasure:
    return made(remedies.VerifyMeasure, measure="M1", by=by, evidence=evidence)


def end(reason: str = "EXPIRED") -> closing.EndInspection:
    return made(closing.EndInspection, reason=reason)


def archive(**fields: Any) -> closing.ArchiveInspection:
    usual = {"file_reference": "KULK 123/2026", "disposal_sign": "S"}
    return made(closing.ArchiveInspection, **usual | fields)


UNUSED = OTHER_DOCUMENT
"""A file that no paper of the story is."""
