"""`kronika timers run` brings contracts and mandates into line with the findings of inspections."""

from typing import Any

import pytest

from adapters.cli.failures import Exit
from tests.cli.runner import Cli
from tests.scenarios.inspections import (
    CONTROLLER,
    DIRECTOR,
    EVIDENCE,
    GRANT,
    HEAD,
    ICO,
    PROVIDER,
    SUPERIOR,
    wording,
    worth,
)

K = "LK-K 9004/2026"
BREACH = "SUSPECTED_BUDGET_BREACH"


@pytest.fixture
def inspected(cli: Cli) -> Cli:
    """An inspection that found a suspected breach of budget discipline in a grant."""
    return _inspected(cli, BREACH, regime="grant")


def _inspected(cli: Cli, severity: str, **contract: str) -> Cli:
    cli.it_is("2026-02-20").shelved("ab" * 32, EVIDENCE)
    old = {"number": GRANT, "provider": PROVIDER["name"], "provider_ico": ICO}
    cli.did("contract.take-over", None, "--on", "2025-01-02", **old, **contract)
    superior, methodologist = ("--as", "inspection-superior"), ("--as", "methodologist")
    cli.did(
        "inspection.plan",
        None,
        "--on",
        "2026-01-05",
        *superior,
        number=K,
        regime="CONTROL_ACT",
        subject={"provider": ICO, "contracts": [GRANT]},
        reason="PLAN",
        plan_reference="plan 2026",
    )
    cli.did(
        "inspection.issue-authorisation",
        K,
        "--on",
        "2026-01-12",
        *superior,
        authorisation="P 1",
        form="FOR_THIS_INSPECTION",
        issued_by=SUPERIOR,
        issued_as="HEAD_OF_BODY",
        team=[{"person": HEAD, "role": "HEAD"}, {"person": CONTROLLER, "role": "CONTROLLER"}],
        document="ab" * 32,
    )
    started = {"by": HEAD, "mode": "AUTHORISATION_SHOWN", "first_act": "shown", "shown_to": DIRECTOR}
    cli.did("inspection.start", K, "--on", "2026-02-02", *methodologist, **started, shown_to_side="CONTROLLED")
    found: dict[str, Any] = {
        "by": CONTROLLER,
        "finding": "F1",
        "wording": wording(severity=severity, amounts=[worth(120_000)]),
    }
    cli.did("inspection.record-finding", K, "--on", "2026-02-20", *methodologist, **found)
    return cli


def test_a_run_raises_the_suspicion_and_says_why(inspected: Cli) -> None:
    rehearsed = inspected.ok("timers", "run", "--dry-run").out
    assert rehearsed.startswith(f"Contract {GRANT}, because of ")
    assert "contract.suspect-breach" in inspected.ok("timers", "work").out
    result = inspected.ok("timers", "run")
    first, _ = result.out.splitlines()
    assert first.startswith(f"Contract {GRANT}, because of entry no. 5: A breach of budget discipline is suspected")
    assert inspected.ok("timers", "work").out == "Nothing waits.\n"
    assert inspected.ok("timers", "run", "--json").json["data"]["followed"] == []


def test_machines_get_the_cause(inspected: Cli) -> None:
    data = inspected.ok("timers", "run", "--json").json["data"]
    (followed,) = data["followed"]
    assert (followed["command"], followed["failure"], followed["cause"]["position"]) == (
        "contract.suspect-breach",
        None,
        5,
    )


def test_what_a_contract_refuses_is_told_and_waits(cli: Cli) -> None:
    """Nobody knows which law governs the old contract, so nobody can say that budget discipline was broken."""
    told = _inspected(cli, "MAJOR")("timers", "run", "--json")
    assert told.code == Exit.REFUSED
    (followed,) = told.json["data"]["followed"]
    assert followed["violations"][0]["rule"] == "contract.budget-discipline-of-grants"
    assert f"Contract {GRANT}, because of entry no. 5: contract.suspect-breach – refused" in cli("timers", "run").out
    assert "contract.suspect-breach" in cli.ok("timers", "work").out
