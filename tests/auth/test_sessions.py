"""Sessions begin, are seen and end (P1; checks C1, C8)."""

import secrets

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.auth.signing import lockout
from apps.auth.signing.models import Session
from apps.core.models import Entry
from tests.auth.signing import inside, later
from tests.auth.test_login import LOGIN, log_in
from tests.auth.test_users import address, filled

pytestmark = pytest.mark.django_db
SECURITY = reverse("accounts:security")
SESSIONS = reverse("accounts:sessions")


def test_a_login_gets_a_new_key_and_a_logout_kills_the_old_one(cast):
    client = Client()
    client.get(LOGIN)
    store = client.session
    store["x"] = 1
    store.save()
    client.cookies["sessionid"] = before = store.session_key
    log_in(client)
    key = client.cookies["sessionid"].value
    assert key != before
    client.post(reverse("accounts:logout"))
    for old in (before, key):
        again = Client()
        again.cookies["sessionid"] = old
        assert not inside(again)


def test_people_see_their_sessions_and_end_them(cast, as_):
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1"})
    log_in(phone, REMOTE_ADDR="203.0.113.9")
    bob, mine = Client(), Client()
    bob.force_login(cast.bob)
    log_in(mine)
    page = mine.get(SECURITY)
    assert "Safari · iOS" in page.content.decode()
    assert "203.0.113.9" in page.content.decode()
    marks = {row.device: mark for row, mark, _here in page.context["sessions"]}
    assert len(marks) == 2
    bob.post(SESSIONS, {"session": marks["Safari · iOS"]})
    assert inside(phone)
    mine.post(SESSIONS, {"session": marks[""]})
    assert inside(mine)
    mine.post(SESSIONS, {"session": marks["Safari · iOS"]})
    assert not inside(phone)
    assert inside(bob)


def test_all_others_end_at_once(cast):
    clients = [Client() for _client in range(3)]
    for client in clients:
        log_in(client)
    clients[0].post(SESSIONS)
    assert [inside(client) for client in clients] == [True, False, False]
    assert Entry.objects.first().note == "127.0.0.1 × 2"


def test_a_disabled_person_who_comes_back_has_no_open_session(cast, as_):
    client = Client()
    client.force_login(cast.ann)
    admin = as_(cast.admin)
    admin.post(address(cast.ann), filled(cast.ann, is_active=None))
    assert not Session.objects.filter(user=cast.ann).exists()
    admin.post(address(cast.ann), filled(cast.ann))
    assert not inside(client)


def given(client):
    """A request with the cookies of a browser."""
    request = RequestFactory().get(LOGIN)
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    return request


def test_with_a_new_key_sessions_and_devices_go_on_while_the_old_one_still_counts(cast, settings):
    clients = [Client(), Client()]
    for client in clients:
        log_in(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secrets.token_urlsafe(50), [settings.SECRET_KEY]
    assert inside(clients[0])
    assert lockout.device_of(given(clients[0]), "ann")
    settings.SECRET_KEY_FALLBACKS = []
    assert inside(clients[0]), "it has been signed anew meanwhile"
    assert not inside(clients[1])
    assert not lockout.device_of(given(clients[1]), "ann")


def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_any_case(cast):
    idle, busy = Client(), Client()
    log_in(idle), log_in(busy)
    with later(minutes=119):
        assert inside(busy)
    with later(minutes=121):
        assert not inside(idle)
    for hours in range(3, 12, 1):
        with later(hours=hours):
            assert inside(busy)
    with later(hours=12, minutes=1):
        assert not inside(busy)
