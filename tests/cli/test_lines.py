"""Lines of an answer on a stream at which nobody looks."""

import os

from adapters.cli.session import Session
from adapters.settings import Settings
from adapters.telling.speech import Speech


def test_a_line_reaches_whoever_reads_the_pipe_at_once() -> None:
    """A server tells where it listens long before it ends."""
    reader, writer = os.pipe()
    with open(reader, encoding="utf-8") as there, open(writer, "w", encoding="utf-8") as here:  # noqa: PTH123
        session = Session(Settings(), Speech("en"), stdout=here, stderr=here, environment={})
        session.line("Listening\tat \x1b[31mhome", style="bold")
        assert there.readline() == "Listening       at \N{REPLACEMENT CHARACTER}[31mhome\n"
