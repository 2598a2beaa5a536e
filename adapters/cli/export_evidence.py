"""`kronika export evidence`: the history of one file, with which somebody outside can check it without us."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.cli.acting import acting
from adapters.cli.card_codes import code_words
from adapters.cli.failures import Exit, Failure
from adapters.cli.files import File, checked, find, known_kind
from adapters.cli.log import ENTRIES
from adapters.cli.moments import Asked, ask, strip
from adapters.cli.output_files import new_file, refuse_existing
from adapters.cli.person import Role
from adapters.cli.seal import opened
from adapters.cli.seal_failures import LOOK
from adapters.cli.session import Run, Session
from adapters.identity.caller import Caller
from adapters.logging import logger
from adapters.published import ledger_id
from adapters.reading_log import LOGGED, Look, ReadingLog
from adapters.sealing.package import QUESTION, NotAsSealed, Package, Signed, write_package
from adapters.sealing.package import Asked as Wanted
from adapters.telling.cards import card_json
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from application.cards import card
from application.replay import NotYetRecorded, Replay
from domain.kernel.stamp import Actor

Switch = Annotated[bool, Parameter(negative=())]
FILES = Counted(("file", "files"), ("soubor", "soubory", "souborů", "souboru"))
WRITTEN = Words(
    "{path}: {entries}, {files}, under the checkpoint of {size} entries.",
    "{path}: {entries}, {files}, pod potvrzením stavu o {size} záznamech.",
)
TEXTS = Words(
    "Texts handed out: {kept}, erased: {erased}, withheld: {withheld}.",
    "Texty vydané: {kept}, vymazané: {erased}, nevydané: {withheld}.",
)
GIVE_KEY = Words(
    "Give the key to whoever checks it in another way than with the package: {key}",
    "Klíč předejte tomu, kdo bude ověřovat, jinou cestou než s balíkem: {key}",
)
MISSING = Words(
    "MISSING: {files} that entries name; the manifest says which.", "CHYBÍ: {files}, které záznamy jmenují; viz soupis."
)
NOT_AS_SEALED = Words(
    "entry no. {position} is not what was sealed: no package was made",
    "záznam č. {position} není to, co bylo zapečetěno: balík nevznikl",
)


def evidence(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    output: Annotated[Path, Parameter(name=("--output", "-o"))],
    with_files: Switch = False,
    without_texts: Switch = False,
    valid: str | None = None,
    known: str | None = None,
    known_seq: int | None = None,
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Seal what is new, and write the history of a file with the proof of every entry, as one ZIP."""
    refuse_existing(output)
    asked = ask(session, valid=valid, known=known, known_seq=known_seq)
    file = find(session, known_kind(kind), id, asked)
    actor = acting(session, as_, by)
    wanted = _wanted(session, file, asked, actor, with_files=with_files, with_texts=not without_texts)
    seal = opened(session)
    signed = Signed(seal.advance().note, seal.public_key(), seal.tables)
    _log(session, wanted, actor)
    package = _written(session, wanted, signed, output)
    session.parts.published.note(ledger_id(session.parts.ledger), signed.note.checkpoint().size)  # it leaves the house
    logger().info("evidence.exported", kind=file.kind, file=str(file.id), entries=package.entries)
    _answer(session, package, signed, output, asked)
    return Exit.OK


def _wanted(session: Session, file: File, asked: Asked, actor: Actor, *, with_files: bool, with_texts: bool) -> Wanted:
    """Raises NotFound, NotYetRecorded."""
    replay = Replay(session.parts.ledger, session.parts.decode)
    entries = replay.entries(file.id, asked.known)
    checked(file, entries)
    try:
        state = replay.folded(file.id, entries, asked.known)
    except NotYetRecorded as error:
        checked(file, [error.first])
        raise
    return Wanted(
        kind=file.kind,
        id=file.id,
        number=file.written,
        valid=asked.valid,
        known_seq=asked.known,
        card=card_json(card(state, asked.valid)),
        made_at=session.parts.clock(),
        role=actor.role,
        person=actor.person,
        with_texts=with_texts,
        with_files=with_files,
    )


def _log(session: Session, wanted: Wanted, actor: Actor) -> None:
    """Who takes an inspection out of the house is written down before it leaves."""
    if wanted.kind in LOGGED:
        look = Look(QUESTION, wanted.kind, wanted.id, wanted.known_seq, wanted.along)
        ReadingLog(session.side).note(Caller(actor), [look], now=wanted.made_at)


def _written(session: Session, wanted: Wanted, signed: Signed, output: Path) -> Package:
    try:
        with new_file(output) as out:
            return write_package(session.parts, wanted, signed, out, code=code_words)
    except NotAsSealed as error:
        at = {"position": error.position}
        raise Failure(Exit.INTEGRITY, "not_as_sealed", NOT_AS_SEALED, LOOK, at, at) from None


def _answer(session: Session, package: Package, signed: Signed, output: Path, asked: Asked) -> None:
    say, key, (origin, size, _) = session.say, signed.key.text(), signed.note.checkpoint()
    missing = say(MISSING, files=say.count(len(package.missing), FILES))
    if session.is_json:
        data = {
            "path": str(output),
            "entries": package.entries,
            "texts": package.texts,
            "ledger": {"origin": origin, "size": size},
            "key": key,
            "files": package.files,
            "missing": package.missing,
        }
        session.answer(frame("export-evidence", data, asked.times, warnings=[missing] if package.missing else []))
        return
    strip(session, asked)
    counts = {"entries": say.count(package.entries, ENTRIES), "files": say.count(len(package.files), FILES)}
    session.line(say(WRITTEN, path=str(output), size=size, **counts))
    if any(package.texts.values()):
        session.line(say(TEXTS, **package.texts))
    if package.missing:
        session.line(missing, style="yellow")
    session.tell(GIVE_KEY, key=key)
