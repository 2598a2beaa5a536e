"""The card of a grant project: what it was on a day, with what it promised, claimed and received."""

from datetime import date

from domain.kernel.as_written import PeriodAsWritten
from domain.kernel.card import Card, Inferred, Undecided, those_there
from domain.project.project import Project


def project_card(project: Project, on: date) -> Card:
    """The fields of a project as of the day."""
    values = {**_identity(project), **_frame(project, on), **_promises(project, on), **_money(project)}
    return {name: _marked(project, name, value) for name, value in values.items()}


def _marked(project: Project, name: str, value: object) -> object:
    return Inferred(value) if value is not None and name in project.inferred else value


def _identity(project: Project) -> Card:
    return {
        "number": project.number,
        **those_there(code=project.code),
        "title": project.title,
        **those_there(description=project.description),
        "programme": project.programme,
        **those_there(call=project.call),
        "owner": project.owner.name if project.owner else None,
        **those_there(grant_decision=project.grant_decision, resolution=project.resolution),
    }


def _frame(project: Project, on: date) -> Card:
    period = project.period_on(on)
    written = period.raw if isinstance(period, PeriodAsWritten) else None
    runs = project.runs_on(on)
    undecided = Undecided("period-not-certain" if written else "no-period", written)
    return {
        "runs": runs if runs.decided is not None else undecided,
        "period": period,
        **those_there(other_periods=project.other_periods),
        "budget": project.budget.on(on),
        **those_there(
            budget_as_written=project.budget_as_written,
            funding=project.funding.on(on),
            supported=project.supported,
            target_groups=project.target_groups,
            closed_on=project.closed_on,
            retention_until=project.retention_until,
        ),
    }


def _promises(project: Project, on: date) -> Card:
    targets = {name: held.on(on) for name, held in project.indicator_targets.items()}
    allocations = {str(service): held.on(on) for service, held in project.allocations.items()}
    return those_there(
        indicator_targets={name: target for name, target in targets.items() if target is not None},
        supports=tuple(project.supports.values()),
        allocations={service: amount for service, amount in allocations.items() if amount is not None},
        key_activities=tuple(project.key_activities.values()),
    )


def _money(project: Project) -> Card:
    if not project.payment_claims:
        return those_there(received=project.received if project.receipts else None)
    return {"claimed": project.claimed(), "approved": project.approved, "received": project.received}
