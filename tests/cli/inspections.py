"""An inspection through the command line, for tests: planned, authorised, started, with a sample where one is asked."""

from typing import Any

from tests.cli.runner import Cli

HEAD, CONTROLLER, SUPERIOR, DIRECTOR = (f"p-{digit * 16}" for digit in "1234")
FRAME = [f"K{number:02}" for number in range(1, 11)]


def inspect(cli: Cli, topic: str, target: str | None, *, on: str, role: str = "methodologist", **data: Any) -> None:
    """One command on an inspection, and it must be recorded."""
    cli.did(f"inspection.{topic}", target, "--on", on, "--as", role, **data)


def start_inspection(cli: Cli, number: str, contract: str, ico: str = "71220089") -> None:
    """Of a contract, started on 2026-02-02."""
    plan: dict[str, Any] = {"number": number, "regime": "CONTROL_ACT", "reason": "PLAN", "plan_reference": "plan 2026"}
    inspect(cli, "plan", None, on="2026-01-05", **plan, subject={"provider": ico, "contracts": [contract]})
    issued = {"authorisation": "P 7/2026", "form": "FOR_THIS_INSPECTION", "issued_by": SUPERIOR}
    team = [{"person": HEAD, "role": "HEAD"}, {"person": CONTROLLER, "role": "CONTROLLER"}]
    as_head = {"issued_as": "HEAD_OF_BODY", "team": team}
    inspect(cli, "issue-authorisation", number, on="2026-01-12", role="inspection-superior", **issued, **as_head)
    shown = {"shown_to": DIRECTOR, "shown_to_side": "CONTROLLED", "mode": "AUTHORISATION_SHOWN"}
    inspect(cli, "start", number, on="2026-02-02", by=HEAD, first_act="authorisation shown", **shown)


def draw(cli: Cli, number: str, **fields: Any) -> None:
    """Three of ten files of clients."""
    usual: dict[str, Any] = {
        "sample": "S1",
        "subject": "client files",
        "population": 10,
        "frame": FRAME,
        "method": "SIMPLE_RANDOM",
        "size": 3,
        "seed": "2026-02-03",
    }
    inspect(cli, "draw-sample", number, on="2026-02-03", by=CONTROLLER, **usual | fields)
