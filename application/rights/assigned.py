"""Who may act and read in which role: the role table alone, until the office has given a role; then the office too."""

from datetime import date
from typing import NamedTuple

from application.errors import NotAllowed, NotFound
from application.places import place_known, place_of
from application.rights.permissions import Permissions
from application.rights.reach import EVERYWHERE, Reach
from application.states import States
from domain.kernel.aggregate import Aggregate
from domain.kernel.command import Command
from domain.kernel.ids import references
from domain.kernel.stamp import Actor, Reliance, Stamp
from domain.office.commands import OFFICE, GrantRole
from domain.office.office import Office

MACHINES = frozenset({"timer", "process"})
"""Roles that nobody is given: the program acts in them by itself, through the door of the timers."""


class Asked(NamedTuple):
    """What somebody wants in which role: to send a command, or to read."""

    actor: Actor
    name: str
    is_reading: bool = False


class Rights:
    """The role table and the office, asked together.

    A role holds on the day on which somebody acts, not on the day from which the act has effect: who lost a role
    cannot use it by dating back.
    """

    def __init__(self, permissions: Permissions) -> None:
        self.permissions = permissions

    def check_reading(self, actor: Actor, subject: str, states: States, today: date) -> Reach:
        """To which files the answer is limited; the states know the office as the store holds it now.

        Raises NotAllowed.
        """
        self.permissions.check_reading(actor.role, subject)
        asked = Asked(actor, subject, is_reading=True)
        return self._reach(_office(states), asked, today)

    def check_sending(self, actor: Actor, command: type[Command], states: States, today: date) -> Reach:
        """To which files commands of this kind are limited, whichever file is meant. Raises NotAllowed."""
        self.permissions.check(actor.role, command)
        return self._reach(_office(states), Asked(actor, command.topic), today)

    def check(self, command: Command, stamp: Stamp, states: States, today: date) -> Reliance:
        """What was looked at, so that the store can see that it still holds when the command is written.

        Raises NotAllowed, and NotFound for a file that is there for others, both decided on what the store holds now.
        """
        self.permissions.check(stamp.actor.role, command)
        office = _office(states)
        try:
            self._check_office(office, command, stamp, states, today)
        except (NotAllowed, NotFound):
            if not _has_news(states, command):
                raise
            office = _office(states)
            self._check_office(office, command, stamp, states, today)
        return Reliance(aggregate_id=OFFICE, version=office.version)

    def _check_office(self, office: Office, command: Command, stamp: Stamp, states: States, today: date) -> None:
        actor = stamp.actor
        if actor.role in MACHINES and stamp.source.kind == "timer":
            return
        if office.is_staffed and command.aggregate == "entry" and command.target == OFFICE:
            self._check_correction_of_office(actor.role, command)
        asked = Asked(actor, command.topic)
        reach = self._reach(office, asked, today)
        if reach.is_whole:
            return
        file = _file(command, states)
        is_theirs = reach.covers(place_of(file, command, today))
        if is_theirs or file.version == 0:
            _check_named(reach, command, states, today)
        if not is_theirs:
            raise self._refusal(asked, "outside-scope")
        if reach.is_of_provider and not _says_what_happens_now(command, stamp, today):
            raise self._refusal(asked, "own-day")

    def _reach(self, office: Office, asked: Asked, today: date) -> Reach:
        """How far the role reaches that somebody holds today, their own or lent. Raises NotAllowed."""
        is_of_provider = self.permissions.is_of_provider(asked.actor.role)
        if not office.is_staffed and not is_of_provider:
            return EVERYWHERE
        person = asked.actor.person
        if person is None or not office.is_there(person, today):
            raise self._refusal(asked, "person-unknown")
        held = [one for one in office.roles_of(person, today) if one.role == asked.actor.role]
        if not held:
            raise self._refusal(asked, "role-not-held")
        return Reach.of(held, is_of_provider=is_of_provider)

    def _refusal(self, asked: Asked, why: str) -> NotAllowed:
        who_may = self.permissions.readers_of if asked.is_reading else self.permissions.roles_for
        roles = who_may(asked.name)
        return NotAllowed(asked.actor.role, asked.name, roles=roles, why=why, is_reading=asked.is_reading)

    def _check_correction_of_office(self, role: str, command: Command) -> None:
        """Whoever keeps files may correct them; what the office says of roles only who may give roles."""
        roles = self.permissions.roles_for(GrantRole.topic)
        if role not in roles:
            raise NotAllowed(role, command.topic, roles=roles)


def _says_what_happens_now(command: Command, stamp: Stamp, today: date) -> bool:
    """A provider files today: an earlier day of sending or receipt, or an excused rule, is the office's to state."""
    days = (stamp.received_on, getattr(command, "sent_on", None))
    return stamp.effective_on == today and all(day in {None, today} for day in days) and not stamp.waivers


def _office(states: States) -> Office:
    office = states.always(OFFICE, Office.kind)
    assert isinstance(office, Office)
    return office


def _has_news(states: States, command: Command) -> bool:
    """Whether others have written what a refusal stood on: the office, the file, those that the command names."""
    looked_at = (OFFICE, command.target, *(identifier for _, identifier in references(command)))
    news = [states.refresh(one) for one in looked_at]
    return any(news)


def _file(command: Command, states: States) -> Aggregate:
    if command.opens:
        return states.get_or_new(command.target, command.aggregate)
    return states.get(command.target, None if command.aggregate == "entry" else command.aggregate)


def _check_named(reach: Reach, command: Command, states: States, today: date) -> None:
    """A file that lies with somebody else is named like one that is not there. Raises NotFound for both alike."""
    for _, identifier in references(command):
        if identifier != command.target and not reach.may_name(place_known(states.get(identifier), today)):
            raise NotFound("aggregate", identifier)
