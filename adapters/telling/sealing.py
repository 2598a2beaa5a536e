"""What a comparison of the ledger with its seal found, in words: what is wrong, what it means, what to do now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.sealing.seal import Doubt, Verified, Why
from adapters.telling.speech import Speech
from adapters.telling.words import Counted, Words
from projections.seal.fsck import Compared, Flaw, Harm, Witness
from projections.seal.tables import Tree

HISTORY = "history"
"""The harm of two histories that were both signed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, however many witnesses say so."""

    code: str
    position: int
    until: int
    witnesses: tuple[Witness, ...] = ()
    size: int | None = None
    origin: str | None = None
    """Of a checkpoint that has no say: how many entries of which ledger it states."""
    count: int = 1
    is_harm: bool = True
    """Whether something is wrong with this ledger, and not only with what somebody brought along."""
    tree: Tree = Tree.ENTRIES


def findings(verified: Verified, tree: Tree = Tree.ENTRIES) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the entries; checkpoints that have no say come last."""
    found = (*_of_entries(verified.compared), *_of_checkpoints(verified.doubts))
    return tuple(replace(one, tree=tree) for one in found)


def _of_entries(compared: Compared) -> list[Finding]:
    plain = [Finding(one.harm, one.position, one.until) for one in compared.flaws if one.witness is None]
    shorter = [one for one in compared.flaws if one.harm is Harm.SHORTER]
    roots = [one for one in compared.flaws if one.harm is Harm.ROOT]
    twice = [one for one in roots if one.until <= compared.sealed]
    altered = [one for one in roots if one.until > compared.sealed]
    found = [*plain, *_widest(shorter), *_narrowest(altered, compared.sealed + 1), *_histories(twice)]
    return sorted(found, key=lambda one: (one.position, one.until))


def _witnesses(flaws: Sequence[Flaw]) -> tuple[Witness, ...]:
    return tuple(one for one in Witness if any(flaw.witness is one for flaw in flaws))


def _widest(flaws: Sequence[Flaw]) -> Iterator[Finding]:
    """Of entries that are missing at the end whoever remembers most tells most."""
    if flaws:
        position, until = min(one.position for one in flaws), max(one.until for one in flaws)
        yield Finding(Harm.SHORTER, position, until, _witnesses(flaws))


def _narrowest(flaws: Sequence[Flaw], first: int) -> Iterator[Finding]:
    """Where something was altered is where all who say so have room for it; what others found good is left out."""
    if flaws:
        yield Finding(Harm.ROOT, first, min(one.until for one in flaws), _witnesses(flaws))


def _histories(flaws: Sequence[Flaw]) -> Iterator[Finding]:
    """Checkpoints that do not fit although a later one does."""
    if flaws:
        yield Finding(HISTORY, 1, max(one.until for one in flaws), _witnesses(flaws))


def _of_checkpoints(doubts: Sequence[Doubt]) -> Iterator[Finding]:
    for why in Why:
        for witness in Witness:
            same = [one for one in doubts if (one.why, one.witness) == (why, witness)]
            if same:
                is_harm = witness is not Witness.GIVEN or why is Why.OTHER_BEGINNING
                last = same[-1]
                found = Finding(why, 1, last.size, (witness,), last.size, last.origin, len(same), is_harm)
                yield replace(found, position=min(1, last.size))


# In words -------------------------------------------------------------------------------------------------------------

