"""Pieces of stories about projects: one synthetic project and shortcuts for what happens to it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import derived_id
from domain.project.commands import ApproveProject, TakeOverProject
from domain.project.events import ProjectApproved, ProjectTakenOver
from domain.project.project import Project
from domain.service.events import ServiceRegistered
from domain.service.service import Service
from tests.domain.service.pieces import REGISTRATION, said, taken_over
from tests.spec import Story, given

Others = Mapping[UUID, Aggregate] | None

NUMBER = "CZ.03.02.01/00/22_003/0009999"
APPROVAL: dict[str, Any] = {
    "number": NUMBER,
    "code": "IP9",
    "title": "Rozvoj služeb",
    "programme": "OPZ+",
    "call": "003",
    "owner": {"name": "Kraj", "ico": "70891508"},
    "grant_decision": "OPZ+/2.1/003/0009999",
    "budget": "1 000 000 CZK",
    "funding": (
        {"source": "esf", "percent": "76.735"},
        {"source": "state", "percent": "18.265"},
        {"source": "region", "percent": 5},
    ),
    "period": {"start": "2022-07-01", "end": "2025-06-30"},
    "resolution": "258/22/ZK",
    "supported": ({"section": "43", "forms": ("T",)}, {"section": "67"}),
}
APPROVED_ON = "2022-06-01"


def approve(**other: Any) -> ApproveProject:
    return said(ApproveProject, **APPROVAL | other)


def approved(others: Others = None, on: str = APPROVED_ON, **other: Any) -> Story[Project]:
    """A project approved on 1 June 2022, to run from 1 July 2022 to 30 June 2025 with a budget of a million."""
    return given(Project, (on, said(ProjectApproved, **APPROVAL | other)), others=others)


def take_over(**known: Any) -> TakeOverProject:
    return said(TakeOverProject, **known)


def on_file(others: Others = None, **known: Any) -> Story[Project]:
    """A project from old records that state no date."""
    return given(Project, said(ProjectTakenOver, **{"code": "IP1"} | known), others=others)


def service_id(name: str) -> UUID:
    return derived_id("spec", "service", name)


def services() -> dict[UUID, Service]:
    """Services that a project may name: two registered in 2015, one the day after, one of unknown age."""
    return {
        service_id("psb"): _service("2015-01-01", section="43"),
        service_id("psb2"): _service("2015-01-02", section="43"),
        service_id("sr"): _service("2015-01-01", section="70"),
        service_id("old"): taken_over(section="43").state,
    }


def _service(on: str, **other: Any) -> Service:
    return given(Service, (on, said(ServiceRegistered, **REGISTRATION | other))).state
