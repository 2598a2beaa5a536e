"""What must hold of the people of the office, and of erasing who they were."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule

GDPR = date(2018, 5, 25)
"""Regulation 2016/679 applies from this day."""


@rule("office.one-in-the-ledger", cites=HOUSE, since=ALWAYS, cs="Kniha má jediný úřad.", is_structural=True)
def one_in_the_ledger(*, office: UUID, one: UUID) -> bool:
    """A ledger has one office."""
    return office == one


@rule("office.person-registered-once", cites=HOUSE, since=ALWAYS, cs="Osoba se eviduje jen jednou.", is_structural=True)
def registered_once(*, person: str, is_there: bool) -> bool:
    """A person is registered once, and again only after having left."""
    return not is_there


@rule(
    "office.person-registered-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="Osoba musí být nejdříve zaevidována.",
    is_structural=True,
)
def registered_first(*, person: str, is_known: bool) -> bool:
    """A person must be registered before anything is recorded about them."""
    return is_known


@rule(
    "office.person-not-erased",
    cites=HOUSE,
    since=ALWAYS,
    cs="O vymazané osobě se už nic nezapisuje.",
    is_structural=True,
)
def not_erased(*, person: str, is_erased: bool) -> bool:
    """Nothing more is recorded about a person who was erased."""
    return not is_erased


@rule(
    "office.person-there",
    cites=HOUSE,
    since=ALWAYS,
    cs="Kdo odešel, nemůže dostat roli ani zastupovat.",
)
def there(*, person: str, left_on: date | None) -> bool:
    """Who has left is given no role and stands in for nobody."""
    return left_on is None


@rule(
    "office.person-left-before-erasure",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vymazat lze jen toho, kdo už odešel.",
)
def left_before_erasure(*, person: str, left_on: date | None) -> bool:
    """Only somebody who has left is erased."""
    return left_on is not None


@rule(
    "office.person-kept-until",
    cites=Citation("2016/679", "Art. 17(3)(b)"),
    since=GDPR,
    cs="Jména se vymažou, až uplyne doba, po kterou se ze zákona uchovávají ona i spisy, ve kterých stojí.",
)
def kept_until(*, erased_on: date | None, records_until: date | None, kept_files: Collection[UUID]) -> bool | None:
    """Names are erased after the time for which the law keeps them, and the files in which they stand."""
    if kept_files:
        return False
    return None if erased_on is None or records_until is None else records_until < erased_on


@rule(
    "office.person-not-held",
    cites=Citation("499/2004", "§ 3"),
    since=date(2005, 1, 1),
    cs="Kdo je zadržen pro audit, soud nebo nesrovnalost, nebo stojí v zadrženém spisu, se nevymaže.",
)
def person_not_held(*, holds: Collection[str], held_files: Collection[UUID]) -> bool:
    """Nobody is erased who is held for an audit, a court or an irregularity, or who is named in a held file."""
    return not holds and not held_files
