"""What is cited, and the kinds of social service that Act 108/2006 knows on a day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.registry import Identifier, read_data

if TYPE_CHECKING:  # a report cites and counts without a library of models
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is written: an act and its provision.

    `act` is the number ("340/2015", "2012/21/EU") or what else binds ("contract", "methodology"); `provision` is
    compact: "§ 40(1)(d)", "Art. 6(1)", or the words of a contract. Its text, "340/2015 § 6", is stable; `czech` and
    `english` say it in full.
    """

    act: str
    provision: str = ""

    def __post_init__(self) -> None:
        if not self.act.strip():
            raise ValueError("a citation names its act; expected a number such as 340/2015, or contract, methodology")

    def __str__(self) -> str:
        return f"{self.act} {self.provision}".strip()

    @property
    def czech(self) -> str:
        """For a Czech reader: "§ 6 odst. 1 zákona č. 340/2015 Sb., o registru smluv"."""
        return _known_act(self.act).cited_in_czech(_in_czech(self.provision))

    @property
    def english(self) -> str:
        """For an English reader: "§ 6(1) of Act No. 340/2015 Coll., on the register of contracts"."""
        return _known_act(self.act).cited_in_english(self.provision)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415  see above

        act = core_schema.str_schema(min_length=1, max_length=200, strip_whitespace=True)
        provision = core_schema.with_default_schema(core_schema.str_schema(max_length=500), default="")
        fields = [core_schema.dataclass_field("act", act), core_schema.dataclass_field("provision", provision)]
        arguments = core_schema.dataclass_args_schema("Citation", fields, extra_behavior="forbid")
        return core_schema.dataclass_schema(cls, arguments, ["act", "provision"], slots=True, frozen=True)


class ActKind(StrEnum):
    """What an act is; decides how it is called in a sentence."""

    ACT = "ACT"
    DECREE = "DECREE"
    GOVERNMENT_REGULATION = "GOVERNMENT_REGULATION"
    EU_DECISION = "EU_DECISION"
    EU_REGULATION = "EU_REGULATION"
    DOCUMENT = "DOCUMENT"


