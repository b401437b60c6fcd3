"""The pages of the reports: who opens them, what they show, what wrong filters say (R1–R6, P1, P4)."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.auth.models import Right
from apps.core.rights import EXPORT
from apps.reports.pages import REPORTS
from tests import make
from tests.reports.sales import sale
from tests.test_bad_input import JUNK, clean

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KEYS = [report.key for report in REPORTS]
DOWNLOADS = ("excel", "png", "svg")


def address(key: str, download: str = "") -> str:
    return reverse(f"reports:{key}-{download}" if download else f"reports:{key}")


@pytest.mark.once
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("name", "status"),
    [("boss", 200), ("chief", 200), ("ann", 200), ("admin", 403), ("eng", 403), ("stranger", 403)],
)
def test_a_report_opens_to_whoever_may_see_reports(cast, as_, company, key, name, status):
    client = as_(cast[name])
    assert {client.get(address(key, one)).status_code for one in ("", *DOWNLOADS)} == {status}
    shown = f'href="{address(key)}"'.encode() in client.get(reverse("accounts:profile")).content
    assert shown == (status == 200)


@pytest.mark.parametrize("key", KEYS)
def test_a_stranger_at_the_door_is_asked_to_log_in(client, db, key):
    for one in ("", *DOWNLOADS):
        assert client.get(address(key, one)).headers["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize("key", KEYS)
def test_without_the_right_to_export_there_is_the_screen_alone(cast, as_, company, key):
    cast.chief.role.rights.remove(Right.objects.get(code=EXPORT))
    client = as_(cast.chief)
    page = client.get(address(key))
    assert page.status_code == 200
    assert b"download" not in page.content
    assert {client.get(address(key, one)).status_code for one in DOWNLOADS} == {403}


def test_a_report_has_headlines_charts_what_it_counts_and_a_table_with_totals(cast, as_, company):
    page = as_(cast.boss).get(address("contribution"), {"period": "2025"}).content.decode()
    assert "¥ 617.25" in page
    assert page.count("data-chart=") == 1
    assert "2025-01-01 – 2025-12-31" in page
    assert [page.count(customer.name) >= 2 for customer in (company.hua, company.xing, company.yuan)] == [True] * 3
    assert "<tfoot>" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "金额单位：元。状态：已确认、已发货、已完成。截至 "),
        ("en", "amounts in yuan. Status: Confirmed, Shipped, Completed. As of "),
    ],
)
def test_what_it_counts_is_said_as_each_language_says_it(cast, as_, company, language, said):
    cast.boss.language = language
    cast.boss.save()
    assert said in as_(cast.boss).get(address("orders")).content.decode()


@pytest.mark.parametrize(("name", "total"), [("boss", "493.80"), ("ann", "370.35"), ("bob", "123.45")])
def test_everybody_reads_the_figures_their_role_reaches(cast, as_, company, name, total):
    found = as_(cast[name]).get(address("orders"), {"period": "2025-Q1"}).context["figures"]
    assert found.totals[2] == Decimal(total)


def test_an_account_manager_is_not_asked_for_an_owner(cast, as_, company):
    assert "owner" not in as_(cast.ann).get(address("contribution")).context["form"].fields
    owners = as_(cast.boss).get(address("contribution")).context["form"].fields["owner"].queryset
    assert set(owners) == {cast.ann, cast.bob}


def test_who_reaches_a_department_is_offered_its_people_as_owners(cast, as_, company):
    cast.boss.role.report_scope = "department"
    cast.boss.role.save()
    owners = as_(cast.boss).get(address("contribution")).context["form"].fields["owner"].queryset
    assert set(owners) == {cast.ann}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"period": "2025-13"}, "period"),
        ({"period": "days", "first": "2025-02-30", "last": "2025-03-01"}, "first"),
        ({"period": "days", "first": "2025-03-02", "last": "2025-03-01"}, "last"),
        ({"period": "days", "first": "2025-03-02"}, "last"),
        ({"period": "days", "first": "0001-01-01", "last": "2025-03-01"}, "first"),
        ({"period": "days", "first": "1900-01-01", "last": "2025-03-01"}, "last"),
        ({"top": "201"}, "top"),
        ({"top": "0"}, "top"),
        ({"region": "999999"}, "region"),
        ({"level": "9"}, "level"),
    ],
)
def test_a_wrong_filter_is_told_beside_its_field(cast, as_, company, query, field):
    client = as_(cast.boss)
    answer = client.get(address("contribution"), query)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert re.search(rf'id="id_{field}_error".*?<span>\S', answer.content.decode(), re.DOTALL)
    assert answer.context["figures"] is None
    assert {client.get(address("contribution", one), query).status_code for one in DOWNLOADS} == {400}


@pytest.mark.parametrize("key", KEYS)
def test_nonsense_in_a_filter_is_no_fault(cast, as_, company, key):
    """Each filter by itself, so that no other one hides its fault, and all at once on the page."""
    client, report = as_(cast.boss), next(one for one in REPORTS if one.key == key)
    names = list(client.get(address(key)).context["form"].fields)
    for value in JUNK:
        for name in names:
            query = QueryDict(mutable=True)
            query.update({"period": "days"} if name in ("first", "last") else {})
            query[name] = clean(value)
            form = report.form(query, user=cast.boss)
            assert not form.is_valid() or report.figures(cast.boss, form.cleaned_data)
        assert client.get(address(key), dict.fromkeys(names, clean(value))).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("key", KEYS)
def test_a_report_asks_as_often_for_many_rows_as_for_few(cast, as_, company, key):
    client = as_(cast.boss)
    client.get(address(key))
    with CaptureQueriesContext(connection) as few:
        client.get(address(key), {"period": "2025"})
    for place in range(12):
        customer = make.customer(cast.ann, f"客户{place}")
        sale(customer, "2025-02-02", "5", product=make.product(f"N-{place}", f"新品{place}"))
        make.service(cast.ann, customer)
    with CaptureQueriesContext(connection) as many:
        client.get(address(key), {"period": "2025"})
    assert len(many) == len(few) <= 20
