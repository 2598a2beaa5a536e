"""The values of a card in words: whatever their type, what is not known is said."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeGuard
from uuid import UUID

from pydantic import BaseModel

from adapters.cli.card_codes import CODED, code_words
from adapters.cli.session import Session
from adapters.telling.quantities import quantity
from adapters.telling.vocabulary import FIELDS, field_name
from adapters.telling.words import INFERRED, UNDECIDED, Words
from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.card import Inferred, Undecided
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import OrpCode

NUMBERS = (
    "contract-number",
    "registration-number",
    "project-number",
    "project-code",
    "mandate-number",
    "tender-number",
    "inspection-number",
    "network-entry",
    "methodology",
)
"""The claims that are names of files; others, like a movement of the bank, are names of something within one."""
CAPACITY = {"form", "unit", "amount"}
"""The fields of a payload that says how much of one form there is."""
NONE = Words("none", "žádné")
WHY: Mapping[str, Words] = {
    "no-day-of-conclusion": Words("the day of conclusion is not known", "den uzavření není znám"),
    "no-day-of-effect": Words("the day of effect is not known", "den účinnosti není znám"),
    "no-period": Words("no period is known", "období není známo"),
    "period-not-certain": Words("the period reads “{raw}”", "období zní „{raw}“"),
    "period-of-something-else": Words(
        "the only known period is not its own: “{raw}”", "jediné známé období není její vlastní: „{raw}“"
    ),
    "no-day-of-registration": Words("the day of registration is not known", "den registrace není znám"),
}
"""Why a question about a day cannot be answered."""


def field_words(session: Session, name: str, value: object) -> str:
    """The value of a field of a card for people; a year has no thousands, a word of the program has one of ours."""
    return str(value) if name == "year" and isinstance(value, int) else value_words(session, value, name)


def value_words(session: Session, value: object, name: str = "") -> str:
    """A value of a card for people; `name` is the field that it stands in."""
    say = session.say
    if isinstance(value, Undecided):
        why = say(WHY[value.why], raw=value.raw or "")
        return f"{say(UNDECIDED)}: {why}"
    if isinstance(value, Inferred):
        return say(INFERRED, value=value_words(session, value.value, name))
    if isinstance(value, UUID):
        return file_number(session, value)
    if isinstance(value, OrpCode):
        return value.official_name
    if isinstance(value, Prose):
        return value.text or f"[{value.commitment[:12]}…]"
    if isinstance(value, PeriodAsWritten | DateAsWritten | RegionAsWritten):
        return f"“{value.raw}”"
    if isinstance(value, str) and not hasattr(value, "decided"):
        return _text(session, name, str(value.value) if isinstance(value, Enum) else value)
    return _composed(session, value, name)


def _text(session: Session, name: str, text: str) -> str:
    """A text as it stands; a word of the program in the reader's language."""
    words = code_words(name, text)
    return session.say(words) if words else text


def _composed(session: Session, value: object, name: str) -> str:
    if value in ((), [], {}):
        return session.say(NONE)
    if isinstance(value, Mapping):
        return _mapping(session, value, name)
    if _is_records(value):
        return "\n".join(_inner(session, one, name) for one in value)
    if isinstance(value, list) or (isinstance(value, tuple) and not hasattr(value, "_fields")):
        parted = "; " if any(isinstance(one, BaseModel) or is_dataclass(one) for one in value) else ", "
        return parted.join(_counted(value_words(session, one, name) for one in value))
    if isinstance(value, Money | Period):
        return session.say.value(value)
    if isinstance(value, BaseModel):
        return _model(session, {name: getattr(value, name) for name in type(value).model_fields})
    if is_dataclass(value) and not isinstance(value, type) and not hasattr(value, "czech"):
        return _members(session, {field.name: getattr(value, field.name) for field in fields(value)})
    return session.say.value(value)


def _mapping(session: Session, value: Mapping[Any, Any], name: str) -> str:
    """What stands under each key; a mapping in another one has fields for keys, and those have names."""
    parted = "\n" if any(isinstance(one, Mapping) for one in value.values()) else "; "
    return parted.join(f"{_key(session, key)}: {_inner(session, one, name)}" for key, one in value.items())


def _is_records(value: object) -> TypeGuard[Sequence[Mapping[Any, Any]]]:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _inner(session: Session, value: object, name: str) -> str:
    """A record within a field; several of them, such as the rounds of a lot, stand beside each other in brackets.

    Of those only what is known is said, or a card of many lots could not be read.
    """
    if _is_records(value):
        return " ".join(f"[{_inner(session, _known(one), name)}]" for one in value)
    if not isinstance(value, Mapping) or not value:
        return value_words(session, value, name)
    return "; ".join(
        f"{_field(session, key)}: {_inner(session, one, key if key in FIELDS or key in CODED else name)}"
        for key, one in value.items()
    )


def _known(record: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return {key: one for key, one in record.items() if one is not None and one not in ((), [])}


def _field(session: Session, key: object) -> str:
    """A field in words; what is no field, such as a form with its unit, as it stands."""
    return field_name(session.say, key) if isinstance(key, str) and key in FIELDS else _key(session, key)


def _counted(words: Iterable[str]) -> Iterator[str]:
    """What stands there several times is said once, with how often."""
    for text, times in Counter(words).items():
        yield f"{text} ({times}×)" if times > 1 else text


def _key(session: Session, key: object) -> str:
    try:
        return file_number(session, UUID(str(key)))
    except ValueError:
        return str(key)


def _model(session: Session, members: Mapping[str, Any]) -> str:
    """How much of a form there is, as people say it; of anything else its members."""
    if members.keys() != CAPACITY:
        return _members(session, members)
    return f"{members['form'].value} {quantity(session.say, members['amount'], members['unit'].value)}"


def _members(session: Session, members: Mapping[str, Any]) -> str:
    """The members that are known; a text stands alone, anything else with its name."""
    known = {name: one for name, one in members.items() if one not in (None, ())}
    return " ".join(
        value_words(session, one, name)
        if isinstance(one, str)
        else f"{field_name(session.say, name)} {value_words(session, one, name)}"
        for name, one in known.items()
    )


def file_number(session: Session, identifier: UUID) -> str:
    """The number under which people know a file; its UUID where it has none."""
    claims = dict(session.parts.ledger.claims_of(identifier))
    return next((claims[kind] for kind in NUMBERS if kind in claims), str(identifier))
