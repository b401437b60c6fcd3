"""The tree of departments in the administration: no circles, what is in use stays (P2, P4, P5)."""

import pytest
from django.urls import reverse

from apps.auth.models import Department, User
from apps.core.models import Entry
from apps.customers.models import Customer
from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:accounts_department_changelist"), reverse("admin:accounts_department_add")


def address(department, page="change"):
    return reverse(f"admin:accounts_department_{page}", args=[department.pk])


@pytest.fixture
def levels(db):
    top = make.department("集团")
    middle = make.department("华南部", top)
    return top, middle, make.department("深圳组", middle)


def test_a_department_is_made_inside_another(as_, cast, levels):
    assert as_(cast.admin).post(ADD, {"name": "广州组", "parent": levels[1].pk})["Location"] == LIST
    assert Department.objects.get(name="广州组").parent == levels[1]
    entry = Entry.objects.get()
    assert (entry.action, entry.by) == ("accounts.department.create", cast.admin)
    assert entry.changes["parent"][2:] == ["", "华南部"]


@pytest.mark.parametrize("below", [0, 1, 2])
def test_a_department_is_not_moved_into_itself_or_below(as_, cast, levels, below):
    top = levels[0]
    answer = as_(cast.admin).post(address(top), {"name": "集团", "parent": levels[below].pk})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["parent"]
    top.refresh_from_db()
    assert top.parent is None
    assert not Entry.objects.exists()


def test_a_department_is_moved_elsewhere(as_, cast, levels):
    top, _middle, low = levels
    as_(cast.admin).post(address(low), {"name": "深圳组", "parent": top.pk})
    low.refresh_from_db()
    assert low.parent == top
    assert Entry.objects.get().changes["parent"][2:] == ["华南部", "集团"]


def test_a_department_in_use_stays(as_, cast, levels):
    client = as_(cast.admin)
    for used in (levels[0], cast.ann.department):
        answer = client.post(address(used, "delete"), {"post": "yes"}, follow=True)
        assert [str(used) in str(one) for one in answer.context["messages"]] == [True]
        assert Department.objects.filter(pk=used.pk).exists()
    assert not Entry.objects.exists()


def test_an_empty_department_is_deleted(as_, cast, levels):
    as_(cast.admin).post(address(levels[2], "delete"), {"post": "yes"})
    assert not Department.objects.filter(pk=levels[2].pk).exists()
    assert Entry.objects.get().action == "accounts.department.delete"


def test_a_name_stands_for_one_department(as_, cast, levels):
    answer = as_(cast.admin).post(ADD, {"name": "集团", "parent": ""})
    assert answer.status_code == 200
    assert Department.objects.filter(name="集团").count() == 1


@pytest.mark.parametrize("few", ["department", "others", "nobody"])
def test_a_department_of_very_many_reaches_what_a_small_one_does(cast, monkeypatch, few):
    """Whether its people are named, or who is not one of them, or neither is few enough to be named."""
    for place in range(3):
        make.user(f"many-{place}", "客户经理", cast.ann.department)
    theirs = User.objects.of_department(cast.boss.department_id).count()
    others = User.objects.count() - theirs
    assert theirs > others > 0
    most = {"department": theirs, "others": others, "nobody": 0}[few]
    monkeypatch.setattr("apps.auth.models.FEW_PEOPLE", most)
    for person in (cast.ann, cast.bob, None):
        make.customer(person, f"归{person}的客户")
        make.chance(
            by=cast.bob, title=f"鲍勃给{person}的", assignee=person, status="developing" if person else "unassigned"
        )
        make.chance(
            by=cast.ann, title=f"安给{person}的", assignee=person, status="developing" if person else "unassigned"
        )
    boss = User.objects.get(pk=cast.boss.pk)
    assert {one.name for one in Customer.objects.workable_by(boss)} == {f"归{cast.ann}的客户", "归None的客户"}
    own = {f"鲍勃给{cast.ann}的", f"安给{cast.ann}的", f"安给{cast.bob}的", "安给None的"}
    assert {one.title for one in Chance.objects.visible_to(boss)} == own
