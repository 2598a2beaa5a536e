"""Settings from the environment: secrets in files, and what is wrong said in words."""

from pathlib import Path

import pytest

from adapters.settings import Settings, WrongSetting
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


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("language", "de", "Input should be 'cs' or 'en'"),
        ("session_hours", "0", "Input should be greater than 0"),
        ("session_hours", "1.5", "Input should be a valid integer, unable to parse string as an integer"),
        ("rate_logins", "-1", "Input should be greater than or equal to 0"),
        ("wait_seconds", "soon", "Input should be a valid number, unable to parse string as a number"),
        ("wait_seconds", "30.5", "Input should be less than or equal to 30"),
        ("wait_seconds", "-1", "Input should be greater than or equal to 0"),
        ("public_url", "kronika.example", r"String should match pattern '^https?://[^/?#\s@]+/?$'"),
        ("trusted_proxies", "10.0.0.1/8", "Value error, 10.0.0.1/8 has host bits set"),
    ],
)
def test_what_is_wrong_with_a_variable_is_said(name: str, value: str, reason: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        Settings.read({f"KRONIKA_{name.upper()}": value})
    assert (refused.value.name, refused.value.reason.en) == (name, reason)


def test_numbers_are_read_as_programs_write_them() -> None:
    read = Settings.read({"KRONIKA_RATE_CALLER": " 60.0 ", "KRONIKA_WAIT_SECONDS": "2"})
    assert (read.rate_caller, read.wait_seconds) == (60, 2.0)
    assert Settings.read({"KRONIKA_WAIT_SECONDS": "0", "KRONIKA_RATE_CALLER": "0"}).rate_caller == 0


def test_a_secret_is_never_printed() -> None:
    settings = Settings.read({"KRONIKA_OIDC_CLIENT_SECRET": "hush"})
    assert "hush" not in f"{settings} {settings.oidc_client_secret} {settings.oidc_client_secret!r}"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    failed = Cli(tmp_path, {"KRONIKA_DATABASE_FILE": str(tmp_path / "nowhere")})("init")
    assert failed.code == 2
    assert str(tmp_path / "nowhere") in failed.err
