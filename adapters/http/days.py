"""Days in an address."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    """A number would be taken for seconds since 1970, and so 2018 for a moment of that year."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "must be a day such as 2018-06-30")
    return value


WrittenDay = Annotated[date, BeforeValidator(_written)]
"""A day as 2018-06-30, and in no other form."""
