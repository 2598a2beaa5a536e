"""The network once more, folded from bare JSON events by hand: no view, no aggregate, no event class.

Every event known by a position is read as its last correction has it; then each file is asked what held on the day. Of
two statements the one with the later day of effect holds, of one day the later recorded; an unknown day comes first.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from tests.scenarios.raw_ledger import Raw, reads

YES, NO, PERHAPS = "YES", "NO", "CANNOT_BE_DECIDED"
Row = dict[str, Any]
OPENS = ("contract.drafted", "contract.concluded", "contract.taken-over")
REPLACES = ("contract.provider-succeeded", "contract.assigned")
ENDS = ("contract.terminated", "contract.expired")
PAID = ("contract.payment-made", "contract.payment-reversed", "contract.refund-received")
SERVICE = ("service.registered", "service.taken-over")
BEGINS = (
    "network_entry.service-included",
    "network_entry.urgent-inclusion-granted",
    "network_entry.taken-over",
)


def last(events: Iterable[Raw], says: Callable[[Raw], Any], on: str) -> Any:
    """What holds on the day of everything that is said; None before anything is."""
    said = [((one.on or "", one.position), says(one)) for one in events if (one.on or "") <= on]
    return max(((key, value) for key, value in said if value is not None), default=(None, None), key=lambda of: of[0])[
        1
    ]


def written(period: Row | None, on: str) -> str:
    """Whether a period in the words of a paper covers the day: yes in every reading, no in every one, or perhaps."""
    start, end = (period or {}).get("start", {}), (period or {}).get("end", {})
    from_, to = start.get("parsed") or start.get("earliest"), end.get("parsed") or end.get("latest")
    surely_from, surely_to = start.get("parsed") or start.get("latest"), end.get("parsed") or end.get("earliest")
    if period is None or period.get("months_stated") or (from_ and to and to < from_):
        return PERHAPS
    if (from_ and on < from_) or (to and to < on):
        return NO
    return YES if surely_from and surely_to and surely_from <= on <= surely_to else PERHAPS


def network(events: Sequence[Raw], *, valid: str, known: int) -> list[Row]:
    """Every row of the network that had begun by the day, with what held on it."""
    return Fold(reads(events, known=known), valid).rows()


class Fold:
    """Everything that is said, and what held of it on the day."""

    def __init__(self, events: Sequence[Raw], on: str) -> None:
        self.on, self.files = on, dict[str, list[Raw]]()
        for one in events:
            self.files.setdefault(one.file, []).append(one)
        self.services = {file: said for file, said in self.files.items() if _any(said, SERVICE)}
        self.numbers = {_field(said, "registration_number"): file for file, said in self.services.items()}

    def rows(self) -> list[Row]:
        """Contracts by service and shares of projects; then standings and services of which neither goes on."""
        found = [row for file, said in self.files.items() if _any(said, OPENS) for row in self.contract(file, said)]
        found += [row for file, said in self.files.items() for row in self.shares(file, said)]
        going_on = [row for row in found if row["in_force"] != NO]
        for file in self.entries():
            if self.included(file) != NO and file not in {row["entry"] and row["entry"][0] for row in going_on}:
                found.append(self.row(self.service_of(file), self.included(file), entry=file, shows=file))
        taken = {row["service"] for row in going_on} | {row["service"] for row in found if row["kind"] == "entry"}
        for file, said in self.services.items():
            if file not in taken and self.has_begun(said, SERVICE):
                found.append(self.row(file, self.registered(file)))
        return found

    def has_begun(self, said: Sequence[Raw], topics: Sequence[str]) -> bool:
        return any(one.topic in topics and (one.on or "") <= self.on for one in said)

    # Contracts ------------------------------------------------------------------------------------------------------

    def contract(self, file: str, said: list[Raw]) -> Iterable[Row]:
        if not self.has_begun(said, (*OPENS, *REPLACES)):
            return
        opened = [one for one in said if one.topic in OPENS]
        named = [one.data["services"] for one in opened if one.data.get("services")]
        project = _field(opened, "project")
        who = [one for one in said if one.topic in REPLACES and (one.on or "") <= self.on]
        who = [max(who, key=lambda one: (one.on or "", one.position))] if who else opened
        provider = _field(who, "provider_inferred") or _field(who, "provider")
        for one in named[-1] if named else [{}]:
            service = one.get("service") or self.numbers.get(one.get("registration"))
            cells = self.row(service, self.in_force(said), project=project, contract=file, about=one)
            cells |= {"contract": file, "contract_number": _field(opened, "number"), "kind": "contract"}
            money = self.money(said)
            yield cells | money | ({"provider": provider} if provider else {})

    def agreed(self, said: Sequence[Raw]) -> list[Raw]:
        """The contract and its amendments, each from the day of its effect; a void amendment is none."""
        void = {one.data["number"] for one in said if one.topic == "contract.amendment-voided-for-non-publication"}
        shown = {o.data["number"]: o.on for o in said if o.topic == "contract.amendment-published-in-register"}
        found = []
        for one in said:
            number, published = one.data.get("number"), shown.get(one.data.get("number"))
            if one.topic in {"contract.concluded", "contract.taken-over"}:
                found.append(_moved(one, None if one.topic == "contract.taken-over" else one.on))
            elif one.topic == "contract.amendment-concluded" and number not in void:
                waits = _is_duty(one) and published is not None
                found.append(_moved(one, max(one.on or "", published or "") if waits else one.on))
        return found

    def money(self, said: list[Raw]) -> Row:
        """Ceiling on the day; gross and net by the day. Where nothing is on file of an old contract, unknown."""
        maximum = last(self.agreed(said), _maximum, self.on)
        moved = [one for one in said if one.topic in PAID and (one.on or "") <= self.on]
        if not any(one.topic == PAID[0] for one in moved):
            nothing = None if _any(said, ("contract.taken-over",)) else 0
            return {"maximum": maximum, "gross": nothing, "net": nothing}
        signed = [(one.topic, _sign(one) * one.data["amount"]["minor"]) for one in moved]
        gross = sum(amount for topic, amount in signed if topic != PAID[2])
        return {"maximum": maximum, "gross": gross, "net": sum(amount for _, amount in signed)}

    def in_force(self, said: list[Raw]) -> str:
        ended = self.has_ended(said)
        effect = NO if ended == YES else self.has_effect(said)
        return PERHAPS if effect == YES and ended != NO else effect

    def has_effect(self, said: list[Raw]) -> str:
        concluded = [one for one in said if one.topic in {"contract.concluded", "contract.taken-over"}]
        if not concluded or _any(said, ("contract.voided-for-non-publication",)):
            return NO
        act, is_old = concluded[-1], concluded[-1].topic == "contract.taken-over"
        effective = [one.on for one in said if one.topic == "contract.became-effective"]
        agreed = effective[-1] if effective else act.data.get("effect_agreed_on")
        published = [one.on for one in said if one.topic == "contract.published-in-register"]
        if is_old:
            stated = effective[-1] if effective else (act.data.get("effective_from") or {}).get("parsed")
            return PERHAPS if stated is None else YES if stated <= self.on else NO
        waits = act.data.get("is_effect_conditional") and agreed is None
        if not waits and (published or not _is_duty(act)):
            since = max(act.on or "", agreed or "", (published[-1] or "") if _is_duty(act) else "")
            return YES if since <= self.on else NO
        is_unpublished = _is_duty(act) and not published and not _any(said, ("contract.taken-over",))
        return NO if self.on < (act.on or "") or is_unpublished else PERHAPS

    def has_ended(self, said: list[Raw]) -> str:
        days = [one.on for one in said if one.topic in ENDS and one.on]
        agreed = self.agreed(said)
        period = last(agreed, _period, self.on) or last(agreed, _period, "9999")
        days += [period["end"]] if period and period.get("end") else []
        if days or period:
            return YES if days and min(days) < self.on else NO
        own = [one.data["period_as_written"] for one in agreed if one.data.get("period_as_written")]
        paper: Row = own[-1] if own and own[-1].get("scope") == "contract" else {}
        covers, start = written(paper or None, self.on), paper.get("start") or {}
        has_started = (start.get("parsed") or start.get("latest") or "9999") <= self.on
        return NO if covers == YES or (covers == NO and not has_started) else YES if covers == NO else PERHAPS

    # Projects and services ------------------------------------------------------------------------------------------

    def shares(self, project: str, said: list[Raw]) -> Iterable[Row]:
        for service in dict.fromkeys(o.data["service"] for o in said if o.topic == "project.maximum-allocated"):
            own = [o for o in said if o.topic == "project.maximum-allocated" and o.data["service"] == service]
            maximum = last(own, lambda one: one, self.on)
            if maximum is not None:
                began = PERHAPS if maximum.on is None else YES
                answers = {began, self.runs(said), self.registered(service)}
                in_force = NO if NO in answers else PERHAPS if PERHAPS in answers else YES
                money = {"maximum": maximum.data["maximum"]["minor"], "kind": "share"}
                yield self.row(service, in_force, project=project) | money

    def runs(self, said: list[Raw]) -> str:
        topics = ("project.approved", "project.taken-over", "project.period-changed")
        own = [one for one in said if one.topic in topics and one.data.get("period")]
        period = last(own, lambda one: one.data["period"], self.on) or last(own, lambda one: one.data["period"], "9999")
        if period is None or "raw" in period:
            return written(period, self.on)
        return YES if period["start"] <= self.on <= (period.get("end") or "9999") else NO

    def registered(self, file: str) -> str:
        said = self.services.get(file, [])
        ended = [one.on for one in said if one.topic == "service.deregistered" and one.on]
        since = [one.on for one in said if one.topic in SERVICE] + [
            one.data["registered_since"] for one in said if one.data.get("registered_since")
        ]
        seen = [one.on for one in said if one.topic == "service.registration-confirmed" and one.on]
        if ended and ended[-1] <= self.on:
            return NO
        if any(day is not None and day <= self.on for day in (*since[-1:], *seen)):
            return YES
        return PERHAPS if not since or since[-1] is None else NO

    # Standings and mandates -----------------------------------------------------------------------------------------

    def entries(self) -> list[str]:
        return [file for file, said in self.files.items() if self.has_begun(said, BEGINS)]

    def service_of(self, entry: str) -> str | None:
        said = self.files[entry]
        found = _field(said, "service") or self.numbers.get(_field(said, "registration_number"))
        return str(found) if found else None

    def standing(self, entry: str) -> Raw | None:
        found: Raw | None = last(self.files[entry], _stands, self.on)
        return None if found is None or found.topic == "network_entry.service-excluded" else found

    def included(self, entry: str) -> str:
        standing, said = self.standing(entry), self.files[entry]
        if standing is None:
            return NO
        turns = [one for one in said if _stands(one) or one.topic == "network_entry.inclusion-prolonged"]
        last_day = last(turns, lambda one: one.data.get("last_day") or "none", self.on)
        if last_day not in {None, "none"}:
            return YES if self.on <= last_day else NO
        return written(standing.data.get("validity"), self.on) if standing.data.get("validity") else PERHAPS

    def entry_of(self, service: str | None, number: str | None, project: str | None) -> str | None:
        """That for the project before that by the plan, then the surest, then the first recorded."""
        found = [one for one in self.entries() if self.service_of(one) == service or _is_about(self.files[one], number)]
        own = {one: _field(self.files[one], "project") for one in found if service or number}
        fitting = [one for one in own if project is None or own[one] in {project, None}]
        order = (YES, PERHAPS, NO)
        rank = {e: (own[e] != project, order.index(self.included(e)), own[e] is not None) for e in fitting}
        return min(fitting, key=lambda one: (*rank[one], self.files[one][0].position), default=None)

    def entry_cells(self, entry: str) -> tuple[Any, ...]:
        """Its file, in the network or not, level, financing, capacities above nothing, shares by ORP."""
        included, held = self.included(entry), dict[tuple[str, str], str]()
        said = [one for one in self.files[entry] if (one.on or "") <= self.on]
        picture: Row = {}
        for one in sorted(said, key=lambda one: (one.on or "", one.position)):
            if one.topic in BEGINS:
                held, picture = {}, {name: one.data.get(name) for name in ("level", "financing", "orp_shares")}
            if one.topic in BEGINS or one.topic == "network_entry.capacity-changed":
                held |= {(c["form"], c["unit"]): c["amount"] for c in one.data.get("capacities", [])}
            if one.topic.endswith(("level-changed", "financing-changed", "allocation-changed")):
                picture |= {name: one.data[name] for name in ("level", "financing", "orp_shares") if name in one.data}
        capacities = sorted((*key, str(amount)) for key, amount in held.items() if Fraction(amount))
        shares = [(share["orp"], share["share"]) for share in picture.get("orp_shares") or ()]
        return (
            entry,
            included,
            picture.get("level"),
            picture.get("financing"),
            capacities if included != NO else [],
            shares,
        )

    def mandate_of(self, service: str | None, number: str | None, contract: str | None, project: str | None) -> Any:
        """That in the contract itself, else for its project, else whichever surely holds: file, valid, territory."""
        found = []
        for file, said in self.files.items():
            if self.has_begun(said, ("mandate.issued", "mandate.taken-over")):
                terms = [t for o in said for t in (o.data.get("services") or [o.data] if _entrusts(o) else [])]
                found += [
                    (file, t) for t in terms if {service, number} & {t.get("service"), t.get("registration")} - {None}
                ]
        order = (YES, PERHAPS, NO)

        def rank(one: tuple[str, Row]) -> tuple[bool, bool, int, int]:
            said = self.files[one[0]]
            acts = [o for o in said if o.topic in {"mandate.issued", "mandate.taken-over"}]
            is_other = contract is None or acts[-1].data.get("contract") != contract
            is_of_other = _field(said, "project") != project
            return is_other, is_of_other, order.index(self.holds(one[0])), said[0].position

        best = min(found, key=rank, default=None)
        return best and (best[0], self.holds(best[0]), self.territory(best[0], best[1]))

    def holds(self, mandate: str) -> str:
        """Issued, begun, not ended, not suspended, and the contract that entrusts is not void."""
        said = self.files[mandate]
        act = next(one for one in reversed(said) if one.topic in {"mandate.issued", "mandate.taken-over"})
        paper = act.data.get("period_as_written") or {}
        first, end = (paper.get(which, {}).get("parsed") for which in ("start", "end"))
        first, end = (None, None) if first and end and end < first else (first, end)
        if period := act.data.get("period"):
            first, end = period["start"], period.get("end")
        end = next((one.data["last_day"] for one in reversed(said) if one.topic == "mandate.prolonged"), end)
        days = [day for day in (end, *(o.on for o in said if o.topic in {"mandate.revoked", "mandate.expired"})) if day]
        turns = [one for one in said if one.topic in {"mandate.suspended", "mandate.resumed"}]
        lost = [o for o in said if o.data.get("precondition") == "entrusting contract"]
        is_held = (last(turns, lambda one: one.topic, self.on) or "").endswith("suspended")
        is_lost = (last(lost, lambda one: one.topic, self.on) or "").endswith("lost")
        if (days and min(days) < self.on) or is_held or is_lost or (first and self.on < first):
            return NO
        return YES if first and end else written(paper, self.on) if paper else PERHAPS

    def territory(self, mandate: str, terms: Row) -> list[str]:
        changes = [one for one in self.files[mandate] if one.topic == "mandate.amended"]
        own = {None, terms.get("registration")}

        def says(one: Raw) -> Any:
            return next(
                (c["orps"] for c in one.data.get("services", []) if c.get("service") in own and c.get("orps")), None
            )

        return list(last(changes, says, self.on) or terms.get("orps", []))

    # One row --------------------------------------------------------------------------------------------------------

    def row(
        self,
        service: str | None,
        in_force: str,
        *,
        project: str | None = None,
        contract: str | None = None,
        about: Row | None = None,
        entry: str | None = None,
        shows: str | None = None,
    ) -> Row:
        """A row with what the service's own file says; a contract, or a standing, speaks where there is none."""
        said = self.services.get(service or "", [])
        number = _field(said, "registration_number") or (about or {}).get("registration")
        if shows is not None and not said:
            number = _field(self.files[shows], "registration_number")
        project = _field(self.files[entry], "project") if entry else project
        found = entry or self.entry_of(service, number, project)
        provider = last(said, lambda one: (one.data.get("provider") or {}).get("name"), self.on)
        section = last(said, lambda one: one.data.get("section"), self.on) or (about or {}).get("section")
        if shows is not None and not said:
            provider, section = _provider(self.files[shows]), _field(self.files[shows], "section")
        return {
            "kind": "entry" if entry else "service",
            "service": service,
            "registration_number": number,
            "section": section,
            "provider": provider,
            "project": project,
            "contract": None,
            "contract_number": None,
            "maximum": None,
            "gross": None,
            "net": None,
            "in_force": in_force,
            "entry": self.entry_cells(found) if found else None,
            "mandate": self.mandate_of(service, number, contract, project),
        }


