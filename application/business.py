"""The business that this program knows: importing it registers every aggregate with its commands, events and rules."""

import domain.kernel.identity  # noqa: F401  # the rules that the engine asks, and no aggregate
from domain.contract.contract import Contract
from domain.inspection.inspection import Inspection
from domain.kernel.aggregate import Aggregate
from domain.kernel.configuration import Configuration, load_configuration
from domain.mandate.mandate import Mandate
from domain.methodology.methodology import Methodology
from domain.network_entry.network_entry import NetworkEntry
from domain.office.office import Office
from domain.project.project import Project
from domain.service.service import Service
from domain.tender.tender import Tender

BUSINESS: tuple[type[Aggregate], ...] = (
    Project,
    Service,
    Methodology,
    Tender,
    NetworkEntry,
    Mandate,
    Contract,
    Inspection,
    Office,
)
"""The aggregates in the order in which they stand on each other."""


def is_business(module: str) -> bool:
    """Whether a module belongs to these aggregates or to the kernel that they stand on."""
    return module.split(".")[:2] in [["domain", "kernel"], *(["domain", aggregate.kind] for aggregate in BUSINESS)]


def business_configuration() -> Configuration:
    """The dated values of every aggregate's package."""
    return load_configuration(f"domain.{aggregate.kind}" for aggregate in BUSINESS)
