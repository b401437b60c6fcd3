"""Plants one hole after the other in a copy of the checkout and says whether its test turned red (checks F3)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import zlib
from contextlib import ExitStack
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
HOLES = tomllib.loads((Path(__file__).parent / "holes.toml").read_text(encoding="utf-8"))["hole"]
RED = 1  # what pytest ends with when a test failed; another number is no proof
SOUND = {"name": "no hole", "test": "tests/auth/test_login.py", "fresh": True}


def copy(folder: Path) -> Path:
    """The files git knows, in a folder of their own."""
    names = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True)
    for name in filter(None, names.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def planted(source: str, hole: dict) -> str:
    """The source with the hole in it. Raises ValueError where it does not fit any more."""
    for find, put in [(hole["find"], hole["put"]), *([hole["also"]] if "also" in hole else [])]:
        if source.count(find) != 1:
            raise ValueError(f"“{hole['name']}”: {hole['file']} has {source.count(find)} times: {find}")
        source = source.replace(find, put)
    return source


def run(folder: Path, hole: dict, database: str) -> int:
    """Run the test of a hole; the number pytest ends with."""
    environment = os.environ | {"CRM_TESTING": "1", "CRM_VAR": str(folder / "var"), "DATABASE_URL": database}
    if "rounds" in hole:
        environment["CRM_ROUNDS"] = str(hole["rounds"])
    kept = "--create-db" if hole.get("fresh") else "--reuse-db"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", kept, hole["test"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True).returncode


def databases(stack: ExitStack, folder: Path, wanted: list[dict]) -> dict[bool, str]:
    """The database the tests run on, SQLite; and the one of the holes that are none there, where some are wanted."""
    found = {False: f"sqlite:///{folder / 'tests.sqlite3'}"}
    if any(hole.get("postgresql") for hole in wanted):
        found[True] = stack.enter_context(postgres.server(f"crm_planted_{zlib.crc32(bytes(ROOT)):08x}"))
    return found


def found(folder: Path, hole: dict, database: str) -> bool:
    """Plant a hole, run its test and close the hole again; whether the test turned red."""
    path = folder / hole["file"]
    whole = path.read_text(encoding="utf-8")
    path.write_text(planted(whole, hole), encoding="utf-8")
    red = run(folder, hole, database) == RED
    path.write_text(whole, encoding="utf-8")
    if hole.get("fresh"):
        run(folder, SOUND, database)
    return red


def main() -> int:
    wanted = [hole for hole in HOLES if all(word in hole["name"] for word in sys.argv[1:])]
    missed = []
    with tempfile.TemporaryDirectory(prefix="crm-planted-") as name, ExitStack() as stack:
        folder = copy(Path(name))
        on = databases(stack, folder, wanted)
        if any(run(folder, SOUND, database) for database in on.values()):
            print("The tests fail without a hole: nothing can be proved.")
            return 2
        for hole in wanted:
            began = time.monotonic()
            red = found(folder, hole, on[hole.get("postgresql", False)])
            missed += [] if red else [hole["name"]]
            print(f"{'found' if red else 'MISSED':<8}{time.monotonic() - began:>5.0f} s  {hole['name']}", flush=True)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} holes found")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
