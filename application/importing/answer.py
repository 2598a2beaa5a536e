"""What the ledger answered to a line, as a problem that is told."""

from application.block import Answer, HeldBack
from application.engine import Outcome
from application.errors import CommandReused, NotAllowed, NotFound
from application.importing.line import Place, Problem, ProblemKind
from domain.kernel.rule import Refused


def problem_of(place: Place, answer: Answer) -> Problem | None:
    """Why the line that stands there was not taken; None where it was."""
    match answer:
        case Outcome():
            return None
        case Refused():
            return Problem(place, ProblemKind.REFUSED, violations=answer.violations)
        case HeldBack():
            return Problem(place, ProblemKind.HELD_BACK)
        case CommandReused():
            return Problem(place, ProblemKind.REUSED, {"position": answer.first_position})
        case NotAllowed():
            return Problem(place, ProblemKind.NOT_ALLOWED, {"role": answer.role, "command": answer.topic})
        case NotFound():
            return Problem(place, ProblemKind.UNKNOWN_REFERENCE, missing_facts(answer))
    return Problem(place, ProblemKind.CONFLICT)


def missing_facts(missing: NotFound) -> dict[str, str]:
    """What a line named that is not known."""
    return {"kind": missing.kind, "reference": str(missing.identifier)}
