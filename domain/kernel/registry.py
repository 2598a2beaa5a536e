"""The numbers that people write: each a checked text, stored as it is, with what can be read from it."""

import json
import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:  # a report shows numbers without a library of models
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class InvalidIdentifier(ValueError):
    """A text is not the identifier that it is meant to be; the message says which, why, and what was expected."""

    def __init__(self, raw: str, *, name: str, why: str, expected: str) -> None:
        super().__init__(f"{raw!r} is not {name}: {why}; expected {expected}")


class Identifier(str):
    """A text of one exact form. `name`, `pattern`, `expected` and `example` describe it; a subclass may check more."""

    __slots__ = ()

    name: ClassVar[str]
    pattern: ClassVar[str]
    expected: ClassVar[str]
    example: ClassVar[str]
    _known: ClassVar[Callable[[str], "Identifier"]]

    def __init_subclass__(cls) -> None:
        cls._known = lru_cache(maxsize=4096)(cls)  # history names the same few numbers again and again

    def __new__(cls, raw: str) -> Self:
        text = cls.normalised(raw)
        if not re.fullmatch(cls.pattern, text):
            raise cls.invalid(raw, "it has another form")
        cls.check(text)
        return super().__new__(cls, text)

    @classmethod
    def normalised(cls, raw: str) -> str:
        """The text that is stored; only spaces around it are dropped, unless a subclass says otherwise."""
        return raw.strip()

    @classmethod
    def check(cls, text: str) -> None:
        """Raises InvalidIdentifier for a text that has the form and is wrong all the same."""

    @classmethod
    def invalid(cls, raw: str, why: str) -> InvalidIdentifier:
        return InvalidIdentifier(raw, name=cls.name, why=why, expected=f"{cls.expected}, for example {cls.example}")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415  see above

        return core_schema.no_info_after_validator_function(cls._known, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        return {"type": "string", "pattern": f"^(?:{cls.pattern})$", "examples": [cls.example]}


class Ico(Identifier):
    """The number of a legal person or an entrepreneur (IČO): 8 digits, the last a check digit modulo 11.

    Zeros that a spreadsheet has eaten are put back, spaces dropped: "64581" is 00064581.
    """

    __slots__ = ()

    name = "an IČO"
    pattern = "[0-9]{8}"
    expected = "8 digits with a right check digit"
    example = "70891508"

    @classmethod
    def normalised(cls, raw: str) -> str:
        return "".join(raw.split()).zfill(8) if raw.strip() else ""

    @classmethod
    def check(cls, text: str) -> None:
        last = (11 - sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), text, strict=False)) % 11) % 10
        if int(text[7]) != last:
            raise cls.invalid(text, f"its last digit would have to be {last} (modulo 11)")


class RegistrationNumber(Identifier):
    """The number of a social service in the register of providers (§ 85 Act 108/2006); no check digit is known."""

    __slots__ = ()

    name = "a registration number of a social service"
    pattern = "[0-9]{7}"
    expected = "7 digits"
    example = "3596108"


class ContractNumber(Identifier):
    """The number of a contract in the region's register: kept as written, compared by `normal_form`.

    The year is that of the registration, not of the performance.
    """

    __slots__ = ()

    name = "a contract number"
    pattern = "OLP/[0-9]{1,5}/[0-9]{4}"
    expected = "OLP, number and year parted by slashes"
    example = "OLP/1900/2017"

    @classmethod
    def read(cls, text: str) -> Self:
        """The number in any form that people use: "olp 1900/2017", "OLP – 1900 – 2017", "OLP-1900-2017"."""
        match = re.fullmatch(r"\s*OLP[\s/\\.–—-]*([0-9]{1,5})[\s/\\.–—-]+([0-9]{4})\s*", text, re.IGNORECASE)
        if match is None:
            raise cls.invalid(text, "number and year cannot be found in it")
        return cls(f"OLP/{match[1]}/{match[2]}")

    @classmethod
    def from_url(cls, segment: str) -> Self:
        """The number from its form in an address: OLP-1900-2017."""
        return cls(segment.replace("-", "/"))

    @property
    def url_form(self) -> str:
        return self.replace("/", "-")

    @property
    def number(self) -> int:
        return int(self.split("/")[1])

    @property
    def year(self) -> int:
        return int(self[-4:])

    @property
    def normal_form(self) -> "ContractNumber":
        """Without leading zeros: two numbers with one normal form look like the same contract."""
        return ContractNumber(f"OLP/{self.number}/{self.year:04d}")

    @property
    def other_spellings(self) -> "tuple[ContractNumber, ...]":
        """The same number with more or fewer leading zeros: whoever holds one of them may be the same contract."""
        forms = (ContractNumber(f"OLP/{self.number:0{width}}/{self.year:04d}") for width in range(1, 6))
        return tuple(dict.fromkeys(form for form in forms if form != self))

    def looks_like(self, other: str) -> bool:
        """Whether the other text may mean the same contract: zeros, dashes, spaces and case aside."""
        try:
            return ContractNumber.read(other).normal_form == self.normal_form
        except InvalidIdentifier:
            return False


