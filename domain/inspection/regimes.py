"""The seven legal regimes under which something is inspected: who inspects, by which law, and whose limits run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.inspection.payloads import Regime
from domain.kernel.law import Citation

Limits = Literal["CONTROL_ACT", "AGREED", "ELSEWHERE"]
"""Whose limits run: those of the Control Act, those that the contract or mandate sets, or those of another body."""

CONTROL_ACT_SINCE = date(2014, 1, 1)
"""From this day Act 255/2012; before it 552/1991, whose limits are not kept here."""


@dataclass(frozen=True, slots=True)
class LegalRegime:
    """One regime. `laws` are the provisions that it stands on; `confidence` H, M or L as everywhere."""

    regime: Regime
    inspects: str
    laws: tuple[Citation, ...]
    limits: Limits
    since: date
    confidence: Literal["H", "M", "L"]
    note: str | None = None

    @property
    def is_our_own(self) -> bool:
        """Whether the region inspects; of what another body found only the result is kept."""
        return self.limits != "ELSEWHERE"

    def uses_control_act(self, started_on: date | None) -> bool:
        """Whether the limits and steps of Act 255/2012 hold for an inspection that started on that day."""
        return self.limits == "CONTROL_ACT" and (started_on is None or started_on >= CONTROL_ACT_SINCE)


_ACT = Citation("255/2012")
_ROWS = (
    LegalRegime("CONTROL_ACT", "regional office", (_ACT,), "CONTROL_ACT", CONTROL_ACT_SINCE, "H"),
    LegalRegime(
        "FINANCIAL_CONTROL",
        "region as aid provider",
        (Citation("320/2001", "§ 9"), Citation("320/2001", "§ 13"), _ACT),
        "CONTROL_ACT",
        date(2002, 1, 1),
        "H",
        "§ 13 Act 320/2001: relations are governed by the Control Act unless it says otherwise",
    ),
    LegalRegime(
        "CONTRACTUAL",
        "region as buyer",
        (Citation("contract", "checks"),),
        "AGREED",
        date(1993, 1, 1),
        "M",
        "whether checks of tender contracts are done under the Control Act is to be confirmed by a lawyer",
    ),
    LegalRegime(
        "SGEI_OVERCOMPENSATION",
        "region as entrusting authority",
        (Citation("2012/21/EU", "Art. 6"),),
        "AGREED",
        date(2005, 12, 19),
        "M",
        "the Decision sets how often, not how; the mandate or the contract sets the limits",
    ),
    LegalRegime(
        "REGISTRATION_CONDITIONS",
        "registering authority",
        (Citation("108/2006", "§ 82"), _ACT),
        "CONTROL_ACT",
        date(2007, 1, 1),
        "H",
    ),
    LegalRegime(
        "QUALITY_INSPECTION",
        "Ministry of Labour and Social Affairs",
        (Citation("108/2006", "§ 97"), _ACT),
        "ELSEWHERE",
        date(2015, 1, 1),
        "H",
        "kept as the result of another body",
    ),
    LegalRegime(
        "ESF_ON_THE_SPOT",
        "managing authority and audit bodies",
        (Citation("programme rules", "on-the-spot checks"), Citation("320/2001", "§ 13")),
        "ELSEWHERE",
        date(2007, 1, 1),
        "M",
        "the region is inspected or accompanies",
    ),
)

REGIMES: Mapping[str, LegalRegime] = MappingProxyType({row.regime: row for row in _ROWS})
"""Every regime by its name."""
