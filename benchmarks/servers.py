"""Two servers to compare with, as programs: an empty route, and the stock library behind FastAPI.

    python -m benchmarks.servers empty PORT
    python -m benchmarks.servers stock PORT URL

Both answer in plain `def` routes, as Kronika does, and behind the same server.
"""

import sys
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from benchmarks.stock import StockOffice, stock_settings


class Payment(BaseModel):
    """What is sent to the stock library: which payment of the contract this is; it makes up the rest."""

    number: int


def empty() -> FastAPI:
    """What the machine could do at best over HTTP: nothing is read, nothing is done."""
    app = FastAPI()

    @app.post("/pay/{identifier}")
    def pay(identifier: str) -> dict[str, int]:
        return {"position": len(identifier)}

    return app


def stock(url: str) -> FastAPI:
    """The stock library loads, changes and saves a contract for each request."""
    app, office = FastAPI(), StockOffice(stock_settings(url))

    @app.post("/contracts")
    def conclude() -> dict[str, UUID]:
        return {"contract": office.conclude("OLP/1")}

    @app.post("/pay/{identifier}")
    def pay(identifier: UUID, payment: Payment) -> dict[str, int]:
        office.pay(identifier, payment.number)
        return {"number": payment.number}

    return app


def main() -> None:
    kind, port, *url = sys.argv[1:]
    app = stock(*url) if kind == "stock" else empty()
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
