"""The command line as its users see it: what they type, what comes back, and with which exit code."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.cli.main import run

HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    """How one run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one frame on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """JSON Lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Cli:
    """Runs commands against one ledger; `it_is` moves the clock of everything that follows."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def it_is(self, moment: str) -> "Cli":
        self.environment["KRONIKA_CLOCK"] = moment
        return self

    def __call__(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        """In this process, with streams that are no terminals."""
        out, err = io.StringIO(), io.StringIO()
        code = run(
            arguments,
            environment={**self.environment, **environment},
            stdin=io.BytesIO(stdin),
            stdout=out,
            stderr=err,
        )
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *arguments: str, **more: Any) -> Result:
        """The same, and it must end well."""
        result = self(*arguments, **more)
        assert result.code == 0, (arguments, result)
        return result

    def do(self, topic: str, target: str | None = None, *options: str, **data: Any) -> Result:
        """One command with its data."""
        where = () if target is None else ("--target", target)
        return self("do", topic, *where, "--data", json.dumps(data, ensure_ascii=False), *options)

    def did(self, topic: str, target: str | None = None, *options: str, **data: Any) -> Any:
        """The same as JSON, and it must be recorded."""
        result = self.do(topic, target, *options, "--json", **data)
        assert result.code == 0, result
        return result.json["data"]

    def file(self, name: str, *lines: Mapping[str, Any] | bytes | str) -> str:
        """Write an import file; its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(_encoded(line) + b"\n" for line in lines))
        return str(path)

    def shelved(self, *digests: str) -> "Cli":
        """Files under these made-up digests, as if they had been brought; nobody reads them."""
        shelf = self.folder / "evidence"
        self.environment["KRONIKA_EVIDENCE"] = str(shelf)
        for digest in digests:
            place = shelf / digest[:2] / digest[2:4] / digest
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        return self

    def process(self, *arguments: str) -> Sequence[str]:
        """The words of a process that runs the same."""
        return [sys.executable, "-m", "adapters.cli", *arguments]

    def apart(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        """In a process of its own, as from a shell."""
        done = subprocess.run(
            self.process(*arguments),
            cwd=HOUSE,
            env=self.process_environment(**environment),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def process_environment(self, **more: str) -> dict[str, str]:
        return {"PATH": "", "PYTHONPATH": str(HOUSE), "LANG": "C.UTF-8", **self.environment, **more}


def _encoded(line: Mapping[str, Any] | bytes | str) -> bytes:
    if isinstance(line, bytes):
        return line
    return line.encode() if isinstance(line, str) else json.dumps(line, ensure_ascii=False).encode()


def kc(crowns: int) -> str:
    """An amount in whole crowns as somebody would write it."""
    return f"{crowns}.00 CZK"
