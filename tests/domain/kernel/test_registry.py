"""The numbers that people write are checked, kept, and found under their other forms."""

import copy
import csv
import json
import pickle
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.kernel.region import RegionAsWritten
from domain.kernel.registry import (
    Body,
    ContractNumber,
    Ico,
    Identifier,
    InvalidIdentifier,
    OrpCode,
    Programme,
    ProjectNumber,
    RegistrationNumber,
    ResolutionNumber,
)

SHARED = Path(__file__).parents[4] / "shared" / "data" / "cz"
EXAMPLES: list[tuple[type[Identifier], str]] = [
    (Ico, "70891508"),
    (RegistrationNumber, "3596108"),
    (ContractNumber, "OLP/1900/2017"),
    (ProjectNumber, "CZ.03.02.01/00/22_003/0001885"),
    (ResolutionNumber, "258/17/ZK"),
    (OrpCode, "5105"),
]


def shared(name: str) -> Path:
    """A public file beside the project; nothing of it is committed."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"public data {path.name} is not here: its facts were not compared")
    return path


# What all of them share -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_identifier_is_stored_as_its_text(kind: type[Identifier], text: str) -> None:
    """And comes back as what it is."""
    adapter = TypeAdapter(kind)
    identifier = adapter.validate_json(json.dumps(text))
    assert type(identifier) is kind
    assert identifier == text
    assert adapter.dump_json(identifier) == json.dumps(text).encode()
    assert type(copy.deepcopy(identifier)) is type(pickle.loads(pickle.dumps(identifier))) is kind


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_identifier_says_what_why_and_what_was_expected(kind: type[Identifier], text: str) -> None:
    """The message can be read by whoever typed it."""
    wrong = text + "x"
    with pytest.raises(InvalidIdentifier) as caught:
        kind(wrong)
    for part in (repr(wrong), kind.name, "another form", kind.expected, kind.example):
        assert part in str(caught.value)
    with pytest.raises(ValidationError, match="another form"):
        TypeAdapter(kind).validate_python(wrong)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_identifier_has_a_pattern_in_the_schema(kind: type[Identifier], text: str) -> None:
    """Its own example fits it."""
    schema = TypeAdapter(kind).json_schema()
    jsonschema.validate(text, schema)
    jsonschema.validate(kind.example, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(text + "x", schema)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_spaces_around_an_identifier_are_dropped(kind: type[Identifier], text: str) -> None:
    """They come with copying from a document."""
    assert kind(f" {text}\u00a0") == text


@pytest.mark.parametrize("kind", [kind for kind, _ in EXAMPLES])
def test_a_number_is_no_identifier(kind: type[Identifier]) -> None:
    """JSON numbers lose their zeros."""
    with pytest.raises(ValidationError, match="valid string"):
        TypeAdapter(kind).validate_python(70891508)


# IČO ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ico", ["70891508", "71220089", "60609460", "00064581", "26648989", "61386839", "00020338", "49243764"]
)
def test_right_icos_are_taken(ico: str) -> None:
    """Public numbers with every kind of remainder among them."""
    assert Ico(ico) == ico


def test_eaten_zeros_are_put_back() -> None:
    """Spreadsheets turn 00064581 into 64581."""
    assert Ico("64581") == Ico("000 64 581") == "00064581"


@pytest.mark.parametrize("ico", ["61386830", "70891509", "00000000"])
def test_an_ico_with_a_wrong_check_digit_is_refused(ico: str) -> None:
    """The message names the digit that would be right."""
    with pytest.raises(InvalidIdentifier, match=r"last digit would have to be \d"):
        Ico(ico)


@pytest.mark.parametrize("text", ["", " ", "123456789", "7089150A", "CZ70891508", "-0064581", "٧٠٨٩١٥٠٨"])
def test_what_has_no_form_of_an_ico_is_refused(text: str) -> None:
    """Nine digits, letters, foreign digits."""
    with pytest.raises(InvalidIdentifier, match="another form"):
        Ico(text)


@given(st.integers(0, 9_999_999))
def test_exactly_one_check_digit_is_right(first_seven: int) -> None:
    """By the rule in words: 1 for remainder 0, 0 for remainder 1, otherwise 11 less the remainder."""
    digits = f"{first_seven:07d}"
    remainder = sum((8 - i) * int(digit) for i, digit in enumerate(digits)) % 11
    right = {0: 1, 1: 0}.get(remainder, 11 - remainder)
    assert Ico(f"{digits}{right}")
    for wrong in set(range(10)) - {right}:
        with pytest.raises(InvalidIdentifier):
            Ico(f"{digits}{wrong}")


def test_public_vectors_of_the_check_digit() -> None:
    """Right and wrong numbers that others computed."""
    vectors = json.loads(shared("ico_mod11_vektory.json").read_text(encoding="utf-8"))["vectors"]
    for ico, is_right in vectors.items():
        if is_right:
            assert Ico(ico) == ico
        else:
            with pytest.raises(InvalidIdentifier):
                Ico(ico)


# Registration numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["3596108", "5563434", "8208204", "0000001"])
def test_registration_numbers_have_seven_digits(number: str) -> None:
    """Nothing more is known about them."""
    assert RegistrationNumber(number) == number


@pytest.mark.parametrize("number", ["359610", "35961080", "359 6108", "a596108", ""])
def test_other_registration_numbers_are_refused(number: str) -> None:
    """No zeros are put before a short one: it may be another number cut short."""
    with pytest.raises(InvalidIdentifier, match="expected 7 digits"):
        RegistrationNumber(number)


# Contract numbers -----------------------------------------------------------------------------------------------


def test_contract_number_tells_number_and_year() -> None:
    """The year of registration."""
    number = ContractNumber("OLP/0306/2010")
    assert (number, number.number, number.year, number.normal_form) == ("OLP/0306/2010", 306, 2010, "OLP/306/2010")


@pytest.mark.parametrize(
    "text", ["OLP/123456/2017", "OLP/1900/17", "OLP-1900-2017", "olp/1900/2017", "OLP//2017", "1900/2017", ""]
)
def test_other_contract_numbers_are_refused(text: str) -> None:
    """Stored numbers have the register's form; `read` is for what people type."""
    with pytest.raises(InvalidIdentifier, match="another form"):
        ContractNumber(text)


