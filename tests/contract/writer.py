"""A process that writes until it is killed: `python -m tests.contract.writer URL THREADS [COMMANDS]`.

Each thread writes commands of one event on an aggregate of its own, now and then a block of them, and says
`POSITION COMMAND` on the standard output as soon as one is acknowledged, not before.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from adapters.stores import open_ledger
from application.ledger import Write, Written
from tests.contract.writes import AnyLedger, command

BLOCK = 5


def next_write(aggregate_id: UUID, version: int) -> tuple[Write, str]:
    command_id = uuid4()
    event = StoredEvent(aggregate_id, version, "jar.opened", str(command_id).encode())
    return Write((event,), command(aggregate_id, command_id)), str(command_id)


def acknowledge(written: Written, command_id: str) -> None:
    os.write(1, f"{written.positions.start} {command_id}\n".encode())


def work(ledger: AnyLedger, limit: int | None) -> None:
    aggregate_id = uuid4()
    versions = count(1) if limit is None else iter(range(1, limit + 1))
    for version in versions:
        write, command_id = next_write(aggregate_id, version)
        if version % 10 or limit is not None:
            acknowledge(ledger.write(write), command_id)
            continue
        block = [(write, command_id), *(next_write(aggregate_id, next(versions)) for _ in range(BLOCK))]
        for written, (_, acknowledged) in zip(ledger.write_all([one for one, _ in block]), block, strict=True):
            acknowledge(written, acknowledged)


def main(url: str, threads: str, limit: str | None = None) -> None:
    with closing(open_ledger(url)) as ledger, ThreadPoolExecutor(int(threads)) as pool:
        for working in [pool.submit(work, ledger, int(limit) if limit else None) for _ in range(int(threads))]:
            working.result()


if __name__ == "__main__":
    main(*sys.argv[1:])