def _any(said: Iterable[Raw], topics: Sequence[str]) -> bool:
    return any(one.topic in topics for one in said)


def _field(said: Iterable[Raw], name: str) -> Any:
    """The last that was said of a field, whatever its day."""
    return next((one.data[name] for one in reversed(list(said)) if one.data.get(name) is not None), None)


def _provider(said: Sequence[Raw]) -> str | None:
    found = _field(said, "provider") or _field(said, "applicant")
    return found["name"] if found else None


def _moved(one: Raw, on: str | None) -> Raw:
    return Raw(one.position, one.file, one.topic, one.event, on, one.data)


def _is_duty(one: Raw) -> bool:
    return "void_after" in (one.data.get("publication") or {})


def _maximum(one: Raw) -> Any:
    if one.topic == "contract.taken-over":
        return one.data["amount"]["minor"] if one.data.get("amount_kind") == "maximum" else None
    return (one.data.get("maximum") or {}).get("minor")


def _period(one: Raw) -> Any:
    """The period agreed on; from words only where both days are certain, and where they are the contract's own."""
    paper = one.data.get("period_as_written") or {}
    days = {which: paper.get(which, {}).get("parsed") for which in ("start", "end")}
    is_own = one.topic != "contract.taken-over" or paper.get("scope") == "contract"
    is_certain = days["start"] and days["end"] and days["start"] <= days["end"]
    return one.data.get("period") or (days if is_own and is_certain else None)


def _sign(one: Raw) -> int:
    return 1 if one.topic == PAID[0] else -1


def _stands(one: Raw) -> Raw | None:
    return one if one.topic in (*BEGINS, "network_entry.service-excluded") else None


def _is_about(said: Sequence[Raw], number: str | None) -> bool:
    return number is not None and _field(said, "registration_number") == number


def _entrusts(one: Raw) -> bool:
    return one.topic in {"mandate.proposed", "mandate.service-added", "mandate.taken-over"}