class Programme(StrEnum):
    """The European programme that a project number belongs to."""

    OPZ_PLUS = "OPZ+"
    OPZ = "OPZ"
    OP_LZZ = "OP LZZ"


_PROJECT_FORMS = {
    Programme.OPZ_PLUS: r"CZ\.03\.[0-9]{2}\.[0-9]{2}/[0-9]{2}/([0-9]{2}_[0-9]{3})/[0-9]{7}",
    Programme.OPZ: r"CZ\.03\.[0-9]\.[0-9]{2}/[0-9]\.[0-9]/[0-9]\.[0-9]/([0-9]{2}_[0-9]{3})/[0-9]{7}",
    Programme.OP_LZZ: r"CZ\.1\.04/[0-9]\.[0-9]\.[0-9]{2}/[0-9]{2}\.[0-9]{5}",
}


class ProjectNumber(Identifier):
    """The number of a project in OPZ+, OPZ or OP LZZ."""

    __slots__ = ()

    name = "a project number"
    pattern = "|".join(_PROJECT_FORMS.values())
    expected = "the form of OPZ+, OPZ or OP LZZ"
    example = "CZ.03.02.01/00/22_003/0001885"

    @property
    def programme(self) -> Programme:
        return next(programme for programme, form in _PROJECT_FORMS.items() if re.fullmatch(form, self))

    @property
    def call(self) -> str | None:
        """Year and number of the call, "22_003"; OP LZZ numbers do not say it."""
        match = re.fullmatch(_PROJECT_FORMS[self.programme], self)
        return match[1] if match and match.groups() else None


class Body(StrEnum):
    """The body of the region that resolves."""

    ASSEMBLY = "ZK"
    COUNCIL = "RK"
    SOCIAL_COMMITTEE = "VSV"


class ResolutionNumber(Identifier):
    """A resolution of the region: 258/17/ZK, 1451/19/RK, 10/23/VSV/88, and the older form 86/V/16/ZK."""

    __slots__ = ()

    name = "the number of a resolution"
    pattern = "[0-9]{1,4}/(?:[IVX]+/)?[0-9]{2}/(?:ZK|RK)|[0-9]{1,4}/[0-9]{2}/VSV/[0-9]{1,4}"
    expected = "number, two digits of the year and the body (ZK, RK or VSV with its number)"
    example = "258/17/ZK"

    @property
    def body(self) -> Body:
        return next(body for body in Body if body in self.split("/"))

    @property
    def year(self) -> int:
        """Regions resolve since the year 2000, so two digits are enough."""
        return 2000 + int(next(part for part in self.split("/")[1:] if part.isdecimal()))


class OrpCode(Identifier):
    """A municipality with extended powers of the Liberec region, by its code of the Czech Statistical Office."""

    __slots__ = ()

    name = "an ORP of the Liberec region"
    pattern = "51(?:0[1-9]|10)"
    expected = "a code from 5101 (Česká Lípa) to 5110 (Železný Brod)"
    example = "5105"

    @classmethod
    def named(cls, official_name: str) -> Self:
        """The ORP of this official name. Raises InvalidIdentifier."""
        for code, known in orp_data()["codes"].items():
            if known == official_name:
                return cls(code)
        raise cls.invalid(official_name, "no ORP has this official name")

    @classmethod
    def all(cls) -> tuple[Self, ...]:
        return tuple(cls(code) for code in orp_data()["codes"])

    @property
    def official_name(self) -> str:
        return str(orp_data()["codes"][str(self)])


@cache
def orp_data() -> dict[str, Any]:
    """The municipalities with extended powers: `codes` with their names, and what else people call them."""
    return read_data("orp")


def read_data(name: str) -> dict[str, Any]:
    """A table that comes with the kernel."""
    file = Path(__file__).parent / "data" / f"{name}.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data
