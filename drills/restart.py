"""E19: the web server takes new code or settings (HUP) under load, and no request fails."""

import argparse
import signal
import time

from drills.outage import Crowd
from drills.stand import on_postgres
from drills.told import leave, told

ENOUGH = 10  # requests for each restart, or too little was looked at
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--times", type=int, default=20)


def drill(times: int) -> None:
    with on_postgres() as (stand, _server):
        stand.serve()
        with Crowd(stand.port) as crowd:
            for _round in range(times):
                time.sleep(3)
                stand.web.send_signal(signal.SIGHUP)
            time.sleep(3)
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