ONE = {
    Harm.STRAY: Words(
        "At position {position}, where none can stand, there is an entry.",
        "Na místě č. {position}, kde žádný být nemůže, je záznam.",
    ),
    Harm.ALTERED: Words(
        "Entry no. {position} is not what was sealed.", "Záznam č. {position} není takový, jak byl zapečetěn."
    ),
    Harm.MISSING: Words("Entry no. {position} is not there.", "Záznam č. {position} chybí."),
    Harm.TILE: Words(
        "The hash that was kept of entry no. {position} is damaged.", "Uložený otisk záznamu č. {position} je poškozen."
    ),
    Harm.ROOT: Words(
        "Entry no. {position} was altered together with the hash that was kept of it.",
        "Záznam č. {position} byl změněn i s uloženým otiskem.",
    ),
    Harm.SHORTER: Words("The last entry, no. {position}, is not there.", "Poslední záznam č. {position} chybí."),
}
SEVERAL = {
    Harm.STRAY: Words(
        "At positions {position} to {until}, where none can stand, there are entries.",
        "Na místech č. {position} až {until}, kde žádné být nemohou, jsou záznamy.",
    ),
    Harm.ALTERED: Words(
        "Entries no. {position} to {until} are not what was sealed.",
        "Záznamy č. {position} až {until} nejsou takové, jak byly zapečetěny.",
    ),
    Harm.MISSING: Words("Entries no. {position} to {until} are not there.", "Záznamy č. {position} až {until} chybí."),
    Harm.TILE: Words(
        "The hashes that were kept of entries no. {position} to {until} are damaged.",
        "Uložené otisky záznamů č. {position} až {until} jsou poškozeny.",
    ),
    Harm.ROOT: Words(
        "Among entries no. {position} to {until} at least one was altered together with the hash that was kept of it.",
        "Mezi záznamy č. {position} až {until} byl aspoň jeden změněn i s uloženým otiskem.",
    ),
    Harm.SHORTER: Words(
        "At the end entries no. {position} to {until} are not there.",
        "Na konci chybí záznamy č. {position} až {until}.",
    ),
}
ONE_DECISION = {
    Harm.STRAY: Words(
        "A command claims entry no. {position}, which cannot be.",
        "Příkaz si přičítá záznam č. {position}, který být nemůže.",
    ),
    Harm.ALTERED: Words(
        "The decision of entry no. {position} is not what was sealed.",
        "Rozhodnutí o záznamu č. {position} není takové, jak bylo zapečetěno.",
    ),
    Harm.MISSING: Words(
        "The decision of entry no. {position} is not there.", "Rozhodnutí o záznamu č. {position} chybí."
    ),
    Harm.TILE: Words(
        "The hash that was kept of the decision of entry no. {position} is damaged.",
        "Uložený otisk rozhodnutí o záznamu č. {position} je poškozen.",
    ),
    Harm.ROOT: Words(
        "The decision of entry no. {position} was altered together with the hash that was kept of it.",
        "Rozhodnutí o záznamu č. {position} bylo změněno i s uloženým otiskem.",
    ),
    Harm.SHORTER: Words(
        "The decision of the last entry, no. {position}, is not there.",
        "Rozhodnutí o posledním záznamu č. {position} chybí.",
    ),
}
SEVERAL_DECISIONS = {
    Harm.STRAY: Words(
        "Commands claim entries no. {position} to {until}, which cannot be.",
        "Příkazy si přičítají záznamy č. {position} až {until}, které být nemohou.",
    ),
    Harm.ALTERED: Words(
        "The decisions of entries no. {position} to {until} are not what was sealed.",
        "Rozhodnutí o záznamech č. {position} až {until} nejsou taková, jak byla zapečetěna.",
    ),
    Harm.MISSING: Words(
        "The decisions of entries no. {position} to {until} are not there.",
        "Rozhodnutí o záznamech č. {position} až {until} chybí.",
    ),
    Harm.TILE: Words(
        "The hashes that were kept of the decisions of entries no. {position} to {until} are damaged.",
        "Uložené otisky rozhodnutí o záznamech č. {position} až {until} jsou poškozeny.",
    ),
    Harm.ROOT: Words(
        "Of entries no. {position} to {until} at least one decision was altered together with the hash kept of it.",
        "Z rozhodnutí o záznamech č. {position} až {until} bylo aspoň jedno změněno i s uloženým otiskem.",
    ),
    Harm.SHORTER: Words(
        "At the end the decisions of entries no. {position} to {until} are not there.",
        "Na konci chybí rozhodnutí o záznamech č. {position} až {until}.",
    ),
}
HISTORIES = Words(
    "Two histories were signed: a checkpoint of {until} entries does not fit, although another one does.",
    "Byly podepsány dvě různé historie: potvrzení stavu o {until} záznamech nesouhlasí, ačkoli jiné ano.",
)
DOUBTS = {
    Why.OTHER_LEDGER: Words(
        "A checkpoint of {size} entries is of another ledger, {origin}.",
        "Potvrzení stavu o {size} záznamech je jiné knihy, {origin}.",
    ),
    Why.OTHER_BEGINNING: Words(
        "A checkpoint of {size} entries bears this ledger's key, but names a ledger that began otherwise, {origin}.",
        "Potvrzení stavu o {size} záznamech podepsal klíč této knihy, ale jmenuje knihu s jiným začátkem, {origin}.",
    ),
    Why.OTHER_KEY: Words(
        "A checkpoint of {size} entries names this very ledger, but another key signed it than is believed.",
        "Potvrzení stavu o {size} záznamech jmenuje právě tuto knihu, ale podepsal je jiný klíč, než kterému se věří.",
    ),
    Why.NOT_SIGNED: Words(
        "A checkpoint of {size} entries was altered: its signature does not fit.",
        "Potvrzení stavu o {size} záznamech bylo změněno: podpis nesouhlasí.",
    ),
}
MEANS: Mapping[str, Words] = {
    Harm.STRAY: Words(
        "Kronika numbers from 1 on: somebody wrote this to the database by hand.",
        "Kronika čísluje od 1: do databáze to někdo zapsal ručně.",
    ),
    Harm.ALTERED: Words(
        "What is stored now – content, kind, file, or time of recording – was changed after it was sealed.",
        "Co je teď uloženo – obsah, druh, spis nebo čas zápisu – bylo po zapečetění změněno.",
    ),
    Harm.MISSING: Words(
        "It was sealed, and somebody removed it from the database.",
        "Bylo zapečetěno a někdo to z databáze odstranil.",
    ),
    Harm.TILE: Words(
        "Hashes are made from the entries; the entries themselves are not called in question by this.",
        "Otisky vznikají ze záznamů; samy záznamy tím zpochybněny nejsou.",
    ),
    Harm.ROOT: Words(
        "Whoever did it wrote to the database and knew of the seal.",
        "Kdo to udělal, zapisoval do databáze a o pečeti věděl.",
    ),
    Harm.SHORTER: Words(
        "They were sealed. Either somebody removed them, or this is an older copy of the ledger.",
        "Byly zapečetěny. Buď je někdo odstranil, nebo je toto starší kopie knihy.",
    ),
    HISTORY: Words(
        "A part of the ledger was replaced and sealed anew with the same key, or a loss of entries was accepted.",
        "Část knihy byla nahrazena a znovu zapečetěna stejným klíčem, nebo byla přijata ztráta záznamů.",
    ),
    Why.OTHER_LEDGER: Words("It says nothing about this ledger.", "O této knize nevypovídá nic."),
    Why.OTHER_BEGINNING: Words(
        "Either the first entry was altered and everything sealed anew, or two ledgers share one key.",
        "Buď byl změněn první záznam a vše znovu zapečetěno, nebo mají dvě knihy společný klíč.",
    ),
    Why.OTHER_KEY: Words(
        "One of the two is not genuine: it is a forgery, or the key was replaced and the ledger sealed anew.",
        "Jedno z obou není pravé: buď je padělané, nebo byl klíč vyměněn a kniha zapečetěna znovu.",
    ),
    Why.NOT_SIGNED: Words("It is not what was signed, and says nothing.", "Není to, co bylo podepsáno, a neříká nic."),
}
DECISION_ALTERED = Words(
    "The command, or the rules, facts and values that it was decided by, were changed after they were sealed.",
    "Příkaz nebo pravidla, skutečnosti a hodnoty, podle nichž se rozhodlo, byly po zapečetění změněny.",
)
BEFORE = Words("Up to no. {before} nothing was altered.", "Po č. {before} nebylo změněno nic.")
COMPARE = Words(
    "keep the database as it is, bring a backup back in another place (kronika restore), verify that one, compare",
    "databázi nechte, jak je, zálohu obnovte jinde (kronika restore), tam ji ověřte a porovnejte",
)
ASK_GIVER = Words("ask whoever gave it to you for it once more", "vyžádejte si je znovu od toho, kdo vám je dal")
NOW: Mapping[str, Words] = {
    Harm.TILE: Words("kronika seal make --anew makes them again", "znovu je vytvoří kronika seal make --anew"),
    HISTORY: Words(
        "look for an accepted loss: kronika log office office; if there is none, show both checkpoints to an auditor",
        "hledejte přijatou ztrátu: kronika log office office; není-li, ukažte obě potvrzení stavu auditorovi",
    ),
    Why.OTHER_LEDGER: Words("compare it with the ledger that it names", "porovnejte je s knihou, kterou jmenuje"),
    Why.OTHER_KEY: Words(
        "verify with the key that you were given when the checkpoint was: --key; kronika seal key tells today's one",
        "ověřte s klíčem, který jste dostali spolu s ním: --key; dnešní klíč řekne kronika seal key",
    ),
    Why.NOT_SIGNED: ASK_GIVER,
}
WITNESSES = {
    Witness.KEPT: Words("kept beside the ledger", "uloženo vedle knihy"),
    Witness.REMEMBERED: Words("remembered by the signer, apart from it", "pamatuje si je podepisující, mimo knihu"),
    Witness.GIVEN: Words("brought along", "přineseno"),
}
SAY_SO = Words("Checkpoints: {witnesses}.", "Potvrzení stavu: {witnesses}.")
MORE = Counted(("({count} such)", "({count} such)"), ("(takových: {count})",) * 4)
NOT_PROVEN = {
    "content": Words("that what was recorded is true", "že zapsané je pravda"),
    "before-first-seal": Words(
        "that nothing was altered or removed before it was first sealed",
        "že nic nebylo změněno ani odstraněno dřív, než to bylo poprvé zapečetěno",
    ),
    "operator": Words(
        "that the operator, who holds the key, did not make the ledger anew from its beginning: for that compare with "
        "a checkpoint in other hands (--against FILE)",
        "že provozovatel, který drží klíč, nevytvořil knihu celou znovu: to ukáže srovnání s potvrzením stavu v cizích "
        "rukou (--against SOUBOR)",
    ),
}
"""What nobody should read out of a yes."""


