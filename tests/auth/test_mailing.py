"""Messages by e-mail, through a real mail server on loopback: at once or gathered, and to whom they concern (D3)."""

from email import message_from_bytes, policy
from itertools import pairwise

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

from apps.auth import mailing, tasks
from apps.core.models import Notification, Way
from apps.marketing import actions
from tests import make
from tests.postgres import free_port

pytestmark = pytest.mark.django_db
SETTINGS = reverse("accounts:notices")


class Mailbox:
    """What the mail server took in; refuses everybody in `closed`."""

    def __init__(self):
        self.mails, self.closed = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.closed:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_URL, settings.SITE_URL = "smtp://127.0.0.1", "https://crm.example.com"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield box
    server.stop()


def wants(person, way):
    person.email, person.notices = f"{person.username}@example.com", {"marketing.chance": way}
    person.save()


def assigned(cast, title="采购仓储系统"):
    chance = make.chance(by=cast.boss, title=title)
    actions.assign(chance, by=cast.boss, to=cast.ann)
    return chance


def test_who_wants_it_at_once_gets_a_mail_in_their_language(cast, mailbox):
    wants(cast.ann, Way.NOW)
    chance = assigned(cast)
    (mail,) = mailbox.mails
    assert mail["To"] == "ann@example.com"
    assert "采购仓储系统" in mail["Subject"]
    assert f"https://crm.example.com{chance.get_absolute_url()}" in mail.get_content()
    assert "您好" in mail.get_content()
    mailing.deliver(Way.NOW, Way.DIGEST)
    assert len(mailbox.mails) == 1


def test_the_digest_gathers_what_came_since(cast, mailbox):
    wants(cast.ann, Way.DIGEST)
    assigned(cast, "第一个机会")
    assigned(cast, "第二个机会")
    assert mailbox.mails == []
    tasks.mail_digest.enqueue()
    (mail,) = mailbox.mails
    assert "第一个机会" in mail.get_content()
    assert "第二个机会" in mail.get_content()
    assert "2" in mail["Subject"]


def test_nothing_is_mailed_about_what_one_may_no_longer_read(cast, mailbox):
    wants(cast.ann, Way.DIGEST)
    chance = assigned(cast)
    actions.reassign(chance, by=cast.boss, to=cast.bob, reason="休假")
    tasks.mail_digest.enqueue()
    assert mailbox.mails == []


def test_who_has_left_is_not_mailed(cast, mailbox):
    wants(cast.ann, Way.DIGEST)
    assigned(cast)
    cast.ann.is_active = False
    cast.ann.save()
    tasks.mail_digest.enqueue()
    assert mailbox.mails == []


def test_a_refused_address_holds_up_nobody_and_is_tried_again(cast, mailbox):
    wants(cast.ann, Way.DIGEST)
    wants(cast.bob, Way.DIGEST)
    mailbox.closed.add("ann@example.com")
    assigned(cast)
    actions.assign(make.chance(by=cast.boss), by=cast.boss, to=cast.bob)
    tasks.mail_digest.enqueue()
    assert [mail["To"] for mail in mailbox.mails] == ["bob@example.com"]
    mailbox.closed.clear()
    tasks.mail_digest.enqueue()
    assert [mail["To"] for mail in mailbox.mails] == ["bob@example.com", "ann@example.com"]


def test_a_server_that_is_away_loses_nothing(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    wants(cast.ann, Way.NOW)
    assigned(cast)
    message = Notification.objects.get(to=cast.ann)
    assert (message.way, message.mailed_at) == (Way.NOW, None)


def test_who_wants_no_messages_of_a_kind_has_none(as_, cast):
    form = as_(cast.ann).get(SETTINGS).context["form"]
    as_(cast.ann).post(SETTINGS, dict.fromkeys(form.fields, "off"))
    cast.ann.refresh_from_db()
    assigned(cast)
    assert not Notification.objects.filter(to=cast.ann).exists()


def test_e_mail_is_offered_only_where_it_can_arrive(as_, cast, mailbox):
    def ways():
        return {
            value for value, _label in as_(cast.ann).get(SETTINGS).context["form"]["marketing.chance"].field.choices
        }

    assert ways() == {"off", "product"}
    wants(cast.ann, Way.PRODUCT)
    assert ways() == {"off", "product", "now", "digest"}


def test_only_kinds_one_may_read_can_be_set(as_, cast):
    assert "marketing.chance" not in as_(cast.eng).get(SETTINGS).context["form"].fields
    assert as_(cast.ann).post(SETTINGS, {"marketing.chance": "carrier pigeon"}).status_code == 422


def test_messages_about_one_record_stand_together(as_, cast):
    chance = assigned(cast)
    assigned(cast, "另一个机会")
    actions.withdraw(chance, by=cast.boss, reason="重新评估")
    actions.assign(chance, by=cast.boss, to=cast.ann)
    days = as_(cast.ann).get(reverse("accounts:messages")).context["days"]
    (records,) = days.values()
    assert [len(messages) for messages in records] == [3, 1]
    assert all(newer.pk > older.pk for newer, older in pairwise(records[0]))
