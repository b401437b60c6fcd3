"""Plants one hole after the other in a copy of the checkout and says whether its test turned red (checks F3)."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOLES = tomllib.loads((Path(__file__).parent / "holes.toml").read_text(encoding="utf-8"))["hole"]
RED = 1  # what pytest ends with when a test failed; another number is no proof


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


def run(folder: Path, hole: dict | None) -> int:
    """Run the test of a hole; the number pytest ends with."""
    environment = os.environ | {
        "CRM_TESTING": "1",
        "CRM_VAR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'tests.sqlite3'}",
    }
    if hole and "rounds" in hole:
        environment["CRM_ROUNDS"] = str(hole["rounds"])
    database = "--create-db" if hole is None or hole.get("fresh") else "--reuse-db"
    test = "tests/auth/test_login.py" if hole is None else hole["test"]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", database, test]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True).returncode


def main() -> int:
    wanted = [hole for hole in HOLES if all(word in hole["name"] for word in sys.argv[1:])]
    missed = []
    with tempfile.TemporaryDirectory(prefix="crm-planted-") as name:
        folder = copy(Path(name))
        if run(folder, None):
            print("The tests fail without a hole: nothing can be proved.")
            return 2
        for hole in wanted:
            path, began = folder / hole["file"], time.monotonic()
            whole = path.read_text(encoding="utf-8")
            path.write_text(planted(whole, hole), encoding="utf-8")
            found = run(folder, hole) == RED
            path.write_text(whole, encoding="utf-8")
            missed += [] if found else [hole["name"]]
            print(f"{'found' if found else 'MISSED':<8}{time.monotonic() - began:>5.0f} s  {hole['name']}", flush=True)
            if hole.get("fresh"):
                run(folder, None)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} holes found")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
