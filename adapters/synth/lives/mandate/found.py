"""What the law finds beside an entry of a mandate when something went wrong: the labels of its rules."""

from domain.contract.rules.entrustment import return_states_year
from domain.mandate.interest import INTEREST_NOT_COMPUTED
from domain.mandate.rules import deminimis, entrustment, funding, overcompensation

__all__ = ["INTEREST_NOT_COMPUTED"]

RETURN_UNSTATED = return_states_year.label
RISK = funding.public_money_within_compensation.label
CHANGED = funding.checked_year_unchanged.label
CHECKED_LATE = overcompensation.checked_in_time.label
FINALLY_CHECKED_LATE = overcompensation.final_check_in_time.label
REPAID_LATE = overcompensation.repaid_in_time.label
NO_REGISTRATION = entrustment.service_registered.label
AID_RECORDED_LATE = deminimis.de_minimis_recorded_in_time.label
