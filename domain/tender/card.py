"""The state of a tender on a day as plain values, for a card."""

from datetime import date
from typing import Any

from domain.tender.payloads import prague_day
from domain.tender.records import Lot, Round
from domain.tender.standstill import Waiting


class Card(Waiting):
    """Tells what was so on a day. None stands for what is not known."""

    def card(self, on: date | None) -> dict[str, Any]:
        """The tender on that day; every amount, day and status as it is kept."""
        return {
            "number": self.number,
            "title": self.title,
            "status": self.status.on(on),
            "regime": self.regime,
            "section": self.section,
            "service_as_written": self.service_as_written,
            "project": self.project,
            "estimated_value": self.estimated_value,
            "price_percent": self.price_percent,
            "resolution": self.resolution,
            "approved_on": _by(self.approved_on, on),
            "started_on": _by(self.started_on, on),
            "is_open": self.is_open(on),
            "closed_on": _by(self.closed_on, on),
            "documents_kept_until": self.documents_kept_until if _by(self.closed_on, on) else None,
            "lots": {name: self._lot(lot, on) for name, lot in self.lots.items()},
            "objections": sorted(o.objection for o in self.objections.values() if _by(o.counts_on, on)),
            "petitions_pending": sorted(p.petition for p in self.petitions.values() if p.is_pending(on)),
            "measures_in_force": sorted(m.measure for m in self.measures.values() if m.is_in_force(on)),
            "outcome": self.outcome,
            "one_of": self.one_of,
            "inferred": sorted(self.inferred),
        }

    def _lot(self, lot: Lot, on: date | None) -> dict[str, Any]:
        return {
            "title": lot.terms.title,
            "orps": lot.terms.orps,
            "region": lot.terms.region.raw if lot.terms.region else None,
            "estimated_value": lot.terms.estimated_value,
            "continued_in": lot.continued_in,
            "stated": lot.stated,
            "rounds": [self._round(one, on) for one in lot.rounds.values() if one.status.on(on) is not None],
        }

    def _round(self, one: Round, on: date | None) -> dict[str, Any]:
        """Before the opening nothing is told of the bids but how many have come."""
        status = _status(one, on)
        conclusion = self.may_conclude(lot=one.lot, number=one.number, on=on) if _is_chosen(one, on) else None
        return {
            "round": one.number,
            "status": status,
            "bids_until": one.bids_until,
            "documents_version": sum(1 for version in one.documents if _by(version.from_day, on)) or None,
            "bids_received": sum(1 for bid in one.bids.values() if _by(prague_day(bid.received_at), on)),
            "selected": one.selected.bid if one.selected and _by(one.selected.on, on) else None,
            "awarded_to": one.awarded.provider if one.awarded and _by(one.awarded.on, on) else None,
            "price": one.awarded.price if one.awarded and _by(one.awarded.on, on) else None,
            "contracted": one.awarded.contracted if one.awarded and _by(one.awarded.on, on) else None,
            "may_conclude": conclusion.answer if conclusion else None,
            "against": conclusion.against if conclusion else (),
        }


def _by(day: date | None, on: date | None) -> date | None:
    """The day, where it had come by then; on an unknown day whatever is known."""
    return day if day is None or on is None or day <= on else None


def _is_chosen(one: Round, on: date | None) -> bool:
    return one.selected is not None and _by(one.selected.on, on) is not None and one.failed is None


def _status(one: Round, on: date | None) -> str | None:
    """The status that was recorded, or that the time for bids is over."""
    recorded = one.status.on(on)
    is_over = on is not None and one.deadline_day is not None and one.deadline_day < on
    return "BIDS_CLOSED" if recorded == "CALLED" and is_over else recorded
