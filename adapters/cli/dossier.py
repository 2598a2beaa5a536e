"""`kronika export dossier`: the dossier of an inspection as a folder, with the digest of every file."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.cli.failures import Exit
from adapters.cli.files import File, checked, find
from adapters.cli.log import ENTRIES
from adapters.cli.moments import Asked, ask, strip
from adapters.cli.output_files import already_there, cannot_write
from adapters.cli.session import Run, Session
from adapters.cli.trail import named
from adapters.cli.views import up_to_date
from adapters.exports.dossier import Card, Dossier, Written, write_dossier
from adapters.exports.trail import kept_texts
from adapters.logging import logger
from adapters.telling.cards import card_json
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from application.cards import card
from application.errors import NotFound
from application.replay import NotYetRecorded, Replay
from projections.inspection_trail import INSPECTION_TRAIL, TrailFilter, trail_rows

FILES = Counted(("file", "files"), ("soubor", "soubory", "souborů", "souboru"))
WRITTEN = Words("{path}: {entries}, {files}", "{path}: {entries}, {files}")
MISSING = Words(
    "MISSING: {files} that entries name; the manifest says which.", "CHYBÍ: {files}, které záznamy jmenují; viz soupis."
)


def dossier(
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    output: Annotated[Path, Parameter(name=("--output", "-o"))],
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    session: Run,
) -> int:
    """Write the dossier as it was known at a moment: trail, cards, protocol versions, evidence, manifest."""
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    file = find(session, "inspection", id, asked)
    content = _content(session, file, asked, is_valid_asked=valid is not None)
    try:
        written = write_dossier(content, output, session.parts.evidence, session.say)
    except FileExistsError:
        raise already_there(output) from None
    except OSError as error:
        raise cannot_write(output, error) from None
    logger().info("dossier.exported", inspection=str(file.id), known=content.known_seq, files=len(written.files))
    _answer(session, content, written, output, asked)
    return Exit.OK


def _content(session: Session, file: File, asked: Asked, *, is_valid_asked: bool) -> Dossier:
    replay = Replay(session.parts.ledger, session.parts.decode)
    checked(file, replay.entries(file.id))
    database = up_to_date(session, INSPECTION_TRAIL)
    on = asked.valid if is_valid_asked else None
    report = trail_rows(database, valid=on, known=asked.known, filters=TrailFilter(inspection=file.id))
    now = Asked(asked.today, asked.head, asked.head, asked.today)
    return Dossier(
        number=file.written,
        inspection=str(file.id),
        valid=asked.valid,
        known_seq=report.as_of_position,
        made_at=session.parts.clock(),
        rows=report.rows,
        kept=kept_texts(session.parts.ledger, report),
        cards=(_card(replay, file, asked, name="as-asked"), _card(replay, file, now, name="now")),
        named=named(session),
    )


def _card(replay: Replay, file: File, asked: Asked, *, name: str) -> Card:
    try:
        state = replay.state(file.id, asked.known)
    except (NotYetRecorded, NotFound):
        return Card(name, asked.valid, asked.known, None)
    return Card(name, asked.valid, asked.known, card_json(card(state, asked.valid)))


def _answer(session: Session, content: Dossier, written: Written, output: Path, asked: Asked) -> None:
    if session.is_json:
        data = {"path": str(output), "entries": len(content.rows), "files": written.files, "missing": written.missing}
        times = {"valid": asked.valid, "known_seq": content.known_seq}
        warnings = [session.say(MISSING, files=session.say.count(len(written.missing), FILES))]
        session.answer(frame("export-dossier", data, times, warnings=warnings if written.missing else []))
        return
    strip(session, asked)
    entries = session.say.count(len(content.rows), ENTRIES)
    files = session.say.count(len(written.files), FILES)
    session.line(session.say(WRITTEN, path=str(output), entries=entries, files=files))
    if written.missing:
        session.line(session.say(MISSING, files=session.say.count(len(written.missing), FILES)), style="yellow")