@pytest.mark.parametrize(
    "typed",
    [
        "OLP/306/2010",
        "OLP/0306/2010",
        "olp 306/2010",
        "OLP – 306 – 2010",
        "OLP-306-2010",
        "OLP 306 2010",
        " OLP.306.2010 ",
        "OLP306/2010",
    ],
)
def test_numbers_that_look_the_same(typed: str) -> None:
    """Zeros, dashes, spaces and case do not make another contract."""
    assert ContractNumber("OLP/306/2010").looks_like(typed)
    assert ContractNumber("OLP/0306/2010").looks_like(typed)
    assert ContractNumber.read(typed).normal_form == "OLP/306/2010"


@pytest.mark.parametrize(
    "typed", ["OLP/307/2010", "OLP/306/2011", "OLP/3060/2010", "OLP/30/62010", "306/2010", "", "OLP"]
)
def test_numbers_that_do_not_look_the_same(typed: str) -> None:
    """Another number, another year, or no number."""
    assert not ContractNumber("OLP/306/2010").looks_like(typed)


def test_what_cannot_be_read_as_a_contract_number_is_refused() -> None:
    """With the form that is expected."""
    with pytest.raises(InvalidIdentifier, match=r"cannot be found in it.*OLP/1900/2017"):
        ContractNumber.read("smlouva 306/2010")


def test_contract_number_goes_into_an_address_and_back() -> None:
    """Slashes would be steps of the path."""
    number = ContractNumber("OLP/1900/2017")
    assert number.url_form == "OLP-1900-2017"
    assert ContractNumber.from_url("OLP-1900-2017") == number
    with pytest.raises(InvalidIdentifier):
        ContractNumber.from_url("OLP-1900")


@given(st.integers(0, 99999), st.integers(0, 9999))
def test_normal_form_is_stable(number: int, year: int) -> None:
    """Normalising twice changes nothing, and padding goes away."""
    written = ContractNumber(f"OLP/{number:05d}/{year:04d}")
    assert written.normal_form.normal_form == written.normal_form == f"OLP/{number}/{year:04d}"
    assert written.looks_like(written.normal_form)


# Project numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "programme", "call"),
    [
        ("CZ.03.02.01/00/22_003/0001885", Programme.OPZ_PLUS, "22_003"),
        ("CZ.03.2.60/0.0/0.0/15_005/0003862", Programme.OPZ, "15_005"),
        ("CZ.03.2.60/0.0/0.0/15_005/0002734", Programme.OPZ, "15_005"),
        ("CZ.1.04/3.1.00/05.00088", Programme.OP_LZZ, None),
    ],
)
def test_project_number_tells_its_programme(number: str, programme: Programme, call: str | None) -> None:
    """The three European forms of the sources."""
    assert (ProjectNumber(number).programme, ProjectNumber(number).call) == (programme, call)


@pytest.mark.parametrize(
    "number",
    [
        "CZ.03.02.01/00/22_003/001885",
        "CZ.03.2.60/0.0/15_005/0003862",
        "CZ.1.04/3.1.00/05.0008",
        "CZ-03.02.01/00/22_003/0001885",
        "IP1",
    ],
)
def test_other_project_numbers_are_refused(number: str) -> None:
    """The dots of the pattern are dots."""
    with pytest.raises(InvalidIdentifier, match="OPZ\\+, OPZ or OP LZZ"):
        ProjectNumber(number)


# Resolutions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "body", "year"),
    [
        ("258/17/ZK", Body.ASSEMBLY, 2017),
        ("1451/19/RK", Body.COUNCIL, 2019),
        ("10/23/VSV/88", Body.SOCIAL_COMMITTEE, 2023),
        ("7/19/VSV/74", Body.SOCIAL_COMMITTEE, 2019),
        ("86/V/16/ZK", Body.ASSEMBLY, 2016),
    ],
)
def test_resolution_tells_body_and_year(number: str, body: Body, year: int) -> None:
    """The forms of domain.md § 2.6."""
    assert (ResolutionNumber(number).body, ResolutionNumber(number).year) == (body, year)


