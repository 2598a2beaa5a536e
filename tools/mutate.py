"""Is every rule tested? Each version of each rule is forced to say yes; some test must then fail.

    python -m tools.mutate              all rules
    python -m tools.mutate contract.    those whose code begins so

One run of the domain's tests notes which test saw which rule say no; then only those tests run again, with the rule
forced. Exit 1 and the list when a rule survives.
"""

import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from application.business import is_business
from domain.kernel.rule import RULE_BOOK, Rule, Version

TESTS = ["tests/domain", "tests/scenarios", "-q", "-x", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist"]
Key = tuple[str, int]


class Watch:
    """Notes which test was running when a version of a rule said no."""

    def __init__(self) -> None:
        self.objectors: dict[Key, set[str]] = defaultdict(set)
        self._test = ""

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._test = item.nodeid

    def watch(self, key: Key, expression: Callable[..., bool | None]) -> Callable[..., bool | None]:
        def watched(**facts: object) -> bool | None:
            answer = expression(**facts)
            if not answer:
                self.objectors[key].add(self._test)
            return answer

        return watched


def versions(prefix: str) -> Iterator[tuple[Key, Rule[...], Version[...]]]:
    """Every version of every rule of the domain whose code begins with the prefix."""
    for code, rule in sorted(RULE_BOOK.items()):
        for number, version in enumerate(rule.versions):
            if code.startswith(prefix) and is_business(version.expression.__module__):
                yield (code, number), rule, version


def observe(prefix: str) -> dict[Key, set[str]]:
    """The tests in which each version said no. Raises SystemExit when the tests fail by themselves."""
    watch = Watch()
    for key, rule, version in list(versions(prefix)):
        rule.versions[key[1]] = replace(version, expression=watch.watch(key, version.expression))
    if pytest.main(TESTS, plugins=[watch]) != 0:
        raise SystemExit("the tests must pass before rules are forced")
    return watch.objectors


def survives(key: Key, tests: Iterable[str]) -> bool:
    """Whether these tests still pass with the rule forced to say yes."""
    rule = RULE_BOOK[key[0]]
    rule.versions[key[1]] = replace(rule.versions[key[1]], expression=lambda **_: True)
    return pytest.main([*sorted(tests), *TESTS[2:], "--no-summary"]) == 0


def apart(function: Callable[..., object], *arguments: object) -> object:
    """The answer of a function run in a process of its own, so that nothing it changed stays."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(function, arguments)


def main() -> int:
    prefix = sys.argv[1] if len(sys.argv) > 1 else ""
    objectors = apart(observe, prefix)
    assert isinstance(objectors, dict)
    survivors = [
        key for key, _, _ in versions(prefix) if not objectors.get(key) or apart(survives, key, objectors[key])
    ]
    total = len(list(versions(prefix)))
    for code, number in survivors:
        sys.stdout.write(f"survived: {code} (version {number + 1}) — no test fails when it always says yes\n")
    sys.stdout.write(f"{total - len(survivors)} of {total} rule versions are held by a test\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
