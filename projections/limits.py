"""Time limits as columns of a row."""

from typing import Any

from domain.kernel.calendar import TimeLimit


def ends(limit: TimeLimit | None) -> dict[str, Any]:
    """The three ends of a limit, by the names that they have in every table; nothing where there is none."""
    if limit is None:
        return {}
    return {
        "raw_end": limit.raw_end,
        "legal_last_day": limit.legal_last_day,
        "safe_last_day": limit.safe_last_day,
    }
