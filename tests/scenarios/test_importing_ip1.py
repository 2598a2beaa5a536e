"""Scenario 6: importing IP1 exactly as its page says it, and correcting it in the lawful way only."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.clock import day_of
from application.engine import Outcome
from application.importing.line import ProblemKind
from application.replay import NotYetRecorded
from domain.contract.events.takeover import ContractTakenOver
from domain.kernel.answer import Answer
from domain.kernel.entry import Entry
from domain.kernel.money import czk, total
from domain.kernel.prose import Prose
from domain.kernel.rule import RULE_BOOK, Refused
from domain.kernel.stamp import Actor, Source, Stamp
from domain.project.events import SupportStated
from domain.project.project import Project
from tests.scenarios.liberec import RECORDS, bring_in, entries, kronika
from tests.scenarios.office import Office, codes

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.CANNOT_BE_DECIDED

IP1 = RECORDS / "001-ip1.jsonl"
NUMBERS = ("OLP/2132/2009", "OLP/306/2010", "OLP/2133/2009", "OLP/2118/2009")
AS_WRITTEN = "v průběhu 36 měsíců – od 1.10.2009 do 31.11.2012"
LETTER = hashlib.sha256(b"a letter of the provider").hexdigest()


@pytest.fixture
def office(office: Office) -> Office:
    """On 21 November 2026 the file of the page was imported."""
    office.it_is("2026-11-21")
    brought = bring_in(office, IP1)
    assert (brought.tally.taken, brought.problems) == (7, [])
    return office


@pytest.fixture
def ledger(office: Office) -> str:
    """Where that office keeps its ledger."""
    return office.parts.settings.database


@pytest.fixture
def repaired(tmp_path: Path) -> Path:
    """The same file after somebody changed the date that does not exist."""
    file = tmp_path / IP1.name
    file.write_text(IP1.read_text(encoding="utf-8").replace("31.11.2012", "30.11.2012"), encoding="utf-8")
    return file


def project(office: Office, *, known: int | None = None) -> Project:
    state = office.replay.state(office.parts.resolver.identifier("project", "IP1"), known)
    assert isinstance(state, Project)
    return state


def taken_over(office: Office, number: str) -> ContractTakenOver:
    """What the ledger holds of a contract."""
    (entry,) = office.replay.entries(office.parts.resolver.identifier("contract", number))
    assert isinstance(entry.event, ContractTakenOver)
    return entry.event


# The same file, and another one ---------------------------------------------------------------------------------------


def test_four_contracts_make_the_stated_total(office: Office) -> None:
    provided = [office.contract(number).awarded for number in NUMBERS]
    assert total(amount for amount in provided if amount is not None) == czk(15_244_205)
    assert project(office).supports["whole"].amount == czk(15_244_205)
    assert project(office).anomalies_of("TOTAL_MISMATCH") == ()


def test_same_file_again_records_nothing(office: Office) -> None:
    again = bring_in(office.it_is("2026-11-22"), IP1)
    assert (again.tally.entries, again.tally.already_there, again.problems) == (0, 7, [])


def test_repaired_file_is_reported_and_changes_nothing(office: Office, repaired: Path) -> None:
    """Five lines say something else under an id that is known; the two others say what they said."""
    head = office.parts.ledger.head()
    third = bring_in(office.it_is("2026-11-23"), repaired)
    assert [(problem.place.id, problem.kind) for problem in third.problems] == [
        ("support-ip1-whole", ProblemKind.REUSED),
        ("contract-olp-2132-2009", ProblemKind.REUSED),
        ("contract-olp-306-2010", ProblemKind.REUSED),
        ("contract-olp-2133-2009", ProblemKind.REUSED),
        ("contract-olp-2118-2009", ProblemKind.REUSED),
    ]
    assert (third.tally.entries, third.tally.already_there, office.parts.ledger.head()) == (0, 2, head)
    assert office.contract("OLP/2132/2009").period_as_written == taken_over(office, "OLP/2132/2009").period_as_written


def test_command_line_ends_with_5_for_the_repaired_file(ledger: str, repaired: Path) -> None:
    code, told = kronika(ledger, "import", str(repaired), today="2026-11-23")
    assert code == 5
    assert told["data"]["entries"] == 0
    assert [problem["code"] for problem in told["data"]["problems"]] == ["import.reused"] * 5
    assert kronika(ledger, "import", str(IP1), today="2026-11-23")[0] == 0


# The date that does not exist -----------------------------------------------------------------------------------------


def test_end_stays_as_written_with_two_anomalies(office: Office) -> None:
    """No day is read from 31.11.2012; 36 months end on 30 September, to 30 November it would be 38."""
    period = project(office).supports["whole"].period
    assert period is not None
    assert period.raw == AS_WRITTEN
    assert period.end is not None
    assert (period.end.raw, period.end.parsed) == ("31.11.2012", None)
    (support,) = [entry for entry in entries(office) if isinstance(entry.event, SupportStated)]
    impossible, mismatch = support.stamp.anomalies
    assert (impossible.code, impossible.raw) == ("IMPOSSIBLE_DATE", "31.11.2012")
    assert (mismatch.code, mismatch.raw) == ("LENGTH_MISMATCH", AS_WRITTEN)
    assert (mismatch.facts["end_by_months"], mismatch.facts["months_to_it"]) == ("2012-09-30", 38)


def test_period_is_that_of_the_whole_support(office: Office) -> None:
    """30 September 2012 lies in every reading of it, of 15 October nobody can tell; no contract begins by it."""
    for number in NUMBERS:
        contract = office.contract(number)
        assert contract.period_as_written is not None
        assert contract.period_as_written.scope == "support"
        assert contract.within_period_as_written(date(2012, 9, 30)) is YES
        assert contract.within_period_as_written(date(2012, 10, 15)) is OPEN
        days = [date(2009, 9, 30), date(2012, 9, 30), date(2012, 10, 15), date(2026, 11, 21)]
        assert [contract.in_force(day) for day in days] == [OPEN] * 4
        assert contract.period.latest is None
    assert project(office).period.latest is None


@pytest.mark.parametrize(("day", "within"), [("2012-09-30", "YES"), ("2012-10-15", None)])
def test_card_says_what_can_be_decided(ledger: str, day: str, within: str | None) -> None:
    """Whether the contract was in force is open on both days, and the card says why."""
    code, shown = kronika(ledger, "show", "contract", "OLP/2132/2009", "--valid", day)
    fields = shown["data"]["fields"]
    assert code == 0
    assert fields["in_force"]["cannot_be_decided"] == "no-day-of-conclusion"
    found = fields["within_period_as_written"]
    assert found == (within or {"cannot_be_decided": "period-not-certain", "raw": AS_WRITTEN})


# What the page does not state -----------------------------------------------------------------------------------------


def test_days_and_payments_are_unknown_and_not_zero(office: Office, ledger: str) -> None:
    for number in NUMBERS:
        contract = office.contract(number)
        days = (contract.concluded_on, contract.published_on, contract.effective_from)
        assert (*days, contract.paid_known, contract.maximum.latest) == (None,) * 5
        assert not contract.is_conclusion_recorded
    fields = kronika(ledger, "show", "contract", "OLP/306/2010")[1]["data"]["fields"]
    assert [fields[name] for name in ("paid", "concluded_on", "effective_from", "period")] == [None] * 4


def test_which_tender_was_won_in_round_2_is_not_stated(office: Office) -> None:
    """Three in round 1, one in round 2, unassigned; of OLP/306/2010 it is inferred, apart from what is stated."""
    rounds = [(won.tenders, won.round) for won in project(office).supports["whole"].tenders_won]
    assert rounds == [(3, 1), (1, 2)]
    held = {number: taken_over(office, number) for number in NUMBERS}
    assert [event.tender.round for event in held.values() if event.tender is not None] == [None] * 4
    inferred = {number: event.round_inferred for number, event in held.items()}
    assert inferred == dict.fromkeys(NUMBERS, None) | {"OLP/306/2010": 2}


def test_provider_and_districts_are_inferred(office: Office) -> None:
    """The page says "we", and names landscapes."""
    regions = {}
    for number in NUMBERS:
        provider = office.contract(number).provider.on(None)
        assert provider is not None
        assert (provider.name, provider.is_inferred) == ("Fokus Liberec o.p.s.", True)
        assert provider.as_written == "poskytovatel sociálních služeb"
        region = taken_over(office, number).region
        assert region is not None
        regions[number] = (region.raw, [code.official_name for code in region.orps])
    assert regions == {
        "OLP/2132/2009": ("Liberecko", ["Liberec"]),
        "OLP/306/2010": ("Liberecko", ["Liberec"]),
        "OLP/2133/2009": ("Českolipsko", ["Česká Lípa"]),
        "OLP/2118/2009": ("Jablonecko", ["Jablonec nad Nisou"]),
    }


def test_151_new_users_are_one_target(office: Office) -> None:
    target = project(office).target("new-users", on=None)
    assert target is not None
    assert (target.value, target.qualifier, target.scope) == (Decimal(151), "at least", "whole support")
    assert [office.contract(number).targets.latest for number in NUMBERS] == [None] * 4


def test_later_acts_are_silent(office: Office) -> None:
    """Neither the register of contracts (from 2016) nor Act 134/2016 is asked about contracts of 2009 and 2010."""
    for number in NUMBERS:
        identifier = office.parts.resolver.identifier("contract", number)
        (recorded,) = office.parts.ledger.commands_of(identifier)
        asked = [one["rule"] for one in json.loads(recorded.row.decision)["applied"]]
        acts = {version.cites.act for code in asked for version in RULE_BOOK[code].versions}
        assert asked
        assert acts & {"340/2015", "134/2016"} == set()
        assert office.contract(number).publication is None


def test_nothing_was_recorded_before_the_import(office: Office, ledger: str) -> None:
    identifier = office.parts.resolver.identifier("contract", "OLP/2132/2009")
    with pytest.raises(NotYetRecorded) as nothing:
        office.contract("OLP/2132/2009", known="2012-12-31")
    assert nothing.value.first.recorded_at is not None
    assert day_of(nothing.value.first.recorded_at) == date(2026, 11, 21)
    code, shown = kronika(ledger, "show", "contract", "OLP/2132/2009", "--known", "2012-12-31")
    assert (code, shown["warnings"], shown["data"]["fields"]) == (0, ["nothing recorded then"], None)
    assert UUID(shown["data"]["id"]) == identifier


# The lawful way -------------------------------------------------------------------------------------------------------


def correct(office: Office, entry: Entry, *, reason: str | None = None, **other: Any) -> Outcome:
    """Say how an entry should have read; its day of effect stays unknown."""
    data = entry.event.model_dump(mode="json", exclude_none=True) | other
    given = {"target": str(entry.originator_id), "entry": str(entry.event_id), "data": data}
    stamp = Stamp(
        command_id=uuid4(),
        actor=Actor(role="clerk", person="p-clerk"),
        source=Source(kind="cli"),
        reason=Prose.of(reason) if reason else None,
        documents=(LETTER,),
    )
    return office.parts.engine.handle(office.parts.resolver.command("entry.correct", given), stamp)


REPAIRED = {"raw": AS_WRITTEN.replace("31.11.", "30.11."), "months_stated": 36, "scope": "support"} | {
    "start": "1.10.2009",
    "end": "30.11.2012",
}


def test_support_is_corrected_with_a_reason_and_a_document(office: Office) -> None:
    """The day exists now, the length still does not agree; as known before, the old reading stays."""
    before = office.parts.ledger.head()
    (support,) = [entry for entry in entries(office) if isinstance(entry.event, SupportStated)]
    office.it_is("2026-11-24")
    with pytest.raises(Refused) as refused:
        correct(office, support, period=REPAIRED)
    assert refused.value.codes == ("entry.reason-given",)
    corrected = correct(office, support, reason="The provider wrote that 30 November was meant.", period=REPAIRED)
    assert corrected.entries[0].stamp.documents == (LETTER,)
    assert codes(corrected) == ["LENGTH_MISMATCH"]
    now, then = project(office), project(office, known=before)
    assert [ref.code for ref in now.open_anomalies] == ["LENGTH_MISMATCH"]
    assert {ref.code for ref in then.open_anomalies} == {"IMPOSSIBLE_DATE", "LENGTH_MISMATCH"}
    periods = [state.supports["whole"].period for state in (now, then)]
    assert [period.end.raw for period in periods if period and period.end] == ["30.11.2012", "31.11.2012"]
    assert [period.covers(date(2012, 12, 15)) for period in periods if period] == [NO, OPEN]
    assert now.supports["whole"].amount == czk(15_244_205)


def test_contract_is_corrected_and_the_old_reading_stays_visible(office: Office) -> None:
    """Known on the day of the import it reads as imported; its days stay as unknown as before."""
    (entry,) = office.replay.entries(office.parts.resolver.identifier("contract", "OLP/2132/2009"))
    office.it_is("2026-11-24")
    told = correct(office, entry, reason="The provider wrote that 30 November was meant.", period_as_written=REPAIRED)
    assert codes(told) == ["LENGTH_MISMATCH"]
    assert [ref.code for ref in office.contract("OLP/2132/2009").open_anomalies] == ["LENGTH_MISMATCH"]
    now, then = office.contract("OLP/2132/2009"), office.contract("OLP/2132/2009", known="2026-11-21")
    assert [state.within_period_as_written(date(2012, 12, 15)) for state in (now, then)] == [NO, OPEN]
    assert [state.within_period_as_written(date(2012, 10, 15)) for state in (now, then)] == [OPEN, OPEN]
    assert [state.in_force(date(2012, 9, 30)) for state in (now, then)] == [OPEN, OPEN]
    assert (now.awarded, now.concluded_on, now.paid_known) == (then.awarded, None, None)
    assert office.contract("OLP/306/2010").within_period_as_written(date(2012, 12, 15)) is OPEN
