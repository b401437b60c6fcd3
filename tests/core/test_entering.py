"""Whatever way a text or a day comes in, it is kept as people see it; nothing a field lets pass is refused (B8, B9)."""

import datetime
from copy import deepcopy

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_filters import DateFilter

import crm.urls  # noqa: F401 where the entities are registered
from apps.core.filters import DayRangeFilter
from apps.core.pages import REGISTRY
from apps.customers.models import Activity, Customer
from apps.foundation.database.bulk_insert import add
from apps.foundation.entering.texts import entered, in_one_line
from tests import make

UNSEEN = [
    *map(chr, [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD]),
    *map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFFFE, 0xD800, 0xDFFF]),
]
DIRTY, CLEAN = "甲\x0b乙\u200b丙\ufeff\ud800丁\x00\x85戊\r\n己\r庚\u2028辛", "甲乙丙丁\n戊\n己\n庚\n辛"
DAYS = (datetime.date(26, 12, 1), datetime.date(1, 1, 1), datetime.date(1899, 12, 31), datetime.date(2200, 1, 1))
FIELDS = [field for model in apps.get_models() for field in model._meta.concrete_fields]


def test_what_nobody_sees_is_taken_out_and_what_people_see_stays():
    assert [letter for letter in UNSEEN if entered(f"甲{letter}乙") != "甲乙"] == []
    for text in ("甲乙\n丙\t丁", "👨‍👩‍👧 🏳️‍🌈 ❤️‍🔥", "全角　空格 nbsp\u00a0é", "𠮷野家", "葛󠄀城"):
        assert entered(text) == text
    assert in_one_line("甲\r\n乙\t丙") == "甲 乙 丙"


def test_every_text_any_model_keeps_is_cleaned_when_checked_and_when_stored():
    texts = [field for field in FIELDS if isinstance(field, models.CharField | models.TextField)]
    assert len(texts) > 130
    wrong = [str(field) for field in texts if {field.to_python(DIRTY), field.get_prep_value(DIRTY)} != {CLEAN}]
    assert wrong == []


def test_every_day_any_model_keeps_is_one_of_our_time():
    days = [field for field in FIELDS if isinstance(field, models.DateField)]
    assert len(days) > 60
    for field in days:
        for day in DAYS:
            moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
            with pytest.raises(ValidationError, match="1900"):
                field.run_validators(moment if isinstance(field, models.DateTimeField) else day)
        field.run_validators(timezone.now())


@pytest.mark.django_db
def test_a_text_reaches_no_table_unclean(cast):
    """Not by an action called directly, not by an update of many, not by copying many rows at once."""
    customer = make.customer(cast.ann, DIRTY)
    assert Customer.objects.get(pk=customer.pk).name == CLEAN
    Customer.objects.filter(pk=customer.pk).update(bank=DIRTY)
    assert Customer.objects.get(pk=customer.pk).bank == CLEAN
    kind = make.item("activity_kind")
    many = [Activity(customer=customer, kind=kind, title=DIRTY, created_by=cast.ann) for _row in range(30)]
    add(many)
    assert set(Activity.objects.values_list("title", flat=True)) == {CLEAN}


def bound_fields(cast):
    """Every field of every form and every filter of every entity."""
    for pages in REGISTRY.values():
        if pages.form:
            yield from pages.form({}, user=cast.boss, instance=pages.model())
        yield from pages.filter(QueryDict(), user=cast.boss, whole=True).form


@pytest.mark.django_db
def test_every_field_of_every_form_takes_a_text_clean_and_knows_its_bounds(cast):
    fields = list(bound_fields(cast))
    assert len(fields) > 200
    for bound in fields:
        bound.form.data = {bound.html_name: DIRTY, f"{bound.html_name}_after": DIRTY, f"{bound.html_name}_min": DIRTY}
        arrived = bound.data if isinstance(bound.data, list) else [bound.data]
        assert {*arrived} <= {CLEAN, CLEAN.replace("\n", " "), None, True, False}, bound.name
        if isinstance(bound.field, forms.DateField | forms.DateTimeField):
            assert 'min="1900-01-01' in str(bound), bound.name
            assert 'max="2199-12-31' in str(bound), bound.name
    ranges = [bound for bound in fields if bound.name == "created_at"]
    assert ranges
    assert all(str(bound).count('min="1900-01-01"') == 2 for bound in ranges)


@pytest.mark.django_db
def test_a_line_end_is_one_character(cast, as_):
    """650 lines of two characters are 1,949 characters, as the field of the page counts them, not 2,598."""
    content = "\r\n".join(["好的"] * 650)
    given = {"customer": make.customer(cast.ann).number, "kind": make.item("activity_kind").pk, "title": "拜访"}
    given |= {"at": "2026-11-30T10:00", "detail": content}
    assert as_(cast.ann).post(reverse("customers:activity-create"), given).status_code == 302
    assert Activity.objects.get().detail == content.replace("\r\n", "\n")
    longest = "😀" * 1000  # of which a page counts each as two: what it lets pass is never too long here
    assert as_(cast.ann).post(reverse("customers:activity-create"), given | {"detail": longest}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0026-12-01", "202612-12-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_meant_is_refused_beside_its_field(cast, as_, day):
    order = as_(cast.ann).post(reverse("customers:order-create"), {"date": day})
    assert order.status_code == 422
    assert order.context["form"].errors["date"]
    given = {"title": "拜访", "at": f"{day}T10:00"}
    activity = as_(cast.ann).post(reverse("customers:activity-create"), given)
    assert activity.status_code == 422
    assert activity.context["form"].errors["at"]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["0001-01-01", "9999-12-31", "0026-12-01", "202612-01-01", "junk"])
def test_every_filter_by_days_answers_any_day(cast, as_, end):
    asked = 0
    for pages in REGISTRY.values():
        for name, one in pages.filter.base_filters.items():
            if isinstance(one, DayRangeFilter | DateFilter):
                names = [f"{name}_{suffix}" for suffix in getattr(deepcopy(one).field.widget, "suffixes", ())] or [name]
                for each in names:
                    filters = pages.filter(QueryDict(f"{each}={end}"), pages.model.objects.all(), user=cast.boss)
                    assert not filters.qs.exists()
                    assert filters.form.errors
                    asked += 1
    assert asked > 35
    assert as_(cast.boss).get(reverse("customers:customer-list"), {"created_at_after": end}).status_code == 200
