"""A contract and its money, as somebody records them on the command line."""

from typing import Any

from tests.cli.runner import Cli, kc

NUMBER = "OLP/9001/2018"
YEAR = {"start": "2018-01-01", "end": "2018-12-31"}


def conclude(cli: Cli, **more: Any) -> None:
    """A contract on a million for 2018, on the second of January."""
    said = {"regime": "tender", "provider": "Provider", "maximum": kc(1_000_000), "period": YEAR}
    cli.did("contract.record-conclusion", None, "--on", "2018-01-02", **{"number": NUMBER, **said, **more})


def publish(cli: Cli) -> None:
    cli.did("contract.record-publication", NUMBER, "--on", "2018-01-20", register_id="r-1")


def pay(cli: Cli, movement: str, crowns: int, day: str) -> None:
    """As the bank tells it, for the month in which it was paid."""
    months = [{"month": day[:7], "amount": kc(crowns)}]
    said: dict[str, Any] = {"movement": movement, "amount": kc(crowns), "allocations": months}
    cli.did("contract.record-movement", NUMBER, "--on", day, **said)
