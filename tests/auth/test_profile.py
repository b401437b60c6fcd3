"""One's own profile and password (P1, P5)."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from apps.auth.passwords import LongEnough
from apps.auth.signing.lockout import PER_KEY
from apps.auth.signing.models import Session
from apps.core.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
PROFILE, PASSWORD = reverse("accounts:profile"), reverse("accounts:password")
NEW = "new-horse-battery-staple"


def change(client, old=make.PASSWORD, new=NEW, again=NEW):
    return client.post(PASSWORD, {"old_password": old, "new_password1": new, "new_password2": again})


def test_people_change_their_own_name_and_it_is_on_record(as_, cast):
    answer = as_(cast.ann).post(
        PROFILE, {"name": "李娜", "email": "li@example.com", "mobile": "13800000000", "phone": "8002"}
    )
    assert answer["Location"] == PROFILE
    cast.ann.refresh_from_db()
    assert (cast.ann.email, cast.ann.mobile, cast.ann.phone) == ("li@example.com", "13800000000", "8002")
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.object) == ("accounts.user.edit", cast.ann, cast.ann)
    assert entry.changes == {
        "name": ["Ann", "李娜"],
        "email": ["", "li@example.com"],
        "mobile": ["", "13800000000"],
        "phone": ["", "8002"],
    }


def test_saving_without_a_change_writes_nothing(as_, cast):
    as_(cast.ann).post(PROFILE, {"name": "Ann", "email": "", "mobile": ""})
    assert not Entry.objects.exists()


def test_nobody_gives_themselves_a_role(as_, cast):
    as_(cast.ann).post(PROFILE, {"name": "Ann", "role": cast.admin.role_id, "is_active": "", "username": "root"})
    cast.ann.refresh_from_db()
    assert (cast.ann.role.name, cast.ann.is_active, cast.ann.username) == ("客户经理", True, "ann")


def test_a_wrong_address_stays_in_the_form(as_, cast):
    answer = as_(cast.ann).post(PROFILE, {"name": "李娜", "email": "no address", "mobile": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "no address" in page
    assert '<span class="person-name">Ann</span>' in page
    assert not Entry.objects.exists()


def test_the_old_password_is_not_to_be_guessed_in_a_session_left_open(as_, cast):
    client = as_(cast.ann)
    for number in range(PER_KEY):
        assert "错误" in change(client, old=f"guess-{number}").content.decode()
    assert "Location" not in change(client)
    assert cast.ann.check_password(make.PASSWORD)
    assert change(as_(cast.bob)).headers["Location"] == PROFILE, "a colleague is not concerned"
    told = Counter(Entry.objects.filter(object_id=cast.ann.pk).values_list("action", "by", "note"))
    here = "127.0.0.1"
    assert told == {
        ("accounts.user.password_failed", cast.ann.pk, here): PER_KEY,
        ("accounts.user.login_refused", None, here): 1,
    }


def test_ten_new_ones_that_are_too_weak_lock_nobody_out(as_, cast):
    client = as_(cast.ann)
    for _again in range(PER_KEY + 1):
        assert "Location" not in change(client, new="short", again="short")
    assert change(client)["Location"] == PROFILE


def test_a_new_password_is_on_record_without_the_password(as_, cast):
    answer = change(as_(cast.ann))
    assert answer["Location"] == PROFILE
    cast.ann.refresh_from_db()
    assert cast.ann.check_password(NEW)
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.changes, entry.note) == (
        "accounts.user.password",
        cast.ann,
        {},
        "127.0.0.1",
    )


def test_a_new_password_goes_on_under_a_new_key(as_, cast):
    client = as_(cast.ann)
    before = client.session.session_key
    change(client)
    assert client.get(PROFILE).status_code == 200
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_new_password_ends_the_sessions_on_other_devices(as_, cast):
    other = Client()
    other.force_login(cast.ann)
    mine = as_(cast.ann)
    change(mine)
    assert mine.get(PROFILE).status_code == 200
    assert other.get(PROFILE)["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong-horse-battery", NEW, NEW),
        (make.PASSWORD, NEW, NEW + "!"),
        (make.PASSWORD, "short", "short"),
        (make.PASSWORD, "password1234", "password1234"),
    ],
    ids=["old one wrong", "not the same twice", "short", "common"],
)
def test_a_password_against_the_rules_changes_nothing(as_, cast, old, new, again):
    answer = change(as_(cast.ann), old, new, again)
    assert "field-error" in answer.content.decode()
    cast.ann.refresh_from_db()
    assert cast.ann.check_password(make.PASSWORD)
    assert not Entry.objects.exclude(action="accounts.user.password_failed").exists()


def test_a_short_password_is_refused_in_the_products_own_words(as_, cast):
    page = change(as_(cast.ann), new="short", again="short").content.decode()
    assert str(LongEnough(12).get_error_message()) in page
    assert "It must contain" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_says_which_language_it_is_in(as_, cast, language):
    """By it browsers translate and read aloud, and charts write 万 or M."""
    for client in (as_(cast.ann), Client()):
        client.cookies["django_language"] = language
        for address in (PROFILE, reverse("accounts:login"), "/nowhere/"):
            page = client.get(address, follow=True).text
            assert f'<html lang="{language}"' in page, (address, page[:300])
            if address != "/nowhere/":
                assert f'active" name="language" value="{language}"' in page
                assert page.count('active" name="language"') == 1
