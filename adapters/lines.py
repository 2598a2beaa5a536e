"""Streams of bytes as lines of JSON: one by one, never more in memory than one line may hold."""

from collections.abc import Iterator
from typing import BinaryIO

from application.importing.line import MAX_LINE_BYTES, RawLine

BOM = b"\xef\xbb\xbf"
OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")
CHUNK = 65_536


class OtherEncoding(ValueError):
    """The file begins like text in UTF-16."""


class LineReader:
    """Reads streams line by line and knows how many bytes it has read."""

    def __init__(self) -> None:
        self.bytes_read = 0

    def lines(self, stream: BinaryIO, name: str) -> Iterator[RawLine]:
        """Every line that says something. Raises OtherEncoding."""
        for number, text in enumerate(self._raw_lines(stream), start=1):
            line = text if number > 1 else _without_bom(text)
            if line is None or line.strip():
                yield RawLine(name, number, line if line is None else line.rstrip(b"\r\n"))

    def _raw_lines(self, stream: BinaryIO) -> Iterator[bytes | None]:
        """Lines with their ends; None for one that is too long, of which only its end is looked for."""
        while line := stream.readline(MAX_LINE_BYTES + 1):
            self.bytes_read += len(line)
            if len(line) <= MAX_LINE_BYTES:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = stream.readline(CHUNK)
                self.bytes_read += len(line)
            yield None


def _without_bom(line: bytes | None) -> bytes | None:
    if line is not None and line.startswith(OTHER_BOMS):
        raise OtherEncoding
    return line if line is None else line.removeprefix(BOM)
