"""Figures for whoever watches the server, in the format of Prometheus: no person, no file, no label without bound."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from starlette.types import Scope

from adapters.http.notes import Notes
from adapters.http.operations.readiness import Readiness

REQUEST_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The upper ends of the histogram's classes."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
"""A method or an address that is not ours: whoever tries many names makes no new series."""


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self, readiness: Readiness) -> None:
        own = self.registry = CollectorRegistry()
        self._requests = Counter(
            "kronika_requests", "Requests that were answered.", ["route", "method", "status"], registry=own
        )
        self._request_seconds = Histogram(
            "kronika_request_seconds",
            "From the first byte of a request to the end of its answer.",
            ["route", "method"],
            buckets=REQUEST_SECONDS,
            registry=own,
        )
        self.in_flight = Gauge("kronika_requests_in_flight", "Requests that are being answered.", registry=own)
        self._commands = Counter("kronika_commands", "Commands by outcome.", ["topic", "outcome"], registry=own)
        self._refusals = Counter("kronika_refusals", "Commands that a rule refused.", ["rule"], registry=own)
        self._command_seconds = Histogram(
            "kronika_command_seconds",
            "Decision and commit of a command.",
            buckets=REQUEST_SECONDS,
            registry=own,
        )
        self.limited = Counter("kronika_limited", "Requests refused as too many, by limit.", ["limit"], registry=own)
        self.streams = Gauge("kronika_feed_streams", "Programs that follow the feed now.", registry=own)
        self.pages = Counter("kronika_projector_pages", "Pages that the projector has taken.", registry=own)
        own.register(_Ledger(readiness))
        own.register(_Seal(readiness))

    def answered(self, scope: Scope, notes: Notes, *, status: int, seconds: float) -> None:
        """One request and the commands in it."""
        route, method = template_of(scope), scope["method"] if scope["method"] in METHODS else OTHER
        self._requests.labels(route, method, status).inc()
        self._request_seconds.labels(route, method).observe(seconds)
        for one in notes.handled:
            self._commands.labels(one.topic, one.outcome).inc()
            self._command_seconds.observe(one.seconds)
            for rule in one.rules:
                self._refusals.labels(rule).inc()
        for (topic, outcome), many in notes.lines.items():
            self._commands.labels(topic, outcome).inc(many)
        for rule, many in notes.line_rules.items():
            self._refusals.labels(rule).inc(many)

    def text(self) -> bytes:
        """Everything as it stands now."""
        return generate_latest(self.registry)


def template_of(scope: Scope) -> str:
    """The address of a request with names in place of what differs."""
    return getattr(scope.get("route"), "path_format", OTHER)


class _Ledger(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def describe(self) -> list[Metric]:
        """Known without a look, so that a registry can be made before the ledger is open."""
        return [
            GaugeMetricFamily("kronika_store_up", "Whether the store answers."),
            GaugeMetricFamily("kronika_ledger_head", "The last entry's number."),
            GaugeMetricFamily("kronika_view_live", "Whether a view can be read.", labels=["view"]),
            GaugeMetricFamily("kronika_view_lag_entries", "Entries that a view has not seen.", labels=["view"]),
            GaugeMetricFamily(
                "kronika_view_lag_seconds", "For how long the first of them has waited.", labels=["view"]
            ),
        ]

    def collect(self) -> Iterator[Metric]:
        found = self._readiness.look()
        up, head, live, entries, seconds = self.describe()
        up.add_sample(up.name, {}, float(found.is_up))
        yield up
        if found.is_up:
            head.add_sample(head.name, {}, float(found.head))
            for view in found.views:
                for family, value in ((live, view.is_live), (entries, view.lag), (seconds, view.lag_seconds)):
                    family.add_sample(family.name, {"view": view.name}, float(value))
            yield from (head, live, entries, seconds)


class _Seal(Collector):
    """The same of the seals."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def describe(self) -> list[Metric]:
        return [
            GaugeMetricFamily("kronika_seal_whole", "Whether a seal can go on from what was signed.", labels=["tree"]),
            GaugeMetricFamily("kronika_seal_entries", "Entries that the newest checkpoint covers.", labels=["tree"]),
            GaugeMetricFamily("kronika_seal_lag_entries", "Entries that it does not cover.", labels=["tree"]),
            GaugeMetricFamily(
                "kronika_seal_lag_seconds", "For how long the first of them has waited.", labels=["tree"]
            ),
        ]

    def collect(self) -> Iterator[Metric]:
        found, families = self._readiness.look().seals, self.describe()
        for tree, one in found.items():
            values = (one.is_whole, one.sealed, one.lag, one.lag_seconds)
            for family, value in zip(families, values, strict=True):
                family.add_sample(family.name, {"tree": tree.value}, float(value))
        yield from families if found else ()
