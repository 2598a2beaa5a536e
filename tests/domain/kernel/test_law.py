"""Citations are stable, and the kinds of service are those of the day."""

import copy
import csv
import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.law import (
    Citation,
    ServiceSection,
    UnknownServiceKind,
    section_named,
    service_kind,
    service_kinds,
)
from domain.kernel.registry import InvalidIdentifier

SHARED = Path(__file__).parents[4] / "shared" / "data" / "cz"
CITATION = TypeAdapter(Citation)


# Citations ------------------------------------------------------------------------------------------------------


def test_citation_is_stored_by_act_and_provision() -> None:
    """These bytes are sealed and never change."""
    citation = Citation("340/2015", "§ 6")
    assert CITATION.dump_json(citation).decode() == '{"act":"340/2015","provision":"§ 6"}'
    assert CITATION.validate_json(CITATION.dump_json(citation)) == citation
    assert CITATION.validate_json('{"act":" contract "}') == Citation("contract")
    assert copy.deepcopy(citation) == citation


@pytest.mark.parametrize(
    ("citation", "text", "czech", "english"),
    [
        (
            Citation("340/2015", "§ 6(1)"),
            "340/2015 § 6(1)",
            "§ 6 odst. 1 zákona č. 340/2015 Sb., o registru smluv",
            "§ 6(1) of Act No. 340/2015 Coll., on the register of contracts",
        ),
        (
            Citation("500/2004", "§ 40(1)(d)"),
            "500/2004 § 40(1)(d)",
            "§ 40 odst. 1 písm. d) zákona č. 500/2004 Sb., správní řád",
            "§ 40(1)(d) of Act No. 500/2004 Coll., Administrative Code",
        ),
        (
            Citation("89/2012", "§§ 605–607"),
            "89/2012 §§ 605–607",
            "§§ 605–607 zákona č. 89/2012 Sb., občanský zákoník",
            "§§ 605–607 of Act No. 89/2012 Coll., Civil Code",
        ),
        (
            Citation("2012/21/EU", "Art. 6(1)"),
            "2012/21/EU Art. 6(1)",
            "čl. 6 odst. 1 rozhodnutí Komise 2012/21/EU, o SOHZ",
            "Art. 6(1) of Commission Decision 2012/21/EU, on SGEI",
        ),
        (
            Citation("2025/2630"),
            "2025/2630",
            "rozhodnutí Komise (EU) 2025/2630, o SOHZ",
            "Commission Decision (EU) 2025/2630, on SGEI",
        ),
        (
            Citation("360/2012"),
            "360/2012",
            "nařízení (EU) č. 360/2012, o podpoře de minimis pro SOHZ",
            "Regulation (EU) No 360/2012, on de minimis aid for SGEI",
        ),
        (
            Citation("367/2015", "§ 14"),
            "367/2015 § 14",
            "§ 14 vyhlášky č. 367/2015 Sb., o finančním vypořádání",
            "§ 14 of Decree No. 367/2015 Coll., on financial settlement",
        ),
        (Citation("999/1999", "§ 1"), "999/1999 § 1", "§ 1 zákona č. 999/1999 Sb.", "§ 1 of Act No. 999/1999 Coll."),
        (
            Citation("contract", "maximum price"),
            "contract maximum price",
            "smlouva: maximum price",
            "contract: maximum price",
        ),
        (Citation("methodology"), "methodology", "metodika kraje", "methodology of the region"),
        (
            Citation("statut fondu", "čl. 3(1)"),
            "statut fondu čl. 3(1)",
            "statut fondu: čl. 3(1)",
            "statut fondu: čl. 3(1)",
        ),
    ],
)
def test_citation_is_said_in_two_languages(citation: Citation, text: str, czech: str, english: str) -> None:
    """The short text is stable; names of acts come from data."""
    assert (str(citation), citation.czech, citation.english) == (text, czech, english)


@pytest.mark.parametrize("wrong", [{}, {"act": " "}, {"act": "340/2015", "section": "6"}, {"act": 340}, "340/2015"])
def test_a_citation_without_its_act_is_refused(wrong: object) -> None:
    """Somebody must be able to look it up."""
    with pytest.raises(ValidationError):
        CITATION.validate_python(wrong)
    with pytest.raises(ValueError, match="names its act"):
        Citation(" ")


# Kinds of service -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2006, 12, 31), 0),
        (date(2007, 1, 1), 33),
        (date(2025, 2, 28), 33),
        (date(2025, 3, 1), 32),
        (date(2026, 11, 21), 32),
    ],
)
def test_there_were_33_kinds_until_section_52_left(day: date, count: int) -> None:
    """1 + 14 + 18, counted by section."""
    assert len({kind.section for kind in service_kinds(on=day)}) == len(service_kinds(on=day)) == count


