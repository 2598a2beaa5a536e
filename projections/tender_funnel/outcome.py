"""How rounds, lots and tenders ended, or that they have not."""

from collections.abc import Iterable
from enum import StrEnum

from domain.tender.payloads import StatedOutcome
from projections.tender_funnel.picture import LotPicture, TenderPicture
from projections.tender_funnel.rounds import RoundPicture, Stage
from projections.tender_funnel.view import Document


class LotOutcome(StrEnum):
    """How a lot, or one round of it, ended."""

    OPEN = "open"
    AWARDED = "awarded"
    """To a provider with whom no contract is on file yet, or so a source says."""
    CONTRACTED = "contracted"
    CANCELLED = "cancelled"
    UNAWARDED = "unawarded"
    CONTINUED = "continued elsewhere"
    """Called again in another tender."""
    NOT_WON = "not won"
    """So a source says, without saying why."""
    NOT_KNOWN = "not known"

    @property
    def is_won(self) -> bool:
        return self in {LotOutcome.AWARDED, LotOutcome.CONTRACTED}


class Outcome(StrEnum):
    """How a tender ended."""

    OPEN = "open"
    AWARDED = "awarded"
    """Every lot went to somebody."""
    PARTLY_AWARDED = "partly awarded"
    NOT_AWARDED = "not awarded"
    NOT_KNOWN = "not known"


def round_outcome(one: RoundPicture) -> LotOutcome:
    """How a round ended."""
    if one.failed is not None:
        return LotOutcome.CANCELLED if one.failed is Stage.CANCELLED else LotOutcome.UNAWARDED
    if one.awarded is None:
        return LotOutcome.OPEN
    return LotOutcome.CONTRACTED if one.is_contracted else LotOutcome.AWARDED


def lot_outcome(lot: LotPicture) -> LotOutcome:
    """How a lot ended: in its latest round, or as a source says."""
    if lot.continued_in is not None:
        return LotOutcome.CONTINUED
    if lot.current is not None:
        return round_outcome(lot.current)
    if lot.is_abandoned:
        return LotOutcome.CANCELLED
    return _as_stated(lot.stated) or (LotOutcome.NOT_KNOWN if lot.is_old else LotOutcome.OPEN)


def outcome_of(tender: TenderPicture) -> Outcome:
    """How a tender ended; of an old one whose source says nothing, nobody knows."""
    found = [lot_outcome(lot) for lot in tender.lots.values()]
    if not found and tender.about is not None and tender.about.is_taken_over:
        return _together([_as_stated(tender.about.outcome) or LotOutcome.NOT_KNOWN])
    return _together(found)


def _as_stated(said: Document | None) -> LotOutcome | None:
    is_won = StatedOutcome.model_validate(said).is_won if said else None
    return None if is_won is None else LotOutcome.AWARDED if is_won else LotOutcome.NOT_WON


def _together(found: Iterable[LotOutcome]) -> Outcome:
    lots = set(found)
    if LotOutcome.OPEN in lots or not lots:
        return Outcome.OPEN
    if LotOutcome.NOT_KNOWN in lots:
        return Outcome.NOT_KNOWN
    won = {one.is_won for one in lots}
    return Outcome.PARTLY_AWARDED if len(won) > 1 else Outcome.AWARDED if True in won else Outcome.NOT_AWARDED
