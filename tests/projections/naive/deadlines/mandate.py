"""The steps of a mandate: checks, repayment, small aid, its end and its records."""

from collections.abc import Iterator

from tests.projections.naive.deadlines.steps import ALL, Step, fixed, parsed, step
from tests.scenarios.raw_ledger import Raw


def steps(one: Raw) -> Iterator[tuple[str, Step]]:
    """Of each kind of deadline what the entry says of it."""
    kind, _, what = one.topic.partition(".")
    if kind != "mandate":
        return
    yield from _services(one, what)
    yield from _checks(one, what)
    yield from _money(one, what)
    yield from _end(one, what)


def _services(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    """Each service is checked by itself."""
    if what in {"proposed", "service-added", "taken-over"}:
        for terms in one.data.get("services", []) if what == "taken-over" else [one.data]:
            named = step(one, "named", terms.get("registration") or terms.get("name_as_written") or "")
            yield "mandate.check", named
            yield "mandate.final-check", named


def _checks(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data, service = one.data, one.data.get("service") or ALL
    if what == "issued":
        yield "mandate.check", step(one, "set", ALL, last_day=data.get("check_by"))
    if what == "overcompensation-check-performed":
        yield "mandate.check", step(one, "closed", service)
        if data.get("check_by"):
            yield "mandate.check", step(one, "set", service, last_day=data["check_by"])
    if what == "final-overcompensation-check-performed":
        yield "mandate.final-check", step(one, "closed", service)
    if what in {"expired", "revoked"}:
        yield "mandate.check", step(one, "closed", ALL)
        yield "mandate.final-check", step(one, "set", ALL, last_day=data.get("final_check_by"))


def _money(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data = one.data
    if what == "overcompensation-repayment-requested":
        amount = int(data["amount"]["minor"])
        yield "mandate.repayment", step(one, "set", data["claim"], last_day=data.get("due"), amount=amount)
    if what == "overcompensation-repaid":
        yield "mandate.repayment", step(one, "paid", data["claim"], amount=int(data["amount"]["minor"]))
    if what == "repayment-request-withdrawn":
        yield "mandate.repayment", step(one, "closed", data["claim"])
    if what == "de-minimis-granted":
        yield "mandate.de-minimis-entry", step(one, "set", data["grant"], last_day=data.get("register_by"))
    if what == "de-minimis-recorded":
        yield "mandate.de-minimis-entry", step(one, "closed", data["grant"])


def _end(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data = one.data
    if what == "issued":
        yield "mandate.end", step(one, "set", last_day=fixed((data.get("period") or {}).get("end")))
    if what == "taken-over":
        written = data.get("period_as_written") or {}
        start, end = parsed(written.get("start")), parsed(written.get("end"))
        yield "mandate.end", step(one, "set", last_day=fixed(end if end and (not start or start <= end) else None))
    if what == "prolonged":
        yield "mandate.end", step(one, "set", last_day=fixed(data["last_day"]))
    if what in {"expired", "revoked"}:
        yield "mandate.end", step(one, "closed")
        yield "mandate.records", step(one, "set", last_day=fixed(data.get("records_until")))
    if what == "records-released":
        yield "mandate.records", step(one, "closed")
