"""The roles of a regional office: what each may record, and what each may read. The reason stands with the row."""

from functools import cache

from application.rights.permissions import Permissions, Role

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
    "office.accept-loss",
)
"""Who is there and who may do what."""

HOLDS = ("office.place-legal-hold", "office.lift-legal-hold")
"""What is needed for an audit or a court and stays."""

REGISTERING = ("office.register-person",)
"""Contacts and invited people are met by whoever keeps files."""

ISSUES = ("office.issue-report",)
"""What leaves the office under its name."""

FILED_BY_PROVIDER = (
    "contract.record-change-notice",
    "contract.record-change-request",
    "contract.record-indicator-achievement",
    "contract.record-levy-appeal",
    "contract.record-monitoring-report",
    "contract.record-remedy",
    "contract.record-settlement",
    "inspection.record-bias-objection",
    "inspection.record-extension-request",
    "inspection.record-measure-report",
    "inspection.record-objections",
    "inspection.record-objections-waiver",
    "mandate.record-acceptance",
    "mandate.record-net-cost",
    "mandate.record-other-funding",
)
"""Reports, objections and remedies: what a provider states itself. All of it is observed, nothing of it decides."""

REGISTERS = ("file.project", "file.service", "file.network_entry", "file.methodology", "network", "indicators")
"""What the region publishes anyway, and what every question stands on."""

MONEY = ("file.contract", "file.mandate", "contract-ledger", "compensation")

TENDERS = ("file.tender", "tender-funnel")

INSPECTIONS = ("file.inspection", "trail", "findings", "measures", "inspection-plan")
"""Every look at a file or its trail is written down."""

WORK = ("deadlines", "anomalies", "search", "evidence", "seal", "file.office", "permissions")
"""What everybody needs who works on files. The office tells keys and roles, never a name. Evidence opens to whoever may
read a file that refers to it; so does what was sealed of an entry.
"""

REPORTS_OF_INSPECTIONS = ("report.findings", "report.measures", "report.inspection-plan")

EVERY_FILE = (*REGISTERS, *MONEY, *TENDERS, *INSPECTIONS, *WORK, "report.*", "events")
"""The feed tells of every file, so it is for those who may read each of them."""

ROLES = (
    Role(
        "clerk",
        "referent",
        "clerk",
        (*RECORDS, *REGISTERING, "contract.*"),
        but=(*DECISIONS, *CHECKS[:2]),
        # A breach of a contract stands on a finding; the contacts of a provider are the clerk's.
        reads=(*EVERY_FILE, "vault"),
    ),
    Role(
        "approver",
        "příkazce operace",
        "operation orderer",
        (*RECORDS, *REGISTERING, *HOLDS, *ISSUES, "contract.*"),
        # Answers for the whole: levies and mandates stand on what was found. Names are not needed to decide.
        reads=EVERY_FILE,
    ),
    Role(
        "budget-administrator",
        "správce rozpočtu",
        "budget administrator",
        CHECKS,
        # § 26 Act 320/2001: the money, and what it is paid for; not how somebody was inspected.
        reads=(*REGISTERS, *MONEY, *WORK, "report.*"),
        reads_not=REPORTS_OF_INSPECTIONS,
    ),
    Role(
        "chief-accountant",
        "hlavní účetní",
        "chief accountant",
        (*CHECKS, *BOOKS),
        # The same.
        reads=(*REGISTERS, *MONEY, *WORK, "report.*"),
        reads_not=REPORTS_OF_INSPECTIONS,
    ),
    Role(
        "methodologist",
        "metodik",
        "methodologist",
        ("inspection.*", "entry.*", *REGISTERING),
        but=SUPERVISES,
        # Inspects whether a service does what was agreed and paid for, and meets the people of the provider.
        reads=(*REGISTERS, *MONEY, *INSPECTIONS, *WORK, "report.*", "vault"),
    ),
    Role(
        "inspection-superior",
        "nadřízený kontrolujících",
        "controllers' superior",
        (*SUPERVISES, *PLANS, *REGISTERING),
        # Decides on objections and bias, for which the superior must know who it is about.
        reads=(*REGISTERS, *MONEY, *INSPECTIONS, *WORK, "report.*", "vault"),
    ),
    Role(
        "provider",
        "poskytovatel služby",
        "service provider",
        FILED_BY_PROVIDER,
        # Its own files and their evidence, of overviews the rows about them. Reports and the feed cannot be cut so.
        reads=(
            "file.service",
            "file.contract",
            "file.mandate",
            "file.inspection",
            "file.methodology",
            "deadlines",
            "contract-ledger",
            "compensation",
            "findings",
            "measures",
            "evidence",
            "seal",
            "search",
            "permissions",
        ),
        is_of_provider=True,
    ),
    # Everything, who a key is and who read what among it; for a time, which the office sets when it gives the role.
    Role("auditor", "auditor", "auditor", (), reads=("*",)),
    Role(
        "reporter",
        "zpracovatel přehledů",
        "reporter",
        ISSUES,
        # Figures, and the entries behind each; of inspections what the reports tell, not the files; nobody's name.
        reads=(*REGISTERS, *MONEY, *TENDERS, *WORK, "report.*"),
    ),
    Role(
        "administrator",
        "správce systému",
        "administrator",
        (*PEOPLE, *HOLDS),
        # Gives roles to people, so knows them; runs the house, and reads no file in it.
        reads=("file.office", "seal", "permissions", "readings", "accounts", "tokens", "backup", "metrics", "vault"),
    ),
    # They read inside the house; no token in their name opens anything.
    Role("timer", "časovač", "timer", TIMERS),
    Role("process", "návaznosti", "process", FOLLOWS),
)


@cache
def standard_permissions() -> Permissions:
    """The role table that every installation starts with; nobody changes it, so one is enough."""
    return Permissions(ROLES)
