"""The methodology of a year: drafted in the autumn, approved in December, with the values that the year counts by."""

from collections.abc import Iterator
from datetime import date

from adapters.synth.chance import Chance
from adapters.synth.days import workday
from adapters.synth.numbers import digest, resolution
from adapters.synth.people import CLERKS
from adapters.synth.step import File, Step
from domain.methodology.commands import (
    ApproveMethodology,
    DraftMethodology,
    SetBagatelleThreshold,
    SetScoringParameters,
    SetTimeUnitLength,
)

PARAMETERS = {"need": 20, "staff": 10, "costs": 15}
"""What development intentions are scored by, and the most points for each."""
YEARS = range(2016, 2026)


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
