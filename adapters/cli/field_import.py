"""`kronika inspection import`: what devices recorded on site, with a receipt by which a device may forget."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.import_command import Switch
from adapters.cli.import_files import Reader, find_files
from adapters.cli.import_report import ANOMALIES, INTERRUPTED, LINES, NOTED, problem_lines
from adapters.cli.output_files import refuse_existing
from adapters.cli.session import Run, Session
from adapters.cli.storage_failures import os_reason
from adapters.logging import logger
from adapters.telling.field_receipt import receipt_frame
from adapters.telling.frames import Frame, encoded
from adapters.telling.words import Words
from application.importing.field_import import Contradiction, FieldImport, Gap, Receipt
from application.rehearsal import Rehearsal
from application.replay import Replay
from application.resolve import Resolver

SEE_PAGE = Words("see kronika inspection import --help", "viz kronika inspection import --help")
TAKEN = Words("Taken: {lines}", "Převzato: {lines}")
WOULD_BE_TAKEN = Words("Would be taken: {lines}. Nothing was written.", "Převzalo by se: {lines}. Nic nebylo zapsáno.")
ALREADY_THERE = Words("Already there: {lines}", "Už zapsáno dříve: {lines}")
NOT_TAKEN = Words("Not taken: {lines}; they stay on the device", "Nepřevzato: {lines}; v zařízení je třeba je ponechat")
MISSING = Words(
    "Missing from {device} in {inspection}: no. {numbers} of {last}",
    "Ze zařízení {device} v kontrole {inspection} chybí: č. {numbers} z {last}",
)
USED_TWICE = Words(
    "{device} used no. {sequence} in {inspection} for different lines: compare them with the device",
    "{device} použilo č. {sequence} v kontrole {inspection} pro různé řádky: porovnejte je se zařízením",
)
CONTRADICTION = Words(
    "{inspection}, checklist {checklist}, point {item}: answers contradict each other: {answers}",
    "{inspection}, kontrolní list {checklist}, bod {item}: odpovědi si odporují: {answers}",
)
CANNOT_WRITE = Words(
    "the receipt {file} cannot be written: {reason}; nothing is lost, the same file again gives it anew",
    "potvrzení {file} nelze zapsat: {reason}; nic se neztratilo, tentýž soubor podruhé je vydá znovu",
)


def import_(
    *files: str,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    receipt: Annotated[Path | None, Parameter(name="--receipt")] = None,
    dry_run: Switch = False,
    session: Run,
) -> int:
    """Take device files. Exit code 5 where a line was not taken, 1 where numbers are missing, 130 if interrupted."""
    if not files:
        raise usage(
            Words("FILES is missing: files of devices (.jsonl)", "chybí FILES: soubory ze zařízení (.jsonl)"), SEE_PAGE
        )
    refuse_existing(receipt)
    given = _take(session, files, as_ or session.settings.role, is_rehearsal=dry_run)
    head = session.parts.ledger.head()
    document = receipt_frame(session.say, given, known_seq=head, is_rehearsal=dry_run)
    if receipt is not None and not dry_run:
        _write(receipt, document)
    ended = _exit(given)
    counts = {"taken": len(given.taken), "failed": len(given.not_taken), "gaps": len(given.gaps)}
    logger().info("device-files.finished", **counts, exit=int(ended))
    if session.is_json:
        session.answer(document)
    else:
        _tell(session, given, is_rehearsal=dry_run)
    return ended


def _take(session: Session, files: tuple[str, ...], role: str, *, is_rehearsal: bool) -> Receipt:
    parts, reader = session.parts, Reader(session.stdin)
    ledger = Rehearsal(parts.ledger, parts.clock()) if is_rehearsal else parts.ledger
    lines = (line for file in find_files(files) for line in reader.read(file))
    field_import = FieldImport(
        parts.engine_over(ledger) if is_rehearsal else parts.engine,
        Resolver(ledger, parts.decode),
        Replay(ledger, parts.decode),
        role=role,
        organisation=session.settings.organisation,
        should_stop=session.wish_to_stop,
    )
    return field_import.take(lines)


def _exit(receipt: Receipt) -> Exit:
    if receipt.is_interrupted:
        return Exit.INTERRUPTED
    if receipt.not_taken:
        return Exit.INVALID
    return Exit.OK if receipt.is_complete else Exit.NEGATIVE


def _write(path: Path, document: Frame) -> None:
    """The receipt appears under its name once it is whole. Raises Failure."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(encoded(document) + "\n", encoding="utf-8")
        part.rename(path)
    except OSError as error:
        facts = {"file": str(path), "reason": os_reason(error)}
        raise Failure(Exit.STORAGE, "receipt_not_written", CANNOT_WRITE, facts=facts) from None


# For people ----------------------------------------------------------------------------------------------------------


def _tell(session: Session, receipt: Receipt, *, is_rehearsal: bool) -> None:
    for one in receipt.not_taken:
        for line in problem_lines(session.say, one.problem) if one.problem else ():
            session.note(line)
    for line in _summary(session, receipt, is_rehearsal=is_rehearsal):
        session.line(line)


def _summary(session: Session, receipt: Receipt, *, is_rehearsal: bool) -> Iterator[str]:
    """What became of the lines, what is still to come and to be settled; zeros that say nothing are left out."""
    say = session.say
    yield say(WOULD_BE_TAKEN if is_rehearsal else TAKEN, lines=say.count(len(receipt.taken), LINES))
    for words, lines in ((ALREADY_THERE, receipt.already_there), (NOT_TAKEN, receipt.not_taken)):
        if lines:
            yield say(words, lines=say.count(len(lines), LINES))
    if receipt.anomalies:
        yield say(NOTED, anomalies=say.count(receipt.anomalies, ANOMALIES))
    yield from (_gap(session, gap) for gap in receipt.gaps)
    yield from (say(USED_TWICE, **one._asdict()) for one in receipt.used_twice)
    yield from (_contradiction(session, one) for one in receipt.contradictions)
    if receipt.is_interrupted:
        yield say(INTERRUPTED)


def _gap(session: Session, gap: Gap) -> str:
    numbers = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gap.missing)
    facts = {"device": gap.device, "inspection": gap.inspection, "numbers": numbers, "last": str(gap.last)}
    return session.say(MISSING, **facts)


def _contradiction(session: Session, one: Contradiction) -> str:
    answers = ", ".join(f"{key} {value}" for key, value in one.answers.items())
    return session.say(CONTRADICTION, **{**one._asdict(), "answers": answers})
