"""Words of the law and of the office that somebody narrows an answer by: where nothing fits, perhaps there is none."""

from adapters.cli.failures import unknown
from adapters.cli.session import Session
from adapters.telling.words import Words

A_SECTION = Words("a section with a kind of service", "paragraf s druhem služby")
SECTIONS = Words("one of §§ 37 and 39–70 of Act 108/2006", "jeden z §§ 37 a 39–70 zákona č. 108/2006 Sb.")
A_ROLE = Words("a role", "role")
ROLES = Words("kronika permissions lists the roles", "role vypíše kronika permissions")


def check_section(written: str | None) -> None:
    """Raises Failure where Act 108/2006 never had a kind of service there."""
    from domain.kernel.law import section_named

    if written is not None and section_named(f"§ {written}") is None:
        known = [number for number in map(str, range(37, 71)) if section_named(f"§ {number}") is not None]
        raise unknown(A_SECTION, written, known, SECTIONS)


def check_role(session: Session, written: str | None) -> None:
    """Raises Failure where nobody can act in such a role."""
    roles = session.parts.permissions.roles if written is not None else {}
    if written is not None and written not in roles:
        raise unknown(A_ROLE, written, list(roles), ROLES)
