"""Guessing passwords, and what a stranger may learn (P1; checks C3, C4)."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.auth.signing import lockout
from apps.auth.signing.models import Try
from apps.core.models import Entry
from tests import make
from tests.auth.signing import later
from tests.auth.test_login import log_in

pytestmark = pytest.mark.django_db


def guess(client, count, name="ann", **where):
    return [log_in(client, name, "wrong-horse-battery", **where).status_code for _try in range(count)]


def test_after_ten_wrong_passwords_the_right_one_is_not_looked_at_for_a_quarter_of_an_hour(cast, caplog):
    client = Client()
    assert guess(client, 12) == [200] * 10 + [429] * 2
    refused = log_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "15 分钟" in refused.content.decode()
    assert Entry.objects.filter(action="accounts.user.login_locked").count() == 1
    assert Entry.objects.filter(action="accounts.user.login_refused").count() == 1
    assert caplog.text.count("A try from 127.0.0.1 while nothing is looked at") == 3
    with later(minutes=16):
        assert log_in(client).status_code == 302


def test_who_guesses_elsewhere_does_not_shut_the_owner_out_of_a_device_they_know(cast):
    mine = Client()
    log_in(mine)
    mine.post(reverse("accounts:logout"))
    guess(Client(), 11)
    assert log_in(Client()).status_code == 429
    assert log_in(mine).status_code == 302


def test_the_mark_of_a_device_counts_for_its_owner_alone_and_cannot_be_made(cast):
    mine = Client()
    log_in(mine)
    mine.post(reverse("accounts:logout"))
    guess(Client(), 11, "bob")
    assert log_in(mine, "bob").status_code == 429
    mine.cookies["device"] = "bob:" + mine.cookies["device"].value.partition(":")[2]
    assert log_in(mine, "bob").status_code == 429


def test_an_address_is_refused_after_a_hundred_names_and_cannot_pretend_to_be_another(cast, settings):
    settings.PRODUCTION = True
    client, codes = Client(), []
    for number in range(102):
        forged = f"198.51.100.{number}, 203.0.113.7"
        codes += guess(client, 1, f"name{number}", HTTP_X_FORWARDED_FOR=forged, REMOTE_ADDR="127.0.0.1")
    assert codes == [200] * 100 + [429] * 2
    assert log_in(Client(), HTTP_X_FORWARDED_FOR="203.0.113.8", REMOTE_ADDR="127.0.0.1").status_code == 302


def test_a_login_forgives_and_old_tries_are_forgotten(cast):
    client = Client()
    guess(client, 9)
    assert log_in(client).status_code == 302
    guess(Client(), 10)
    assert Try.objects.count() == 10
    assert not Try.objects.filter(key__icontains="ann").exists()
    with later(hours=23):
        assert lockout.forget_old() == 0, "codes are counted for a day"
    with later(hours=25):
        assert lockout.forget_old() == 10


def test_a_known_and_an_unknown_name_are_answered_alike(cast, monkeypatch):
    make.user("gone", is_active=False)
    make.user("nopassword").set_unusable_password()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))

    def answer(name):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            page = log_in(Client(), name, "wrong-horse-battery")
        text = re.sub(r"[A-Za-z0-9]{64}", "", page.content.decode().replace(name, ""))
        return page.status_code, text, len(hashed), len(asked)

    known = answer("ann")
    for name in ("nobody", "gone", "nopassword"):
        assert answer(name)[:3] == known[:3]
        assert abs(answer(name)[3] - known[3]) <= 4  # a few quick queries, where hashing takes 20 ms
