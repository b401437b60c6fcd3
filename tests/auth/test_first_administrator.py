"""The first administrator of a real installation (P2, P3; checks C6, C10)."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from apps.auth.models import Role, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody")]
PASSWORD = "correct-horse-battery"


def create(monkeypatch, password=PASSWORD):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    call_command("createsuperuser", interactive=False, username="administrator", name="周敏", verbosity=0)


def test_a_fresh_database_gets_an_administrator_by_one_command(monkeypatch):
    create(monkeypatch)
    person = User.objects.get()
    assert (person.name, person.role.name, person.is_demo) == ("周敏", "系统管理员", False)
    client = Client()
    assert client.login(username="administrator", password=PASSWORD)
    assert client.get("/admin/accounts/user/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "administrator1"])
def test_the_rules_for_passwords_hold_here_too(monkeypatch, password):
    with pytest.raises(CommandError):
        create(monkeypatch, password)
    assert not User.objects.exists()


def test_without_roles_it_says_what_to_run_first(monkeypatch):
    Role.objects.all().delete()
    with pytest.raises(CommandError, match="seed_base"):
        create(monkeypatch)
