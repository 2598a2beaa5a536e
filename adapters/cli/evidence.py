"""`kronika evidence`: files by their SHA-256; what was taken in is never overwritten and can be checked any time."""

import shutil
import sys
from pathlib import Path
from typing import Any, BinaryIO

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.output_files import new_file
from adapters.cli.session import Run, Session
from adapters.cli.tables import table
from adapters.evidence.store import CHUNK, Evidence, EvidenceRefused, NoEvidence
from adapters.logging import logger
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words

ADDED = Words("{sha256}  {name}", "{sha256}  {name}")
KNOWN = Words("{sha256}  {name} (was there already)", "{sha256}  {name} (už tu byl)")
REFUSED = {
    "empty": Words("the file is empty", "soubor je prázdný"),
    "too-large": Words("the file is larger than {limit} bytes", "soubor je větší než {limit} bajtů"),
    "wrong-type": Words("a file of this kind is not taken ({found})", "soubor tohoto druhu se nepřijímá ({found})"),
    "not-as-announced": Words(
        "the file has the digest {found}, not {announced}", "soubor má otisk {found}, ne {announced}"
    ),
}
"""Why a file is not taken, by the code of the refusal."""
NO_FILE = Words("there is no file {path}", "soubor {path} neexistuje")
MISSING = Words("no file {sha256} is in the store", "v úložišti není soubor {sha256}")
WHERE_TO = Words(
    "--output is needed where the output is a terminal", "--output je potřeba, když výstup jde na obrazovku"
)
DAMAGED = Words(
    "{sha256} is damaged: the bytes are not those that were taken in",
    "{sha256} je poškozen: bajty nejsou ty, které byly přijaty",
)
WHOLE = Words("Whole: {files}.", "V pořádku: {files}.")
FILES = Counted(("file", "files"), ("soubor", "soubory", "souborů", "souboru"))
NOTHING = Words("The store holds no file.", "V úložišti není žádný soubor.")
DIGEST = 64
"""Signs of a digest; broken over two lines it could not be copied."""
COLUMNS = (Words("SHA-256", "SHA-256"), Words("Bytes", "Bajtů"), Words("Kind", "Druh"))


def add(*files: Path, session: Run) -> int:
    """Take files in; the digest of each is the answer. The same file again changes nothing. Exit code 5: not taken."""
    if not files:
        raise usage(Words("FILES is missing: files to be taken in", "chybí FILES: soubory k přijetí"))
    taken = [_added(session, path) for path in files]
    if session.is_json:
        session.answer(frame("evidence-add", [{"file": str(path), **_json(one)} for path, one in taken]))
        return Exit.OK
    for path, one in taken:
        session.line(session.say(ADDED if one.is_new else KNOWN, sha256=one.sha256, name=path.name))
    return Exit.OK


def _added(session: Session, path: Path) -> tuple[Path, Evidence]:
    if not path.is_file():
        raise Failure(Exit.NOT_FOUND, "no_file", NO_FILE, facts={"path": str(path)})
    try:
        with path.open("rb") as stream:
            found = session.parts.evidence.add(stream)
    except EvidenceRefused as refused:
        facts = {**refused.facts, "file": str(path)}
        logger().info("evidence.refused", code=refused.code)
        raise Failure(Exit.INVALID, refused.code, REFUSED[refused.code], facts=facts, details=facts) from None
    logger().info("evidence.added", sha256=found.sha256, size=found.size, is_new=found.is_new)
    return path, found


def get(hash: str, /, *, output: Path | None = None, session: Run) -> int:  # noqa: A002  # as it is called on the help page
    """Write a file to --output, or to standard output."""
    try:
        with session.parts.evidence.open(hash) as stream:
            _write(session, stream, output)
    except NoEvidence:
        raise Failure(Exit.NOT_FOUND, "not_found", MISSING, facts={"sha256": hash}) from None
    logger().info("evidence.read", sha256=hash)
    return Exit.OK


def _write(session: Session, stream: BinaryIO, output: Path | None) -> None:
    if output is not None:
        with new_file(output) as written:
            shutil.copyfileobj(stream, written, CHUNK)
        return
    if session.out.is_terminal:
        raise usage(WHERE_TO)
    out: Any = getattr(session.stdout, "buffer", sys.stdout.buffer)
    shutil.copyfileobj(stream, out, CHUNK)
    out.flush()


def list_(*, session: Run) -> int:
    """Every file in the store: digest, size, kind."""
    if session.is_json:
        session.answer(frame("evidence-list", [_json(one) for one in session.parts.evidence.all()]))
        return Exit.OK
    found = list(session.parts.evidence.all())
    if not found:
        session.line(session.say(NOTHING))
        return Exit.OK
    grid = table(session, COLUMNS, numeric=(1,), fixed=(0, 1), widths={0: DIGEST})
    for one in found:
        grid.add_row(one.sha256, session.say.number(one.size), one.media_type or "–")
    session.show(grid)
    return Exit.OK


def verify(*, session: Run) -> int:
    """Read every file and compare it with its digest. Exit code 8: some are damaged."""
    checked = list(session.parts.evidence.verify())
    damaged = [name for name, is_whole in checked if not is_whole]
    logger().info("evidence.verified", files=len(checked), damaged=len(damaged))
    if session.is_json:
        session.answer(frame("evidence-verify", {"files": len(checked), "damaged": damaged}, ok=not damaged))
        return Exit.INTEGRITY if damaged else Exit.OK
    for name in damaged:
        session.line(session.say(DAMAGED, sha256=name), style="red")
    whole = len(checked) - len(damaged)
    session.line(session.say(WHOLE, files=session.say.count(whole, FILES)))
    return Exit.INTEGRITY if damaged else Exit.OK


def _json(evidence: Evidence) -> dict[str, Any]:
    return {
        "sha256": evidence.sha256,
        "size": evidence.size,
        "media_type": evidence.media_type,
        "is_new": evidence.is_new,
    }
