"""No page asks more often because there is more to show: every list, export, bin and record, with 1 row and with 20.

How often each asks is on record in tests/queries/<app>.json, so that a change of it is seen and meant. To record anew:

    RECORD_QUERIES=1 python -m tests.run --sqlite-only -n 0 tests/test_queries.py
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.kit.saved_views.columns import headers
from tests.samples import sample
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]  # what is on record holds for any database
READERS = ("admin", "boss")
RECORDED = Path(__file__).parent / "queries"
LISTS = {one.url_name for one in registered() if one.page.role in ("list", "board", "export", "pick", "bin")}
RECORDS = {one.url_name for one in registered() if one.page.role in ("detail", "history")}


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        b"".join(answer) if answer.streaming else answer.content
    return len(asked)


def hold_to_record(url_name: str, count: int) -> None:
    """Compare with what is on record, or record it."""
    app, _colon, page = url_name.partition(":")
    file = RECORDED / f"{app}.json"
    recorded = json.loads(file.read_text()) if file.exists() else {}
    if "RECORD_QUERIES" in os.environ:
        file.write_text(json.dumps(recorded | {page: count}, indent=1, sort_keys=True) + "\n")
    else:
        assert recorded.get(page) == count, "if this is meant, record it: see the head of this file"


def reader(cast, page):
    """Somebody of the cast who may open the page."""
    return next(cast[name] for name in READERS if page.held_by(name))


@pytest.mark.parametrize("url_name", sorted(LISTS))
def test_a_list_of_20_asks_as_often_as_a_list_of_1(cast, as_, url_name):
    page = next(one for one in registered() if one.url_name == url_name)
    client = as_(reader(cast, page))

    def add():
        record = sample(page.pages.model, cast.ann)
        if page.page.role == "bin":
            type(record).objects.filter(pk=record.pk).update(deleted_at=record.created_at)

    add()
    wide = ",".join(headers(page.pages))
    addresses = [reverse(url_name), f"{reverse(url_name)}?columns={wide}"]
    for address in addresses:
        queries(client, address)  # what is looked up once and kept, such as content types
    few = [queries(client, address) for address in addresses]
    hold_to_record(url_name, few[0])
    for _more in range(19):
        add()
    assert [queries(client, address) for address in addresses] == few


@pytest.mark.parametrize("url_name", sorted(RECORDS))
def test_a_record_with_20_of_everything_asks_as_often_as_with_1(cast, as_, url_name):
    page = next(one for one in registered() if one.url_name == url_name)
    client = as_(reader(cast, page))
    record = sample(page.pages.model, cast.ann)
    children = [
        (one.pages.model, name)
        for one in registered()
        if one.page.role == "list"
        for name in one.pages.panel_on
        if one.pages.model._meta.get_field(name).related_model is page.pages.model
    ]

    def add():
        for model, name in children:
            child = sample(model, cast.ann)
            type(child).objects.filter(pk=child.pk).update(**{name: record})

    add()
    address = reverse(url_name, args=[record.pk])
    queries(client, address)
    few = queries(client, address)
    hold_to_record(url_name, few)
    for _more in range(6):
        add()
    assert queries(client, address) == few
