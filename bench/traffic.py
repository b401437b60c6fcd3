"""Eight people at once, under gunicorn as in production: requests per second of the product and of the floor."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.urls import reverse

PEOPLE, SECONDS, PORT = 8, 6, "9117"
HEAD = "| 8 people at once | requests/s | × floor | errors |\n| --- | ---: | ---: | ---: |"


def addresses() -> dict[str, str]:
    return {
        "floor: list": reverse("floor-list", args=["customers", "customer"]),
        "customers, first page": reverse("customers:customer-list"),
        "orders, first page": reverse("customers:order-list"),
        "customers, searched": f"{reverse('customers:customer-list')}?q=%E5%8C%BB%E8%8D%AF",
        "floor: record": reverse("floor-record", args=["customers", "customer", 77]),
        "one customer": reverse("customers:customer-detail", args=[77]),
    }


def table(client) -> str:
    """What the server does with each address, as rows of a table."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "crm/gunicorn.conf.py", "crm.wsgi"],
        env=os.environ | {"PORT": PORT, "PYTHONPATH": str(Path(__file__).resolve().parent)},
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.DEVNULL,
    )
    try:
        lines, floor = [HEAD], 1.0
        await_answer(cookie)
        for name, address in addresses().items():
            rate, errors = visited(address, cookie)
            floor = rate if name.startswith("floor") else floor
            lines.append(f"| {name} | {rate:.0f} | {rate / floor:.2f} | {errors} |")
        return "\n".join(lines)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


def await_answer(cookie: str) -> None:
    for _again in range(120):
        try:
            ask(http.client.HTTPConnection("127.0.0.1", int(PORT), timeout=30), "/account/profile/", cookie)
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The server does not answer.")


def ask(connection, address: str, cookie: str) -> int:
    connection.request("GET", address, headers={"Host": "crm.bench", "Cookie": cookie, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def visited(address: str, cookie: str) -> tuple[float, int]:
    """Requests per second, and how many did not answer 200."""
    statuses: list[int] = []

    def visit() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", int(PORT), timeout=60)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                statuses.append(ask(connection, address, cookie))
            except OSError:
                statuses.append(0)
                connection.close()

    people, began = [Thread(target=visit) for _one in range(PEOPLE)], time.monotonic()
    for one in people:
        one.start()
    for one in people:
        one.join()
    return len(statuses) / (time.monotonic() - began), sum(status != 200 for status in statuses)
