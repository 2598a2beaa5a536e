"""A contract may name its service by its file, by its number or by both: it is one service in every file and report."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.rule import Refused
from tests.cli.runner import Cli
from tests.scenarios.entrusted import (
    LIVING,
    MANDATE,
    NUMBER,
    PROVIDER,
    WORKSHOPS,
    both_say_the_same,
    conclude,
    entrust,
    entry_of,
    mandate,
    order,
    paid,
    sums,
    wording,
)
from tests.scenarios.office import Office, codes, kc

FORMS = ("file", "number", "both")


def register(office: Office, number: str, section: str, name: str) -> str:
    """A service on file; gives the identifier of its file."""
    office.do(
        "service.record-registration",
        on="2015-01-01",
        registration_number=number,
        provider=PROVIDER,
        section=section,
        name=name,
        forms=["T"],
    )
    return str(office.parts.resolver.identifier("service", number))


def named(form: str, number: str, file: str) -> dict[str, Any]:
    """The service as somebody who begins names it."""
    return {"file": {"service": file}, "number": {"registration": number}}.get(
        form, {"service": file, "registration": number}
    )


def under_a_mandate(office: Office, form: str) -> Office:
    """A contract for two services, each named in this form, under a mandate for both."""
    office.it_is("2018-01-03")
    services = [
        named(form, number, register(office, number, section, name))
        for number, section, name in ((LIVING, "43", "PSB"), (WORKSHOPS, "67", "dílny"))
    ]
    entrust(office)
    conclude(office, services=services, orps=["5105"], settlement_due=[{"year": 2018, "due_on": "2019-02-15"}])
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE)
    return office


@pytest.mark.parametrize("form", FORMS)
def test_payments_that_name_the_service_are_decided_however_the_contract_named_it(office: Office, form: str) -> None:
    """Ordered, paid and settled for one of two services; of a third one nothing can be ordered."""
    under_a_mandate(office, form)
    assert codes(order(office, "1", {"2018-01": 100_000}, LIVING, on="2018-01-10")) == []
    assert sums(office) == (100_000, 0)
    assert codes(paid(office, "m-1", {"2018-01": 100_000}, LIVING, on="2018-01-20", order="1")) == ["NO_ORDER"]
    assert sums(office) == (100_000, 100_000)
    assert both_say_the_same(office)
    with pytest.raises(Refused) as refused:
        order(office, "2", {"2018-01": 1}, "8208204", on="2018-01-22")
    assert refused.value.code == "contract.payment-names-service"
    assert not refused.value.violations[0].is_undecided
    settled = office.do("contract.record-settlement", NUMBER, on="2019-01-20", service=LIVING, year=2018,
                        used=kc(100_000), unused=kc(0))  # fmt: skip
    assert "SETTLED_SERVICE_UNCLEAR" not in codes(settled)


def test_reports_show_one_service_however_the_contract_named_it(tmp_path: Path) -> None:
    """The network, the money of the service-year, what is to be settled and what a mandate covers are the same."""
    shown = []
    for form in FORMS:
        database = f"sqlite:///{tmp_path / form}.db"
        office = under_a_mandate(Office(database), form)
        paid(office, "m-1", {"2018-01": 100_000}, LIVING, on="2018-01-20")
        office.close()
        shown.append(reports(Cli(tmp_path, {"KRONIKA_DATABASE": database}).it_is("2018-12-31")))
    network, years, settled, covered = shown[0]
    assert network == [(LIVING, "PSB", MANDATE), (WORKSHOPS, "dílny", MANDATE)]
    assert years == [(LIVING, 2018, 10_000_000), *[(service, 2018, 0) for service in (WORKSHOPS,)]]
    assert settled == ["2018"]
    assert covered == [(LIVING, "YES")]
    assert shown == [shown[0]] * 3


def reports(cli: Cli) -> tuple[object, ...]:
    """What each report says of the services."""
    network = cli.ok("network", "--json").json["data"]["rows"]
    years = cli.ok("compensation", "--year", "2018", "--json").json["data"]["rows"]
    due = cli.ok("due", "--all", "--json").json["data"]
    cover = cli.ok("mandate", "cover", "--contract", NUMBER, "--json").json["data"]
    return (
        sorted((row["registration_number"], row["service_name"], row["mandate"]["number"]) for row in network),
        sorted((row["service"], row["year"], row["public_money"]["minor"]) for row in years),
        sorted(row["subject"] for row in due if row["kind"] == "contract.settlement"),
        [(part["service"], part["covered"]) for part in cover["payments"]],
    )


def refs(office: Office) -> list[tuple[str | None, str | None]]:
    """The services of the contract: the number and the file."""
    return [(one.registration, str(one.service) if one.service else None) for one in office.contract(NUMBER).services]


def test_a_number_that_is_not_that_of_the_file_is_refused(office: Office) -> None:
    """Found concluded or brought in, on any door: one of the two is a slip."""
    file = register(office, LIVING, "43", "PSB")
    services = [{"service": file, "registration": WORKSHOPS}]
    drafted: dict[str, Any] = {"number": NUMBER, "regime": "grant", "services": services}
    for topic in ("contract.draft", "contract.record-conclusion", "contract.take-over"):
        with pytest.raises(Refused) as refused:
            office.do(topic, on="2018-01-02", **drafted)
        assert refused.value.code == "contract.service-as-registered"
        assert refused.value.facts == {"stated": WORKSHOPS, "registered": LIVING}


def test_an_old_contract_keeps_the_number_of_the_service_on_file(office: Office) -> None:
    file = register(office, LIVING, "43", "PSB")
    office.do("contract.take-over", number=NUMBER, services=[{"service": file}, {"name_as_written": "dílny"}])
    assert refs(office) == [(LIVING, file), (None, None)]


def test_a_corrected_contract_keeps_the_number_of_the_service_on_file(office: Office) -> None:
    """It was said for the wrong service; the correction names the file of the right one, and is the same the next time.

    The command is kept as it was said.
    """
    file = under_a_mandate(office, "number")
    other = str(office.parts.resolver.identifier("service", WORKSHOPS))
    concluded = entry_of(office, "contract.concluded")
    said = wording(concluded, services=[{"service": other}])
    given: dict[str, Any] = {"on": "2018-01-02", "reason": "služba", "entry": concluded.event_id, "data": said}
    outcome = file.do("entry.correct", NUMBER, command_id=UUID(int=7), **given)
    assert refs(office) == [(WORKSHOPS, other)]
    again = file.do("entry.correct", NUMBER, command_id=UUID(int=7), **given)
    assert (again.is_repeat, again.positions) == (True, outcome.positions)
    wrong = {**said, "services": [{"service": other, "registration": LIVING}]}
    with pytest.raises(Refused) as refused:
        file.do("entry.correct", NUMBER, reason="služba", entry=concluded.event_id, data=wrong)
    assert refused.value.code == "contract.service-as-registered"


@pytest.mark.parametrize("topic", ["contract.conclude", "contract.record-conclusion"])
def test_a_number_that_the_file_gets_later_is_kept_at_the_conclusion(office: Office, topic: str) -> None:
    """Drafted for a service whose old papers state no number; its file is corrected before the conclusion.

    So much a year is bound under a mandate for two services: by then it is plain for which.
    """
    office.it_is("2018-01-02")
    opened = office.do("service.take-over", name="PSB", section="43")
    file = str(opened.aggregate_id)
    usual: dict[str, Any] = {"number": NUMBER, "regime": "tender", "services": [{"service": file}]}
    office.do("contract.draft", on="2017-12-01", **usual)
    assert refs(office) == [(None, file)]
    said = {**wording(opened.entries[0]), "registration_number": LIVING}
    office.do("entry.correct", file, reason="rejstřík", entry=opened.entries[0].event_id, data=said)
    entrust(office)
    bound = [{"year": 2018, "amount": kc(100_000)}]
    office.do("contract.name-mandate", NUMBER, mandate=MANDATE, commitments=bound)
    text = "ab" * 32
    approved: dict[str, Any] = {"body": "RK", "resolution": "1/18/RK", "maximum": kc(1_000_000), "text": text}
    office.do("contract.record-approval", NUMBER, on="2018-01-01", **approved)
    for party in ("region", "provider"):
        office.do("contract.record-signature", NUMBER, party=party, level="QES", text=text)
    more: dict[str, Any] = {
        "period": {"start": "2018-01-01", "end": "2018-12-31"},
        "maximum": kc(1_000_000),
        "clause": "1/18/RK",
    }
    assert codes(office.do(topic, NUMBER, **more)) == []
    assert refs(office) == [(LIVING, file)]
    assert sums(office) == (100_000, 0)


def test_a_mandate_keeps_the_number_of_the_service_on_file_however_it_comes_in(office: Office) -> None:
    """Brought in from old papers by the file alone, and corrected by the file alone."""
    living, workshops = (register(office, one, "43", one) for one in (LIVING, WORKSHOPS))
    ceiling = {"year": 2018, "compensation": kc(1_000_000), "service": LIVING}
    taken = office.do("mandate.take-over", number=MANDATE, services=[{"service": living}], compensations=[ceiling])
    assert list(mandate(office).services) == [LIVING]
    said = wording(taken.entries[0], services=[{"service": workshops}], compensations=[])
    office.do("entry.correct", MANDATE, reason="služba", entry=taken.entries[0].event_id, data=said)
    assert list(mandate(office).services) == [WORKSHOPS]
    proposed = office.do("mandate.propose", on="2018-01-02", number="PO-2", service=living, orps=["5105"])
    said = {"number": "PO-2", "service": workshops, "orps": ["5105"]}
    office.do("entry.correct", "PO-2", reason="služba", entry=proposed.entries[0].event_id, data=said)
    corrected = mandate(office, "PO-2").services
    assert [(key, one.section) for key, one in corrected.items()] == [(WORKSHOPS, "43")]
