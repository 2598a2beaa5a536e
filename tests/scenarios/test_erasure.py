"""Names and words go when their time is over; entries, numbers and every proof stay. On both stores."""

import hashlib
import io
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.bootstrap import Parts
from adapters.settings import Settings
from adapters.vault import PersonalData
from application.erasure import Erased, NothingToErase, StillHeld
from application.reproduction import reproduce
from domain.inspection.inspection import Inspection
from domain.kernel.ids import derived_id
from domain.kernel.rule import Refused
from domain.kernel.stamp import Stamp
from domain.office.commands import OFFICE
from domain.office.office import Office as OfficeFile
from tests.scenarios.office import Office
from tests.staffed import CHIEF, CLERK, CONTACT, administer, command, send, stamp

SUPERIOR = "p-0000000000000009"
NAME = "Zkušební Osoba"
DISPOSAL = {"procedure": "SKART-2037/1"}
PHOTO = b"\xff\xd8\xff\xe0 a photograph of a client's room"
SHARED = b"%PDF-1.7 a paper of two inspections"
SECRETS = ("Zkušební", "zkouska@", "v pokoji č. 5", "Důvod kontroly", "Už není třeba", "client's room")


@pytest.fixture
def office(ledger_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office in 2026 whose keys and evidence lie in the folder of the test."""
    office = Office(ledger_url, "2026-01-05")
    settings = Settings(database=ledger_url, keys=tmp_path / "keys", evidence=str(tmp_path / "evidence"))
    office.parts.close()
    office.parts = Parts(settings, clock=office.parts.clock)
    office.replay = type(office.replay)(office.parts.ledger, office.parts.decode)
    for person, name in ((CLERK, NAME), (CHIEF, "Jiná Zkouška"), (CONTACT, "Třetí Zkouška")):
        administer(office.parts, "register-person", by=None, person=person, capacity="staff")
        office.parts.vault.put(person, PersonalData(name=name, email="zkouska@example.org"))
    yield office
    office.parts.close()


def inspect(office: Office, number: str = "K-1/2026", years: int = 10) -> UUID:
    """An inspection with words, a photograph and a clerk behind a key; given up and put away."""
    target, parts = derived_id("spec", number), office.parts
    photo, shared = (parts.evidence.add(io.BytesIO(one)).sha256 for one in (PHOTO + number.encode(), SHARED))

    def do(what: str, by: str, role: str, because: str | None, *papers: str, **data: Any) -> None:
        stamped = stamp(parts, by, role, why=because).model_copy(update={"documents": papers})
        parts.engine.handle(command(parts, f"inspection.{what}", data, target), stamped)

    project = derived_id("spec", "project", number)
    send(parts, "project.take-over", {"code": number}, target=project, by=CLERK, role="clerk")
    plan: dict[str, Any] = {
        "number": number,
        "regime": "CONTRACTUAL",
        "subject": {"provider": "71220089", "project": str(project)},
        "reason": "PLAN",
        "plan_reference": "Plán kontrol 2026",
    }
    do("plan", CLERK, "methodologist", "Důvod kontroly", photo, shared, **plan)
    given_up = "v pokoji č. 5 není co kontrolovat"
    do("cancel", SUPERIOR, "inspection-superior", "Už není třeba", ground="OTHER", why=given_up)
    do("archive", CLERK, "methodologist", None, file_reference=f"{number}/A", disposal_sign="S", years=years)
    return target


def on_its_day(office: Office, day: str) -> Stamp:
    office.it_is(day)
    return stamp(office.parts, SUPERIOR, "inspection-superior", why="Uplynula skartační lhůta")


def dispose(office: Office, inspection: UUID, day: str) -> Erased:
    return office.parts.erasure.file(inspection, "SKART-2037/1", on_its_day(office, day))


def erase(office: Office, person: str, day: str) -> Erased:
    office.it_is(day)
    return office.parts.erasure.person(person, stamp(office.parts, None, "administrator", why="Uplynula lhůta"))


def fingerprint(office: Office, until: int) -> str:
    """Over every byte of every entry and command up to a position."""
    digest = hashlib.sha256()
    for entry in office.parts.ledger.select_entries(after=0, limit=10_000, until=until):
        digest.update(repr(entry).encode())
        for taken in office.parts.ledger.commands_of(entry.originator_id):
            if taken.last_position <= until:
                digest.update(taken.row.body + taken.row.decision)
    return digest.hexdigest()


def everything_stored(office: Office, tmp_path: Path) -> bytes:
    """Every byte that lies anywhere: the files of SQLite, or the rows of every table of PostgreSQL; files beside it."""
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    if office.parts.settings.sqlite_path is not None:
        return stored
    tables = office.parts.ledger.fetch("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    rows = [
        office.parts.ledger.fetch(f"SELECT t::text FROM {name} AS t") for (name,) in tables
    ]  # names from the catalogue
    raw = office.parts.ledger.fetch("SELECT convert_from(state, 'UTF8') FROM stored_events")
    bodies = office.parts.ledger.fetch("SELECT convert_from(body, 'UTF8') FROM commands")
    return stored + repr([*rows, raw, bodies]).encode()


def found(office: Office, tmp_path: Path, words: tuple[str, ...] = SECRETS) -> list[str]:
    stored = everything_stored(office, tmp_path)
    return [word for word in words if word.encode() in stored]


# A file ---------------------------------------------------------------------------------------------------------------


def test_words_and_evidence_of_an_inspection_go_and_everything_else_stays(office: Office) -> None:
    """The one sentence that matters: what is sealed does not change, what was said is gone."""
    inspection = inspect(office)
    other = inspect(office, "K-2/2026")
    head = office.parts.ledger.head()
    before, entries = fingerprint(office, head), office.replay.entries(inspection)
    photo = hashlib.sha256(PHOTO + b"K-1/2026").hexdigest()
    assert office.parts.evidence.has(photo)

    erased = dispose(office, inspection, "2037-01-01")

    assert erased == Erased(texts=3, evidence=(photo,), position=head + 1)
    assert fingerprint(office, head) == before
    state = office.replay.state(inspection)
    assert isinstance(state, Inspection)
    assert state.is_disposed
    assert state.number == "K-1/2026"
    assert [entry.event for entry in office.replay.entries(inspection)][: len(entries)] == [e.event for e in entries]
    assert not office.parts.evidence.has(photo)
    assert office.parts.evidence.has(hashlib.sha256(SHARED).hexdigest()), "another inspection stands on it"
    assert office.parts.evidence.has(hashlib.sha256(PHOTO + b"K-2/2026").hexdigest())
    assert office.replay.state(other).version == 3


def test_after_a_disposal_no_word_is_left_in_any_file(office: Office, tmp_path: Path) -> None:
    """Not in the database, not in its log of changes, not in the free space of its pages."""
    inspection = inspect(office)
    assert {"v pokoji č. 5", "Důvod kontroly", "Už není třeba", "client's room"} <= set(found(office, tmp_path))
    dispose(office, inspection, "2037-01-01")
    assert found(office, tmp_path) == []


def test_decisions_are_still_made_again_after_a_disposal(office: Office) -> None:
    """Reproducing looks at commitments, never at words."""
    inspection = inspect(office)
    dispose(office, inspection, "2037-01-01")
    assert {one.result for one in reproduce(office.parts.engine)} == {"reproduced"}


def test_a_file_is_kept_to_the_last_day(office: Office, tmp_path: Path) -> None:
    inspection = inspect(office)
    with pytest.raises(Refused) as refusal:
        dispose(office, inspection, "2036-12-31")
    assert refusal.value.code == "inspection.kept-long-enough"
    assert "Důvod kontroly" in found(office, tmp_path)


def test_a_hold_on_the_file_keeps_its_words(office: Office) -> None:
    inspection = inspect(office)
    hold = {"hold": "Z-1", "ground": "court"}
    send(office.parts, "inspection.place-legal-hold", hold, target=inspection, by=CLERK, role="methodologist")
    with pytest.raises(Refused) as refusal:
        dispose(office, inspection, "2037-01-01")
    assert refusal.value.code == "inspection.no-legal-hold"
    release = {"hold": "Z-1"}
    send(office.parts, "inspection.release-legal-hold", release, target=inspection, by=CLERK, role="methodologist")
    assert dispose(office, inspection, "2037-01-02").texts == 3


def test_a_hold_on_everything_keeps_every_word(office: Office) -> None:
    """Placed while a court asks for everything; nothing is recorded either, so nothing looks done."""
    inspection = inspect(office)
    administer(office.parts, "place-legal-hold", hold="Z-9", ground="court")
    head = office.parts.ledger.head()
    with pytest.raises(StillHeld) as refusal:
        dispose(office, inspection, "2037-01-01")
    assert refusal.value.holds == ("Z-9",)
    assert office.parts.ledger.head() == head
    administer(office.parts, "lift-legal-hold", hold="Z-9")
    assert dispose(office, inspection, "2037-01-02").texts == 3


def test_a_disposal_that_was_interrupted_is_finished_by_asking_again(office: Office, tmp_path: Path) -> None:
    """The decision was recorded, and then the lights went out."""
    inspection = inspect(office)
    stamped = on_its_day(office, "2037-01-01")
    office.parts.engine.handle(command(office.parts, "inspection.dispose", DISPOSAL, inspection), stamped)
    head = office.parts.ledger.head()
    assert "Důvod kontroly" in found(office, tmp_path)
    erased = dispose(office, inspection, "2037-01-01")
    assert (erased.texts, erased.position) == (3, None)
    assert office.parts.ledger.head() == head
    assert found(office, tmp_path) == []
    assert dispose(office, inspection, "2037-01-02").texts == 0


def test_a_disposal_recorded_for_a_later_day_waits_for_it(office: Office) -> None:
    """Dating ahead does not shorten what the law keeps."""
    inspection = inspect(office)
    ahead = stamp(office.parts, SUPERIOR, "inspection-superior", on="2037-01-01")
    office.parts.engine.handle(command(office.parts, "inspection.dispose", DISPOSAL, inspection), ahead)
    with pytest.raises(StillHeld) as refusal:
        dispose(office, inspection, "2026-02-01")
    assert refusal.value.since == date(2037, 1, 1)


def test_of_a_file_whose_keeping_nobody_follows_nothing_is_erased(office: Office) -> None:
    done = send(office.parts, "project.take-over", {"code": "IP1"}, by=CLERK, role="clerk", why="Ze starých záznamů")
    with pytest.raises(NothingToErase):
        dispose(office, done.aggregate_id, "2099-01-01")


def test_a_mandate_whose_records_are_released_loses_its_words(office: Office, tmp_path: Path) -> None:
    """Ten years after its end; what its contract says of it stays in the contract."""
    parts, mandate = office.parts, derived_id("spec", "mandate")
    opening = {
        "number": "LK-7/2015",
        "provider": {"name": "A provider", "ico": "71220089"},
        "decision": "2012/21/EU",
        "period_as_written": {"raw": "1. 1. 2015 – 31. 12. 2016", "scope": "mandate"},
    }
    send(parts, "mandate.take-over", opening, target=mandate, by=CLERK, role="clerk", why="v pokoji č. 5")
    send(
        parts, "mandate.record-expiry", {}, target=mandate, by=CLERK, role="clerk", on="2016-12-31", why="Už není třeba"
    )
    office.it_is("2026-12-31")
    with pytest.raises(Refused) as refusal:
        parts.erasure.file(mandate, "SKART-1", stamp(parts, SUPERIOR, "approver", why="lhůta"))
    assert refusal.value.code == "mandate.records-kept-ten-years"
    office.it_is("2027-01-01")
    assert parts.erasure.file(mandate, "SKART-1", stamp(parts, SUPERIOR, "approver", why="lhůta")).texts == 2
    assert found(office, tmp_path) == []


# A person -------------------------------------------------------------------------------------------------------------


def leave(office: Office, person: str = CLERK, day: str = "2026-06-30") -> None:
    office.it_is(day)
    administer(office.parts, "record-leaving", by=None, person=person)


def test_a_person_goes_when_nothing_keeps_them(office: Office, tmp_path: Path) -> None:
    leave(office)
    head = office.parts.ledger.head()
    before = fingerprint(office, head)
    assert erase(office, CLERK, "2036-07-01") == Erased(is_name_gone=True, position=head + 1)
    assert office.parts.vault.get(CLERK, reader="r", purpose="p") is None
    assert not (tmp_path / "keys" / f"{CLERK}.key").exists()
    assert office.parts.vault.knows(CHIEF)
    assert fingerprint(office, head) == before
    state = office.replay.state(OFFICE)
    assert isinstance(state, OfficeFile)
    assert state.people[CLERK].erased_on == date(2036, 7, 1)


def test_a_person_is_kept_as_long_as_the_law_says(office: Office) -> None:
    leave(office)
    with pytest.raises(Refused) as refusal:
        erase(office, CLERK, "2036-06-30")
    assert refusal.value.code == "office.person-kept-until"
    assert office.parts.vault.knows(CLERK)


def test_a_name_in_a_file_that_is_kept_stays(office: Office) -> None:
    """Who inspected must be known as long as the inspection may be asked about; then both may go."""
    inspection = inspect(office, years=12)
    leave(office)
    with pytest.raises(Refused) as refusal:
        erase(office, CLERK, "2036-07-01")
    assert refusal.value.code == "office.person-kept-until"
    assert refusal.value.facts["kept_files"] == [str(inspection)]
    assert erase(office, CLERK, "2039-01-01").is_name_gone


def test_a_name_in_a_file_that_is_held_stays(office: Office) -> None:
    inspection = inspect(office)
    hold = {"hold": "Z-1", "ground": "audit"}
    send(office.parts, "inspection.place-legal-hold", hold, target=inspection, by=CHIEF, role="methodologist")
    leave(office)
    with pytest.raises(Refused) as refusal:
        erase(office, CLERK, "2040-01-01")
    assert refusal.value.codes == ("office.person-kept-until", "office.person-not-held")


def test_a_hold_on_the_person_keeps_the_name(office: Office) -> None:
    leave(office)
    administer(office.parts, "place-legal-hold", hold="Z-1", ground="court", person=CLERK)
    with pytest.raises(Refused) as refusal:
        erase(office, CLERK, "2036-07-01")
    assert refusal.value.code == "office.person-not-held"
    administer(office.parts, "lift-legal-hold", hold="Z-1")
    assert erase(office, CLERK, "2036-07-02").is_name_gone


def test_an_erasure_that_was_interrupted_is_finished(office: Office) -> None:
    leave(office)
    office.it_is("2036-07-01")
    administer(office.parts, "erase-person", by=None, person=CLERK)
    assert office.parts.vault.knows(CLERK)
    assert erase(office, CLERK, "2036-07-01") == Erased(is_name_gone=True)
    assert erase(office, CLERK, "2036-07-02") == Erased(is_name_gone=False)


def test_whoever_records_an_erasure_past_the_files_does_not_reach_the_vault(office: Office) -> None:
    """The command says that no file keeps the person; the one who erases looks again."""
    inspection = inspect(office, years=12)
    leave(office)
    office.it_is("2036-07-01")
    administer(office.parts, "erase-person", by=None, person=CLERK)
    with pytest.raises(StillHeld) as refusal:
        erase(office, CLERK, "2036-07-01")
    assert refusal.value.files == (inspection,)
    assert office.parts.vault.knows(CLERK)


# Nothing without the vault --------------------------------------------------------------------------------------------


def test_no_name_stands_anywhere_but_sealed(office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every byte of the database, of keys and evidence, and every line that was logged."""
    logging.getLogger().setLevel(logging.DEBUG)
    inspect(office)
    office.parts.vault.get(CLERK, reader=CHIEF, purpose="kdo to byl")
    leave(office)
    said = "".join(capfd.readouterr())
    assert found(office, tmp_path, ("Zkušební", "Osoba", "zkouska@", "Třetí", "kdo to byl")) == []
    assert not [word for word in ("Zkušební", "Osoba", "zkouska@") if word in said]
