"""`kronika verify FILE`: what somebody brought is looked at by itself; a ledger is asked only for what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.seal import opened
from adapters.cli.seal_files import MOST_BYTES, read_bytes, read_checkpoint, read_text
from adapters.cli.session import Session
from adapters.cli.verify_package import is_package, origin_of, verify_package
from adapters.sealing.keys import KeyMissing
from adapters.sealing.outside.verify import plain
from adapters.sealing.seal import NothingToSeal, Why, doubt, key_of, tree_of
from adapters.stores.schema import NotInitialised
from adapters.telling.frames import frame
from adapters.telling.words import Words
from projections.seal.leaf import NotALeaf, SealedEntry, read_leaf
from projections.seal.note import NotANote, PublicKey, SignedNote, read_note
from projections.seal.proof import INCLUSION, read_consistency, read_inclusion
from projections.seal.tables import Tree

OLD = "old "
"""How a proof begins that a ledger is the beginning of another."""


@dataclass(frozen=True)
class Brought:
    """What was named on the command line; `key` is believed, else that of the ledger at hand."""

    file: Path
    leaf: Path | None
    against: Sequence[Path]
    key: PublicKey | None


UNKNOWN = Words("{path} is neither a proof nor a checkpoint", "{path} není ani důkaz o zařazení, ani potvrzení stavu")
WHAT_IS_KNOWN = Words(
    "kronika seal proof, kronika seal consistency and kronika seal checkpoint write such files",
    "takové soubory vydává kronika seal proof, kronika seal consistency a kronika seal checkpoint",
)
DAMAGED = Words("{path} cannot be read as a proof: {why}", "{path} nelze přečíst jako důkaz: {why}")
KEY_NEEDED = Words(
    "--key is needed: without a ledger at hand nothing says whom to believe",
    "chybí --key: bez knihy po ruce nic neříká, komu věřit",
)
LEAF_NEEDED = Words(
    "--leaf is needed: the sealed bytes of the entry, as kronika seal leaf writes them",
    "chybí --leaf: zapečetěné bajty záznamu, jak je vydá kronika seal leaf",
)
AGAINST_NEEDED = Words(
    "--against is needed: the older checkpoint whose ledger should be the beginning",
    "chybí --against: starší potvrzení stavu, jehož kniha má být začátkem",
)
NOT_WITH_THIS = Words("{option} does not go with {path}", "{option} se k {path} nehodí")
YES_ENTRY = Words(
    "Yes. This is entry no. {position} of the ledger {origin}, which had {size} entries when that was signed.",
    "Ano. Toto je záznam č. {position} knihy {origin}, která při podpisu měla záznamů {size}.",
)
YES_DECISION = Words(
    "Yes. From this entry no. {position} was decided, says the ledger {origin}, which had {size} when that was signed.",
    "Ano. Z tohoto bylo rozhodnuto o záznamu č. {position}, říká kniha {origin}, při podpisu měla záznamů {size}.",
)
RECORDED = Words("{topic}, recorded {moment}", "{topic}, zapsáno {moment}")
YES_BEGINNING = Words(
    "Yes. The ledger {origin} with {earlier} entries is the beginning of the one with {size}.",
    "Ano. Kniha {origin} o {earlier} záznamech je začátkem knihy o {size} záznamech.",
)
YES_SIGNED = Words(
    "Yes. The believed key signed that the ledger {origin} had {size} entries; the ledger itself was not looked at.",
    "Ano. Klíč, kterému se věří, podepsal, že kniha {origin} měla záznamů {size}; do knihy samé se nehledělo.",
)
NO = Words("No. {what}", "Ne. {what}")
DOES_NOT_LEAD = Words(
    "The proof does not lead from these bytes to what was signed: the bytes or the proof were altered.",
    "Důkaz nevede od těchto bajtů k tomu, co bylo podepsáno: bajty nebo důkaz byly změněny.",
)
NOT_THIS_ENTRY = Words(
    "The bytes are of entry no. {found}, the proof is of entry no. {position}.",
    "Bajty jsou záznamu č. {found}, důkaz je k záznamu č. {position}.",
)
NOT_BEGINNING = Words(
    "The proof does not lead from the older checkpoint to the newer one.",
    "Důkaz nevede od staršího potvrzení stavu k novějšímu.",
)
OTHER_SIZE = Words(
    "The older checkpoint is of {found} entries, the proof begins at {earlier}.",
    "Starší potvrzení stavu je o {found} záznamech, důkaz začíná u {earlier}.",
)
DOUBTS = {
    Why.OTHER_LEDGER: Words(
        "{path} is of another ledger, {origin}, than the key that is believed.",
        "{path} je jiné knihy, {origin}, než klíč, kterému se věří.",
    ),
    Why.OTHER_BEGINNING: Words(
        "{path} was signed with this key under another name, {origin}.",
        "{path} podepsal tento klíč pod jiným jménem, {origin}.",
    ),
    Why.OTHER_KEY: Words(
        "{path} is not signed with the key that is believed.", "{path} není podepsáno klíčem, kterému se věří."
    ),
    Why.NOT_SIGNED: Words("{path} was altered: its signature does not fit.", "{path} bylo změněno: podpis nesouhlasí."),
}


def verify_file(session: Session, brought: Brought) -> int:
    """Looks what the file is. Exit code 1: it shows nothing; 5: it cannot be read."""
    if is_package(brought.file):
        return _package(session, brought)
    with_text = _kind(brought.file)
    if with_text is None:
        raise Failure(Exit.INVALID, "unknown_file", UNKNOWN, WHAT_IS_KNOWN, {"path": str(brought.file)})
    return with_text(session, brought, read_text(brought.file))


def _kind(path: Path) -> Callable[[Session, Brought, str], int] | None:
    """By how it begins."""
    start = read_bytes(path)[:MOST_BYTES].decode(errors="replace").removeprefix("\ufeff")
    if start.startswith(INCLUSION[: INCLUSION.index("@")]):
        return _inclusion
    if start.startswith(OLD):
        return _consistency
    try:
        read_note(start.replace("\r\n", "\n")).checkpoint()
    except NotANote:
        return None
    return _checkpoint


# The kinds of files ---------------------------------------------------------------------------------------------------


def _inclusion(session: Session, brought: Brought, text: str) -> int:
    _only(brought, leaf=True)
    proof = _read(brought, partial(read_inclusion, text))
    origin, size, _ = proof.note.checkpoint()
    tree, position = tree_of(origin), proof.index + 1
    key, leaf = _believed(session, brought, tree), _leaf(session, brought, position, tree)
    wrong = _doubt(session, brought.file, proof.note, key)
    entry = _entry(leaf)
    if wrong is None and not proof.holds(leaf):
        is_other = entry is not None and entry.position != position
        words = NOT_THIS_ENTRY if is_other else DOES_NOT_LEAD
        wrong = session.say(words, found=entry.position if entry else 0, position=position)
    yes, kind = (YES_ENTRY, "entry") if tree is Tree.ENTRIES else (YES_DECISION, "decision")
    said = session.say(yes, position=position, origin=origin, size=size)
    data = {"kind": kind, "position": position, "size": size, "ledger": plain(origin)}
    return _answer(session, said, wrong, data, _about(session, entry) if entry and wrong is None else "")


def _about(session: Session, entry: SealedEntry) -> str:
    """Whoever signs may have signed what is no time: it is told as it stands there."""
    topic = plain(entry.topic)
    try:
        return session.say(RECORDED, topic=topic, moment=datetime.fromisoformat(entry.recorded_at))
    except (ValueError, OverflowError):
        return session.say(RECORDED, topic=topic, moment=plain(entry.recorded_at))


def _consistency(session: Session, brought: Brought, text: str) -> int:
    _only(brought, against=True)
    proof = _read(brought, partial(read_consistency, text))
    if len(brought.against) != 1:
        raise usage(AGAINST_NEEDED)
    origin, size, _ = proof.note.checkpoint()
    key, older = _believed(session, brought, tree_of(origin)), read_checkpoint(brought.against[0])
    _, found, root = older.checkpoint()
    wrong = _doubt(session, brought.file, proof.note, key) or _doubt(session, brought.against[0], older, key)
    if wrong is None and found != proof.earlier:
        wrong = session.say(OTHER_SIZE, found=found, earlier=proof.earlier)
    if wrong is None and not proof.holds(root):
        wrong = session.say(NOT_BEGINNING)
    said = session.say(YES_BEGINNING, origin=origin, earlier=proof.earlier, size=size)
    data = {"kind": "beginning", "earlier": proof.earlier, "size": size, "ledger": plain(origin)}
    return _answer(session, said, wrong, data)


def _checkpoint(session: Session, brought: Brought, text: str) -> int:
    """With a ledger at hand it is compared with that; else its signature is looked at."""
    _only(brought)
    note = read_note(text)
    if brought.key is None and _has_ledger(session):
        from adapters.cli.verify import verify_ledger

        return verify_ledger(session, [(brought.file, note)], None)
    origin, size, _ = note.checkpoint()
    wrong = _doubt(session, brought.file, note, _believed(session, brought, tree_of(origin)))
    said = session.say(YES_SIGNED, origin=origin, size=size)
    return _answer(session, said, wrong, {"kind": "checkpoint", "size": size, "ledger": plain(origin)})


def _package(session: Session, brought: Brought) -> int:
    """The key of a ledger at hand counts where the package is of this ledger."""
    _only(brought)
    ours = _key_at_hand(session) if brought.key is None else None
    is_ours = ours is not None and ours.name == origin_of(brought.file)
    return verify_package(session, brought.file, brought.key or (ours if is_ours else None))


def _answer(session: Session, yes: str, wrong: str | None, data: dict[str, Any], about: str = "") -> int:
    said = yes if wrong is None else session.say(NO, what=wrong)
    if session.is_json:
        session.answer(frame("verify-file", {"sentence": said, **data}, ok=wrong is None))
    else:
        session.line(said, style="green" if wrong is None else "red")
        if about and wrong is None:
            session.line(about)
    return Exit.OK if wrong is None else Exit.NEGATIVE


# What is needed beside the file ---------------------------------------------------------------------------------------


def _read(brought: Brought, read: Callable[[], Any]) -> Any:  # noqa: ANN401  # either kind of proof
    try:
        proof = read()
        proof.note.checkpoint()
    except NotANote as wrong:
        facts = {"path": str(brought.file), "why": str(wrong)}
        raise Failure(Exit.INVALID, "no_proof", DAMAGED, facts=facts, details=facts) from None
    return proof


def _only(brought: Brought, *, leaf: bool = False, against: bool = False) -> None:
    """Raises Failure for an option that says nothing here."""
    for option, given, is_taken in (("--leaf", brought.leaf, leaf), ("--against", brought.against, against)):
        if given and not is_taken:
            raise usage(NOT_WITH_THIS, option=option, path=str(brought.file))


def _has_ledger(session: Session) -> bool:
    try:
        return session.parts.ledger.head() > 0
    except NotInitialised:
        return False


def _believed(session: Session, brought: Brought, tree: Tree) -> PublicKey:
    """The key, under the name of the tree in question. Raises Failure where nobody says whom to believe."""
    found = brought.key or _key_at_hand(session)
    if found is None:
        raise usage(KEY_NEEDED)
    return key_of(tree, found)


def _key_at_hand(session: Session) -> PublicKey | None:
    """That of the ledger at hand, where there is one."""
    if not _has_ledger(session):
        return None
    try:
        return opened(session).public_key()
    except (KeyMissing, NothingToSeal):
        return None


def _leaf(session: Session, brought: Brought, position: int, tree: Tree) -> bytes:
    if brought.leaf is not None:
        return read_bytes(brought.leaf)
    if not _has_ledger(session) or position > session.parts.ledger.head():
        raise usage(LEAF_NEEDED)
    return opened(session, tree).leaf(position)


def _entry(leaf: bytes) -> SealedEntry | None:
    try:
        return read_leaf(leaf)
    except NotALeaf:
        return None


def _doubt(session: Session, path: Path, note: SignedNote, key: PublicKey) -> str | None:
    why = doubt(note, key)
    return session.say(DOUBTS[why], path=str(path), origin=plain(note.checkpoint().origin)) if why else None
