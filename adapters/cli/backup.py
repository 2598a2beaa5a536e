"""`kronika backup` and `kronika restore`: a copy of everything that cannot be made again, and the way back."""

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.session import Run, Session
from adapters.telling.words import Counted, Words

if TYPE_CHECKING:
    from adapters.backup.checking import Flaw
    from adapters.backup.manifest import Manifest
    from adapters.backup.restoring import Restored

Switch = Annotated[bool, Parameter(negative=())]
EVERY_SECONDS = 1.0
ENTRIES = Counted(("entry", "entries"), ("záznam", "záznamy", "záznamů", "záznamu"))
FILES = Counted(("file of evidence", "files of evidence"), ("důkaz", "důkazy", "důkazů", "důkazu"))
DOING = Words("{part}: {count}", "{part}: {count}")
MADE = Words("{folder}: {entries}, {files}.", "{folder}: {entries}, {files}.")
NO_KEYS = Words(
    "The keys of the vault are not in it: back them up apart with --keys-to, or no name can be opened again.",
    "Klíče trezoru v ní nejsou: zálohujte je zvlášť pomocí --keys-to, jinak už nepůjde otevřít žádné jméno.",
)
NO_EVIDENCE = Words("The files of evidence are not in it.", "Soubory důkazů v ní nejsou.")
WHOLE = Words(
    "Whole: {folder}, {entries} up to {moment}, {files}.", "V pořádku: {folder}, {entries} do {moment}, {files}."
)
BACK = Words(
    "Restored from {folder}: {entries}, {keys} keys.", "Obnoveno ze zálohy {folder}: {entries}, klíčů: {keys}."
)
LOST = Words(
    "Entries no. {first} to {last} were handed out and are lost; accepted as entry no. {position}.",
    "Záznamy č. {first} až {last} byly vydány a jsou ztraceny; přijato záznamem č. {position}.",
)
TAKEN = {
    "no-folder": Words("{where} is no folder", "{where} není složka"),
    "not-empty": Words("something else lies in {where}", "ve složce {where} leží něco jiného"),
    "other-ledger": Words("in {where} lie backups of another ledger", "ve složce {where} jsou zálohy jiné knihy"),
    "keys-within": Words(
        "keys and backups may not lie within each other ({where})", "klíče a zálohy nesmějí ležet v sobě ({where})"
    ),
    "keys-themselves": Words("{where} are the keys themselves", "{where} jsou samy klíče"),
    "other-key": Words(
        "in {where} lies the key by which another ledger is sealed",
        "ve složce {where} leží klíč, jímž se pečetí jiná kniha",
    ),
    "in-use": Words("another backup is being made in {where}", "ve složce {where} právě vzniká jiná záloha"),
    "twice": Words("{where} is there already", "{where} už existuje"),
}
"""Why no backup is made there, by the code of the refusal."""
FLAWS = {
    "not-listed": Words("{where} is not listed", "{where} chybí v seznamu"),
    "missing": Words("{where} is missing", "{where} chybí"),
    "changed": Words("{where} was changed", "{where} byl změněn"),
    "gap": Words("{where}: {found} stands where {expected} should", "{where}: místo {expected} stojí {found}"),
    "backwards": Words("{where}: time runs backwards", "{where}: čas běží zpět"),
    "other-ledger": Words("{where} is of another ledger", "{where} je z jiné knihy"),
    "unreadable": Words("{where} cannot be read ({found})", "{where} nelze přečíst ({found})"),
    "head": Words("the last entry is {found}, not {expected}", "poslední záznam je {found}, ne {expected}"),
    "prose": Words("the text of {where} is not what was committed to", "text {where} neodpovídá otisku"),
    "evidence": Words("the file {where} is missing or damaged", "soubor {where} chybí nebo je poškozen"),
}
"""What is wrong with a backup, by its code."""
NOT_WHOLE = Words("the backup {folder} is not whole: {flaw}", "záloha {folder} není v pořádku: {flaw}")
NO_BACKUP = Words("{where} is no backup: {why}", "{where} není záloha: {why}")
NO_BACKUP_BECAUSE = {
    "there is no manifest": Words("there is no manifest", "chybí soupis"),
    "there is no backup in this folder": Words("there is no backup in this folder", "ve složce žádná záloha není"),
}
NOT_EMPTY = Words("the ledger is not empty ({what})", "kniha není prázdná ({what})")
OTHER_KEY = Words(
    "in {where} lies the key by which another ledger is sealed",
    "ve složce {where} leží klíč, jímž se pečetí jiná kniha",
)
KEYS_ELSEWHERE = Words("set KRONIKA_KEYS to a folder of its own", "nastavte KRONIKA_KEYS na vlastní složku")
ELSEWHERE = Words("set KRONIKA_DATABASE to a new place", "nastavte KRONIKA_DATABASE na nové místo")
DAMAGED = Words("the file {sha256} in the store is damaged", "soubor {sha256} v úložišti je poškozen")
SIGNED_BEYOND = Words(
    "Whoever holds a checkpoint of more than {kept} entries will see that this ledger does not continue it: point them "
    "to entry no. {position}.",
    "Kdo má potvrzení stavu o více než {kept} záznamech, uvidí, že na ně tato kniha nenavazuje: odkažte jej na záznam "
    "č. {position}.",
)
NOTHING_LOST = Words("nothing that was handed out is lost", "nic vydaného není ztraceno")


