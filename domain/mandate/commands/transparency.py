"""What may be asked about publication and reports."""

from domain.kernel.command import Act
from domain.mandate.events.transparency import Publication, ReportInclusion


class PublishCompensation(Publication, Act):
    """Publish the compensation of a year; above EUR 15 million this is a duty."""

    topic = "mandate.publish-compensation"


class IncludeInReport(ReportInclusion, Act):
    """Put a year of the mandate into a two-yearly report to the Commission."""

    topic = "mandate.include-in-report"
