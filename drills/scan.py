"""B5: wapiti as every role and as nobody, on real addresses of the demo company, and on a site with holes it must find.

The demo company has to run with limits on reading off, on data that may be spoilt (docs/security.md); with people by
name only they: `python -m drills.scan http://127.0.0.1:8000 wapiti chen li`.
"""

import html
import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from drills.stand import Client, folder
from drills.told import leave, told

MODULES = "sql,timesql,xss,permanentxss,exec,file,redirect,crlf,ssrf,csrf,xxe,htaccess,methods,backup,upload,ldap"
SECONDS = 25  # for each module on each half of a role
PASSWORD = "keyou-demo"
HOLES = ("SQL Injection", "Reflected Cross Site", "Path Traversal", "Cross Site Request Forgery", "fetched")
# Lists and reports, then forms; {customers} is the first record of that list, {region} a real choice.
BASE = "?q=%E7%89%A9&sort=-id&page=1"
ALL = "region={region}&owner={owner}"
PEOPLE = {
    "admin": [
        ["/account/log/?q=chen&by={owner}&at_after=2026-01-01", "/admin/accounts/user/?q=chen&o=1"],
        ["/basedata/products/{products}/edit/", "/basedata/categories/{categories}/edit/", "/basedata/stock/new/"],
    ],
    "chen": [
        [f"/customers/customers/{BASE}&columns=name", f"/customers/orders/?{ALL}&total_min=1"],
        ["/customers/customers/{customers}/do/follow_up/", "/customers/customers/views/new/", "/office/notes/"],
    ],
    "li": [
        ["/marketing/chances/?q=a&assignee={owner}&expected_amount_min=1", "/search/?q=a"],
        ["/customers/customers/{customers}/edit/", "/marketing/chances/new/", "/account/profile/"],
    ],
    "liu": [
        ["/service/requests/?q=a&sort=-id&assignee={owner}", "/service/works/?q=a", "/basedata/stock/?page=1"],
        ["/service/requests/{requests}/", "/office/notes/", "/service/requests/columns/"],
    ],
    "wu": [
        [f"/reports/{name}/?period=last-12-months&by=month&{ALL}" for name in ("orders", "contribution", "service")],
        ["/reports/loss/", "/customers/customers/{customers}/", "/customers/customers/columns/"],
    ],
    "nobody": [["/account/login/?next=/customers/", "/customers/customers/?q=a", "/exports/1/", "/admin/"], []],
}


class Holes(BaseHTTPRequestHandler):
    """The control, which only pretends: no shell, no file, no database. What a site is made to fetch is seen here."""

    fetched: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if "/ssrf/" in unquote(self.path) or "/dtd/" in unquote(self.path):
            self.fetched.append(f"fetched {self.path}")
        given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        asked, name = given.get("q", ""), given.get("name", "")
        text = f"<a href='/?q=real'>a</a><a href='/?name=a.txt'>b</a><form method='post'><input name='c'></form>{asked}"
        if "'" in asked:
            text += "SQL syntax; check the manual that corresponds to your MySQL server"
        if "etc/passwd" in name:
            text += "root:x:0:0:root"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET

    def log_message(self, *_) -> None:
        pass


