"""Files and keys that somebody brings along to compare with: checkpoints, proofs, sealed bytes."""

from pathlib import Path

from adapters.cli.failures import Exit, Failure
from adapters.cli.storage_failures import os_reason
from adapters.telling.words import Words
from projections.seal.note import NotANote, PublicKey, SignedNote, read_key, read_note

MOST_BYTES = 1 << 20
"""Notes, keys and proofs have a few thousand."""
CANNOT_READ = Words("{path} cannot be read: {reason}", "{path} nelze přečíst: {reason}")
TOO_LONG = Words("it is too long for that", "na to je příliš dlouhý")
NO_TEXT = Words("it is no text", "není to text")
NO_CHECKPOINT = Words("{path} is no checkpoint: {why}", "{path} není potvrzení stavu: {why}")
NO_KEY = Words("{path} is no public key: {why}", "{path} není veřejný klíč: {why}")
KEY_LOOKS_SO = Words("kronika seal key tells it as name+id+key", "jako jméno+id+klíč jej řekne kronika seal key")
CHECKPOINT_IS = Words("kronika seal checkpoint writes one", "vydá je kronika seal checkpoint")


def read_bytes(path: Path, *, most: int | None = None) -> bytes:
    """Raises Failure with exit code 5."""
    try:
        with path.open("rb") as stream:
            content = stream.read() if most is None else stream.read(most + 1)
    except OSError as error:
        raise _unreadable(path, os_reason(error)) from None
    if most is not None and len(content) > most:
        raise _unreadable(path, TOO_LONG)
    return content


def read_text(path: Path) -> str:
    """A short text. Line ends of other systems are ours. Raises Failure with exit code 5."""
    try:
        return read_bytes(path, most=MOST_BYTES).decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _unreadable(path, NO_TEXT) from None


def _unreadable(path: Path, reason: Words) -> Failure:
    facts = {"path": str(path), "reason": reason}
    return Failure(Exit.INVALID, "cannot_read", CANNOT_READ, facts=facts, details={"path": str(path)})


def read_checkpoint(path: Path) -> SignedNote:
    """A checkpoint in a file. Raises Failure with exit code 5."""
    try:
        note = read_note(read_text(path))
        note.checkpoint()
    except NotANote as wrong:
        facts = {"path": str(path), "why": str(wrong)}
        raise Failure(Exit.INVALID, "no_checkpoint", NO_CHECKPOINT, CHECKPOINT_IS, facts, facts) from None
    return note


def read_public_key(given: str) -> PublicKey:
    """A key as it is written, or in a file. Raises Failure with exit code 5."""
    try:
        return read_key(given)
    except NotANote as wrong:
        why = str(wrong)
    try:
        if given.count("+") < 2 or Path(given).exists():
            return read_key(read_text(Path(given)))
    except NotANote as wrong:
        why = str(wrong)
    facts = {"path": given, "why": why}
    raise Failure(Exit.INVALID, "no_key", NO_KEY, KEY_LOOKS_SO, facts, facts)
