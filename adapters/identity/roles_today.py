"""In which roles an account can act on a day: as the office gave them, or its own before there is an office."""

from datetime import date

from adapters.identity.accounts import Account
from application.errors import NotFound
from application.ledger import Ledger
from application.replay import Replay
from application.states import Decode
from domain.office.commands import OFFICE
from domain.office.office import Office


def office_now(ledger: Ledger, decode: Decode) -> Office:
    """The office as it stands; an empty one where nothing of it is recorded."""
    try:
        office = Replay(ledger, decode).state(OFFICE)
    except NotFound:
        return Office(OFFICE)
    assert isinstance(office, Office)
    return office


def roles_today(account: Account, office: Office, today: date) -> tuple[str, ...]:
    """Each once; as a deputy too."""
    if not office.is_staffed:
        return account.roles
    if account.person is None or not office.is_there(account.person, today):
        return ()
    return tuple(dict.fromkeys(held.role for held in office.roles_of(account.person, today)))
