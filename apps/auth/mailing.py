"""Messages by e-mail: at once, or gathered in the morning (D3)."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from apps.auth.bell import readable
from apps.auth.models import User
from apps.core.models import Notification, Way
from apps.core.templatetags.show import sentence
from apps.foundation.entering.texts import entered, in_one_line

PATIENCE = timedelta(days=2)  # for how long a mail that could not be delivered is tried again
MOST = 200

logger = logging.getLogger(__name__)


def waiting(*ways: Way):
    """The messages that still have to leave by e-mail in one of these ways."""
    since = timezone.now() - PATIENCE
    return Notification.objects.filter(way__in=ways, mailed_at=None, entry__at__gte=since)


def deliver(*ways: Way) -> int:
    """Mail all what waits for them; the number of mails. What cannot be delivered waits for the next run (D3)."""
    people = User.objects.filter(pk__in=waiting(*ways).values("to"), is_active=True).exclude(email="")
    sent = 0
    for person in people.select_related("role", "department"):
        try:
            sent += mail(person, ways)
        except (OSError, SMTPException) as error:
            logger.warning("No e-mail to %s: %s", person.username, error)
    return sent


@transaction.atomic
def mail(person, ways) -> bool:
    """One e-mail with everything that waits for a person and that they may still read (D3, P4)."""
    rows = waiting(*ways).filter(to=person).select_related("entry__by", "entry__kind").order_by("pk")
    messages = list(rows.select_for_update(of=("self",), skip_locked=True)[:MOST])
    open_ones = readable(messages, person)
    told = [message for message in messages if message.pk in open_ones]
    if told:
        with translation.override(person.language or settings.LANGUAGE_CODE):
            send_mail(subject(told), body(person, told), None, [person.email])
    Notification.objects.filter(pk__in=[one.pk for one in messages]).update(mailed_at=timezone.now())
    return bool(told)


def subject(told: list[Notification]) -> str:
    """What the mail is about: the message itself, or how many there are."""
    text = sentence(told[0])
    if len(told) > 1:
        text = ngettext("%(count)d new message", "%(count)d new messages", len(told)) % {"count": len(told)}
    return f"{gettext('KeYou CRM')}: {' '.join(in_one_line(text).split())}"


def body(person, told: list[Notification]) -> str:
    return entered(render_to_string("mail/messages.txt", {"person": person, "told": told, "site": settings.SITE_URL}))
