"""E6: all threads of all web processes hang for good; the processes are replaced and people get answers again."""

import argparse
import threading
import time
from contextlib import suppress

from drills.stand import Client, on_postgres
from drills.told import leave, told

SENT, LONGEST = 80, 5  # enough for all threads of both processes; seconds a request may take in this drill


def silent_for(port: int, seconds: float) -> float | None:
    """After how long somebody is answered while everybody hangs; None where nobody is in time."""
    time.sleep(3)  # the second process is there a little later
    for _request in range(SENT):
        threading.Thread(target=Client(port).ask, args=("/hang/",), kwargs={"seconds": seconds}, daemon=True).start()
    time.sleep(1)
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(OSError):
            if Client(port).ask("/health/live", seconds=1)[0] == 200:
                return time.monotonic() - began
    return None


def drill(times: int) -> None:
    with on_postgres() as (stand, _server):
        stand.application = "drills.stuck"
        stand.serve("--timeout", str(LONGEST))
        waits = [silent_for(stand.port, 60) for _round in range(times)]
        stand.kill()
        answered = [wait for wait in waits if wait is not None]
        figure = f"{times} × all threads hang, limit {LONGEST} s: answers after {min(answered, default=0):.1f} to"
        good = len(answered) == times and min(answered) > 1  # sooner, and not all of them hung
        told("E6 watchdog", f"{figure} {max(answered, default=0):.1f} s, {times - len(answered)} never", "each", good)
        # The control: with a limit of an hour nothing else comes to help.
        stand.serve("--timeout", "3600")
        wait = silent_for(stand.port, 20)
        told("E6 control", f"limit 1 h: answers after {wait} s", "none within 20 s", wait is None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    drill(parser.parse_args().times)
    leave()
