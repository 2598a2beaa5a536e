"""What a synthetic region is made of: the same for the same seed, marked, of the right size, with the usual mess."""

import re
from collections import Counter
from datetime import date
from itertools import islice
from typing import Any

import pytest

from adapters.synth import numbers
from adapters.synth.chance import Chance
from adapters.synth.days import LAST_DAY
from adapters.synth.import_file import lines
from adapters.synth.json_text import as_json
from adapters.synth.region import NoSuchRegion, Region
from adapters.synth.step import Step
from domain.kernel.registry import ContractNumber, Ico, ProjectNumber, RegistrationNumber, ResolutionNumber
from tests.synth.recorded import by_target


def as_lines(region: Region) -> list[bytes]:
    return [line for _, line in lines(region)]


def is_messy(steps: list[Step]) -> bool:
    """Something was noted beside an entry, or set right later."""
    return any(step.expects or step.command.aggregate == "entry" for step in steps)


def contracts(region: Region) -> list[list[Step]]:
    files = by_target(region.steps()).values()
    return [steps for steps in files if steps[0].command.aggregate == "contract"]


# The same for the same seed -------------------------------------------------------------------------------------------


def test_the_same_region_is_told_in_the_same_bytes() -> None:
    """Identifiers, words and their salts included."""
    assert as_lines(Region(25, seed=5)) == as_lines(Region(25, seed=5))
    first, second = (list(islice(Region(25, seed=5).steps(), 300)) for _ in range(2))
    assert [step.item() for step in first] == [step.item() for step in second]


@pytest.mark.parametrize("other", [Region(5, seed=2), Region(5, seed=1, mess=0.5)])
def test_another_seed_or_mess_is_another_region(other: Region) -> None:
    """No identifier is the same, so that neither can be taken for a repetition of the other."""
    region = Region(5, seed=1)
    assert other.source != region.source
    assert not {step.target for step in region.steps()} & {step.target for step in other.steps()}


def test_a_larger_region_contains_the_smaller() -> None:
    """Line by line: whoever wants more contracts goes on, and does not begin anew."""
    small, large = set(as_lines(Region(23, seed=4))), as_lines(Region(60, seed=4))
    assert small < set(large)
    assert [line for line in large if line in small] == as_lines(Region(23, seed=4))


def test_chance_draws_the_same_in_every_version_of_python() -> None:
    """A region recorded years ago can be drawn again: these numbers must never change."""
    chance = Chance(1, "contract", 17)
    assert [chance.number(1, 1000) for _ in range(6)] == [164, 342, 756, 727, 536, 938]
    assert chance.apart("end").number(1, 1000) == 247


# Marked ---------------------------------------------------------------------------------------------------------------


def test_every_entry_says_that_it_is_synthetic() -> None:
    for step in Region(25, mess=0.5).steps():
        source = step.stamp().source
        assert (source.reference or "").startswith("synthetic region, seed 1")


def named(data: Any, field: str) -> list[Any]:
    """Every value of a field, at any depth."""
    if isinstance(data, list):
        return [found for one in data for found in named(one, field)]
    if not isinstance(data, dict):
        return []
    own = [data[field]] if field in data else []
    return own + [found for one in data.values() for found in named(one, field)]


def test_nobody_in_it_exists() -> None:
    """Providers and funders are called synthetic, people are references to roles."""
    for step in Region(40, mess=0.5).steps():
        data = as_json(dict(step.data))
        names = [*named(data, "name"), *named(data, "provider"), *named(data, "funder")]
        organisations = [name for name in names if isinstance(name, str) and "synthetic" not in name.casefold()]
        assert all(name in KNOWN_WORDS or name in NOBODYS_ICOS for name in organisations), organisations
        assert re.fullmatch(r"synthetic-[a-z-]+-\d", step.actor.person or "")


NOBODYS_ICOS = {numbers.provider(number).ico for number in range(10)}
KNOWN_WORDS = {"need", "staff", "costs", "Kapacita služeb", "Quality of the service", "Price"}


def test_numbers_have_the_right_form_and_lie_where_nobody_uses_them() -> None:
    """Contract numbers from 50 000 on, IČO from 990 on, registrations from 9 000 000 on."""
    assert {ContractNumber(numbers.contract_number(n)).number >= 50_000 for n in (0, 7, 499_999)} == {True}
    for number in (0, 1, 17, 74_999, 99_999):
        assert Ico(numbers.provider(number).ico).startswith("99")
        assert RegistrationNumber(numbers.registration_number(number)).startswith("9")
    assert ProjectNumber(numbers.project_number(3, programme="OPZ")).programme == "OPZ"
    assert ProjectNumber(numbers.project_number(3, programme="OPZ+")).programme == "OPZ+"
    assert ResolutionNumber(numbers.resolution(Chance(1), body="ZK", year=2017)).year == 2017


def test_no_contract_number_is_used_twice() -> None:
    found = Counter(numbers.contract_number(contract) for contract in range(25_000))
    assert max(found.values()) == 1
    assert numbers.contract_number(numbers.MOST_CONTRACTS - 1) == "OLP/99999/2024"


# Of the right size ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3, 21])
def test_a_region_has_as_many_contracts_as_were_asked_for(size: int) -> None:
    assert len(contracts(Region(size))) == size


@pytest.mark.parametrize(
    ("name", "asked"),
    [("contracts", (0, 1, 0.1)), ("contracts", (500_001, 1, 0.1)), ("seed", (1, -1, 0.1)), ("mess", (1, 1, 1.01))],
)
def test_what_cannot_be_is_said(name: str, asked: tuple[int, int, float]) -> None:
    with pytest.raises(NoSuchRegion) as no:
        Region(*asked)
    assert no.value.name == name


