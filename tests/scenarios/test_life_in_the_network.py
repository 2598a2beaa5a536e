"""A service enters the network by the plan, changes in it and leaves it: every day by its resolution."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.ids import derived_id
from domain.network_entry.network_entry import NetworkEntry
from tests.scenarios.entrusting import LIVING, PROVIDER
from tests.scenarios.office import Office, codes

ENTRY, SERVICE, METHODOLOGY = (str(derived_id("scenarios", "network", name)) for name in ("entry", "service", "method"))
PLAN = {"start": "2018-01-01", "end": "2020-12-31"}
FTE = {"form": "T", "unit": "FTE", "amount": "4.5"}
RESOLVED = {"resolution": "258/17/ZK", "resolved_on": "2017-06-27"}
STANDING: dict[str, Any] = RESOLVED | {
    "service": SERVICE,
    "last_day": "2020-12-31",
    "capacities": [FTE],
    "orp_shares": [{"orp": "5105", "share": "2/3"}, {"orp": "5102", "share": "1/3"}],
    "financing": "state",
    "level": "1",
    "plan": PLAN,
    "intention": "2017-03",
}


def entry(office: Office) -> NetworkEntry:
    state = office.replay.state(office.parts.resolver.identifier("network_entry", ENTRY))
    assert isinstance(state, NetworkEntry)
    return state


def stands(office: Office, *days: tuple[int, int, int]) -> list[Answer]:
    state = entry(office)
    return [state.included_on(date(*day)) for day in days]


@pytest.fixture
def intended(office: Office) -> Office:
    """Registered in 2015; an intention of 1 March 2017; a methodology that scores need up to 20, staff up to 10."""
    office.it_is("2017-03-02")
    registered: dict[str, Any] = {"registration_number": LIVING, "section": "43", "provider": PROVIDER, "forms": ["T"]}
    office.do("service.record-registration", SERVICE, on="2015-01-01", **registered)
    office.do("methodology.draft", METHODOLOGY, on="2016-11-01", year=2017, title="Metodika 2017")
    parameters = [{"parameter": p, "name": p, "maximum": m} for p, m in (("potřebnost", 20), ("personál", 10))]
    approved: dict[str, Any] = {
        "approvals": [{"body": "ZK", "resolution": "300/16/ZK", "adopted_on": "2016-12-20"}],
        "validity": {"start": "2017-01-01", "end": "2017-12-31"},
        "document": "20" * 32,
    }
    office.do("methodology.approve", METHODOLOGY, on="2016-12-20", **approved)
    office.do("methodology.set-scoring-parameters", METHODOLOGY, on="2017-01-01", parameters=parameters)
    wanted: dict[str, Any] = {"intention": "2017-03", "applicant": PROVIDER, "service": SERVICE, "capacities": [FTE]}
    office.do("network_entry.record-development-intention", ENTRY, on="2017-03-01", **wanted, orps=["5105", "5102"])
    for town, orp, supports in (("Liberec", "5105", True), ("Frýdlant", "5102", False)):
        said: dict[str, Any] = {"municipality": town, "orp": orp, "subject": "need", "is_supporting": supports}
        office.do("network_entry.record-municipal-statement", ENTRY, on="2017-04-03", **said, intention="2017-03")
    return office


def score(office: Office, *points: tuple[str, str]) -> dict[str, Any]:
    office.it_is("2017-05-15")
    scores = [{"parameter": parameter, "points": given} for parameter, given in points]
    return {"intention": "2017-03", "methodology": METHODOLOGY, "scores": scores}


@pytest.fixture
def included(intended: Office) -> Office:
    """Scored with 17.5 and 8, in the network from 2018 to the end of the plan by 258/17/ZK."""
    said = score(intended, ("potřebnost", "17.5"), ("personál", "8"))
    intended.do("network_entry.score-intention", ENTRY, **said)
    intended.it_is("2017-06-28").do("network_entry.include-service", ENTRY, on="2018-01-01", **STANDING)
    return intended


def test_an_intention_is_scored_by_every_parameter_within_its_maximum(intended: Office) -> None:
    topic = "network_entry.score-intention"
    one = score(intended, ("potřebnost", "17.5"))
    assert intended.refused(topic, ENTRY, **one).codes == ("network-entry.every-parameter-scored",)
    above = score(intended, ("potřebnost", "20.01"), ("personál", "8"))
    assert intended.refused(topic, ENTRY, **above).codes == ("network-entry.points-within-maximum",)
    intended.do(topic, ENTRY, **score(intended, ("potřebnost", "20"), ("personál", "0")))


def test_what_was_not_scored_is_not_included(intended: Office) -> None:
    intended.it_is("2017-06-28")
    refusal = intended.refused("network_entry.include-service", ENTRY, on="2018-01-01", **STANDING)
    assert refusal.codes == ("network-entry.intention-scored",)


def test_the_assembly_includes_and_nobody_else(intended: Office) -> None:
    intended.do("network_entry.score-intention", ENTRY, **score(intended, ("potřebnost", "1"), ("personál", "1")))
    by_council = STANDING | {"resolution": "900/17/RK"}
    refusal = intended.refused("network_entry.include-service", ENTRY, on="2018-01-01", **by_council)
    assert refusal.codes == ("network-entry.approved-by-competent-body",)


def test_a_standing_lasts_from_its_first_to_its_last_day(included: Office) -> None:
    days = ((2017, 12, 31), (2018, 1, 1), (2020, 12, 31), (2021, 1, 1))
    assert stands(included, *days) == [Answer.NO, Answer.YES, Answer.YES, Answer.NO]


def test_no_standing_by_the_plan_reaches_beyond_the_plan(intended: Office) -> None:
    intended.do("network_entry.score-intention", ENTRY, **score(intended, ("potřebnost", "1"), ("personál", "1")))
    longer = STANDING | {"last_day": "2021-01-01"}
    refusal = intended.refused("network_entry.include-service", ENTRY, on="2018-01-01", **longer)
    assert refusal.codes == ("network-entry.within-plan",)


def test_shares_of_the_municipalities_make_up_the_whole_exactly(included: Office) -> None:
    """A third and two thirds do; 0.33 and 0.66 do not. From July 2018 Liberec has three quarters."""
    included.it_is("2018-06-20")
    said: dict[str, Any] = {"resolution": "150/18/ZK", "resolved_on": "2018-06-19"}
    rough = [{"orp": "5105", "share": "0.66"}, {"orp": "5102", "share": "0.33"}]
    refusal = included.refused("network_entry.reallocate-orps", ENTRY, on="2018-07-01", **said, orp_shares=rough)
    assert refusal.codes == ("network-entry.shares-sum",)
    new = [{"orp": "5105", "share": "3/4"}, {"orp": "5102", "share": "1/4"}]
    included.do("network_entry.reallocate-orps", ENTRY, on="2018-07-01", **said, orp_shares=new)
    held = entry(included).orp_shares
    shares = [{one.orp: one.share for one in held.on(day) or ()} for day in (date(2018, 6, 30), date(2018, 7, 1))]
    assert shares == [
        {"5105": Fraction(2, 3), "5102": Fraction(1, 3)},
        {"5105": Fraction(3, 4), "5102": Fraction(1, 4)},
    ]


def test_capacities_hold_from_their_own_day_whatever_the_order_of_recording(included: Office) -> None:
    """6 from July is recorded first, 5 from April later: in June there are 5, in July 6."""
    for on, amount, number, recorded in (
        ("2018-07-01", "6", "150/18/ZK", "2018-06-20"),
        ("2018-04-01", "5", "90/18/ZK", "2018-08-02"),
    ):
        said: dict[str, Any] = {"resolution": number, "capacities": [FTE | {"amount": amount}]}
        included.it_is(recorded).do("network_entry.change-capacity", ENTRY, on=on, **said)
    held = entry(included).capacity(Form.FIELD, CapacityUnit.FTE)
    days = (date(2018, 3, 31), date(2018, 4, 1), date(2018, 6, 30), date(2018, 7, 1))
    assert [str(held.on(day)) for day in days] == ["4.5", "5", "5", "6"]


def test_a_service_leaves_on_its_own_request_by_a_resolution(included: Office) -> None:
    """From 1 October 2019; the day before it still stands."""
    included.it_is("2019-09-20")
    refusal = included.refused("network_entry.exclude-service", ENTRY, on="2019-10-01", ground="OWN_REQUEST")
    assert refusal.codes == ("network-entry.exclusion-resolved",)
    said: dict[str, Any] = {"ground": "OWN_REQUEST", "resolution": "310/19/ZK", "resolved_on": "2019-09-17"}
    included.do("network_entry.exclude-service", ENTRY, on="2019-10-01", **said)
    assert stands(included, (2019, 9, 30), (2019, 10, 1)) == [Answer.YES, Answer.NO]


def test_a_lost_registration_is_noted_until_the_service_is_excluded(included: Office) -> None:
    """Deregistered from 1 March 2019: nobody has to resolve it, the standing lapses."""
    included.it_is("2019-03-05").do("service.record-deregistration", SERVICE, on="2019-03-01")
    outcome = included.do("network_entry.record-registration-loss", ENTRY, on="2019-03-01")
    assert codes(outcome) == ["NOT_REGISTERED"]
    back = included.do("network_entry.exclude-service", ENTRY, on="2019-03-01", ground="DEREGISTERED")
    assert [ref.code for found in back.entries for ref in found.stamp.closes] == ["NOT_REGISTERED"]
    assert stands(included, (2019, 2, 28), (2019, 3, 1)) == [Answer.YES, Answer.NO]


def test_the_same_days_are_not_covered_twice(included: Office) -> None:
    """By a second file the service cannot come into the network once more, nor by the same one."""
    included.it_is("2018-02-01")
    urgent: dict[str, Any] = {k: v for k, v in STANDING.items() if k != "intention"} | {"reason": "Výpadek jiné služby"}
    again = included.refused("network_entry.grant-urgent-inclusion", ENTRY, on="2018-06-01", **urgent)
    assert again.codes == ("network-entry.not-included-already",)
