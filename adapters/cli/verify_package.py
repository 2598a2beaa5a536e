"""`kronika verify PACKAGE`: an evidence package, looked at by the very program that goes out with it."""

from pathlib import Path
from zipfile import is_zipfile

from adapters.cli.failures import Exit, Failure
from adapters.cli.session import Session
from adapters.sealing.outside.verify import (
    FATES,
    NO,
    UNDECIDED,
    YES,
    Check,
    NoPackage,
    Package,
    cannot,
    in_language,
    read_key,
    told,
)
from adapters.telling.frames import frame
from adapters.telling.words import Words
from projections.seal.note import PublicKey

BEGINNING = b"PK"
"""Of every ZIP."""
VERDICTS = {YES: (Exit.OK, "whole"), NO: (Exit.NEGATIVE, "broken"), UNDECIDED: (Exit.USAGE, "key-not-compared")}
STYLES = {YES: "green", NO: "red", UNDECIDED: "yellow"}
NO_PACKAGE = Words("{path} is no whole evidence package", "{path} není celý důkazní balík")
OTHERWISE = Words("{why}", "{why}")
"""The words are those of the program that goes out."""
ITS_FORM = Words(
    "kronika export evidence writes one: a ZIP, or the folder to which it was unpacked",
    "vydá jej kronika export evidence: ZIP, nebo složka, kam byl rozbalen",
)


def is_package(path: Path) -> bool:
    """Whether it looks like one: a folder, or a file that begins or ends like a ZIP."""
    if path.is_dir():
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(BEGINNING)) == BEGINNING or is_zipfile(path)
    except OSError:
        return False


def origin_of(path: Path) -> str:
    """The name of the ledger, as the key in the package has it; empty where there is none."""
    try:
        return read_key(Package(path).read("key").decode().partition("\n")[0])[0]
    except (NoPackage, ValueError):
        return ""


def verify_package(session: Session, path: Path, key: PublicKey | None) -> int:
    """Exit code 0: yes; 1: no; 2: nothing is wrong, but there was no key to compare with."""
    language = session.say.language
    try:
        check = Check(path, key.text() if key else None)
    except NoPackage as no:
        raise _failure(no, path, language) from None
    ended, verdict = VERDICTS[check.verdict]
    sentence, *lines = told(check, language)
    if session.is_json:
        session.answer(frame("verify-file", {"sentence": sentence, **_data(check, verdict, language)}, ok=ended == 0))
        return ended
    session.line(sentence, style=STYLES[check.verdict])
    for line in lines:
        session.line(line)
    return ended


def _failure(no: NoPackage, path: Path, language: str) -> Failure:
    at = {"path": str(path)}
    if no.args[0] == "no-package":
        return Failure(Exit.INVALID, "no_package", NO_PACKAGE, ITS_FORM, at, at)
    why = cannot(no, path, language).partition(". ")[2].rstrip(".")
    return Failure(Exit.INVALID, "no_package", OTHERWISE, ITS_FORM, {"why": why}, at)


def _data(check: Check, verdict: str, language: str) -> dict[str, object]:
    say = in_language(language)
    facts = check.facts
    flaws = [{"file": name, "code": code, "what": what, "said": say[code][0]} for name, code, what in check.flaws]
    return {
        "kind": "package",
        "verdict": verdict,
        "entries": facts["entries"],
        "size": check.size,
        "ledger": facts.get("origin"),
        "key": facts.get("key"),
        "texts": {fate: facts[fate] for fate in FATES},
        "flaws": flaws,
        "does_not_prove": [one.format(**facts) for one in say["limit"]] if not flaws else [],
    }
