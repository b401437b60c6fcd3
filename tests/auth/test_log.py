"""The operation log: everything anybody did, for whom may read it (P5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.auth.actions import log_refusal
from apps.core import actions
from apps.core.models import Entry
from apps.foundation.listing import counting, paging
from apps.marketing import actions as chances
from tests import make
from tests.conftest import CAST

pytestmark = pytest.mark.django_db
LOG = reverse("accounts:log")


def story(cast):
    """A customer renamed by ann, and a chance assigned by boss."""
    customer = make.customer(owner=cast.ann, name="华信贸易")
    customer.name = "华信国际"
    actions.edit(customer, by=cast.ann, fields=["name"])
    chances.assign(make.chance(by=cast.boss, title="采购仓储系统"), by=cast.boss, to=cast.ann)


def titles(client, **chosen):
    """Which records the log names under these filters."""
    return [entry.title for entry in client.get(LOG, chosen).context["page"]]


@pytest.mark.parametrize("name", CAST)
def test_only_who_may_read_the_log_reads_it_and_sees_its_menu_item(as_, cast, name):
    client, allowed = as_(cast[name]), name == "admin"
    assert client.get(LOG).status_code == (200 if allowed else 403)
    menu = client.get(reverse("accounts:profile")).content.decode()
    assert (f'href="{LOG}"' in menu) == allowed


def test_the_log_says_who_did_what_and_old_and_new(as_, cast):
    story(cast)
    page = as_(cast.admin).get(LOG).content.decode()
    assert "<del>华信贸易</del> → <ins>华信国际</ins>" in page
    assert "Ann" in page
    assert "Boss" in page


def test_the_log_is_filtered_by_person(as_, cast):
    story(cast)
    assert titles(as_(cast.admin), by=cast.ann.pk) == ["华信国际"]


def test_the_log_is_filtered_by_action(as_, cast):
    story(cast)
    client = as_(cast.admin)
    assert titles(client, action="edit") == ["华信国际"]
    assert titles(client, action="marketing.chance.assign") == ["采购仓储系统"]
    assert titles(client, action="delete") == []


def test_the_log_is_filtered_by_kind_and_text(as_, cast):
    story(cast)
    client = as_(cast.admin)
    assert titles(client, kind="marketing.chance") == ["采购仓储系统"]
    assert titles(client, kind="accounts.role") == []
    assert titles(client, q="国际") == ["华信国际"]


def test_a_long_log_counts_as_far_as_somebody_reads_and_all_on_demand(as_, cast, monkeypatch):
    monkeypatch.setattr(counting, "ENOUGH", 5)
    monkeypatch.setattr(paging, "AHEAD", 0)
    story(cast)
    for name in range(40):
        log_refusal(f"nobody-{name}", "10.0.0.1")
    client = as_(cast.admin)
    every = list(Entry.objects.order_by("-pk").values_list("pk", flat=True))
    page = client.get(LOG)
    assert "25+ 条" in page.text
    shown = client.get(LOG, {"exact": 1})
    assert f"{len(every)} 条" in shown.text
    found = [entry.pk for number in (1, 2) for entry in client.get(LOG, {"exact": 1, "page": number}).context["page"]]
    assert found == every


def test_the_fields_to_filter_the_log_by_come_when_they_are_unfolded(as_, cast):
    client = as_(cast.admin)
    assert 'name="kind"' not in client.get(LOG).text
    fields = client.get(LOG, headers={"HX-Request": "true", "HX-Target": "filter-fields"})
    assert 'name="kind"' in fields.text
    assert "<html" not in fields.text


def test_the_log_is_filtered_by_day(as_, cast):
    story(cast)
    with make.rewriting():
        Entry.objects.filter(title="华信国际").update(at=timezone.now() - timedelta(days=3))
    client, today = as_(cast.admin), timezone.localdate()
    assert titles(client, at_after=today) == ["采购仓储系统"]
    assert titles(client, at_before=today - timedelta(days=1)) == ["华信国际"]


def test_chosen_filters_are_said_in_words(as_, cast):
    story(cast)
    page = as_(cast.admin).get(LOG, {"action": "edit", "by": cast.ann.pk}).content.decode()
    assert page.count('class="chip"') == 2


def test_the_filters_change_only_the_rows(as_, cast):
    story(cast)
    headers = {"HX-Request": "true", "HX-Target": "rows"}
    page = as_(cast.admin).get(LOG, {"by": cast.ann.pk}, headers=headers).content.decode()
    assert "<html" not in page
    assert "华信国际" in page


@pytest.mark.parametrize("query", ["by=x", "by=999999", "action=nothing", "kind=a.b", "at_after=tomorrow", "page=x"])
def test_nonsense_in_the_address_is_no_fault(as_, cast, query):
    assert as_(cast.admin).get(f"{LOG}?{query}").status_code == 200


def test_a_long_log_asks_as_often_as_a_short_one(as_, cast):
    client = as_(cast.admin)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(LOG)
        return len(queries)

    story(cast)
    client.get(LOG)
    few = asked()
    for _more in range(10):
        story(cast)
    assert asked() == few


def test_a_failed_login_names_who_was_tried_but_no_name_nobody_has(as_, cast):
    log_refusal("ann", "203.0.113.7")
    log_refusal("typed-password", "203.0.113.7")
    page = as_(cast.admin).get(LOG).content.decode()
    assert [page.count(f'data-label="操作人">{who}</td>') for who in ("Ann", "未知", "系统")] == [1, 1, 0]
    assert "typed-password" not in page
