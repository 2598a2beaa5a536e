"""The two-yearly report on services of general economic interest, and what is kept, held and waits to be published."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from adapters.czech_calendar import czech_calendar
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.publication import ContractPublishedInRegister
from domain.inspection.events import closing
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.kernel.money import Money, czk
from domain.mandate.events import DeMinimisGranted, ending
from domain.project.events import ProjectClosed
from domain.tender.events import TenderClosed
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.retention import Keeping, retention_rows
from projections.sheets import SHEETS, Asked, Cell, Sheet
from projections.views import VIEWS
from tests.domain.mandate.stories import commit, entrusted, give, give_back, issued, made, pay, two_services
from tests.projections.chronicle import Chronicle

DAY = date.fromisoformat


def sheet(database: Database, entries: Sequence[Entry], name: str, valid: str, known: int | None = None) -> Sheet:
    """A report over these entries as of (valid, known)."""
    builds.prepare(database, VIEWS)
    Projector(database, Chronicle(entries=list(entries)), VIEWS).catch_up()
    asked = Asked(DAY(valid), len(entries) if known is None else known, czech_calendar)
    return SHEETS[name].make(database, asked)


def cells(found: Sheet, key: str) -> Mapping[str, Cell]:
    return dict(zip((column.name for column in found.columns), found.line(key).cells, strict=True))


def paid() -> Chronicle:
    """One service of § 43 for three years; 500 000 paid for 2018, 30 000 of it back, 60 000 from a municipality."""
    story = entrusted().when(commit(2018, 900_000), on="2018-01-10").then_notes()
    story = story.when(pay("a", 2018, 500_000), on="2018-03-01").then_notes()
    story = story.when(give("obec", 2018, 60_000), on="2018-05-01").then_notes()
    story = story.when(give_back("c", 2018, 30_000), on="2018-12-01").then_notes()
    return Chronicle(entries=list(story.when(give_back("d", 2018, 10_000, funding="obec"), on="2018-12-02").entries))


# The report to the Commission -----------------------------------------------------------------------------------------


def test_a_year_of_a_kind_of_service(database: Database) -> None:
    """Who was entrusted with what for how long; what was granted and paid under the mandates, and nothing else."""
    found = sheet(database, paid().entries, "sgei", "2019-12-31")
    assert cells(found, "2018|43") == {
        "year": "2018",
        "section": "43",
        "undertakings": 1,
        "services": 1,
        "mandate_count": 1,
        "years_entrusted": Decimal("3.0"),
        "compensation": czk(1_000_000),
        "compensation_paid": czk(470_000),
        "de_minimis": None,
    }
    parts = found.line("2018|43").behind["compensation_paid"]
    assert [(part.position, part.adds) for part in parts] == [(4, czk(500_000)), (6, czk(-30_000))]
    assert [line.key for line in found.lines] == ["2018|43", "2019|43"]


def test_two_services_of_one_mandate_stand_in_their_kinds(database: Database) -> None:
    found = sheet(database, two_services().entries, "sgei", "2018-12-31")
    assert [(line.key, line.cells[2:5]) for line in found.lines] == [("2018|43", (1, 1, 1)), ("2018|67", (1, 1, 1))]


def test_small_aid_counts_in_the_year_in_which_the_right_to_it_arose(database: Database) -> None:
    chronicle = paid()
    grant = made(DeMinimisGranted, grant="g1", amount=czk(25_000), amount_eur={"minor": 100_000, "currency": "EUR"})
    chronicle.record(grant, on="2019-02-01", to=chronicle.entries[0].originator_id)
    found = sheet(database, chronicle.entries, "sgei", "2019-12-31")
    assert cells(found, "2019|43")["de_minimis"] == Money(100_000, "EUR")
    assert cells(found, "2018|43")["de_minimis"] is None
    early = SHEETS["sgei"].make(database, Asked(DAY("2019-01-31"), len(chronicle.entries), czech_calendar))
    assert cells(early, "2019|43")["de_minimis"] is None


def test_what_was_not_known_yet_is_not_counted(database: Database) -> None:
    found = sheet(database, paid().entries, "sgei", "2019-12-31", known=4)
    assert cells(found, "2018|43")["compensation_paid"] == czk(500_000)


def test_a_mandate_without_days_has_no_duration(database: Database) -> None:
    entries = [entry for entry in issued().entries if entry.event.topic != "mandate.issued"]
    assert not sheet(database, entries, "sgei", "2019-12-31").lines


# How long records are kept --------------------------------------------------------------------------------------------


def closed(chronicle: Chronicle) -> None:
    """A project kept to 2035, a tender to 2028, an archived inspection to 2024, a mandate without a known end."""
    chronicle.record(made(ProjectClosed, retention_until="2035-12-31"), on="2020-01-31", to="project")
    chronicle.record(made(TenderClosed, documents_kept_until="2028-05-31"), on="2018-05-31", to="tender")
    archived = made(closing.InspectionArchived, file_reference="K", disposal_sign="S", years=5, kept_until="2024-12-31")
    chronicle.record(archived, on="2019-06-30", to="inspection")
    chronicle.record(ending.MandateExpired(), on="2020-12-31", to="mandate")


def test_every_closed_file_with_the_end_of_its_time(database: Database, chronicle: Chronicle) -> None:
    closed(chronicle)
    found = sheet(database, chronicle.entries, "retention", "2025-01-01")
    rows = [(line.cells[0], line.cells[3], line.cells[5]) for line in found.lines]
    assert rows == [
        ("inspection", DAY("2024-12-31"), "may be disposed of"),
        ("tender", DAY("2028-05-31"), "kept"),
        ("project", DAY("2035-12-31"), "kept"),
        ("mandate", None, "kept, until when is not known"),
    ]


@pytest.mark.parametrize(("day", "state"), [("2024-12-31", Keeping.KEPT), ("2025-01-01", Keeping.DUE)])
def test_the_last_day_is_still_kept(database: Database, chronicle: Chronicle, day: str, state: Keeping) -> None:
    closed(chronicle)
    sheet(database, chronicle.entries, "retention", day)
    assert retention_rows(database, valid=DAY(day))[0].state(DAY(day)) is state


@pytest.mark.parametrize(
    ("to", "events"),
    [
        (
            "inspection",
            (
                made(closing.InspectionHoldPlaced, hold="h", ground="court"),
                made(closing.InspectionHoldReleased, hold="h"),
                made(closing.InspectionDisposed, procedure="S/1"),
            ),
        ),
        (
            "mandate",
            (
                made(ending.LegalHoldPlaced, hold="h", ground="audit"),
                made(ending.LegalHoldReleased, hold="h"),
                made(ending.RecordsReleased, disposal="S/1"),
            ),
        ),
    ],
    ids=["inspection", "mandate"],
)
def test_a_hold_keeps_and_a_disposal_ends(
    database: Database, chronicle: Chronicle, to: str, events: Sequence[Event]
) -> None:
    """Held as long as one hold stands, whatever the time; disposed of for good."""
    closed(chronicle)
    for event, day in zip(events, ("2025-02-01", "2025-03-01", "2025-04-01"), strict=True):
        chronicle.record(event, on=day, to=to)
    sheet(database, chronicle.entries, "retention", "2025-02-01")
    states = []
    for day in ("2025-02-01", "2025-03-01", "2025-04-01"):
        rows = retention_rows(database, valid=DAY(day))
        states.append(next(row.state(DAY(day)) for row in rows if row.kind == to))
    freed = Keeping.DUE if to == "inspection" else Keeping.NOT_KNOWN
    assert states == [Keeping.HELD, freed, Keeping.DISPOSED]


# What waits for publication -------------------------------------------------------------------------------------------


def test_a_contract_waits_until_it_is_published(database: Database, chronicle: Chronicle) -> None:
    """With the day on which it is late and the day after which it is void."""
    terms = {"number": "OLP/9001/2018", "provider": "Provider", "regime": "tender"}
    ends = {"raw_end": "2018-02-01", "legal_last_day": "2018-02-01", "safe_last_day": "2018-02-01"}
    void = {"raw_end": "2018-04-02", "legal_last_day": "2018-04-03", "safe_last_day": "2018-03-30"}
    duty = {"publish_by": ends, "void_after": void}
    concluded = ContractConcluded.model_validate(terms | {"publication": duty})
    chronicle.record(concluded, on="2018-01-02")
    found = sheet(database, chronicle.entries, "publication-backlog", "2018-02-11")
    (line,) = found.lines
    waits = dict(zip((column.name for column in found.columns), line.cells, strict=True))
    assert (waits["kind"], waits["file"]) == ("contract.publication", "OLP/9001/2018")
    assert (waits["state"], waits["days_late"], waits["void_after"]) == ("overdue", 10, DAY("2018-04-03"))
    chronicle.record(made(ContractPublishedInRegister, register_id="r-1"), on="2018-02-12")
    assert not sheet(database, chronicle.entries, "publication-backlog", "2018-02-12").lines
