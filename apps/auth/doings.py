"""What happens at the door and is told by the log: what each of it is called (P5)."""

from django.utils.translation import gettext_lazy as _

from apps.core.flow import PLAIN

PLAIN |= {
    "login": _("Logged in"),
    "logout": _("Logged out"),
    "login_failed": _("Login failed"),
    "login_locked": _("Login blocked after too many tries"),
    "login_refused": _("Tried on while blocked"),
    "password": _("Password changed"),
    "password_failed": _("Wrong password where it is asked for again"),
    "second_on": _("Second factor turned on"),
    "second_off": _("Second factor turned off"),
    "second_failed": _("Wrong code of the second factor"),
    "recovery_used": _("Logged in with a recovery code"),
    "recovery_renewed": _("Recovery codes renewed"),
    "mass_read": _("Very many records read"),
    "denied": _("Refused"),
    "sessions_ended": _("Sessions ended"),
}
