"""Until when the contract on a round has to wait, as far as that is known.

The ladder of § 246 Act 134/2016 as the tender itself asks it; a test compares the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from projections.tender_funnel.picture import TenderPicture
from projections.tender_funnel.rounds import ObjectionPicture, RoundPicture


@dataclass(frozen=True, slots=True)
class Standstill:
    """Whether the contract has to wait for anything at all, and until which day; None is not known."""

    is_needed: bool
    last_day: date | None


def standstill(tender: TenderPicture, one: RoundPicture, *, on: date) -> Standstill:
    """What keeps the contract on a round waiting, as it stood on that day."""
    days = list(_last_days(tender, one, on=on))
    known = [day for day in days if day is not None]
    return Standstill(bool(days), max(known) if known and len(known) == len(days) else None)


def _last_days(tender: TenderPicture, one: RoundPicture, *, on: date) -> Iterator[date | None]:
    """The last day of each thing that is waited for; None where it is not known."""
    for measure in tender.measures.values():
        if one.key in measure.rounds and not measure.is_ended:
            yield None
    if not tender.has_standstill:
        return
    for _, _, told in one.notices():
        limit = told.objections_until if told else None
        yield limit.legal_last_day if limit else None
    for objection in _waiting(tender, one):
        petition = objection.petition_limit
        yield petition.legal_last_day if petition else None
    for filed in tender.petitions.values():
        if one.key in filed.rounds and (filed.is_pending(on) or filed.last_blocked_day is not None):
            yield filed.last_blocked_day


def _waiting(tender: TenderPicture, one: RoundPicture) -> Iterator[ObjectionPicture]:
    """The objections in time after which a petition can still follow: not upheld, and not followed by one yet."""
    followed = {filed.objection for filed in tender.petitions.values()}
    for objection in tender.objections.values():
        is_settled = objection.outcome == "UPHELD" or objection.objection in followed
        if one.key in objection.rounds and not objection.is_late and not is_settled:
            yield objection
