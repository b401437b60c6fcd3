"""The log is only added to, kept as long as settings say, and tells of everything that matters (P5; checks C11)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings as product
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.auth.checks import log_is_locked
from apps.core.models import Entry, Notification
from apps.kit.hash_chain import lock, retention
from apps.kit.hash_chain.models import Cut
from apps.marketing import actions as chances
from tests import make
from tests.auth.test_log import story
from tests.auth.test_users import address, filled

pytestmark = pytest.mark.django_db


def old_entry(days: int, **fields) -> Entry:
    """An entry as it was written so many days ago."""
    kind = ContentType.objects.get_for_model(Entry)
    given = {"action": "core.entry.create", "kind": kind, "object_id": 1, "title": "alt"} | fields
    return Entry.objects.create(at=timezone.now() - timedelta(days=days), **given)


CHANGES = {
    "the product's own way": lambda entry: Entry.objects.filter(pk=entry.pk).update(note="other"),
    "who did it": lambda entry: Entry.objects.filter(pk=entry.pk).update(by=None),
    "when": lambda entry: Entry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=1)),
    "a record changed in place": lambda entry: Entry(**{**vars(entry), "title": "other"}).save(force_update=True),
    "deletion": lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
    "plain SQL": lambda entry: connection.cursor().execute("UPDATE core_entry SET changes = '{}', title = 'x'"),
    "all of it": lambda entry: connection.cursor().execute("DELETE FROM core_entry"),
    "a cut of today": lambda entry: Cut.objects.create(before=timezone.now()),
}


@pytest.mark.parametrize("way", CHANGES)
def test_the_database_refuses_to_change_the_log(cast, way):
    story(cast)
    entry, before = Entry.objects.order_by("pk").first(), list(Entry.objects.values_list())
    vars(entry).pop("_state")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        CHANGES[way](entry)
    assert list(Entry.objects.values_list()) == before


@pytest.mark.skipif("postgres" not in product.DATABASES["default"]["ENGINE"], reason="SQLite knows no TRUNCATE")
def test_nor_is_it_emptied_at_once(cast):
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute("TRUNCATE core_entry CASCADE")


def test_the_story_of_a_customer_may_go_along_to_another(cast):
    story(cast)
    other = make.customer(owner=cast.ann, name="合并后的公司")
    assert Entry.objects.exclude(customer=None).update(customer=other) == 1


def test_the_lock_is_missed_where_it_is_gone_and_put_back_by_migrating(cast):
    assert log_is_locked(databases=["default"]) == []
    lock.remove()
    assert [fault.id for fault in log_is_locked(databases=["default"])] == ["accounts.E002"]
    call_command("migrate", verbosity=0)
    assert lock.is_on()


def test_the_log_is_kept_for_good_unless_settings_say_how_long(cast, settings):
    kept, gone = old_entry(299), old_entry(301)
    Notification.objects.create(to=cast.ann, entry=gone)
    assert retention.shorten() == 0
    settings.LOG_KEPT_DAYS = 300
    assert retention.shorten() == 1
    assert retention.shorten() == 0
    entry, left = Entry.objects.all()
    assert (left, entry.action, entry.by, entry.note) == (kept, "core.cut.create", None, "1")


def test_what_is_younger_than_half_a_year_stays_whatever_settings_say(cast, settings):
    settings.LOG_KEPT_DAYS = 30
    entry = old_entry(40)
    with pytest.raises(DatabaseError), transaction.atomic():
        retention.shorten()
    assert Entry.objects.get() == entry


def test_the_filtered_log_is_a_file_and_that_is_on_record(cast, as_):
    story(cast)
    client, address = as_(cast.admin), reverse("accounts:log-export")
    book = load_workbook(BytesIO(b"".join(client.get(address, {"by": cast.ann.pk}))))
    rows = list(book.active.values)
    assert [row[4] for row in rows] == ["记录", "华信国际"]
    assert "华信贸易 → 华信国际" in rows[1][6]
    entry = Entry.objects.first()
    assert (entry.action, entry.by, entry.note) == ("core.entry.export", cast.admin, f"by={cast.ann.pk}")
    assert as_(cast.boss).get(address).status_code == 403


def test_reading_in_bulk_is_on_record_once_for_each_measure(cast, as_, settings):
    settings.MASS_READ = 4
    page = make.customer(owner=cast.ann).get_absolute_url()
    client = as_(cast.boss)
    for _view in range(9):
        client.get(page)
    client.get("/customers/customers/")
    seen = Entry.objects.filter(action="accounts.user.mass_read")
    assert [(entry.by, entry.note) for entry in seen] == [(cast.boss, "8"), (cast.boss, "4")]


def test_twenty_kinds_of_events_are_on_record_with_who_what_when_and_where(cast, as_, settings):
    """Here what people do once they are in; of signing in tell the tests beside this one."""
    client, admin = as_(cast.boss), Client()
    admin.force_login(cast.admin)
    customer = make.customer(owner=cast.ann)
    client.get("/admin/")
    client.get("/customers/customers/export/")
    client.get("/reports/orders/excel/")
    client.post(customer.page("edit"), {"name": "新名", "region": customer.region_id, "version": customer.version})
    client.post(customer.page("delete"))
    client.post(customer.page("restore"))
    chances.assign(make.chance(by=cast.boss), by=cast.boss, to=cast.ann)
    admin.post(address(cast.ann), filled(cast.ann, role=cast.admin.role_id))
    admin.post(address(cast.ann), filled(cast.ann, role=cast.admin.role_id, is_active=None))
    happened = {entry.action.rpartition(".")[2]: entry for entry in Entry.objects.all()}
    assert {"denied", "export", "edit", "delete", "restore", "assign"} <= happened.keys()
    assert Entry.objects.filter(action__endswith=".export").count() == 2
    assert Entry.objects.filter(action="accounts.user.edit", by=cast.admin).count() == 2
    assert all(entry.by and entry.at.tzinfo and entry.title for entry in happened.values())
    assert happened["denied"].note == "GET /admin/"
