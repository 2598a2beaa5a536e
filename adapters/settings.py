"""What an installation decides: read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from adapters.setting_kinds import Secret, Unfit, matching, networks, number, one_of, secret, whole
from adapters.telling.words import Words

SECRETS = ("database", "oidc_client_secret")
"""What may stand in a file that KRONIKA_…_FILE names; the address of a database may hold a password."""


class WrongSetting(ValueError):
    """A setting cannot be what it is said to be: which one, and why not."""

    def __init__(self, name: str, reason: Words) -> None:
        super().__init__(f"{name}: {reason.en}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every variable begins with KRONIKA_; without any, an SQLite file beside the work is used. Raises WrongSetting."""

    database: str = "sqlite:///var/kronika.db"
    role: str = "clerk"
    organisation: str | None = None
    person: str | None = None
    language: Annotated[Literal["cs", "en"], one_of("cs", "en")] = "en"
    log_level: str | None = None
    """From which gravity on lines are logged; where nothing is said: `warning`, for a server `info`."""
    log_format: Annotated[Literal["json", "text"] | None, one_of("json", "text")] = None
    """Of a server; where nothing is said: text on a terminal, else JSON."""
    keys: Annotated[Path | None, Path] = None
    """The folder with the keys of the vault; beside an SQLite ledger where nothing else is said."""
    evidence: str | None = None
    """A folder, or s3://bucket/prefix; a folder beside an SQLite ledger where nothing else is said."""
    evidence_max_bytes: Annotated[int, whole(above=0)] = 256 * 1024 * 1024
    session_idle_minutes: Annotated[int, whole(above=0)] = 60
    """How long somebody stays logged in without asking for anything."""
    session_hours: Annotated[int, whole(above=0)] = 12
    """How long somebody stays logged in at the most."""
    oidc_issuer: Annotated[
        str | None, matching(r"^(https://[^?#\s@]+|http://(localhost|127\.0\.0\.1|\[::1\])([:/][^?#\s@]*)?)$")
    ] = None
    """The office's OpenID provider, as it names itself in its tokens; over plain http only on this machine."""
    oidc_client_id: str | None = None
    oidc_client_secret: Annotated[Secret | None, secret] = None
    public_url: Annotated[str | None, matching(r"^https?://[^/?#\s@]+/?$")] = None
    """The address under which people reach the server; needed where it listens elsewhere than on this machine."""
    allowed_hosts: str | None = None
    """Further names by which the server may be called, with commas between; `*` is any."""
    trusted_proxies: Annotated[str | None, networks] = None
    """Addresses or networks of reverse proxies whose X-Forwarded-* is believed, with commas between."""
    metrics_from: Annotated[str, networks] = "127.0.0.1,::1"
    """Addresses or networks that read the metrics without a token, with commas between."""
    rate_caller: Annotated[int, whole(least=0)] = 30_000
    """Requests a minute, for each caller who is known; 0 sets no limit. So for all four."""
    rate_address: Annotated[int, whole(least=0)] = 3_000
    """Requests a minute from one address, of those who are not known yet."""
    rate_refused: Annotated[int, whole(least=0)] = 60
    """Refused tokens and sessions a minute from one address."""
    rate_logins: Annotated[int, whole(least=0)] = 20
    """Attempts to log in a minute from one address."""
    body_max_bytes: Annotated[int, whole(above=0)] = 8 * 1024 * 1024
    """The longest body of a request; commands end below it, files that are brought have limits of their own."""
    wait_seconds: Annotated[float, number(least=0, most=30)] = 5.0
    """How long a question waits at most for a view to reach the entry that it names."""
    max_lag_seconds: Annotated[int, whole(above=0)] = 300
    """How far a view may be behind before the server says that it is not ready."""

    def __post_init__(self) -> None:
        for name, kind in KINDS.items():
            given = getattr(self, name)
            if given is not getattr(Settings, name):
                try:
                    object.__setattr__(self, name, kind(given))
                except Unfit as error:
                    raise WrongSetting(name, error.reason) from None

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises WrongSetting, OSError for a file."""
        given: dict[str, Any] = {name: environment.get(variable(name)) for name in NAMES}
        given |= {name: _in_file(environment, name) for name in SECRETS if not given[name]}
        given["language"] = given["language"] or _language(environment)
        return cls(**{name: value for name, value in given.items() if value})

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


NAMES = tuple(one.name for one in fields(Settings))
"""Of every setting, in their order."""
KINDS = {name: said.__metadata__[0] for name, said in Settings.__annotations__.items() if hasattr(said, "__metadata__")}
"""What those hold that are no plain text."""


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
