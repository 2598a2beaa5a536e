"""Which inspections a command is about: one by its number, or those of a provider or a contract."""

from dataclasses import dataclass
from uuid import UUID

from adapters.cli.files import checked, find
from adapters.cli.moments import Asked
from adapters.cli.session import Session
from adapters.cli.views import up_to_date
from application.replay import Replay
from projections.inspection_plan import INSPECTION_PLAN, providers_named


@dataclass(frozen=True)
class Wanted:
    """What was asked for, as the views look for it; None does not matter."""

    inspection: UUID | None
    providers: frozenset[str] | None
    contract: UUID | None


def wanted(
    session: Session, asked: Asked, *, inspection: str | None, provider: str | None, contract: str | None
) -> Wanted:
    """The inspections that somebody means. Raises NotFound."""
    return Wanted(
        inspection=None if inspection is None else _file(session, "inspection", inspection, asked),
        providers=None if provider is None else _providers(session, provider, asked),
        contract=None if contract is None else _file(session, "contract", contract, asked),
    )


def _file(session: Session, kind: str, written: str, asked: Asked) -> UUID:
    """Its identifier; a UUID may name a file of another kind. Raises NotFound."""
    file = find(session, kind, written, asked)
    checked(file, Replay(session.parts.ledger, session.parts.decode).entries(file.id))
    return file.id


def _providers(session: Session, written: str, asked: Asked) -> frozenset[str]:
    return providers_named(up_to_date(session, INSPECTION_PLAN), written, known=asked.known)
