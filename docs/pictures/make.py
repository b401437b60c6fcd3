"""Takes the pictures of the documents from a running demo: .venv/bin/python docs/pictures/make.py [ADDRESS].

Beforehand: bin/setup dev chromium, and bin/serve in another window.
"""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "keyou-demo"  # noqa: S105 said on the login page of every demo


@dataclass(frozen=True)
class Picture:
    """One picture: what it is called, whose screen it shows, at which address, and what is clicked there first."""

    name: str
    person: str
    address: str
    click: str = ""
    size: dict | None = None


PICTURES = (
    Picture("board", "chen", "/marketing/chances/board/"),
    Picture("customers", "li", "/customers/customers/"),
    Picture("customer", "li", "/customers/customers/?sort=-order_total", click="tbody a >> nth=0"),
    Picture("contribution", "chen", "/reports/contribution/"),
    Picture("phone", "liu", "/service/requests/?status=assigned", click="tbody a >> nth=0", size=PHONE),
)


def log_in(page: Page, address: str, person: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("[name=username]", person)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def take(browser: Browser, address: str, wanted: Picture) -> None:
    """Take a picture and keep it in 256 colours, a quarter of the size."""
    page = browser.new_page(viewport=wanted.size or DESK, color_scheme="light", reduced_motion="reduce")
    log_in(page, address, wanted.person)
    page.goto(address + wanted.address)
    if wanted.click:
        page.click(wanted.click)
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    shot.quantize(256, dither=Image.Dither.NONE).save(FOLDER / f"{wanted.name}.png", optimize=True)
    page.close()


def main() -> None:
    address = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        for wanted in PICTURES:
            take(browser, address, wanted)
        browser.close()


if __name__ == "__main__":
    main()
