"""The public records of Liberec brought in as the command line brings them in, and read back."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.cli.main import run
from application.block import BlockWriter
from application.importing.importer import Importer, Tally
from application.importing.line import Problem, RawLine
from application.importing.line_references import LineReferences
from domain.kernel.entry import Entry
from domain.kernel.stamp import Actor
from domain.project.project import Project
from projections import builds
from projections.database import Database
from projections.projector import Projector
from projections.registry import registry_rows
from projections.views import VIEWS
from tests.scenarios.office import Office

RECORDS = Path(__file__).parents[2] / "data" / "liberec"
PAGES = Path(__file__).parents[3] / "shared" / "sources"
"""Where the pages may lie beside the project; nothing of them is committed."""
CLERK = Actor(role="clerk")


def record_files() -> list[Path]:
    """In the order in which a folder is imported."""
    return sorted(RECORDS.glob("*.jsonl"))


def documents(file: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The header and the lines of a file."""
    header, *lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return header, lines


@dataclass
class Import:
    """What became of the lines of an import."""

    tally: Tally
    problems: Sequence[Problem]


def bring_in(office: Office, *files: Path) -> Import:
    """One import of these files, by a clerk."""
    parts, problems = office.parts, list[Problem]()
    importer = Importer(
        BlockWriter(parts.engine),
        parts.resolver,
        LineReferences(parts.ledger),
        defaults={"actor": CLERK.model_dump(exclude_none=True)},
        tell=problems.append,
    )
    for file in files:
        importer.take_file(_lines(file), source=file.stem)
    return Import(importer.tally, problems)


def _lines(file: Path) -> Iterator[RawLine]:
    for number, text in enumerate(file.read_bytes().splitlines(), start=1):
        yield RawLine(file.name, number, text)


def entries(office: Office) -> list[Entry]:
    """Every entry of the ledger."""
    return [office.parts.decode(stored) for stored in office.parts.ledger.select_entries(after=0, limit=1_000)]


def views(office: Office) -> Database:
    """The read models, up to the head of the ledger."""
    builds.prepare(office.parts.database, VIEWS)
    Projector(office.parts.database, office.parts.source, VIEWS).catch_up()
    return office.parts.database


def projects(office: Office) -> list[Project]:
    """Every project on file, as known now."""
    found = [office.replay.state(row.subject) for row in registry_rows(views(office), kind="project")]
    return [project for project in found if isinstance(project, Project)]


def kronika(url: str, *arguments: str, today: str = "2026-11-21") -> tuple[int, dict[str, Any]]:
    """One command line as a machine asks it: the exit code and the answer."""
    out, err = io.StringIO(), io.StringIO()
    environment = {"KRONIKA_DATABASE": url, "KRONIKA_CLOCK": today}
    code = run([*arguments, "--json"], environment=environment, stdout=out, stderr=err)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return code, answer