def test_the_sections_are_those_of_the_act() -> None:
    """§ 37, §§ 39–52, §§ 54–70 with § 60a; §§ 38 and 53 define groups."""
    numbers = [37, *range(39, 53), *range(54, 71)]
    expected = {str(number) for number in numbers} | {"60a"}
    assert {kind.section for kind in service_kinds(on=date(2020, 1, 1))} == expected


def test_a_kind_of_service_tells_its_forms_and_units() -> None:
    """Usual ones, and those that the Act allows beside them."""
    supported_living = service_kind("43", on=date(2018, 4, 1))
    assert str(supported_living) == "§ 43 podpora samostatného bydlení"
    assert (supported_living.forms, supported_living.forms_optional) == ((Form.FIELD,), ())
    assert supported_living.capacity_units == (CapacityUnit.FTE,)
    youth = service_kind("§ 62", on=date(2018, 4, 1))
    assert (youth.forms, youth.forms_optional) == ((Form.AMBULATORY,), (Form.FIELD,))
    rehabilitation = service_kind("70", on=date(2018, 4, 1))
    assert rehabilitation.forms == (Form.FIELD, Form.AMBULATORY, Form.RESIDENTIAL)


@pytest.mark.parametrize(
    ("section", "day", "why"),
    [
        ("52", date(2025, 3, 1), "from 2007-01-01 to 2025-02-28"),
        ("43", date(2006, 12, 31), "from 2007-01-01 on"),
        ("36", date(2025, 2, 28), "from 2025-03-01 on"),
        ("38", date(2020, 1, 1), "never was one"),
    ],
)
def test_a_section_that_is_no_kind_on_that_day_says_when_it_is(section: str, day: date, why: str) -> None:
    """The message helps whoever mistyped the day or the section."""
    with pytest.raises(UnknownServiceKind, match=why):
        service_kind(section, on=day)


def test_section_52_and_36_follow_each_other() -> None:
    """Uncertain days say so in the data."""
    assert service_kind("52", on=date(2025, 2, 28)).confidence == "M"
    assert not service_kind("36", on=date(2025, 3, 1)).is_kind
    assert not service_kind("33a", on=date(2025, 3, 1)).is_kind


def test_every_uncertain_row_says_why() -> None:
    """Confidence below H needs a note."""
    days = (date(2020, 1, 1), date(2026, 1, 1))
    rows = {kind for day in days for kind in service_kinds(on=day)} | {
        service_kind(s, on=days[1]) for s in ("36", "33a")
    }
    assert all(row.note for row in rows if row.confidence != "H")


def test_kinds_are_those_of_the_ministry() -> None:
    """Section, name and id of its code list; what it lists without a section is left out by name."""
    path = SHARED / "druhy_socialnich_sluzeb.csv"
    if not path.exists():
        pytest.skip(f"public data {path.name} is not here: its facts were not compared")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {kind.section: kind for kind in service_kinds(on=date(2020, 1, 1))}
    assert {row["paragraf_zakona_108_2006"] for row in rows} - {""} == set(kinds)
    for row in rows:
        if section := row["paragraf_zakona_108_2006"]:
            assert str(kinds[section].mpsv_id) == row["mpsv_druhSocialniSluzbyId"]
            assert section_named(row["nazev"]) == section


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Sociálně terapeutické dílny", "67"),
        ("Sociálněterapeutické dílny", "67"),
        ("sociálně-terapeutické dílny", "67"),
        ("STD", "67"),
        ("§67 – sociálně terapeutické dílny", "67"),
        ("§ 60a", "60a"),
        ("Podpora samostatného bydlení", "43"),
        ("PSB", "43"),
        ("NZDM", "62"),
        ("SAS", "65"),
        ("§ 99", None),
        ("§ 670", None),
        ("dílny", None),
        ("", None),
    ],
)
def test_names_as_written_lead_to_their_section(text: str, section: str | None) -> None:
    """The spellings of the sources, and nothing that merely resembles them."""
    assert section_named(text) == section


@pytest.mark.parametrize("text", ["43", "§ 43", "§43", " § 43 "])
def test_a_section_is_stored_as_its_number(text: str) -> None:
    """With or without the sign."""
    adapter = TypeAdapter(ServiceSection)
    assert adapter.dump_json(adapter.validate_json(json.dumps(text))) == b'"43"'


def test_a_section_that_left_the_act_can_still_be_named() -> None:
    """History refers to it for ever."""
    assert ServiceSection("52") == "52"


@pytest.mark.parametrize(
    ("text", "why"), [("38", "never had a kind"), ("99", "never had a kind"), ("4", "another form")]
)
def test_a_section_without_a_kind_of_service_is_refused(text: str, why: str) -> None:
    """§ 38 defines a group; the message says which sections there are."""
    with pytest.raises(InvalidIdentifier, match=rf"{why}.*37 and 39–70"):
        ServiceSection(text)
