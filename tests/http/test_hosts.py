"""The names that the server answers to: a page whose name was turned to this machine cannot ask it anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.watched import Opened, opened

PUBLIC = {"public_url": "https://kronika.example", "allowed_hosts": "web, Inside.example"}


ADDRESS = "/nowhere"
"""Behind the check of the name it is the same whether there is anything."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("hosts"), **PUBLIC) as made:
        yield made


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 404),
        ("127.0.0.1:8000", 404),
        ("localhost:8000", 404),
        ("LOCALHOST", 404),
        ("[::1]:8000", 404),
        ("kronika.example", 404),
        ("kronika.example.", 404),
        ("web:8000", 404),
        ("inside.example", 404),
        ("elsewhere.example", 421),
        ("kronika.example.elsewhere.example", 421),
        ("127.0.0.1.elsewhere.example", 421),
        ("kronika.example@elsewhere.example", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_it_answers_to_its_own_names_only(house: Opened, host: str, status: int) -> None:
    answer = house.client.get(ADDRESS, headers={"Host": host})
    assert answer.status_code == status
    assert status == 404 or answer.json()["code"] == "misdirected"


def test_whoever_watches_may_call_it_by_any_address(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        assert house.client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
        assert house.client.get("/metrics", headers={"Host": "10.0.0.7:8000"}).status_code == 421


def test_an_installation_may_answer_to_any_name(tmp_path: Path) -> None:
    with opened(tmp_path, allowed_hosts="*") as house:
        assert house.client.get(ADDRESS, headers={"Host": "elsewhere.example"}).status_code == 404
