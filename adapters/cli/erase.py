"""`kronika erase`: names, or the words and evidence of a file, when their time is over. Nothing brings them back."""

from typing import Annotated

from cyclopts import Parameter

from adapters.cli.acting import acting, stamp_of
from adapters.cli.failures import Exit, Failure
from adapters.cli.files import find, known_kind
from adapters.cli.moments import ask
from adapters.cli.person import Role, Text
from adapters.cli.session import Run, Session
from adapters.logging import logger
from adapters.telling.frames import frame
from adapters.telling.words import Counted, Words
from application.erasure import Erased, NothingToErase, StillHeld

NAME_GONE = Words("Name and contacts of {key} are gone.", "Jméno a kontakty osoby {key} jsou pryč.")
NAME_WAS_GONE = Words("There was nothing left of {key}.", "Po osobě {key} už nic nezbývalo.")
FILE_GONE = Words("{texts} and {files} of {file} are gone.", "Pryč jsou {texts} a {files}: {file}.")
TEXTS = Counted(("text", "texts"), ("text", "texty", "textů", "textu"))
FILES = Counted(("file of evidence", "files of evidence"), ("důkaz", "důkazy", "důkazů", "důkazu"))
RECORDED = Words("Recorded as entry no. {position}.", "Zapsáno jako záznam č. {position}.")
STAYS = Words(
    "Entries, numbers and commitments stay. What was handed out or backed up before is not reached from here.",
    "Záznamy, čísla a otisky zůstávají. Co bylo dřív vydáno nebo zálohováno, odtud smazat nelze.",
)
HELD = Words(
    "decided, but not to be done now: holds {holds}; files that still keep it: {files}; not before {since}",
    "rozhodnuto, ale nyní to provést nelze: zadržení {holds}; spisy, které to ještě drží: {files}; ne dřív než {since}",
)
NOTHING = Words(
    "of {kind} nothing is erased: the ledger does not follow how long it is kept",
    "ze spisu druhu {kind} se nic nemaže: kniha nesleduje, jak dlouho se uchovává",
)


def person(key: str, /, *, reason: Text, as_: Role = None, by: str | None = None, session: Run) -> int:
    """Erase name and contacts of somebody. Exit code 4 where the law or a hold keeps them."""
    stamp = stamp_of(session, acting(session, as_, by), reason)
    try:
        erased = session.parts.erasure.person(key, stamp)
    except StillHeld as held:
        raise _held(held) from None
    logger().info("person.erased", person=key, position=erased.position)
    words = NAME_GONE if erased.is_name_gone else NAME_WAS_GONE
    return _answer(session, "person", {"person": key}, erased, session.say(words, key=key))


def file(
    kind: str,
    id: str,  # noqa: A002  # as it is called on the help page
    /,
    *,
    procedure: Annotated[str, Parameter()],
    reason: Text,
    as_: Role = None,
    by: str | None = None,
    session: Run,
) -> int:
    """Dispose of a file and erase its words and evidence. Exit code 4 where the law or a hold keeps them."""
    found = find(session, known_kind(kind), id, ask(session, valid=None, known=None, known_seq=None))
    stamp = stamp_of(session, acting(session, as_, by), reason)
    try:
        erased = session.parts.erasure.file(found.id, procedure, stamp)
    except StillHeld as held:
        raise _held(held) from None
    except NothingToErase as nothing:
        raise Failure(Exit.REFUSED, "not_followed", NOTHING, facts={"kind": nothing.kind}) from None
    logger().info("file.erased", file=str(found.id), texts=erased.texts, evidence=len(erased.evidence))
    said = session.say(
        FILE_GONE,
        texts=session.say.count(erased.texts, TEXTS),
        files=session.say.count(len(erased.evidence), FILES),
        file=found.name(session),
    )
    return _answer(session, "file", {"kind": found.kind, "id": found.id}, erased, said)


def _answer(session: Session, what: str, named: dict[str, object], erased: Erased, said: str) -> int:
    if session.is_json:
        gone = {"texts": erased.texts, "evidence": erased.evidence, "is_name_gone": erased.is_name_gone}
        session.answer(frame("erase", {what: named, **gone, "entry": erased.position}))
        return Exit.OK
    session.line(said)
    if erased.position is not None:
        session.line(session.say(RECORDED, position=erased.position))
    session.tell(STAYS)
    return Exit.OK


def _held(held: StillHeld) -> Failure:
    facts = {
        "holds": ", ".join(held.holds) or "–",
        "files": ", ".join(str(one) for one in held.files) or "–",
        "since": held.since or "–",
    }
    details = {"holds": held.holds, "files": held.files, "since": held.since}
    return Failure(Exit.REFUSED, "still_held", HELD, facts=facts, details=details)
