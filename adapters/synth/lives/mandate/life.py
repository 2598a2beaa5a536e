"""The life of a mandate from its proposal to the final check, with those of the contracts that are paid under it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from adapters.synth.chance import Chance
from adapters.synth.lives.mandate.act import act_happenings
from adapters.synth.lives.mandate.books import Books
from adapters.synth.lives.mandate.checks import check_happenings
from adapters.synth.lives.mandate.drawing import draw_years
from adapters.synth.lives.mandate.funding import funding_happenings
from adapters.synth.lives.mandate.money import account_of
from adapters.synth.lives.mandate.naming import with_mandate
from adapters.synth.lives.mandate.papers import paper_happenings
from adapters.synth.lives.mandate.plan import MandatePlan
from adapters.synth.lives.mandate.telling import Telling, told
from adapters.synth.lives.mandate.turns import turn_happenings
from adapters.synth.people import CLERKS, ORDERERS
from adapters.synth.step import Step

Lives = Mapping[int, Sequence[Step]]


class MandateLife(NamedTuple):
    """What was written into the file of the mandate, and the files of its contracts as they now read."""

    steps: tuple[Step, ...]
    contracts: Lives


def mandate_life(plan: MandatePlan, contracts: Lives, chance: Chance) -> MandateLife:
    """The whole life, in the order in which it was written down; `contracts` are the lives of those paid under it."""
    accounts = {number: account_of(contracts[number]) for number in plan.contracts}
    telling = Telling(
        plan=plan,
        years=draw_years(plan, accounts, chance.apart("years")),
        file=plan.file,
        books=Books(plan.first_day, ends_on=plan.last_days[0]),
        clerk=chance.one_of(CLERKS),
        approver=chance.one_of(ORDERERS),
        accounts=accounts,
    )
    happenings = (
        *act_happenings(telling, chance.apart("act")),
        *funding_happenings(telling, chance.apart("funding")),
        *check_happenings(telling, chance.apart("checks")),
        *turn_happenings(telling),
        *paper_happenings(telling, chance.apart("papers")),
    )
    steps = tuple(told(happenings))
    return MandateLife(steps, with_mandate(telling, contracts))
