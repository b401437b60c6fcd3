"""E19: the web server takes new code or settings (HUP) under load, and no request fails."""

import argparse
import signal
import time

from drills.outage import Crowd
from drills.stand import on_postgres
from drills.told import leave, told

ENOUGH = 20  # requests for each restart, or too little was looked at
PATIENCE = 30  # seconds in which so many are answered even by a slow machine
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--times", type=int, default=20)


def wait_for_requests(crowd: Crowd) -> None:
    """Let three seconds pass, and as much longer as enough requests take."""
    time.sleep(3)
    before, until = len(crowd.answers), time.monotonic() + PATIENCE
    while len(crowd.answers) - before < ENOUGH and time.monotonic() < until:
        time.sleep(0.1)


def drill(times: int) -> None:
    with on_postgres() as (stand, _server):
        stand.serve()
        with Crowd(stand.port) as crowd:
            for _round in range(times):
                wait_for_requests(crowd)
                stand.web.send_signal(signal.SIGHUP)
            wait_for_requests(crowd)
        failed = [one for one in crowd.answers if one[2] == 0 or one[2] >= 500]
        figure = f"{times} × HUP: {len(failed)} of {len(crowd.answers)} requests failed"
        told("E19", figure, f"0 failed of {ENOUGH} each time", not failed and len(crowd.answers) >= ENOUGH * times)
        # The control: without grace requests do fail, or nothing was looked at.
        with Crowd(stand.port) as crowd:
            time.sleep(2)
            stand.kill(signal.SIGKILL)
            time.sleep(1)
        failed = [one for one in crowd.answers if one[2] == 0]
        told("E19 control", f"kill -9: {len(failed)} failed", "≥ 1 failed", bool(failed))


if __name__ == "__main__":
    drill(parser.parse_args().times)
    leave()
