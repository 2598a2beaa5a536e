"""A mandate, as somebody records it on the command line."""

from typing import Any

from tests.cli.runner import Cli

MANDATE, SERVICE = "PO-2018-012", "3596108"


def take_over(cli: Cli, **more: Any) -> None:
    """Supported living in one ORP, entrusted for 2018 to 2020; all money since 2018 is on file."""
    cli.did(
        "mandate.take-over",
        None,
        "--on",
        "2017-12-19",
        number=MANDATE,
        provider={"name": "Fokus Liberec", "ico": "70891508"},
        services=[{"registration": SERVICE, "section": "43", "orps": ["5105"]}],
        instrument="SEPARATE_ACT",
        decision="2012/21/EU",
        period_as_written={
            "raw": "1. 1. 2018 – 31. 12. 2020",
            "scope": "mandate",
            "start": {"raw": "1. 1. 2018", "parsed": "2018-01-01"},
            "end": {"raw": "31. 12. 2020", "parsed": "2020-12-31"},
        },
        is_carry_over_allowed=True,
        money_known_from=2018,
        **more,
    )