def scan(wapiti: str, place: Path, site: str, starts: list[str], *more: str) -> tuple[list[str], int]:
    """What wapiti finds, from its level 1 on, and how many pages and forms it had."""
    found = place / "found.json"
    # Level 2 adds what stands behind the "?" of an address that has none, which is nothing to a form.
    command = [wapiti, "-u", f"{site}/", "-m", MODULES, "-d", "1", "--skip", "csrfmiddlewaretoken", "--no-bugreport"]
    command += ["--max-attack-time", str(SECONDS), "--flush-session", "--store-session", place, "-f", "json"]
    command += ["--dns-endpoint", "localhost", "--store-config", place, "-o", found, *more]
    command += [part for start in starts for part in ("-s", site + start)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told_by, lines = json.loads(found.read_text()), []
    for kind, ones in (told_by["vulnerabilities"] | told_by["anomalies"]).items():
        lines += [f"{kind} {one['method']} {one['path']} {one['parameter']}" for one in ones if one["level"]]
    return lines, told_by["infos"]["crawled_pages_nbr"]


def control(wapiti: str, place: Path, holes: str) -> None:
    """The same command has to find the holes that are there."""
    lines, _pages = scan(wapiti, place, holes, ["/"], "-l", "2", "--endpoint", f"{holes}/")
    lines += Holes.fetched
    Holes.fetched.clear()
    missed = [kind for kind in HOLES if not any(kind in line for line in lines)]
    told("B5 control", f"missed of {len(HOLES)} holes: {missed}", "none", not missed)


def signed_in(port: int, name: str) -> Client:
    client = Client(port)
    if name != "nobody":
        client.ask("/account/login/")
        status = client.ask("/account/login/", {"username": name, "password": PASSWORD})[0]
        if status != 302:
            raise RuntimeError(
                f"No login as {name}: {status}. After a scan without login, guesses are counted for 15 minutes."
            )
    return client


def real(port: int) -> dict[str, str]:
    """What stands for the words in the addresses: first records of lists, choices of a report."""
    boss, words = signed_in(port, "chen"), {}
    for path in ("customers/customers", "service/requests", "basedata/products", "basedata/categories"):
        words[path.split("/")[1]] = re.search(rf'"/{path}/(\d+)/', boss.ask(f"/{path}/?page=1")[1])[1]
    page = boss.ask("/reports/contribution/")[1]
    for name in ("region", "owner", "level"):
        words[name] = re.search(rf'<select name="{name}".*?value="(\d+)"', page, re.S)[1]
    return words


def links(pages: dict[str, tuple]) -> set[str]:
    """Where these pages lead, with what they ask and without: wapiti would go there too."""
    found = set()
    for start, (_status, text, _headers) in pages.items():
        leads = {urljoin(start, html.unescape(link)) for link in re.findall(r'(?:href|src)="([^"#]+)', text)}
        found |= leads | {link.partition("?")[0] for link in leads}
    return found


def walk(wapiti: str, place: Path, holes: str, site: str, name: str, starts: list[str]) -> None:
    """One run: only these addresses and the forms on them; who was signed in has to be so at the end."""
    port = urlsplit(site).port
    client = signed_in(port, name)
    pages = {start: client.ask(start) for start in ["/", *starts]}
    others = [part for link in links(pages) - set(starts) for part in ("-x", site + link)]
    # What ends the session, and the forms every page has.
    never = ("/account/logout/", "/account/security/", "/account/password/", "/account/look/", "/search/")
    never = [path for path in never if name != "nobody" and not any(start.startswith(path) for start in starts)]
    others += [part for path in never for part in ("-x", f"{site}{path}*")]
    cookie = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
    level = "2" if any("?" in start for start in starts) else "1"
    lines, count = scan(
        wapiti, place, site, starts, "-l", level, "-H", f"Cookie: {cookie}", "--endpoint", f"{holes}/", *others
    )
    lines += Holes.fetched
    still = name == "nobody" or {200} == {pages[start][0] for start in starts} == {client.ask("/")[0]}
    told(f"B5 {name}", f"{count} pages and forms, signed in {still}, found {lines}", "nothing", still and not lines)


def drill(site: str, wapiti: str, *names: str) -> None:
    with folder() as place, ThreadingHTTPServer(("127.0.0.1", 0), Holes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        holes = f"http://127.0.0.1:{server.server_port}"
        control(wapiti, place, holes)
        words = real(urlsplit(site).port)
        for name in names or PEOPLE:
            for starts in filter(None, PEOPLE[name]):
                walk(wapiti, place, holes, site, name, [start.format(**words) for start in starts])
        server.shutdown()


if __name__ == "__main__":
    drill(*sys.argv[1:])
    leave()
