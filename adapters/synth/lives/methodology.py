"""The methodology of a year: drafted in the autumn, approved in December, with the values that the year counts by."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from adapters.synth.chance import Chance
from adapters.synth.days import workday
from adapters.synth.lives.service import KINDS, Kind
from adapters.synth.numbers import digest, resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.kernel.money import Money, Rounding
from domain.methodology.commands import (
    ApproveMethodology,
    ApproveReferenceValues,
    DraftMethodology,
    SetBagatelleThreshold,
    SetRoundingRule,
    SetScoringParameters,
    SetTimeUnitLength,
)

PARAMETERS = {"need": 20, "staff": 10, "costs": 15}
"""What development intentions are scored by, and the most points for each."""
YEARS = range(2016, 2026)
ROUNDED_SINCE = 2021
"""From this year on the compensation payment is rounded to whole hundreds of crowns."""


def methodology_file(source: str, year: int) -> File:
    """The file of the methodology of a year, which is the same for the whole region."""
    return File(source, f"methodology-{year}", opens=DraftMethodology)


def methodology_life(source: str, year: int, chance: Chance) -> Iterator[Step]:
    """From the draft to the approval of the assembly; it holds for the calendar year."""
    file, clerk = methodology_file(source, year), CLERKS[year % len(CLERKS)]
    drafted, approved = workday(date(year - 1, 9, 15)), workday(date(year - 1, 12, 12))
    first_day = date(year, 1, 1)
    yield file.write(DraftMethodology, drafted, {"year": year, "title": f"Synthetic methodology {year}"}, who=clerk)
    yield file.write(
        ApproveMethodology,
        approved,
        {
            "approvals": [
                {"body": "ZK", "resolution": resolution(chance, body="ZK", year=year - 1), "adopted_on": approved}
            ],
            "validity": {"start": first_day, "end": date(year, 12, 31)},
            "document": digest(source, "methodology", year),
        },
        who=clerk,
    )
    parameters = [{"parameter": name, "name": name, "maximum": most} for name, most in PARAMETERS.items()]
    yield file.write(SetScoringParameters, first_day, {"parameters": parameters}, who=clerk)
    yield file.write(SetTimeUnitLength, first_day, {"minutes": chance.one_of((15, 30))}, who=clerk)
    programme = "OPZ" if year < 2022 else "OPZ+"
    yield file.write(SetBagatelleThreshold, first_day, {"programme": programme, "hours": 40}, who=clerk)
    resolved = {"label": f"RH_{year}", "resolution": resolution(chance, body="ZK", year=year - 1)}
    values = [_reference_value(kind, year) for kind in KINDS]
    yield file.write(ApproveReferenceValues, first_day, {"values": values, **resolved}, who=clerk)
    if year >= ROUNDED_SINCE:
        rule = {"subject": "compensation", "rounding": "HALF_UP", "step": STEP, "cites": {"act": "methodology"}}
        yield file.write(SetRoundingRule, first_day, rule, who=clerk)


# What a unit costs ---------------------------------------------------------------------------------------------------

STEP = Money.czk(100)


def _reference_value(kind: Kind, year: int) -> dict[str, object]:
    costs, revenues = Money.czk(_costs(kind, year)), Money.czk(_revenues(kind))
    return {"section": kind.section, "form": kind.form, "unit": kind.unit, "costs": costs, "revenues": revenues}


def _costs(kind: Kind, year: int) -> int:
    """In crowns for one unit and year: about half more than what a contract pays, and dearer every year."""
    return kind.crowns_a_unit * 12 * (152 + year - YEARS.start) // 100


def _revenues(kind: Kind) -> int:
    """What the users of one unit pay in a year."""
    return kind.crowns_a_unit * 12 * 22 // 100


def compensation(kind: Kind, year: int, *, quarters: int, months: int) -> int:
    """The compensation payment, in haléře, of so many quarters of a unit for so many months of a year."""
    exact = Fraction((_costs(kind, year) - _revenues(kind)) * 100 * quarters * months, 4 * 12)
    step = STEP.minor if year >= ROUNDED_SINCE else 1
    return step * Rounding.HALF_UP.divide(exact.numerator, exact.denominator * step)
