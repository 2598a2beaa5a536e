"""The one deadline of a network entry: its end."""

from domain.network_entry import events
from projections.deadlines.kinds import Course, Kind, Nature, Turn, on
from projections.deadlines.steps import ended, opened_as_written, opened_until

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
            on(events.NetworkEntryTakenOver, lambda event: [opened_as_written(event.validity)]),
            on(events.InclusionProlonged, lambda event: [opened_until(event.last_day)]),
            on(events.ServiceExcluded, lambda _: [ended()]),
        ),
    ),
)
