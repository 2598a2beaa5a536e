"""What must hold of roles and of deputies."""

from datetime import date
from uuid import UUID

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule
from domain.office.payloads import RoleName

FINANCIAL_CONTROL = date(2002, 1, 1)
"""Act 320/2001 began."""


@rule(
    "office.appointment-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení role se nepoužije dvakrát.",
    is_structural=True,
)
def grant_unused(*, appointment: str, is_used: bool) -> bool:
    """The reference of an appointment is used once."""
    return not is_used


@rule(
    "office.one-scope",
    cites=HOUSE,
    since=ALWAYS,
    cs="Role platí pro projekt, nebo pro poskytovatele služby; pro obojí jsou potřeba dvě.",
    is_structural=True,
)
def one_scope(*, project: UUID | None, provider: str | None) -> bool:
    """A role holds for a project or for a provider; for both, two are given."""
    return project is None or provider is None


@rule(
    "office.appointment-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Odebrat lze jen roli, která byla dána.",
    is_structural=True,
)
def grant_known(*, appointment: str, is_known: bool) -> bool:
    """Only a role that was given and not yet taken is taken away."""
    return is_known


@rule(
    "office.administrator-first",
    cites=HOUSE,
    since=ALWAYS,
    cs="První roli dostává správce systému, bez omezení; jinak by další neměl kdo dát.",
)
def administrator_first(*, is_administrator: bool, is_first: bool) -> bool:
    """The first role is that of an administrator without limits: otherwise nobody could give the next."""
    return is_administrator or not is_first


@rule(
    "office.administrator-remains",
    cites=HOUSE,
    since=ALWAYS,
    cs="Vždy musí zůstat správce systému, jehož role neskončí.",
    is_structural=True,
)
def administrator_remains(*, remaining: int) -> bool:
    """There is always an administrator left whose role does not end."""
    return remaining > 0


@rule(
    "office.granted-by-another",
    cites=Citation("320/2001", "§ 26"),
    since=FINANCIAL_CONTROL,
    cs="Nikdo nedává roli sám sobě.",
    is_waivable=True,
)
def granted_by_another(*, person: str, by: str | None) -> bool:
    """Nobody gives a role to themselves."""
    return by != person


@rule(
    "office.role-ends-after-it-begins",
    cites=HOUSE,
    since=ALWAYS,
    cs="Role ani zastupování nekončí dřív, než začíná.",
    is_structural=True,
)
def ends_after_start(*, first_day: date | None, last_day: date | None) -> bool:
    """A role or a deputising does not end before it begins."""
    return first_day is None or last_day is None or first_day <= last_day


@rule(
    "office.auditor-for-a-time",
    cites=HOUSE,
    since=ALWAYS,
    cs="Auditor má přístup jen na určenou dobu.",
)
def auditor_for_a_time(*, role: RoleName, until: date | None) -> bool:
    """An auditor has access for a stated time only."""
    return role != "auditor" or until is not None


@rule(
    "office.provider-for-itself",
    cites=HOUSE,
    since=ALWAYS,
    cs="Poskytovatel služby vidí a zapisuje jen do vlastních spisů.",
)
def provider_for_itself(*, role: RoleName, provider: str | None) -> bool:
    """A provider reads and records in its own files only."""
    return role != "provider" or provider is not None


@rule(
    "office.deputy-is-another",
    cites=HOUSE,
    since=ALWAYS,
    cs="Nikdo nezastupuje sám sebe.",
    is_structural=True,
)
def deputy_is_another(*, person: str, deputy: str) -> bool:
    """Nobody stands in for themselves."""
    return person != deputy


@rule(
    "office.deputising-number-unused",
    cites=HOUSE,
    since=ALWAYS,
    cs="Označení zastupování se nepoužije dvakrát.",
    is_structural=True,
)
def deputising_unused(*, deputising: str, is_used: bool) -> bool:
    """The reference of a deputising is used once."""
    return not is_used


@rule(
    "office.deputising-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Ukončit lze jen zastupování, které trvá.",
    is_structural=True,
)
def deputising_known(*, deputising: str, is_known: bool) -> bool:
    """Only a deputising that was begun and not yet ended is ended."""
    return is_known
