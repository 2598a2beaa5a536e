"""What an installation decides: read once from the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Every variable begins with KRONIKA_; without any, an SQLite file beside the work is used."""

    model_config = ConfigDict(frozen=True)

    database: str = "sqlite:///var/kronika.db"
    role: str = "clerk"
    organisation: str | None = None
    person: str | None = None
    language: Literal["cs", "en"] = "en"
    log_level: str = "warning"
    keys: Path | None = None
    """The folder with the keys of the vault; beside an SQLite ledger where nothing else is said."""
    evidence: str | None = None
    """A folder, or s3://bucket/prefix; a folder beside an SQLite ledger where nothing else is said."""
    evidence_max_bytes: int = Field(default=256 * 1024 * 1024, gt=0)

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises pydantic's ValidationError naming what is wrong."""
        given = {name: environment.get(f"KRONIKA_{name.upper()}") for name in cls.model_fields}
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
        return Path("var") if path is None or str(path) == ":memory:" else path.parent


def _language(environment: Mapping[str, str]) -> str:
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "cs" if locale.lower().startswith("cs") else "en"
