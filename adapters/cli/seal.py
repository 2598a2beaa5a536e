"""`kronika seal`: seal what is new, and hand out what outsiders need to see that nothing was altered."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure
from adapters.cli.output_files import new_file
from adapters.cli.progress import meter
from adapters.cli.seal_failures import LOOK, NO_TIME, seal_failure
from adapters.cli.seal_files import read_checkpoint
from adapters.cli.session import Run, Session
from adapters.logging import logger
from adapters.sealing.keys import KeyMissing, KeyUnreadable, is_signed
from adapters.sealing.seal import NothingToSeal
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from projections.seal.fsck import Harm
from projections.seal.note import NotANote
from projections.seal.tables import Tree

if TYPE_CHECKING:
    from adapters.sealing.seal import Seal
    from projections.seal.note import PublicKey, SignedNote
    from projections.seal.tables import KeptCheckpoint

Switch = Annotated[bool, Parameter(negative=())]
Output = Annotated[Path | None, Parameter(name=("--output", "-o"))]
SEALING = Words("Sealing", "Pečetím")
VERIFYING = Words("Verifying", "Ověřuji")
ENTRIES = Counted(("entry", "entries"), ("záznam", "záznamy", "záznamů", "záznamu"))
SEALED = Words("Sealed: {entries}, up to no. {size}.", "Zapečetěno: {entries}, po č. {size}.")
NOTHING_NEW = Words("Nothing is new: sealed up to entry no. {size}.", "Nic nového: zapečetěno po záznam č. {size}.")
NO_CHECKPOINT = Words("nothing is sealed yet", "zatím není nic zapečetěno")
SEAL_FIRST = Words("kronika seal make seals what there is", "co je, zapečetí kronika seal make")
NOT_ONLY_HASHES = Words(
    "something else than the kept hashes is wrong; they were left as they are, for they show what",
    "něco jiného než uložené otisky je špatně; zůstaly, jak jsou, protože ukazují co",
)
DAMAGED_HASHES = Words(
    "the kept hashes do not lead from entry no. {position} to the checkpoint: no proof was made",
    "uložené otisky nevedou od záznamu č. {position} k potvrzení stavu: důkaz nebyl vydán",
)
NOT_THE_BEGINNING = Words(
    "the ledger of {earlier} entries that this checkpoint states is not the beginning of this one",
    "kniha o {earlier} záznamech, jak ji uvádí toto potvrzení stavu, není začátkem této knihy",
)
NOT_OURS = Words(
    "{path} is no checkpoint of this ledger that its key signed",
    "{path} není potvrzení stavu této knihy podepsané jejím klíčem",
)
NO_POSITION = Words("there is no entry no. {position}", "záznam č. {position} není")


def opened(session: Session, tree: Tree = Tree.ENTRIES) -> "Seal":
    """The seal of a ledger that is there; where it is not, that is said."""
    assert session.side is not None
    return session.parts.seal if tree is Tree.ENTRIES else session.parts.decision_seal


def both(session: Session) -> "tuple[Seal, Seal]":
    """Over the entries, and over what they were decided from; sealed in this order."""
    return opened(session), opened(session, Tree.DECISIONS)


def make(*, anew: Switch = False, new_ledger: Switch = False, session: Run) -> int:
    """Seal what is new. Exit code 8: what was signed before does not fit, and nothing was signed."""
    seals = both(session)
    if anew:
        _drop_hashes(session, seals)
    if new_ledger:
        for seal in seals:
            seal.take_for_new()
    head = session.parts.ledger.head()
    with meter(session, SEALING, 2 * head) as gauge:
        sealed = seals[0].advance(lambda done, _: gauge.moved(done, done))
        decided = seals[1].advance(lambda done, _: gauge.moved(head + done, done))
    checkpoint = sealed.note.checkpoint()
    logger().info("seal.signed", size=checkpoint.size, added=sealed.added)
    _publish(session, sealed.note)
    if session.is_json:
        data = {"added": sealed.added, **_stated(sealed.note), "decisions": _stated(decided.note)}
        session.answer(frame("seal-make", data, {"known_seq": session.parts.ledger.head()}))
    elif sealed.added:
        entries = session.say.count(sealed.added, ENTRIES)
        session.line(session.say(SEALED, entries=entries, size=checkpoint.size))
    else:
        session.line(session.say(NOTHING_NEW, size=checkpoint.size))
    return Exit.OK


def _drop_hashes(session: Session, seals: "Sequence[Seal]") -> None:
    """They are made again from the entries; but where these were altered, the kept hashes are what shows which."""
    sealed = [seal for seal in seals if seal.tables.newest() is not None]
    for seal in sealed:
        with meter(session, VERIFYING, session.parts.ledger.head()) as gauge:
            found = seal.verify(told=lambda done, _: gauge.moved(done, done))
        if found.doubts or any(flaw.harm is not Harm.TILE for flaw in found.compared.flaws):
            raise Failure(Exit.INTEGRITY, "not_only_hashes", NOT_ONLY_HASHES, LOOK)
    for seal in sealed:
        seal.tables.drop_tiles()


# How it stands --------------------------------------------------------------------------------------------------------

STATUS = {
    "entries": Words("entries", "záznamů"),
    "sealed": Words("sealed up to entry no.", "zapečetěno po záznam č."),
    "decisions": Words("decisions up to entry no.", "rozhodnutí po záznam č."),
    "waiting": Words("not sealed yet", "dosud nezapečetěno"),
    "signed_at": Words("signed", "podepsáno"),
    "origin": Words("ledger", "kniha"),
    "key": Words("key", "klíč"),
}


def status(*, session: Run) -> int:
    """How far the ledger is sealed. Exit code 7 or 8: it cannot go on."""
    seals = both(session)
    trouble = trouble_of(*seals)
    told = _status(session, *seals)
    if session.is_json:
        said = None
        if trouble is not None:
            said = {"code": trouble.code, "message": session.say(trouble.message, **trouble.facts)}
        times = {"known_seq": session.parts.ledger.head()}
        session.answer(frame("seal-status", {**told, "trouble": said}, times, ok=trouble is None))
        return trouble.exit if trouble else Exit.OK
    width = max(len(session.say(words)) for words in STATUS.values())
    for name, words in STATUS.items():
        value = told[name]
        moment = datetime.fromisoformat(value) if name == "signed_at" and value else value
        session.line(f"{session.say(words):<{width}}   {'–' if moment is None else session.say.value(moment)}")
    if trouble is not None:
        session.fail(trouble)
    return trouble.exit if trouble else Exit.OK


def trouble_of(*seals: "Seal") -> Failure | None:
    """What keeps the next seal from being signed."""
    try:
        for seal in seals:
            seal.check()
    except Exception as error:
        failure = seal_failure(error)
        if failure is None:
            raise
        return failure
    return None


def _status(session: Session, seal: "Seal", decisions: "Seal") -> dict[str, Any]:
    """As far as it can be read: what cannot is told as trouble."""
    with suppress(NotANote):
        return _standing(session, seal.tables.newest_kept(), decisions.tables.newest(), _public_key(seal))
    return dict.fromkeys(STATUS) | {"entries": session.parts.ledger.head()}


def _public_key(seal: "Seal") -> "PublicKey | None":
    with suppress(KeyMissing, KeyUnreadable, NothingToSeal):
        return seal.public_key()
    return None


def _standing(
    session: Session, kept: "KeptCheckpoint | None", decisions: "SignedNote | None", key: "PublicKey | None"
) -> dict[str, Any]:
    checkpoint = kept.note.checkpoint() if kept else None
    head, sealed = session.parts.ledger.head(), checkpoint.size if checkpoint else 0
    decided = decisions.checkpoint().size if decisions else 0
    return {
        "entries": head,
        "sealed": sealed,
        "decisions": decided,
        "waiting": max(0, head - min(sealed, decided)),
        "signed_at": _moment(kept.signed_at) if kept else None,
        "origin": checkpoint.origin if checkpoint else None,
        "key": key.text() if key else None,
    }


def _moment(written: str) -> str | None:
    """In UTC; None where somebody wrote something else there."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC).isoformat()
    except ValueError:
        return None


