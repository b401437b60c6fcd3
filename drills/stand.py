"""What a drill stands on: a database server and web servers of its own, in a temporary folder, ended with it."""

import hashlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "correct-horse-battery"  # of tests.make
PEOPLE = """
from tests import make
head = make.department("总部")
boss, ann = make.user("boss", "销售主管", head), make.user("ann", "客户经理", head)
for number in range({customers}): make.customer(owner=ann, name="远航物流 %s" % number)
"""
NEW_CHANCE = "/marketing/chances/new/"


def chance(source: int, title: str, description: str = "drill") -> dict:
    """The form of a new sales chance."""
    form = {"title": title, "customer_name": "远航物流", "customer": "", "source": source, "probability": "70"}
    form |= {"expected_amount": "1200.50", "expected_close": "2027-03-31", "contact": "", "phone": ""}
    return form | {"description": description}


class Server:
    """A PostgreSQL server in a folder, which can be stopped, frozen and killed like a machine that breaks."""

    def __init__(self, folder: Path, *options: str, kept: Path | None = None):
        self.folder, self.options, self.port = folder, options, postgres.free_port()
        self.binaries, self.account, self.process = postgres.find_binaries(), postgres.owner(), None
        folder.mkdir(parents=True, exist_ok=True)
        if self.account:
            shutil.chown(folder, self.account)
        if kept:
            subprocess.run(["cp", "-a", kept, folder / "cluster"], check=True)
            return
        create = [self.binaries / "initdb", "-D", folder / "cluster", *postgres.INITDB]
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=self.account)

    def start(self) -> None:
        command = [self.binaries / "postgres", "-D", self.folder / "cluster", "-p", str(self.port), "-k", self.folder]
        command += ["-h", "127.0.0.1", "-N", "100", "-c", "shared_buffers=32MB", *self.options]
        with (self.folder / "log").open("a") as log:
            given = {"cwd": self.folder, "user": self.account, "start_new_session": True}
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **given)
        postgres.wait_for(self.port, self.process, self.folder / "log")

    def send(self, number: int) -> None:
        """Send a signal to the server and to everything it has started."""
        first = self.process.pid
        os.kill(first, number)
        for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), number)

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.process and self.process.poll() is None:
            self.send(signal.SIGCONT)
            # A kill takes all at once; a polite signal is for the first, who tells the others.
            self.send(number) if number == signal.SIGKILL else self.process.send_signal(number)
            self.process.wait()

    @property
    def url(self) -> str:
        return postgres.SERVER.format(port=self.port, name="postgres")


