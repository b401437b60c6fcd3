"""A filter that is not understood finds nothing and says so, wherever filters count; the retired is marked (Z9)."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.forms import ModelChoiceField
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

import crm.urls  # noqa: F401 where the entities are registered
from apps.auth.filters import LogFilter
from apps.auth.models import User
from apps.basedata.models import DictItem, Product
from apps.core.forms import PickField
from apps.core.models import Entry
from apps.core.pages import REGISTRY
from apps.customers.models import Customer, Order
from apps.office.notes.forms import NoteFilter
from apps.office.notes.models import Note
from apps.reports.pages import REPORTS
from apps.service.models import ServiceRequest
from tests import make
from tests.samples import SAMPLES

pytestmark = pytest.mark.django_db
LIST = reverse("customers:customer-list")
NONSENSE = ("nonsense", "99999", str(10**19), "-1", "0001-01-01", "2026-13-45", "1e999", "é", "[]", "1,2")


def filters_of_all(cast):
    for pages in REGISTRY.values():
        yield pages.filter, pages.model.objects.all()
    yield LogFilter, Entry.objects.all()
    yield NoteFilter, Note.objects.all()


def test_every_filter_takes_nonsense_for_nothing_and_says_so(cast):
    """Nonsense either means something to a filter, such as a text or a number, or is told and finds nothing."""
    for made in SAMPLES.values():
        made(cast.ann)
    told = 0
    for kind, rows in filters_of_all(cast):
        for name, one in kind(user=cast.boss).filters.items():
            widget = one.field.widget
            for parameter in [f"{name}_{suffix}" for suffix in getattr(widget, "suffixes", ())] or [name]:
                for text in NONSENSE:
                    asked = kind(QueryDict(urlencode({parameter: text})), rows, user=cast.boss)
                    understood = asked.form.cleaned_data.get(name) not in (None, "", [])
                    assert understood != bool(asked.unclear), (kind, parameter, text)
                    assert understood or not asked.qs.exists(), (kind, parameter, text)
                    told += not understood
            if hasattr(widget, "suffixes"):  # without its end it names no end
                assert kind(QueryDict(f"{name}=2026-01-01"), rows, user=cast.boss).unclear
    assert told > 900


@pytest.mark.parametrize("query", [
    "owner=99999", "status=nonsense", "region=99999", "created_at_after=junk", "order_total_min=viel",
    "ownerless=banana", "owner=99999999999999999999", "status=normal&status=lost", "view=99999", "view=junk",
])  # fmt: skip
def test_a_list_says_it_above_and_an_export_refuses(cast, as_, query):
    make.customer(cast.ann)
    client = as_(cast.ann)
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert page.context["table"].page.paginator.count == 0
    assert "filters-unclear" in page.text.split("<details")[-1]
    assert "还没有" not in page.text.split('id="rows"')[1]
    answer = client.get(f"{LIST}export/?{query}")
    assert answer.status_code == 400
    assert str(page.context["filters"].unclear[0]) in answer.text.replace("&quot;", '"')
    assert not Entry.objects.filter(action="customers.customer.export").exists()
    bulk = client.get(f"{LIST}bulk/set-level/?all=1&{query}")
    assert bulk.status_code == 409
    assert str(page.context["filters"].unclear[0]) in bulk.text
    if "view" not in query:  # which a picker has none of
        assert not client.get(f"{LIST}pick/?{query}").context["records"]


def test_a_picker_names_what_is_near_where_its_suggestions_do_not_stand(cast, as_):
    for name in ("杭州甲厂", "杭州乙厂"):
        make.customer(cast.ann, name=name)
    orders = reverse("customers:order-list")
    for address in (orders, f"{orders}export/"):
        answer = as_(cast.ann).get(address, {"customer": "杭州"})
        told = answer.text.split("filters-unclear-one")[-1] if answer.status_code == 200 else answer.text
        assert "“杭州”" in told.replace("&quot;", '"')
        assert "杭州甲厂" in told
        assert "杭州乙厂" in told
        assert "下面" not in told.split("</div>")[0]
        assert "已保留" not in told


@pytest.mark.parametrize("text", ["1e999999", "1e-999999", "1e400", "1" * 30])
def test_a_number_that_no_column_could_hold_is_not_asked_for(cast, as_, text):
    page = as_(cast.ann).get(f"{LIST}?order_total_min={text}")
    assert page.status_code == 200
    assert "filters-unclear" in page.text


def test_ticks_that_name_nothing_are_not_everything(cast, as_):
    make.customer(cast.ann)
    answer = as_(cast.ann).get(f"{LIST}export/?tick=junk&tick=99999999999999999999")
    assert load_workbook(BytesIO(b"".join(answer))).active.max_row == 1


@pytest.mark.parametrize("query", [
    "", "owner=", "region=", "q=%20%20", "q=%E2%80%8B", "created_at_after=&created_at_before=", "page=junk",
    "per_page=7", "utm_source=mail", "fbclid=x", "owner__password=a", "view=all", "created_at_foo=1", "sort=junk",
    "page=99999999999999999999",
])  # fmt: skip
def test_what_asks_for_nothing_and_what_is_somebody_elses_leaves_everything(cast, as_, query):
    make.customer(cast.ann)
    page = as_(cast.ann).get(f"{LIST}?{query}")
    assert page.context["table"].page.paginator.count == 1
    assert "filters-unclear" not in page.text


@pytest.mark.parametrize("text", ["nonsense", "department-99999", "99999", "department-x", "9" * 30, "²", "-1"])
def test_a_day_of_somebody_who_is_not_there_is_not_my_day(cast, as_, text):
    make.customer(cast.boss, next_date="2020-01-01", next_step="签约")
    mine = as_(cast.boss).get("/")
    page = as_(cast.boss).get("/", {"whose": text})
    assert mine.context["agenda"].total == 1
    assert page.context["agenda"].total == 0
    assert "filters-unclear-one" in page.text
    assert "filters-unclear-one" not in mine.text


def test_an_address_book_of_nobody_known_finds_nobody_and_gives_no_file(cast, as_):
    page, part = (as_(cast.boss).get(reverse(f"office:{name}"), {"who": "nonsense"}) for name in ("addresses", "cards"))
    assert len(page.context["book"]) == 0
    assert "filters-unclear-one" in page.text
    assert part.status_code == 400
    assert "nonsense" in part.text


@pytest.mark.parametrize(("kind", "told"), [("nonsense", True), ("order", False), ("activity", False), ("", False)])
def test_a_story_of_no_kind_there_is_tells_nothing(cast, as_, kind, told):
    customer = make.customer(cast.ann)
    make.activity(customer, cast.ann)
    page = as_(cast.ann).get(customer.get_absolute_url(), {"kind": kind})
    assert ("filters-unclear-one" in page.text) == told
    assert bool(page.context["story"].entries) == (kind in ("activity", ""))


def test_a_report_asked_for_a_colleague_does_not_show_the_own_figures(cast, as_):
    make.customer(cast.ann)
    report = reverse("reports:contribution")
    ann = as_(cast.ann)
    assert ann.get(report, {"owner": cast.ann.pk}).context["figures"]
    for other in (cast.bob.pk, "nonsense"):
        page = ann.get(report, {"owner": other})
        assert page.context["figures"] is None
        assert page.context["form"].errors["owner"]


def test_the_board_the_bin_the_log_and_the_notes_say_it_too(cast, as_):
    make.chance(by=cast.boss)
    for person, address in (
        (cast.boss, reverse("marketing:chance-board") + "?source=99999"),
        (cast.boss, f"{LIST}bin/?owner=99999"),
        (cast.admin, reverse("accounts:log") + "?kind=junk"),
        (cast.ann, reverse("office:notes") + "?day_after=junk"),
    ):
        assert "filters-unclear" in as_(person).get(address).text, address
    assert as_(cast.admin).get(reverse("accounts:log-export") + "?kind=junk").status_code == 400


def test_a_report_refuses_its_file_with_the_sentence(cast, as_):
    client = as_(cast.chief)
    for report in REPORTS:
        if cast.chief.has_perm(report.right):
            for name in report.form.base_fields:
                base = reverse(f"reports:{report.key}")
                if name in ("customer", "first", "last"):
                    continue
                page = client.get(base, {name: "nonsense"})
                assert page.context["figures"] is None, (report.key, name)
                answer = client.get(f"{base}excel/", {name: "nonsense"})
                assert answer.status_code == 400
                assert page.context["form"].unclear() in answer.text.replace("&quot;", '"')


def retire() -> None:
    DictItem.objects.update(active=False)
    User.objects.exclude(username__in=("boss", "admin")).update(is_active=False)


def test_what_is_retired_and_who_has_left_stays_in_every_filter_and_is_marked(cast):
    """Whatever a filter offers while it is used it offers afterwards."""
    offered = lambda: {  # noqa: E731
        (kind, name): {str(key) for key, _label in field.choices}
        for kind, rows in filters_of_all(cast)
        for name, field in kind(QueryDict(), rows, user=cast.boss, whole=True).form.fields.items()
        if hasattr(field, "choices") and not isinstance(field, PickField)
    }
    before = offered()
    retire()
    assert offered() == before
    assert len(before) > 50
    form = REGISTRY[Customer].filter(QueryDict(), Customer.objects.none(), user=cast.boss, whole=True).form
    regions = [label for key, label in form.fields["region"].choices if key.isdecimal()]
    assert len(regions) > 3
    assert [label for label in regions if "已停用" not in label] == []
    for kind, rows in filters_of_all(cast):
        for field in kind(QueryDict(), rows, user=cast.boss, whole=True).form.fields.values():
            if isinstance(field, ModelChoiceField) and not isinstance(field, PickField):
                for record in field.queryset:
                    assert not record.gone or str(record.gone) in field.label_from_instance(record)


def test_a_discontinued_product_is_marked_where_it_is_suggested_and_filtered_by(cast, as_):
    product = make.product(discontinued=True)
    assert "<small>停产</small>" in as_(cast.ann).get(Product.pick_address(), {"q": product.number}).text
    for model in (Order, ServiceRequest):
        page = as_(cast.ann).get(reverse(REGISTRY[model].url_name("list")), {"product": product.pk})
        assert f"{product}（停产）" in page.text


def test_a_bookmark_on_a_retired_item_works_and_an_edit_keeps_it(cast, as_):
    customer = make.customer(cast.ann)
    retire_one = customer.region
    DictItem.objects.filter(pk=retire_one.pk).update(active=False)
    page = as_(cast.ann).get(LIST, {"region": retire_one.pk})
    assert page.context["table"].page.paginator.count == 1
    assert "filters-unclear" not in page.text
    assert "已停用" in page.text
