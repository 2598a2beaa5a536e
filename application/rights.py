"""Who may act in which role: the role table alone, until the office has given anybody a role; then the office too."""

from datetime import date

from application.errors import NotAllowed
from application.permissions import Permissions
from application.places import Place, place_of
from application.states import States
from domain.kernel.command import Command
from domain.kernel.stamp import Reliance, Stamp
from domain.office.commands import OFFICE, GrantRole
from domain.office.office import Office
from domain.office.state import Held

MACHINES = frozenset({"timer", "process"})
"""Roles that nobody is given: the program acts in them by itself, through the door of the timers."""


class Rights:
    """The role table and the office, asked together.

    A role holds on the day on which somebody acts, not on the day from which the act has effect: who lost a role
    cannot use it by dating back.
    """

    def __init__(self, permissions: Permissions) -> None:
        self.permissions = permissions

    def check(self, command: Command, stamp: Stamp, states: States, today: date) -> Reliance:
        """What was looked at, so that the store can see that it still holds when the command is written.

        Raises NotAllowed, decided on what the store holds now.
        """
        role = stamp.actor.role
        self.permissions.check(role, command)
        office = _office(states)
        try:
            self._check_office(office, command, stamp, states, today)
        except NotAllowed:
            if not states.refresh(OFFICE):
                raise
            office = _office(states)
            self._check_office(office, command, stamp, states, today)
        return Reliance(aggregate_id=OFFICE, version=office.version)

    def _check_office(self, office: Office, command: Command, stamp: Stamp, states: States, today: date) -> None:
        role = stamp.actor.role
        if not office.is_staffed or (role in MACHINES and stamp.source.kind == "timer"):
            return
        if command.aggregate == "entry" and command.target == OFFICE:
            self._check_correction_of_office(role, command)
        held = self._held(office, command, stamp, today)
        if any(one.project is None and one.provider is None for one in held):
            return
        place = _place(command, states, today)
        if not any(_is_within(one, place) for one in held):
            raise self._refusal(role, command, "outside-scope")

    def _held(self, office: Office, command: Command, stamp: Stamp, today: date) -> list[Held]:
        role, person = stamp.actor.role, stamp.actor.person
        if person is None or not office.is_there(person, today):
            raise self._refusal(role, command, "person-unknown")
        held = [one for one in office.roles_of(person, today) if one.role == role]
        if not held:
            raise self._refusal(role, command, "role-not-held")
        return held

    def _check_correction_of_office(self, role: str, command: Command) -> None:
        """Whoever keeps files may correct them; what the office says of roles only who may give roles."""
        roles = self.permissions.roles_for(GrantRole.topic)
        if role not in roles:
            raise NotAllowed(role, command.topic, roles=roles)

    def _refusal(self, role: str, command: Command, why: str) -> NotAllowed:
        return NotAllowed(role, command.topic, roles=self.permissions.roles_for(command.topic), why=why)


def _office(states: States) -> Office:
    office = states.always(OFFICE, Office.kind)
    assert isinstance(office, Office)
    return office


def _place(command: Command, states: States, today: date) -> Place:
    if command.opens:
        return place_of(states.get_or_new(command.target, command.aggregate), command, today)
    return place_of(states.get(command.target), command, today)


def _is_within(held: Held, place: Place) -> bool:
    if held.project is not None:
        return held.project == place.project
    return held.provider == place.provider
