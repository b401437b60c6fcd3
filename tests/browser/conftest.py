"""Chromium for the journeys: pages of any width that fail on a console error, and people logging in."""

import os
import re
import threading
import time

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests import make

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver's event loop and the test share a thread
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
REFUSED = re.compile(r"status of (4\d\d|503)|Response Status Error Code (4\d\d|503)")
TRACES = os.environ.get("CRM_TRACES", "")  # the folder for what the pages did, of a journey that is run once more
GIVEN_UP = re.compile(r"htmx:(afterRequest|sendError|sendAbort), ")  # what a page still asks when it is left


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium, live_server, request):
    """A page of a width: `page_at(390)`. Complaints of the console fail the test, refusals (4xx, 503) do not.

    Options are the browser's: `page_at(390, java_script_enabled=False)`.
    """
    complaints, contexts = [], []

    def open_page(width: int, **options):
        size = {"width": width, "height": 844}
        context = chromium.new_context(base_url=live_server.url, viewport=size, **options)
        contexts.append(context)
        if TRACES:
            context.tracing.start(screenshots=True, snapshots=True)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        return page

    yield open_page
    for place, context in enumerate(contexts):
        if TRACES:
            context.tracing.stop(path=f"{TRACES}/{request.node.name}-{place}.zip")
        context.close()
    wait_for_the_server()
    assert [line for line in complaints if not REFUSED.search(line) and not GIVEN_UP.match(line)] == []


def wait_for_the_server():
    """What a closing page still sends, such as a draft, has to be answered before the tables are emptied under it."""
    for _turn in range(100):
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.05)
    raise AssertionError("the server still answers something")


@pytest.fixture
def login(live_server):
    """Let somebody be logged in, whoever was before, and see their day: `login(page, cast.ann)`."""

    def enter(page, person):
        client, key = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(person)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": live_server.url}])
        page.goto("/")
        expect(page.locator(".topbar .person")).to_be_visible()

    return enter


def type_login(page, person):
    """Log in the way a person does."""
    page.goto("/")
    page.fill("#id_username", person.username)
    page.fill("#id_password", make.PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator(".topbar .person")).to_be_visible()


def fits(page):
    """Nothing sticks out to the right, once everything is there."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def wait_until(page, condition, *given):
    """Wait until something holds in the page; asked from outside, since the page itself may evaluate no text."""
    for _turn in range(300):
        if page.evaluate(condition, *given):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def send(page):
    """Send the form in the dialog; it is accepted."""
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator(".toasts .alert-success")).to_be_visible()


def take_step(page, name, choose=None, **fields):
    """Take a step from its button on the record: fill its form, send it; one that asks nothing is done by the click."""
    button = page.locator(f'[data-step="{name}"]')
    asks = button.get_attribute("data-now") is None
    if not asks:
        with page.expect_response(lambda answer: f"/do/{name}/" in answer.url):
            button.click()
        expect(page.locator(".toasts .alert-success")).to_be_visible()
        return
    button.click()
    expect(page.locator("#dialog")).to_be_visible()
    for field, text in fields.items():
        page.fill(f"#id_{field}", text)
    if choose:
        choose(page)
    fits(page)
    send(page)
