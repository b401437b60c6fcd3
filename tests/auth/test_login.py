"""Coming in and going out: who, when, from where, and where to next (P1, P5)."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.core.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
LOGIN, LOGOUT, HOME = reverse("accounts:login"), reverse("accounts:logout"), reverse("home")


def log_in(client, username="ann", password=make.PASSWORD, next="", **headers):
    return client.post(LOGIN, {"username": username, "password": password, "next": next}, **headers)


def last():
    return Entry.objects.first()


def test_a_login_is_on_record_with_its_address(client, cast):
    answer = log_in(client, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 302
    assert (last().action, last().by, last().object, last().note) == (
        "accounts.user.login",
        cast.ann,
        cast.ann,
        "203.0.113.7",
    )


def test_a_wrong_password_is_on_record_and_lets_nobody_in(client, cast):
    answer = log_in(client, password="wrong-horse-battery", REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.object, entry.note) == (
        "accounts.user.login_failed",
        None,
        cast.ann,
        "203.0.113.7",
    )


def test_what_was_typed_as_a_name_nobody_has_is_not_kept(client, cast):
    log_in(client, username="correct-horse-battery")
    entry = Entry.objects.get()
    assert (entry.action, entry.title, entry.object) == ("accounts.user.login_failed", "?", None)


def test_an_empty_form_is_not_a_failed_login(client, cast):
    log_in(client, password="")
    assert not Entry.objects.exists()


def test_in_production_the_address_is_what_the_proxy_put_last(client, cast, settings):
    settings.PRODUCTION = True
    log_in(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert last().note == "203.0.113.7"


def test_without_a_proxy_nobody_can_name_an_address(client, cast):
    log_in(client, REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert last().note == "203.0.113.7"


def test_nonsense_from_the_proxy_is_not_believed(client, cast, settings):
    settings.PRODUCTION = True
    log_in(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="evil\tline")
    assert last().note == "127.0.0.1"


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_a_login_never_leads_to_another_site(client, cast, next):
    assert log_in(client, next=next)["Location"] == HOME


def test_a_login_leads_where_the_person_was_going(client, cast):
    asked = client.get("/customers/customers/?q=1")
    assert asked["Location"] == f"{LOGIN}?next=/customers/customers/%3Fq%3D1"
    assert log_in(client, next="/customers/customers/?q=1")["Location"] == "/customers/customers/?q=1"


def test_a_disabled_person_cannot_log_in(client, cast):
    cast.ann.is_active = False
    cast.ann.save()
    assert log_in(client).status_code == 200
    assert "_auth_user_id" not in client.session
    assert last().action == "accounts.user.login_failed"


def test_a_disabled_person_is_out_at_the_next_click(as_, cast):
    client = as_(cast.ann)
    assert client.get("/customers/customers/").status_code == 200
    cast.ann.is_active = False
    cast.ann.save()
    answer = client.get("/customers/customers/")
    assert answer["Location"].startswith(LOGIN)
    inside = client.get("/customers/customers/", headers={"HX-Request": "true", "HX-Target": "rows"})
    assert inside["HX-Redirect"].startswith(LOGIN)


def test_a_logout_is_on_record_and_ends_the_session(client, cast):
    log_in(client)
    answer = client.post(LOGOUT)
    assert (answer["Location"], answer["Clear-Site-Data"]) == (LOGIN, '"storage"')
    assert (last().action, last().by, last().note) == ("accounts.user.logout", cast.ann, "127.0.0.1")
    assert client.get(HOME)["Location"].startswith(LOGIN)


def test_logging_out_twice_says_nothing_and_breaks_nothing(client, cast):
    assert client.post(LOGOUT)["Location"] == LOGIN
    assert client.get(LOGOUT)["Location"] == HOME
    assert not Entry.objects.exists()


def test_a_link_to_the_logout_logs_nobody_out(as_, cast):
    client = as_(cast.ann)
    assert client.get(LOGOUT)["Location"] == HOME
    assert client.session["_auth_user_id"] == str(cast.ann.pk)


def test_a_page_open_too_long_answers_in_the_products_look(cast):
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "ann", "password": make.PASSWORD})
    assert answer.status_code == 403
    assert "app.css" in answer.content.decode()


def test_an_address_that_does_not_exist_is_said_to_anybody_in_the_products_look(client, db):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "app.css" in answer.content.decode()
