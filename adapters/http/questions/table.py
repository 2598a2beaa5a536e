"""The questions about everything at once, each a row of one table: what it reads, how, and by what it can be asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from adapters.exports.trail import Teller, kept_texts, told
from adapters.http.parts import Desk
from adapters.http.questions.wishes import Columns, with_short_names
from adapters.telling.columns import Column, Holds, Value, columns_of
from adapters.telling.speech import Speech
from adapters.telling.words import Words
from domain.kernel.answer import Answer
from projections.anomalies import ANOMALIES, AnomalyRow, anomaly_rows
from projections.compensation import COMPENSATION, CompensationRow, compensation_rows
from projections.contract_ledger import CONTRACT_LEDGER, LedgerRow, ledger_rows
from projections.deadlines import (
    ALL_STATES,
    DEADLINES,
    OPEN_STATES,
    DeadlineFilter,
    DeadlineRow,
    State,
    deadline_rows,
)
from projections.findings import FINDINGS, FindingRow, MeasureRow, finding_rows, measure_rows
from projections.indicators import INDICATORS, IndicatorRow, indicator_rows
from projections.inspection_plan import INSPECTION_PLAN, PlanRow, plan_rows
from projections.inspection_trail import INSPECTION_TRAIL, TrailRow, trail_rows
from projections.network import NETWORK, NetworkFilter, NetworkRow, network_rows
from projections.registry import REGISTRY
from projections.report import Report
from projections.search import Hit, search_rows
from projections.tender_funnel import TENDER_FUNNEL, FunnelRow, tender_rows
from projections.view import View

NOT_ENDED = frozenset({Answer.YES, Answer.CANNOT_BE_DECIDED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """As of when rows are wanted, whether everything instead of the usual, and what the question itself asks for."""

    valid: date
    known: int
    everything: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    known_on: date | None = None
    """The day as known, for whoever reads a sheet."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a question has to be told."""

    name: str
    about: str
    longest: int


@dataclass(frozen=True)
class Question:
    """A view under its address.

    `usual` names the columns by which it leaves rows out unless somebody asks by one of them: what is over, what has
    ended. `files` are the columns of the files that a row is about, `provider` those that name the provider.
    """

    name: str
    title: Words
    about: Words
    views: tuple[View, ...]
    row: type
    rows: Callable[[Desk, "Wanted"], Report[Any]]
    files: tuple[str, ...]
    provider: tuple[str, ...] = ()
    usual: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    asks: tuple["Ask", ...] = ()
    """What has to be, or may be, said beside conditions on columns."""
    worked_out: tuple[Column, ...] = ()
    """Columns that the rows do not have by themselves."""
    told: Callable[[Desk, Sequence[Any]], Sequence[Any]] = lambda _, rows: rows
    """What is answered of a page, where it is more than its rows."""
    is_settled: bool = True
    """Whether the two moments alone say what the answer is; else its words may be erased meanwhile."""

    @cached_property
    def columns(self) -> Columns:
        own = {**columns_of(self.row), **{column.name: column for column in self.worked_out}}
        return Columns(own, with_short_names(own, {**_known(own, SHORT), **self.aliases}), ("provider",))


SHORT = {
    "due": "legal_last_day",
    "orp": "orps",
    "contract": "contracts",
    "mandate": "mandates",
    "year": "service_year",
    "service": "registration_number",
}
"""What people call a column, wherever there is one of that name."""


def _known(own: Mapping[str, Column], names: Mapping[str, str]) -> dict[str, str]:
    return {name: column for name, column in names.items() if column in own and name not in own}


def _trail(desk: Desk, rows: Sequence[TrailRow]) -> Sequence[Any]:
    """Rows with their sentences in both languages, and the fate of each text."""
    kept = kept_texts(desk.parts.ledger, rows)
    return [told(row, kept) for row in rows]


def _sentence(row: TrailRow) -> Words:
    return Words(en=Teller(Speech("en")).sentence(row), cs=Teller(Speech("cs")).sentence(row))


def _orps(row: NetworkRow) -> tuple[str, ...]:
    """Where the service is, or may be."""
    return (*row.orps, *row.orps_perhaps, *(share.orp for share in (row.entry.orp_shares if row.entry else ())))


def _winners(row: FunnelRow) -> tuple[str, ...]:
    """Whose bids were chosen, by IČO and by name."""
    rounds = [one for lot in row.lots for one in lot.rounds]
    return tuple(said for one in rounds for said in (one.provider_ico, one.provider) if said)


def _network(desk: Desk, at: Wanted) -> Report[NetworkRow]:
    filters = NetworkFilter(in_force=frozenset(Answer) if at.everything else NOT_ENDED)
    return network_rows(desk.database, valid=at.valid, known=at.known, filters=filters)


def _deadlines(desk: Desk, at: Wanted) -> Report[DeadlineRow]:
    filters = DeadlineFilter(states=ALL_STATES if at.everything else OPEN_STATES)
    calendar = desk.parts.calendar
    return deadline_rows(desk.database, valid=at.valid, calendar=calendar, known=at.known, filters=filters)


def _text(name: str, of: Callable[[Any], Any], *, is_many: bool = False) -> Column:
    return Column(name, Value(Holds.TEXT), of, is_many)


OF_ANY_FILE = dict.fromkeys(("contract", "tender", "mandate", "inspection"), "file")