class Stand:
    """An installation of the product for the time of a drill."""

    application = "crm.wsgi"

    def __init__(self, folder: Path, url: str, **environment: str):
        self.folder, self.port, self.web, self.last = folder, postgres.free_port(), None, signal.SIGKILL
        names = ("PATH", "HOME", "LANG")
        self.environment = {name: os.environ[name] for name in names if name in os.environ}
        self.environment |= {"DATABASE_URL": url, "CRM_VAR": str(folder / "var"), "PORT": str(self.port)}
        self.environment |= {"PYTHONPATH": str(ROOT)} | environment

    def manage(self, *arguments: str, **options):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=True, text=True, **options)

    def prepare(self, customers: int = 20) -> None:
        """Tables, base data, a supervisor and an account manager with some customers."""
        quiet = {"stdout": subprocess.DEVNULL}
        self.manage("migrate", "-v0")
        self.manage("seed_base", "-v0")
        self.manage("collectstatic", "--no-input", "-v0")
        self.manage("shell", "-v0", "-c", PEOPLE.format(customers=customers), **quiet)

    def serve(self, *options: str, **headers: str) -> None:
        """Start the web server and wait until it answers; behind a proxy, who looks sends its headers."""
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "crm/gunicorn.conf.py", *options]
        self.start([*gunicorn, self.application], headers)

    def serve_all(self) -> None:
        """Start web, worker and clock as a trial does, by `bin/serve`; it ends its helpers where it is told to end."""
        self.last = signal.SIGTERM
        self.start([str(ROOT / "bin" / "serve")], {})

    def helpers(self) -> dict[str, int]:
        """The process of each helper of `bin/serve` that runs now, by name."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (path / "cmdline").read_bytes().decode().split("\0")
                ours = f"CRM_VAR={self.folder / 'var'}".encode() in (path / "environ").read_bytes()
                name = {"worker": "worker", "clock": "clock", "crm.wsgi": "web"}.get(words[-2] if words[1:] else "")
                if ours and name and words[0].endswith("python"):
                    found[name] = min(found.get(name, int(path.name)), int(path.name))
        return found

    def start(self, command: list[str], headers: dict[str, str]) -> None:
        with (self.folder / "web.log").open("a") as log:
            given = {"stdout": log, "stderr": log, "start_new_session": True}
            self.web = subprocess.Popen(command, cwd=ROOT, env=self.environment, **given)
        until = time.monotonic() + 60
        while Client(self.port, **headers).ask("/account/login/", seconds=5)[0] != 200:
            if time.monotonic() > until or self.web.poll() is not None:
                raise RuntimeError((self.folder / "web.log").read_text()[-3000:])
            time.sleep(0.1)

    def kill(self, number: int | None = None) -> None:
        """End the web server with everything it has started."""
        if self.web and self.web.poll() is None:
            os.killpg(self.web.pid, number or self.last)
            self.web.wait()


class Client:
    """Somebody with a browser: cookies, a login, forms."""

    def __init__(self, port: int, **headers: str):
        self.port, self.cookies, self.headers = port, {}, headers

    def ask(self, path: str, form: dict | None = None, seconds: float = 60) -> tuple[int, str, dict]:
        """Status, text and headers of an answer; status 0 where there is none. A form gets the token it needs."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = self.headers | {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            token = self.cookies.get("csrftoken") or self.cookies.get("__Host-csrf", "")
            body = urlencode(form | {"csrfmiddlewaretoken": token}, doseq=True)
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, "", {}
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, text, dict(answer.getheaders())

    def login(self, name: str) -> "Client":
        self.ask("/account/login/")
        status, text, _ = self.ask("/account/login/", {"username": name, "password": PASSWORD})
        if status != 302:
            raise RuntimeError(f"No login: {status} {text[-1500:]}")
        return self


@contextmanager
def folder():
    """A folder other accounts may enter, as PostgreSQL does not run as root; a drill that is ended cleans up too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="crm-drill-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def prepared() -> Path:
    """A prepared server and the static files, made once for these tables, to be copied by each drill."""
    sources = [*ROOT.glob("apps/*/migrations/*.py"), *ROOT.glob("static/**/*"), *ROOT.glob("fixtures/*")]
    names = "".join(f"{path}{path.stat().st_size}" for path in sorted(sources))
    target = ROOT / "var" / "drills" / hashlib.sha256(names.encode()).hexdigest()[:12]
    if not target.exists():
        with folder() as place:
            server = Server(place / "postgres", "-F")
            server.start()
            try:
                Stand(place, server.url).prepare()
            finally:
                server.kill(signal.SIGINT)
            part = target.with_name(f"{target.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            subprocess.run(["cp", "-a", place / "postgres" / "cluster", place / "var" / "static", part], check=True)
            part.rename(target)
    return target


@contextmanager
def on_postgres(*options: str, **environment: str):
    """A prepared installation on a PostgreSQL server of its own: both."""
    with folder() as place, ExitStack() as stack:
        kept = prepared()
        shutil.copytree(kept / "static", place / "var" / "static")
        server = Server(place / "postgres", *options, kept=kept / "cluster")
        stack.callback(server.kill, signal.SIGINT)
        server.start()
        stand = Stand(place, server.url, **environment)
        stack.callback(stand.kill)
        yield stand, server
