"""The role of the administrators can be given every right, as a small firm wants it; every page then works (P1–P4)."""

import pytest
from django.urls import reverse

from apps.auth.admin_forms import LAST_ADMINISTRATOR
from apps.auth.models import Right, User
from apps.core.scope import Scope
from tests import make
from tests.access import EXTRA
from tests.auth.test_roles import REACH, address, filled
from tests.samples import SAMPLES
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def manager(cast, as_):
    """The administrator, who has just given the own role every right and all records."""
    every = [right.code for right in Right.objects.all()]
    answer = as_(cast.admin).post(
        address(cast.admin.role), filled(cast.admin.role, every, **dict.fromkeys(REACH, "all"))
    )
    assert answer.status_code == 302
    return User.objects.get(pk=cast.admin.pk)


@pytest.mark.slow
def test_every_page_works(cast, as_, manager):
    client, wrong = as_(manager), []
    records = {model: sample(cast.ann) for model, sample in SAMPLES.items()}
    for one in registered():
        if "get" in one.methods:
            url = reverse(one.url_name, args=[records[one.pages.model].pk] if one.of_record else [])
            status = client.get(url).status_code
            fine = (200, 204, 302, 404, 409, 422, *([403] if one.step else []))  # a step may be the assignee's alone
            wrong += [] if status in fine else [f"{url}: {status}"]
    reports = [name for name in EXTRA if name.startswith("reports:")]
    plain = [
        "home",
        "bins",
        "batches",
        "exports",
        "office:handovers",
        "office:addresses",
        "office:notes",
        "admin:index",
    ]
    for url in map(reverse, [*reports, *plain, "accounts:log", "accounts:profile"]):
        status = client.get(url).status_code
        wrong += [] if status == 200 else [f"{url}: {status}"]
    assert wrong == []


def test_the_scopes_say_how_far_it_reaches(cast, as_, manager):
    customer = make.customer(cast.bob)
    assert as_(manager).get(customer.get_absolute_url()).status_code == 200
    as_(manager).post(address(manager.role), filled(manager.role, manager.role.codes(), read_scope=Scope.OWN))
    assert as_(manager).get(customer.get_absolute_url()).status_code == 404


def test_the_last_one_who_manages_users_still_cannot_give_that_up(cast, as_, manager):
    business = manager.role.codes() - {"accounts.manage_users"}
    answer = as_(manager).post(address(manager.role), filled(manager.role, business))
    assert str(LAST_ADMINISTRATOR) in answer.content.decode()
    assert "accounts.manage_users" in manager.role.codes()
