"""A database server that is restarted beneath a running Kronika is an outage of a moment, not an error in Kronika."""

from pathlib import Path
from uuid import UUID

import psycopg

from tests.http.conftest import House
from tests.postgres_server import Server, database

KEY = UUID(int=7)
QUESTIONS = "/api/v1/deadlines", "/api/v1/contracts/OLP-9001-2018", "/api/v1/events"


def _cut_off(url: str) -> None:
    """Every connection to this database ends, as when its server is restarted."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )


def test_a_database_that_comes_back_is_found_again(postgres: Server, postgres_ledger: str, tmp_path: Path) -> None:
    """The first who asks may be told to try again; nobody is told of an error, and nothing is lost or doubled."""
    with database(postgres, template=postgres_ledger) as url:
        house = House(url, tmp_path)
        with house.client:
            clerk = house.caller()
            assert clerk.conclude().status_code == 201
            assert [clerk.get(path).status_code for path in QUESTIONS] == [200, 200, 200]
            _cut_off(url)
            told = [clerk.get(path).status_code for path in QUESTIONS for _ in range(3)]
            assert set(told) <= {200, 503}
            assert told[-1] == 200
            answers = [clerk.conclude("OLP/9002/2018", key=KEY).status_code for _ in range(4)]
            assert set(answers) <= {503, 201, 200}
            assert answers[-1] == 200
            assert house.parts.ledger.head() == 2
        house.parts.close()
