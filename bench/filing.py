"""File very many records at once, for the search and for what is like them: by every core, stored by COPY."""

import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django import db
from django.db import connection

from apps.customers.duplicates import keys
from apps.customers.models import Customer, DuplicateKey
from apps.kit.search.indexer import findable_models, row
from apps.kit.search.models import Findable

PORTION = 20_000
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY (%s::text[]::regclass[])
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


@contextmanager
def without_indexes(*models):
    """The indexes of these tables, but for those that are constraints, go before the rows come and are made anew."""
    found = dropped(*models)
    yield
    make(found)


def dropped(*models) -> list[str]:
    """Drop the indexes of these tables and say how they are made."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [[model._meta.db_table for model in models]])
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def make(indexes: list[str]) -> None:
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in indexes:
            cursor.execute(definition)
    print(f"{time.monotonic() - began:6.1f} s  {len(indexes):>10,}  indexes", flush=True)


def file_everything() -> None:
    """File every record of an empty search, and beside the making of its index what every customer is known by."""
    work = [(model, first) for model in findable_models() for first in starts(model)]
    of_search, of_keys = dropped(Findable), dropped(DuplicateKey)
    db.connections.close_all()
    with get_context("fork").Pool(os.cpu_count()) as pool, ThreadPoolExecutor(1) as beside:
        filed(pool, "core_findable", file_portion, work)
        making = beside.submit(make, of_search)
        filed(pool, "cst_duplicate_key", known_by, starts(Customer))
        make(of_keys)
        making.result()


def filed(pool, name: str, do, parts) -> None:
    began = time.monotonic()
    count = sum(pool.imap_unordered(do, parts))
    print(f"{time.monotonic() - began:6.1f} s  {count:>10,}  {name}", flush=True)


def starts(model) -> range:
    """The first key of every portion of a model's records."""
    last = model.everything.order_by("-pk").values_list("pk", flat=True).first() or 0
    return range(1, last + 1, PORTION)


def file_portion(work: tuple) -> int:
    model, first = work
    last = first + PORTION - 1
    rows = model.everything.filter(pk__range=(first, last)).order_by().only(*model.found_by.filed)
    found = [row(record) for record in rows.iterator(chunk_size=5000)]
    lines = io.StringIO("".join(f"{kind}\t{key}\t{terms}\n" for kind, key, terms in found))
    with connection.cursor() as cursor:
        cursor.copy_from(lines, "core_findable", columns=("kind_id", "object_id", "terms"))
    return len(found)


def known_by(first: int) -> int:
    found = keys.wanted(Customer.objects.in_bulk(range(first, first + PORTION)))
    keys.store(found)
    return len(found)
