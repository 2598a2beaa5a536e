"""What is published about a mandate and reported to the Commission."""

from typing import Annotated

from pydantic import Field

from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.stamp import Reference
from domain.mandate.payloads import Rate, ReportedService, Year

Url = Annotated[str, Field(min_length=1, max_length=2000)]


class Publication(Payload):
    """Where the compensation of a year stands on the internet, and where the act or its summary does.

    `has_other_activities` says whether the provider does more than what it is entrusted with.
    """

    year: Year
    url: Url
    amount: Money
    entrustment_url: Url | None = None
    has_other_activities: bool | None = None
    rate: Rate | None = None


class TransparencyPublished(Publication, Event):
    """The compensation of a year was published; `is_duty` where the Decision asks for it, else it was voluntary."""

    topic = "mandate.transparency-published"

    amount_eur: Money | None = None
    is_duty: bool | None = None


class ReportInclusion(Payload):
    """A year of the mandate in the report to the Commission of the year `report`."""

    report: Reference
    report_year: Year
    year: Year


class ReportToCommissionIncluded(ReportInclusion, Event):
    """The figures of a year went into a report to the Commission, as they were known then."""

    topic = "mandate.report-to-commission-included"

    services: tuple[ReportedService, ...]
