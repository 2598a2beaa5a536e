"""What the provider reports about the service, and what the region says to it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.kernel.event import Event, Payload
from domain.kernel.money import Money
from domain.kernel.period import Period
from domain.kernel.prose import Prose
from domain.kernel.quantity import Quantity
from domain.kernel.registry import RegistrationNumber
from domain.kernel.stamp import Reference

Count = Annotated[Quantity, Field(ge=0, max_digits=12, decimal_places=2)]
"""A count or a share of one, exact to two decimals."""

Year = Annotated[int, Field(ge=1993, le=2200)]


class ServiceFigures(Payload):
    """What the service did: supported persons, full-time equivalents of direct care, and bounded units of expert help.

    A direct unit is work with the client present, a unit in favour is work for one specific client.
    """

    persons: Annotated[int, Field(ge=0)] | None = None
    fte: Count | None = None
    units_direct: Count | None = None
    units_in_favour: Count | None = None


class MonitoringReport(Payload):
    """An interim or final report of the provider about a period."""

    report: Reference
    period: Period
    is_final: bool = False
    figures: ServiceFigures | None = None
    costs: Money | None = None
    revenues: Money | None = None


class MonitoringReportSubmitted(MonitoringReport, Event):
    """The provider submitted a report, or submitted a returned one again."""

    topic = "contract.monitoring-report-submitted"


class ReportReturn(Payload):
    """Why a report goes back to the provider, and until when it is to come again."""

    report: Reference
    grounds: Prose
    complete_by: date | None = None


class MonitoringReportReturned(ReportReturn, Event):
    """The region returned a report to be completed."""

    topic = "contract.monitoring-report-returned"


class ReportAcceptance(Payload):
    """The report that is accepted."""

    report: Reference


class MonitoringReportAccepted(ReportAcceptance, Event):
    """The region accepted a report; instalments that depend on it may be ordered."""

    topic = "contract.monitoring-report-accepted"


class Achievement(Payload):
    """What an indicator reached in a period, and together so far.

    Of persons only counts are kept: `below_bagatelle` of those supported too little to be counted, `fewest_hours` the
    support of whoever was counted with the least of it.
    """

    indicator: Reference
    period: Period
    value: Count
    cumulative: Count | None = None
    below_bagatelle: Annotated[int, Field(ge=0)] | None = None
    fewest_hours: Count | None = None


class IndicatorAchievementRecorded(Achievement, Event):
    """It became known what an indicator reached."""

    topic = "contract.indicator-achievement-recorded"


class FurtherSource(Payload):
    """Other public money for the same service and year."""

    funder: Reference
    amount: Money
    year: Year
    service: RegistrationNumber | None = None


class FurtherSourceReported(FurtherSource, Event):
    """The provider, or the funder, reported another source within the compensation payment."""

    topic = "contract.further-source-reported"


class CostDecision(Payload):
    """How much of one line of a settlement is not eligible, and why; zero takes an earlier decision back."""

    year: Year
    item: Reference
    ineligible: Money
    grounds: Prose
    service: RegistrationNumber | None = None


class CostLineDecided(CostDecision, Event):
    """The region decided about a cost line of a settlement."""

    topic = "contract.cost-line-decided"
