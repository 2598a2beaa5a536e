"""A fresh ledger per test, reached only through the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.runner import Cli


def sqlite_cli(folder: Path) -> Cli:
    """The command line on an SQLite file in this folder, whether or not it is there."""
    return Cli(folder, {"KRONIKA_DATABASE": f"sqlite:///{folder / 'kronika.db'}"})


def copied(source: Path, folder: Path) -> Cli:
    """The command line on a copy of a ledger that somebody has prepared."""
    shutil.copy(source / "kronika.db", folder / "kronika.db")
    return sqlite_cli(folder)


@pytest.fixture
def bare(tmp_path: Path) -> Cli:
    """An SQLite database that nobody has initialised."""
    return sqlite_cli(tmp_path)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty ledger, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    sqlite_cli(folder).ok("init")
    return folder


@pytest.fixture
def cli(empty: Path, tmp_path: Path) -> Cli:
    """A ledger in an SQLite file."""
    return copied(empty, tmp_path)


@pytest.fixture
def any_cli(ledger_url: str, tmp_path: Path) -> Cli:
    """A ledger in each kind of store in turn."""
    return Cli(tmp_path, {"KRONIKA_DATABASE": ledger_url, "KRONIKA_KEYS": str(tmp_path / "keys")})
