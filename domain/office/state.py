"""What is known of the office, and what others ask it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.card import Card
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.office.commands import OFFICE
from domain.office.payloads import Capacity, Deputising, Grant, Hold, IssuedReport, Loss, RoleName
from domain.office.rules import people as rules


@dataclass
class Person:
    """Somebody under a key: since when, as what, and until when the vault keeps the name."""

    capacity: Capacity
    left_on: date | None = None
    records_until: date | None = None
    is_erased: bool = False
    erased_on: date | None = None


@dataclass
class Timed:
    """From a day to the end of another; `ends_before` is the first day without it, where it was taken away."""

    since: date | None
    until: date | None
    ends_before: date | None = None

    def on(self, day: date) -> bool:
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and (self.ends_before is None or day < self.ends_before)
        )

    @property
    def is_endless(self) -> bool:
        return self.until is None and self.ends_before is None


@dataclass
class Granted:
    grant: Grant
    time: Timed

    @property
    def is_endless_administrator(self) -> bool:
        is_regional = self.grant.project is None and self.grant.provider is None
        return self.grant.role == "administrator" and is_regional and self.time.is_endless


@dataclass
class Appointed:
    deputising: Deputising
    time: Timed


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody may act in: for a project, a provider or, with neither, the whole region."""

    role: RoleName
    project: UUID | None = None
    provider: str | None = None
    instead_of: str | None = None
    """Whom a deputy stands in for."""


class OfficeState(Aggregate):
    """People by key, their roles over time, holds; a mixin per subject decides and evolves them."""

    def __init__(self, identifier: UUID) -> None:
        super().__init__(identifier)
        self.people: dict[str, Person] = {}
        self.grants: dict[str, Granted] = {}
        self.deputies: dict[str, Appointed] = {}
        self.holds: dict[str, Hold] = {}
        self.hold_numbers: set[str] = set()
        """Every reference of a hold that was ever used."""
        self.reports: dict[str, IssuedReport] = {}
        self.losses: dict[int, Loss] = {}
        """By the position of the entry that accepts them."""

    # What others ask ----------------------------------------------------------------------------------------------

    @property
    def is_staffed(self) -> bool:
        """Whether anybody was ever given a role: from then on roles are checked."""
        return bool(self.grants)

    def roles_of(self, person: str, on: date) -> Iterator[Held]:
        """The roles that somebody may act in on a day, their own first, then those of whom they stand in for.

        Standing in goes one step: a deputy of a deputy has the deputy's own roles only.
        """
        yield from self._own_roles(person, on)
        for one in self.deputies.values():
            if one.deputising.deputy == person and one.time.on(on) and self.is_there(person, on):
                yield from self._lent(one.deputising, on)

    def _own_roles(self, person: str, on: date) -> Iterator[Held]:
        for one in self.grants.values():
            if one.grant.person == person and one.time.on(on) and self.is_there(person, on):
                yield Held(one.grant.role, one.grant.project, one.grant.provider)

    def _lent(self, deputising: Deputising, on: date) -> Iterator[Held]:
        for held in self._own_roles(deputising.person, on):
            if not deputising.roles or held.role in deputising.roles:
                yield replace(held, instead_of=deputising.person)

    def is_there(self, person: str, on: date | None) -> bool:
        """Whether somebody is registered and has not left before that day."""
        known = self.people.get(person)
        return known is not None and (known.left_on is None or (on is not None and on <= known.left_on))

    def endless_administrators(self) -> tuple[Granted, ...]:
        """The grants that make sure that somebody can always give roles: without end, for the whole region."""
        return tuple(one for one in self.grants.values() if one.is_endless_administrator and self._stays(one))

    def _stays(self, granted: Granted) -> bool:
        known = self.people.get(granted.grant.person)
        return known is not None and known.left_on is None

    def holds_on(self, person: str | None = None) -> tuple[str, ...]:
        """The holds that stand in the way of erasing somebody; with nobody named, those on everybody."""
        return tuple(hold.hold for hold in self.holds.values() if hold.person in (None, person))

    def card(self, on: date) -> Card:
        """How many people there are, who may do what, and what is held; never a name."""
        return {
            "people": sum(self.is_there(person, on) for person in self.people),
            "roles": {
                person: tuple(dict.fromkeys(held.role for held in self.roles_of(person, on)))
                for person in self.people
                if any(True for _ in self.roles_of(person, on))
            },
            "holds": tuple(self.holds),
            "reports": tuple(self.reports),
            "losses": tuple(self.losses.values()),
        }

    # What a decision asks first -----------------------------------------------------------------------------------

    def ask_about_office(self, case: Case) -> None:
        rules.one_in_the_ledger(case, ALWAYS, office=self.id, one=OFFICE)

    def ask_about_person(self, case: Case, person: str) -> Person:
        """Somebody who was registered and not erased."""
        known = self.people.get(person)
        rules.registered_first(case, ALWAYS, person=person, is_known=known is not None)
        assert known is not None
        rules.not_erased(case, ALWAYS, person=person, is_erased=known.is_erased)
        return known

    def ask_about_staying(self, case: Case, person: str) -> None:
        """The same, and who has not left."""
        rules.there(case, case.day, person=person, left_on=self.ask_about_person(case, person).left_on)
