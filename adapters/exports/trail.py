"""A row of the trail of an inspection in words: one sentence, what changed, and whether each text is still there."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from pydantic import JsonValue

from adapters.exports.trail_codes import CHANGED, CODES, THINGS
from adapters.exports.trail_words import SENTENCES
from adapters.telling.frames import members
from adapters.telling.speech import Speech
from adapters.telling.words import NOT_KNOWN, Language, Words
from domain.kernel.entry import EntryCorrected
from domain.kernel.law import Citation
from projections.inspection_trail import Change, TrailRow

KEPT = Words("text “{field}” kept ({commitment})", "text „{field}“ uložen ({commitment})")
ERASED = Words("text “{field}” erased ({commitment})", "text „{field}“ vymazán ({commitment})")
NOTHING = Words("—", "—")
AS_WRITTEN = {
    *("act", "amendment", "authorisation", "authority", "certificate", "checklist", "complaint", "consent", "corrects"),
    *("drawn", "expertise", "file_reference", "finding", "findings", "first_act", "hold", "interview", "item", "items"),
    *("key", "measure", "measures", "name", "number", "objection", "obstruction", "origin", "plan_reference"),
    *("presence", "procedure", "proceeding", "receipt", "reference", "referral", "replaced_by", "request", "sample"),
    *("seed", "subject", "template", "version"),
}
"""Facts that somebody wrote in words or keys of his own; a test compares them with the fields of the events."""
_OPTIONAL = re.compile(r"\[([^]]*)\]")
_FACT = re.compile(r"\{([a-z_.]+)\}")
_IS_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IS_DIGEST = re.compile("[0-9a-f]{64}")
Named = Callable[[UUID], str]
"""The number under which people know a file."""


class Proses(Protocol):
    """Where the words behind commitments lie, as far as they have not been erased."""

    def select_prose(self, commitments: Collection[str]) -> Mapping[str, object]: ...


def kept_texts(proses: Proses, rows: Iterable[TrailRow]) -> frozenset[str]:
    """The commitments of these rows whose words are still there."""
    wanted = {commitment for row in rows for _, commitment in row.texts}
    return frozenset(proses.select_prose(sorted(wanted)))


@dataclass(frozen=True)
class Teller:
    """Says rows of a trail in one language."""

    say: Speech
    named: Named = str
    kept: Collection[str] = frozenset()

    def sentence(self, row: TrailRow) -> str:
        """What the entry says, with its plain facts."""
        if row.target_topic is None and row.target_position is None:
            return self._filled(row.topic, row.facts)
        corrected = self._filled(row.target_topic or "", row.facts) if row.topic == EntryCorrected.topic else ""
        return self._filled(row.topic, {"target": row.target_position, "sentence": corrected or self.say(NOT_KNOWN)})

    def changes(self, row: TrailRow) -> tuple[str, ...]:
        """Each field that the entry changed, before → after."""
        return tuple(self._change(one) for one in row.changes)

    def texts(self, row: TrailRow) -> tuple[str, ...]:
        """Each text that came with the entry, and what became of it."""
        return tuple(
            self.say(KEPT if commitment in self.kept else ERASED, field=field, commitment=commitment[:12])
            for field, commitment in row.texts
        )

    def citations(self, row: TrailRow) -> tuple[str, ...]:
        return tuple(self.say.citation(Citation(*one)) for one in row.citations)

    def _change(self, change: Change) -> str:
        thing = self.say(THINGS[change.about])
        about = f"{thing} {change.key}" if change.key else thing
        before, after = (self._said(one) if one is not None else self.say(NOTHING) for one in change[3:])
        return f"{about}: {self.say(CHANGED[change.field])} {before} → {after}"

    # Sentences ----------------------------------------------------------------------------------------------------

    def _filled(self, topic: str, facts: Mapping[str, Any]) -> str:
        words = SENTENCES[topic]
        template = words.cs if self.say.language == "cs" else words.en
        shown = _OPTIONAL.sub(lambda found: _chosen(found[1], facts), template)
        return _FACT.sub(lambda found: self._fact(found[1].rpartition(".")[2], fact_at(facts, found[1])), shown)

    def _fact(self, name: str, value: JsonValue) -> str:
        """A yes is said by the words around it. What somebody called A is no code."""
        if name in AS_WRITTEN:
            written = value if isinstance(value, list) else [value]
            return ", ".join(self.say.fact(one) if str(one) in CODES else self._said(one) for one in written)
        return "" if value is True else self._said(value)

    def _said(self, value: JsonValue) -> str:
        if value is None or isinstance(value, bool):
            return self.say.value(value)
        if isinstance(value, list):
            return ", ".join(self._said(one) for one in value)
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, str):
            if _IS_UUID.fullmatch(value):
                return self.named(UUID(value))
            if _IS_DIGEST.fullmatch(value):
                return f"{value[:12]}…"
            words = CODES.get(value)
            return self.say(words) if words else self.say.fact(value)
        return self.say.fact(value)

    def _object(self, value: dict[str, JsonValue]) -> str:
        """Money, a provision, a period; of anything else its members, the first without the others in brackets."""
        if value.keys() == {"currency", "minor"}:
            return self.say.fact(value)
        if value.keys() <= {"act", "provision"}:
            return self.say.citation(Citation(str(value["act"]), str(value.get("provision", ""))))
        if value.keys() <= {"start", "end"}:
            return f"{self._said(value.get('start', ''))} – {self._said(value.get('end', '…'))}"
        first, *others = (self._said(one) for one in value.values() if one not in (None, [], False))
        return f"{first} ({', '.join(others)})" if others else first


def fact_at(facts: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  # any JSON value
    """The fact under a path of names; None where it is not known."""
    found: Any = facts
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def facts_named(template: str) -> Iterator[str]:
    """The paths of the facts that a template names."""
    return (found[1] for found in _FACT.finditer(template))


def _chosen(part: str, facts: Mapping[str, Any]) -> str:
    """The part where its facts are known; else what stands behind the bar, or nothing."""
    known, _, instead = part.partition("|")
    return known if _all_known(known, facts) else instead


def _all_known(part: str, facts: Mapping[str, Any]) -> bool:
    return all(fact_at(facts, path) not in (None, [], False, 0) for path in facts_named(part))


# For machines ---------------------------------------------------------------------------------------------------------


def told(row: TrailRow, kept: Collection[str], named: Named = str) -> dict[str, Any]:
    """A row for machines: its facts, the sentence in both languages, the fate of each text."""
    languages: tuple[Language, ...] = ("cs", "en")
    sentences = {language: Teller(Speech(language), named, kept).sentence(row) for language in languages}
    texts = [
        {"field": field, "commitment": commitment, "fate": "kept" if commitment in kept else "erased"}
        for field, commitment in row.texts
    ]
    citations = [str(Citation(*one)) for one in row.citations]
    return {**members(row), "sentence": sentences, "texts": texts, "citations": citations}
