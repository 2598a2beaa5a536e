"""Targets and what was reached: as last said, as of two moments, with the entries behind each figure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from domain.contract.events.amendments import AmendmentConcluded, AmendmentVoidedForNonPublication
from domain.contract.events.conclusion import ContractConcluded
from domain.contract.events.reporting import IndicatorAchievementRecorded, MonitoringReportSubmitted
from domain.kernel.event import Event
from domain.project.events import IndicatorAchievementStated, IndicatorTargetChanged, IndicatorTargetSet
from projections import builds
from projections.database import Database
from projections.indicators import INDICATORS, IndicatorRow, indicator_rows
from projections.projector import Projector
from tests.projections.chronicle import Chronicle, a_day

YEAR = {"start": "2018-01-01", "end": "2018-12-31"}
HALVES = ({"start": "2018-01-01", "end": "2018-06-30"}, {"start": "2018-07-01", "end": "2018-12-31"})


def made(kind: type[Event], **data: Any) -> Event:
    return kind.model_validate(data)


def concluded(**targets: str) -> Event:
    said = [{"indicator": name, "value": value, "unit": "persons"} for name, value in targets.items()]
    return made(ContractConcluded, number="OLP/1/2018", regime="tender", targets=said)


def amended(number: int, **targets: str) -> Event:
    said = [{"indicator": name, "value": value, "unit": "persons"} for name, value in targets.items()]
    return made(AmendmentConcluded, number=number, ground="222(4)", targets=said)


def reached(value: str, period: dict[str, str], **more: str) -> Event:
    return made(IndicatorAchievementRecorded, indicator="persons", value=value, period=period, **more)


@pytest.fixture
def asked(database: Database, chronicle: Chronicle) -> Any:
    """The rows as of two moments, after everything recorded so far."""
    builds.prepare(database, [INDICATORS])

    def rows(valid: str | None = None, known: int | None = None) -> Sequence[IndicatorRow]:
        Projector(database, chronicle, [INDICATORS]).catch_up()
        return indicator_rows(database, valid=a_day(valid), known=known).rows

    return rows


def test_a_target_stands_beside_what_was_reached(chronicle: Chronicle, asked: Any) -> None:
    target = {"indicator": "persons", "value": "1630", "unit": "PERSON", "qualifier": "at least"}
    chronicle.record(made(IndicatorTargetSet, **target), on="2017-01-01", to="project")
    chronicle.record(made(IndicatorAchievementStated, indicator="persons", value="815"), on="2018-01-01", to="project")
    (row,) = asked()
    assert (row.kind, row.target, row.reached, row.qualifier) == ("project", 1630, 815, "at least")
    assert (row.behind_target, row.behind_reached, row.share) == ((1,), (2,), Decimal("50.0"))
    (then,) = asked(valid="2017-06-30")
    assert (then.target, then.reached, then.share) == (1630, None, None)


def test_a_share_is_never_rounded_up_to_whole(chronicle: Chronicle, asked: Any) -> None:
    chronicle.record(concluded(persons="1000"), on="2018-01-01")
    chronicle.record(reached("999.99", YEAR), on="2018-12-31")
    (row,) = asked()
    assert row.share == Decimal("99.9")


def test_a_changed_target_holds_from_its_day(chronicle: Chronicle, asked: Any) -> None:
    """Recorded late, it changes the past as known today and leaves what was known then."""
    chronicle.record(made(IndicatorTargetSet, indicator="fte", value="48"), on="2017-01-01", to="project")
    chronicle.record(made(IndicatorTargetChanged, indicator="fte", value="50"), on="2018-01-01", to="project")
    assert [asked(valid=day)[0].target for day in ("2017-12-31", "2018-01-01")] == [48, 50]
    assert asked(valid="2018-01-01", known=1)[0].target == 48


def test_periods_are_added_and_each_counts_once(chronicle: Chronicle, asked: Any) -> None:
    chronicle.record(concluded(persons="100"), on="2018-01-01")
    for period, value in zip((*HALVES, HALVES[0]), ("10", "20", "12"), strict=True):
        chronicle.record(reached(value, period), on=period["end"])
    (row,) = asked()
    assert (row.reached, row.behind_reached) == (32, (4, 3))


def test_what_was_stated_cumulatively_is_not_added(chronicle: Chronicle, asked: Any) -> None:
    chronicle.record(reached("10", HALVES[0], cumulative="10"), on="2018-06-30")
    chronicle.record(reached("20", HALVES[1], cumulative="25"), on="2018-12-31")
    (row,) = asked()
    assert (row.target, row.reached, row.behind_reached) == (None, 25, (2,))


def test_an_amendment_states_all_targets_of_its_contract(chronicle: Chronicle, asked: Any) -> None:
    chronicle.record(concluded(persons="100", fte="4"), on="2018-01-01")
    chronicle.record(amended(1, persons="120"), on="2018-07-01")
    assert [(row.indicator, row.target) for row in asked(valid="2018-06-30")] == [("fte", 4), ("persons", 100)]
    assert [(row.indicator, row.target) for row in asked(valid="2018-07-01")] == [("persons", 120)]


def test_a_void_amendment_never_held(chronicle: Chronicle, asked: Any) -> None:
    chronicle.record(concluded(persons="100"), on="2018-01-01")
    chronicle.record(amended(1, persons="120"), on="2018-07-01")
    void = made(AmendmentVoidedForNonPublication, number=1, established_on="2018-10-02")
    chronicle.record(void, on="2018-07-01")
    assert [row.target for row in asked(valid="2018-12-31")] == [100]
    assert [row.target for row in asked(valid="2018-12-31", known=2)] == [120]


def test_the_figures_of_a_report_that_came_again_replace_the_first(chronicle: Chronicle, asked: Any) -> None:
    for persons in (30, 33):
        figures = {"persons": persons, "units_direct": "120.5"}
        chronicle.record(made(MonitoringReportSubmitted, report="MZ1", period=YEAR, figures=figures), on="2019-01-31")
    assert [(row.indicator, row.reached) for row in asked()] == [("persons", 33), ("units_direct", Decimal("120.5"))]


def test_a_corrected_entry_reads_anew_only_from_then_on(chronicle: Chronicle, asked: Any) -> None:
    first = chronicle.record(reached("10", YEAR), on="2018-12-31")
    chronicle.correct(first, reached("11", YEAR))
    assert [asked(known=known)[0].reached for known in (1, 2)] == [10, 11]
