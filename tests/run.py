"""Runs the tests as bin/test promises and adds up what came out: `N passed, N failed` is the last line."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser"
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal"]
JOURNEYS = ["-n", "3", BROWSER]  # a browser waits more than it works
DEAREST = ["--durations=20", "--durations-min=2"]
FEW, UNSTEADY = 5, 3  # journeys: so many are tried once more, so many that pass only then are too many
TRACES = ROOT / "var" / "traces"
LINE = "{name:<22}{passed:>6} passed{failed:>5} failed{skipped:>5} skipped{seconds:>7.0f} s"


class Runs:
    """The runs of pytest so far, each with its figures."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.lines: list[str] = []
        self.total: Counter[str] = Counter()

    def pytest(self, name: str, database: str, arguments: list[str], **settings: str) -> list[str]:
        """Run pytest on one database and return what failed; a bad end without a failed test counts as one failure."""
        print(f"\n== {name}", flush=True)
        report, began = self.folder / f"{len(self.lines)}.xml", time.monotonic()
        environment = {"CRM_TESTING": "1", "CRM_VAR": str(self.folder / "var"), "DATABASE_URL": database} | settings
        code = subprocess.run(
            [*PYTEST, f"--junitxml={report}", *arguments], env=os.environ | environment, cwd=ROOT
        ).returncode
        figures = outcomes(report)
        if code and not figures["failed"]:
            figures["failed"] = 1
        self.total += figures
        self.lines.append(LINE.format(name=name, seconds=time.monotonic() - began, **figures))
        return failures(report)

    def journeys(self, database: str) -> None:
        """Run the journeys; those that fail are run once more, each in a fresh browser that keeps a trace.

        What passes only then is unsteady: it is named, to be mended, and from the third on it is a failure.
        """
        failed = self.pytest("Browser", database, JOURNEYS)
        if not 0 < len(failed) <= FEW:
            return
        again = self.pytest("Browser, once more", database, ["-n", "0", *failed], CRM_TRACES=str(TRACES))
        unsteady = [one for one in failed if one not in again]
        self.lines += [f"unsteady: {one} (its trace: {TRACES})" for one in unsteady]
        self.total["failed"] -= len(failed) - (len(unsteady) if len(unsteady) >= UNSTEADY else 0)

    def refuse(self, name: str, sentence: str) -> None:
        """Count a run that could not take place as a failure, and say why."""
        print(f"\n== {name}\n{sentence}", flush=True)
        self.total["failed"] += 1
        self.lines.append(f"{name:<22}not run: {sentence}")

    def summary(self) -> int:
        """Print the figures of every run and of all; the exit code."""
        print("\n" + "\n".join(self.lines))
        print(f"{self.total['passed']} passed, {self.total['failed']} failed")
        return int(self.total["failed"] > 0 or not self.total["passed"])


def outcomes(report: Path) -> Counter[str]:
    """How many tests of a JUnit report passed, failed and were skipped."""
    found = Counter(passed=0, failed=0, skipped=0)
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            tags = {child.tag for child in case}
            bad, left = tags & {"failure", "error"}, "skipped" in tags
            found["failed" if bad else "skipped" if left else "passed"] += 1
    return found


def failures(report: Path) -> list[str]:
    """The tests of a JUnit report that failed, as pytest names them."""
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else []
    failed = [case for case in cases if {child.tag for child in case} & {"failure", "error"}]
    return [f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}" for case in failed]


def parsed() -> tuple[argparse.Namespace, list[str]]:
    """Our own options; all others are pytest's."""
    parser = argparse.ArgumentParser(
        prog="bin/test", description="All tests. Other arguments go to pytest.", allow_abbrev=False
    )
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out (not where CI=true)")
    options, rest = parser.parse_known_args()
    options.fast = rest[:1] == ["fast"]
    return options, rest[options.fast :]


def main() -> int:
    options, arguments = parsed()
    if options.sqlite_only and os.environ.get("CI"):
        print("--sqlite-only is not for CI: the suite has to hold on PostgreSQL too.")
        return 2
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crm-tests-")))
        runs, sqlite = Runs(folder), f"sqlite:///{folder / 'tests.sqlite3'}"
        if options.fast:
            runs.pytest("SQLite, fast part", sqlite, ["-m", "not slow", f"--ignore={BROWSER}", *arguments])
            return runs.summary()
        suite = arguments or [f"--ignore={BROWSER}", *DEAREST]
        runs.pytest("SQLite", sqlite, suite)
        database = sqlite if options.sqlite_only else postgresql(stack, runs)
        if database and database != sqlite:
            runs.pytest("PostgreSQL", database, arguments or ["-m", "not once", *suite])
        if database and not arguments:
            runs.journeys(database)
        return runs.summary()


def postgresql(stack: ExitStack, runs: Runs) -> str:
    """The address for the PostgreSQL runs: given, found or of a server started for them; empty without."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    try:
        # Every checkout has its own test databases, so that two can run at once.
        return stack.enter_context(postgres.server(f"crm_{zlib.crc32(bytes(ROOT)):08x}"))
    except postgres.NoServer as missing:
        runs.refuse("PostgreSQL, Browser", f"{missing} Install one (apt-get install postgresql) or --sqlite-only.")
        return ""


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
