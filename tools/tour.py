"""The tour of the README with its real output.

python -m tools.tour            write the output that the commands give today
python -m tools.tour --check    exit 1 where the page says something else
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
DURATION = re.compile(r"\bin [0-9.]+ s$")
PLAIN = {"COLUMNS": "120", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "KRONIKA_LANGUAGE": "en"}


def played(text: str) -> str:
    """The page with every block played again from the first to the last, in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="kronika-tour-") as folder:
        (Path(folder) / "data").symlink_to(ROOT / "data")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KRONIKA_")} | PLAIN
        return BLOCK.sub(lambda found: "".join(_play(found.group(), folder, environment)), text)


def _play(block: str, folder: str, environment: dict[str, str]) -> Iterator[str]:
    for line in block.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n"
            yield _output(line.removeprefix("$ "), folder, environment)


def _output(command: str, folder: str, environment: dict[str, str]) -> str:
    """What a command says, on both streams as a terminal shows them; `export` changes what the next ones see."""
    first, *words = shlex.split(command)
    if first == "export":
        environment.update((name, value) for name, _, value in (word.partition("=") for word in words))
    if first != "kronika":
        return ""
    done = subprocess.run(
        [str(Path(sys.executable).parent / first), *words],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return "".join(f"{DURATION.sub('in 0.1 s', line.rstrip())}\n" for line in done.stdout.splitlines())


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    today = played(text)
    if "--check" in sys.argv[1:]:
        return int(today != text)
    PAGE.write_text(today, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