@pytest.mark.parametrize("number", ["258/2017/ZK", "258/17", "258/17/XX", "10/23/VSV", "258/17/ZK/3", "/17/ZK"])
def test_other_resolutions_are_refused(number: str) -> None:
    """A full year and a missing body among them."""
    with pytest.raises(InvalidIdentifier, match="ZK, RK or VSV"):
        ResolutionNumber(number)


# ORP ------------------------------------------------------------------------------------------------------------

NAMES = {
    "5101": "Česká Lípa",
    "5102": "Frýdlant",
    "5103": "Jablonec nad Nisou",
    "5104": "Jilemnice",
    "5105": "Liberec",
    "5106": "Nový Bor",
    "5107": "Semily",
    "5108": "Tanvald",
    "5109": "Turnov",
    "5110": "Železný Brod",
}


def test_the_region_has_ten_orps() -> None:
    """Codes and names of the Czech Statistical Office."""
    assert {orp: orp.official_name for orp in OrpCode.all()} == NAMES
    assert {OrpCode.named(name): name for name in NAMES.values()} == NAMES


def test_the_ten_orps_are_those_of_the_public_register() -> None:
    """Compared with the whole country's list."""
    with shared("orp_cr.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kod_cznuts3"] == "CZ051"]
    assert {row["kod_orp"]: row["naz_orp"] for row in rows} == NAMES


@pytest.mark.parametrize("code", ["5100", "5111", "1000", "510", "Liberec"])
def test_orps_of_elsewhere_are_refused(code: str) -> None:
    """The message says which codes there are."""
    with pytest.raises(InvalidIdentifier, match="from 5101"):
        OrpCode(code)


def test_an_unknown_name_is_no_orp() -> None:
    """Only official names here; RegionAsWritten reads the others."""
    with pytest.raises(InvalidIdentifier, match="official name"):
        OrpCode.named("Liberecko")


@pytest.mark.parametrize(
    ("raw", "orps", "perhaps"),
    [
        ("Liberec", ["5105"], []),
        ("Liberec, Frýdlant, Jablonec n. N. , Tanvald", ["5105", "5102", "5103", "5108"], []),
        ("Česká lípa, Nový Bor", ["5101", "5106"], []),
        ("Liberecko", ["5105"], ["5102"]),
        ("Českolipsko", ["5101"], ["5106"]),
        ("Jablonecko", ["5103"], ["5108", "5110"]),
        ("Liberecko a Jablonecko", ["5105", "5103"], ["5102", "5108", "5110"]),
        ("Jablonec nad Nisou; Turnov", ["5103", "5109"], []),
        ("Liberec, LIBEREC", ["5105"], []),
        ("Liberecký kraj", list(NAMES), []),
    ],
)
def test_regions_are_kept_as_written_beside_the_inferred_orps(raw: str, orps: list[str], perhaps: list[str]) -> None:
    """The words of the sources; landscapes are ambiguous."""
    region = RegionAsWritten.read(raw)
    assert (list(region.orps), list(region.perhaps), region.unread, str(region)) == (orps, perhaps, (), raw)
    assert region.is_ambiguous is bool(perhaps)


def test_what_cannot_be_placed_stays_unread() -> None:
    """Nothing is dropped and nothing is guessed."""
    region = RegionAsWritten.read("Liberec, Praha")
    assert (region.orps, region.unread, region.is_ambiguous) == (("5105",), ("Praha",), True)
    assert RegionAsWritten.read("").is_ambiguous


def test_region_is_stored_with_what_was_inferred() -> None:
    """A better alias table of tomorrow changes nothing in history."""

    class Field(BaseModel):
        region: RegionAsWritten

    stored = '{"orps":["5105"],"perhaps":["5102"],"raw":"Liberecko","unread":[]}'
    assert RegionAsWritten.read("Liberecko").model_dump_json() == stored
    other = json.loads(stored) | {"perhaps": []}
    assert Field.model_validate({"region": other}).region.perhaps == ()
    assert type(Field.model_validate({"region": other}).region.orps[0]) is OrpCode


def test_landscapes_are_inferred_from_the_districts() -> None:
    """Perhaps: the other ORPs whose town lies in the district of the same name."""
    with shared("obce_liberecky_kraj.csv").open(encoding="utf-8-sig", newline="") as file:
        towns = [row for row in csv.DictReader(file) if row["naz_obec"] == row["naz_orp"]]
    districts = {
        "Liberecko": "Liberec",
        "Českolipsko": "Česká Lípa",
        "Jablonecko": "Jablonec nad Nisou",
        "Semilsko": "Semily",
    }
    for landscape, district in districts.items():
        region = RegionAsWritten.read(landscape)
        assert {*region.orps, *region.perhaps} == {row["kod_orp"] for row in towns if row["naz_lau1"] == district}
        assert [orp.official_name for orp in region.orps] == [district]
