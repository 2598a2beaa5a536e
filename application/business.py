"""The business that this program knows: importing it registers every aggregate with its commands, events and rules."""

from domain.contract.contract import Contract
from domain.kernel.aggregate import Aggregate
from domain.kernel.configuration import Configuration, load_configuration
from domain.project.project import Project
from domain.service.service import Service

BUSINESS: tuple[type[Aggregate], ...] = (Project, Service, Contract)
"""The aggregates in the order in which they stand on each other."""


def business_configuration() -> Configuration:
    """The dated values of every aggregate's package."""
    return load_configuration(f"domain.{aggregate.kind}" for aggregate in BUSINESS)
