"""Asking the database with other settings of its own than a page usually has."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def asking(**settings) -> Iterator[None]:
    """What is asked inside is asked with these settings of PostgreSQL, which are as before afterwards.

    SQLite has none of them, and a transaction would keep others from writing.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        terms = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        cursor.execute(f"SELECT {terms}", [str(part) for pair in settings.items() for part in pair])
        yield
