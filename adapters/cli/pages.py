"""A command as its help page shows it."""

from dataclasses import dataclass

from adapters.telling.words import Words


@dataclass(frozen=True)
class CommandPage:
    """A command as its help page shows it. `runs` is module:function; a group of commands has none."""

    name: str
    about: Words
    examples: tuple[str, ...]
    runs: str = ""


def page(name: str, runs: str, about: Words, *examples: str) -> CommandPage:
    return CommandPage(name, about, tuple(f"kronika {example}" for example in examples), runs)
