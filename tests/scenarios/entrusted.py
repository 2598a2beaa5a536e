"""An old mandate for two services and contracts that pay under it: what tests about both of them say and ask."""

from datetime import date
from typing import Any

from application.engine import Outcome
from domain.kernel.entry import Entry
from domain.mandate.book import YearBook
from domain.mandate.mandate import Mandate
from tests.scenarios.office import Office, kc

NUMBER, OTHER = "OLP/9201/2018", "OLP/9202/2018"
MANDATE, NEXT_MANDATE = "PO-2018-012", "PO-2021-003"
LIVING, WORKSHOPS, STRANGER = "3596108", "5563434", "8208204"
ACCOUNT = "19-1/0800"
PROVIDER = {"name": "Domov Raspenava, příspěvková organizace", "ico": "71220089"}
WITHIN = "mandate.public-money-within-compensation"
APPROVER: dict[str, Any] = {"acting_as": "approver", "person": "p-approver"}
HALF_YEAR = {f"2018-{month:02}": 50_000 for month in range(1, 7)}


def entrust(office: Office, number: str = MANDATE, *, first: int = 2018, last: int = 2020, **said: Any) -> None:
    """An old mandate for two services, each with a million a year; supported living in Liberec and Frýdlant."""
    services = (LIVING, WORKSHOPS)
    usual: dict[str, Any] = {
        "number": number,
        "provider": PROVIDER,
        "services": [
            {"registration": LIVING, "section": "43", "orps": ["5105", "5102"]},
            {"registration": WORKSHOPS, "section": "67", "orps": ["5105"]},
        ],
        "decision": "2012/21/EU",
        "period_as_written": f"od 1. 1. {first} do 31. 12. {last}",
        "compensations": [
            {"year": year, "compensation": kc(1_000_000), "service": service}
            for year in range(first, last + 1)
            for service in services
        ],
    }
    office.do("mandate.take-over", on=f"{first - 1}-12-19", **usual | said)


def conclude(office: Office, number: str = NUMBER, **said: Any) -> None:
    """A grant for supported living in Liberec, 2018 to 2020, concluded and published on 2 January 2018."""
    usual: dict[str, Any] = {
        "number": number,
        "regime": "grant",
        "provider": PROVIDER["name"],
        "provider_ico": PROVIDER["ico"],
        "services": [{"registration": LIVING, "section": "43"}],
        "orps": ["5105"],
        "maximum": kc(2_000_000),
        "period": {"start": "2018-01-01", "end": "2020-12-31"},
        "account": ACCOUNT,
    }
    office.do("contract.record-conclusion", on="2018-01-02", **usual | said)
    office.do("contract.record-publication", number, on="2018-01-02", register_id=f"r-{number}")


def conclude_unpublished(office: Office, **said: Any) -> None:
    """Another grant for 2018, concluded on 3 January and never published."""
    usual: dict[str, Any] = {"services": [{"registration": LIVING}]}
    office.do(
        "contract.record-conclusion",
        on="2018-01-03",
        number=OTHER,
        regime="grant",
        provider=PROVIDER["name"],
        maximum=kc(1_000_000),
        period={"start": "2018-01-01", "end": "2018-12-31"},
        **usual | said,
    )


def find_void(office: Office) -> Outcome:
    """On 10 April it is established that the other contract is void from its conclusion."""
    office.it_is("2018-04-10")
    established: dict[str, Any] = {"acting_as": "timer", "established_on": "2018-04-10"}
    return office.do("contract.establish-voidness", OTHER, on="2018-01-03", **established)


def entrusted_file(office: Office) -> Office:
    """On 3 January 2018: the mandate, and a contract that names it."""
    office.it_is("2018-01-03")
    entrust(office)
    conclude(office)
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    return office


def mandate(office: Office, number: str = MANDATE) -> Mandate:
    state = office.replay.state(office.parts.resolver.identifier("mandate", number))
    assert isinstance(state, Mandate)
    return state


def book(office: Office, year: int = 2018, service: str = LIVING, number: str = MANDATE) -> YearBook:
    return mandate(office, number).book(service, year)


def sums(office: Office, year: int = 2018, service: str = LIVING, number: str = MANDATE) -> tuple[int, int]:
    """In crowns: what is committed, and what was paid and did not come back."""
    found = book(office, year, service, number)
    return found.committed_in_all().minor // 100, found.paid_in_all().minor // 100


def allocations(months: dict[str, int], service: str | None) -> list[dict[str, Any]]:
    named: dict[str, Any] = {"service": service} if service else {}
    return [{"month": month, "amount": kc(crowns), **named} for month, crowns in months.items()]


def asked(name: str, months: dict[str, int], service: str | None = None, **more: Any) -> dict[str, Any]:
    parts = allocations(months, service)
    return {"order": name, "amount": kc(sum(months.values())), "allocations": parts, "account": ACCOUNT} | more


def order(
    office: Office, name: str, months: dict[str, int], service: str | None = None, *, to: str = NUMBER, **on: Any
) -> Outcome:
    return office.do("contract.order-payment", to, **on, **asked(name, months, service))


def paid(
    office: Office, line: str, months: dict[str, int], service: str | None = None, *, on: str, **more: Any
) -> Outcome:
    """A line of the statement without an order."""
    parts = allocations(months, service)
    said: dict[str, Any] = {
        "movement": line,
        "amount": kc(sum(months.values())),
        "allocations": parts,
        "counter_account": ACCOUNT,
    }
    return office.do("contract.record-movement", NUMBER, on=on, **said | more)


def told(outcome: Outcome) -> list[tuple[str, date | None]]:
    """What was written into other files, each with its day of effect."""
    own = outcome.aggregate_id
    return [(e.event.topic, e.effective_on) for e in outcome.entries if e.originator_id != own]


def entry_of(office: Office, topic: str, number: str = NUMBER) -> Entry:
    """The last entry of that topic in the file of a contract."""
    entries = office.replay.entries(office.parts.resolver.identifier("contract", number))
    return [entry for entry in entries if entry.event.topic == topic][-1]


def wording(entry: Entry, **changed: Any) -> dict[str, Any]:
    return entry.event.model_dump(mode="json", exclude_none=True) | changed


def both_say_the_same(office: Office) -> bool:
    """Whether the contract and the mandate agree about every service-year."""
    contract = office.contract(NUMBER)
    paid_by_year = {year: amount for (_, year), amount in contract.by_service().items()}
    books = mandate(office).books
    known = {year: found.paid_in_all() for (_, year), found in books.items() if not found.paid_in_all().is_zero}
    return paid_by_year == known
