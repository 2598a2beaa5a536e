"""The aggregates by kind, for whoever replays one: the business is imported with the first that is asked for."""

from domain.kernel.aggregate import AGGREGATES, Aggregate

KINDS = (
    "project",
    "service",
    "methodology",
    "tender",
    "network_entry",
    "mandate",
    "contract",
    "inspection",
    "office",
)
"""The kinds of files, in the order in which they stand on each other."""


def aggregate_of(kind: str) -> type[Aggregate]:
    """The class of a kind. Raises KeyError."""
    import application.business  # noqa: F401, PLC0415  # registers them; who only reads views goes without

    return AGGREGATES[kind]
