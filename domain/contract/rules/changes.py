"""Which changes need consent, and who may take the place of the provider."""

from datetime import date

from domain.kernel.law import Citation
from domain.kernel.registry import ResolutionNumber
from domain.kernel.rule import rule


@rule(
    "contract.substantial-change-requested",
    label="SUBSTANTIAL_CHANGE_NOTIFIED",
    cites=Citation("methodology", "changes"),
    since=date(1993, 1, 1),
    cs="O podstatnou změnu se žádá; nestačí ji oznámit.",
)
def substantial_change_requested(*, change: str, is_substantial: bool | None) -> bool | None:
    """A substantial change is asked for; announcing it is not enough."""
    return None if is_substantial is None else not is_substantial


@rule(
    "contract.substantial-change-resolved",
    label="SUBSTANTIAL_CHANGE_WITHOUT_RESOLUTION",
    cites=Citation("methodology", "changes"),
    since=date(1993, 1, 1),
    cs="Podstatnou změnu schvaluje orgán kraje usnesením.",
)
def substantial_change_resolved(*, outcome: str, is_substantial: bool, resolution: ResolutionNumber | None) -> bool:
    """A substantial change is approved by a resolution of the region."""
    return outcome != "approved" or not is_substantial or resolution is not None


@rule(
    "contract.supplier-replaced-lawfully",
    label="SUPPLIER_REPLACED_WITHOUT_GROUND",
    cites=Citation("134/2016", "§ 222(10)"),
    since=date(2016, 10, 1),
    cs="Dodavatele veřejné zakázky lze nahradit jen podle vyhrazené změny nebo právním nástupnictvím.",
)
def supplier_replaced_lawfully(*, regime: str | None, ground: str) -> bool | None:
    """The supplier of a public contract is replaced only as reserved in the tender documents or by succession."""
    if ground != "consent":
        return True
    return None if regime is None else regime != "tender"


@rule(
    "contract.assignment-resolved",
    label="ASSIGNED_WITHOUT_RESOLUTION",
    cites=Citation("89/2012", "§ 1895"),
    since=date(2014, 1, 1),
    cs="S postoupením smlouvy souhlasí kraj usnesením.",
)
def assignment_resolved(*, resolution: ResolutionNumber | None) -> bool:
    """The region consents to an assignment by a resolution."""
    return resolution is not None
