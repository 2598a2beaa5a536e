"""How far somebody's role reaches: everywhere, or to the files of some projects and providers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from application.places import Place
from domain.office.state import Held


@dataclass(frozen=True, slots=True)
class Reach:
    """What the office says of a role that somebody holds today. A scope is proven, not assumed."""

    is_whole: bool = False
    projects: frozenset[UUID] = frozenset()
    providers: frozenset[str] = frozenset()
    is_of_provider: bool = False
    """Of somebody outside: never everywhere, and of an inspection only what its protocol has told them."""

    @classmethod
    def of(cls, held: Iterable[Held], *, is_of_provider: bool) -> Self:
        """The reach of the same role given several times, one's own and lent."""
        given = tuple(held)
        return cls(
            is_whole=not is_of_provider and any(one.project is None and one.provider is None for one in given),
            projects=frozenset(one.project for one in given if one.project is not None and not is_of_provider),
            providers=frozenset(one.provider for one in given if one.provider is not None),
            is_of_provider=is_of_provider,
        )

    def covers(self, place: Place) -> bool:
        """Whether a file that lies there may be written."""
        is_theirs = place.project in self.projects or place.provider in self.providers
        return self.is_whole or (is_theirs and (place.is_announced or not self.is_of_provider))

    def may_name(self, place: Place) -> bool:
        """Whether a command may name a file that lies there; not where it is known to lie with somebody else.

        What belongs to no project, or to no provider, is named by whoever has a role for one.
        """
        is_elsewhere = (place.project is not None or not self.projects) and (
            place.provider is not None or not self.providers
        )
        is_hidden = self.is_of_provider and not place.is_announced
        return self.covers(place) or not (is_elsewhere or is_hidden)

    def shows(self, place: Place) -> bool:
        """Whether it may be read."""
        return self.covers(place) and (place.is_disclosed or not self.is_of_provider)


EVERYWHERE = Reach(is_whole=True)
