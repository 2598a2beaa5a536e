"""What may be wrong when the seal is asked for, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from adapters.http.problems import Problem
from adapters.sealing.keys import KeyUnreadable
from adapters.telling.words import Words
from projections.seal.note import NotANote
from projections.seal.tiles import MissingTile

NOTHING_SEALED = Words("nothing is sealed yet", "ještě není nic zapečetěno")
NO_TILE = Words(
    "there is no such tile in the tree of the newest checkpoint; entries themselves are not told here",
    "ve stromu posledního potvrzení stavu taková dlaždice není; samotné záznamy se tu nesdělují",
)
NOT_SEALED_YET = Words(
    "entry no. {position} is not sealed yet; the newest checkpoint covers entries no. 1 to {size}",
    "záznam č. {position} ještě není zapečetěn; poslední potvrzení stavu pokrývá záznamy č. 1 až {size}",
)
BEYOND_THE_SEAL = Words(
    "the newest checkpoint covers entries no. 1 to {size}; whoever holds one of more entries was given it for another "
    "ledger, or this one has lost entries",
    "poslední potvrzení stavu pokrývá záznamy č. 1 až {size}; kdo má potvrzení o více záznamech, dostal je k jiné "
    "knize, nebo tato kniha o záznamy přišla",
)
NO_KEY = Words(
    "the key of the seal is not on this server; the administrator has its public half",
    "klíč pečeti na tomto serveru není; jeho veřejnou část má správce",
)
UNREADABLE = Words(
    "what is kept of the seal is not there or cannot be read; hashes are made again from the entries by themselves, "
    "and where this stays so, the administrator compares: kronika verify",
    "uložené údaje pečeti chybějí nebo je nelze přečíst; otisky se ze záznamů vytvoří znovu samy, "
    "a pokud to trvá, správce je porovná: kronika verify",
)
NO_PROOF = Words(
    "there is no proof: entry no. {position} is not what was sealed, or the kept hashes are wrong; the administrator "
    "finds out which: kronika verify",
    "důkaz není: záznam č. {position} neodpovídá tomu, co bylo zapečetěno, nebo jsou uložené otisky chybné; správce "
    "zjistí, co z toho platí: kronika verify",
)
RETRY_SECONDS = 30


def nothing_sealed() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "nothing-sealed", NOTHING_SEALED)


def no_tile() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "no-tile", NO_TILE)


def not_sealed_yet(position: int, size: int) -> Problem:
    problem = Problem(HTTPStatus.NOT_FOUND, "not-sealed-yet", NOT_SEALED_YET, position=position, size=size)
    return problem.with_members(sealed=size)


def beyond_the_seal(size: int) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "beyond-the-seal", BEYOND_THE_SEAL, size=size).with_members(sealed=size)


def no_key() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "no-seal-key", NO_KEY)


def unreadable() -> Problem:
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "seal-unreadable", UNREADABLE)
    problem.headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem


def no_proof(position: int) -> Problem:
    """The ledger, or what is kept of its seal, was altered: no trouble that passes by itself."""
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "no-proof", NO_PROOF, position=position)


@contextmanager
def readable_or_told() -> Iterator[None]:
    """What is kept of the seal and cannot be read is told as a problem."""
    try:
        yield
    except (MissingTile, NotANote, KeyUnreadable):
        raise unreadable() from None
