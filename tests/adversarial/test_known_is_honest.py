"""Known is honest: what comes to light today changes last year as known today, and leaves what was known yesterday.

At the command line, on both stores. What was known yesterday is compared byte by byte: asked for today, after the fact
was recorded, and after every view was rebuilt, the report reads as it read yesterday.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runner import Cli, kc

pytestmark = pytest.mark.slow
LAST_YEAR, YESTERDAY, TODAY = "2025-12-31", "2026-03-01", "2026-03-02"
NUMBER, MANDATE, SERVICE = "OLP/9001/2025", "PO-1/2025", "7654321"
Fact = Callable[[Cli], object]


@pytest.fixture
def office(ledger_url: str, tmp_path: Path) -> Cli:
    """A contract with its indicator, a mandate and a service, all on file since last year."""
    cli = Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url})
    cli.it_is("2025-02-01T09:00:00+01:00")
    service = {"name_as_written": "Podpora samostatného bydlení", "section": "43", "registration": SERVICE}
    record(
        cli,
        "contract.record-conclusion",
        on="2025-01-02",
        number=NUMBER,
        regime="tender",
        provider="Provider",
        maximum=kc(1_000_000),
        period={"start": "2025-01-01", "end": "2026-12-31"},
        services=[service],
        targets=[{"indicator": "600000", "value": "100", "unit": "PERSON"}],
    )
    record(cli, "contract.record-movement", NUMBER, on="2025-01-31", movement="m-1", amount=kc(100))
    written = {which: {"raw": day, "parsed": day} for which, day in (("start", "2025-01-01"), ("end", "2026-12-31"))}
    record(
        cli,
        "mandate.take-over",
        on="2025-01-02",
        number=MANDATE,
        services=[service],
        decision="2012/21/EU",
        period_as_written={"raw": "dva roky", **written},
        money_known_from=2025,
    )
    return cli.it_is(f"{YESTERDAY}T23:00:00+01:00")


def record(cli: Cli, topic: str, target: str | None = None, *, on: str, **data: Any) -> None:
    cli.did(topic, target, "--on", on, **data)


def movement(cli: Cli) -> None:
    record(cli, "contract.record-movement", NUMBER, on="2025-06-30", movement="m-2", amount=kc(50))


def another_contract(cli: Cli) -> None:
    record(
        cli,
        "contract.record-conclusion",
        on="2025-06-30",
        number="OLP/9002/2025",
        regime="tender",
        provider="Provider",
        maximum=kc(500_000),
        period={"start": "2025-07-01", "end": "2026-12-31"},
    )


def achievement(cli: Cli) -> None:
    record(
        cli,
        "contract.record-indicator-achievement",
        NUMBER,
        on="2025-09-30",
        indicator="600000",
        period={"start": "2025-01-01", "end": "2025-09-30"},
        cumulative="40",
        value="40",
    )


def public_money(cli: Cli) -> None:
    record(
        cli,
        "mandate.record-other-funding",
        MANDATE,
        on="2025-05-31",
        funding="municipality-1",
        funder="Synthetic municipality",
        funder_kind="municipality",
        amount=kc(30_000),
        year=2025,
    )


def publication(cli: Cli) -> None:
    record(cli, "contract.record-publication", NUMBER, on="2025-01-20", register_id="r-1")


def standing(cli: Cli) -> None:
    record(
        cli,
        "network_entry.take-over",
        on="2025-03-01",
        registration_number=SERVICE,
        section="43",
        capacities=[{"form": "T", "unit": "FTE", "amount": "4.5"}],
        validity={"raw": "do 31.12.2026", "end": {"raw": "31.12.2026", "parsed": "2026-12-31"}},
    )


def compensation_paid(cli: Cli) -> None:
    record(
        cli,
        "mandate.record-compensation-payment",
        MANDATE,
        on="2025-05-31",
        movement="vp-1",
        amount=kc(20_000),
        year=2025,
    )


FACTS: dict[str, Fact] = {
    "network": another_contract,
    "capacity": standing,
    "drawdown": movement,
    "drawdown-by-service-year": movement,
    "drawdown-by-cash-year": movement,
    "indicators": achievement,
    "compensation": public_money,
    "sgei": compensation_paid,
    "deadlines": publication,
    "publication-backlog": publication,
    "attention": another_contract,
}
"""Something that happened last year, of which each report tells."""


def asked(cli: Cli, name: str, *, known: str) -> bytes:
    """The lines of the report as JSON, as the command line writes them."""
    out = cli.folder / "report.json"
    cli.ok("report", "show", name, "--valid", LAST_YEAR, "--known", known, "--format", "json", "--output", str(out))
    found = out.read_bytes()
    out.unlink()
    return found


@pytest.mark.parametrize("name", FACTS)
def test_what_comes_to_light_today_was_not_known_yesterday(office: Cli, name: str) -> None:
    before = asked(office, name, known=YESTERDAY)
    office.it_is(f"{TODAY}T09:00:00+01:00")
    FACTS[name](office)
    assert asked(office, name, known=TODAY) != before, "the fact does not show, so this test would show nothing"
    assert asked(office, name, known=YESTERDAY) == before


def test_a_rebuild_after_all_of_it_tells_no_report_more_of_yesterday(office: Cli) -> None:
    """Every fact is on file when every view is made again."""
    before = {name: asked(office, name, known=YESTERDAY) for name in FACTS}
    office.it_is(f"{TODAY}T09:00:00+01:00")
    for fact in dict.fromkeys(FACTS.values()):
        fact(office)
    now = {name: asked(office, name, known=TODAY) for name in FACTS}
    assert [name for name in FACTS if now[name] == before[name]] == []
    office.ok("projections", "rebuild")
    assert {name: asked(office, name, known=YESTERDAY) for name in FACTS} == before
    assert {name: asked(office, name, known=TODAY) for name in FACTS} == now
