"""The register of contracts (Act 340/2015): publication, effect, voidness."""

from datetime import date

from domain.kernel.law import Citation
from domain.kernel.money import Money
from domain.kernel.rule import rule

DUTY_TO_PUBLISH = date(2016, 7, 1)
"""Contracts concluded from this day are published (§ 10)."""
EFFECT_AND_VOIDNESS = date(2017, 7, 1)
"""§§ 6 and 7 hold for contracts concluded from this day (§ 10)."""


@rule(
    "contract.published-in-time",
    label="PUBLISHED_LATE",
    cites=Citation("340/2015", "§ 5(2)"),
    since=DUTY_TO_PUBLISH,
    cs="Smlouva se zveřejní v registru smluv do 30 dnů od uzavření.",
)
def published_in_time(
    *,
    concluded_on: date | None,
    published_on: date | None,
    raw_end: date | None,
    last_day_legal: date | None,
    days_late: int | None,
) -> bool | None:
    """A contract is published in the register of contracts within 30 days of its conclusion."""
    if last_day_legal is None:
        return True
    return None if days_late is None else days_late == 0


@rule(
    "contract.published-within-three-months",
    label="VOID_FOR_NON_PUBLICATION",
    cites=Citation("340/2015", "§ 7(1)"),
    since=EFFECT_AND_VOIDNESS,
    cs="Smlouva nezveřejněná do tří měsíců od uzavření je zrušena od počátku; pozdější zveřejnění ji neoživí.",
)
def published_within_three_months(*, published_on: date | None, last_day_legal: date | None) -> bool | None:
    """A contract that is not published within three months is void from the start; nothing revives it later."""
    if last_day_legal is None:
        return True
    return None if published_on is None else published_on <= last_day_legal


@rule(
    "contract.limits-follow-conclusion",
    label="LIMITS_OUTDATED",
    cites=Citation("340/2015", "§ 5(2)"),
    since=date(1993, 1, 1),
    cs="Lhůty registru smluv se počítají ode dne uzavření; při jeho opravě se opraví i ony.",
)
def limits_follow_conclusion(
    *, concluded_on: date | None, publish_by: date | None, publish_by_counted: date | None
) -> bool:
    """The limits of the register are counted from the day of conclusion; they are corrected together with it."""
    return publish_by == publish_by_counted


@rule(
    "contract.void-after-three-months-only",
    cites=Citation("340/2015", "§ 7(1)"),
    since=date(1993, 1, 1),
    cs="Zrušení od počátku nastane, až když marně uplynou tři měsíce od uzavření smlouvy, kterou je nutné zveřejnit.",
)
def void_after_three_months_only(
    *, concluded_on: date | None, last_day_legal: date | None, published_on: date | None, established_on: date
) -> bool:
    """A contract is void once three months passed without its publication, where the Act asks for one."""
    is_over = last_day_legal is not None and established_on > last_day_legal
    was_published = published_on is not None and last_day_legal is not None and published_on <= last_day_legal
    return is_over and not was_published


@rule(
    "contract.published-as-concluded",
    label="PUBLISHED_OTHERWISE",
    cites=Citation("340/2015", "§ 5(5)"),
    since=DUTY_TO_PUBLISH,
    cs="Údaje v registru smluv souhlasí se smlouvou.",
)
def published_as_concluded(
    *, value: Money | None, shown_value: Money | None, concluded_on: date | None, shown_concluded_on: date | None
) -> bool | None:
    """What the register of contracts shows agrees with the contract. What it does not show is not judged."""
    if (shown_value is not None and value is None) or (shown_concluded_on is not None and concluded_on is None):
        return None
    return shown_value in {None, value} and shown_concluded_on in {None, concluded_on}


@rule(
    "contract.publication-repaired-in-time",
    label="REPAIRED_LATE",
    cites=Citation("340/2015", "§ 7(2)-(3)"),
    since=EFFECT_AND_VOIDNESS,
    cs="Vadné zveřejnění se opraví do 30 dnů ode dne, kdy se o vadě strana dozvěděla.",
)
def publication_repaired_in_time(
    *, repaired_on: date | None, learnt_on: date | None, last_day_legal: date | None, days_late: int | None
) -> bool | None:
    """A wrong publication is repaired within 30 days of learning about it."""
    return None if days_late is None else days_late == 0


@rule(
    "contract.effect-not-before-publication",
    label="EFFECT_BEFORE_PUBLICATION",
    cites=Citation("340/2015", "§ 6(1)"),
    since=EFFECT_AND_VOIDNESS,
    cs="Smlouva nabývá účinnosti nejdříve dnem zveřejnění v registru smluv.",
)
def effect_not_before_publication(
    *, effective_from: date | None, published_on: date | None, needs_publication: bool
) -> bool | None:
    """A contract has effect from its publication in the register of contracts at the earliest."""
    if not needs_publication:
        return True
    if published_on is None or effective_from is None:
        return None if published_on is not None else False
    return published_on <= effective_from
