"""The card of a mandate: what it was on a day, with its money by that day."""

from datetime import date
from typing import Any

from domain.kernel.card import Card, Inferred, Undecided, those_there
from domain.mandate.book import YearBook
from domain.mandate.judging import Judging
from domain.mandate.records import Entrusted


def mandate_card(mandate: Judging, on: date) -> Card:
    """The fields of a mandate as of the day; what a takeover concluded is marked as inferred."""
    values = {
        **_identity(mandate),
        **_life(mandate, on),
        "services": {one.key: _service(one, on) for one in mandate.services.values()} or None,
        **_money(mandate, on),
        **_duties(mandate, on),
    }
    return {name: _marked(mandate, name, value) for name, value in values.items()}


def _marked(mandate: Judging, name: str, value: object) -> object:
    return Inferred(value) if value is not None and name in mandate.inferred else value


def _identity(mandate: Judging) -> Card:
    provider = mandate.provider
    return {
        "number": mandate.number,
        "provider": provider.name if provider else None,
        **those_there(provider_ico=provider.ico or provider.ico_as_written if provider else None),
        "instrument": mandate.instrument,
        **those_there(
            contract=mandate.contract,
            clause=mandate.clause,
            acts=mandate.acts,
            project=mandate.project,
            resolution=mandate.resolution or mandate.resolution_as_written,
        ),
    }


def _life(mandate: Judging, on: date) -> Card:
    valid = mandate.is_valid_on(on)
    return {
        "valid": valid if valid.decided is not None else _why_undecided(mandate),
        "legal_basis": mandate.legal_basis.on(on),
        "issued_on": mandate.issued_on,
        "accepted_on": mandate.accepted_on,
        "first_day": mandate.first_day,
        "last_day": mandate.last_day,
        "carry_over_allowed": mandate.is_carry_over_allowed.on(on),
        **those_there(
            period_as_written=mandate.period_as_written.raw if mandate.period_as_written else None,
            suspended=mandate.suspended.on(on) or None,
            revoked_on=mandate.revoked_on,
            expired_on=mandate.expired_on,
            lost=tuple(f"{name} {key}".strip() for (name, key), held in mandate.lost.items() if held.on(on)),
        ),
    }


def _why_undecided(mandate: Judging) -> Undecided:
    written = mandate.period_as_written
    return Undecided("period-not-certain", written.raw) if written else Undecided("no-period")


def _service(one: Entrusted, on: date) -> dict[str, Any]:
    capacities = one.capacities.on(on) or ()
    return {
        "section": one.section,
        "orps": one.orps.on(on) or None,
        **those_there(
            region=one.region.raw if one.region else None,
            capacities={f"{capacity.form} {capacity.unit}": capacity.amount for capacity in capacities},
        ),
    }


def _money(mandate: Judging, on: date) -> Card:
    """By service and year; what is not attributed to a service stands under the year alone."""
    years = {f"{key} {year}".strip(): _year(book, on) for (key, year), book in sorted(mandate.books.items())}
    carried = {f"{key} {year}": amount for (key, year), (amount, _) in sorted(mandate.carried_in.items())}
    return those_there(years=years, carried_in=carried)


def _year(book: YearBook, on: date) -> dict[str, Any]:
    checks = [check for check in book.checks if (check.checked_on or date.min) <= on]
    result = checks[-1].result if checks else None
    return {
        "compensation": book.compensation.on(on),
        "committed": book.committed_in_all(on),
        "public_money": book.public_money(on),
        **those_there(
            verdict=result.outcome if result else None,
            net_cost=result.net_cost if result else None,
            overcompensation=result.overcompensation if result and not result.overcompensation.is_zero else None,
        ),
    }


def _duties(mandate: Judging, on: date) -> Card:
    """What waits, and until when."""
    checks = {key: due.legal_last_day for key in mandate.services if (due := mandate.check_due(key))}
    waiting = {
        name: grant.register_by.legal_last_day
        for name, grant in mandate.grants.items()
        if grant.register_by and not grant.is_recorded
    }
    return those_there(
        check_by=checks,
        final_check_by=mandate.final_check_by.legal_last_day if mandate.final_check_by else None,
        open_claims=mandate.open_claims_on(on),
        de_minimis_to_record=waiting,
        records_until=mandate.records_until,
        holds=tuple(mandate.holds),
    )
