"""File very many records for the search at once: terms by every core, stored by COPY, indexed in the end."""

import io
import os
from multiprocessing import get_context

from django import db
from django.db import connection

from apps.core.search.keeping import findable_models, row

PORTION = 20_000


def file_everything() -> int:
    """File every record of an empty search; returns how many there are."""
    work = [(model, first) for model in findable_models() for first in starts(model)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'findable_by_terms'")
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX findable_by_terms")
    db.connections.close_all()
    with get_context("fork").Pool(os.cpu_count()) as pool:
        count = sum(pool.imap_unordered(file_portion, work))
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(index)
    return count


def starts(model) -> range:
    """The first key of every portion of a model's records."""
    last = model.everything.order_by("-pk").values_list("pk", flat=True).first() or 0
    return range(1, last + 1, PORTION)


def file_portion(work: tuple) -> int:
    model, first = work
    rows = model.everything.filter(pk__range=(first, first + PORTION - 1)).only(*model.found_by.filed)
    found = [row(record) for record in rows.iterator(chunk_size=5000)]
    lines = io.StringIO("".join(f"{kind}\t{key}\t{terms}\n" for kind, key, terms in found))
    with connection.cursor() as cursor:
        cursor.copy_from(lines, "core_findable", columns=("kind_id", "object_id", "terms"))
    return len(found)
