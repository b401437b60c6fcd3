"""deploy/try: two application servers behind nginx, with Redis, pgbouncer, PostgreSQL; one restarts, one is killed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from drills.kill import Writers, lost, rows, source_of
from drills.outage import Crowd
from drills.stand import NEW_CHANCE, ROOT, Client, Server, Stand, chance, folder, prepared
from drills.told import leave, told
from tests import postgres

NGINX = """
worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log; user root;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {place}/n1; proxy_temp_path {place}/n2; fastcgi_temp_path {place}/n3;
  uwsgi_temp_path {place}/n4; scgi_temp_path {place}/n5;
  include /etc/nginx/mime.types;
  {site}
}}
"""


def start(stack: ExitStack, place: Path, *command: str | Path, **more) -> subprocess.Popen:
    """A process that ends with the drill."""
    with (place / f"{Path(command[0]).name}.log").open("a") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **more)
    stack.callback(end, process)
    return process


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait()


def pooler(stack: ExitStack, place: Path, server: Server) -> str:
    """pgbouncer as deploy/pgbouncer.ini says, on ports of our own and without passwords; the address through it."""
    port, home = postgres.free_port(), server.folder
    text = (ROOT / "deploy/pgbouncer.ini").read_text()
    changes = {
        r"^crm = .*": f"postgres = host=127.0.0.1 port={server.port} dbname=postgres",
        r"listen_port = .*": f"listen_port = {port}",
        r"auth_type = .*": "auth_type = any",
        r"^auth_file = .*": "unix_socket_dir =",
    }
    for old, new in changes.items():
        text = re.sub(old, new, text, flags=re.M)
    text = text.replace("dbname=postgres", "dbname=postgres user=postgres")
    (home / "pgbouncer.ini").write_text(text)
    start(stack, place, "pgbouncer", home / "pgbouncer.ini", user=server.account)
    return postgres.SERVER.format(port=port, name="postgres")


def proxy(stack: ExitStack, place: Path, ports: list[int]) -> int:
    """nginx as deploy/nginx.conf says, with HTTP in place of HTTPS; its port."""
    port = postgres.free_port()
    site = (ROOT / "deploy/nginx.conf").read_text()
    site = re.sub(r"server \{\s+listen 80;.*?\n\}", "", site, flags=re.S)
    site = re.sub(r"^\s+ssl_.*\n", "", site, flags=re.M).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    for number, one in zip((8001, 8002), ports, strict=True):
        site = site.replace(f"127.0.0.1:{number}", f"127.0.0.1:{one}")
    site = site.replace("/srv/crm-var/static/", f"{place}/var/static/").replace("crm.example.com", "localhost")
    (place / "nginx.conf").write_text(NGINX.format(place=place, site=site))
    start(stack, place, "nginx", "-c", place / "nginx.conf", "-e", place / "nginx.log")
    return port


def drill() -> None:
    with folder() as place, ExitStack() as stack:
        kept = prepared()
        shutil.copytree(kept / "static", place / "var" / "static")
        server = Server(place / "postgres", kept=kept / "cluster")
        stack.callback(server.kill, signal.SIGINT)
        server.start()
        redis = postgres.free_port()
        start(stack, place, "redis-server", "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", place)
        through = pooler(stack, place, server)
        more = {"DATABASE_POOLED": "1", "REDIS_URL": f"redis://127.0.0.1:{redis}/1", "WEB_CONCURRENCY": "1"}
        stands = [Stand(place, through, DIRECT_DATABASE_URL=server.url, **more) for _ in range(2)]
        for stand in stands:
            stack.callback(stand.kill)
            stand.serve()
        port = proxy(stack, place, [stand.port for stand in stands])
        start(stack, place, sys.executable, "manage.py", "worker", cwd=ROOT, env=stands[0].environment)
        time.sleep(2)
        journey(port, server)
        survive(port, stands, server)
        stands[0].manage("backup", str(place / "backup"), stdout=subprocess.DEVNULL)
        told("deploy backup", "made past the pooler", "made", any((place / "backup").glob("*.tar")))


def journey(port: int, server: Server) -> None:
    """A supervisor and an account manager work through the proxy, whichever server answers them."""
    source = source_of(server)
    boss, ann = Client(port).login("boss"), Client(port).login("ann")
    statuses = []
    for number in range(6):
        status, _, headers = ann.ask(NEW_CHANCE, chance(source, f"deploy{number}"))
        statuses += [status, ann.ask(headers.get("Location", "/none"))[0], boss.ask("/marketing/chances/")[0]]
    statuses += [boss.ask(path)[0] for path in ("/", "/reports/contribution/", "/customers/customers/")]
    hidden = [Client(port).ask(path)[0] for path in ("/metrics", "/health/ready")]
    static = Client(port).ask("/static/plain.css")
    good = set(statuses) <= {200, 302} and hidden == [404, 404] and static[0] == 200
    told("deploy", f"journey {sorted(set(statuses))}, figures hidden {hidden}, static {static[0]}", "200, 302", good)


def survive(port: int, stands: list[Stand], server: Server) -> None:
    """One server after the other takes new code under load; then one is killed while people look and write."""
    with Crowd(port) as crowd:
        for stand in stands:  # as `systemctl reload` does: whoever is being answered is answered
            time.sleep(2)
            os.kill(stand.web.pid, signal.SIGHUP)
            time.sleep(5)
    judge("deploy reload", crowd, "one after the other")
    with Crowd(port) as crowd, Writers(port, "kept", source_of(server)) as writers:
        time.sleep(2)
        os.killpg(stands[0].web.pid, signal.SIGSTOP)  # what it was given in the meantime is broken off for sure
        time.sleep(1)
        stands[0].kill(signal.SIGKILL)
        time.sleep(3)
    judge("deploy kill", crowd, "one killed")
    (gone, _half), stored = lost(server, writers.acknowledged), rows(server, "SELECT title FROM sal_chance")
    twice, failed = len(stored) - len(set(stored)), len(writers.failed)
    figure = f"{len(writers.acknowledged)} forms sent: {failed} failed, {gone} lost, {twice} stored twice"
    told("deploy writes", figure, "none of these", bool(writers.acknowledged) and not failed + gone + twice)


def judge(check: str, crowd: Crowd, what: str) -> None:
    failed = [one for one in crowd.answers if one[2] == 0 or one[2] >= 500]
    told(check, f"{what}: {len(failed)} of {len(crowd.answers)} requests failed", "0 failed", not failed)


if __name__ == "__main__":
    drill()
    leave()
