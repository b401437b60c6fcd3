"""What people do about themselves: come and go, change their own settings, read their messages."""

import logging

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.auth.rights import VIEW_LOG
from apps.auth.signing import lockout, sessions, totp
from apps.core import audit, flow

logger = logging.getLogger("crm.signing")
THROTTLED = flow.event(
    User, "throttled", _("Stopped: very much read"), told=_("“%(what)s” reads or exports far more than people do.")
)


def keep_choice(user, field: str, value) -> None:
    """Remember one thing about a person, such as the language or the theme they chose."""
    setattr(user, field, value)
    user.save(update_fields=[field])


def mark_read(user, message=None) -> None:
    """Mark one message read, or all of them (D3)."""
    rows = user.notifications.filter(read_at=None)
    rows = rows.filter(pk=message.pk) if message is not None else rows
    rows.update(read_at=timezone.now())


@transaction.atomic
def save_profile(user, fields) -> None:
    """Store and log what people changed about themselves (P5)."""
    before = audit.snapshot(User.objects.select_for_update(no_key=True).get(pk=user.pk))
    user.save(update_fields=fields)
    changes = {name: pair for name, pair in audit.differences(before, user).items() if name in fields}
    if changes:
        audit.log(user, "accounts.user.edit", by=user, changes=changes)


def log_visit(user, verb: str, address: str) -> None:
    """Put on record that a person logged in or out or changed the password, and from which address (P5)."""
    audit.log(user, f"accounts.user.{verb}", by=user, note=address)


def log_refusal(username: str, address: str, verb: str = "login_failed") -> None:
    """Put a failed login on record (P5); a name nobody has is not kept, since people type passwords there."""
    person = User.objects.filter(username=username).first() or User(pk=0, name="?")
    audit.log(person, f"accounts.user.{verb}", by=None, note=address)


def log_locked(username: str, address: str) -> None:
    """Put on record that somebody tries on while nothing is looked at (P5): each time in the program's log, and in this
    one once in a quarter of an hour for a person and an address, since nobody can take its entries away."""
    person = User.objects.filter(username=username).values_list("pk", flat=True).first() or 0
    logger.warning("A try from %s while nothing is looked at", address, extra={"user": person})
    if cache.add(f"locked:{person}:{address}", True, lockout.WINDOW.total_seconds()):
        log_refusal(username, address, "login_refused")


def log_export(user, chosen: str) -> None:
    """Put on record that the log itself was taken as a file, and under which filters (P5)."""
    audit.log(user, "core.entry.export", by=user, note=chosen)


def log_reading(user, count: int) -> None:
    """Put on record that a person has looked at very many records within an hour (P5)."""
    audit.log(user, "accounts.user.mass_read", by=user, note=str(count))


def log_throttled(user, kind: str, count: int) -> None:
    """Put on record that a person has read or exported so much that it is stopped, and tell who reads the log (C13)."""
    audit.log(user, THROTTLED, by=None, note=f"{kind}: {count:,}", tell=User.objects.allowed(VIEW_LOG))


def log_denied(user, request: str) -> None:
    """Put on record that a person was refused what they asked for (P5)."""
    audit.log(user, "accounts.user.denied", by=user, note=request[:200])


def give_password(person, *, by) -> None:
    """After somebody has typed a password for a person: two know it, so its owner changes it first of all (P1).

    Not in a demo, whose accounts are everybody's.
    """
    keep_choice(person, "password_given", person != by and not person.is_demo)


@transaction.atomic
def change_password(user, session_key: str, address: str) -> None:
    """After a new password: end the sessions on other devices, and put it on record (P5)."""
    keep_choice(user, "password_given", False)
    sessions.end_all(user, but=session_key)
    log_visit(user, "password", address)


@transaction.atomic
def turn_on_second(user, secret: str, code: str, session_key: str, address: str) -> list[str] | None:
    """Ask for a code at every login from now on; ends the other sessions. None where the code is not the app's."""
    codes = totp.turn_on(user, secret, code)
    if codes is not None:
        sessions.end_all(user, but=session_key)
        log_visit(user, "second_on", address)
    return codes


@transaction.atomic
def turn_off_second(user, *, by, note: str = "") -> None:
    """Ask this person for no code any more, because they want it so or have lost the phone (P5)."""
    if totp.turn_off(user):
        if by != user:
            sessions.end_all(user)
        audit.log(user, "accounts.user.second_off", by=by, note=note)


@transaction.atomic
def renew_recovery(user, address: str) -> list[str]:
    """New recovery codes in place of the old ones (P5)."""
    log_visit(user, "recovery_renewed", address)
    return totp.renew_codes(user)


@transaction.atomic
def end_sessions(user, address: str, *, key: str = "", but: str | None = None) -> int:
    """End one session of this person, or all but the one named; how many (P5)."""
    count = sessions.end(user, key) if key else sessions.end_all(user, but=but)
    if count:
        log_visit(user, "sessions_ended", f"{address} × {count}")
    return count
