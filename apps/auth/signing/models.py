"""The tables of signing in: tries, sessions and recovery codes; the app's secret is django-otp's."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """A session that says whose it is, from where and since when, so that people see and end their own (C1)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(_("address"), max_length=45)
    device = models.CharField(_("device"), max_length=80)
    started_at = models.DateTimeField(_("logged in"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        db_table = "sys_session"
        ordering = ["-seen_at"]

    @classmethod
    def get_session_store_class(cls):
        raise NotImplementedError  # a session is read by its key, never from its row


class Try(models.Model):
    """A try to log in that has not succeeded; the name is kept as a keyed hash, since people type passwords there."""

    key = models.CharField(max_length=64)
    address = models.CharField(max_length=45)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sys_try"
        indexes = [
            models.Index(fields=["key", "at"], name="try_of_name"),
            models.Index(fields=["address", "at"], name="try_of_address"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.address}"


class RecoveryCode(models.Model):
    """A way in without the app, once; only its hash is kept (C7)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sys_recovery_code"

    def __str__(self):
        return f"{self.user}: {'used' if self.used_at else 'unused'}"
