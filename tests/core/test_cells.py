"""No cell costs the whole file: what was stored by an older version, whatever it is, is written as text (B8, A10)."""

import datetime
import math
import re
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import crm.urls  # noqa: F401 where the entities are registered
from apps.auth.mailing import deliver
from apps.core import audit
from apps.core.models import Notification, Way
from apps.core.pages import REGISTRY
from apps.kit.exporting.cells import LONGEST, held, sheet_name
from apps.reports.pages import REPORTS
from tests import make
from tests.samples import SAMPLES

ODD = "甲\x0b乙\x01\u200b\ufeff=1+1\r\n_x000B_\t$5_\x1f"
SEEN = "甲乙=1+1\n_x000B_\t$5_"
DAYS = (datetime.date(26, 12, 1), datetime.date(1, 1, 2), datetime.date(9999, 12, 31))


def plant(record, **values) -> None:
    """Write straight into the table, as an older version could."""
    fields = {record._meta.get_field(name).column: value for name, value in values.items()}
    setting = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in fields)
    table = connection.ops.quote_name(record._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {setting} WHERE id = %s", [*fields.values(), record.pk])


def odd_values(model, day) -> dict:
    """Something odd for every text and every day of a model that no code of the product gives its meaning."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.choices or field.unique or field.name in ("number", "website", "email"):
            continue
        if isinstance(field, models.CharField):
            found[field.name] = ODD[: field.max_length]
        elif isinstance(field, models.TextField):
            found[field.name] = ODD + "长" * 40_000
        elif isinstance(field, models.DateField) and field.name != "deleted_at":
            moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
            found[field.name] = moment if isinstance(field, models.DateTimeField) else day
    return found


@pytest.fixture
def odd(cast):
    """Three records of every entity, planted with something odd."""
    for model, made in SAMPLES.items():
        for day in DAYS:
            record = made(cast.ann)
            plant(record, **odd_values(model, day))


@pytest.mark.parametrize("value", [
    "甲", "", 5, 1.5, True, None, datetime.date(2026, 12, 1), datetime.datetime(2026, 12, 1, 8, 30),  # noqa: DTZ001
])  # fmt: skip
def test_what_a_cell_holds_stays_what_it_is(value):
    assert held(value) == value
    assert type(held(value)) is type(value)


def test_what_no_cell_holds_is_text():
    assert [held(day) for day in DAYS] == ["0026-12-01", "0001-01-02", "9999-12-31"]
    assert held(datetime.datetime(26, 12, 1, 8, 30, tzinfo=datetime.UTC)).startswith("0026-12-01T08:30")
    assert [held(one) for one in (math.nan, -math.inf, Decimal("NaN"), 6222021234567890123)] == [
        "nan", "-inf", "NaN", "6222021234567890123",
    ]  # fmt: skip
    assert held(ODD) == SEEN
    assert held("x" * 40_000) == "x" * (LONGEST - 1) + "…"
    assert len(held("😀" * 40_000).encode("utf-16-le")) // 2 <= LONGEST
    assert held([1]) == "[1]"


@pytest.mark.parametrize("title", ["a/b[c]:*?\\", "长" * 40, "😀" * 40, "'", "", "'a'", "a\x0bb\n", "History"])
def test_any_title_names_a_sheet(title, tmp_path):
    from rustpy_xlsxwriter import FastExcel  # noqa: PLC0415

    name = sheet_name(title)
    FastExcel(str(tmp_path / "a.xlsx")).sheet(name, iter([{"a": 1}])).save()
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names == [name]


@pytest.mark.django_db
@pytest.mark.slow
def test_every_list_and_export_is_there_whatever_is_stored(cast, as_, odd):
    client, wrong = as_(cast.boss), []
    for model, pages in REGISTRY.items():
        if not cast.boss.has_perm(model.rights.view):
            continue
        for role in ("list", "export"):
            answer = client.get(reverse(pages.url_name(role)))
            if answer.status_code != 200:
                wrong.append((model, role, answer.status_code))
            elif role == "export":
                sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
                assert len(sheet) > 3, model
                texts = [cell for line in sheet for cell in line if isinstance(cell, str)]
                assert [text for text in texts if re.search("[\x0b\x01\u200b\ufeff\r\x1f]", text)] == [], model
        for record in model.objects.all():
            for role in ("detail", "history"):
                assert client.get(reverse(pages.url_name(role), args=[record.pk])).status_code == 200, model
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.slow
def test_every_report_is_there_whatever_is_stored(cast, as_, odd):
    for order in apps.get_model("customers", "order").objects.all():
        plant(order, date=datetime.date(2026, 11, 30), status="completed", total=100)
    client = as_(cast.chief)
    for report in REPORTS:
        if cast.chief.has_perm(report.right):
            base = reverse(f"reports:{report.key}")
            assert client.get(base).status_code == 200
            sheet = b"".join(client.get(f"{base}excel/"))
            load_workbook(BytesIO(sheet))
            if (drawn := client.get(f"{base}chart.svg")).status_code == 200:  # not all have a chart
                ElementTree.fromstring(b"".join(drawn))


@pytest.mark.django_db
def test_cards_and_mails_are_there_whatever_is_stored(cast, as_):
    contact = make.contact(make.customer(cast.ann))
    plant(contact, name=ODD, position=ODD)
    plant(contact.customer, name=ODD)
    answer = as_(cast.ann).get(reverse("office:card", args=["contact", contact.pk]))
    assert "FN:甲乙=1+1\\n_x000B_" in answer.content.decode()
    plant(cast.ann, email="ann@example.org", notices='{"customers.contact": "now"}')
    cast.ann.refresh_from_db()
    contact.refresh_from_db()
    entry = audit.log(contact, "customers.contact.edit", by=None, note=ODD, tell=[cast.ann])
    with make.rewriting():
        plant(entry, title=ODD, note=ODD)
    Notification.objects.update(mailed_at=None)
    assert deliver(Way.NOW) == 1
    assert "\x0b" not in f"{mail.outbox[-1].subject}{mail.outbox[-1].body}"
