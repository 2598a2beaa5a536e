"""`kronika import`: files of commands into the ledger, with an answer for every line that was not taken."""

import time
from dataclasses import dataclass, field
from typing import Annotated, Any

from cyclopts import Parameter

from adapters.cli.acting import acting
from adapters.cli.failures import Exit, usage
from adapters.cli.import_files import ImportFile, Reader, find_files, sources_of
from adapters.cli.import_report import problem_lines, summary_lines, tally_json
from adapters.cli.main import STANDARD_INPUT
from adapters.cli.progress import Manner, meter
from adapters.cli.session import Run, Session
from adapters.logging import logger
from adapters.telling.frames import frame
from adapters.telling.import_problems import problem_json
from adapters.telling.words import Words
from application.block import BlockWriter
from application.engine import Engine
from application.importing.importer import Importer, Tally
from application.importing.line import Problem, ProblemKind
from application.importing.line_references import LineReferences
from application.rehearsal import Rehearsal
from application.resolve import Resolver
from domain.kernel.stamp import Actor

KEPT_PROBLEMS = 10_000
"""So many problems stand in a JSON answer; more are counted, so that a wrong file does not fill the memory."""
IMPORTING = Words("Importing", "Importuji")
SEE_PAGE = Words("see kronika import --help", "viz kronika import --help")
REHEARSING = Words("Deciding", "Rozhoduji")
Switch = Annotated[bool, Parameter(negative=())]


def import_(
    *paths: str,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    strict: Switch = False,
    dry_run: Switch = False,
    progress: Manner = "auto",
    session: Run,
) -> int:
    """Take files of commands. Exit code 5 where a line was not taken, 130 where it was interrupted."""
    if not paths:
        raise usage(
            Words(
                "PATHS is missing: files of commands (.jsonl) or folders",
                "chybí PATHS: soubory příkazů (.jsonl) nebo složky",
            ),
            SEE_PAGE,
        )
    if strict and STANDARD_INPUT in paths:
        words = Words("--strict reads twice and needs files", "--strict čte dvakrát a potřebuje soubory")
        raise usage(words)
    run = _ImportRun(session, find_files(paths), acting(session, as_, None), progress)
    if dry_run:
        return run.rehearse(is_answer=True)
    if strict and run.rehearse(is_answer=False) != Exit.OK:
        return Exit.INVALID
    return run.record()


@dataclass
class _ImportRun:
    """The same files, once in memory or once for good."""

    session: Session
    files: list[ImportFile]
    actor: Actor
    manner: Manner
    problems: list[Problem] = field(default_factory=list)
    unusable: set[str] = field(default_factory=set)
    """Files of which nothing is taken; that is said once, not of each of their lines."""

    def rehearse(self, *, is_answer: bool) -> int:
        """Decide everything on a scratch ledger. What fails is told; nothing is recorded."""
        parts = self.session.parts
        scratch = Rehearsal(parts.ledger, parts.clock())
        engine = parts.engine_over(scratch)
        tally, seconds = self._take(engine, REHEARSING)
        if is_answer or not tally.is_complete:
            return self._answer(tally, seconds, is_rehearsal=True)
        return Exit.OK

    def record(self) -> int:
        """Take the files into the ledger."""
        tally, seconds = self._take(self.session.parts.engine, IMPORTING)
        return self._answer(tally, seconds, is_rehearsal=False)

    def _take(self, engine: Engine, what: Words) -> tuple[Tally, float]:
        started = time.monotonic()
        reader = Reader(self.session.stdin)
        sources = sources_of(self.files)
        total = sum(file.size for file in self.files)
        with meter(self.session, what, total, self.manner) as gauge:
            importer = self._importer(engine, sources)
            importer.should_stop = self.session.wish_to_stop

            def moved(tally: Tally) -> None:
                gauge.moved(reader.bytes_read, tally.lines)
                if engine is self.session.parts.engine:
                    self.session.recorded_up_to = tally.position

            importer.progress = moved
            for file in self.files:
                if not importer.tally.is_interrupted:
                    importer.take_file(reader.read(file), source=file.source)
        return importer.tally, time.monotonic() - started

    def _importer(self, engine: Engine, sources: list[str]) -> Importer:
        return Importer(
            BlockWriter(engine),
            Resolver(engine.ledger, engine.wire.decode),
            LineReferences(engine.ledger, sources=sources),
            defaults={"actor": self.actor.model_dump(exclude_none=True)},
            tell=self._tell,
        )

    def _tell(self, problem: Problem) -> None:
        logger().info("import.line-not-taken", code=problem.code, file=problem.place.file, line=problem.place.line)
        if self.session.is_json:
            if len(self.problems) < KEPT_PROBLEMS:
                self.problems.append(problem)
            return
        if problem.kind is ProblemKind.HELD_BACK and problem.place.file in self.unusable:
            return
        if problem.facts.get("is_first"):
            self.unusable.add(problem.place.file)
        for line in problem_lines(self.session.say, problem):
            self.session.note(line)

    def _answer(self, tally: Tally, seconds: float, *, is_rehearsal: bool) -> int:
        ended = Exit.INTERRUPTED if tally.is_interrupted else Exit.OK if tally.is_complete else Exit.INVALID
        logger().info("import.finished", lines=tally.lines, taken=tally.taken, failed=tally.failed, exit=int(ended))
        if self.session.is_json:
            self.session.answer(self._frame(tally, seconds, is_rehearsal=is_rehearsal))
            return ended
        for line in summary_lines(self.session.say, tally, seconds, is_rehearsal=is_rehearsal):
            self.session.line(line)
        return ended

    def _frame(self, tally: Tally, seconds: float, *, is_rehearsal: bool) -> dict[str, Any]:
        told = tally.failed + tally.held_back
        data = {
            **tally_json(tally),
            "is_rehearsal": is_rehearsal,
            "milliseconds": round(seconds * 1000),
            "problems": [problem_json(self.session.say, problem) for problem in self.problems],
            "problems_left_off": told - len(self.problems),
        }
        head = self.session.parts.ledger.head()
        return frame("import", data, {"known_seq": head}, ok=tally.is_complete)
