"""Finding files by whatever they are, or were, called."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contract.events.changes import ProviderSucceeded
from domain.contract.events.conclusion import ContractConcluded, ContractDrafted
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.entry import Entry
from domain.kernel.money import czk
from domain.kernel.region import RegionAsWritten
from domain.mandate.events import MandateProposed
from domain.service.events import (
    PlaceAdded,
    PlaceRemoved,
    ProviderChanged,
    ServiceParametersChanged,
    ServiceRegistered,
    ServiceTakenOver,
)
from domain.tender.events import TenderPlanned
from projections import builds
from projections.database import Database
from projections.folding import folded
from projections.projector import Projector
from projections.registry import REGISTRY, files_of_providers
from projections.search import Fit, Hit, search_rows
from tests.projections.chronicle import Chronicle


def filled(database: Database, chronicle: Chronicle) -> Database:
    builds.prepare(database, [REGISTRY])
    Projector(database, chronicle, [REGISTRY]).catch_up()
    return database


def contract(chronicle: Chronicle, number: str, provider: str, *, to: str, ico: str | None = None) -> Entry:
    said: dict[str, Any] = {"number": number, "regime": "tender", "provider": provider, "provider_ico": ico}
    event = ContractConcluded.model_validate({name: value for name, value in said.items() if value})
    return chronicle.record(event, to=to, on="2018-01-01")


def tender(chronicle: Chronicle, number: str, title: str) -> Entry:
    planned = {"section": "62", "regime": "SIMPLIFIED_129", "estimated_value": czk(1)}
    event = TenderPlanned.model_validate({"number": number, "title": title, **planned})
    return chronicle.record(event, to=number)


def found(database: Database, text: str, **more: Any) -> list[str | None]:
    return [hit.label for hit in search_rows(database, text, **more)]


def only(database: Database, text: str, **more: Any) -> Hit:
    (hit,) = search_rows(database, text, **more)
    return hit


@pytest.mark.parametrize("text", ["ŽLUTÝ KŮŇ", "zluty kun", "Žlutý  kůň,", "kun zluty", "luty"])
def test_case_diacritics_spaces_and_order_do_not_matter(database: Database, chronicle: Chronicle, text: str) -> None:
    contract(chronicle, "OLP/1/2018", "Žlutý kůň, z. s.", to="one")
    contract(chronicle, "OLP/2/2018", "Bílý kůň", to="two")
    assert found(filled(database, chronicle), text) == ["OLP/1/2018"]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "/"])
def test_nothing_to_look_for_finds_nothing(database: Database, chronicle: Chronicle, text: str) -> None:
    contract(chronicle, "OLP/1/2018", "Provider", to="one")
    assert found(filled(database, chronicle), text) == []


def test_a_whole_number_comes_before_a_beginning_before_a_part(database: Database, chronicle: Chronicle) -> None:
    tender(chronicle, "AOLP/7", "x")
    tender(chronicle, "OLP/7/2018", "x")
    tender(chronicle, "OLP/9", "OLP/7")
    tender(chronicle, "OLP/7", "x")
    tender(chronicle, "7/OLP", "x")
    hits = search_rows(filled(database, chronicle), "olp 7")
    assert [(hit.label, hit.fit) for hit in hits] == [
        ("OLP/7", Fit.WHOLE),
        ("OLP/9", Fit.WHOLE),
        ("OLP/7/2018", Fit.BEGINNING),
        ("AOLP/7", Fit.PART),
        ("7/OLP", Fit.WORDS),
    ]


def care(chronicle: Chronicle, number: str, place: str, *, to: str, provider: str = "Obec") -> Entry:
    """A home care service somewhere."""
    organisation = {"name": provider, "ico": "00262978"}
    said = {"registration_number": number, "provider": organisation, "section": "40", "forms": ("T",)}
    places = ({"place": place, "municipality": place},)
    event = ServiceRegistered.model_validate({**said, "name": "Pečovatelská služba", "places": places})
    return chronicle.record(event, to=to, on="2018-01-01")


@pytest.mark.parametrize(
    "text", ["pecovatelska turnov", "Turnov, pečovatelská", "1234567 turnov", "sluzba mesto turnov"]
)
def test_words_of_name_provider_place_and_number_find_together(
    database: Database, chronicle: Chronicle, text: str
) -> None:
    """Nobody knows which of them stand in the name of a service, and which are where it is."""
    care(chronicle, "1234567", "Turnov", to="one", provider="Město")
    care(chronicle, "7654321", "Semily", to="two", provider="Město")
    contract(chronicle, "OLP/1/2018", "Turnov", to="three")
    hit = only(filled(database, chronicle), text)
    assert (hit.label, hit.what, hit.fit) == ("1234567", "several", Fit.TOGETHER)
    assert set(hit.matched.split(", ")) <= {"Pečovatelská služba", "Turnov", "1234567", "Město"}
    assert found(database, text, known=0) == []
    assert found(database, text, kind="contract") == []


def test_a_service_is_found_by_its_provider(database: Database, chronicle: Chronicle) -> None:
    """Also by the one that it had; what fits in one text comes before what fits only together."""
    care(chronicle, "1234567", "Turnov", to="one", provider="Charita Jih")
    tender(chronicle, "VZ/1", "Charita v Turnov")
    assert found(filled(database, chronicle), "charita turnov") == ["VZ/1", "1234567"]
    changed = {"provider": {"name": "Diakonie", "ico": "00262978"}}
    chronicle.record(ProviderChanged.model_validate(changed), to="one", on="2019-01-01")
    Projector(database, chronicle, [REGISTRY]).catch_up()
    old, new = only(database, "jih turnov"), only(database, "diakonie turnov")
    assert (old.is_old, old.matched) == (True, "Charita Jih, Turnov")
    assert (new.is_old, new.matched, new.position) == (False, "Diakonie, Turnov", 3)


def test_a_word_that_is_nowhere_finds_nothing(database: Database, chronicle: Chronicle) -> None:
    care(chronicle, "1234567", "Turnov", to="one")
    filled(database, chronicle)
    assert found(database, "pecovatelska turnov liberec") == []
    assert found(database, " ".join(["pecovatelska turnov", *"abcdefghi"])) == []


def test_a_file_is_found_once_by_what_fits_best(database: Database, chronicle: Chronicle) -> None:
    tender(chronicle, "Fokus", "Fokus Liberec")
    hit = only(filled(database, chronicle), "fokus")
    assert (hit.what, hit.fit, hit.matched) == ("label", Fit.WHOLE, "Fokus")


def test_an_old_name_still_finds_and_says_that_it_is_old(database: Database, chronicle: Chronicle) -> None:
    contract(chronicle, "OLP/1/2018", "Starý název", to="one")
    successor = {"provider": "Nový název", "ground": "succession"}
    chronicle.record(ProviderSucceeded.model_validate(successor), to="one", on="2019-01-01")
    filled(database, chronicle)
    old, new = only(database, "stary"), only(database, "novy")
    assert (old.is_old, old.matched, old.name, old.position) == (True, "Starý název", "Nový název", 1)
    assert (new.is_old, new.matched, new.position) == (False, "Nový název", 2)
    assert not only(database, "stary", known=1).is_old
    assert found(database, "novy", known=1) == []


def test_a_corrected_number_finds_under_both_its_forms(database: Database, chronicle: Chronicle) -> None:
    wrong = contract(chronicle, "OLP/1/2018", "Provider", to="one")
    chronicle.correct(wrong, ContractConcluded.model_validate({"number": "OLP/7/2018", "provider": "Provider"}))
    filled(database, chronicle)
    assert (only(database, "OLP/1/2018").is_old, only(database, "OLP/7/2018").is_old) == (True, False)
    assert only(database, "OLP/1/2018").label == "OLP/7/2018"
    assert not only(database, "OLP/1/2018", known=1).is_old


def test_what_was_taken_back_is_not_found(database: Database, chronicle: Chronicle) -> None:
    """Nothing is left by which it could be shown."""
    chronicle.take_back(contract(chronicle, "OLP/1/2018", "Provider", to="one"))
    assert found(filled(database, chronicle), "OLP/1/2018") == []


def test_a_provider_is_found_by_its_ico(database: Database, chronicle: Chronicle) -> None:
    contract(chronicle, "OLP/1/2018", "Provider", to="one", ico="71220089")
    old = {"number": "OLP/2/2010", "provider": "P", "provider_ico": "71220089"}
    chronicle.record(ContractTakenOver.model_validate(old), to="old")
    proposed = {"number": "PO-1", "provider": {"name": "P", "ico": "71220089"}, "services": ()}
    chronicle.record(MandateProposed.model_validate({k: v for k, v in proposed.items() if v}), to="mandate")
    hits = search_rows(filled(database, chronicle), "71220089")
    assert sorted((hit.kind, hit.label, hit.what) for hit in hits) == [
        ("contract", "OLP/1/2018", "ico"),
        ("contract", "OLP/2/2010", "ico"),
        ("mandate", "PO-1", "ico"),
    ]


def test_only_files_of_a_kind(database: Database, chronicle: Chronicle) -> None:
    contract(chronicle, "OLP/1/2018", "Rehabilitace", to="one")
    service = {"registration_number": "3596108", "kind_as_written": "SR"}
    chronicle.record(ServiceTakenOver.model_validate(service), to="service")
    chronicle.record(ServiceParametersChanged.model_validate({"name": "Rehabilitace"}), to="service", on="2019-01-01")
    filled(database, chronicle)
    assert found(database, "rehabilitace", kind="service") == ["3596108"]
    assert found(database, "rehabilitace", kind="tender") == []


def test_drafts_and_tenders_are_found_too(database: Database, chronicle: Chronicle) -> None:
    chronicle.record(ContractDrafted.model_validate({"regime": "tender", "provider": "Návrh"}), to="draft")
    tender(chronicle, "ZAK/1", "Azylové domy")
    filled(database, chronicle)
    assert [hit.kind for hit in search_rows(database, "navrh")] == ["contract"]
    assert found(database, "azylove") == ["ZAK/1"]


def test_a_service_is_found_by_its_places_and_by_those_that_it_has_left(
    database: Database, chronicle: Chronicle
) -> None:
    """By the short name, the municipality and the ORP; a place that was left finds it as an old one."""
    registered = {"registration_number": "3596108", "provider": {"name": "P"}, "section": "63", "forms": ("A",)}
    first = {"place": "Domek", "municipality": "Hodkovice nad Mohelkou", "orp": "5105"}
    chronicle.record(ServiceRegistered.model_validate({**registered, "places": (first,)}), to="service")
    chronicle.record(PlaceAdded.model_validate({"place": "Vila", "orp": "5102"}), to="service", on="2019-01-01")
    chronicle.record(PlaceRemoved.model_validate({"place": "Domek"}), to="service", on="2020-01-01")
    filled(database, chronicle)
    hits = {text: only(database, text) for text in ("domek", "hodkovice", "liberec", "frydlant")}
    assert {text: (hit.what, hit.is_old, hit.position) for text, hit in hits.items()} == {
        "domek": ("place", True, 1),
        "hodkovice": ("place", True, 1),
        "liberec": ("place", True, 1),
        "frydlant": ("place", False, 2),
    }
    assert not only(database, "liberec", known=2).is_old
    assert found(database, "frydlant", known=1) == found(database, "frydlant", kind="contract") == []


def test_a_contract_is_found_by_its_territory_as_the_paper_and_the_state_call_it(
    database: Database, chronicle: Chronicle
) -> None:
    """The ORP of a draft is an old one where the contract that was concluded names another."""
    terms: dict[str, Any] = {"number": "OLP/1/2018", "regime": "tender", "provider": "P"}
    chronicle.record(ContractDrafted.model_validate({**terms, "orps": ("5109",)}), to="one", on="2018-01-01")
    chronicle.record(ContractConcluded.model_validate({**terms, "orps": ("5107",)}), to="one", on="2018-02-01")
    old = {"number": "OLP/2/2010", "provider": "P", "region": RegionAsWritten.read("Jablonecko")}
    chronicle.record(ContractTakenOver.model_validate(old), to="two")
    filled(database, chronicle)
    assert (only(database, "semily").is_old, only(database, "turnov").is_old) == (False, True)
    assert found(database, "jablonecko") == ["OLP/2/2010"]


def test_a_name_comes_before_a_place(database: Database, chronicle: Chronicle) -> None:
    old = {"number": "OLP/2/2010", "provider": "P", "region": RegionAsWritten.read("Tanvald")}
    chronicle.record(ContractTakenOver.model_validate(old), to="one")
    contract(chronicle, "OLP/1/2018", "Tanvald", to="two")
    assert found(filled(database, chronicle), "tanvald") == ["OLP/1/2018", "OLP/2/2010"]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text) == folded(text.replace(" ", "  "))


def test_a_service_is_found_by_whoever_provides_it_now_or_did(database: Database, chronicle: Chronicle) -> None:
    """Which of the two it belongs to today is asked of the file itself."""
    first, second = "71220089", "70891508"
    service = {"registration_number": "3596108", "provider": {"name": "First", "ico": first}}
    taken = chronicle.record(ServiceTakenOver.model_validate(service), to="service")
    successor = ProviderChanged.model_validate({"provider": {"name": "Second", "ico": second}})
    chronicle.record(successor, to="service", on="2019-01-01")
    filled(database, chronicle)
    assert only(database, second).label == "3596108"
    for ico in (first, second):
        assert files_of_providers(database, {ico}) == {taken.originator_id}
    assert files_of_providers(database, {"00000000"}) == files_of_providers(database, ()) == frozenset()
