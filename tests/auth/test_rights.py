"""Rights follow from the role alone, freshly; sys_right holds exactly what the code declares (P1–P4)."""

import pytest
from django.core.management import call_command

from apps.auth.models import Department, Right, Role
from apps.auth.rights import sync_rights
from apps.core.rights import DECLARED
from apps.core.scope import Scope
from apps.customers.models import Customer
from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db
CUSTOMERS = "/customers/customers/"


def test_the_table_of_rights_is_what_is_declared():
    Right.objects.create(code="customers.gone")
    Right.objects.filter(code="customers.view_customer").delete()
    sync_rights()
    assert set(Right.objects.values_list("code", flat=True)) == set(DECLARED)


def test_a_migration_keeps_the_rights_of_roles(cast):
    before = {role.name: role.codes() for role in Role.objects.all()}
    call_command("migrate", verbosity=0)
    assert {role.name: role.codes() for role in Role.objects.all()} == before


def test_five_roles_come_ready():
    names = {"系统管理员", "销售主管", "客户经理", "服务工程师", "高管"}
    assert set(Role.objects.values_list("name", flat=True)) == names


def test_a_right_is_a_permission_of_who_holds_the_role(cast):
    assert cast.boss.has_perm("marketing.assign_chance")
    assert not cast.ann.has_perm("marketing.assign_chance")
    assert cast.ann.has_perms(["marketing.view_chance", "marketing.add_chance"])
    assert not cast.ann.has_perms(["marketing.view_chance", "marketing.assign_chance"])
    assert cast.ann.has_module_perms("marketing")
    assert not cast.admin.has_module_perms("marketing")
    assert not cast.stranger.has_perm("customers.view_customer")


def test_a_disabled_person_may_nothing(cast):
    cast.boss.is_active = False
    assert not cast.boss.has_perm("marketing.assign_chance")


def test_a_role_taken_away_counts_at_the_next_click(as_, cast):
    client = as_(cast.ann)
    assert client.get(CUSTOMERS).status_code == 200
    cast.ann.role = None
    cast.ann.save()
    assert client.get(CUSTOMERS).status_code == 403


def test_a_right_taken_from_the_role_counts_at_the_next_click(as_, cast):
    client = as_(cast.ann)
    assert client.get(CUSTOMERS).status_code == 200
    cast.ann.role.rights.remove(Right.objects.get(code="customers.view_customer"))
    assert client.get(CUSTOMERS).status_code == 403
    assert CUSTOMERS not in client.get("/account/profile/").content.decode()


class Tree:
    """Three levels of departments with an account manager in each, and one in a department beside them."""

    def __init__(self):
        self.top = make.department("集团")
        self.middle = make.department("华南部", self.top)
        self.low = make.department("深圳组", self.middle)
        self.beside = make.department("西南部", self.top)
        places = {"top": self.top, "middle": self.middle, "low": self.low, "beside": self.beside, "nowhere": None}
        self.people = {name: make.user(f"in-{name}", "客户经理", place) for name, place in places.items()}
        for name, person in self.people.items():
            make.customer(owner=person, name=name)


@pytest.fixture
def tree(db) -> Tree:
    return Tree()


def give(person, **scopes):
    """Set how far the person's role reaches."""
    Role.objects.filter(pk=person.role_id).update(**scopes)
    person.refresh_from_db()


def test_a_department_knows_all_below_it(tree):
    assert tree.top.and_below() == {tree.top.pk, tree.middle.pk, tree.low.pk, tree.beside.pk}
    assert tree.middle.and_below() == {tree.middle.pk, tree.low.pk}
    assert tree.low.and_below() == {tree.low.pk}


def test_a_circle_in_the_table_does_not_hang(tree):
    Department.objects.filter(pk=tree.top.pk).update(parent=tree.low)
    assert tree.middle.and_below() == {tree.top.pk, tree.middle.pk, tree.low.pk, tree.beside.pk}


READ = {
    (Scope.OWN, "middle"): {"middle"},
    (Scope.DEPARTMENT, "middle"): {"middle", "low"},
    (Scope.DEPARTMENT, "top"): {"top", "middle", "low", "beside"},
    (Scope.DEPARTMENT, "low"): {"low"},
    (Scope.DEPARTMENT, "nowhere"): {"nowhere"},
    (Scope.ALL, "low"): {"top", "middle", "low", "beside", "nowhere"},
}


@pytest.mark.parametrize(("scope", "name"), READ)
def test_reading_reaches_as_far_as_the_role_says(tree, scope, name):
    person = tree.people[name]
    give(person, read_scope=scope, write_scope=Scope.ALL)
    assert {one.name for one in Customer.objects.visible_to(person)} == READ[scope, name]


@pytest.mark.parametrize(("scope", "name"), READ)
def test_writing_reaches_as_far_as_the_role_says(tree, scope, name):
    person = tree.people[name]
    give(person, read_scope=Scope.ALL, write_scope=scope)
    assert {one.name for one in Customer.objects.visible_to(person)} == {"top", "middle", "low", "beside", "nowhere"}
    assert {one.name for one in Customer.objects.workable_by(person)} == READ[scope, name]


def test_nobody_writes_what_they_may_not_read(tree):
    person = tree.people["low"]
    give(person, read_scope=Scope.OWN, write_scope=Scope.ALL)
    assert {one.name for one in Customer.objects.workable_by(person)} == {"low"}


def test_chances_have_a_reading_scope_of_their_own(tree):
    low, middle = tree.people["low"], tree.people["middle"]
    make.chance(by=low)
    give(middle, read_scope=Scope.ALL, chance_scope=Scope.OWN)
    assert not Chance.objects.visible_to(middle).exists()
    give(middle, chance_scope=Scope.DEPARTMENT)
    assert Chance.objects.visible_to(middle).count() == 1


def test_moving_a_person_moves_what_the_supervisor_reaches(tree):
    middle, beside = tree.people["middle"], tree.people["beside"]
    give(middle, read_scope=Scope.DEPARTMENT)
    beside.department = tree.low
    beside.save()
    assert {one.name for one in Customer.objects.visible_to(middle)} == {"middle", "low", "beside"}
