"""Where `kronika` begins: Ctrl+C while the program is being loaded ends it without a word."""

import os
import signal

from adapters.garbage import collect_nothing, collect_seldom


def main() -> None:
    """The entry point of the console script. An interrupt in an import would be told as an error of the program."""
    interrupted = signal.getsignal(signal.SIGINT)
    if interrupted is signal.default_int_handler:  # a shell may have told a program in the background to ignore it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to find any it reads about every installed package
    collect_seldom()
    collect_nothing()
    from adapters.cli.main import main as run

    signal.signal(signal.SIGINT, interrupted)
    run()
