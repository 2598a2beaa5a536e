"""The same kind of work in the stock library, as its documentation shows it: what one would have without Kronika."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict


def postgres_settings(url: str) -> dict[str, str]:
    """The library's settings for the server of a URL."""
    parts = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts.get("port") or "5432"),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts.get("password") or "unused"),
    }


def stock_settings(url: str) -> dict[str, str]:
    """The library's settings for the store that a URL names."""
    if url.startswith("sqlite:///"):
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": url.removeprefix("sqlite:///")}
    return postgres_settings(url)


class StockContract(Aggregate):
    """A contract with its payments, in the library's own style."""

    @event("Concluded")
    def __init__(self, number: str, maximum: int) -> None:
        self.number = number
        self.maximum = maximum
        self.paid = 0

    @event("Paid")
    def pay(self, *, movement: str, amount: int, month: str, on: str, account: str, note: str) -> None:
        self.paid += amount


class StockOffice(Application[UUID]):
    """Loads, changes and saves a contract for each payment."""

    def conclude(self, number: str) -> UUID:
        contract = StockContract(number=number, maximum=10**12)
        self.save(contract)
        return contract.id

    def pay(self, identifier: UUID, number: int) -> None:
        contract: Any = self.repository.get(identifier)
        contract.pay(**payment(number))
        self.save(contract)

    def pay_many(self, identifier: UUID, count: int) -> None:
        """All payments of one contract in one save."""
        contract: Any = self.repository.get(identifier)
        for number in range(count):
            contract.pay(**payment(number))
        self.save(contract)


def payment(number: int) -> dict[str, Any]:
    """An event of some four hundred bytes, as large as one of Kronika's."""
    return {
        "movement": f"2018/{number:06}/{uuid4()}",
        "amount": 11_000_000,
        "month": f"2018-{number % 12 + 1:02}",
        "on": date(2018, 5, 21).isoformat(),
        "account": "19-2000145399/0800",
        "note": "x" * 120,
    }
