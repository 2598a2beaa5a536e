"""docs/permissions.md: the role table spread out, so that a change of any cell is seen in review."""

from collections.abc import Iterable, Iterator

from application.rights.readings import READINGS
from application.rights.roles import ROLES

ABOUT = """# Who may do what

The role table of `application/rights/roles.py`, cell by cell; the reason stands with each role there.
`kronika permissions` shows it, too, `kronika permissions --for TOPIC` who may do one thing.
[Decision 40](decisions/0040-reading-rights.md) says what the office adds to it: time, scope, deputies.
"""


def permissions_page(topics: Iterable[str]) -> str:
    """The roles, then who reads what, then who sends these commands."""
    readings = [(f"`{one.name}`: {one.en}", [role.may_read(one.name) for role in ROLES]) for one in READINGS.values()]
    commands = [(f"`{topic}`", [role.may(topic) for role in ROLES]) for topic in topics]
    read, sent = _table("reading", readings), _table("command", commands)
    return "\n".join([ABOUT, *_roles(), "\n## Readings\n", *read, "\n## Commands\n", *sent, ""])


def _roles() -> Iterator[str]:
    yield "| role | en | cs | |"
    yield "|---|---|---|---|"
    for role in ROLES:
        note = "only files of the provider that it was given for" if role.is_of_provider else ""
        yield f"| `{role.name}` | {role.en} | {role.cs} | {note} |"


def _table(what: str, rows: Iterable[tuple[str, Iterable[bool]]]) -> Iterator[str]:
    yield f"| {what} | {' | '.join(role.name for role in ROLES)} |"
    yield f"|---|{'|'.join(':-:' for _ in ROLES)}|"
    for shown, cells in rows:
        yield f"| {shown} | {' | '.join('●' if may else '' for may in cells)} |"