_TITLES = {  # Czech, Czech in the genitive, English
    ActKind.ACT: ("zákon", "zákona", "Act"),
    ActKind.DECREE: ("vyhláška", "vyhlášky", "Decree"),
    ActKind.GOVERNMENT_REGULATION: ("nařízení vlády", "nařízení vlády", "Government Regulation"),
    ActKind.EU_DECISION: ("rozhodnutí Komise", "rozhodnutí Komise", "Commission Decision"),
    ActKind.EU_REGULATION: ("nařízení", "nařízení", "Regulation"),
}


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act as it is called in Czech and in English."""

    act: str
    kind: ActKind
    name_cs: str = ""
    name_en: str = ""
    number_cs: str = ""
    number_en: str = ""

    def cited_in_czech(self, provision: str) -> str:
        if self.kind is ActKind.DOCUMENT:
            return f"{self.name_cs or self.act}: {provision}" if provision else self.name_cs or self.act
        nominative, genitive, _ = _TITLES[self.kind]
        title = f"{provision} {genitive}" if provision else nominative
        return _with_name(f"{title} {self.number_cs or f'č. {self.act} Sb.'}", self.name_cs)

    def cited_in_english(self, provision: str) -> str:
        if self.kind is ActKind.DOCUMENT:
            return f"{self.name_en or self.act}: {provision}" if provision else self.name_en or self.act
        title = f"{provision} of {_TITLES[self.kind][2]}" if provision else _TITLES[self.kind][2]
        return _with_name(f"{title} {self.number_en or f'No. {self.act} Coll.'}", self.name_en)


def _with_name(title: str, name: str) -> str:
    return f"{title}, {name}" if name else title


def _in_czech(provision: str) -> str:
    """Write "§ 40(1)(d)" as "§ 40 odst. 1 písm. d)"; words of a contract stay as they are."""
    if not provision.startswith(("§", "Art.")):
        return provision
    with_paragraphs = re.sub(r"\(([0-9]+[a-z]?)\)", r" odst. \1", provision.replace("Art.", "čl."))
    return re.sub(r"\(([a-z]+)\)", r" písm. \1)", with_paragraphs)


def _known_act(act: str) -> KnownAct:
    is_number = re.fullmatch("[0-9]+/[0-9]+", act)
    return _acts().get(act) or KnownAct(act=act, kind=ActKind.ACT if is_number else ActKind.DOCUMENT)


@cache
def _acts() -> Mapping[str, KnownAct]:
    return {row["act"]: KnownAct(**row | {"kind": ActKind(row["kind"])}) for row in read_data("acts")["acts"]}


class UnknownServiceKind(LookupError):
    """Act 108/2006 has no such kind of service on that day."""


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """A kind of social service by its section of Act 108/2006, as it stood from `valid_from` to `valid_to` inclusive.

    `is_kind` is False for provisions that papers name beside the kinds (§§ 33a, 36). `confidence` H, M or L and `note`
    say how sure the row is and why. Forms in `forms_optional` are those that the Act allows beside the usual ones.
    """

    section: str
    name_cs: str
    name_en: str
    forms: tuple[Form, ...]
    forms_optional: tuple[Form, ...]
    capacity_units: tuple[CapacityUnit, ...]
    aliases: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    mpsv_id: int | None = None
    is_kind: bool = True
    confidence: Literal["H", "M", "L"] = "H"
    note: str | None = None

    def is_valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def __str__(self) -> str:
        return f"§ {self.section} {self.name_cs}"


class ServiceSection(Identifier):
    """The section of Act 108/2006 that a kind of service has, or had on any day: "43"; "§ 43" is read too."""

    __slots__ = ()

    name = "a section of Act 108/2006 with a kind of service"
    pattern = "[0-9]{2}[a-z]?"
    expected = "one of §§ 37 and 39–70"
    example = "43"

    @classmethod
    def normalised(cls, raw: str) -> str:
        return "".join(raw.split()).removeprefix("§")

    @classmethod
    def check(cls, text: str) -> None:
        if not any(kind.section == text for kind in _service_kinds()):
            raise cls.invalid(text, "the Act never had a kind of service there")


def service_kind(section: str, *, on: date) -> ServiceKind:
    """The kind of service of this section on that day. Raises UnknownServiceKind, saying when it was or will be one."""
    wanted = ServiceSection.normalised(section)
    rows = [kind for kind in _service_kinds() if kind.section == wanted]
    for kind in rows:
        if kind.is_valid(on):
            return kind
    known = "; ".join(f"it is one from {k.valid_from}" + (f" to {k.valid_to}" if k.valid_to else " on") for k in rows)
    raise UnknownServiceKind(f"§ {wanted} of Act 108/2006 is no kind of service on {on}: {known or 'it never was one'}")


def service_kinds(*, on: date) -> tuple[ServiceKind, ...]:
    """Every kind of service in force on that day: 33 until § 52 left, 32 since."""
    return tuple(kind for kind in _service_kinds() if kind.is_kind and kind.is_valid(on))


def section_named(text: str) -> ServiceSection | None:
    """The section that a name, an abbreviation or "§ 67 – …" means; None where it is not certain.

    Case, spaces and hyphens aside: "Sociálněterapeutické dílny" is § 67.
    """
    named = re.match(r"\s*§ ?([0-9]{2}[a-z]?)\b", text)
    section = named[1] if named else _sections_by_name().get(_key(text))
    known = {kind.section for kind in _service_kinds()}
    return ServiceSection(section) if section in known else None


@cache
def _service_kinds() -> tuple[ServiceKind, ...]:
    return tuple(map(_read_kind, read_data("service_kinds")["kinds"]))


def _read_kind(row: Mapping[str, Any]) -> ServiceKind:
    until = row.get("valid_to")
    read = {
        "forms": tuple(map(Form, row["forms"])),
        "forms_optional": tuple(map(Form, row["forms_optional"])),
        "capacity_units": tuple(map(CapacityUnit, row["capacity_units"])),
        "aliases": tuple(row["aliases"]),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(until) if until else None,
    }
    return ServiceKind(**{**row, **read})


@cache
def _sections_by_name() -> Mapping[str, str]:
    return {_key(name): kind.section for kind in _service_kinds() for name in _names(kind)}


def _names(kind: ServiceKind) -> Iterator[str]:
    yield kind.name_cs
    yield from kind.aliases


def _key(text: str) -> str:
    return re.sub(r"[\s-]+", "", text).casefold()