SHOWN = 50
"""How many things that are wrong are named; whoever sees so many needs no more."""
AND_MORE = Words("… and more", "… a další")


def make(target: Path, /, *, keys_to: Path | None = None, no_evidence: Switch = False, session: Run) -> int:
    """A new backup in TARGET, beside earlier ones. Others may go on writing meanwhile."""
    from adapters.backup.writing import TargetTaken, Wanted, make_backup
    from adapters.evidence.store import Damaged

    assert session.parts.ledger.head() >= 0
    wanted = Wanted(target, keys=keys_to, with_evidence=not no_evidence)
    try:
        folder, manifest = make_backup(session.parts, wanted, told=_progress(session))
    except TargetTaken as taken:
        facts = {"where": str(taken.where)}
        code = f"target_{taken.why.replace('-', '_')}"
        raise Failure(Exit.CONFLICT, code, TAKEN[taken.why], facts=facts, details=facts) from None
    except Damaged as damaged:
        raise Failure(Exit.INTEGRITY, "damaged", DAMAGED, facts={"sha256": damaged.sha256}) from None
    if session.is_json:
        _answer(session, "backup", {"folder": str(folder), **_members(manifest)}, manifest)
        return Exit.OK
    session.line(session.say(MADE, folder=str(folder), **_counts(session, manifest)))
    if manifest.keys == "not kept":
        session.tell(NO_KEYS, style="yellow")
    if manifest.evidence == "elsewhere":
        session.tell(NO_EVIDENCE, style="yellow")
    return Exit.OK


def verify(source: Path, /, *, session: Run) -> int:
    """Read a backup, or the newest in a folder, as if it were restored. Exit code 8: something is wrong with it."""
    from adapters.backup.checking import flaws
    from adapters.backup.manifest import Manifest, NoBackup, newest

    try:
        folder = newest(source)
        manifest, found = Manifest.read(folder), list(islice(flaws(folder, told=_progress(session)), SHOWN + 1))
    except NoBackup as missing:
        raise _no_backup(missing.where, missing.why) from None
    ended = Exit.INTEGRITY if found else Exit.OK
    if session.is_json:
        wrong = [{"code": one.code, "where": one.where, "message": _flaw(session, one)} for one in found[:SHOWN]]
        _answer(session, "backup-verify", {"folder": str(folder), **_members(manifest), "flaws": wrong}, manifest)
        return ended
    for one in found[:SHOWN]:
        session.line(_flaw(session, one), style="red")
    if len(found) > SHOWN:
        session.line(session.say(AND_MORE))
    if not found:
        moment = manifest.made_at
        session.line(session.say(WHOLE, folder=str(folder), moment=moment, **_counts(session, manifest)))
    return ended


