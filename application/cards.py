"""The card of any file on a day: its fields, and the anomalies that are open beside it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.contract.card import contract_card
from domain.inspection.card import inspection_card
from domain.kernel.aggregate import Aggregate
from domain.kernel.card import Card
from domain.project.card import project_card
from domain.service.card import service_card

CARDS: Mapping[str, Callable[[Any, date], Card]] = {
    "project": project_card,
    "service": service_card,
    "contract": contract_card,
    "inspection": inspection_card,
}
"""By the kind of the file, for those that do not make their card themselves."""


def card(state: Aggregate, on: date) -> Card:
    """The fields of a file on that day; last the codes of its open anomalies."""
    own: Callable[[date], Card] | None = getattr(state, "card", None)
    values = own(on) if own else CARDS[state.kind](state, on)
    anomalies = [ref.code for ref, since in state.open_anomalies.items() if since is None or since <= on]
    return {**values, "open_anomalies": tuple(sorted(anomalies))}
