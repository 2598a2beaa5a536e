"""What must hold of a project's reports, claims and the money that came for them."""

from collections.abc import Collection
from datetime import date

from domain.kernel.answer import Answer
from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.money import Money, total
from domain.kernel.period import Period
from domain.kernel.rule import rule
from domain.project.payloads import FundingPart
from domain.project.rules.frame import ESF, GRANT_DECISION

REPORTS = Citation("programme rules", "implementation reports")
CLAIMS = Citation("programme rules", "payment claims")


@rule(
    "project.report-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Zprávu lze podat jednou, a znovu jen když byla vrácena.",
    is_structural=True,
)
def report_once(*, report: str, standing: Collection[str]) -> bool:
    """A report is submitted once, and again only after it was returned."""
    return report not in standing


@rule(
    "project.report-within-period",
    label="REPORT_OUTSIDE_PERIOD",
    cites=REPORTS,
    since=ESF,
    cs="Zpráva se týká jen období projektu.",
)
def report_within_period(*, first_day: Answer, last_day: Answer) -> bool | None:
    """A report is about days within the project's period."""
    if Answer.NO in (first_day, last_day):
        return False
    return None if Answer.CANNOT_BE_DECIDED in (first_day, last_day) else True


@rule(
    "project.reported-period-over",
    label="REPORT_TOO_EARLY",
    cites=REPORTS,
    since=ESF,
    cs="Zpráva se podává až po konci období, o kterém je.",
)
def reported_period_over(*, period: Period, day: date | None) -> bool | None:
    """A report is submitted after the end of the period that it is about."""
    return None if day is None or period.end is None else period.end < day


@rule(
    "project.report-awaits-decision",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnout lze jen o podané zprávě, o které ještě rozhodnuto nebylo.",
    is_structural=True,
)
def report_awaits_decision(*, report: str, awaiting: Collection[str]) -> bool:
    """Only a submitted report about which nothing is decided yet can be decided."""
    return report in awaiting


@rule(
    "project.decided-after-submission",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnutí nepředchází podání.",
    is_structural=True,
)
def decided_after_submission(*, submitted_on: date | None, decided_on: date | None) -> bool:
    """Nothing is decided before it was submitted."""
    return submitted_on is None or decided_on is None or submitted_on <= decided_on


# Claims -------------------------------------------------------------------------------------------------------------


@rule(
    "project.claim-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Žádost o platbu lze podat jednou, a znovu jen když byla vrácena.",
    is_structural=True,
)
def claim_once(*, claim: str, standing: Collection[str]) -> bool:
    """A payment claim is submitted once, and again only after it was returned."""
    return claim not in standing


@rule(
    "project.claim-with-report",
    label="CLAIM_WITHOUT_REPORT",
    cites=CLAIMS,
    since=ESF,
    cs="Žádost o platbu se podává se zprávou o realizaci; jen záloha ji nepotřebuje.",
)
def claim_with_report(*, kind: str, report: str | None, reports: Collection[str]) -> bool:
    """A payment claim goes with an implementation report; only an advance needs none."""
    return report in reports if report is not None else kind == "advance"


@rule(
    "project.claimed-within-budget",
    label="CLAIMED_ABOVE_BUDGET",
    cites=GRANT_DECISION,
    since=ESF,
    cs="Žádosti o platbu dohromady nesmějí překročit rozpočet projektu.",
)
def claimed_within_budget(*, claimed: Money, asked: Money, budget: Money | None) -> bool | None:
    """All payment claims together stay within the project's budget."""
    return None if budget is None else claimed + asked <= budget


@rule(
    "project.claim-awaits-decision",
    cites=HOUSE,
    since=ALWAYS,
    cs="Rozhodnout lze jen o podané žádosti, o které ještě rozhodnuto nebylo.",
    is_structural=True,
)
def claim_awaits_decision(*, claim: str, awaiting: Collection[str]) -> bool:
    """Only a submitted claim about which nothing is decided yet can be decided."""
    return claim in awaiting


@rule(
    "project.approved-as-decided",
    cites=HOUSE,
    since=ALWAYS,
    cs="Schválená žádost má schválenou částku, vrácená a zamítnutá žádnou.",
    is_structural=True,
)
def approved_as_decided(*, outcome: str, approved: Money) -> bool:
    """An approved claim has an approved amount, a returned or rejected one has none."""
    return approved.is_zero if outcome in {"returned", "rejected"} else approved.minor > 0


@rule(
    "project.approved-within-claim",
    label="APPROVED_ABOVE_CLAIM",
    cites=CLAIMS,
    since=ESF,
    cs="Schválit lze nejvýše tolik, o kolik bylo žádáno.",
)
def approved_within_claim(*, approved: Money, claimed: Money) -> bool:
    """No more is approved than was claimed."""
    return approved <= claimed


# Money received -----------------------------------------------------------------------------------------------------


@rule(
    "project.movement-once",
    cites=HOUSE,
    since=ALWAYS,
    cs="Jeden pohyb na účtu se zaznamenává jednou.",
    is_structural=True,
)
def movement_once(*, movement: str, known: Collection[str]) -> bool:
    """One movement on the account is recorded once."""
    return movement not in known


@rule(
    "project.receipt-parts-add-up",
    cites=HOUSE,
    since=ALWAYS,
    cs="Díly podle zdrojů musejí dát přijatou částku.",
    is_structural=True,
)
def receipt_parts_add_up(*, amount: Money, parts: Collection[FundingPart]) -> bool:
    """The parts by source make the amount received."""
    return not parts or total((part.amount for part in parts), amount.currency) == amount


@rule(
    "project.receipt-for-claim",
    label="RECEIPT_WITHOUT_CLAIM",
    cites=CLAIMS,
    since=ESF,
    cs="Platba se vztahuje k podané žádosti o platbu.",
)
def receipt_for_claim(*, claim: str | None, claims: Collection[str]) -> bool | None:
    """A payment is for a claim that was submitted."""
    return None if claim is None else claim in claims


@rule(
    "project.received-within-approved",
    label="RECEIVED_ABOVE_APPROVED",
    cites=CLAIMS,
    since=ESF,
    cs="Přijaté platby dohromady nepřekračují schválené částky.",
)
def received_within_approved(*, received: Money, approved: Money) -> bool:
    """All payments received stay within what was approved."""
    return received <= approved
