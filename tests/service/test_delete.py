"""Only a request nobody works on yet goes, by a supervisor, to the bin and back (S1)."""

import pytest

from apps.service.models import ServiceRequest

pytestmark = pytest.mark.django_db


def test_a_supervisor_deletes_and_restores_it(cast, as_, new):
    client = as_(cast.boss)
    assert client.get(new.page("detail")).context["can_delete"]
    client.post(new.page("delete"))
    assert not ServiceRequest.objects.exists()
    client.post(new.page("restore"))
    assert ServiceRequest.objects.get() == new


@pytest.mark.parametrize("name", ["ann", "bob", "eng", "chief", "admin", "stranger"])
def test_nobody_else_deletes_it(cast, as_, new, name):
    assert as_(cast[name]).post(new.page("delete")).status_code == 403
    assert ServiceRequest.objects.exists()


def test_an_assigned_one_stays(cast, as_, assigned):
    client = as_(cast.boss)
    assert not client.get(assigned.page("detail")).context["can_delete"]
    assert client.post(assigned.page("delete")).status_code == 422
    assert ServiceRequest.objects.exists()
