"""Roles in the administration: readable rights by module, scopes, and what changed on record (P2–P5)."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from apps.auth.admin_forms import LAST_ADMINISTRATOR
from apps.auth.models import Right, Role
from apps.core.models import Entry
from apps.core.rights import DECLARED

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:accounts_role_changelist"), reverse("admin:accounts_role_add")
REACH = {"read_scope": "all", "chance_scope": "own", "report_scope": "own", "write_scope": "own"}


def address(role, page="change"):
    return reverse(f"admin:accounts_role_{page}", args=[role.pk])


def keys(*codes):
    return [right.pk for right in Right.objects.filter(code__in=codes)]


def filled(role, codes=None, **given):
    """The form of a role as it is, with what is changed."""
    scopes = {name: getattr(role, name) for name in REACH}
    return {"name": role.name, "rights": keys(*(role.codes() if codes is None else codes))} | scopes | given


def test_a_new_role_is_made_from_readable_rights(as_, cast):
    chosen = keys("service.view_service", "service.assign_service")
    answer = as_(cast.admin).post(ADD, {"name": "客服主管", "rights": chosen} | REACH)
    assert answer["Location"] == LIST
    role = Role.objects.get(name="客服主管")
    assert role.codes() == {"service.view_service", "service.assign_service"}
    assert role.read_scope == "all"
    entry = Entry.objects.get()
    assert (entry.action, entry.by) == ("accounts.role.create", cast.admin)
    assert entry.changes["rights"] == [[], ["service.assign_service", "service.view_service"]]
    assert entry.changes["read_scope"] == [None, "all"]


def test_the_rights_stand_in_words_under_their_modules(as_, cast):
    cast.admin.language = "en"
    cast.admin.save()
    page = as_(cast.admin).get(ADD).content.decode()
    modules = re.findall(r"<legend>(.*?)</legend>", page)
    assert modules == ["Marketing", "Customers", "Service", "Reports", "Base data", "Rights", "Data exchange"]
    boxes = dict(re.findall(r'<input type="checkbox" name="rights" value="(\d+)"[^>]*>\s*([^<]+)</label>', page))
    with translation.override("en"):
        expected = {str(right.pk): str(DECLARED[right.code]) for right in Right.objects.all()}
    assert {key: unescape(text.strip()) for key, text in boxes.items()} == expected


def test_each_scope_says_what_it_means(as_, cast):
    cast.admin.language = "en"
    cast.admin.save()
    page = as_(cast.admin).get(ADD).content.decode()
    assert page.count('type="radio"') == 12
    assert "Whose customers, orders, dealings and service requests" in page


def test_a_ready_made_role_is_changed_and_what_was_given_and_taken_is_on_record(as_, cast):
    role = cast.ann.role
    codes = role.codes() - {"core.export_rows"} | {"marketing.assign_chance"}
    as_(cast.admin).post(address(role), filled(role, codes, write_scope="department"))
    assert role.codes() == codes
    entry = Entry.objects.get()
    assert (entry.action, entry.object) == ("accounts.role.edit", role)
    assert entry.changes == {
        "write_scope": ["own", "department"],
        "rights": [["core.export_rows"], ["marketing.assign_chance"]],
    }


def test_the_log_says_the_rights_in_words(as_, cast):
    cast.admin.language = "en"
    cast.admin.save()
    role, client = cast.ann.role, as_(cast.admin)
    client.post(address(role), filled(role, role.codes() - {"core.export_rows"} | {"marketing.assign_chance"}))
    for page in (reverse("accounts:log"), address(role, "history")):
        shown = client.get(page).content.decode()
        assert "<del>−Export lists and reports</del>" in shown
        assert "<ins>+Assign, withdraw and reopen sales chances</ins>" in shown


def test_saving_without_a_change_writes_nothing(as_, cast):
    as_(cast.admin).post(address(cast.ann.role), filled(cast.ann.role))
    assert not Entry.objects.exists()


def test_a_role_in_use_stays(as_, cast):
    role, client = cast.ann.role, as_(cast.admin)
    answer = client.post(address(role, "delete"), {"post": "yes"}, follow=True)
    assert Role.objects.filter(pk=role.pk).exists()
    said = [str(one) for one in answer.context["messages"]]
    assert len(said) == 1
    assert "客户经理" in said[0]
    assert "2" in said[0]
    assert not Entry.objects.exists()


def test_a_role_nobody_has_is_deleted_and_that_is_on_record(as_, cast):
    role = Role.objects.create(name="临时")
    role.rights.set(Right.objects.filter(code="customers.view_customer"))
    assert as_(cast.admin).post(address(role, "delete"), {"post": "yes"})["Location"] == LIST
    assert not Role.objects.filter(pk=role.pk).exists()
    entry = Entry.objects.get()
    assert (entry.action, entry.title, entry.by) == ("accounts.role.delete", "临时", cast.admin)


def test_the_last_role_that_manages_users_keeps_that_right(as_, cast):
    role = cast.admin.role
    answer = as_(cast.admin).post(address(role), filled(role, role.codes() - {"accounts.manage_users"}))
    assert answer.status_code == 200
    assert str(LAST_ADMINISTRATOR) in str(answer.context["errors"])
    assert "accounts.manage_users" in role.codes()


def test_with_another_administrator_the_right_may_be_taken_away(as_, cast):
    role = cast.admin.role
    other = Role.objects.create(name="副管理员")
    other.rights.set(Right.objects.filter(code="accounts.manage_users"))
    cast.bob.role = other
    cast.bob.save()
    as_(cast.admin).post(address(role), filled(role, role.codes() - {"accounts.manage_users"}))
    assert "accounts.manage_users" not in role.codes()


@pytest.mark.parametrize(
    "given",
    [{"name": ""}, {"name": "客户经理"}, {"rights": ["999"]}, {"rights": ["x"]}, {"read_scope": "planet"}],
    ids=str,
)
def test_a_wrong_form_makes_no_role(as_, cast, given):
    answer = as_(cast.admin).post(ADD, {"name": "客服主管", "rights": []} | REACH | given)
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert Role.objects.count() == 5
