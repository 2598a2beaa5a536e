"""What every decision about a project asks first."""

from datetime import date

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.money import Money
from domain.project.rules import frame
from domain.project.state import ProjectState


def law_day(case: Case) -> date:
    """The day on which a provision is asked; on an unknown day as it first read."""
    return case.day or frame.ESF


def note_period(case: Case, period: PeriodAsWritten | None) -> None:
    """What a period as written does not say clearly stands beside the fact."""
    for anomaly in period.anomalies() if period else ():
        case.note(anomaly.code, facts=anomaly.facts, raw=anomaly.raw)


class AskedProject(ProjectState):
    """A project that answers for the order of things."""

    def ask_about_change(self, case: Case) -> None:
        """It must be on file, and not closed on the day of the change."""
        frame.opened_first(case, ALWAYS, version=self.version)
        frame.changed_before_closing(case, law_day(case), day=case.day, closed_on=self.closed_on)

    def ask_about_amounts(self, case: Case, *amounts: Money) -> None:
        """Amounts are above zero and in the project's currency."""
        frame.amount_positive(case, ALWAYS, amounts=amounts)
        self.ask_about_currency(case, *amounts)

    def ask_about_currency(self, case: Case, *amounts: Money) -> None:
        currencies = (self.currency, *(amount.currency for amount in amounts))
        frame.one_currency(case, ALWAYS, currencies=currencies)
