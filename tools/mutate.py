"""Force every rule to hold, one by one: some test of the law has to notice.

    python -m tools.mutate                  every rule of the business and the kernel; some minutes
    python -m tools.mutate contract.        the rules whose code begins so

The tests of the domain and of whole cases are collected once. A first run notes which test saw which rule say no, and
how long it took; then only those tests run again, the quickest first, with the rule forced, until one fails. Whatever
runs, runs in a process forked for it, so that nothing is left behind. What a rule says does not depend on the store, so
that tests on PostgreSQL are left out. Exit 1 and the list when a rule survives.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from application.business import is_business
from domain.kernel.rule import RULE_BOOK, Rule, Version

TESTS = ["tests/domain", "tests/scenarios"]
OPTIONS = ["-q", "-q", "--no-header", "--no-summary", "-m", "not postgres", "--hypothesis-profile=fast"]
PLUGINS = ["-p", "no:cacheprovider", "-p", "no:xdist"]
Key = tuple[str, int]
"""The code of a rule and the number of its version, from 0."""


@dataclass(eq=False)
class Watch:
    """What a run of tests showed: which of them failed, and which saw a version of a rule say no."""

    failed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    objectors: dict[Key, set[str]] = field(default_factory=dict)
    test: str = ""

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.test = item.nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def watch(self, key: Key, expression: Callable[..., bool | None]) -> Callable[..., bool | None]:
        def watched(**facts: object) -> bool | None:
            answer = expression(**facts)
            if not answer:
                self.objectors.setdefault(key, set()).add(self.test)
            return answer

        return watched


class Mutation:
    """A plugin that does not run the collected tests but tries every rule on them."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.survivors: list[Key] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called once everything is collected; True says that nothing else is to be run."""
        if session.testsfailed:
            pytest.exit("some tests cannot be collected; see `pytest --collect-only`", returncode=2)
        workers = os.cpu_count() or 1
        context = multiprocessing.get_context("fork")
        with context.Pool(workers, _inherit, [session], maxtasksperchild=1) as pool:
            shares = _shares([item.nodeid for item in session.items], workers)
            seen = _together(pool.map(partial(observe, self.prefix), shares, chunksize=1))
            tried = [(key, _quickest_first(seen, key)) for key, _, _ in versions(self.prefix)]
            for (key, _), survived in zip(tried, pool.imap(survives, tried, chunksize=1), strict=True):
                if survived:
                    self.survivors.append(key)
        return True


_ITEMS: dict[str, pytest.Item] = {}
"""The collected tests, in a process that was forked to run some of them."""


def _inherit(session: pytest.Session) -> None:
    """A new process has what the session has collected; it tells nobody how its tests went."""
    _ITEMS.update({item.nodeid: item for item in session.items})
    session.config.pluginmanager.unregister(name="terminalreporter")


def versions(prefix: str) -> Iterator[tuple[Key, Rule[...], Version[...]]]:
    """Every version of every rule of the domain whose code begins with the prefix."""
    for code, rule in sorted(RULE_BOOK.items()):
        for number, version in enumerate(rule.versions):
            if code.startswith(prefix) and is_business(version.expression.__module__):
                yield (code, number), rule, version


def observe(prefix: str, tests: Sequence[str]) -> Watch:
    """Run these tests and note in which of them each version said no."""
    watch = Watch()
    for key, rule, version in list(versions(prefix)):
        rule.versions[key[1]] = replace(version, expression=watch.watch(key, version.expression))
    _run(tests, watch)
    return watch


def survives(tried: tuple[Key, Sequence[str]]) -> bool:
    """Whether all of these tests still pass with the rule forced to say yes."""
    (code, number), tests = tried
    rule = RULE_BOOK[code]
    rule.versions[number] = replace(rule.versions[number], expression=lambda **_: True)
    return not any(_run([test], Watch()).failed for test in tests)


def _run(tests: Sequence[str], watch: Watch) -> Watch:
    """One test after another; what several of them share is kept until the last."""
    items = [_ITEMS[test] for test in tests]
    for item, following in zip(items, [*items[1:], None], strict=True):
        plugins = item.config.pluginmanager
        plugins.register(watch)
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        plugins.unregister(watch)
    return watch


def _shares(tests: Sequence[str], workers: int) -> list[list[str]]:
    """The tests file by file in turn, so that each worker has its share of every kind."""
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    share_of = {file: number % workers for number, file in enumerate(files)}
    return [[test for test in tests if share_of[test.partition("::")[0]] == share] for share in range(workers)]


def _together(runs: Sequence[Watch]) -> Watch:
    """What all runs showed. Gives up when tests fail by themselves."""
    failed = [test for run in runs for test in run.failed]
    if failed:
        pytest.exit("\n".join(["the tests must pass before rules are forced:", *failed]), returncode=2)
    whole = Watch()
    for run in runs:
        whole.seconds |= run.seconds
        for key, tests in run.objectors.items():
            whole.objectors.setdefault(key, set()).update(tests)
    return whole


def _quickest_first(seen: Watch, key: Key) -> list[str]:
    return sorted(seen.objectors.get(key, ()), key=lambda test: (seen.seconds[test], test))


def main() -> int:
    mutation = Mutation(sys.argv[1] if len(sys.argv) > 1 else "")
    status = pytest.main([*TESTS, *OPTIONS, *PLUGINS], plugins=[mutation])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(status)
    total = len(list(versions(mutation.prefix)))
    for code, number in mutation.survivors:
        sys.stdout.write(f"survived: {code} (version {number + 1}) — no test fails when it always says yes\n")
    sys.stdout.write(f"{total - len(mutation.survivors)} of {total} rule versions are held by a test\n")
    return 1 if mutation.survivors else 0


if __name__ == "__main__":
    sys.exit(main())
