"""Rows whose cells are worked out when somebody first asks: most readers of a whole network ask for few of them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T", bound="Later")

Make = Callable[[str], Mapping[str, Any]]
"""The cell of a name, and whichever others cost nothing more."""


class Later:
    """A dataclass some of whose fields may still be to make; they read, compare and print like all others."""

    if not TYPE_CHECKING:  # a type checker is to see the fields and no others

        def __getattr__(self, name: str) -> object:
            make = None if name.startswith("_") else self.__dict__.get("_make")
            if make is None:
                raise AttributeError(name)
            self.__dict__.update(make(name))
            try:
                return self.__dict__[name]
            except KeyError:
                raise AttributeError(name) from None


def nothing_yet() -> None:
    """Makes None, the default of a field that may be made later: a plain one would stand in the class and be found."""


def later(kind: type[T], make: Make, **known: Any) -> T:
    """One with these fields; `make` gives the others. What it reads must not change any more."""
    made = object.__new__(kind)
    known["_make"] = make
    object.__setattr__(made, "__dict__", known)  # as it is: to copy it takes as long as to make it
    return made
