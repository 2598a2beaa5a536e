"""A region as a paper writes it, and which municipalities with extended powers its words mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict

from domain.kernel.registry import OrpCode, orp_data


class RegionAsWritten(BaseModel):
    """A region in the words of its source, with the ORPs that it is taken to mean; these are inferred, never stated.

    `perhaps` holds further ORPs that the words may mean too, `unread` the parts that nobody could place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    orps: tuple[OrpCode, ...] = ()
    perhaps: tuple[OrpCode, ...] = ()
    raw: str
    unread: tuple[str, ...] = ()

    @classmethod
    def read(cls, raw: str) -> Self:
        """Parts parted by commas, semicolons or "a"; official names, their abbreviations and names of landscapes."""
        parts = [part.strip() for part in re.split(r"[,;]|\sa\s", raw) if part.strip()]
        known = [(part, _aliases().get(_key(part))) for part in parts]
        return cls(
            raw=raw,
            orps=_once(code for _, alias in known if alias for code in alias.orps),
            perhaps=_once(code for _, alias in known if alias for code in alias.perhaps),
            unread=tuple(part for part, alias in known if alias is None),
        )

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words leave open which ORPs are meant."""
        return bool(self.perhaps or self.unread) or not self.orps

    def __str__(self) -> str:
        return self.raw


@dataclass(frozen=True, slots=True)
class _Alias:
    orps: tuple[str, ...]
    perhaps: tuple[str, ...] = ()


@cache
def _aliases() -> dict[str, _Alias]:
    data = orp_data()
    official = {_key(name): _Alias((code,)) for code, name in data["codes"].items()}
    others = {
        _key(written): _Alias(tuple(alias["orps"]), tuple(alias["perhaps"]))
        for alias in data["aliases"]
        for written in alias["written"]
    }
    return others | official


def _key(written: str) -> str:
    """Case and spaces aside: "Jablonec n. N. " is "jablonecn.n."."""
    return "".join(written.split()).casefold()


def _once(codes: Iterable[str]) -> tuple[OrpCode, ...]:
    return tuple(OrpCode(code) for code in dict.fromkeys(codes))
