"""What may be asked about suspected overcompensation."""

from domain.kernel.command import Act
from domain.mandate.events.suspicions import OvercompensationSuspicion, SuspicionDismissal, SuspicionRevision


class SuspectOvercompensation(OvercompensationSuspicion, Act):
    """Note that a finding makes overcompensation likely."""

    topic = "mandate.suspect-overcompensation"


class ReviseSuspicion(SuspicionRevision, Act):
    """Say that a suspicion is about another amount."""

    topic = "mandate.revise-suspicion"


class DismissSuspicion(SuspicionDismissal, Act):
    """Drop a suspicion that did not prove true."""

    topic = "mandate.dismiss-suspicion"
