"""What a role is called: in English by its own name, in Czech as an office says it."""

from adapters.cli.session import Session


def role_words(session: Session, name: str) -> str:
    """The role as the reader calls it; one that the table does not know any more stays as it was written."""
    role = session.parts.permissions.roles.get(name) if session.say.language == "cs" else None
    return role.cs if role else name
