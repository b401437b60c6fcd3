"""Two administrators who change each other at the same moment: nobody is locked out, nothing fails (P2)."""

import pytest
from django.urls import reverse

from apps.auth.models import Role, User
from tests import make
from tests.races import at_once, rounds, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def both(cast):
    return [cast.admin, make.user("second", "系统管理员")]


def change_each_other(both, **given):
    """Each sends the form of the other at the same moment, as often as the others do; every round's status codes."""
    clients, others = signed_in(both, 2), both[::-1]
    addresses = [reverse("admin:accounts_user_change", args=[other.pk]) for other in others]
    for count in rounds(25):
        forms = [
            {"username": other.username, "name": f"{other.name} {count}", "is_active": "on"} | given for other in others
        ]
        yield {answer.status_code for answer in at_once(clients, addresses, *forms)}


def test_somebody_always_manages_users(both):
    role = both[0].role
    for codes in change_each_other(both):
        assert codes <= {200, 302, 403}
        assert User.objects.allowed("accounts.manage_users").count() == 1
        User.objects.filter(pk__in=[one.pk for one in both]).update(role=role)


def test_both_are_saved_where_nothing_is_lost(both):
    role = Role.objects.get(name="系统管理员")
    for codes in change_each_other(both, role=role.pk):
        assert codes == {302}
