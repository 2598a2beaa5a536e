"""Columns of texts in which only words of the program stand: what they may be, so that a misspelt one is told.

Kept apart from what the rows say by themselves: a word that is none any more is still found where a row holds it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from adapters.http.questions.conditions import PRESENCE, Unreadable, text_matcher
from adapters.http.questions.wishes import Columns, Taker, Wish
from adapters.telling.columns import values_of
from application.aggregates import KINDS
from application.rights.roles import ROLES
from domain.contract.interest import PENALTY_NOT_COMPUTED
from domain.contract.payloads import Regime as ContractRegime
from domain.inspection.events.findings import Severity
from domain.inspection.events.planning import Reason
from domain.inspection.events.remedies import MeasureKind
from domain.inspection.payloads import Regime as InspectionRegime
from domain.kernel.as_written import READING_PROBLEMS
from domain.kernel.event import CATALOGUE
from domain.kernel.law import section_named
from domain.kernel.registry import OrpCode
from domain.kernel.rule import RULE_BOOK
from domain.kernel.stamp import Source
from domain.kernel.wrong_fields import FieldProblem
from domain.mandate.interest import INTEREST_NOT_COMPUTED
from domain.mandate.payloads import Decision, Instrument
from domain.network_entry.payloads import ExclusionGround, Financing, Ground
from domain.project.payloads import FundingSource, Qualifier
from domain.service.differences import ANOMALY as REGISTER_DIFFERENCE
from domain.tender.payloads import Regime as TenderRegime
from projections.contract_ledger.view import Kind as MoneyKind
from projections.deadlines import KINDS as DEADLINE_KINDS
from projections.folding import folded
from projections.registry import ICO, LABEL, NAME, PROVIDER
from projections.search import PLACE, SEVERAL

WordsOf = Callable[[], Iterable[str]]
MOST_TOLD = 12
"""So many words are listed; of more only the nearest is told."""


def _literal(annotation: object) -> WordsOf:
    return lambda: map(str, get_args(annotation))


def _topics() -> Iterable[str]:
    return CATALOGUE


def _codes() -> Iterable[str]:
    labels = (found.label for found in RULE_BOOK.values())
    return (*labels, *READING_PROBLEMS, PENALTY_NOT_COMPUTED, INTEREST_NOT_COMPUTED, REGISTER_DIFFERENCE)


def _sections() -> Iterable[str]:
    return (number for number in map(str, range(30, 80)) if section_named(f"§ {number}") is not None)


WORDS: Mapping[str, Mapping[str, WordsOf]] = {
    "search": {"kind": lambda: KINDS, "what": lambda: (LABEL, NAME, PROVIDER, ICO, PLACE, SEVERAL)},
    "network": {
        "regime": _literal(ContractRegime),
        "section": _sections,
        "entry.ground": lambda: (*Ground, *ExclusionGround),
        "entry.financing": _literal(Financing),
        "mandate.decision": _literal(Decision),
        "mandate.instrument": _literal(Instrument),
    },
    "deadlines": {"kind": lambda: DEADLINE_KINDS},
    "tender-funnel": {"regime": _literal(TenderRegime), "section": _sections},
    "contract-ledger": {"kind": lambda: MoneyKind, "topic": _topics, "source": _literal(FundingSource)},
    "indicators": {"kind": lambda: ("project", "contract"), "qualifier": _literal(Qualifier)},
    "compensation": {"section": _sections},
    "trail": {
        "topic": _topics,
        "target_topic": _topics,
        "role": lambda: (role.name for role in ROLES),
        "source": _literal(Source.model_fields["kind"].annotation),
        "anomalies": _codes,
    },
    "findings": {"regime": _literal(InspectionRegime), "severity": _literal(Severity)},
    "measures": {"asks_for": _literal(MeasureKind)},
    "inspection-plan": {"last_regime": _literal(InspectionRegime), "reason": _literal(Reason)},
    "anomalies": {"code": _codes, "rule": lambda: RULE_BOOK, "topic": _topics, "closed_by": _topics},
}
"""By question and column."""


@cache
def words_of(question: str, column: str) -> tuple[str, ...]:
    """What may stand there; empty for a column of any other texts."""
    listed = WORDS.get(question, {}).get(column)
    return () if listed is None else tuple(dict.fromkeys(str(word) for word in listed()))


def misspelt(question: str, wish: Wish, columns: Columns, rows: Sequence[Any]) -> list[FieldProblem]:
    """Conditions by a word that there is not, neither in the program nor in any row."""
    return list(_misspelt(question, wish, columns, rows))


def _misspelt(question: str, wish: Wish, columns: Columns, rows: Sequence[Any]) -> Iterator[FieldProblem]:
    for name, written in wish.filters:
        column = columns.find(name)
        words = words_of(question, column.name) if column is not None else ()
        if column is None or not words or written.strip() in PRESENCE:
            continue
        fits = text_matcher(written.strip())
        if any(map(fits, words)) or any(fits(value) for row in rows for value in values_of(column, row)):
            continue
        said = {folded(word): word for word in words}
        nearest = get_close_matches(folded(written)[:100], said, n=1, cutoff=0.5)
        yield FieldProblem(name, "literal_error", _told(words), nearest=said[nearest[0]] if nearest else None)


def _told(words: Sequence[str]) -> str:
    return f"must be one of {', '.join(words)}" if len(words) <= MOST_TOLD else "is none of the words of this column"


# Places ---------------------------------------------------------------------------------------------------------------

ORP_COLUMNS = ("orp", "orps", "orps_perhaps")
"""Columns of codes, which people know by name."""


def by_orp(columns: Columns) -> Mapping[str, Callable[[str], Taker]]:
    """How the columns of places read what is written: codes, or official names whatever their case and diacritics."""
    return {name: _of_place(columns, name) for name in ORP_COLUMNS if columns.find(name) is not None}


def _of_place(columns: Columns, name: str) -> Callable[[str], Taker]:
    column = columns.find(name)
    assert column is not None

    def read(written: str) -> Taker:
        if (text := written.strip()) in PRESENCE:
            return lambda row: bool(values_of(column, row)) == (text == "known")
        wanted = _codes_of(text)
        return lambda row: any(str(value) in wanted for value in values_of(column, row))

    return read


def _codes_of(written: str) -> frozenset[str]:
    """Raises Unreadable."""
    fits = text_matcher(written)
    names = {code.official_name: str(code) for code in OrpCode.all()}
    found = frozenset(code for name, code in names.items() if fits(name) or fits(code))
    if not found:
        said = {folded(name): name for name in names}
        nearest = get_close_matches(folded(written)[:100], said, n=1, cutoff=0.5)
        told = ", ".join(f"{code} ({name})" for name, code in names.items())
        raise Unreadable("literal_error", f"must be one of {told}", nearest=said[nearest[0]] if nearest else None)
    return found
