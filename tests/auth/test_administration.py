"""The administration opens by our rights alone, in the reader's language, with one login page (P1, P2)."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from apps.auth.models import Right, Role, User
from tests import make
from tests.conftest import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
INDEX, LOGIN = reverse("admin:index"), reverse("accounts:login")
RIGHTS = {
    "accounts.user": "accounts.manage_users",
    "accounts.role": "accounts.manage_users",
    "accounts.department": "accounts.manage_users",
    "basedata.dictitem": "basedata.manage_dict",
    "basedata.parameter": "basedata.manage_dict",
    "service.servicetarget": "basedata.manage_dict",
}
PAGES = ("changelist", "add", "change", "delete", "history")


def label(model):
    return model._meta.label_lower


def addresses(model):
    """Every page of one administered table, with a record that is there."""
    name = label(model).replace(".", "_")
    record = model.objects.order_by("pk").first()
    for page in PAGES:
        args = [record.pk] if page in ("change", "delete", "history") else []
        yield page, reverse(f"admin:{name}_{page}", args=args)


def someone_with(*codes):
    """A person in a new role with exactly these rights."""
    role = Role.objects.create(name="新角色")
    role.rights.set(Right.objects.filter(code__in=codes))
    person = make.user("someone")
    person.role = role
    person.save()
    return person


def test_exactly_these_tables_are_administered():
    assert {label(model) for model in admin.site._registry} == set(RIGHTS)


@pytest.mark.once
@pytest.mark.parametrize("name", [one for one in CAST if one != "admin"])
def test_nobody_else_enters_any_page(as_, cast, name):
    client = as_(cast[name])
    places = [INDEX, "/admin/accounts/", "/admin/nothing/", reverse("admin:jsi18n"), reverse("admin:autocomplete")]
    places += [address for model in admin.site._registry for _page, address in addresses(model)]
    assert {place: client.get(place).status_code for place in places} == dict.fromkeys(places, 403)
    assert {place: client.post(place).status_code for place in places} == dict.fromkeys(places, 403)


def test_a_refusal_is_our_page_and_not_djangos_login(as_, cast):
    page = as_(cast.ann).get(INDEX).content.decode()
    assert "app.css" in page
    assert 'type="password"' not in page


def test_the_administrator_opens_every_page(as_, cast):
    client = as_(cast.admin)
    for model in admin.site._registry:
        for page, address in addresses(model):
            one = label(model)
            unable = (one, page) in {
                ("accounts.user", "delete"),
                ("basedata.parameter", "add"),
                ("basedata.parameter", "delete"),
                ("basedata.dictitem", "delete"),  # the first item may not be changed
            }
            assert client.get(address).status_code in ((403,) if unable else (200, 302)), address


@pytest.mark.parametrize("right", sorted(set(RIGHTS.values())))
def test_each_right_opens_its_tables_and_no_others(as_, cast, right):
    client = as_(someone_with(right))
    assert client.get(INDEX).status_code == 200
    for model in admin.site._registry:
        address = reverse(f"admin:{label(model).replace('.', '_')}_changelist")
        assert client.get(address).status_code == (200 if RIGHTS[label(model)] == right else 403)
        assert (address in client.get(INDEX).content.decode()) == (RIGHTS[label(model)] == right)


def test_other_rights_do_not_open_it(as_, cast):
    client = as_(someone_with("accounts.view_log", "basedata.manage_product", "customers.view_customer"))
    assert client.get(INDEX).status_code == 403
    assert f'href="{INDEX}"' not in client.get(reverse("accounts:profile")).content.decode()


def test_django_superuser_flags_mean_nothing(as_, cast, monkeypatch):
    monkeypatch.setattr(User, "is_superuser", True, raising=False)
    assert as_(cast.ann).get(INDEX).status_code == 403


def test_there_is_one_login_page(client, as_, cast):
    asked = "?next=/admin/accounts/user/"
    assert client.get("/admin/accounts/user/")["Location"] == LOGIN + asked
    assert client.get(reverse("admin:login") + asked)["Location"] == LOGIN + asked
    assert client.get(reverse("admin:login"))["Location"] == f"{LOGIN}?next={INDEX}"


def test_password_and_logout_of_the_administration_are_the_products(as_, cast):
    client = as_(cast.admin)
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("accounts:password")
    assert client.get(reverse("admin:password_change_done"))["Location"] == reverse("accounts:profile")
    assert client.post(reverse("admin:logout"))["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/admin/accounts/user/999/change/", "/admin/accounts/user/x/history/"])
def test_a_record_that_is_not_there_answers_404(as_, cast, address):
    assert as_(cast.admin).get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["?role__id__exact=x", "?is_active__exact=%00", "?p=x", "?o=99", "?q=%00", "?nothing=1", "?e=1", "?all=1"]
)
def test_nonsense_in_the_address_is_no_fault(as_, cast, query):
    answer = as_(cast.admin).get(f"/admin/accounts/user/{query}", follow=True)
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "增加"), ("en", "Add")])
def test_it_speaks_the_persons_language(as_, cast, language, word):
    cast.admin.language = language
    cast.admin.save()
    assert word in as_(cast.admin).get("/admin/accounts/user/").content.decode()


def test_it_stands_in_the_products_frame(as_, cast):
    page = as_(cast.admin).get("/admin/accounts/user/").content.decode()
    assert "logo.svg" in page
    assert f'href="{reverse("home")}"' in page
    assert f'href="{reverse("accounts:log")}"' in page
    assert page.count('id="changelist-search"') == 1  # Django's page and our frame both know a block of that name


@pytest.mark.parametrize("junk", ["9" * 3000, "9" * 5000, "-1", "1e999", "é\x01", "x" * 5000])
def test_a_form_of_the_administration_answers_anything(cast, as_, junk):
    client = as_(cast.admin)
    for model in admin.site._registry:
        for page, address in addresses(model):
            if page not in ("add", "change"):
                continue
            form = client.get(address)
            if form.status_code != 200 or "adminform" not in (form.context or {}):
                continue
            fields = form.context["adminform"].form.fields
            for names in (fields, *([name] for name in fields)):
                with transaction.atomic():
                    answer = client.post(address, dict.fromkeys(names, junk))
                    transaction.set_rollback(True)
                assert answer.status_code in (200, 302, 403), (address, names)


@pytest.mark.parametrize("asked", ["role__id__exact=x", "is_active__exact=7", "department__id__exact=1.5", "id=5x"])
def test_a_list_asked_for_what_it_does_not_understand_shows_nothing_and_says_so(as_, cast, asked):
    page = as_(cast.admin).get(reverse("admin:accounts_user_changelist") + f"?{asked}")
    assert (page.status_code, page.context["cl"].result_count) == (200, 0)
    assert f"筛选：无法识别“{asked.partition('=')[2]}”。" in page.text
    assert [one.title for one in page.context["cl"].filter_specs] == ["启用", "角色", "部门"]
