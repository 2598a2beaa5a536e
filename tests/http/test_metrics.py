"""The figures of the server, and whether it is ready: the store, and how far each view is behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from domain.kernel.unreadable import UnreadableEvent
from projections import builds
from projections.builds import Build
from projections.network import NETWORK
from tests.http.conftest import Caller
from tests.http.watched import Opened, opened

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def figures(house: Opened, **headers: str) -> Samples:
    """Every sample, by its name and labels."""
    answer = house.client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    families = text_string_to_metric_families(answer.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((name, frozenset(labels.items())))


def test_requests_are_counted_by_the_template_of_their_address(tmp_path: Path) -> None:
    """No number of a file becomes a label, and whoever tries addresses makes one series of them all."""
    with opened(tmp_path) as house:
        clerk = house.caller()
        clerk.conclude()
        clerk.get("/api/v1/contracts/OLP-9001-2018")
        for number in range(3):
            house.client.get(f"/nowhere-{number}")
        house.client.request("BREW", "/healthz")
        found = figures(house)
    shown = {"route": "/api/v1/{folder}/{identifier}", "method": "GET"}
    assert value(found, "kronika_requests_total", **shown, status="200") == 1
    assert value(found, "kronika_request_seconds_count", **shown) == 1
    assert value(found, "kronika_requests_total", route="other", method="GET", status="404") == 3
    assert value(found, "kronika_requests_total", route="/healthz", method="other", status="405") == 1
    assert "OLP" not in str(found)
    assert "p-clerk" not in str(found)


def test_commands_are_counted_by_topic_and_outcome_and_refusals_by_rule(tmp_path: Path) -> None:
    month = {"month": "2018-02", "amount": "8.00 CZK"}
    order = {"order": "1", "amount": "8.00 CZK", "account": "19-2000145399/0800", "allocations": [month]}
    with opened(tmp_path) as house:
        clerk = house.caller()
        clerk.conclude()
        clerk.conclude("OLP/9002/2018")
        clerk.post("/api/v1/contracts/OLP-9001-2018/order-payment", order, effective_on="2018-02-10")
        found = figures(house)
    concluded = {"topic": "contract.record-conclusion", "outcome": "recorded"}
    assert value(found, "kronika_commands_total", **concluded) == 2
    assert value(found, "kronika_commands_total", topic="contract.order-payment", outcome="refused") == 1
    assert value(found, "kronika_refusals_total", rule="contract.payment-after-effect") == 1
    assert value(found, "kronika_command_seconds_count") == 3


def test_the_ledger_and_the_lag_of_each_view_are_told(tmp_path: Path) -> None:
    """Nobody has brought the view up to date: it has not seen the entry, which waits since it was recorded."""
    with opened(tmp_path) as house:
        house.caller().conclude()
        house.now += timedelta(seconds=90)
        found = figures(house)
    assert (value(found, "kronika_store_up"), value(found, "kronika_ledger_head")) == (1, 1)
    assert value(found, "kronika_view_live", view="network") == 1
    assert value(found, "kronika_view_lag_entries", view="network") == 1
    assert value(found, "kronika_view_lag_seconds", view="network") == 90


def test_two_applications_count_apart(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with opened(tmp_path) as first, opened(tmp_path / "b") as second:
        first.client.get("/nowhere")
        labels = {"route": "other", "method": "GET", "status": "404"}
        assert value(figures(first), "kronika_requests_total", **labels) == 1
        assert value(figures(second), "kronika_requests_total", **labels) is None


def test_what_was_too_much_is_counted(tmp_path: Path) -> None:
    with opened(tmp_path, rate_address=1) as house:
        for _ in range(3):
            house.client.get("/nowhere")
        assert value(figures(house), "kronika_limited_total", limit="address") == 2


# Who may read them ----------------------------------------------------------------------------------------------------


def test_from_elsewhere_a_token_is_needed_that_may_read_them(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        far = house.client_at("192.0.2.7")
        assert far.get("/metrics").status_code == 401
        assert far.get("/metrics", headers={"Authorization": "Bearer krn_guess"}).status_code == 401
        for role, status in (("clerk", 403), ("administrator", 200)):
            assert Caller(far, house.caller(role).secret).get("/metrics").status_code == status


def test_a_network_that_the_settings_name_needs_none(tmp_path: Path) -> None:
    with opened(tmp_path, metrics_from="192.0.2.0/24") as house:
        assert house.client_at("192.0.2.7").get("/metrics").status_code == 200
        assert house.client_at("127.0.0.1").get("/metrics").status_code == 401


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For"])
def test_whoever_comes_through_a_proxy_is_not_where_the_proxy_is(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as house:
        assert house.client.get("/metrics", headers={name: "for=192.0.2.7"}).status_code == 401


# Readiness ------------------------------------------------------------------------------------------------------------


def test_it_is_not_ready_while_a_view_is_too_far_behind(tmp_path: Path) -> None:
    with opened(tmp_path, max_lag_seconds=60) as house:
        house.caller().conclude()
        house.now += timedelta(seconds=61)
        answer = house.client.get("/readyz")
        document = answer.json()
    assert (answer.status_code, document["status"], document["store"]) == (503, "degraded", "up")
    assert document["views"]["network"] == {"state": "LIVE", "lag": 1, "lag_seconds": 61.0}


def test_it_is_not_ready_while_a_view_stands_still(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        failure = UnreadableEvent(position=1, topic="contract.concluded", reason="test")
        with house.parts.database.transaction():
            builds.put_in_quarantine(house.parts.database, Build(NETWORK, 1), failure)
        answer = house.client.get("/readyz")
        asked = house.caller().get("/api/v1/network", **{"Accept-Language": "cs"})
    assert answer.status_code == 503
    assert answer.json()["views"]["network"]["state"] == "QUARANTINED"
    assert (asked.status_code, asked.headers["Retry-After"]) == (503, "30")
    assert (asked.json()["view"], asked.json()["state"]) == ("network", "QUARANTINED")
    assert "kronika projections rebuild" in asked.json()["detail"]


def test_it_is_ready_where_every_view_has_seen_everything(tmp_path: Path) -> None:
    with opened(tmp_path, max_lag_seconds=60) as house:
        house.caller().conclude()
        house.now += timedelta(seconds=30)
        assert house.client.get("/readyz").status_code == 200


def test_however_many_ask_the_store_is_asked_once_a_second(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        readiness = house.app.state.readiness
        readiness._clock = lambda: 0.0
        house.client.get("/readyz")
        house.caller().conclude()
        assert house.client.get("/readyz").json()["head"] == 0
        readiness._clock = lambda: 1.0
        assert house.client.get("/readyz").json()["head"] == 1


def test_a_store_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        house.parts.ledger.fetch("SELECT 1")
        for name in ("kronika.db", "kronika.db-wal", "kronika.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / "kronika.db").mkdir()
        house.app.state.desks.close()
        answer = house.client.get("/readyz")
        assert (answer.status_code, answer.json()["status"], answer.json()["store"]) == (503, "down", "down")
        assert "kronika_store_up 0.0" in house.client.get("/metrics").text
