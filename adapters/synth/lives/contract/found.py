"""What the law finds beside an entry when something went wrong: the labels of its rules."""

from domain.contract import rules
from domain.contract.interest import PENALTY_NOT_COMPUTED

__all__ = ["PENALTY_NOT_COMPUTED"]

PUBLISHED_LATE = rules.published_in_time.label
VOID = rules.published_within_three_months.label
PAID_BEFORE_EFFECT = rules.payment_after_effect.label
PAID_ON_VOID_CONTRACT = rules.payment_on_valid_contract.label
NO_ORDER = rules.payment_has_order.label
PAID_ELSEWHERE = rules.account_agreed.label
AMOUNT_DIFFERS = rules.amount_as_ordered.label
UNALLOCATED = rules.payment_states_months.label
AMENDMENT_GAP = rules.amendments_explain_maximum.label
TOO_LITTLE_SUPPORT = rules.person_above_small_support.label
SETTLED_LATE = rules.settlement_in_time.label
REFUND_LATE = rules.refund_in_time.label
