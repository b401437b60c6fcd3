"""bin/attest: runs the checks that take minutes and says what each found, against which bar, and the verdict.

With --full as often as the checks ask for, and everything: an hour or more.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TESTS = (PYTHON, "-m", "tests.run", "-n", "1")


@dataclass(frozen=True)
class Check:
    """A command; it prints lines of id, figure, bar and verdict, or its exit code is the verdict."""

    ids: str
    command: tuple[str, ...]
    amount: tuple[str, int, int] | None = None  # an option of the command: how much of it, and how much with --full
    needs: str = ""  # a file without which there is nothing to run
    seconds: int = 300
    quick: bool = True  # also without --full

    def sent(self, full: bool) -> tuple[str, ...]:
        """The command with its amount."""
        return (*self.command, self.amount[0], str(self.amount[1 + full])) if self.amount else self.command


def drill(*arguments: str) -> tuple[str, ...]:
    return (PYTHON, "-m", *arguments)


FULL = {"CRM_ROUNDS": "1000"}  # each test takes of it what its check asks for
HOURS = 3  # for one check with --full
CHECKS = (
    Check("A1 A2", (*TESTS, "--sqlite-only", "tests/test_every_page.py"), seconds=600),
    Check("A8", (*TESTS, "--sqlite-only", "tests/security/test_requests.py")),
    Check("A12", (*TESTS, "--sqlite-only", "tests/security/test_sequences.py")),
    Check("B13", (*TESTS, "--sqlite-only", "tests/test_bad_input.py"), seconds=300),
    Check("C10", (*TESTS, "--sqlite-only", "tests/test_safety.py")),
    Check("C11", (*TESTS, "tests/auth/test_log_is_whole.py")),
    Check("C12", drill("drills.flood")),
    Check("D1 D2 D3 D4 D5 D8 D9", (*TESTS, "tests/races"), seconds=600),
    Check("E1", drill("drills.kill", "web"), ("--times", 5, 20)),
    Check("E1 import", drill("drills.kill", "imports"), ("--times", 3, 20)),
    Check("E2", drill("drills.kill", "database"), ("--times", 3, 8)),
    Check("E4", drill("drills.kill", "worker"), ("--times", 3, 20)),
    Check("E5 E6", drill("drills.outage"), ("--seconds", 12, 30)),
    Check("E6 watchdog", drill("drills.hanging"), ("--times", 3, 20)),
    Check("E9", drill("drills.full")),
    Check("E11 E13", (*TESTS, "tests/operations/test_backup.py")),
    Check("E12", drill("drills.point_in_time")),
    Check("E19", drill("drills.restart"), ("--times", 5, 20)),
    Check("deploy", ("deploy/try",)),
    Check("F3", ("bin/planted",), needs="bin/planted", quick=False),
)


def run(check: Check, full: bool) -> list[tuple[str, str, str, str]]:
    """The lines of a check: id, figure, bar, verdict."""
    if check.needs and not (ROOT / check.needs).exists():
        return [(check.ids, "not run: there is none", "", "RED")]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        try:
            given = {"cwd": ROOT, "stdout": output, "stderr": subprocess.STDOUT}
            given |= {"timeout": HOURS * 3600 if full else check.seconds, "env": os.environ | (FULL if full else {})}
            code = subprocess.run(check.sent(full), **given).returncode
        except subprocess.TimeoutExpired:
            code = -1
        output.seek(0)
        lines = output.read().splitlines()
    found = [tuple(line.split("\t")) for line in lines if line.count("\t") == 3]
    last = lines[-1] if lines else ""
    if code and not any(one[3] == "RED" for one in found):
        found.append((check.ids, f"ended with {code}: {last[:100]}", "ends well", "RED"))
    took = f"{time.monotonic() - began:.0f} s"
    return found or [(check.ids, f"{last[:100]} ({took})", "all pass", "ok")]


def main(wanted: list[str], full: bool) -> int:
    began, lines = time.monotonic(), []
    for check in CHECKS:
        if set(wanted) & set(check.ids.split()) or not wanted and (full or check.quick):
            print(f"… {check.ids}", file=sys.stderr, flush=True)
            lines += run(check, full)
    print(f"\n{'check':<16}{'verdict':<9}{'figure':<80}  bar")
    for name, figure, bar, verdict in lines:
        print(f"{name:<16}{verdict:<9}{figure:<80}  {bar}")
    red = sum(verdict != "ok" for *_, verdict in lines)
    print(f"{len(lines) - red} ok, {red} red, {(time.monotonic() - began) / 60:.0f} minutes")
    return int(red > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bin/attest", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="as often as the checks ask for, and everything: an hour or more"
    )
    parser.add_argument("ids", nargs="*", help="only these checks")
    given = parser.parse_args()
    sys.exit(main(given.ids, given.full))
