"""A long list is written by the worker; only its owner fetches it, for a day, while nothing is taken away (A10)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.core import actions
from apps.customers.models import Customer
from apps.kit.exporting import background, writing
from apps.kit.exporting.files import ExportFile
from tests import make

pytestmark = pytest.mark.django_db
EXPORT = "customers:customer-export"


@pytest.fixture
def written(cast, as_, monkeypatch, settings, tmp_path):
    """Three customers, one of them filtered out, exported by their account manager where two are many."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(background, "LONG", 1)
    for name in ("=1+1", "华信贸易", "另一家"):
        make.customer(cast.ann, name, phone="021-1" if name != "另一家" else "")
    answer = as_(cast.ann).get(reverse(EXPORT), {"q": "021", "sort": "name", "page": 9})
    assert answer.url == reverse("exports")
    return ExportFile.objects.get()


def fetch(client, found):
    return client.get(reverse("export-file", args=[found.pk]))


def test_a_long_list_is_written_told_of_and_fetched_by_its_owner(cast, as_, written, tmp_path):
    client = as_(cast.ann)
    assert (written.done, written.total) == (2, 2)
    assert f'href="{reverse("export-file", args=[written.pk])}"' in client.get(reverse("exports")).text
    assert "已可下载" in client.get(reverse("accounts:messages")).text
    path = tmp_path / "fetched.xlsx"
    path.write_bytes(b"".join(fetch(client, written)))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["客户名称", "=1+1", "华信贸易"]
    assert fetch(as_(cast.boss), written).status_code == 404


def test_who_may_see_less_than_when_asking_does_not_get_the_file(cast, as_, written):
    cast.ann.department = cast.bob.department
    cast.ann.save()
    assert fetch(as_(cast.ann), written).status_code == 403
    cast.ann.role = cast.eng.role
    cast.ann.save()
    assert as_(cast.ann).get(reverse("exports")).status_code == 403


def test_a_file_is_kept_for_a_day(cast, as_, written):
    ExportFile.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert fetch(as_(cast.ann), written).status_code == 404
    background.forget_exports.enqueue()
    assert not written.path.exists()
    assert not ExportFile.objects.exists()


def test_an_export_on_its_way_says_how_far_it_is_and_is_not_asked_for_twice(cast, as_, written):
    ExportFile.objects.update(ready_at=None, done=20, total=80)
    client = as_(cast.ann)
    page = client.get(reverse("exports")).text
    assert 'value="25"' in page
    assert "20 / 80 行" in page
    assert fetch(client, written).status_code == 404
    client.get(reverse(EXPORT), {"q": "021", "sort": "name", "page": 9})
    assert ExportFile.objects.count() == 1


def test_what_stands_in_cells_is_what_the_list_shows(cast, as_, tmp_path):
    """Read straight from the database, by reference, choice, number and day; and over a portion's end."""
    customer = make.customer(
        cast.ann, "华信贸易", order_total="12.50", next_date=timezone.localdate(), next_step="拜访"
    )
    gone = make.customer(cast.ann, "已删除")
    actions.delete(gone, by=cast.boss)
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(as_(cast.ann).get(reverse(EXPORT))))
    header, row = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    cells = dict(zip(header, row, strict=True))
    assert cells["客户经理"] == str(cast.ann)
    assert cells["地区"] == str(customer.region)
    assert cells["客户等级"] == "普通客户"
    assert cells["订单总额"] == 12.5
    assert cells["下一步"] == f"{timezone.localdate()} 拜访"
    assert cells["状态"] == Customer.Status.NORMAL.label


def test_a_disk_that_is_full_is_known_as_one(cast, as_, monkeypatch):
    """The writer says it in words alone; the page of a full disk wants the number (E9)."""
    make.customer(cast.ann, "华信贸易")

    def at_a_full_disk(**_given):
        return SimpleNamespace(name="/dev/full")

    monkeypatch.setattr(writing.tempfile, "NamedTemporaryFile", at_a_full_disk)
    client = as_(cast.ann)
    client.raise_request_exception = False
    answer = client.get(reverse(EXPORT))
    assert answer.status_code == 503
    assert "磁盘已满" in answer.content.decode()
