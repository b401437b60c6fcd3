"""Guessing, the second factor, sessions (P1, P5; checks C1, C3, C4, C6, C7, C8)."""

import re
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.auth.signing import second, tries
from apps.auth.signing.models import RecoveryCode, Session, Try
from apps.core.models import Entry
from tests import make
from tests.auth.test_login import HOME, LOGIN, log_in
from tests.auth.test_users import address, filled

pytestmark = pytest.mark.django_db
CODE, SECURITY, SECOND = (reverse(f"accounts:{name}") for name in ("code", "security", "second"))
SESSIONS, PROFILE = reverse("accounts:sessions"), reverse("accounts:profile")


def guess(client, count, name="ann", **where):
    return [log_in(client, name, "wrong-horse-battery", **where).status_code for _try in range(count)]


def inside(client) -> bool:
    return client.get(PROFILE).status_code == 200


@contextmanager
def later(**time_passed):
    with time_machine.travel(timezone.now() + timedelta(**time_passed)):
        yield


# Guessing (C3)


def test_after_ten_wrong_passwords_the_right_one_is_not_looked_at_for_a_quarter_of_an_hour(cast):
    client = Client()
    assert guess(client, 12) == [200] * 10 + [429] * 2
    refused = log_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "15 分钟" in refused.content.decode()
    assert Entry.objects.filter(action="accounts.user.login_locked").count() == 1
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
    with later(minutes=16):
        assert tries.forget_old() == 10


# What a stranger may learn (C4)


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


# Passwords (C6)


@pytest.mark.parametrize(
    "password",
    [
        *("", "short", "elevenchars", "password1234", "Password1234!", "administrator", "111111111111", "123456789012"),
        *("qwertyuiop12", "abcabcabcabc", "keyoukeyou12", "crmcrmcrm1234", "客优客优客优客优客优客优", "iloveyou!!!!"),
        *("liuna20201212", "zhang.liuna@x", "13800138000x", "987654321098", "abcdefghijkl", "aaaabbbbcccc"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    person = make.User(username="liuna2020", name="刘娜", email="zhang.liuna@x.cn", mobile="13800138000")
    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse battery",
            "lila-wolken-tanzen",
            "春风又绿江南岸明月何时照",
            "x7$Kq9!mZr2&Lp",
            "  two spaces  at ends ",
        ),
        *(
            "83920174650293",
            "no digits at all here",
            "日照香炉生紫烟遥看瀑布挂前川",
            "🐎🔋📎🌊🍇🍉🎲🎸🎺🚲🛶🧭",
            "w" + "orte-" * 25,
        ),
    ],
)
def test_a_long_password_of_any_kind_is_accepted(password):
    validate_password(password, make.User(username="liuna", name="刘娜"))
    person = make.user("liuna")
    person.set_password(password)
    assert person.check_password(password)


# The second factor (C7)


def code(person, ahead: int = 0) -> str:
    """What the app of this person shows, some half minutes from now."""
    clock = TOTP(bytes.fromhex(TOTPDevice.objects.get(user=person).key))
    clock.time = time.time() + 30 * ahead
    return f"{clock.token():06d}"


def connect(client, password=make.PASSWORD) -> list[str]:
    """Connect an app as its owner does; the recovery codes."""
    client.get(SECOND)
    clock = TOTP(bytes.fromhex(client.session["new_secret"]))
    clock.time = time.time()
    answer = client.post(SECOND, {"password": password, "code": f"{clock.token():06d}"})
    return answer.context.get("codes") or []


@pytest.fixture
def ann(cast, as_):
    """Ann's client, with an app connected; her recovery codes."""
    client = as_(cast.ann)
    client.codes = connect(client)
    return client


