"""The second factor (P1; check C7)."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.auth.signing import lockout, totp
from apps.auth.signing.models import RecoveryCode, Session
from apps.core.models import Entry
from tests import make
from tests.auth.signing import PROFILE, inside, later
from tests.auth.test_login import HOME, LOGIN, log_in
from tests.auth.test_users import NEW, address, filled

pytestmark = pytest.mark.django_db
CODE = reverse("accounts:code")
SECURITY = reverse("accounts:security")
SECOND = reverse("accounts:second")


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
    assert Entry.objects.first().note == "127.0.0.1 + TOTP"


def test_the_session_goes_on_under_a_new_key_once_an_app_is_connected(cast, as_):
    client = as_(cast.ann)
    before = client.session.session_key
    connect(client)
    assert inside(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_code_works_once_also_the_one_it_was_set_up_with(cast, ann):
    shown, one, two = code(cast.ann), Client(), Client()
    log_in(one), log_in(two)
    assert one.post(CODE, {"code": shown}).status_code == 422
    following = code(cast.ann, 1)
    assert one.post(CODE, {"code": following}).status_code == 302
    assert two.post(CODE, {"code": following}).status_code == 422


def test_a_code_of_two_steps_away_is_refused_and_one_of_a_step_away_is_taken(cast, ann):
    """A step is half a minute; ten minutes later the code the app was set up with rules out none of them."""
    for steps, status in ((-2, 422), (2, 422), (-1, 302)):
        with later(minutes=10):
            client = Client()
            log_in(client)
            assert client.post(CODE, {"code": code(cast.ann, steps)}).status_code == status


def test_a_recovery_code_works_once_and_only_its_hash_is_kept(cast, ann):
    for client, status in ((Client(), 302), (Client(), 422)):
        log_in(client)
        assert client.post(CODE, {"code": f" {ann.codes[0].upper()} "}).status_code == status
    assert Entry.objects.filter(action="accounts.user.recovery_used", by=cast.ann).count() == 1
    assert not Entry.objects.filter(note__contains="TOTP").exists()
    kept = " ".join(RecoveryCode.objects.values_list("hash", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in ann.codes)


def test_codes_cannot_be_guessed(cast, ann):
    client = Client()
    log_in(client)
    codes = [client.post(CODE, {"code": f"{number:06d}"}).status_code for number in range(10)]
    assert codes == [422] * 10
    assert client.post(CODE, {"code": code(cast.ann, 1)}).status_code == 422
    assert "15 分钟" in client.post(CODE, {"code": code(cast.ann, 1)}).content.decode()
    assert Entry.objects.filter(action="accounts.user.login_refused").count() == 1
    with later(minutes=16):
        log_in(client)
        assert client.post(CODE, {"code": code(cast.ann)}).status_code == 302


def test_wrong_codes_from_elsewhere_lock_nobody_out_on_a_known_device_or_in_an_open_session(cast, ann):
    mine, stranger = Client(), Client()
    log_in(mine)
    assert mine.post(CODE, {"code": code(cast.ann, 1)}).status_code == 302
    mine.post(reverse("accounts:logout"))
    log_in(stranger)
    for number in range(12):
        stranger.post(CODE, {"code": f"{number:06d}"})
    assert "15 分钟" in stranger.post(CODE, {"code": "000000"}).content.decode()
    off = reverse("accounts:second-codes")
    answer = ann.post(off, {"password": make.PASSWORD, "code": ann.codes[0]})
    assert answer.status_code == 200, "the open session of the owner goes on"
    with later(minutes=5):
        log_in(mine)
        assert mine.post(CODE, {"code": code(cast.ann, 1)}).status_code == 302, "so does the device she knows"


def test_codes_are_guessed_no_more_than_so_many_a_day_however_patiently(cast, ann):
    looked_at = 0
    for quarter in range(12):
        with later(minutes=16 * quarter):
            client = Client()
            log_in(client)
            for number in range(12):
                answer = client.post(CODE, {"code": f"{number:06d}"})
                looked_at += "15 分钟" not in answer.content.decode()
    assert looked_at == lockout.PER_DAY
    with later(hours=28):
        assert lockout.forget_old() >= lockout.PER_DAY


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
    failed = Entry.objects.filter(by=cast.ann, action__endswith="_failed").values_list("action", flat=True)
    assert [*failed] == [f"accounts.user.{kind}_failed" for kind in ("second", "password")] * 2
    answer = ann.post(codes, {"password": make.PASSWORD, "code": ann.codes[0]})
    fresh = answer.context["codes"]
    assert len(fresh) == 10
    assert totp.passes(cast.ann, ann.codes[1]) == ""
    assert ann.post(off, {"password": make.PASSWORD, "code": fresh[0]})["Location"] == SECURITY
    assert not totp.is_on(cast.ann)
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
    assert not totp.is_on(cast.ann)
    assert not inside(other)
    entry = Entry.objects.first()
    assert (entry.action, entry.by, entry.object) == ("accounts.user.second_off", cast.admin, cast.ann)


def test_a_new_password_by_an_administrator_leaves_the_second_factor_on(cast, ann, as_):
    as_(cast.admin).post(address(cast.ann), filled(cast.ann, password1=NEW, password2=NEW))
    assert log_in(Client(), password=NEW)["Location"] == CODE


def test_an_app_ends_the_sessions_elsewhere(cast, as_):
    other = Client()
    other.force_login(cast.ann)
    connect(as_(cast.ann))
    assert not inside(other)


def test_the_last_administrator_gets_back_in_by_a_command(cast, ann):
    call_command("turn_off_second_factor", "ann")
    assert not totp.is_on(cast.ann)
    assert Entry.objects.first().action == "accounts.user.second_off"
    with pytest.raises(CommandError, match="Nobody"):
        call_command("turn_off_second_factor", "nobody")
