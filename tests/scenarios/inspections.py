"""Inspections for acceptance tests: a grant contract and a mandate of one provider, and a group that inspects them."""

from datetime import date
from typing import Any
from uuid import uuid4

from adapters.clock import end_of
from adapters.process_runner import ProcessTables
from application.engine import Outcome
from application.processes.following import Followed, follow
from application.processes.work_list import WorkItem, WorkList
from domain.contract.contract import Contract
from domain.inspection.inspection import Inspection
from domain.kernel.command import Command
from domain.kernel.prose import Prose
from domain.kernel.stamp import Actor, Source, Stamp
from domain.mandate.mandate import Mandate
from tests.scenarios.office import Office, kc

ICO, SERVICE = "71220089", "3596108"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": ICO}
GRANT, TENDERED, MANDATE = "OLP/9101/2025", "OLP/9102/2025", "LK-9103/2025"
HEAD, CONTROLLER, SUPERIOR, DIRECTOR = (f"p-{digit * 16}" for digit in "1234")
PROTOCOL, EVIDENCE = "11" * 32, "33" * 32


class Inspectors:
    """An office that inspects; everything lawful unless told otherwise."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.tables = ProcessTables(office.parts.database, office.parts.ledger, office.replay)

    def do(self, topic: str, inspection: str | None, /, *, on: str, why: str | None = None, **data: Any) -> Outcome:
        """A command on an inspection, by whoever may send it; `why` is the reason beside it."""
        role = "inspection-superior" if _is_for_superior(topic) else "methodologist"
        named = {"target": inspection or str(uuid4()), **data}
        command: Command = self.office.parts.resolver.command(f"inspection.{topic}", named)
        stamp = Stamp(
            command_id=uuid4(),
            actor=Actor(role=role, person="p-office"),
            source=Source(kind="cli"),
            effective_on=date.fromisoformat(on),
            reason=Prose.of(why) if why else None,
        )
        return self.office.parts.engine.handle(command, stamp)

    # Files --------------------------------------------------------------------------------------------------------

    def open_files(self) -> "Inspectors":
        """A grant, a tender contract and a mandate."""
        for number, regime in ((GRANT, "grant"), (TENDERED, "tender")):
            self.office.do(
                "contract.take-over",
                number=number,
                regime=regime,
                provider=PROVIDER["name"],
                provider_ico=ICO,
                on="2025-01-02",
            )
        self.office.do(
            "mandate.take-over",
            number=MANDATE,
            provider=PROVIDER,
            services=[{"registration": SERVICE, "section": "43"}],
            on="2025-01-02",
        )
        return self

    def inspection(self, number: str, *, known: str | None = None) -> Inspection:
        """The inspection as it was known at the end of that day; as it is now if no day is given."""
        parts = self.office.parts
        until = parts.ledger.position_before(end_of(date.fromisoformat(known))) if known else None
        state = self.office.replay.state(parts.resolver.identifier("inspection", number), until)
        assert isinstance(state, Inspection)
        return state

    def contract(self, number: str = GRANT) -> Contract:
        return self.office.contract(number)

    def mandate(self) -> Mandate:
        state = self.office.replay.state(self.office.parts.resolver.identifier("mandate", MANDATE))
        assert isinstance(state, Mandate)
        return state

    # Stages -------------------------------------------------------------------------------------------------------

    def start(self, number: str, *, on: str = "2026-02-02", **plan: Any) -> None:
        """Planned, authorised and started."""
        usual: dict[str, Any] = {
            "regime": "CONTROL_ACT",
            "subject": {"provider": ICO, "contracts": [GRANT, TENDERED], "mandates": [MANDATE]},
            "period": {"start": "2025-01-01", "end": "2025-12-31"},
            "reason": "PLAN",
            "plan_reference": "plan 2026",
        }
        self.do("plan", None, on="2026-01-05", number=number, **usual | plan)
        team = [{"person": HEAD, "role": "HEAD"}, {"person": CONTROLLER, "role": "CONTROLLER"}]
        self.do(
            "issue-authorisation",
            number,
            on="2026-01-12",
            authorisation=f"P {number}",
            form="FOR_THIS_INSPECTION",
            issued_by=SUPERIOR,
            issued_as="HEAD_OF_BODY",
            team=team,
            document="ab" * 32,
        )
        shown: dict[str, Any] = {"shown_to": DIRECTOR, "shown_to_side": "CONTROLLED"}
        self.do("start", number, on=on, by=HEAD, mode="AUTHORISATION_SHOWN", first_act="authorisation shown", **shown)

    def find(self, number: str, finding: str = "F1", *, on: str = "2026-02-20", **said: Any) -> Outcome:
        """A defect, with amounts where they are given."""
        return self.do("record-finding", number, on=on, by=CONTROLLER, finding=finding, wording=wording(**said))

    def write_protocol(self, number: str, *, on: str = "2026-03-13", last_act: str = "2026-02-27", **more: Any) -> None:
        """The last act, the draft, and both signatures."""
        self.do("finish-control-acts", number, on=last_act, by=HEAD, act="closing talk")
        draft: dict[str, Any] = {
            "version": 1,
            "document": PROTOCOL,
            "objections_to": "ředitel",
            "signers": [HEAD, CONTROLLER],
        }
        self.do("draft-protocol", number, on=on, **draft | more)
        for signer in (HEAD, CONTROLLER):
            signed: dict[str, Any] = {"signer": signer, "document": PROTOCOL, "signing": "QUALIFIED_SIGNATURE"}
            self.do("sign-protocol", number, on=on, **signed)

    def deliver(self, number: str, *, on: str = "2026-03-19", sent: str = "2026-03-16") -> Outcome:
        """Sent by data box and opened on that day."""
        self.do("send-protocol", number, on=sent, route="DATA_BOX")
        return self.do("record-protocol-delivery", number, on=on, delivery={"way": "LOGIN"})

    def delivered(self, number: str, **plan: Any) -> None:
        """From the plan to the delivery on 2026-03-19, with one defect."""
        self.start(number, **plan)
        self.find(number)
        self.write_protocol(number)
        self.deliver(number)

    def objections(self, number: str, *findings: str, sent: str, on: str, key: str = "N1", **more: Any) -> Outcome:
        """Objections posted on one day and come on another."""
        points = [{"finding": one, "reasons": "Úvazky jsou doloženy."} for one in findings or ("F1",)]
        usual: dict[str, Any] = {
            "filing": "POST",
            "sent_on": sent,
            "filer": DIRECTOR,
            "is_entitled": True,
            "points": points,
        }
        return self.do("record-objections", number, on=on, objection=key, **usual | more)

    def decide(self, number: str, outcome: str, *, on: str, finding: str = "F1", **more: Any) -> Outcome:
        """The superior settles the objections to one finding."""
        ground = {"ground": "UNFOUNDED"} if outcome == "REJECTED" else {}
        point = {"finding": finding, "outcome": outcome} | ground | more
        return self.do("decide-objections", number, on=on, objection="N1", by=SUPERIOR, points=[point])

    # Consequences ---------------------------------------------------------------------------------------------------

    def work(self) -> list[WorkItem]:
        self.tables.catch_up()
        return list(WorkList(self.tables, self.office.replay, self.office.parts.permissions).items())

    def follow(self, today: str) -> list[Followed]:
        """What follows from findings by itself."""
        self.office.it_is(today)
        answers: list[Followed] = []
        follow(self.office.parts.engine, self.work(), date.fromisoformat(today), answers.append)
        return answers


def wording(**said: Any) -> dict[str, Any]:
    usual = {
        "has_defect": True,
        "severity": "MAJOR",
        "breached": {"act": "contract", "provision": "čl. V odst. 2"},
        "evidence": [EVIDENCE],
    }
    return usual | said


def worth(crowns: int, **changed: Any) -> dict[str, Any]:
    """An amount of the grant for 2025."""
    return {"amount": kc(crowns), "service": SERVICE, "year": 2025, "contract": GRANT} | changed


def mandate_worth(crowns: int) -> dict[str, Any]:
    return {"amount": kc(crowns), "service": SERVICE, "year": 2025, "mandate": MANDATE}


def _is_for_superior(topic: str) -> bool:
    people = ("issue-authorisation", "amend-authorisation", "call-substitute", "decide-bias")
    named = (*people, "decide-objections", "extend-objection-settlement", "hand-over-objections")
    return topic in {*named, "dispose", "plan"}
