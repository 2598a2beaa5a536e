"""Free text that can be erased without breaking a proof."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal: names a file in the evidence store."""


_SALT = re.compile("[0-9a-f]{32}")


def commit(text: str, salt: str) -> str:
    """SHA-256 over the salt's bytes followed by the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


class Prose(BaseModel):
    """A note, statement or reason: the event keeps the commitment, an erasable table keeps text and salt.

    Whoever writes gives plain text; a fresh salt of 16 bytes is drawn. Whoever reads history holds the commitment only
    and asks the prose table for the words. Two values are equal when their commitments are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    commitment: Sha256
    text: str | None = Field(default=None, exclude=True, repr=False)
    salt: str | None = Field(default=None, exclude=True, repr=False)

    @classmethod
    def of(cls, text: str, salt: str | None = None) -> Self:
        salt = salt or secrets.token_hex(16)
        return cls(commitment=commit(text, salt), text=text, salt=salt)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        salt = secrets.token_hex(16)
        return {"commitment": commit(value, salt), "text": value, "salt": salt}

    @model_validator(mode="after")
    def _keeps_what_it_commits_to(self) -> Self:
        if self.text is None:
            return self
        if "\x00" in self.text:
            raise ValueError("text may not hold the character NUL")
        if self.salt is None or not _SALT.fullmatch(self.salt) or commit(self.text, self.salt) != self.commitment:
            raise ValueError("the commitment is not that of the text and its salt of 16 bytes")
        return self

    @property
    def is_said(self) -> bool:
        """Whether it is more than spaces; of words that are not at hand nothing else is known."""
        return self.text is None or bool(self.text.strip())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prose) and other.commitment == self.commitment

    def __hash__(self) -> int:
        return hash(self.commitment)


def prose_in(value: object) -> Iterator[Prose]:
    """Every piece of prose that a model holds, however deep."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, BaseModel):
        for name in _prose_fields(type(value)):
            held = getattr(value, name)
            if held is not None:
                yield from prose_in(held)
    elif isinstance(value, tuple):
        for item in value:
            yield from prose_in(item)


@cache
def _prose_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that may hold prose: most models have none, and need not be searched each time."""
    return tuple(name for name, field in model.model_fields.items() if _may_hold_prose(field.annotation))


def _may_hold_prose(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation is Prose or bool(_prose_fields(annotation))
    return any(_may_hold_prose(argument) for argument in get_args(annotation))
