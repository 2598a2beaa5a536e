"""How social services reach people, and what their capacity is counted in."""

from enum import StrEnum


class Form(StrEnum):
    """How a social service reaches people (§ 33 Act 108/2006)."""

    FIELD = "T"
    AMBULATORY = "A"
    RESIDENTIAL = "P"


class CapacityUnit(StrEnum):
    """What the capacity of a service is counted in."""

    FTE = "FTE"
    """Full-time equivalents of direct care (úvazek přímé péče)."""
    BED = "BED"
    PLACE = "PLACE"
