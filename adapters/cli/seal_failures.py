"""What is said where the seal cannot do what it is asked."""

from adapters.cli.failures import Exit, Failure
from adapters.sealing.keys import KeyChanged, KeyMissing, KeyUnreadable
from adapters.sealing.seal import AnotherLedger, NothingToSeal, NotSealed
from adapters.telling.words import Words
from projections.seal.follower import PositionsBroken, SealBroken
from projections.seal.note import NotANote
from projections.seal.tiles import MissingTile

NOTHING = Words("there is nothing to be sealed: the ledger holds no entry", "není co pečetit: kniha nemá žádný záznam")
NOT_SEALED = Words("entry no. {position} is not sealed", "záznam č. {position} není zapečetěn")
SEAL_FIRST = Words("kronika seal make seals what is new", "co je nové, zapečetí kronika seal make")
LOOK = Words("kronika verify says what is wrong", "co je špatně, řekne kronika verify")
KEY_MISSING = Words("the key that signs is not there: {path}", "podpisový klíč chybí: {path}")
KEY_UNREADABLE = Words("the key that signs cannot be read: {path}", "podpisový klíč nelze přečíst: {path}")
KEY_CHANGED = Words(
    "this ledger was sealed with another key than {path}: nothing was signed",
    "tato kniha byla zapečetěna jiným klíčem, než je {path}: nic nebylo podepsáno",
)
ANOTHER = Words(
    "here another ledger was sealed before ({size} entries); this one, of {head} entries, began otherwise: nothing was "
    "signed",
    "zde byla dříve zapečetěna jiná kniha (záznamů: {size}); tato (záznamů: {head}) začala jinak: nic nebylo podepsáno",
)
ALTERED_OR_NEW = Words(
    "if nobody began a new ledger here, its first entry was altered: bring a backup back in another place, compare; if "
    "you did: kronika seal make --new-ledger",
    "nezaložil-li tu nikdo novou knihu, byl změněn její první záznam: obnovte zálohu jinde a porovnejte; založili-li "
    "jste ji vy: kronika seal make --new-ledger",
)
BRING_BACK = Words(
    "bring it back from its copy (kronika backup --keys-to), or look at KRONIKA_KEYS; with the public key alone: --key",
    "obnovte jej z kopie (kronika backup --keys-to), nebo zkontrolujte KRONIKA_KEYS; stačí-li veřejný klíč: --key",
)
BROKEN = Words(
    "the checkpoint of {size} entries does not fit the {head} entries that there are: nothing was signed",
    "potvrzení stavu o {size} záznamech nesouhlasí s knihou, která má záznamů {head}: nic nebylo podepsáno",
)
AS_IT_IS = Words(
    "keep the database as it is; kronika verify says what is wrong",
    "databázi nechte, jak je; co je špatně, řekne kronika verify",
)
OLDER = Words(
    "keep the database as it is; kronika verify says what is wrong. Of an older copy that was brought back on purpose: "
    "kronika restore --accept-loss 'why'",
    "databázi nechte, jak je; co je špatně, řekne kronika verify. Po vědomém návratu ke starší kopii: "
    "kronika restore --accept-loss 'proč'",
)
GAP = Words("entry no. {position} is not there: nothing was signed", "záznam č. {position} chybí: nic nebylo podepsáno")
UNREADABLE = Words("a checkpoint that was kept cannot be read: {why}", "uložené potvrzení stavu nelze přečíst: {why}")
SOMEBODY = Words(
    "somebody changed the table seal_checkpoint or the file sealed.json beside the key; bring a backup back aside, and "
    "compare",
    "někdo změnil tabulku seal_checkpoint nebo soubor sealed.json u klíče; obnovte zálohu jinde a porovnejte",
)
NO_TIME = Words("a time of recording cannot be read: somebody changed it", "čas zápisu nelze přečíst: někdo jej změnil")
MAKE_ANEW = Words("kronika seal make --anew makes them again", "znovu je vytvoří kronika seal make --anew")
TILE = Words("hashes that were kept are not there ({tile})", "uložené otisky chybí ({tile})")


def seal_failure(error: BaseException) -> Failure | None:
    """None where it is something else."""
    if isinstance(error, NothingToSeal):
        return Failure(Exit.NOT_FOUND, "nothing_to_seal", NOTHING)
    if isinstance(error, NotSealed):
        at = {"position": error.position}
        return Failure(Exit.NOT_FOUND, "not_sealed", NOT_SEALED, SEAL_FIRST, at, at)
    if isinstance(error, KeyChanged):
        return Failure(Exit.INTEGRITY, "seal_key_changed", KEY_CHANGED, BRING_BACK, {"path": str(error.path)})
    if isinstance(error, AnotherLedger):
        sizes = {"size": error.size, "head": error.head}
        return Failure(Exit.INTEGRITY, "another_ledger", ANOTHER, ALTERED_OR_NEW, sizes, sizes)
    if isinstance(error, KeyMissing | KeyUnreadable):
        is_gone = isinstance(error, KeyMissing)
        code, words = ("seal_key_missing", KEY_MISSING) if is_gone else ("seal_key_unreadable", KEY_UNREADABLE)
        return Failure(Exit.STORAGE, code, words, BRING_BACK, {"path": str(error.path)})
    return _broken(error)


def _broken(error: BaseException) -> Failure | None:
    if isinstance(error, SealBroken):
        sizes = {"size": error.size, "head": error.head}
        is_shorter = error.size > error.head
        return Failure(Exit.INTEGRITY, "seal_broken", BROKEN, OLDER if is_shorter else AS_IT_IS, sizes, sizes)
    if isinstance(error, PositionsBroken):
        at = {"position": error.position}
        return Failure(Exit.INTEGRITY, "entry_missing", GAP, LOOK, at, at)
    if isinstance(error, NotANote):
        return Failure(Exit.INTEGRITY, "seal_unreadable", UNREADABLE, SOMEBODY, {"why": str(error)})
    if isinstance(error, MissingTile):
        facts = {"tile": f"{error.place.level}/{error.place.number}"}
        return Failure(Exit.INTEGRITY, "tile_missing", TILE, MAKE_ANEW, facts, facts)
    return None
