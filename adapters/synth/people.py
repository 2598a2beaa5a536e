"""Who works in the office: references to roles that nobody holds."""

from domain.kernel.stamp import Actor


def _somebody(role: str, number: int) -> Actor:
    return Actor(role=role, person=f"synthetic-{role}-{number}")


CLERKS = tuple(_somebody("clerk", number) for number in range(1, 5))
"""They keep the files and order payments."""
ORDERERS = tuple(_somebody("approver", number) for number in range(1, 3))
"""Operation orderers, and whoever resolves on behalf of the region."""
ADMINISTRATORS = tuple(_somebody("budget-administrator", number) for number in range(1, 3))
ACCOUNTANTS = tuple(_somebody("chief-accountant", number) for number in range(1, 3))
"""They record what the bank did."""
INSPECTORS = tuple(_somebody("methodologist", number) for number in range(1, 4))
"""They inspect, and keep the files of inspections."""
SUPERIOR = _somebody("inspection-superior", 1)
"""Authorises those who inspect, and settles objections."""
