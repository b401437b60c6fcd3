"""Users in the administration: made, changed, disabled, never deleted; nobody locks the company out (P1, P2, P5)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.auth.admin_forms import LAST_ADMINISTRATOR
from apps.auth.models import Role, User
from apps.core.models import Entry
from tests import make
from tests.auth.test_login import log_in

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:accounts_user_changelist"), reverse("admin:accounts_user_add")
PASSWORD = reverse("accounts:password")
NEW = "new-horse-battery-staple"


def address(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def filled(person=None, **given):
    """The form of a person as it is, or of a new one, with what is changed."""
    form = {"username": "zhang", "name": "张伟", "is_active": "on", "password1": NEW, "password2": NEW}
    if person is not None:
        form = {"username": person.username, "name": person.name, "is_active": "on", "password1": "", "password2": ""}
        form |= {"role": person.role_id, "department": person.department_id}
    return {name: value for name, value in (form | given).items() if value is not None}


def role(name):
    return Role.objects.get(name=name)


def errors(answer):
    return " ".join(str(one) for one in answer.context["errors"])


def test_a_person_is_made_with_a_password_and_can_log_in(as_, cast):
    form = filled(role=role("客户经理").pk, department=cast.ann.department_id, mobile="13800000000")
    assert as_(cast.admin).post(ADD, form)["Location"] == LIST
    person = User.objects.get(username="zhang")
    assert (person.name, person.role.name, person.department) == ("张伟", "客户经理", cast.ann.department)
    assert Client().login(username="zhang", password=NEW)
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.object) == ("accounts.user.create", cast.admin, person)
    assert entry.changes["role"] == [None, person.role_id, "", "客户经理"]
    assert NEW not in str(entry.changes)
    assert "password" not in entry.changes


def choose(client, old, new):
    """Send the form of one's own password."""
    return client.post(PASSWORD, {"old_password": old, "new_password1": new, "new_password2": new})


@pytest.mark.parametrize("fresh", [True, False], ids=["a first one", "a new one"])
def test_a_password_that_somebody_else_typed_is_changed_before_anything_else(as_, cast, fresh):
    """By its own owner, and not into itself."""
    given = filled(role=cast.ann.role_id) if fresh else filled(cast.ann, password1=NEW, password2=NEW)
    as_(cast.admin).post(ADD if fresh else address(cast.ann), given)
    client = Client()
    log_in(client, given["username"], NEW)
    for page in ("/", "/customers/customers/", reverse("accounts:profile"), reverse("accounts:security")):
        assert client.get(page)["Location"] == PASSWORD
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == PASSWORD
    assert client.post("/marketing/chances/new/", {"title": "采购"})["Location"] == PASSWORD
    assert "只有您自己知道" in client.get(PASSWORD).content.decode()
    assert choose(client, NEW, NEW).status_code == 200
    assert client.get("/customers/customers/")["Location"] == PASSWORD
    assert choose(client, NEW, NEW + "!")["Location"] == "/"
    assert client.get("/customers/customers/").status_code == 200
    assert choose(client, NEW + "!", NEW + "?")["Location"] == reverse("accounts:profile")


def test_ones_own_password_and_those_of_a_demo_are_not_changed_again(as_, cast):
    demo, client = make.user("demo", is_demo=True), as_(cast.admin)
    client.post(address(demo), filled(demo, password1=NEW, password2=NEW))
    client.post(address(cast.admin), filled(cast.admin, password1=NEW, password2=NEW))
    client.post(address(cast.ann), filled(cast.ann, name="李娜"))
    assert not User.objects.filter(password_given=True).exists()


def test_a_name_typed_in_full_width_still_logs_in(as_, cast):
    as_(cast.admin).post(ADD, filled(username="ｚhang"))
    assert Client().login(username="zhang", password=NEW)


@pytest.mark.parametrize(
    "given",
    [
        {"username": ""},
        {"username": "ann"},
        {"username": "no spaces"},
        {"name": ""},
        {"password1": "", "password2": ""},
        {"password2": NEW + "!"},
        {"password1": "", "password2": NEW},
        {"password1": "short", "password2": "short"},
        {"password1": "password1234", "password2": "password1234"},
        {"role": "999"},
        {"email": "no address"},
        {"name": "长" * 51},
    ],
    ids=str,
)
def test_a_wrong_form_makes_nobody_and_keeps_what_was_typed(as_, cast, given):
    answer = as_(cast.admin).post(ADD, filled(mobile="13800000000") | given)
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert "13800000000" in answer.content.decode()
    assert User.objects.count() == 7
    assert not Entry.objects.exists()