# What is handed out ---------------------------------------------------------------------------------------------------


def checkpoint(*, decisions: Switch = False, output: Output = None, session: Run) -> int:
    """The newest signed note, as it is given to outsiders."""
    seal = _asked_for(session, of_decisions=decisions)
    note = _newest(seal)
    _publish(session, note)
    _hand_out(session, "seal-checkpoint", _stated(note), note.whole().encode(), output)
    return Exit.OK


def key(*, session: Run) -> int:
    """The public key, which may be given to anybody."""
    seal = opened(session)
    _newest(seal)  # before that there may be no key
    found = seal.public_key()
    if session.is_json:
        data = {"name": found.name, "key_id": found.key_id.hex(), "key": found.text()}
        session.answer(frame("seal-key", data))
    else:
        session.line(found.text())
    return Exit.OK


def proof(entry: int, /, *, decisions: Switch = False, output: Output = None, session: Run) -> int:
    """The proof that an entry is in the ledger that the newest checkpoint states."""
    seal = _asked_for(session, of_decisions=decisions)
    found = seal.inclusion(entry)
    if not found.holds(_leaf(seal, entry)):
        at = {"position": entry}
        raise Failure(Exit.INTEGRITY, "proof_not_made", DAMAGED_HASHES, LOOK, at, at)
    _publish(session, found.note)
    data = {"position": entry, "proof": found.text(), **_stated(found.note)}
    _hand_out(session, "seal-proof", data, found.text().encode(), output)
    return Exit.OK


