"""A fresh ledger per test, reached only through the command line."""

from pathlib import Path

import pytest

from tests.cli.runner import Cli


@pytest.fixture
def bare(tmp_path: Path) -> Cli:
    """An SQLite database that nobody has initialised."""
    return Cli(tmp_path, {"KRONIKA_DATABASE": f"sqlite:///{tmp_path / 'kronika.db'}"})


@pytest.fixture
def cli(bare: Cli) -> Cli:
    """A ledger in an SQLite file."""
    bare.ok("init")
    return bare


@pytest.fixture
def any_cli(store_url: str, tmp_path: Path) -> Cli:
    """A ledger in each kind of store in turn."""
    found = Cli(tmp_path, {"KRONIKA_DATABASE": store_url})
    found.ok("init")
    return found
