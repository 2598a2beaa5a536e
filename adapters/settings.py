"""What an installation decides: read once from the environment."""

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr


def _check_networks(written: str) -> str:
    for one in written.split(","):
        ip_network(one.strip())
    return written


Networks = Annotated[str, AfterValidator(_check_networks)]
"""Addresses or networks with commas between."""
SECRETS = ("database", "oidc_client_secret")
"""What may stand in a file that KRONIKA_…_FILE names; the address of a database may hold a password."""


class Settings(BaseModel):
    """Every variable begins with KRONIKA_; without any, an SQLite file beside the work is used."""

    model_config = ConfigDict(frozen=True)

    database: str = "sqlite:///var/kronika.db"
    role: str = "clerk"
    organisation: str | None = None
    person: str | None = None
    language: Literal["cs", "en"] = "en"
    log_level: str | None = None
    """From which gravity on lines are logged; where nothing is said: `warning`, for a server `info`."""
    log_format: Literal["json", "text"] | None = None
    """Of a server; where nothing is said: text on a terminal, else JSON."""
    keys: Path | None = None
    """The folder with the keys of the vault; beside an SQLite ledger where nothing else is said."""
    evidence: str | None = None
    """A folder, or s3://bucket/prefix; a folder beside an SQLite ledger where nothing else is said."""
    evidence_max_bytes: int = Field(default=256 * 1024 * 1024, gt=0)
    session_idle_minutes: int = Field(default=60, gt=0)
    """How long somebody stays logged in without asking for anything."""
    session_hours: int = Field(default=12, gt=0)
    """How long somebody stays logged in at the most."""
    oidc_issuer: str | None = Field(
        default=None, pattern=r"^(https://[^?#\s@]+|http://(localhost|127\.0\.0\.1|\[::1\])([:/][^?#\s@]*)?)$"
    )
    """The office's OpenID provider, as it names itself in its tokens; over plain http only on this machine."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    public_url: str | None = Field(default=None, pattern=r"^https?://[^/?#\s@]+/?$")
    """The address under which people reach the server; needed where it listens elsewhere than on this machine."""
    allowed_hosts: str | None = None
    """Further names by which the server may be called, with commas between; `*` is any."""
    trusted_proxies: Networks | None = None
    """Addresses or networks of reverse proxies whose X-Forwarded-* is believed, with commas between."""
    metrics_from: Networks = "127.0.0.1,::1"
    """Addresses or networks that read the metrics without a token, with commas between."""
    rate_caller: int = Field(default=30_000, ge=0)
    """Requests a minute, for each caller who is known; 0 sets no limit. So for all four."""
    rate_address: int = Field(default=3_000, ge=0)
    """Requests a minute from one address, of those who are not known yet."""
    rate_refused: int = Field(default=60, ge=0)
    """Refused tokens and sessions a minute from one address."""
    rate_logins: int = Field(default=20, ge=0)
    """Attempts to log in a minute from one address."""
    body_max_bytes: int = Field(default=8 * 1024 * 1024, gt=0)
    """The longest body of a request; commands end below it, files that are brought have limits of their own."""
    wait_seconds: float = Field(default=5.0, ge=0, le=30)
    """How long a question waits at most for a view to reach the entry that it names."""
    max_lag_seconds: int = Field(default=300, gt=0)
    """How far a view may be behind before the server says that it is not ready."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises pydantic's ValidationError naming what is wrong, OSError for a file."""
        given = {name: environment.get(variable(name)) for name in cls.model_fields}
        given |= {name: _in_file(environment, name) for name in SECRETS if not given[name]}
        given["language"] = given["language"] or _language(environment)
        return cls.model_validate({name: value for name, value in given.items() if value})

    @property
    def sqlite_path(self) -> Path | None:
        """The file of an SQLite ledger; None for a server."""
        prefix = "sqlite:///"
        return Path(self.database.removeprefix(prefix)) if self.database.startswith(prefix) else None

    @property
    def keys_folder(self) -> Path:
        return self.keys or self._beside / "keys"

    @property
    def evidence_place(self) -> str:
        return self.evidence or str(self._beside / "evidence")

    @property
    def _beside(self) -> Path:
        """Where what belongs to the ledger lies if nobody says: beside its file, else under var."""
        path = self.sqlite_path
        if path is not None and str(path).startswith("file:"):  # a file that is only read: file:/path?immutable=1
            path = Path(str(path).removeprefix("file:").partition("?")[0])
        return Path("var") if path is None or str(path) == ":memory:" else path.parent


def variable(name: str) -> str:
    """The variable of a setting."""
    return f"KRONIKA_{name.upper()}"


def _in_file(environment: Mapping[str, str], name: str) -> str | None:
    """What the file says that is named in place of a secret, as containers hand secrets over."""
    path = environment.get(f"{variable(name)}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else None


def _language(environment: Mapping[str, str]) -> str:
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "cs" if locale.lower().startswith("cs") else "en"
