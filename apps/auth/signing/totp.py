"""The second factor: a code of an app on the phone, or one of ten recovery codes; each works once (checks C7)."""

import base64
import secrets
import time

import segno
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from apps.auth.signing.models import RecoveryCode

AHEAD = 600  # seconds by which no code in use can be early
ISSUER = "KeYou CRM"
CODES, LENGTH = 10, 10


def required(user) -> bool:
    """Whether this person may not work without a second factor: settings say for whom."""
    return settings.SECOND_FACTOR == "everybody" or (settings.SECOND_FACTOR == "administrators" and user.is_staff)


def is_on(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_secret() -> str:
    """160 random bits, as the standard recommends."""
    return secrets.token_hex(20)


def picture(user, secret: str) -> str:
    """What the app photographs, as an image address."""
    text = f"otpauth://totp/{ISSUER}:{user.username}?secret={spelled(secret)}&issuer={ISSUER}".replace(" ", "%20")
    return segno.make(text, error="m").svg_data_uri(scale=5, border=2, light="white")


def spelled(secret: str) -> str:
    """The secret as a person types it into the app."""
    return base64.b32encode(bytes.fromhex(secret)).decode()


@transaction.atomic
def turn_on(user, secret: str, code: str) -> list[str] | None:
    """Start asking this person for codes; the recovery codes, shown once. None where the code is not the app's."""
    clock = TOTP(bytes.fromhex(secret))
    clock.time = time.time()
    if not is_code(code) or not clock.verify(int(code), tolerance=1):
        return None
    turn_off(user)
    TOTPDevice.objects.create(user=user, name=user.username, key=secret, last_t=clock.t())
    return renew_codes(user)


@transaction.atomic
def turn_off(user) -> bool:
    """Forget app and recovery codes; whether there was an app."""
    RecoveryCode.objects.filter(user=user).delete()
    return bool(TOTPDevice.objects.filter(user=user).delete()[0])


@transaction.atomic
def renew_codes(user) -> list[str]:
    """Ten new recovery codes in place of the old ones; only their hashes are kept."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [secrets.token_hex(LENGTH // 2) for _number in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hash=make_password(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def passes(user, typed: str) -> str:
    """What a typed code is: "app", "recovery" or, where it opens nothing or has been used, empty."""
    typed = "".join(typed.split()).replace("-", "").lower()
    app = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if app is None:
        return ""
    if is_code(typed):
        if app.last_t > (time.time() + AHEAD) // app.step:  # the clock was put back: codes of now are none of the past
            app.last_t = -1
        return "app" if app.verify_token(typed) else ""
    for one in RecoveryCode.objects.filter(user=user, used_at=None) if len(typed) == LENGTH else ():
        if check_password(typed, one.hash):
            one.used_at = timezone.now()
            one.save(update_fields=["used_at"])
            return "recovery"
    return ""


def is_code(typed: str) -> bool:
    """Whether this could be a code of the app: six digits."""
    return len(typed) == 6 and typed.isascii() and typed.isdigit()
