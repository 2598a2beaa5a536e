"""What a database or a disk says, in the words of a reader, and what to do about it."""

import errno
from typing import NamedTuple

from adapters.cli.failures import Exit, Failure
from adapters.telling.words import Words


class Trouble(NamedTuple):
    """What is wrong and what helps. A message that holds one of `marks` means it; they stand in small letters."""

    marks: tuple[str, ...]
    words: Words
    hint: Words


TROUBLES = (
    Trouble(
        ("no space left", "disk is full", "disk full"),
        Words("the disk is full: {message}", "disk je plný: {message}"),
        Words(
            "make room; what was acknowledged stays, the rest can be sent again",
            "uvolněte místo; co bylo potvrzeno, zůstává, ostatní lze poslat znovu",
        ),
    ),
    Trouble(
        ("unable to open database file",),
        Words("the database file cannot be opened: {message}", "soubor databáze nelze otevřít: {message}"),
        Words(
            "the folder must exist, and whoever reads must be able to write there, too; "
            "on a disk that nobody can write to: KRONIKA_DATABASE='sqlite:///file:/path/of/the/ledger?immutable=1'",
            "složka musí existovat a zapisovat do ní musí smět i ten, kdo jen čte; "
            "na disku, na který nelze psát: KRONIKA_DATABASE='sqlite:///file:/cesta/ke/knize?immutable=1'",
        ),
    ),
    Trouble(
        ("readonly database", "read-only"),
        Words("the database may only be read: {message}", "do databáze nelze zapisovat: {message}"),
        Words(
            "look whose file it is, and whether its disk may be written to; a view that is behind needs that, too",
            "podívejte se, komu soubor patří a zda lze na jeho disk psát; potřebuje to i přehled, který zaostává",
        ),
    ),
    Trouble(
        ("database is locked", "database table is locked", "lock timeout"),
        Words("another program keeps the database for itself: {message}", "databázi drží jiný program: {message}"),
        Words("end it, or try again later", "ukončete jej, nebo to zkuste později"),
    ),
    Trouble(
        ("not a database",),
        Words("the file is no database: {message}", "soubor není databáze: {message}"),
        Words("look at the path in KRONIKA_DATABASE", "zkontrolujte cestu v KRONIKA_DATABASE"),
    ),
    Trouble(
        ("malformed", "corrupt"),
        Words("the database is damaged: {message}", "databáze je poškozená: {message}"),
        Words(
            "keep the file as it is and bring a backup back: kronika restore",
            "soubor ponechte, jak je, a obnovte zálohu: kronika restore",
        ),
    ),
    Trouble(
        (
            "failed to resolve",
            "connection refused",
            "connection failed",
            "connection is bad",
            "connection timeout",
            "closed the connection",
            "terminating connection",
            "timeout expired",
        ),
        Words("the database server cannot be reached: {message}", "databázový server není dostupný: {message}"),
        Words(
            "look whether it runs, and at host and port in KRONIKA_DATABASE",
            "ověřte, že běží, a adresu a port v KRONIKA_DATABASE",
        ),
    ),
)
ASK_THE_DOCTOR = Words("kronika doctor looks what is wrong", "co je špatně, zjistí kronika doctor")
OTHER = Trouble(
    (),
    Words("the database or a file does not answer: {message}", "databáze nebo soubor neodpovídá: {message}"),
    ASK_THE_DOCTOR,
)


REASONS = {
    errno.ENOENT: Words("there is no such folder or file", "taková složka nebo soubor není"),
    errno.ENOTDIR: Words("a part of the path is no folder", "část cesty není složka"),
    errno.EISDIR: Words("it is a folder", "je to složka"),
    errno.EACCES: Words("there is no right to do so", "chybí k tomu právo"),
    errno.EPERM: Words("there is no right to do so", "chybí k tomu právo"),
    errno.EROFS: Words("its disk may only be read", "z jeho disku lze jen číst"),
    errno.ENOSPC: Words("the disk is full", "disk je plný"),
    errno.ENAMETOOLONG: Words("the name is too long", "jméno je příliš dlouhé"),
}
"""What the system says most often where a file cannot be read or written."""


def os_reason(error: OSError) -> Words:
    """The same in the language of the reader; what is rare stands as the system says it."""
    text = error.strerror or str(error)
    return REASONS.get(error.errno or 0, Words(text, text))


def storage_failure(error: Exception) -> Failure:
    """What is said where a store or a file does not do what it is asked."""
    message = " ".join(str(error).split())
    is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    written = "no space left" if is_full else message.casefold()
    found = next((one for one in TROUBLES if any(mark in written for mark in one.marks)), OTHER)
    return Failure(Exit.STORAGE, "storage", found.words, found.hint, facts={"message": message})
