"""What a registered service is made of: values that its commands and events share."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator

from domain.kernel.event import Payload
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.law import ServiceSection
from domain.kernel.quantity import Quantity
from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import Ico, InvalidIdentifier, OrpCode, RegistrationNumber
from domain.kernel.stamp import Reference

SectionAsWritten = Annotated[Reference, AfterValidator(ServiceSection.normalised)]
"""A section of Act 108/2006, "43" or "§ 43". Any text is taken; whether it is a kind of service the rules say."""


class Organisation(Payload):
    """A legal person or an entrepreneur. An IČO that cannot be right stands in `ico_as_written` alone."""

    name: Reference
    ico: Ico | None = None
    ico_as_written: Reference | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_ico(cls, value: object) -> object:
        """The IČO as written is read where it can be right; otherwise the rules find it."""
        if not isinstance(value, Mapping) or value.get("ico") or not isinstance(value.get("ico_as_written"), str):
            return value
        with suppress(InvalidIdentifier):
            return {**value, "ico": Ico(value["ico_as_written"])}
        return value


class Capacity(Payload):
    """How much of one form the service offers at a time, in one unit."""

    form: Form
    unit: CapacityUnit
    amount: Quantity


class Place(Payload):
    """Where the service is provided. `place` is the register's key of it, or a short name unique in the service."""

    place: Reference
    municipality: Reference | None = None
    orp: OrpCode | None = None
    region: RegionAsWritten | None = None


class Registration(Payload):
    """A service as the register shows it. The effective date is the first day of the registration."""

    registration_number: RegistrationNumber
    provider: Organisation
    section: SectionAsWritten
    kind_as_written: Reference | None = None
    name: Reference | None = None
    forms: tuple[Form, ...]
    capacities: tuple[Capacity, ...] = ()
    target_groups: tuple[Reference, ...] = ()
    places: tuple[Place, ...] = ()


class OldService(Payload):
    """A service as old records speak of it; what they do not say stays absent.

    The effective date is the first day of the registration, unknown where the records do not state it.
    """

    registration_number: RegistrationNumber | None = None
    provider: Organisation | None = None
    section: SectionAsWritten | None = None
    kind_as_written: Reference | None = None
    name: Reference | None = None
    forms: tuple[Form, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    target_groups: tuple[Reference, ...] = ()
    places: tuple[Place, ...] = ()


class Parameters(Payload):
    """What changed of a service, in full; what is absent stays as it was."""

    section: SectionAsWritten | None = None
    kind_as_written: Reference | None = None
    name: Reference | None = None
    forms: tuple[Form, ...] | None = None
    target_groups: tuple[Reference, ...] | None = None

    @property
    def says_something(self) -> bool:
        return any(value is not None for value in self.parameters.values())

    @property
    def parameters(self) -> dict[str, Any]:
        """The changeable values alone, whatever else a subclass holds."""
        return {name: getattr(self, name) for name in Parameters.model_fields}
