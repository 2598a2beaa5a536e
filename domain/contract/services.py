"""The services that a contract names: of one on file its number is kept, so that it is one however it was named.

Payments name a service by its number, so the decision about them needs it. No decision needs its section, which may
change: readers take that from the file, as of the day that they ask about.
"""

from collections.abc import Iterator
from typing import TypeVar
from uuid import UUID

from domain.contract.commands.conclusion import ConcludeContract, RecordConclusion
from domain.contract.events.conclusion import Terms
from domain.contract.payloads import ServiceRef
from domain.contract.rules import order
from domain.contract.state import ContractState
from domain.kernel.case import Case
from domain.kernel.command import Command
from domain.kernel.event import Event
from domain.service.service import Service

T = TypeVar("T", bound=Terms)


class NamedServices(ContractState):
    """Looks the number of a service up in its file when the terms are said, or at the latest at the conclusion."""

    def relies_on(self, command: Command) -> Iterator[UUID]:
        """At the conclusion the files of services that were named without a number too."""
        yield from super().relies_on(command)
        if isinstance(command, ConcludeContract | RecordConclusion):
            yield from (one.service for one in self.services if one.service is not None and one.registration is None)

    def completed(self, event: Event, case: Case) -> Event:
        return with_numbers(event, case) if isinstance(event, Terms) else super().completed(event, case)

    def numbered_services(self, case: Case) -> tuple[ServiceRef, ...]:
        """The services with the numbers that their files have got since; nothing where that says nothing new."""
        known = tuple(_numbered(one, case) if one.registration is None else one for one in self.services)
        return known if known != self.services else ()


def with_numbers(terms: T, case: Case) -> T:
    """The same terms, each service on file with its number. A number that is stated must be that of the file."""
    return terms.model_copy(update={"services": tuple(_numbered(one, case) for one in terms.services)})


def _numbered(one: ServiceRef, case: Case) -> ServiceRef:
    if one.service is None:
        return one
    registered = case.other(Service, one.service).registration_number
    order.service_as_registered(case, order.ALWAYS, stated=one.registration, registered=registered)
    return one.model_copy(update={"registration": registered or one.registration})
