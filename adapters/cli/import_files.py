"""Import files as streams of lines: found, opened, counted; never held in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from adapters.cli.failures import Exit, Failure, usage
from adapters.cli.main import STANDARD_INPUT
from adapters.lines import BOM, OTHER_BOMS, LineReader, OtherEncoding
from adapters.telling.words import Words
from application.importing.line import MAX_LINE_BYTES, LineProblem, RawLine, is_header, read_header, read_json

SUFFIX = ".jsonl"


@dataclass(frozen=True)
class ImportFile:
    """A file to import; `path` is None for standard input. `name` is what people gave, or what stands in the folder."""

    name: str
    path: Path | None

    @property
    def source(self) -> str:
        """The name of its source where no header says another."""
        return self.path.name.removesuffix(SUFFIX) if self.path else "stdin"

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path else 0


def find_files(paths: Sequence[str]) -> list[ImportFile]:
    """The files that the paths name; of a folder every .jsonl in it, in the order of their names. Raises Failure."""
    files = [file for path in paths for file in _files_of(path)]
    names = [file.path.resolve() if file.path else None for file in files]
    twice = next((file.name for place, file in enumerate(files) if names[place] in names[:place]), None)
    if twice is not None:
        raise usage(Words("{file} was given twice", "{file} je uveden dvakrát"), file=twice)
    return files


def _files_of(written: str) -> Iterator[ImportFile]:
    if written == STANDARD_INPUT:
        yield ImportFile("-", None)
        return
    path = Path(written)
    if path.is_dir():
        found = sorted(path.rglob(f"*{SUFFIX}"))
        if not found:
            words = Words("there is no {suffix} file in {path}", "ve složce {path} není žádný soubor {suffix}")
            raise Failure(Exit.NOT_FOUND, "no_files", words, facts={"path": written, "suffix": SUFFIX})
        yield from (ImportFile(str(file), file) for file in found)
        return
    if not path.exists():
        words = Words("there is no file {path}", "soubor {path} neexistuje")
        raise Failure(Exit.NOT_FOUND, "no_file", words, facts={"path": written})
    yield ImportFile(written, path)


class Reader(LineReader):
    """Reads files line by line and knows how many bytes it has read."""

    def __init__(self, stdin: BinaryIO) -> None:
        super().__init__()
        self._stdin = stdin

    def read(self, file: ImportFile) -> Iterator[RawLine]:
        """Every line that says something. Raises Failure for a file that cannot be opened or is not UTF-8 at all."""
        try:
            if file.path is None:
                yield from self.lines(self._stdin, file.name)
                return
            with file.path.open("rb") as stream:
                yield from self.lines(stream, file.name)
        except OtherEncoding:
            raise _in_utf16(file) from None


def _in_utf16(file: ImportFile) -> Failure:
    words = Words("{file} is in UTF-16; save it as UTF-8", "{file} je v UTF-16; uložte jej jako UTF-8")
    return Failure(Exit.INVALID, "not_utf8", words, facts={"file": file.name})


def sources_of(files: Sequence[ImportFile]) -> list[str]:
    """The names of the sources of these files, read ahead, so that one may refer to lines of another.

    Raises Failure for a file in UTF-16 before anything is taken of any.
    """
    return [_source_of(file) for file in files if file.path is not None]


def _source_of(file: ImportFile) -> str:
    assert file.path is not None
    with file.path.open("rb") as stream:
        first = stream.readline(MAX_LINE_BYTES)
    if first.startswith(OTHER_BOMS):
        raise _in_utf16(file)
    try:
        document = read_json(first.removeprefix(BOM).strip())
        return read_header(document).source if is_header(document) else file.source
    except LineProblem:
        return file.source
