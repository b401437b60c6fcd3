"""Passwords: how they are kept, and the rules for them in the reader's language (checks C6, C12)."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OWN_WORDS = ("keyou", "客友", "crm", "kehu", "xiaoshou", "password", "mima", "qwerty", "admin")
ROWS = "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm"
PARTS = 4  # a password made of one of these words needs more than so many other characters


class Argon2(Argon2PasswordHasher):
    """Argon2id as OWASP advises for servers: 19 MB each, so that many who log in at once do not eat the memory."""

    time_cost, memory_cost, parallelism = 2, 19456, 1


class LongEnough(MinimumLengthValidator):
    """At least so many characters; Django says so in English only."""

    def get_error_message(self):
        return _("This password is too short: at least %(count)d characters.") % {"count": self.min_length}


class Unguessable(CommonPasswordValidator):
    """None of 20,000 common passwords, also not with a few characters around it, and not the product's own name."""

    def validate(self, password, user=None):
        super().validate(password, user)
        plain = password.casefold()
        core = plain.strip("0123456789!@#$%^&*()-_=+.,?~ ")
        rest = plain
        for word in OWN_WORDS:
            rest = rest.replace(word, "")
        few = len(set(plain)) < 5 or len(rest) <= PARTS or plain in (plain + plain)[1:-1]
        if few or core in self.passwords or plain in ROWS:
            raise ValidationError(self.get_error_message(), code="password_too_common")
