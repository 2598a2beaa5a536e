"""Every event of inspections has a sentence in both languages, made of facts that it really has, and never of prose."""

import pkgutil
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel, JsonValue

import domain.inspection
from adapters.exports.trail import AS_WRITTEN, Teller, fact_at, facts_named, told
from adapters.exports.trail_codes import CHANGED, CODES, THINGS
from adapters.exports.trail_words import SENTENCES
from adapters.telling.speech import Speech
from adapters.telling.words import Language
from domain.kernel.event import CATALOGUE, Event
from domain.kernel.prose import prose_in
from projections.inspection_trail import Change, TrailRow
from projections.inspection_trail.facts import facts_of
from projections.inspection_trail.settings import settings_of
from tests.examples import example

for module in pkgutil.walk_packages(domain.inspection.__path__, "domain.inspection."):
    if ".events" in module.name:
        import_module(module.name)

EVENTS = [event for topic, event in sorted(CATALOGUE.items()) if topic.startswith("inspection.")]
LANGUAGES: tuple[Language, ...] = ("cs", "en")
AS_THEY_ARE = {"A", "S", "V"}
"""Disposal signs."""


def row_of(event: Event, **more: Any) -> TrailRow:
    usual: dict[str, Any] = {
        "position": 7,
        "event_id": UUID(int=1),
        "inspection": UUID(int=2),
        "number": "K 1",
        "version": 1,
        "topic": event.topic,
        "target_topic": None,
        "target_position": None,
        "effective_on": date(2026, 3, 1),
        "reads_on": date(2026, 3, 1),
        "received_on": None,
        "recorded_at": datetime(2026, 3, 2, tzinfo=UTC),
        "role": "methodologist",
        "person": None,
        "organisation": None,
        "persons": (),
        "source": "cli",
        "facts": facts_of(event),
        "changes": (),
        "citations": (),
        "documents": (),
        "texts": (),
        "anomalies": (),
        "corrected_by": None,
        "taken_back_by": None,
    }
    return TrailRow(**usual | more)


def test_every_event_of_inspections_has_a_sentence_in_both_languages() -> None:
    assert {event.topic for event in EVENTS} | {"entry.corrected", "entry.taken-back"} == set(SENTENCES)
    assert all(words.cs != words.en for words in SENTENCES.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic)
def test_a_sentence_is_made_of_facts_of_its_event(event: type[Event], language: Language) -> None:
    """A fact that the template names is one that the event has; the sentence ends as one, without holes and prose."""
    known = example(event)
    template = getattr(SENTENCES[event.topic], language)
    assert [path for path in facts_named(template) if fact_at(facts_of(known), path) is None] == []
    sentence = Teller(Speech(language)).sentence(row_of(known))
    assert sentence.endswith(".")
    assert not set("{}[]") & set(sentence)
    assert all(prose.text is None or prose.text not in sentence for prose in prose_in(known))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic)
def test_facts_and_settings_hold_no_prose(event: type[Event]) -> None:
    known = example(event)
    said = str(facts_of(known)) + str(settings_of(known))
    assert all(prose.text is None or prose.text not in said for prose in prose_in(known))
    assert "commitment" not in said


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.topic)
def test_what_an_event_sets_has_words(event: type[Event]) -> None:
    for one in settings_of(example(event)):
        assert isinstance(one, dict)
        assert one["about"] in THINGS
        assert one["field"] in CHANGED


def _codes(model: type[BaseModel]) -> set[str]:
    return {code for field in model.model_fields.values() for code in _codes_in(field.annotation)}


def _codes_in(annotation: object) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _codes(annotation)
    return {code for one in get_args(annotation) for code in _codes_in(one)}


def test_every_code_of_an_event_has_a_word() -> None:
    """But for reasons why a point of a checklist is mandatory, which no sentence names."""
    used = {code for event in EVENTS if event.topic != "inspection.checklist-opened" for code in _codes(event)}
    assert used - set(CODES) <= AS_THEY_ARE
    assert not {"A", "P", "T"} & used - AS_THEY_ARE


def test_what_is_not_known_is_left_out_with_the_words_around_it() -> None:
    event = CATALOGUE["inspection.finding-withdrawn"].model_validate({"finding": "F1", "because": "CORRECTION"})
    assert Teller(Speech("en")).sentence(row_of(event)) == "Finding F1 fell, because of a correction."
    assert Teller(Speech("cs")).sentence(row_of(event)) == "Zjištění F1 padlo, důvod: oprava."


def test_a_correction_says_how_the_entry_reads_now() -> None:
    event = CATALOGUE["inspection.finding-withdrawn"].model_validate({"finding": "F1", "because": "CORRECTION"})
    corrected = {"topic": "entry.corrected", "target_topic": event.topic, "target_position": 12}
    said = Teller(Speech("en")).sentence(row_of(event, **corrected))
    assert said == "Entry no. 12 was corrected and reads from now on: Finding F1 fell, because of a correction."
    taken = {"topic": "entry.taken-back", "target_topic": event.topic, "target_position": 12}
    assert "č. 12" in Teller(Speech("cs")).sentence(row_of(event, **taken))


def test_money_days_and_codes_of_a_change_are_said_in_the_language() -> None:
    money: JsonValue = [{"currency": "CZK", "minor": 12_345_600}]
    changes = (
        Change("finding", "F1", "amount", None, money),
        Change("finding", "F1", "state", "PROPOSED", "WITHDRAWN"),
        Change("measure", "M1", "due", "2026-06-01", "2026-06-30"),
    )
    event = CATALOGUE["inspection.measure-lifted"].model_validate({"measure": "M1"})
    assert Teller(Speech("cs")).changes(row_of(event, changes=changes)) == (
        "zjištění F1: částka — → 123 456 Kč",
        "zjištění F1: stav navržené → zrušené",
        "opatření M1: termín 1. 6. 2026 → 30. 6. 2026",
    )


def test_a_text_is_told_by_its_fate_alone() -> None:
    """Kept while its words are there, erased afterwards; the commitment stays."""
    event = CATALOGUE["inspection.measure-lifted"].model_validate({"measure": "M1"})
    row = row_of(event, texts=(("note", "ab" * 32), ("reason", "cd" * 32)))
    teller = Teller(Speech("en"), kept={"ab" * 32})
    assert teller.texts(row) == ("text “note” kept (abababababab)", "text “reason” erased (cdcdcdcdcdcd)")
    assert [one["fate"] for one in told(row, {"ab" * 32})["texts"]] == ["kept", "erased"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_somebody_called_like_a_code_is_told_as_he_wrote_it(language: Language) -> None:
    """A checklist called A is no ambulatory form, and a finding called OK not in order."""
    opened = row_of(example(CATALOGUE["inspection.checklist-opened"]))
    row = replace(opened, facts={**opened.facts, "checklist": "A", "template": "OK"})
    sentence = Teller(Speech(language)).sentence(row)
    assert " A " in sentence
    assert "ambul" not in sentence
    assert "OK" in sentence


def test_the_names_that_are_told_as_written_are_names_of_facts() -> None:
    """Nothing stands there that no sentence uses."""
    named = {name.rpartition(".")[2] for words in SENTENCES.values() for name in facts_named(words.en)}
    assert named >= AS_WRITTEN
