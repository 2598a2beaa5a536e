"""`kronika verify`: is the ledger what was sealed? One sentence first, then why, and what that does not prove."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.progress import meter
from adapters.cli.seal import NO_CHECKPOINT, SEAL_FIRST, VERIFYING, both
from adapters.cli.seal_failures import NO_TIME
from adapters.cli.seal_files import read_checkpoint, read_public_key
from adapters.cli.session import Run, Session
from adapters.logging import logger
from adapters.sealing.keys import KeyMissing
from adapters.sealing.seal import Verified, doubt, key_of, tree_of
from adapters.telling.frames import frame
from adapters.telling.sealing import (
    COMPARE as KEEP,
)
from adapters.telling.sealing import (
    NOT_PROVEN,
    Finding,
    finding_json,
    findings,
    meaning,
    sentence,
    what_now,
    who_says_so,
)
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from projections.seal.tables import Tree

if TYPE_CHECKING:
    from adapters.sealing.seal import Seal
    from projections.seal.note import PublicKey, SignedNote

SHOWN = 50
"""How many things that are wrong are told; whoever sees so many needs no more."""
ALL = Counted(
    ("The only entry{decisions} is what was sealed", "All {sealed} entries{decisions} are what was sealed"),
    (
        "Jediný záznam{decisions} je takový, jak byl zapečetěn",
        "Všechny {sealed} záznamy{decisions} jsou takové, jak byly zapečetěny",
        "Všech {sealed} záznamů{decisions} je takových, jak byly zapečetěny",
        "Všech {sealed} záznamů{decisions} je takových, jak byly zapečetěny",
    ),
)
FIRST = Counted(
    (
        "The first of {entries} entries{decisions} is what was sealed",
        "The first {sealed} of {entries} entries{decisions} are what was sealed",
    ),
    (
        "První z {entries} záznamů{decisions} je takový, jak byl zapečetěn",
        "První {sealed} z {entries} záznamů{decisions} jsou takové, jak byly zapečetěny",
        "Prvních {sealed} z {entries} záznamů{decisions} je takových, jak byly zapečetěny",
        "Prvních {sealed} z {entries} záznamů{decisions} je takových, jak byly zapečetěny",
    ),
)
AGREE = Counted(
    ("{count} checkpoint agrees", "{count} checkpoints agree"),
    ("{count} potvrzení stavu souhlasí",) * 4,
)
AND_DECISIONS = Counted(
    (" and its decision", " and their decisions"),
    (" i s rozhodnutím", " i s rozhodnutími", " i s rozhodnutími", " i s rozhodnutími"),
)
DECISIONS_UP_TO = Words(
    "Decisions are sealed up to entry no. {size} only: kronika seal make",
    "Rozhodnutí jsou zapečetěna jen po záznam č. {size}: kronika seal make",
)
YES = Words("Yes. {what}; {agree}.", "Ano. {what}; {agree}.")
NO = Words("No. {what}", "Ne. {what}")
IN_PART = Words(
    "The ledger is what was sealed, but what you brought does not show it. {what}",
    "Kniha je taková, jak byla zapečetěna, ale co jste přinesli, to nedokládá. {what}",
)
WAITING = Counted(
    (
        "{count} entry is not sealed yet, and nothing can be said of it: kronika seal make",
        "{count} entries are not sealed yet, and nothing can be said of them: kronika seal make",
    ),
    (
        "{count} záznam dosud není zapečetěn a nelze o něm nic říci: kronika seal make",
        "{count} záznamy dosud nejsou zapečetěny a nelze o nich nic říci: kronika seal make",
        "{count} záznamů dosud není zapečetěno a nelze o nich nic říci: kronika seal make",
        "{count} záznamu dosud není zapečetěno a nelze o nich nic říci: kronika seal make",
    ),
)
AND_MORE = Words("… and {count} more", "… a dalších {count}")
GIVEN = Words(
    "{path}: {size} entries, signed with the believed key: it agrees.",
    "{path}: {size} záznamů, podepsáno klíčem, kterému se věří: souhlasí.",
)
BELIEVED = Words("Believed key: {key}", "Klíč, kterému se věří: {key}")
DOES_NOT_PROVE = Words("This does not prove:", "Toto nedokazuje:")
NOT_KEPT = Words(
    "The signer remembers a checkpoint of {size} entries that is not kept beside the ledger: it was removed, or the "
    "last seal was cut off. The entries lead to it all the same.",
    "Podepisující si pamatuje potvrzení stavu o {size} záznamech, které vedle knihy není: bylo odstraněno, nebo bylo "
    "poslední pečetění přerušeno. Záznamy k němu přesto vedou.",
)
NOT_REMEMBERED = Words(
    "The signer remembers nothing (sealed.json beside the key is gone); the next seal writes it again.",
    "Podepisující si nic nepamatuje (soubor sealed.json u klíče chybí); další pečetění jej znovu zapíše.",
)
EMPTIED = Words(
    "the ledger holds no entry, but {path} states {size} of {origin}: everything was removed, or it is another ledger",
    "kniha nemá žádný záznam, ale {path} uvádí {size} knihy {origin}: vše bylo odstraněno, nebo je to jiná kniha",
)


def verify(
    file: Path | None = None,
    /,
    *,
    leaf: Path | None = None,
    against: Annotated[tuple[Path, ...], Parameter(negative=())] = (),
    key: str | None = None,
    session: Run,
) -> int:
    """Compare the ledger with all that was ever signed, or look at one file that somebody brought."""
    believed = read_public_key(key) if key is not None else None
    if file is not None:
        from adapters.cli.verify_file import Brought, verify_file

        return verify_file(session, Brought(file, leaf, against, believed))
    if leaf is not None:
        raise usage(
            Words(
                "--leaf goes with a proof: kronika verify PROOF --leaf FILE",
                "--leaf patří k důkazu: kronika verify DŮKAZ --leaf SOUBOR",
            )
        )
    given = [(path, read_checkpoint(path)) for path in against]
    return verify_ledger(session, given, believed)


def verify_ledger(session: Session, given: Sequence[tuple[Path, "SignedNote"]], believed: "PublicKey | None") -> int:
    """Every entry beside every checkpoint. Exit code 8 where they differ."""
    seals = both(session)
    _check_not_emptied(session, seals[0], given)
    key = key_of(Tree.ENTRIES, believed or _key_of(seals[0], is_given=bool(given)))
    try:
        verified, decided = _verified(session, seals, [note for _, note in given], key)
    except OverflowError:  # only somebody who wrote to the file could have put such a number there
        raise Failure(Exit.INTEGRITY, "integrity", NO_TIME, KEEP) from None
    found = [*findings(verified), *(findings(decided, Tree.DECISIONS) if decided else ())]
    if not verified.checkpoints and not found:
        raise Failure(Exit.NOT_FOUND, "nothing_sealed", NO_CHECKPOINT, SEAL_FIRST)
    logger().info("seal.verified", entries=verified.compared.entries, flaws=len(found))
    remarks = {} if found else dict.fromkeys(text for seal in seals for text in _remarks(session, seal))
    answer = Answer(session, verified, decided, found, key, given, [*remarks], seals[0].standing().waiting)
    return answer.as_json() if session.is_json else answer.as_text()


def _verified(
    session: Session, seals: "Sequence[Seal]", notes: "Sequence[SignedNote]", key: "PublicKey"
) -> tuple[Verified, Verified | None]:
    """The entries and, where any were sealed, what they were decided from."""
    entries, decisions = seals
    theirs = {tree: [note for note in notes if tree_of(note.checkpoint().origin) is tree] for tree in Tree}
    head = session.parts.ledger.head()
    with meter(session, VERIFYING, 2 * head) as gauge:
        verified = entries.verify(theirs[Tree.ENTRIES], key=key, told=lambda done, _: gauge.moved(done, done))
        if not theirs[Tree.DECISIONS] and decisions.tables.newest() is None and decisions.remembered() is None:
            return verified, None
        decided = decisions.verify(
            theirs[Tree.DECISIONS],
            key=key_of(Tree.DECISIONS, key),
            told=lambda done, _: gauge.moved(head + done, done),
        )
    return verified, decided


def _key_of(seal: "Seal", *, is_given: bool) -> "PublicKey":
    """The key of this ledger. Raises KeyMissing, KeyUnreadable, NothingToSeal, Failure where nothing was sealed."""
    try:
        return seal.public_key()
    except KeyMissing:
        if is_given or seal.tables.newest() is not None:
            raise
        raise Failure(Exit.NOT_FOUND, "nothing_sealed", NO_CHECKPOINT, SEAL_FIRST) from None


def _check_not_emptied(session: Session, seal: "Seal", given: Sequence[tuple[Path, "SignedNote"]]) -> None:
    """Where there is no entry and no checkpoint, nothing names the ledger any more. Raises Failure."""
    if session.parts.ledger.head() or seal.tables.newest() is not None or not given:
        return
    path, note = given[0]
    origin, size, _ = note.checkpoint()
    facts = {"path": str(path), "size": size, "origin": origin}
    raise Failure(Exit.INTEGRITY, "emptied", EMPTIED, facts=facts, details=facts)


def _remarks(session: Session, seal: "Seal") -> list[str]:
    """What is odd, but no harm."""
    newest, remembered = seal.tables.newest(), seal.remembered()
    kept = newest.checkpoint().size if newest else 0
    if remembered is not None and remembered.checkpoint().size > kept:
        return [session.say(NOT_KEPT, size=remembered.checkpoint().size)]
    return [session.say(NOT_REMEMBERED)] if kept and remembered is None else []


@dataclass(frozen=True)
class Answer:
    """What is said of one comparison."""

    session: Session
    verified: Verified
    decided: Verified | None
    found: Sequence[Finding]
    key: "PublicKey"
    given: Sequence[tuple[Path, "SignedNote"]]
    remarks: Sequence[str]
    unsealed: int
    """How many entries no checkpoint states."""

    @property
    def _say(self) -> Speech:
        return self.session.say

    @property
    def _waiting(self) -> int:
        compared = self.verified.compared
        return compared.entries - compared.sealed if compared.is_whole else self.unsealed

    @property
    def exit(self) -> Exit:
        if any(one.is_harm for one in self.found):
            return Exit.INTEGRITY
        return Exit.NEGATIVE if self.found else Exit.OK

    @property
    def _checkpoints(self) -> int:
        return self.verified.checkpoints + (self.decided.checkpoints if self.decided else 0)

    @property
    def _has_all_decisions(self) -> bool:
        return self.decided is not None and self.decided.compared.sealed >= self.verified.compared.sealed

    def as_json(self) -> int:
        compared = self.verified.compared
        data: dict[str, Any] = {
            "verdict": {Exit.OK: "whole", Exit.NEGATIVE: "not-shown"}.get(self.exit, "broken"),
            "sentence": self._sentence(),
            "entries": compared.entries,
            "sealed": compared.sealed,
            "decisions_sealed": self.decided.compared.sealed if self.decided else 0,
            "waiting": self._waiting,
            "checkpoints": self._checkpoints,
            "ledger": self.key.name,
            "key": self.key.text(),
            "findings": [finding_json(self._say, one) for one in self.found[:SHOWN]],
            "does_not_prove": list(NOT_PROVEN),
        }
        times = {"known_seq": compared.entries}
        is_ok = self.exit is Exit.OK
        self.session.answer(frame("verify", data, times, ok=is_ok, warnings=self.remarks))
        return self.exit

    def as_text(self) -> int:
        self._line(self._sentence(), style={Exit.OK: "green", Exit.NEGATIVE: "yellow"}.get(self.exit, "red"))
        for number, one in enumerate(self.found[:SHOWN]):
            self._tell(one, is_first=number == 0)
        if len(self.found) > SHOWN:
            self._line(self._say(AND_MORE, count=len(self.found) - SHOWN))
        if self._waiting and not any(one.is_harm for one in self.found):
            self._line(self._say.form(self._waiting, WAITING).format(count=self._say.number(self._waiting)))
        if not self.found and not self._has_all_decisions:
            self._line(self._say(DECISIONS_UP_TO, size=self.decided.compared.sealed if self.decided else 0))
        for remark in self.remarks:
            self._line(remark)
        self._tell_the_rest()
        return self.exit

    def _sentence(self) -> str:
        if self.found:
            first = next((one for one in self.found if one.is_harm), self.found[0])
            return self._say(NO if first.is_harm else IN_PART, what=sentence(self._say, first))
        compared, say = self.verified.compared, self._say
        decisions = say.form(compared.sealed, AND_DECISIONS) if self._has_all_decisions else ""
        facts = {"sealed": say.number(compared.sealed), "entries": say.number(compared.entries), "decisions": decisions}
        what = say.form(compared.sealed, FIRST if self._waiting else ALL).format(**facts)
        count = self._checkpoints
        return say(YES, what=what, agree=say.form(count, AGREE).format(count=say.number(count)))

    def _tell(self, one: Finding, *, is_first: bool) -> None:
        """A thing that is wrong: what, who says so, what it means, what now."""
        if not is_first or not self._sentence().endswith(sentence(self._say, one)):
            self._line(sentence(self._say, one))
        for text in (meaning(self._say, one), who_says_so(self._say, one)):
            if text:
                self._line(f"  {text}")
        self._line(f"  → {what_now(self._say, one)}")

    def _tell_the_rest(self) -> None:
        if not any(one.is_harm for one in self.found):
            for path, note in self.given:
                if doubt(note, key_of(tree_of(note.checkpoint().origin), self.key)) is None:
                    self._line(self._say(GIVEN, path=str(path), size=note.checkpoint().size))
        self._line(self._say(BELIEVED, key=self.key.text()))
        self._line()
        self._line(self._say(DOES_NOT_PROVE))
        for words in NOT_PROVEN.values():
            self._line(f"- {self._say(words)}")

    def _line(self, text: str = "", style: str | None = None) -> None:
        self.session.line(text, style=style)
