"""The tours of the documents with their real output.

python -m tools.tour            write the output that the commands give today
python -m tools.tour --check    exit 1 where a page says something else
"""

import json
import os
import re
import shlex
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, chdir
from io import BytesIO, StringIO
from pathlib import Path
from typing import Self

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.cli.main import run
from adapters.sealing.keys import NAME

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "api.md", ROOT / "docs" / "life.md")
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
DURATION = re.compile(r"\bin [0-9.]+ s$")
PLAIN = {"COLUMNS": "120", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "KRONIKA_LANGUAGE": "en"}
WRITTEN_ADDRESS = "127.0.0.1:8000"
"""Where a page says that the server answers; the tour starts it where there is room."""
NOWHERE = [">", "/dev/null"]
"""Where the output goes of a command that says something else each time."""
SEALED_WITH = bytes(range(32))
"""The key of every seal on a page: the same, so that everybody can check it, and so that nobody believes it."""
PATIENCE = 60.0


class Tour:
    """Plays the console blocks of one page in an empty folder; a server that it starts ends with it."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = ""
        self._address = ""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KRONIKA_")}
        self._environment = kept | PLAIN

    def __enter__(self) -> Self:
        self._folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="kronika-tour-"))
        (Path(self._folder) / "data").symlink_to(ROOT / "data")
        self._lay_key(Path(self._folder) / "var" / "keys")
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def played(self, text: str) -> str:
        """The page with every block played again from the first to the last."""
        return BLOCK.sub(lambda found: "".join(self._play(found.group())), text)

    def _play(self, block: str) -> Iterator[str]:
        for line in block.splitlines():
            if line.startswith("$ "):
                yield f"{line}\n"
                yield self._output(line.removeprefix("$ "))

    def _output(self, command: str) -> str:
        """What a command says, on both streams as a terminal shows them; `export` changes what the next ones see."""
        first, *words = shlex.split(string.Template(command).safe_substitute(self._environment))
        if first == "export":
            self._export(command.removeprefix("export "))
        elif command.endswith(" &"):
            self._serve(words[:-1])
        elif first == "curl":
            return self._ask(words)
        elif first == "kronika" and words[-2:] == NOWHERE:
            self._run(words[:-2])
        elif first == "kronika":
            return _tidy(self._run(words))
        return ""

    @staticmethod
    def _lay_key(folder: Path) -> None:
        key = Ed25519PrivateKey.from_private_bytes(SEALED_WITH)
        folder.mkdir(parents=True, mode=0o700)
        (folder / NAME).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def _export(self, settings: str) -> None:
        for name, _, value in (
            word.partition("=") for word in shlex.split(settings.replace("$(", "'$(").replace(")", ")'"))
        ):
            inner = value.removeprefix("$(kronika ").removesuffix(")")
            is_output = value.startswith("$(")
            said = self._run(shlex.split(inner)).strip() if is_output else value
            self._environment[name] = said.replace(WRITTEN_ADDRESS, self._address or WRITTEN_ADDRESS)

    def _run(self, words: list[str]) -> str:
        """In this process, because starting one takes longer than most commands; only the server is one of its own."""
        said = StringIO()
        with chdir(self._folder):
            run(words, environment=self._environment, stdin=BytesIO(), stdout=said, stderr=said)
        return said.getvalue()

    def _serve(self, words: list[str]) -> None:
        """The server in the background, on a port that is free."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._address = f"127.0.0.1:{free.getsockname()[1]}"
        port = self._address.rpartition(":")[2]
        server = subprocess.Popen(
            [_program(), *words, "--port", port],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(server.wait)
        self._stack.callback(server.terminate)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                httpx2.get(f"http://{self._address}/healthz")
            except httpx2.TransportError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(f"the server does not answer at {self._address}")

    @staticmethod
    def _ask(words: list[str]) -> str:
        """The request that these words of curl make; JSON is shown over several lines."""
        method, headers, body, url = "GET", {}, None, ""
        rest = iter(words)
        for word in rest:
            match word:
                case "-X":
                    method = next(rest)
                case "-H":
                    name, _, value = next(rest).partition(": ")
                    headers[name] = value
                case "-d":
                    body = next(rest)
                case "-s":
                    pass
                case _:
                    url = word
        answer = httpx2.request(method, url, headers=headers, content=body, timeout=PATIENCE)
        if "json" not in answer.headers["content-type"]:
            return answer.text.replace("\r\n", "\n").removesuffix("\n") + "\n"
        return json.dumps(answer.json(), ensure_ascii=False, indent=1) + "\n"


def _program() -> str:
    return str(Path(sys.executable).parent / "kronika")


def _tidy(said: str) -> str:
    return "".join(f"{DURATION.sub('in 0.1 s', line.rstrip())}\n" for line in said.splitlines())


def played(page: Path) -> str:
    """The page as it reads when it is played today."""
    with Tour() as tour:
        return tour.played(page.read_text(encoding="utf-8"))


def main() -> int:
    is_check, is_stale = "--check" in sys.argv[1:], False
    for page in PAGES:
        today = played(page)
        is_stale |= today != page.read_text(encoding="utf-8")
        if not is_check:
            page.write_text(today, encoding="utf-8")
    return int(is_check and is_stale)


if __name__ == "__main__":
    sys.exit(main())