def test_with_an_app_a_password_opens_nothing(cast, ann):
    assert len(ann.codes) == 10
    client = Client()
    answer = log_in(client, next="/customers/customers/")
    assert answer["Location"] == CODE
    assert not inside(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert not inside(client)
    entered = client.post(CODE, {"code": code(cast.ann, 1)})
    assert entered["Location"] == "/customers/customers/"
    assert inside(client)
    actions = Entry.objects.values_list("action", flat=True)
    assert [f"accounts.user.{verb}" for verb in ("login", "second_failed", "second_on")] == list(actions)


def test_a_code_works_once_also_the_one_it_was_set_up_with(cast, ann):
    shown, one, two = code(cast.ann), Client(), Client()
    log_in(one), log_in(two)
    assert one.post(CODE, {"code": shown}).status_code == 422
    following = code(cast.ann, 1)
    assert one.post(CODE, {"code": following}).status_code == 302
    assert two.post(CODE, {"code": following}).status_code == 422


def test_a_recovery_code_works_once_and_only_its_hash_is_kept(cast, ann):
    for client, status in ((Client(), 302), (Client(), 422)):
        log_in(client)
        assert client.post(CODE, {"code": f" {ann.codes[0].upper()} "}).status_code == status
    assert Entry.objects.filter(action="accounts.user.recovery_used", by=cast.ann).count() == 1
    kept = " ".join(RecoveryCode.objects.values_list("hash", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in ann.codes)


def test_codes_cannot_be_guessed(cast, ann):
    client = Client()
    log_in(client)
    codes = [client.post(CODE, {"code": f"{number:06d}"}).status_code for number in range(10)]
    assert codes == [422] * 10
    assert client.post(CODE, {"code": code(cast.ann, 1)}).status_code == 422
    assert "15 分钟" in client.post(CODE, {"code": code(cast.ann, 1)}).content.decode()
    with later(minutes=16):
        log_in(client)
        assert client.post(CODE, {"code": code(cast.ann)}).status_code == 302


def test_half_a_login_is_over_after_five_minutes_and_with_a_new_password(cast, ann):
    client, other = Client(), Client()
    log_in(client), log_in(other)
    with later(minutes=6):
        assert client.post(CODE, {"code": code(cast.ann)})["Location"] == LOGIN
    cast.ann.set_password("new-horse-battery-staple")
    cast.ann.save()
    assert other.post(CODE, {"code": code(cast.ann, 1)})["Location"] == LOGIN
    assert Client().get(CODE)["Location"] == LOGIN


def test_the_second_factor_changes_only_with_password_and_code(cast, ann, as_):
    codes, off = reverse("accounts:second-codes"), reverse("accounts:second-off")
    for page in (codes, off):
        assert ann.post(page, {"password": "wrong", "code": code(cast.ann, 1)}).status_code == 422
        assert ann.post(page, {"password": make.PASSWORD, "code": "000000"}).status_code == 422
    answer = ann.post(codes, {"password": make.PASSWORD, "code": ann.codes[0]})
    fresh = answer.context["codes"]
    assert len(fresh) == 10
    assert second.passes(cast.ann, ann.codes[1]) == ""
    assert ann.post(off, {"password": make.PASSWORD, "code": fresh[0]})["Location"] == SECURITY
    assert not second.is_on(cast.ann)
    client = Client()
    assert log_in(client)["Location"] == HOME
    assert connect(as_(cast.bob), password="wrong") == []


def test_administrators_get_nowhere_without_a_second_factor_where_it_is_required(cast, as_, settings):
    settings.SECOND_FACTOR = "administrators"
    client = as_(cast.admin)
    for page in (HOME, "/admin/", "/admin/accounts/user/", reverse("accounts:log"), SECURITY):
        assert client.get(page)["Location"] == SECOND
    assert client.get("/admin/", headers={"HX-Request": "true"})["HX-Redirect"] == SECOND
    assert client.post(address(cast.ann), filled(cast.ann, is_active=None))["Location"] == SECOND
    assert connect(client)
    assert client.get("/admin/").status_code == 200
    assert client.get(reverse("accounts:second-off"))["Location"] == SECURITY
    assert inside(as_(cast.ann))


def test_who_becomes_an_administrator_needs_one_at_the_next_click(cast, as_, settings):
    settings.SECOND_FACTOR = "administrators"
    client = as_(cast.ann)
    assert inside(client)
    make.User.objects.filter(pk=cast.ann.pk).update(role=cast.admin.role)
    assert client.get(PROFILE)["Location"] == SECOND


def test_an_administrator_lets_in_who_has_lost_the_phone(cast, ann, as_):
    other = Client()
    other.force_login(cast.ann)
    as_(cast.admin).post(address(cast.ann), filled(cast.ann, forget_second="on"))
    assert not second.is_on(cast.ann)
    assert not inside(other)
    entry = Entry.objects.first()
    assert (entry.action, entry.by, entry.object) == ("accounts.user.second_off", cast.admin, cast.ann)


# Sessions (C1, C8)


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


def test_the_last_administrator_gets_back_in_by_a_command(cast, ann):
    call_command("turn_off_second_factor", "ann")
    assert not second.is_on(cast.ann)
    assert Entry.objects.first().action == "accounts.user.second_off"
    with pytest.raises(CommandError, match="Nobody"):
        call_command("turn_off_second_factor", "nobody")
