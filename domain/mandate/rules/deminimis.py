"""Small aid for services of general economic interest (de minimis)."""

from datetime import date

from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

OLD_REGULATION = date(2012, 4, 29)
"""Regulation (EU) No 360/2012 is in force from this day, until 31 December 2023."""
NEW_REGULATION = date(2024, 1, 1)
"""Regulation (EU) 2023/2832 is in force from this day."""
CENTRAL_REGISTER = date(2010, 1, 1)


@rule(
    "mandate.de-minimis-within-limit",
    label="DE_MINIMIS_ABOVE_LIMIT",
    cites=Citation("360/2012", "Art. 2(2)"),
    since=OLD_REGULATION,
    until=NEW_REGULATION,
    cs="Podpora de minimis na služby obecného hospodářského zájmu nepřesáhne za tři účetní období stanovenou částku.",
)
def de_minimis_within_limit(*, granted: Money | None, asked: Money, limit: Money | None) -> bool | None:
    """Small aid for services of general economic interest stays within the limit over three fiscal years."""
    return None if granted is None or limit is None else granted + asked <= limit


@de_minimis_within_limit.version(
    cites=Citation("2023/2832", "Art. 3(2)"),
    since=NEW_REGULATION,
    cs="Podpora de minimis na služby obecného hospodářského zájmu nepřesáhne za kterékoli tři roky stanovenou částku.",
)
def _over_any_three_years(*, granted: Money | None, asked: Money, limit: Money | None) -> bool | None:
    """Small aid for services of general economic interest stays within the limit over any three years."""
    return None if granted is None or limit is None else granted + asked <= limit


@rule(
    "mandate.register-consulted",
    label="REGISTER_NOT_CONSULTED",
    cites=Citation("215/2004", "§ 3a"),
    since=CENTRAL_REGISTER,
    cs="Před poskytnutím podpory de minimis se v den poskytnutí ověří limit v centrálním registru.",
)
def register_consulted(*, granted_on: date | None, seen_on: date | None) -> bool:
    """Before small aid is granted the limit is looked up in the central register, on the day of the grant."""
    return seen_on is not None and seen_on == granted_on


@rule(
    "mandate.rate-of-the-day",
    label="RATE_OF_ANOTHER_DAY",
    cites=Citation("215/2004", "§ 3a"),
    since=CENTRAL_REGISTER,
    cs="Na eura se přepočítává kurzem platným v den poskytnutí.",
)
def rate_of_the_day(*, rate_day: date, valid_rate_day: date) -> bool:
    """Crowns are converted by the rate valid on the day of the grant: that of the last working day."""
    return rate_day == valid_rate_day


@rule(
    "mandate.de-minimis-recorded-in-time",
    label="DE_MINIMIS_RECORDED_LATE",
    cites=Citation("215/2004", "§ 3a"),
    since=CENTRAL_REGISTER,
    cs="Podpora de minimis se do centrálního registru zapisuje do pěti pracovních dnů od poskytnutí.",
)
def de_minimis_recorded_in_time(
    *, grant: str, recorded_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """Small aid is entered in the central register within five working days of the grant."""
    return None if days_late is None else days_late == 0


@rule(
    "mandate.not-cumulated",
    label="DE_MINIMIS_CUMULATED",
    cites=Citation("360/2012", "Art. 2(8)"),
    since=OLD_REGULATION,
    until=NEW_REGULATION,
    cs="Podpora de minimis se nespojuje s vyrovnávací platbou za tutéž službu.",
)
def not_cumulated(*, service: str, has_de_minimis: bool, has_compensation: bool) -> bool:
    """Small aid is not joined with compensation for the same service."""
    return not (has_de_minimis and has_compensation)


@not_cumulated.version(
    cites=Citation("2023/2832", "Art. 5"),
    since=NEW_REGULATION,
    cs="Podpora de minimis se nespojuje s vyrovnávací platbou za tutéž službu.",
)
def _still_not_cumulated(*, service: str, has_de_minimis: bool, has_compensation: bool) -> bool:
    """Small aid is not joined with compensation for the same service."""
    return not (has_de_minimis and has_compensation)