def test_a_new_role_counts_at_the_next_click_and_is_on_record(as_, cast):
    bob = Client()
    bob.force_login(cast.bob)
    assert bob.get("/service/requests/").status_code == 200
    as_(cast.admin).post(address(cast.bob), filled(cast.bob, role=role("系统管理员").pk))
    assert bob.get("/service/requests/").status_code == 403
    assert bob.get("/admin/").status_code == 200
    entry = Entry.objects.get(action="accounts.user.edit")
    assert entry.object == cast.bob
    assert entry.changes == {"role": [cast.bob.role_id, role("系统管理员").pk, "客户经理", "系统管理员"]}


def test_a_disabled_person_is_on_record_and_out_at_the_next_click(as_, cast):
    ann = Client()
    ann.force_login(cast.ann)
    as_(cast.admin).post(address(cast.ann), filled(cast.ann, is_active=None))
    assert Entry.objects.get().changes == {"is_active": [True, False]}
    assert ann.get("/")["Location"].startswith(reverse("accounts:login"))


def test_a_new_password_is_on_record_and_ends_the_persons_sessions(as_, cast):
    ann = Client()
    ann.force_login(cast.ann)
    as_(cast.admin).post(address(cast.ann), filled(cast.ann, password1=NEW, password2=NEW))
    assert Client().login(username="ann", password=NEW)
    assert ann.get("/")["Location"].startswith(reverse("accounts:login"))
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.object) == ("accounts.user.password", cast.admin, cast.ann)


@pytest.mark.parametrize(
    "given", [{"password1": NEW}, {"password2": NEW}, {"password1": "short", "password2": "short"}]
)
def test_half_a_password_changes_nothing(as_, cast, given):
    assert as_(cast.admin).post(address(cast.ann), filled(cast.ann, **given)).status_code == 200
    cast.ann.refresh_from_db()
    assert cast.ann.check_password(make.PASSWORD)


def test_saving_without_a_change_keeps_the_password_and_writes_nothing(as_, cast):
    as_(cast.admin).post(address(cast.ann), filled(cast.ann))
    cast.ann.refresh_from_db()
    assert cast.ann.check_password(make.PASSWORD)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("taken", ["active", "role", "other role"])
def test_the_last_administrator_cannot_lock_everybody_out(as_, cast, taken):
    given = {
        "active": {"is_active": None},
        "role": {"role": ""},
        "other role": {"role": role("高管").pk},
    }[taken]
    answer = as_(cast.admin).post(address(cast.admin), filled(cast.admin, **given))
    assert answer.status_code == 200
    assert str(LAST_ADMINISTRATOR) in errors(answer)
    cast.admin.refresh_from_db()
    assert cast.admin.is_active
    assert cast.admin.role.name == "系统管理员"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("given", [{"is_active": None}, {"role": ""}])
def test_with_a_second_administrator_the_first_may_go(as_, cast, given):
    make.user("second", "系统管理员")
    as_(cast.admin).post(address(cast.admin), filled(cast.admin, **given))
    cast.admin.refresh_from_db()
    assert not cast.admin.has_perm("accounts.manage_users")


def test_a_disabled_second_administrator_does_not_count(as_, cast):
    make.user("second", "系统管理员", is_active=False)
    answer = as_(cast.admin).post(address(cast.admin), filled(cast.admin, role=""))
    assert str(LAST_ADMINISTRATOR) in errors(answer)


def test_nobody_is_ever_deleted(as_, cast):
    client = as_(cast.admin)
    assert client.post(reverse("admin:accounts_user_delete", args=[cast.ann.pk]), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [cast.ann.pk], "post": "yes"})
    assert User.objects.filter(pk=cast.ann.pk).exists()
    assert "deletelink" not in client.get(address(cast.ann)).content.decode()


def test_the_history_of_a_person_shows_old_and_new(as_, cast):
    client = as_(cast.admin)
    client.post(address(cast.ann), filled(cast.ann, name="李娜"))
    page = client.get(reverse("admin:accounts_user_history", args=[cast.ann.pk])).content.decode()
    assert "<del>Ann</del> → <ins>李娜</ins>" in page


def test_the_list_is_searched_and_filtered(as_, cast):
    client = as_(cast.admin)

    def names(**query):
        return {person.username for person in client.get(LIST, query).context["cl"].result_list}

    assert names(q="ann") == {"ann"}
    assert names(role__id__exact=role("客户经理").pk) == {"ann", "bob"}
    assert names(is_active__exact=0) == set()


def test_twenty_people_ask_as_often_as_seven(as_, cast):
    client = as_(cast.admin)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    asked()
    few = asked()
    for number in range(13):
        make.user(f"more-{number}", "客户经理", cast.ann.department)
    assert asked() == few
