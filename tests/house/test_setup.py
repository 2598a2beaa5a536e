"""The set-up itself: locks that name no machine, a compose file that is one, a CI that does what newcomers do."""

import ast
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres_server, scratch

HOUSE = Path(__file__).parents[2]
LOCKS = sorted((HOUSE / "requirements").glob("*.txt"))
MADE_BY_TOOLS = {"__pycache__", "build", "dist", "htmlcov", "mutants", "node_modules", "var"}

# Put together from pieces, so that this file does not find itself.
HOSTS = re.compile("|".join(rf"\b{name}\.{end}\b" for name, end in (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "(org|com)"),
    ("debian", "org"),
    ("docker", "io"),
)))  # fmt: skip
MACHINE_PATHS = re.compile(r"(?<![\w.\-/~])/(work|root|home|tmp|opt|Users)/\w")


def _files() -> Iterator[Path]:
    """Every file of the project that is not made by a tool."""
    for folder, inner, names in os.walk(HOUSE):
        here = Path(folder)
        inner[:] = [
            name
            for name in inner
            if name not in MADE_BY_TOOLS and not name.endswith(".egg-info") and (name == ".ci" or name[0] != ".")
        ]
        yield from (here / name for name in names)


def _text(path: Path) -> str:
    """What the file says; nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_holds_only_pinned_and_hashed_names(lock: Path) -> None:
    """A lock installs the same everywhere: no host, no local path, no file address, and a hash for everything."""
    text = lock.read_text()
    assert not re.search(r"file:|https?:|--(extra-)?index-url|--find-links|(^|\s)\.{0,2}/", text)
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 10
    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ ", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_development_lock_contains_the_runtime_lock() -> None:
    """What is tested is what runs: every version of the runtime lock stands in the development lock."""
    runtime, development = (
        set(re.findall(r"^\S+==\S+", (HOUSE / "requirements" / name).read_text(), flags=re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    )
    assert runtime
    assert runtime <= development


@pytest.mark.slow
def test_compose_file_follows_the_published_schema() -> None:
    """`docker compose` would accept the file; the schema travels with the tool, so no network is asked."""
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, "docker-compose.yml"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_file_opens_its_port_to_this_machine_only() -> None:
    """A database with a well-known password listens on the loopback address alone."""
    published = re.findall(r'^ +- "(\S+:5432)"$', (HOUSE / "docker-compose.yml").read_text(), flags=re.MULTILINE)
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_ci_runs_what_the_readme_tells_a_newcomer() -> None:
    """Nothing is hidden in the CI: two commands, both in the README."""
    script = HOUSE / ".ci" / "run"
    lines = script.read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert asked == ["make check", "make test"]
    assert os.access(script, os.X_OK)
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert [command for command in asked if command not in readme] == []


def test_make_lists_every_target() -> None:
    """`make` alone shows each target with one line, so nobody has to read the Makefile."""
    makefile = (HOUSE / "Makefile").read_text()
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[0].split()
    listed = re.findall(r"^([a-z]+):.*## \S", makefile, flags=re.MULTILINE)
    assert sorted(phony) == sorted(listed)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """The project is the same wherever it lies, and whoever serves its packages."""
    found = {
        f"{path.relative_to(HOUSE)}: {match.group()}"
        for path in _files()
        for pattern in (HOSTS, MACHINE_PATHS)
        for match in pattern.finditer(_text(path))
    }
    assert sorted(found) == []


def test_domain_imports_the_standard_library_and_pydantic_only() -> None:
    """The law and the business depend on nothing that could be exchanged for something else."""
    allowed = sys.stdlib_module_names | {"pydantic", "pydantic_core", "domain"}
    foreign = {
        f"{path.relative_to(HOUSE)}: {name}"
        for path in (HOUSE / "domain").rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] not in allowed
    }
    assert sorted(foreign) == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_tests_write_to_memory_only_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers have little of it by default."""
    assert not scratch.has_room(tmp_path / "nowhere")
    monkeypatch.setattr(scratch, "ENOUGH", 1)
    assert scratch.has_room(tmp_path)
    monkeypatch.setattr(scratch, "ENOUGH", 2**60)
    assert not scratch.has_room(tmp_path)


def test_every_test_gets_an_empty_database(postgres_url: str) -> None:
    """Two tests never see each other's tables."""
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_oldest_promised_postgresql_is_tested_too(postgres15_url: str) -> None:
    """Where Debian's PostgreSQL 15 is installed, its databases sort as Czech does: ch after h."""
    with psycopg.connect(postgres15_url) as connection:
        version = connection.info.server_version // 10000
        row = connection.execute(
            "SELECT array_agg(word ORDER BY word) FROM unnest(%s::text[]) word", [["chyba", "hora"]]
        )
        assert (version, row.fetchone()) == (15, (["hora", "chyba"],))


@pytest.mark.postgres
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a server that its parent is gone")
def test_server_goes_with_a_killed_test_run() -> None:
    """A test run that is killed leaves no server behind, and the next one removes its folder."""
    program = (
        "from tests import postgres_server\n"
        "with postgres_server.started(postgres_server.wheel(18) or postgres_server.debian()) as url:\n"
        "    print(url, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        url = run.stdout.readline().strip()
        psycopg.connect(url).close()
        run.send_signal(signal.SIGKILL)
    folder = Path(str(psycopg.conninfo.conninfo_to_dict(url)["host"]))
    deadline = time.monotonic() + postgres_server.STOP_SECONDS
    while (folder / "data" / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    postgres_server.remove_leftovers()
    assert not folder.exists()
