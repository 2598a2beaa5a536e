"""`kronika synth`: a synthetic region into the ledger, or into an import file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.import_report import (
    ALREADY_THERE,
    ANOMALIES,
    ENTRIES,
    HELD_BACK,
    INTERRUPTED,
    NOT_TAKEN,
    NOTED,
    UP_TO,
    problem_lines,
    tally_json,
)
from adapters.cli.output_files import refuse_existing
from adapters.cli.progress import Manner, meter
from adapters.cli.session import Run, Session
from adapters.logging import logger
from adapters.synth.import_file import lines
from adapters.synth.record import AT_HAND, Recorder
from adapters.synth.region import USUAL_MESS, NoSuchRegion, Region
from adapters.telling.frames import frame
from adapters.telling.import_problems import problem_json
from adapters.telling.words import Counted, Words
from application.block import BlockWriter
from application.errors import NotFound
from application.importing.importer import Tally
from application.importing.line import Problem

KEPT_PROBLEMS = 100
"""So many problems are told; more are counted. In a ledger of its own a region has none."""
MOVES_EVERY = 1_000
"""Lines of a file after which the progress is told."""
RECORDING, WRITING = Words("Recording", "Zapisuji"), Words("Writing", "Píšu")
CONTRACTS = Counted(("contract", "contracts"), ("smlouva", "smlouvy", "smluv", "smlouvy"))
COMMANDS = Counted(("command", "commands"), ("příkaz", "příkazy", "příkazů", "příkazu"))
OUT_OF_RANGE = Words(
    "--{name} goes from {least} to {most}; {value} lies outside", "--{name} je od {least} do {most}; {value} je mimo"
)
ANOTHER_REGION = Words(
    "{number} is there already, and not of this region", "{number} už v knize je, a ne z tohoto kraje"
)
OWN_LEDGER = Words(
    "a region of another seed or mess needs a ledger of its own: set KRONIKA_DATABASE, then kronika init",
    "kraj s jiným semínkem nebo nepořádkem potřebuje vlastní knihu: KRONIKA_DATABASE, potom kronika init",
)
REGION = Words("{contracts} of a {source}", "{contracts}: umělý kraj ({source})")
RECORDED = Words("Recorded: {entries}", "Zapsáno: {entries}")
WRITTEN = Words("Written: {commands} to {file}", "Zapsáno: {commands} do {file}")
NOT_WRITTEN = Words("interrupted; there is no {file}", "přerušeno; {file} nevznikl")
TIME = Words("{commands} in {seconds} s", "{commands} za {seconds} s")


def synth(
    *,
    contracts: int,
    seed: int = 1,
    mess: float = USUAL_MESS,
    to: str | None = None,
    progress: Manner = "auto",
    session: Run,
) -> int:
    """Record a region of so many contracts. Exit code 5 where something was not taken, 130 where interrupted."""
    region = _region(contracts, seed, mess)
    if to is not None:
        return _write(session, region, Path(to), progress)
    _refuse_beside_another(session, region)
    return _Recording(session, region, progress).run()


def _region(contracts: int, seed: int, mess: float) -> Region:
    try:
        return Region(contracts, seed, mess)
    except NoSuchRegion as no:
        facts = {"name": no.name, "value": str(no.value), "least": str(no.least), "most": str(no.most)}
        raise usage(OUT_OF_RANGE, **facts) from None


def _about(region: Region) -> dict[str, Any]:
    return {"source": region.source, "contracts": region.contracts, "seed": region.seed, "mess": str(region.mess)}


# Into the ledger -----------------------------------------------------------------------------------------------------


def _refuse_beside_another(session: Session, region: Region) -> None:
    """Two regions have the same numbers, so that each needs a ledger of its own. Raises Failure."""
    number, identifier = region.first_contract
    try:
        holder = session.parts.resolver.identifier("contract", number)
    except NotFound:
        return
    if holder != identifier:
        raise Failure(Exit.CONFLICT, "another_region", ANOTHER_REGION, OWN_LEDGER, facts={"number": number})


@dataclass
class _Recording:
    """One run: everything of the region that is not there yet."""

    session: Session
    region: Region
    manner: Manner
    problems: list[Problem] = field(default_factory=list)

    def run(self) -> int:
        started = time.monotonic()
        with meter(self.session, RECORDING, self.region.contracts, self.manner) as gauge:

            def moved(tally: Tally, contracts: int) -> None:
                gauge.moved(contracts, tally.lines)
                self.session.recorded_up_to = tally.position

            writer = BlockWriter(self.session.parts.engine, at_hand=AT_HAND)
            recorder = Recorder(writer, tell=self._tell, progress=moved)
            recorder.should_stop = self.session.wish_to_stop
            tally = recorder.record(self.region)
        return self._answer(tally, time.monotonic() - started)

    def _tell(self, problem: Problem) -> None:
        if len(self.problems) >= KEPT_PROBLEMS:
            return
        self.problems.append(problem)
        for line in () if self.session.is_json else problem_lines(self.session.say, problem):
            self.session.note(line)

    def _answer(self, tally: Tally, seconds: float) -> int:
        ended = Exit.INTERRUPTED if tally.is_interrupted else Exit.OK if tally.is_complete else Exit.INVALID
        logger().info("synth.finished", commands=tally.lines, taken=tally.taken, failed=tally.failed, exit=int(ended))
        if self.session.is_json:
            self.session.answer(self._frame(tally, seconds))
        else:
            for line in self._summary(tally, seconds):
                self.session.line(line)
        return ended

    def _frame(self, tally: Tally, seconds: float) -> dict[str, Any]:
        counts = tally_json(tally)
        data = {
            **_about(self.region),
            "commands": counts.pop("lines"),
            **counts,
            "milliseconds": round(seconds * 1000),
            "problems": [problem_json(self.session.say, problem) for problem in self.problems],
        }
        return frame("synth", data, {"known_seq": self.session.parts.ledger.head()}, ok=tally.is_complete)

    def _summary(self, tally: Tally, seconds: float) -> Iterator[str]:
        """What became of the commands; zeros that say nothing are left out."""
        say = self.session.say
        yield say(REGION, contracts=say.count(self.region.contracts, CONTRACTS), source=self.region.source)
        recorded = say(RECORDED, entries=say.count(tally.entries, ENTRIES))
        yield recorded + (say(UP_TO, position=tally.position) if tally.position else "")
        counts = ((ALREADY_THERE, tally.already_there), (NOT_TAKEN, tally.failed), (HELD_BACK, tally.held_back))
        for words, number in counts:
            if number:
                yield say(words, lines=say.count(number, COMMANDS))
        if tally.anomalies:
            yield say(NOTED, anomalies=say.count(tally.anomalies, ANOMALIES))
        if tally.is_interrupted:
            yield say(INTERRUPTED)
        yield say(TIME, commands=say.count(tally.lines, COMMANDS), seconds=say.seconds(seconds))


# Into a file ---------------------------------------------------------------------------------------------------------


def _write(session: Session, region: Region, path: Path, manner: Manner) -> int:
    """Write the import file of a region, whole or not at all. Raises Failure where there is such a file."""
    refuse_existing(path)
    started = time.monotonic()
    with _new_file(path) as stream, meter(session, WRITING, region.contracts, manner) as gauge:
        commands = -1  # the header is none
        for told, line in lines(region):
            if session.wish_to_stop():
                raise Failure(Exit.INTERRUPTED, "interrupted", NOT_WRITTEN, facts={"file": str(path)})
            stream.write(line + b"\n")
            commands += 1
            if commands % MOVES_EVERY == 0:
                gauge.moved(told, commands)
    seconds = time.monotonic() - started
    if session.is_json:
        written = {"file": str(path), "commands": commands, "milliseconds": round(seconds * 1000)}
        session.answer(frame("synth", {**_about(region), **written}))
        return Exit.OK
    say = session.say
    session.line(say(REGION, contracts=say.count(region.contracts, CONTRACTS), source=region.source))
    session.line(say(WRITTEN, commands=say.count(commands, COMMANDS), file=str(path)))
    session.line(say(TIME, commands=say.count(commands, COMMANDS), seconds=say.seconds(seconds)))
    return Exit.OK


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """The file appears under its name once it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
