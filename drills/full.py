"""E9, the disk is full: a clear message, nothing acknowledged lost, the database whole, and on it goes with room."""

import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from drills.stand import NEW_CHANCE, Client, Stand, chance, folder
from drills.told import leave, told


@contextmanager
def small_disk(place: Path):
    """A disk of 64 MB in memory; only root may make one."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def drill() -> None:
    if os.getuid():
        told("E9", "not run: only root may make a small disk", "whole", good=False)
        return
    with folder() as place, small_disk(place / "var"):
        stand = Stand(place, f"sqlite:///{place}/var/crm.sqlite3")
        stand.prepare(3)
        stand.serve()
        try:
            fill_and_free(stand, place)
        finally:
            stand.kill()


def fill_and_free(stand: Stand, place: Path) -> None:
    person = Client(stand.port).login("ann")
    with closing(sqlite3.connect(place / "var/crm.sqlite3")) as database:
        ((source,),) = database.execute("SELECT min(id) FROM bas_dict WHERE type = 'source'").fetchall()
    saved, statuses, clear, ballast = [], [], False, place / "var/ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            pass
    for number in range(40):
        status, text, _ = person.ask(NEW_CHANCE, chance(source, f"full{number}", "满" * 900))
        statuses.append(status)
        saved += [f"full{number}"] * (status == 302)
        clear = clear or (status == 503 and "磁盘已满" in text and "满满" in text)
    ballast.unlink()
    after, _, _ = person.ask(NEW_CHANCE, chance(source, "after"))
    with closing(sqlite3.connect(place / "var/crm.sqlite3")) as database:
        stored = {title for (title,) in database.execute("SELECT title FROM sal_chance")}
        ((verdict,),) = database.execute("PRAGMA integrity_check")
    lost = len({*saved} - stored)
    counts = {status: statuses.count(status) for status in sorted(set(statuses))}
    figure = f"answers {counts}, message clear: {clear}, {lost} lost, integrity {verdict}, after: {after}"
    good = clear and not lost and verdict == "ok" and after == 302 and set(counts) <= {302, 503}
    told("E9", figure, "only saved or told, whole, goes on", good)


if __name__ == "__main__":
    drill()
    leave()
