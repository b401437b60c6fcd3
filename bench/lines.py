"""What a page spends its time on, line by line: each part of the product, each template and the database by itself.

    DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench_large python bench/lines.py [address …]

Every part is timed without the parts inside it, so the lines add up to the page.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from unittest.mock import patch

from run import BOSS, fetch, visitor  # first, because it sets Django up

from cases import Case, cases  # isort: skip
from django.core.management import call_command
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import Template

from apps.core import flow
from apps.core.filters import RecordFilter
from apps.core.tables import RecordTable
from apps.core.views import Page
from apps.foundation.listing.cell_rendering import Cells
from apps.kit.saved_views.looks import Look
from crm import menu

TIMES = 40
LEAST = 0.02  # of the page; a part of less stands with the rest
PARTS = {
    "waiting for the database": (CursorWrapper, "execute"),
    "writing SQL (Django)": (SQLCompiler, "as_sql"),
    "records from rows (Django)": (Model, "from_db"),
    "asking and composing queries (Django)": (QuerySet, "_fetch_all"),
    "the menu": (menu, "menu"),
    "a person's views and columns": (Look, "shown"),
    "the filters": (RecordFilter, "__init__"),
    "the columns of tables": (RecordTable, "__init__"),
    "cells": (Cells, "write"),
    "which steps are open": (flow, "open_steps_of"),
    "the view itself": (Page, "dispatch"),
}


class Clock:
    """Tells each part the time in which no other part ran inside it."""

    def __init__(self):
        self.running: list[str] = []
        self.spent: dict[str, float] = defaultdict(float)
        self.since = time.perf_counter()

    def turn(self) -> None:
        now = time.perf_counter()
        if self.running:
            self.spent[self.running[-1]] += now - self.since
        self.since = now

    def timed(self, work: Callable, named: Callable[..., str]) -> Callable:
        @wraps(work)
        def run(*args, **kwargs):
            self.turn()
            self.running.append(named(*args))
            try:
                return work(*args, **kwargs)
            finally:
                self.turn()
                self.running.pop()

        return run


def lines(case: Case) -> list[tuple[str, float]]:
    """The parts of a page with their milliseconds, the longest first, and all of it."""
    client, clock, whole = visitor(case.by), Clock(), []
    with ExitStack() as stack:
        for label, (owner, name) in PARTS.items():
            part = vars(owner)[name]
            kind = type(part) if isinstance(part, classmethod) else (lambda work: work)
            work = clock.timed(getattr(part, "__func__", part), lambda *_args, label=label: label)
            stack.enter_context(patch.object(owner, name, kind(work)))
        rendered = clock.timed(Template._render, lambda template, *_args: template.name or "a template")
        stack.enter_context(patch.object(Template, "_render", rendered))
        page = clock.timed(fetch, lambda *_args: "session, person, middleware, the rest")
        for _time in range(TIMES + 1):
            if not whole:
                clock.spent.clear()  # what only the first one does
            began = time.perf_counter()
            page(client, case)
            whole.append(time.perf_counter() - began)
    total = sum(clock.spent.values())
    parts = [(label, spent / len(whole) * 1000) for label, spent in clock.spent.items() if spent > LEAST * total]
    rest = total / len(whole) * 1000 - sum(spent for _label, spent in parts)
    return [*sorted(parts, key=lambda part: -part[1]), ("what takes less than 2 % each", rest)]


if __name__ == "__main__":
    call_command("collectstatic", verbosity=0, interactive=False)
    usual = [case for case in cases() if case.name in ("customer: first", "customer: detail")]
    asked = [Case(address, "asked for", address, BOSS) for address in sys.argv[1:]]
    for case in asked or usual:
        found = lines(case)
        whole = sum(spent for _label, spent in found)
        print(f"\n| {case.name} | {whole:.1f} ms | |\n| --- | ---: | ---: |")
        for label, spent in found:
            print(f"| {label} | {spent:.1f} | {spent / whole:.0%} |")
