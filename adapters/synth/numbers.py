"""Numbers of a synthetic region: of the right form, out of ranges that nobody uses."""

import hashlib
from dataclasses import dataclass

from adapters.synth.chance import Chance

YEARS = (2017, 2020, 2023, 2016, 2019, 2022, 2025, 2018, 2021, 2024)
"""The years of contracts follow each other in this order, so that few of them already span the time."""
FIRST_NUMBER, LAST_NUMBER = 50_000, 99_999
"""The region's own contract numbers; the public records of Liberec stay far below."""
MOST_CONTRACTS = (LAST_NUMBER - FIRST_NUMBER + 1) * len(YEARS)
"""Each number is used once a year, so that there are so many."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A legal person that provides social services, and its bank account."""

    name: str
    ico: str
    account: str

    @property
    def organisation(self) -> dict[str, str]:
        """As tenders, projects and the register of services name it."""
        return {"name": self.name, "ico": self.ico}


def year_of(contract: int) -> int:
    """The year in which the contract of this index is registered."""
    return YEARS[contract % len(YEARS)]


def contract_number(contract: int) -> str:
    """OLP/50000/2017, OLP/50000/2020 … : unique for as many contracts as there are numbers and years."""
    return f"OLP/{FIRST_NUMBER + contract // len(YEARS)}/{year_of(contract)}"


def provider(number: int) -> Provider:
    """The provider of this number; its bank does not exist."""
    return Provider(f"Synthetic provider {number}", ico(number), f"99-{number:010d}/9999")


SUCCESSORS = 75_000
"""Providers that others merge into are numbered from here on."""


def successor(number: int) -> Provider:
    """The provider that the provider of this number merges into; it keeps the account."""
    merged = provider(SUCCESSORS + number % 25_000)
    return Provider(f"{provider(number).name} Union", merged.ico, provider(number).account)


def ico(number: int) -> str:
    """An IČO with a right check digit, from 99000000 on, where no real one lies."""
    digits = f"{9_900_000 + number:07d}"
    weighed = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=True))
    return f"{digits}{(11 - weighed % 11) % 10}"


def registration_number(service: int) -> str:
    """The number of a registered service: seven digits, the first a nine."""
    return f"{9_000_000 + service:07d}"


def project_number(project: int, *, programme: str) -> str:
    """The number of a project of OPZ or OPZ+."""
    if programme == "OPZ":
        return f"CZ.03.2.60/0.0/0.0/15_005/{9_000_000 + project:07d}"
    return f"CZ.03.02.01/00/22_003/{9_000_000 + project:07d}"


def resolution(chance: Chance, *, body: str, year: int) -> str:
    """The number of a resolution of the assembly (ZK) or the council (RK)."""
    return f"{chance.number(1, 2400)}/{year % 100:02d}/{body}"


def digest(*words: object) -> str:
    """The SHA-256 that stands for a paper of this name; there is no such paper."""
    return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()
