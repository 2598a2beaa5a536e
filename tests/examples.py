"""One valid example of every event and command, made from its own fields.

The values are chosen by type and name, always the same, every optional field filled, so that a golden file pins the
whole shape. What a type cannot say (a sum that must agree) stands in SPECIAL.
"""

import enum
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.kernel.as_written import DateAsWritten, PeriodAsWritten
from domain.kernel.ids import ClaimChange, derived_id, take
from domain.kernel.law import Citation, ServiceSection
from domain.kernel.money import Money
from domain.kernel.period import Month, Period
from domain.kernel.prose import Prose
from domain.kernel.registry import (
    ContractNumber,
    Ico,
    OrpCode,
    ProjectNumber,
    RegistrationNumber,
    ResolutionNumber,
)

DIGEST = "ab" * 32

VALUES: Mapping[Any, Any] = {
    UUID: derived_id("example"),
    date: date(2018, 2, 1),
    datetime: datetime(2018, 2, 1, 12, 30, tzinfo=UTC),
    bool: True,
    int: 7,
    Decimal: Decimal("1.5"),
    Fraction: Fraction(1, 2),
    Money: Money(12_345_600),
    Month: Month(2018, 4),
    Period: Period(start=date(2018, 4, 1), end=date(2020, 3, 31)),
    DateAsWritten: DateAsWritten.read("31.11.2012"),
    PeriodAsWritten: PeriodAsWritten.read("36 měsíců od 1.10.2009 do 31.11.2012", scope="support"),
    Citation: Citation("108/2006", "§ 43"),
    Prose: Prose.of("Example words.", salt="00" * 16),
    Ico: Ico("70891508"),
    RegistrationNumber: RegistrationNumber("3596108"),
    ContractNumber: ContractNumber("OLP/1900/2017"),
    ProjectNumber: ProjectNumber("CZ.03.2.60/0.0/0.0/15_005/0003862"),
    ResolutionNumber: ResolutionNumber("258/17/ZK"),
    OrpCode: OrpCode("5105"),
    ServiceSection: ServiceSection("43"),
    ClaimChange: take("contract-number", "OLP/1900/2017"),
}

SPECIAL: dict[str, Mapping[str, Any]] = {
    "entry.corrected": {
        "target_topic": "contract.published-in-register",
        "target_version": 1,
        "data": {"register_id": "7"},
    }
}
"""topic → fields that cannot be told from their types."""


def example(model: type[BaseModel]) -> Any:
    """The example of a command, an event or any model inside one."""
    special = SPECIAL.get(getattr(model, "topic", "")) or SPECIAL.get(model.__name__, {})
    fields = {name: _of_field(name, field) for name, field in model.model_fields.items() if name not in special}
    return model.model_validate({**fields, **special})


def _of_field(name: str, field: FieldInfo) -> Any:
    annotation = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return value(annotation, name)


def value(annotation: Any, name: str = "") -> Any:
    """A value of a type; `name` helps where a text must look like something."""
    known = VALUES.get(annotation) if _hashable(annotation) else None
    if known is not None:
        return known
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _constrained(arguments[0], arguments[1:], name)
    if origin in (Union, types.UnionType):
        return value(next(a for a in arguments if a is not type(None)), name)
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        return (value(arguments[0], name),)
    if origin is dict or annotation is dict:
        return {"amount": "7"}
    return _plain(annotation, name)


def _plain(annotation: Any, name: str) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return next(iter(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return example(annotation)
    if isinstance(annotation, type) and issubclass(annotation, str):
        return f"{name or 'text'} ě"
    raise TypeError(f"tests/examples.py knows no value of {annotation!r} (field {name!r})")


def _constrained(annotation: Any, marks: tuple[Any, ...], name: str) -> Any:
    pattern = next((p for mark in marks for p in [_pattern(mark)] if p), None)
    if pattern is not None:
        return PATTERNS[pattern]
    if annotation is int:
        return max([7, *(floor for mark in marks for floor in _floors(mark))])
    return value(annotation, name)


def _floors(mark: Any) -> list[int]:
    own = getattr(mark, "ge", None)
    return [own] if own is not None else [f for inner in getattr(mark, "metadata", ()) for f in _floors(inner)]


def _pattern(mark: Any) -> str | None:
    return getattr(mark, "pattern", None) or next(
        (p for inner in getattr(mark, "metadata", ()) for p in [getattr(inner, "pattern", None)] if p), None
    )


PATTERNS: dict[str, str] = {r"^[0-9a-f]{64}$": DIGEST, r"^p-[0-9a-f]{16}$": "p-0123456789abcdef"}
"""A text for each pattern that a field may have."""


@cache
def _hashable(annotation: Any) -> bool:
    return isinstance(annotation, type)