SEARCH = Question(
    "search",
    Words("Search", "Hledání"),
    Words(
        "Files by the words of number, name, provider, IČO and place.",
        "Spisy podle slov z čísla, názvu, poskytovatele, IČO a místa.",
    ),
    (REGISTRY,),
    Hit,
    lambda desk, at: search_rows(desk.database, at.given["text"], known=at.known),
    files=("subject",),
    asks=(
        Ask("text", "Words, all of them anywhere in what a file is called; case and diacritics do not matter.", 200),
    ),
)

QUESTIONS = (
    Question(
        "network",
        Words("State of the network", "Stav sítě"),
        Words(
            "Who provides what, where, under which contract, for how much.",
            "Kdo poskytuje co, kde, podle které smlouvy a za kolik.",
        ),
        (NETWORK,),
        NetworkRow,
        _network,
        files=("contract", "service"),
        provider=("provider_ico", "provider"),
        usual=frozenset({"in_force"}),
        worked_out=(_text("orp", _orps, is_many=True),),
    ),
    Question(
        "deadlines",
        Words("Deadlines", "Lhůty"),
        Words("What is due, whose turn it is, and until when.", "Co má kdo udělat a do kdy."),
        (DEADLINES, TENDER_FUNNEL),
        DeadlineRow,
        _deadlines,
        files=("file",),
        usual=frozenset({"state", "closed_on"}),
        aliases=OF_ANY_FILE,
        worked_out=(Column("is_overdue", Value(Holds.TRUTH), lambda row: row.state is State.OVERDUE),),
    ),
    Question(
        "tender-funnel",
        Words("Tenders", "Veřejné zakázky"),
        Words("How far tenders have come.", "Jak daleko zakázky došly."),
        (TENDER_FUNNEL,),
        FunnelRow,
        lambda desk, at: tender_rows(desk.database, valid=at.valid, known=at.known),
        files=("tender",),
        provider=("winners",),
        worked_out=(_text("winners", _winners, is_many=True),),
    ),
    Question(
        "contract-ledger",
        Words("Money of contracts", "Peníze smluv"),
        Words("Every money event of every contract as signed rows.", "Každý pohyb peněz každé smlouvy se znaménkem."),
        (CONTRACT_LEDGER,),
        LedgerRow,
        lambda desk, at: ledger_rows(desk.database, valid=at.valid, known=at.known),
        files=("contract",),
    ),
    Question(
        "indicators",
        Words("Indicators against targets", "Plnění ukazatelů"),
        Words("Targets and what was reached of them.", "Cíle a co z nich bylo splněno."),
        (INDICATORS,),
        IndicatorRow,
        lambda desk, at: indicator_rows(desk.database, valid=at.valid, known=at.known),
        files=("owner",),
        aliases={"contract": "owner", "project": "owner"},
    ),
    Question(
        "compensation",
        Words("Compensation payments", "Vyrovnávací platby"),
        Words("What each service may get, got and cost in a year.", "Co smí služba za rok dostat, dostala a stála."),
        (COMPENSATION,),
        CompensationRow,
        lambda desk, at: compensation_rows(desk.database, valid=at.valid, known=at.known),
        files=("mandate",),
        provider=("provider_ico", "provider"),
    ),
    Question(
        "trail",
        Words("Trail of inspections", "Stopa kontrol"),
        Words(
            "Every entry of every inspection in one sentence, with what it changed. "
            "What takes effect later is told, too.",
            "Každý záznam každé kontroly jednou větou a co změnil. I to, co nabude účinku později.",
        ),
        (INSPECTION_TRAIL,),
        TrailRow,
        lambda desk, at: trail_rows(desk.database, known=at.known),
        files=("inspection",),
        worked_out=(_text("sentence", _sentence),),
        told=_trail,
        is_settled=False,
    ),
    Question(
        "findings",
        Words("Findings of inspections", "Kontrolní zjištění"),
        Words("What inspections found, and what objections did to it.", "Co kontroly zjistily a co změnily námitky."),
        (FINDINGS,),
        FindingRow,
        lambda desk, at: finding_rows(desk.database, valid=at.valid, known=at.known),
        files=("inspection",),
        provider=("provider",),
    ),
    Question(
        "measures",
        Words("Measures of inspections", "Opatření z kontrol"),
        Words(
            "What inspections asked for, until when, and what came of it.",
            "Co kontroly uložily, do kdy a jak to dopadlo.",
        ),
        (FINDINGS,),
        MeasureRow,
        lambda desk, at: measure_rows(desk.database, valid=at.valid, known=at.known),
        files=("inspection",),
        provider=("provider",),
    ),
    Question(
        "inspection-plan",
        Words("What is to be inspected", "Co je třeba zkontrolovat"),
        Words(
            "What is to be inspected by law and by risk, and what was inspected last.",
            "Co je třeba zkontrolovat podle práva a podle rizika, a co bylo zkontrolováno naposledy.",
        ),
        (INSPECTION_PLAN,),
        PlanRow,
        lambda desk, at: plan_rows(desk.database, valid=at.valid, known=at.known),
        files=("subject",),
        provider=("provider",),
        aliases={"due": "law_last_day"},
    ),
    Question(
        "anomalies",
        Words("Anomalies", "Anomálie"),
        Words("What was recorded although a rule speaks against it.", "Co bylo zapsáno, ač proti tomu mluví pravidlo."),
        (ANOMALIES,),
        AnomalyRow,
        lambda desk, at: anomaly_rows(desk.database, valid=at.valid, known=at.known),
        files=("aggregate_id",),
        aliases=dict.fromkeys(("file", *OF_ANY_FILE), "aggregate_id"),
    ),
)
