"""An inspection through the command line up to its measures, for tests: one finding fell, one stands."""

from typing import Any

from tests.cli.inspections import CONTROLLER, DIRECTOR, HEAD, SUPERIOR, inspect, start_inspection
from tests.cli.runner import Cli, kc

NUMBER, GRANT, ICO = "LK-K 7/2026", "OLP/9101/2025", "71220089"
NOTE = "Výkazy neodpovídají docházce."


def finish_inspection(cli: Cli, protocol: str, evidence: str) -> None:
    """From a contract on file to a measure that was imposed on 4 May 2026 until 1 June; protocol of 13 March."""
    cli.shelved(protocol, evidence)
    grant = {"number": GRANT, "provider": "Domov Raspenava", "provider_ico": ICO, "regime": "grant"}
    cli.did("contract.take-over", None, "--on", "2025-01-02", **grant)
    start_inspection(cli, NUMBER, GRANT)
    for finding, crowns in (("F1", 10_000), ("F2", 2_500)):
        wording: dict[str, Any] = {
            "has_defect": True,
            "severity": "MAJOR",
            "breached": {"act": "contract", "provision": "čl. V odst. 2"},
            "evidence": [evidence],
            "text": NOTE,
            "amounts": [{"amount": kc(crowns), "service": "3596108", "year": 2025, "contract": GRANT}],
        }
        inspect(cli, "record-finding", NUMBER, on="2026-02-20", by=CONTROLLER, finding=finding, wording=wording)
    inspect(cli, "finish-control-acts", NUMBER, on="2026-02-27", by=HEAD, act="closing talk")
    draft: dict[str, Any] = {
        "version": 1,
        "document": protocol,
        "objections_to": "ředitel",
        "signers": [HEAD, CONTROLLER],
    }
    inspect(cli, "draft-protocol", NUMBER, on="2026-03-13", **draft)
    for signer in (HEAD, CONTROLLER):
        signed = {"signer": signer, "document": protocol, "signing": "QUALIFIED_SIGNATURE"}
        inspect(cli, "sign-protocol", NUMBER, on="2026-03-13", **signed)
    inspect(cli, "send-protocol", NUMBER, on="2026-03-16", route="DATA_BOX")
    inspect(cli, "record-protocol-delivery", NUMBER, on="2026-03-19", delivery={"way": "LOGIN"})
    points = [{"finding": "F1", "reasons": "Úvazky jsou doloženy."}]
    filed: dict[str, Any] = {
        "filing": "POST",
        "sent_on": "2026-04-03",
        "filer": DIRECTOR,
        "is_entitled": True,
        "points": points,
    }
    inspect(cli, "record-objections", NUMBER, on="2026-04-07", objection="N1", **filed)
    decided: dict[str, Any] = {"objection": "N1", "by": SUPERIOR, "points": [{"finding": "F1", "outcome": "UPHELD"}]}
    inspect(cli, "decide-objections", NUMBER, on="2026-04-20", role="inspection-superior", **decided)
    asked: dict[str, Any] = {"asks_for": "WRITTEN_REPORT", "power": {"act": "255/2012", "provision": "§ 10(2)"}}
    inspect(cli, "impose-measure", NUMBER, on="2026-05-04", measure="M1", findings=["F2"], due_on="2026-06-01", **asked)
