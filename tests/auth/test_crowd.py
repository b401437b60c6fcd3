"""Who logs in when very many do finds a place or is asked to come again; nobody else waits (checks C12)."""

import threading
import time

import pytest
from django.urls import reverse

from apps.auth.signing import throttle
from apps.core.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
LOGIN = reverse("accounts:login")
GIVEN = {"username": "ann", "password": make.PASSWORD}


@pytest.fixture
def full(monkeypatch):
    """A door in which somebody is looked at and as many wait as have room."""
    door = throttle.Door(1)
    for _place in range(1 + throttle.WAITING):
        door.inside.acquire()
    monkeypatch.setattr("apps.auth.signing.views.DOOR", door)
    return door


def test_who_finds_no_room_reads_when_to_come_again_and_no_password_was_looked_at(cast, client, full):
    before = Entry.objects.count()
    answer = client.post(LOGIN, GIVEN)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) in throttle.AGAIN
    page = answer.content.decode()
    assert "登录的人正好很多" in page
    assert "Many people are logging in" in page
    assert make.PASSWORD not in page
    assert Entry.objects.count() == before
    assert "Many people" in client.post(LOGIN, GIVEN, headers={"HX-Request": "true"}).content.decode()
    assert client.get(LOGIN).status_code == 200


def test_who_comes_again_is_in(cast, client, full):
    client.post(LOGIN, GIVEN)
    full.inside.release()
    assert client.post(LOGIN, GIVEN).status_code == 302


def test_who_finds_room_waits_for_a_moment_and_is_let_in(monkeypatch):
    monkeypatch.setattr(throttle, "WAITING", 1)
    door, order = throttle.Door(1), []

    def second():
        with door.room():
            order.append("second")

    waiting = threading.Thread(target=second)
    with door.room():
        waiting.start()
        order.append("first")
        while door.inside._value:  # until the second is in the door
            time.sleep(0.001)
        with pytest.raises(throttle.Crowded), door.room():
            pass
    waiting.join()
    assert order == ["first", "second"]


def test_without_a_bound_everybody_is_looked_at():
    door = throttle.Door(0)
    with door.room(), door.room(), door.room():
        pass
