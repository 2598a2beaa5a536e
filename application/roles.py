"""The roles of a regional office and what each may record."""

from application.permissions import Permissions, Role

RECORDS = ("project.*", "service.*", "methodology.*", "tender.*", "network_entry.*", "mandate.*", "entry.*")
"""Mirrors of the world and corrections: whoever keeps files may record them."""

DECISIONS = (
    "contract.approve",
    "contract.assign",
    "contract.establish-*",
    "contract.exempt-payment",
    "contract.impose-*",
    "contract.waive-levy",
    "contract.write-off-claim",
    "mandate.amend",
    "mandate.commit-compensation",
    "mandate.grant-de-minimis",
    "mandate.issue",
    "mandate.migrate-legal-basis",
    "mandate.prolong",
    "mandate.release-commitment",
    "mandate.release-records",
    "mandate.request-repayment",
    "mandate.resume",
    "mandate.revoke",
    "mandate.suspend",
    "mandate.update-parameters",
    "mandate.verify-net-cost",
    "mandate.withdraw-request",
)
"""What somebody decides on behalf of the region, and a clerk does not."""

CHECKS = ("contract.approve-payment", "contract.reject-payment", "contract.suspend-payment", "contract.release-payment")
"""The approvals of § 26 Act 320/2001."""

BOOKS = (
    "contract.*-movement",
    "contract.record-*-payment",
    "contract.record-*-repayment",
    "contract.record-irregularity-recovery",
    "contract.record-refund",
    "contract.record-reversal",
    "contract.charge-penalty",
    "mandate.record-compensation-payment",
    "mandate.record-money-return",
    "mandate.record-repayment",
    "entry.*",
)
"""What the accountants record: bank lines and what they pay for."""

TIMERS = (
    "contract.establish-amendment-voidness",
    "contract.establish-voidness",
    "contract.record-expiry",
    "mandate.record-expiry",
    "tender.end-standstill",
)
"""What the law makes happen by itself; the timers note it."""

ROLES = (
    Role("clerk", "referent", "clerk", (*RECORDS, "contract.*"), but=(*DECISIONS, *CHECKS[:2])),
    Role("approver", "příkazce operace", "operation orderer", (*RECORDS, "contract.*")),
    Role("budget-administrator", "správce rozpočtu", "budget administrator", CHECKS),
    Role("chief-accountant", "hlavní účetní", "chief accountant", (*CHECKS, *BOOKS)),
    Role("auditor", "auditor", "auditor", ()),
    Role("reporter", "zpracovatel přehledů", "reporter", ()),
    Role("administrator", "správce systému", "administrator", ()),
    Role("timer", "časovač", "timer", TIMERS),
)


def standard_permissions() -> Permissions:
    """The role table that every installation starts with."""
    return Permissions(ROLES)
