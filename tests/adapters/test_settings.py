"""Settings from the environment: secrets in files, and what is wrong said in words."""

from pathlib import Path

import pytest

from adapters.settings import Settings
from tests.cli.runner import Cli


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    """As containers hand secrets over; what is said outright comes first."""
    (tmp_path / "database").write_text("postgresql://kronika:secret@postgres/kronika\n")
    (tmp_path / "oidc").write_text("secret\n")
    environment = {
        "KRONIKA_DATABASE_FILE": str(tmp_path / "database"),
        "KRONIKA_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "oidc"),
    }
    found = Settings.read(environment)
    assert found.database == "postgresql://kronika:secret@postgres/kronika"
    assert found.oidc_client_secret is not None
    assert found.oidc_client_secret.get_secret_value() == "secret"
    assert Settings.read({**environment, "KRONIKA_DATABASE": "sqlite:///a.db"}).database == "sqlite:///a.db"


def test_an_empty_variable_counts_as_none() -> None:
    assert Settings.read({"KRONIKA_TRUSTED_PROXIES": "", "KRONIKA_LOG_LEVEL": ""}) == Settings.read({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KRONIKA_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("KRONIKA_METRICS_FROM", "127.0.0.1,,"),
        ("KRONIKA_PUBLIC_URL", "https://kronika.example/path"),
        ("KRONIKA_RATE_CALLER", "-1"),
        ("KRONIKA_LOG_LEVEL", "loud"),
        ("KRONIKA_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    failed = Cli(tmp_path, {name: value})("permissions")
    assert failed.code == 2
    assert name in failed.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    failed = Cli(tmp_path, {"KRONIKA_DATABASE_FILE": str(tmp_path / "nowhere")})("init")
    assert failed.code == 2
    assert str(tmp_path / "nowhere") in failed.err