def leaf(entry: int, /, *, decisions: Switch = False, output: Output = None, session: Run) -> int:
    """The bytes of an entry that are sealed."""
    seal = _asked_for(session, of_decisions=decisions)
    if not 0 < entry <= session.parts.ledger.head():
        raise Failure(Exit.NOT_FOUND, "not_found", NO_POSITION, facts={"position": entry})
    found = _leaf(seal, entry)
    data = {"position": entry, "leaf": found.decode(errors="backslashreplace")}
    _hand_out(session, "seal-leaf", data, found, output)
    return Exit.OK


def _leaf(seal: "Seal", entry: int) -> bytes:
    try:
        return seal.leaf(entry)
    except OverflowError:
        raise Failure(Exit.INTEGRITY, "integrity", NO_TIME, LOOK) from None


def consistency(earlier: str, /, *, decisions: Switch = False, output: Output = None, session: Run) -> int:
    """The proof that an earlier ledger, named by a checkpoint or its number of entries, is the beginning of this."""
    seal = _asked_for(session, of_decisions=decisions)
    size, root = _earlier(seal, earlier)
    found = seal.consistency(size)
    if root is not None and not found.holds(root):
        facts = {"earlier": size}
        raise Failure(Exit.INTEGRITY, "not_the_beginning", NOT_THE_BEGINNING, LOOK, facts, facts)
    _publish(session, found.note)
    data = {"earlier": size, "proof": found.text(), **_stated(found.note)}
    _hand_out(session, "seal-consistency", data, found.text().encode(), output)
    return Exit.OK


def _asked_for(session: Session, *, of_decisions: bool) -> "Seal":
    return opened(session, Tree.DECISIONS if of_decisions else Tree.ENTRIES)


def _earlier(seal: "Seal", written: str) -> tuple[int, bytes | None]:
    if written.isascii() and written.isdigit():
        return int(written), None
    note = read_checkpoint(Path(written))
    origin, size, root = note.checkpoint()
    key = seal.public_key()
    if origin != key.name or not is_signed(note, key):
        raise Failure(Exit.NEGATIVE, "not_ours", NOT_OURS, facts={"path": written})
    return size, root


def _newest(seal: "Seal") -> "SignedNote":
    newest = seal.tables.newest()
    if newest is None:
        if not seal.tables.is_empty():
            seal.public_key()  # which says that it is another one
        raise Failure(Exit.NOT_FOUND, "nothing_sealed", NO_CHECKPOINT, SEAL_FIRST)
    return newest


def _publish(session: Session, note: "SignedNote") -> None:
    """Others have seen the ledger as far as this: an older copy would show."""
    from adapters.published import ledger_id

    session.parts.published.note(ledger_id(session.parts.ledger), note.checkpoint().size)


def _stated(note: "SignedNote") -> dict[str, Any]:
    origin, size, root = note.checkpoint()
    return {"origin": origin, "size": size, "root": b64encode(root).decode(), "checkpoint": note.whole()}


def _hand_out(session: Session, schema: str, data: dict[str, Any], content: bytes, output: Path | None) -> None:
    """Exactly these bytes, into a file or to standard output."""
    if output is not None:
        _write(output, content)
    if session.is_json:
        session.answer(frame(schema, data | ({"path": str(output)} if output else {})))
    elif output is None:
        raw = getattr(session.stdout, "buffer", None)
        if raw is None:
            session.stdout.write(content.decode())
        else:
            session.stdout.flush()
            raw.write(content)
            raw.flush()


def _write(path: Path, content: bytes) -> None:
    with new_file(path) as written:
        written.write(content)