def sentence(say: Speech, found: Finding) -> str:
    """What is wrong, in one sentence."""
    facts: dict[str, Any] = {"position": found.position, "until": found.until}
    if found.code == HISTORY:
        return say(HISTORIES, **facts)
    if found.size is not None:
        text = say(DOUBTS[Why(found.code)], size=found.size, origin=found.origin)
        return text if found.count == 1 else f"{text} {say.form(found.count, MORE).format(count=found.count)}"
    is_one, is_entry = found.position == found.until, found.tree is Tree.ENTRIES
    words = (ONE if is_one else SEVERAL) if is_entry else ONE_DECISION if is_one else SEVERAL_DECISIONS
    return say(words[Harm(found.code)], **facts)


def who_says_so(say: Speech, found: Finding) -> str:
    """Which checkpoints show it, or are meant; nothing where the entries show it by themselves."""
    return say(SAY_SO, witnesses="; ".join(say(WITNESSES[one]) for one in found.witnesses)) if found.witnesses else ""


def meaning(say: Speech, found: Finding) -> str:
    is_decision = found.code == Harm.ALTERED and found.tree is Tree.DECISIONS
    text = say(DECISION_ALTERED if is_decision else MEANS[found.code])
    if found.code == Harm.ROOT and found.position > 1:
        return f"{text} {say(BEFORE, before=found.position - 1)}"
    return text


def what_now(say: Speech, found: Finding) -> str:
    return say(COMPARE if found.code == Why.NOT_SIGNED and found.is_harm else NOW.get(found.code, COMPARE))


def finding_json(say: Speech, found: Finding) -> dict[str, Any]:
    """For machines, with the sentences for people."""
    return {
        "code": str(found.code),
        "tree": found.tree.value,
        "position": found.position,
        "until": found.until,
        "witnesses": [one.value for one in found.witnesses],
        "checkpoint": None if found.size is None else {"size": found.size, "origin": found.origin},
        "is_harm": found.is_harm,
        "message": sentence(say, found),
        "means": meaning(say, found),
        "now": what_now(say, found),
    }
