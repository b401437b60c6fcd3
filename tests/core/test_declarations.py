"""A forgotten declaration is a sentence at start that says what to do (house.md)."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db.models import IntegerField
from django.urls import get_resolver, path

from apps.core import flow, rights
from apps.core.pages import REGISTRY
from apps.customers.duplicates import settling
from apps.customers.models import Customer, Order
from apps.kit import checks
from apps.kit.agenda.sections import SECTIONS
from apps.kit.search.fields import FoundBy
from apps.kit.trash.views import BinPage

ICON = re.compile(r'(?:{% icon |\bicon(?:_name)?=|\bicon\()"([\w-]+)"')


def sentences(id: str) -> list[str]:
    return [one.msg for one in run_checks() if one.id == id]


def without(registry: dict, key) -> dict:
    """A copy: what is taken out and put back would stand last in the registry, and so in menus, for all later tests."""
    return {one: declared for one, declared in registry.items() if one != key}


def test_every_declaration_there_is_is_whole():
    assert [one for one in run_checks() if str(one.id).startswith(("core.", "kit.", "customers.", "accounts."))] == []


def test_an_icon_that_is_not_there(monkeypatch):
    monkeypatch.setattr(REGISTRY[Customer], "icon", "no-such-icon")
    [sentence] = sentences("kit.E001")
    assert "customers.Customer" in sentence
    assert "bin/vendor" in sentence


def test_every_icon_a_template_or_module_names_is_there():
    files = [*Path(settings.BASE_DIR, "templates").rglob("*.html"), *Path(settings.BASE_DIR, "apps").rglob("*.py")]
    named = {name for path in files for name in ICON.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 50
    assert sorted(named - checks.sprite()) == []


def test_a_section_whose_list_does_not_know_its_rows(monkeypatch):
    filters = REGISTRY[Customer].filter
    known = {name: one for name, one in filters.base_filters.items() if name != "due"}
    monkeypatch.setattr(filters, "base_filters", known)
    assert sentences("kit.E002") == [
        "customers.Customer: my day counts “contact”; give its filter the field `due`, a DueFilter."
    ]


def test_a_section_whose_list_asks_for_another_day(monkeypatch):
    due = REGISTRY[Customer].filter.base_filters["due"]
    monkeypatch.setattr(due, "path", "last_order_date")
    [sentence] = sentences("kit.E002")
    assert sentence.startswith("customers.Customer: my day counts “contact” by `next_date`; let the field `due`")


def test_a_section_of_what_has_no_list(monkeypatch):
    monkeypatch.setattr(checks, "REGISTRY", without(REGISTRY, Customer))
    assert len([one for one in sentences("kit.E002") if "“contact”" in one]) == 3


@pytest.mark.parametrize("found_by", [None, FoundBy()])
def test_a_search_box_that_finds_nothing(monkeypatch, found_by):
    monkeypatch.setattr(Order, "found_by", found_by)
    assert sentences("kit.E003") == ["customers.Order: its list has a search box; say in `found_by` what it finds."]


def test_a_search_by_a_field_that_is_not_there(monkeypatch):
    monkeypatch.setattr(Order, "found_by", FoundBy(numbers=("number", "nummer"), also=("customer", "custoner__owner")))
    assert sentences("kit.E003") == [
        f"customers.Order: `found_by` names “{name}”, which is no field of it; name one it has."
        for name in ("nummer", "custoner__owner")
    ]


@pytest.mark.parametrize(
    ("model", "name"),
    [*((Order, name) for name in ("create", "edit", "delete", "restore", "undo", "export")), (Customer, "merged")],
)
def test_a_step_that_is_called_like_what_the_kernel_or_the_system_does(monkeypatch, model, name):
    step = next(iter(flow.STEPS[model].values()))
    monkeypatch.setitem(flow.STEPS[model], name, replace(step, name=name))
    [sentence] = sentences("kit.E004")
    assert sentence.startswith(f"{model._meta.label_lower}.{name}: ")


def test_a_field_of_a_customer_that_a_merge_forgets(monkeypatch):
    field = IntegerField()
    field.name = "visits"
    monkeypatch.setattr(Customer._meta, "concrete_fields", (*Customer._meta.concrete_fields, field), raising=False)
    [sentence] = sentences("customers.E001")
    assert "customers.Customer.visits" in sentence


def test_a_section_without_a_day_needs_no_filter_by_it():
    undated = [one for some in SECTIONS.values() for one in some if not one.due]
    assert undated
    assert all("due" not in checks.asked_by(one) for one in undated)


def test_what_a_customer_has_but_one_of_is_settled_at_a_merge(monkeypatch):
    settled = {*settling.ONE_EACH}
    monkeypatch.setattr("apps.customers.checks.ONE_EACH", {})
    told = sentences("customers.E002")
    assert any("customers.Share.customer" in one for one in told)
    assert len(told) == len(settled), "a reason for what is not there once any more"


def test_a_right_that_nobody_would_have(monkeypatch):
    monkeypatch.setitem(rights.DECLARED, "customers.whisper", "Whisper")
    [sentence] = sentences("accounts.E003")
    assert "customers.whisper" in sentence
    monkeypatch.setitem(rights.UNGIVEN, "customers.whisper", "each company decides")
    assert sentences("accounts.E003") == []


def test_the_reason_of_a_right_that_no_role_has_stands_beside_it(monkeypatch):
    monkeypatch.setattr(rights, "DECLARED", {})
    monkeypatch.setattr(rights, "UNGIVEN", {})
    rights.right("customers.whisper", "Whisper", ungiven="each company decides")
    assert rights.UNGIVEN == {"customers.whisper": "each company decides"}


def test_a_role_with_a_right_that_is_none(monkeypatch):
    monkeypatch.setattr("apps.auth.checks.DECLARED", without(rights.DECLARED, "customers.view_order"))
    assert sentences("accounts.E003") == [
        "customers.view_order: a role in fixtures/roles.json has this right, and no app declares it; take it out there."
    ]


def test_a_page_more_than_three_classes_deep(monkeypatch):
    deep = type("DeepPage", (BinPage,), {"__module__": "apps.customers.views"})
    addresses = [*get_resolver().url_patterns, path("deep/", deep.as_view())]
    monkeypatch.setattr(get_resolver(), "url_patterns", addresses)
    [sentence] = sentences("kit.E005")
    assert sentence.startswith("apps.customers.views.DeepPage: 4 classes of ours deep, 3 at most;")
