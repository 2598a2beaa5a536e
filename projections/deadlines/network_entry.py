"""The one deadline of a network entry: its end."""

from collections.abc import Iterator

from domain.network_entry import events
from projections.deadlines.kinds import Course, Kind, Nature, Turn, on
from projections.deadlines.steps import Step, ended, opened_until


def _taken_over(event: events.NetworkEntryTakenOver) -> Iterator[Step]:
    end = event.validity.end if event.validity else None
    yield opened_until(end.parsed if end else None)


NETWORK_ENTRY_KINDS = (
    Kind(
        "network_entry.end",
        Turn.REGION,
        en="the service leaves the network",
        cs="služba opouští síť",
        rule="network-entry.included-on-day",
        nature=Nature.TERM,
        course=Course.AGAIN,
        steps=(
            on(events.ServiceIncluded, lambda event: [opened_until(event.last_day)]),
            on(events.UrgentInclusionGranted, lambda event: [opened_until(event.last_day)]),
            on(events.NetworkEntryTakenOver, _taken_over),
            on(events.InclusionProlonged, lambda event: [opened_until(event.last_day)]),
            on(events.ServiceExcluded, lambda _: [ended()]),
        ),
    ),
)
