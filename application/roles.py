"""The roles of a regional office and what each may record."""

from application.permissions import Permissions, Role

CLERK = (
    "project.*",
    "service.*",
    "contract.*",
    "entry.*",
)

ROLES = (
    Role("clerk", "referent", "clerk", CLERK),
    Role("administrator", "správce systému", "administrator", ()),
    Role("auditor", "auditor", "auditor", ()),
    Role("reporter", "zpracovatel přehledů", "reporter", ()),
)


def standard_permissions() -> Permissions:
    """The role table that every installation starts with."""
    return Permissions(ROLES)
