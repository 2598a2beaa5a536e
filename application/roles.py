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
    "contract.allocate-return",
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
    "inspection.end",
    "mandate.record-expiry",
    "tender.end-standstill",
)
"""What the law makes happen by itself; the timers note it."""

FOLLOWS = (
    "contract.dismiss-breach",
    "contract.refute-irregularity",
    "contract.revise-breach",
    "contract.suspect-breach",
    "contract.suspect-irregularity",
    "mandate.dismiss-suspicion",
    "mandate.revise-suspicion",
    "mandate.suspect-overcompensation",
)
"""What follows from a finding of an inspection without a further decision."""

SUPERVISES = (
    "inspection.amend-authorisation",
    "inspection.call-substitute",
    "inspection.cancel",
    "inspection.decide-bias",
    "inspection.decide-objections",
    "inspection.dispose",
    "inspection.extend-objection-settlement",
    "inspection.hand-over-objections",
    "inspection.invite-person",
    "inspection.issue-authorisation",
)
"""What the superior of those who inspect decides, and nobody who inspects does."""

PLANS = ("inspection.plan", "inspection.change-plan", "inspection.declare-complex", "inspection.waive-notice")
"""What the superior may do as well as a methodologist."""

PEOPLE = (
    "office.register-person",
    "office.record-leaving",
    "office.grant-role",
    "office.revoke-role",
    "office.appoint-deputy",
    "office.end-deputising",
    "office.erase-person",
)
"""Who is there and who may do what."""

HOLDS = ("office.place-legal-hold", "office.lift-legal-hold")
"""What is needed for an audit or a court and stays."""

REGISTERING = ("office.register-person",)
"""Contacts and invited people are met by whoever keeps files."""

ISSUES = ("office.issue-report",)
"""What leaves the office under its name."""

ROLES = (
    Role("clerk", "referent", "clerk", (*RECORDS, *REGISTERING, "contract.*"), but=(*DECISIONS, *CHECKS[:2])),
    Role("approver", "příkazce operace", "operation orderer", (*RECORDS, *REGISTERING, *HOLDS, *ISSUES, "contract.*")),
    Role("budget-administrator", "správce rozpočtu", "budget administrator", CHECKS),
    Role("chief-accountant", "hlavní účetní", "chief accountant", (*CHECKS, *BOOKS)),
    Role("methodologist", "metodik", "methodologist", ("inspection.*", "entry.*", *REGISTERING), but=SUPERVISES),
    Role(
        "inspection-superior",
        "nadřízený kontrolujících",
        "controllers' superior",
        (*SUPERVISES, *PLANS, *REGISTERING),
    ),
    Role("provider", "poskytovatel služby", "service provider", ()),
    Role("auditor", "auditor", "auditor", ()),
    Role("reporter", "zpracovatel přehledů", "reporter", ISSUES),
    Role("administrator", "správce systému", "administrator", (*PEOPLE, *HOLDS)),
    Role("timer", "časovač", "timer", TIMERS),
    Role("process", "návaznosti", "process", FOLLOWS),
)


def standard_permissions() -> Permissions:
    """The role table that every installation starts with."""
    return Permissions(ROLES)
