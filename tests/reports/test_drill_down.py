"""The list behind a figure has as many rows as the figure says, for everybody who sees it (R6, P4)."""

import pytest

from apps.auth.models import User
from apps.basedata.models import DictItem, Product
from apps.customers.models import Customer
from tests.reports.sales import figures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = ("boss", "chief", "ann", "bob")
COUNTING_CELL = {"contribution": 2, "composition": 1, "service": 1, "products": 4, "orders": 1}
REPORTS = [
    ("contribution", "period=2025"),
    ("contribution", "period=2025-Q1&level=3"),
    ("composition", "by=level"),
    ("composition", "by=region&status=all"),
    ("composition", "by=credit"),
    ("composition", "by=satisfaction"),
    ("composition", "by=owner"),
    ("service", "period=2025&by=type"),
    ("service", "period=2025&by=month"),
    ("service", "period=2025&by=assignee"),
    ("service", "period=2025-Q1&by=month&type={type}&assignee={eng}"),
    ("products", "period=2025"),
    ("orders", "period=2025"),
    ("orders", "period=days&first=2025-01-02&last=2025-03-30"),
    ("orders", "period=2025&status=draft&status=void"),
    ("orders", "period=2025-Q1&region={region}"),
]


def rows_behind(client, url: str) -> int:
    """How many rows the opened list has; every condition of the address must be understood."""
    context = client.get(url).context
    assert context["filters"].form.errors == {}
    return context["table"].page.paginator.count


@pytest.fixture
def keys(company, cast):
    """What stands for the keys in the addresses."""
    of = DictItem.objects.get
    return {"eng": cast.eng.pk, "type": of(item="咨询").pk, "region": of(item="华北").pk}


@pytest.mark.parametrize(("key", "query"), REPORTS)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_rows_behind_a_row_are_as_many_as_it_counts(cast, as_, keys, name, key, query):
    client, found = as_(cast[name]), figures(cast[name], key, query.format(**keys))
    counts = [(row.cells[COUNTING_CELL[key]], row.url) for row in found.rows]
    assert [rows_behind(client, url) for _count, url in counts] == [count for count, _url in counts]


@pytest.mark.parametrize(
    ("key", "query", "place"),
    [
        ("orders", "period=2025", 2),
        *(("loss", query, place) for query in ("period=2025", "period=2025-12") for place in range(3)),
    ],
)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_rows_behind_a_bar_are_as_many_as_it_counts(cast, as_, keys, name, key, query, place):
    client, chart = as_(cast[name]), figures(cast[name], key, query).charts[place]
    assert tuple(rows_behind(client, url) for url in chart.urls) == chart.series[0].values


def test_all_of_the_company_is_behind_the_figures_of_a_supervisor(cast, as_, keys):
    found = figures(cast.boss, "orders", "period=2025")
    assert sum(rows_behind(as_(cast.boss), row.url) for row in found.rows) == 5
    losses = figures(cast.boss, "loss", "period=2025")
    assert losses.charts[0].series[0].values == (1, 0, 2, 1)


@pytest.mark.parametrize(("key", "query"), [("orders", "period=2025"), ("service", "period=2025"), ("composition", "")])
def test_a_role_that_reaches_a_department_opens_its_own_rows(cast, as_, keys, key, query):
    cast.boss.role.report_scope = "department"
    cast.boss.role.save()
    found = figures(cast.boss, key, query)
    counts = [row.cells[1] for row in found.rows]
    assert [rows_behind(as_(cast.boss), row.url) for row in found.rows] == counts
    assert 0 < sum(counts) < sum(row.cells[1] for row in figures(cast.chief, key, query).rows)


def test_behind_a_churn_warning_is_its_own_page(cast, as_, keys):
    found = figures(cast.boss, "loss", "period=2025")
    assert len(found.rows) == 4
    for row in found.rows:
        assert row.cells[0] in as_(cast.boss).get(row.url).content.decode()


def test_who_left_and_what_was_retired_is_still_found(cast, as_, keys):
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    DictItem.objects.filter(type__in=("region", "service_type", "loss_reason")).update(active=False)
    for key, query in (("composition", "by=owner"), ("composition", "by=region"), ("service", "period=2025&by=type")):
        found = figures(cast.boss, key, query)
        counts = [row.cells[1] for row in found.rows]
        assert [rows_behind(as_(cast.boss), row.url) for row in found.rows] == counts
        assert sum(counts) == 4
    reasons = figures(cast.boss, "loss", "period=2025").charts[1]
    assert tuple(rows_behind(as_(cast.boss), url) for url in reasons.urls) == (2,)


@pytest.mark.parametrize("key", ["contribution", "products"])
def test_what_is_in_the_bin_keeps_its_figures_and_the_rows_behind_them(cast, as_, keys, key):
    before = figures(cast.boss, key, "period=2025")
    Customer.objects.update(deleted_at="2026-01-01T00:00Z")
    Product.objects.update(deleted_at="2026-01-01T00:00Z")
    found = figures(cast.boss, key, "period=2025")
    assert found.totals[3] == before.totals[3] > 0
    counts = [(row.cells[COUNTING_CELL[key]], row.url) for row in found.rows]
    assert [rows_behind(as_(cast.boss), url) for _count, url in counts] == [count for count, _url in counts]


def test_a_category_opens_the_report_of_its_products(cast, as_, keys):
    chart = figures(cast.boss, "products", "period=2025").charts[1]
    opened = as_(cast.boss).get(dict(zip(chart.labels, chart.urls, strict=True))["饮料"]).context["figures"]
    assert [row.cells[0] for row in opened.rows] == ["绿茶"]
    assert opened.totals[3] == dict(zip(chart.labels, chart.series[0].values, strict=True))["饮料"]
