"""The methodology of 2020 as its tests tell it, and how two states are compared."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from domain.kernel.aggregate import Aggregate
from domain.kernel.dated import Dated
from domain.kernel.event import Event
from domain.kernel.forms import CapacityUnit, Form
from domain.kernel.money import czk
from domain.kernel.period import Period
from domain.methodology import commands, events
from domain.methodology.methodology import Methodology
from domain.methodology.payloads import Approval, ReferenceValue
from tests.spec import THIS, Story, given

M = TypeVar("M", bound=BaseModel)


def made(model: type[M], **fields: Any) -> M:
    """A command, an event or a value from what people write."""
    return model.model_validate(fields)


YEAR_2020 = made(Period, start="2020-01-01", end="2020-12-31")
DOCUMENT = "20" * 32
ASSEMBLY = made(Approval, body="ZK", resolution="340/19/ZK", adopted_on="2019-12-17")
COUNCIL = made(Approval, body="RK", resolution="1451/19/RK")
COMMITTEE = made(Approval, body="VSV", resolution="7/19/VSV/74")
APPROVED_ON = "2019-12-17"

DRAFTED = events.MethodologyDrafted(year=2020, title="Metodika 2020")
APPROVED = events.MethodologyApproved(approvals=(COUNCIL, ASSEMBLY, COMMITTEE), validity=YEAR_2020, document=DOCUMENT)


def methodology(*past: tuple[str, Event]) -> Story[Methodology]:
    """The methodology of 2020, approved, and whatever followed."""
    return given(Methodology, ("2019-11-01", DRAFTED), (APPROVED_ON, APPROVED), *past)


def reference_value(section: str = "43", **changed: Any) -> ReferenceValue:
    """A reference value of a field service: 700 000 Kč costs and 20 000 Kč revenues per FTE and year."""
    fields = {"form": Form.FIELD, "unit": CapacityUnit.FTE, "costs": czk(700_000), "revenues": czk(20_000)}
    return ReferenceValue.model_validate({"section": section, **fields, **changed})


def approve_values(*values: ReferenceValue, resolution: str = "340/19/ZK") -> commands.ApproveReferenceValues:
    listed = values or (reference_value(),)
    return made(commands.ApproveReferenceValues, target=THIS, values=listed, label="RH_2020", resolution=resolution)


def everything(state: Aggregate) -> Mapping[str, Any]:
    """Every attribute of a state in a form that can be compared."""
    return {name: _plain(value) for name, value in vars(state).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Dated):
        return list(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value