def test_a_contract_has_fifty_to_eighty_entries_on_average() -> None:
    """Those of its tender, its mandate and everything else included."""
    region = Region(100)
    assert 50 <= sum(1 for _ in region.steps()) / region.contracts <= 80


def test_everything_lies_between_2015_and_the_last_day() -> None:
    """The books begin in 2015; registrations and methodologies may reach back, dues and ends of plans ahead."""
    days = [step.written_on for step in Region(60).steps()]
    assert date(2015, 9, 1) <= min(days)
    assert max(days) <= LAST_DAY


def test_each_file_is_told_in_the_order_of_its_days() -> None:
    """The first entry opens the file, and no day goes back."""
    for steps in by_target(Region(60, mess=0.3).steps()).values():
        days = [step.written_on for step in steps]
        assert days == sorted(days)
        assert [step.opens for step in steps] == [True] + [False] * (len(steps) - 1)


def test_no_line_has_the_name_of_another() -> None:
    names = Counter(step.line for step in Region(100, mess=1).steps())
    assert [name for name, count in names.items() if count > 1] == []


# The mess -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_in_about_every_tenth_contract_something_goes_wrong() -> None:
    found = contracts(Region(200))
    assert 0.08 <= sum(map(is_messy, found)) / len(found) <= 0.12


@pytest.mark.parametrize(("mess", "low", "high"), [(0, 0, 0), (0.5, 0.3, 0.7), (1, 0.85, 1)])
def test_the_share_of_mess_can_be_chosen(mess: float, low: float, high: float) -> None:
    """What would only go wrong after the last day has not gone wrong yet, so that the whole is hardly reached."""
    found = contracts(Region(40, mess=mess))
    assert low <= sum(map(is_messy, found)) / len(found) <= high


@pytest.mark.slow
def test_every_kind_of_life_and_of_mess_is_there() -> None:
    """A few hundred contracts show what a region can show."""
    steps = list(Region(200, mess=0.6).steps())
    topics = {step.command.topic for step in steps}
    assert {step.command.aggregate for step in steps} >= AGGREGATES
    assert topics >= TURNS
    assert {code for step in steps for code in step.expects} >= ANOMALIES


AGGREGATES = {
    "methodology",
    "service",
    "project",
    "tender",
    "network_entry",
    "mandate",
    "contract",
    "inspection",
    "entry",
}
TURNS = {
    "contract.establish-voidness",
    "contract.claim-unjust-enrichment",
    "contract.record-reversal",
    "contract.allocate-movement",
    "contract.reject-payment",
    "contract.exempt-payment",
    "contract.suspend-payment",
    "contract.decide-change",
    "contract.impose-levy",
    "contract.impose-contract-penalty",
    "contract.terminate",
    "contract.record-termination",
    "contract.decide-cost-line",
    "contract.close",
    "entry.correct",
    "entry.take-back",
    "tender.relaunch-lot",
    "tender.record-objection",
    "tender.record-review-petition",
    "network_entry.include-service",
    "network_entry.prolong-inclusion",
    "mandate.record-precondition-restored",
    "mandate.release-commitment",
    "inspection.enter-dwelling",
    "inspection.order-follow-up",
    "inspection.place-legal-hold",
}
ANOMALIES = {
    "PUBLISHED_LATE",
    "PAID_BEFORE_EFFECT",
    "NO_ORDER",
    "AMOUNT_DIFFERS",
    "PAID_ELSEWHERE",
    "UNALLOCATED",
    "AMENDMENT_GAP",
    "SETTLED_LATE",
    "REFUND_LATE",
    "BELOW_BAGATELLE",
    "VOID_FOR_NON_PUBLICATION",
    "LATE_BID",
    "RESULT_LATE",
    "CHECKED_LATE",
    "CHECKED_YEAR_CHANGED",
    "OVER_COMPENSATION_RISK",
    "REPAID_LATE",
    "LATE_OBJECTIONS",
    "OBJECTIONS_MAY_BE_IN_THE_POST",
    "PROTOCOL_MADE_LATE",
    "DOCUMENTS_LATE",
    "REPORTED_LATE",
    "CONFLICTING_ANSWERS",
}


def test_every_small_region_has_a_second_round_and_a_petition() -> None:
    """In two neighbourhoods a lot is called again, and ÚOHS is asked about another."""
    for seed in range(1, 9):
        asked = Counter(step.command.topic for step in Region(40, seed=seed, mess=0).steps())
        assert asked["tender.relaunch-lot"] >= 1
        assert asked["tender.record-review-petition"] >= 1
        assert asked["tender.relaunch-lot"] == asked["tender.leave-lot-unawarded"] + asked["tender.cancel-lot"]
        assert asked["tender.award-lot"] > asked["tender.relaunch-lot"]


@pytest.mark.slow
def test_second_rounds_and_petitions_end_in_every_way() -> None:
    """Nobody bids, or the round is cancelled; ÚOHS decides in time, or a second person signs after sixty days."""
    steps = list(Region(200).steps())
    topics = {step.command.topic for step in steps}
    assert topics >= {"tender.leave-lot-unawarded", "tender.cancel-lot", "tender.record-review-decision"}
    awards = [step for step in steps if step.command.topic == "tender.award-lot"]
    assert 0 < sum(1 for step in awards if step.waivers) < len(awards) / 2
