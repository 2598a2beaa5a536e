"""`make run`, as a newcomer types it at a terminal: it sets up, serves, and Ctrl+C ends it without a complaint."""

import fcntl
import os
import pty
import re
import select
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.http.server import PATIENCE

HOUSE = Path(__file__).parents[2]
CTRL_C = b"\x03"
NEEDED = ("Makefile", "data", "tools")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")]


class Terminal:
    """A terminal in which one command runs."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._master, slave = pty.openpty()
        self.said = ""
        self.process = subprocess.Popen(
            words,
            cwd=folder,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={name: value for name, value in os.environ.items() if not name.startswith(("KRONIKA_", "MAKE"))}
            | {"LANG": "C.UTF-8", "TERM": "dumb"},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # no other way to a terminal
        )
        os.close(slave)

    def read_until(self, expected: str) -> None:
        """Take in what is shown until this is."""
        deadline = time.monotonic() + PATIENCE
        while expected not in self.said:
            assert time.monotonic() < deadline, self.said
            if not self._read():
                raise AssertionError(self.said)

    def type(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def end(self) -> int:
        """Its exit code, when everything is taken in."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._master)

    def _read(self) -> bool:
        if not select.select([self._master], [], [], PATIENCE)[0]:
            return False
        try:
            came = os.read(self._master, 65_536)
        except OSError:  # the other end is closed
            return False
        self.said += came.decode(errors="replace").replace("\r\n", "\n")
        return bool(came)


@contextmanager
def made(folder: Path, port: int) -> Iterator[Terminal]:
    """`make run` in a folder that has nothing of its own, with the packages of whoever runs the test."""
    for name in NEEDED:
        if not (folder / name).exists():
            (folder / name).symlink_to(HOUSE / name)
    packages = Path(sys.executable).parent
    terminal = Terminal(folder, "make", "run", f"PORT={port}", f"BIN={packages}", "--assume-old=.venv/.ready")
    try:
        yield terminal
    finally:
        terminal.close()


def test_it_serves_tells_the_first_login_and_stops_cleanly(tmp_path: Path) -> None:
    """At first another program listens there, which is said in words; the second time nothing is made anew."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with made(tmp_path, port) as terminal:
            assert terminal.end() != 0
    address = f"http://127.0.0.1:{port}"
    assert f"nothing can listen at {address}: another program listens there" in terminal.said
    password = re.findall(r"^First password of admin[^\n]*\n(\S+)$", terminal.said, flags=re.MULTILINE)
    with made(tmp_path, port) as terminal:
        terminal.read_until(f"Kronika answers at {address}")
        assert f"curl -s {address}/readyz" in terminal.said
        logged_in = httpx2.post(
            f"{address}/api/v1/login",
            json={"login": "admin", "password": password[0]},
            headers={"Origin": address},
            timeout=PATIENCE,
        )
        assert logged_in.status_code == 200, logged_in.text
        assert httpx2.get(f"{address}/readyz", timeout=PATIENCE).json()["head"] == 94
        terminal.type(CTRL_C)
        assert terminal.end() == 0, terminal.said
        assert terminal.said.endswith("Stopped.\n")
    assert "First password" not in terminal.said
    assert not re.search(r"Error \d|Interrupt", terminal.said)
