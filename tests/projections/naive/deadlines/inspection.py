"""The steps of an inspection: its plan, documents, protocol, objections, measures and its file."""

from collections.abc import Iterator

from tests.projections.naive.deadlines.steps import ALL, Step, fixed, step
from tests.scenarios.raw_ledger import Raw

MEASURES = {"CORRECTIVE_MEASURE": "inspection.measure", "WRITTEN_REPORT": "inspection.report"}
AFTER_A_MEASURE = {
    "corrective-measure-extended": "moved",
    "corrective-report-received": "closed",
    "corrective-measure-verified": "closed",
    "measure-partly-fulfilled": "returned",
    "measure-not-fulfilled": "failed",
    "measure-lifted": "closed",
}
SETTLED = {"objections-upheld-by-head", "objections-decided-by-superior", "objections-handed-to-proceeding"}


def steps(one: Raw) -> Iterator[tuple[str, Step]]:
    """Of each kind of deadline what the entry says of it."""
    kind, _, what = one.topic.partition(".")
    if kind != "inspection":
        return
    yield from _plan(one, what)
    yield from _documents(one, what)
    yield from _protocol(one, what)
    yield from _objections(one, what)
    yield from _settlement(one, what)
    yield from _measures(one, what)
    yield from _file(one, what)


def _plan(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    last_day = fixed((one.data.get("planned_for") or {}).get("end"))
    if what == "planned":
        if one.data.get("follow_up_of"):
            yield "inspection.follow-up", step(one, "set", last_day=last_day)
        else:
            yield "inspection.planned", step(one, "set" if last_day else "named", last_day=last_day)
    for kind in ("inspection.planned", "inspection.follow-up"):
        if what == "plan-changed" and last_day:
            yield kind, step(one, "moved", last_day=last_day)
        if what == "started":
            yield kind, step(one, "closed")
        if what == "cancelled":
            yield kind, step(one, "closed", ALL)


def _documents(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    if what in {"documents-requested", "documents-received"}:
        pieces = frozenset(one.data.get("items", ()))
        is_request = what == "documents-requested"
        said = step(
            one, "set" if is_request else "came", one.data["request"], last_day=one.data.get("due"), pieces=pieces
        )
        yield "inspection.documents", said
    if what == "cancelled":
        yield "inspection.documents", step(one, "closed", ALL)


def _protocol(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    kind, data = "inspection.protocol", one.data
    if what == "last-control-act-done":
        yield kind, step(one, "set", last_day=data.get("protocol_by"))
    if what == "declared-complex" and data.get("protocol_by"):
        yield kind, step(one, "moved", last_day=data["protocol_by"])
    if what == "protocol-drafted":
        yield kind, step(one, "named", pieces=frozenset(data.get("signers", ())))
    if what == "protocol-signed" and data.get("addendum") is None:
        yield kind, step(one, "came", pieces=frozenset({data["signer"]}))


def _objections(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    kind, data = "inspection.objections", one.data
    paper = "" if data.get("addendum") is None else str(data["addendum"])
    if what == "protocol-sent":
        yield kind, step(one, "set", paper)
    if what == "protocol-delivered":
        yield kind, step(one, "set", paper, last_day=data.get("objections_until"))
        if data.get("wait_until"):
            yield "inspection.posted-objections", step(one, "set", paper, last_day=fixed(data["wait_until"]))
    if what == "objections-received":
        is_sent = data.get("filing") in {"POST", "DATA_BOX"} and data.get("sent_on")
        yield kind, step(one, "closed", paper, day=data["sent_on"] if is_sent else data.get("received_on"))
    if what == "objections-waived":
        yield kind, step(one, "closed", ALL)
    if what == "ended":
        yield "inspection.posted-objections", step(one, "closed", ALL)


def _settlement(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data, objection = one.data, str(one.data.get("objection"))
    if what == "objections-received":
        yield "inspection.settlement", step(one, "set", objection, last_day=data.get("decide_by"))
        if data.get("head_by"):
            yield "inspection.head", step(one, "set", objection, last_day=data["head_by"])
    if what == "objection-deadline-extended-notified":
        yield "inspection.settlement", step(one, "set", objection, last_day=data.get("decide_by"))
    if what in SETTLED:
        yield "inspection.settlement", step(one, "closed", objection)
        yield "inspection.head", step(one, "closed", objection)


def _measures(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    data, measure = one.data, str(one.data.get("measure"))
    if what == "corrective-measure-imposed" and data["asks_for"] in MEASURES:
        yield MEASURES[data["asks_for"]], step(one, "set", measure, last_day=data.get("due"))
    if what in AFTER_A_MEASURE and not (what == "corrective-report-received" and data.get("is_partial")):
        for kind in MEASURES.values():
            yield kind, step(one, AFTER_A_MEASURE[what], measure, last_day=data.get("due"))


def _file(one: Raw, what: str) -> Iterator[tuple[str, Step]]:
    if what == "archived":
        yield "inspection.retention", step(one, "set", last_day=fixed(one.data.get("kept_until")))
    if what == "disposed":
        yield "inspection.retention", step(one, "closed")