def restore(
    source: Path | None = None,
    /,
    *,
    keys_from: Path | None = None,
    accept_loss: str | None = None,
    as_: Annotated[str | None, Parameter(name="--as")] = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Bring a backup back into an empty place. Exit code 8: it is not whole, or older than what others have seen."""
    if source is None and accept_loss is None:
        raise usage(Words("SOURCE is missing", "chybí SOURCE"))
    restored = None if source is None else _restored(session, source, keys_from, accepts_loss=accept_loss is not None)
    lost = _accept(session, accept_loss, as_, by, is_needed=restored is None) if accept_loss is not None else None
    if session.is_json:
        _tell_json(session, restored, lost)
        return Exit.OK
    if restored is not None:
        counts = _counts(session, restored.manifest)
        session.line(session.say(BACK, folder=str(restored.folder), keys=restored.keys, **counts))
    if lost is not None:
        session.line(session.say(LOST, **lost), style="yellow")
        session.line(session.say(SIGNED_BEYOND, kept=lost["first"] - 1, position=lost["position"]))
    return Exit.OK


def _restored(session: Session, source: Path, keys: Path | None, *, accepts_loss: bool) -> "Restored":
    from adapters.backup.checking import NotWhole
    from adapters.backup.manifest import NoBackup
    from adapters.backup.restoring import NotEmpty, OtherKeyThere
    from adapters.backup.restoring import restore as bring_back

    try:
        return bring_back(session.parts, source, keys=keys, accepts_loss=accepts_loss, told=_progress(session))
    except NoBackup as missing:
        raise _no_backup(missing.where, missing.why) from None
    except NotWhole as wrong:
        facts = {"folder": str(source), "flaw": _flaw(session, wrong.flaw)}
        raise Failure(Exit.INTEGRITY, "not_whole", NOT_WHOLE, facts=facts, details=facts) from None
    except NotEmpty as taken:
        raise Failure(Exit.CONFLICT, "not_empty", NOT_EMPTY, ELSEWHERE, {"what": taken.what}) from None
    except OtherKeyThere as other:
        raise Failure(Exit.CONFLICT, "other_key", OTHER_KEY, KEYS_ELSEWHERE, {"where": str(other.where)}) from None


def _accept(
    session: Session, reason: str, role: str | None, by: str | None, *, is_needed: bool
) -> dict[str, int] | None:
    """Record that what others have seen beyond the end of the ledger is lost; then it may be written again."""
    from adapters.cli.acting import acting, stamp_of
    from adapters.published import ledger_id
    from adapters.sealing.copies import size_remembered
    from domain.office.commands import AcceptLoss

    parts = session.parts
    published, name, head = parts.published, ledger_id(parts.ledger), parts.ledger.head()
    signed = size_remembered(parts.settings.keys_folder, name)
    seen = max(published.position(name), signed)
    if name is None or seen <= head:
        if is_needed:
            raise Failure(Exit.REFUSED, "nothing_lost", NOTHING_LOST)
        return None
    command = AcceptLoss(kept_position=head, published_position=seen)
    stamp = stamp_of(session, acting(session, role, by), reason)
    position = parts.engine_over(parts.ledger).handle(command, stamp).positions.start
    published.accept(name, position)
    if signed > head:
        parts.seal.forget(beyond=head)
        parts.decision_seal.forget(beyond=head)
    return {"first": head + 1, "last": seen, "position": position}


# Told -----------------------------------------------------------------------------------------------------------------


def _progress(session: Session) -> Callable[[str, int], None]:
    """A line for every second of a long run."""
    last = time.monotonic()

    def told(part: str, count: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_SECONDS:
            last = time.monotonic()
            session.tell(DOING, part=part.removesuffix(".jsonl"), count=count)

    return told


def _flaw(session: Session, flaw: "Flaw") -> str:
    return session.say(FLAWS[flaw.code], where=flaw.where, found=flaw.found, expected=flaw.expected)


def _no_backup(where: Path, why: str) -> Failure:
    return Failure(
        Exit.NOT_FOUND, "no_backup", NO_BACKUP, facts={"where": str(where), "why": NO_BACKUP_BECAUSE.get(why, why)}
    )


def _members(manifest: "Manifest") -> dict[str, Any]:
    return {
        "ledger": manifest.ledger,
        "head": manifest.head,
        "made_at": manifest.made_at,
        "parts": [part.model_dump(include={"name", "rows", "size", "sha256"}) for part in manifest.parts],
        "evidence": manifest.evidence,
        "keys": manifest.keys,
    }


def _counts(session: Session, manifest: "Manifest") -> dict[str, str]:
    files = sum(part.rows for part in manifest.parts if part.name == "evidence.jsonl")
    return {"entries": session.say.count(manifest.head, ENTRIES), "files": session.say.count(files, FILES)}


def _answer(session: Session, schema: str, data: dict[str, Any], manifest: "Manifest") -> None:
    from adapters.telling.frames import frame

    session.answer(frame(schema, data, {"known_seq": manifest.head}, ok=not data.get("flaws")))


def _tell_json(session: Session, restored: "Restored | None", lost: dict[str, int] | None) -> None:
    from adapters.telling.frames import frame

    data: dict[str, Any] = {"lost": lost}
    if restored is not None:
        brought = {"folder": str(restored.folder), "keys_brought": restored.keys}
        data |= brought | _members(restored.manifest)
    session.answer(frame("restore", data, {"known_seq": session.parts.ledger.head()}))
