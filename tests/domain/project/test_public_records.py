"""Facts of public pages, told as takeovers: nothing is invented, nothing that does not fit is smoothed away."""

from datetime import date
from decimal import Decimal

from domain.kernel.answer import Answer
from domain.kernel.money import czk
from domain.project import commands as asked
from domain.project.project import Project
from domain.service.commands import TakeOverService
from domain.service.service import Service
from tests.domain.project.pieces import on_file, service_id, take_over
from tests.domain.service.pieces import said
from tests.spec import Story, given, inferred

REGION = {"name": "Liberecký kraj"}


def test_whole_support_of_ip1_adds_up_though_its_dates_do_not() -> None:
    """Four contracts make 15 244 205 Kč; 36 months from 1. 10. 2009 do not end on a 31 November."""
    contracts = {
        "OLP/2132/2009": "4 284 985,- Kč",
        "OLP/306/2010": "3 900 000,- Kč",
        "OLP/2133/2009": "3 723 610,- Kč",
        "OLP/2118/2009": "3 335 610,- Kč",
    }
    told = said(
        asked.TakeOverSupport,
        support="whole",
        provider={"name": "Fokus Liberec o.p.s."},
        amount="15 244 205,- Kč",
        parts=[{"contract_number": number, "amount": amount} for number, amount in contracts.items()],
        period="36 měsíců – od 1.10.2009 do 31.11.2012",
        tenders_entered=4,
        tenders_won=[{"tenders": 3, "round": 1}, {"tenders": 1, "round": 2}],
    )
    story = given(Project).when(take_over(code="IP1", programme="OP LZZ", owner=REGION)).then_notes()
    story = story.when(told, inferred=(inferred("provider", "same services, regions and people"),))
    story.then_notes("IMPOSSIBLE_DATE", "LENGTH_MISMATCH")
    support = story.state.supports["whole"]
    assert support.amount == czk(15_244_205)
    assert support.period is not None
    assert support.period.covers(date(2012, 9, 30)) is Answer.YES
    assert support.period.covers(date(2012, 10, 15)) is Answer.CANNOT_BE_DECIDED
    assert story.state.runs_on(date(2010, 1, 1)) is Answer.CANNOT_BE_DECIDED


def test_151_new_users_are_one_target_of_the_whole_support() -> None:
    """At least 151 over four contracts: never 37.75 for each."""
    told = said(
        asked.TakeOverIndicatorTarget,
        indicator="new-users",
        name="Noví uživatelé",
        sections=("43", "67"),
        value=151,
        unit="PERSON",
        qualifier="at least",
        scope="whole support",
    )
    target = on_file().when(told).then_notes().state.target("new-users", on=None)
    assert target is not None
    assert (target.value, target.qualifier, target.scope) == (Decimal(151), "at least", "whole support")


def test_targets_of_the_family_project_are_persons_and_full_time_equivalents() -> None:
    """1 630 and 1 110 persons, 48 and 44 FTE; two indicators in time units have no target at all."""
    supported = (
        {"section": "62", "forms": ("A", "T"), "territory_parts": 16, "tenders": 16},
        {"section": "65", "forms": ("T",), "territory_parts": 14, "tenders": 14},
    )
    number = "CZ.03.2.60/0.0/0.0/15_005/0002734"
    known = {"number": number, "programme": "OPZ", "owner": REGION, "supported": supported}
    story = given(Project).when(take_over(**known, price_rule={"percent_of_compensation": 85})).then_notes()
    targets = [("62", "PERSON", 1630), ("65", "PERSON", 1110), ("62", "FTE", 48), ("65", "FTE", 44)]
    for section, unit, value in (*targets, ("62", "TIME_UNIT", None), ("65", "TIME_UNIT", None)):
        told = {"indicator": f"{unit} {section}", "name": unit, "sections": (section,), "unit": unit, "value": value}
        story = story.when(said(asked.TakeOverIndicatorTarget, **told)).then_notes()
    assert _sum_of(story, "PERSON") == Decimal(2740)
    assert _sum_of(story, "FTE") == Decimal(92)
    assert _sum_of(story, "TIME_UNIT") is None
    assert sum(kind.tenders or 0 for kind in story.state.supported) == 30


def _sum_of(story: Story[Project], unit: str) -> Decimal | None:
    targets = [held.on(None) for held in story.state.indicator_targets.values()]
    values = [target.value for target in targets if target and target.unit == unit and target.value is not None]
    return sum(values, Decimal(0)) if values else None


def test_ceilings_of_three_services_are_maxima_and_nothing_else() -> None:
    """33 209 104 + 9 577 865 + 48 458 239 = 91 245 208 Kč; no budget, period or payment is stated."""
    services = {"43": ("3596108", "33.209.104"), "67": ("5563434", "9.577.865"), "70": ("8208204", "48.458.239")}
    others = {
        service_id(section): given(Service)
        .when(said(TakeOverService, registration_number=number, section=section))
        .then_notes()
        .state
        for section, (number, _) in services.items()
    }
    number = "CZ.03.02.01/00/22_003/0001885"
    story = on_file(others, number=number, supported=[{"section": section} for section in services])
    for section, (_, written) in services.items():
        told = {"service": service_id(section), "maximum": f"{written} Kč", "as_written": written}
        story = story.when(said(asked.TakeOverAllocation, **told)).then_notes()
    assert story.state.allocated(None) == czk(91_245_208)
    assert story.state.budget.latest is None
    assert story.state.payment_claims == {}


def test_press_release_of_ip3_states_an_end_and_a_rounded_budget() -> None:
    """It ends on 30 September 2013; when the two years began and how much 11.5 million was exactly stays open."""
    told = take_over(
        code="IP3",
        description="rozšíření nástrojů plánování sociálních služeb",
        programme="OP LZZ",
        owner=REGION,
        budget_as_written="11,5 mil. Kč",
        funding=[{"source": "esf"}, {"source": "state"}],
        period="dva roky, skončí k 30. září 2013",
    )
    story = given(Project).when(told).then_notes("AMOUNT_NOT_EXACT")
    project = story.state
    assert (project.number, project.title, project.budget.latest) == (None, None, None)
    assert project.has_ended_by(date(2013, 9, 30)) is Answer.YES
    assert project.has_ended_by(date(2013, 9, 29)) is Answer.NO
    assert project.runs_on(date(2012, 1, 1)) is Answer.CANNOT_BE_DECIDED
    assert project.runs_on(date(2013, 10, 1)) is Answer.NO


def test_years_alone_are_no_period() -> None:
    """2014 and 2015, with works from March to June 2015: in the middle it ran, at the edges nobody can say."""
    told = take_over(
        title="Energetická úspora",
        programme="OPŽP",
        owner={"name": "Fokus Liberec o.p.s."},
        period={"raw": "2014 a 2015", "start": "2014", "end": "2015"},
        other_periods=[{"raw": "březen – červen 2015", "scope": "works", "start": "březen 2015", "end": "červen 2015"}],
    )
    story = given(Project).when(told, inferred=(inferred("owner", "listed on the provider's own page"),))
    story.then_notes(*["IMPRECISE_DATE"] * 4)
    assert story.state.runs_on(date(2014, 12, 31)) is Answer.YES
    assert story.state.runs_on(date(2014, 6, 1)) is Answer.CANNOT_BE_DECIDED
    assert story.state.runs_on(date(2016, 1, 1)) is Answer.NO
