"""The card of a registered service: what it was on a day."""

from datetime import date

from domain.kernel.card import Card, Inferred, Undecided, those_there
from domain.service.service import Service


def service_card(service: Service, on: date) -> Card:
    """The fields of a service as of the day."""
    provider = service.provider.on(on)
    registered = service.registered_on(on)
    capacities = {f"{form} {unit}": held.on(on) for (form, unit), held in service.capacities.items()}
    values = {
        "registration_number": service.registration_number,
        "provider": provider.name if provider else None,
        **those_there(provider_ico=(provider.ico or provider.ico_as_written) if provider else None),
        "section": service.section.on(on),
        **those_there(kind_as_written=service.kind_as_written.on(on)),
        "name": service.name.on(on),
        "forms": service.forms.on(on),
        "capacities": {name: amount for name, amount in capacities.items() if amount is not None} or None,
        **those_there(target_groups=service.target_groups.on(on), places=service.places_on(on)),
        "registered": registered if registered.decided is not None else Undecided("no-day-of-registration"),
        "registered_since": service.validity.since,
        **those_there(deregistered_on=service.validity.ended_on),
    }
    return {name: _marked(service, name, value) for name, value in values.items()}


def _marked(service: Service, name: str, value: object) -> object:
    return Inferred(value) if value is not None and name in service.inferred else value
