"""No typing is lost: a form half filled in, an ended session, another login in the same browser (Z15; checks C8)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from apps.customers.models import Customer
from apps.kit.drafts import store
from apps.kit.drafts.models import Draft
from apps.kit.drafts.tickets import ticket
from tests import make

pytestmark = pytest.mark.django_db
NEW = "/customers/customers/new/"


def typed(person, key="abc", **fields) -> dict:
    """A form half filled in, with the ticket it came with."""
    return {"draft": ticket(person.pk, key), "name": "华信", "address": "浦东", **fields}


def keep(client, person, address=NEW, **fields):
    answer = client.post(address, typed(person, **fields) | {"drafting": "keep"})
    assert answer.status_code == 204
    return Draft.objects.latest("pk")


def text(answer) -> str:
    return unescape(answer.content.decode())


def test_what_was_typed_is_offered_and_comes_back(cast, as_):
    client = as_(cast.ann)
    draft = keep(client, cast.ann, next="x\x00", csrfmiddlewaretoken="t", old_password="geheim")
    assert draft.fields == {"name": ["华信"], "address": ["浦东"], "next": ["x"]}
    opened = text(client.get(NEW))
    assert 'value="华信"' not in opened
    address = re.search(r'href="([^"]*draft=abc)"', opened)[1]
    again = client.get(address)
    assert 'value="华信"' in text(again)
    assert "field-error" not in text(again)
    assert f'action="{NEW}"' in text(again)


def test_it_is_forgotten_once_it_is_sent_and_kept_while_something_is_wrong(cast, as_):
    client = as_(cast.ann)
    keep(client, cast.ann)
    assert client.post(NEW, typed(cast.ann, name="远航")).status_code == 422
    assert Draft.objects.get().fields["name"] == ["远航"]
    given = typed(cast.ann, region=make.item("region").pk, level=1, satisfaction=3, credit=3)
    assert client.post(NEW, given).status_code == 302
    assert not Draft.objects.exists()
    assert Customer.objects.get().created_by == cast.ann


def test_it_is_discarded_by_its_person(cast, as_):
    client = as_(cast.ann)
    keep(client, cast.ann)
    assert client.post(NEW, {"draft": ticket(cast.ann.pk, "abc"), "drafting": "forget"}).url == NEW
    assert not Draft.objects.exists()


def test_nobody_else_reads_or_writes_it(cast, as_):
    draft = keep(as_(cast.ann), cast.ann)
    client = as_(cast.bob)
    assert "华信" not in text(client.get(f"{NEW}?draft={draft.key}"))
    client.post(NEW, typed(cast.ann, name="假的") | {"drafting": "keep"})
    client.post(NEW, {"draft": ticket(cast.ann.pk, "abc"), "drafting": "forget"})
    client.post(NEW, typed(cast.ann, name="假的") | {"draft": f"{cast.ann.pk}.abc:sig", "drafting": "keep"})
    assert [one.fields["name"] for one in Draft.objects.all()] == [["华信"]]


def test_a_form_one_may_not_open_keeps_nothing(cast, as_):
    foreign = make.customer(owner=cast.bob)
    for address in (foreign.page("edit"), foreign.page("delete")):
        assert as_(cast.ann).post(address, typed(cast.ann) | {"drafting": "keep"}).status_code == 403
    assert as_(cast.chief).post(NEW, typed(cast.chief) | {"drafting": "keep"}).status_code == 403
    assert not Draft.objects.exists()


def test_too_much_is_not_kept_and_the_oldest_make_room(cast, as_):
    client = as_(cast.ann)
    client.post(NEW, typed(cast.ann, address="长" * store.SIZE) | {"drafting": "keep"})
    assert not Draft.objects.exists()
    for number in range(store.MOST + 2):
        keep(client, cast.ann, key=f"k{number}")
    assert Draft.objects.count() == store.MOST
    assert not Draft.objects.filter(key="k0").exists()
    Draft.objects.filter(key="k5").update(saved_at=timezone.now() - timedelta(days=31))
    assert store.forget_old() == 1


def test_an_ended_session_keeps_the_form_and_logging_in_brings_it_back(cast, as_):
    client = Client()
    answer = client.post(NEW, typed(cast.ann))
    assert answer.status_code == 303
    login = client.get(answer.url)
    assert "您已退出登录" in text(login)
    given = {"username": "ann", "password": make.PASSWORD, "next": login.context["next"]}
    back = client.post("/account/login/", given, follow=True)
    assert 'value="华信"' in text(back)
    assert 'value="浦东"' in text(back)


def test_somebody_else_who_logs_in_instead_sees_none_of_it(cast):
    client = Client()
    there = client.get(client.post(NEW, typed(cast.ann)).url).context["next"]
    given = {"username": "bob", "password": make.PASSWORD, "next": there}
    assert "华信" not in text(client.post("/account/login/", given, follow=True))
    htmx = {"HX-Request": "true", "HX-Target": "dialog-body"}
    client = Client()
    assert client.post("/account/login/", given, headers=htmx).headers["HX-Redirect"] == there


def test_in_the_dialog_the_login_comes_up_and_then_the_form(cast):
    client = Client(headers={"HX-Request": "true", "HX-Target": "dialog-body"})
    answer = client.post(NEW, typed(cast.ann))
    login = client.get(answer.url)
    assert 'hx-target="#dialog-body"' in text(login)
    assert "<html" not in text(login)
    given = {"username": "ann", "password": make.PASSWORD, "next": login.context["next"]}
    back = client.post("/account/login/", given)
    assert back.status_code == 303
    assert 'value="华信"' in text(client.get(back.url))


def test_what_is_asked_beside_a_form_does_not_lead_away_from_it(cast):
    client = Client(headers={"HX-Request": "true"})
    assert client.get("/customers/customers/alike/").status_code == 204
    assert "HX-Redirect" in client.get("/customers/customers/", headers={"HX-Target": "rows"}).headers


def test_a_stranger_without_a_ticket_is_asked_to_log_in_as_ever(cast):
    assert Client().post(NEW, {"name": "华信"}).status_code == 302
    cast.ann.is_active = False
    cast.ann.save()
    assert Client().post(NEW, typed(cast.ann)).status_code == 302
    assert not Draft.objects.exists()


def test_a_form_older_than_the_login_of_the_browser_is_kept(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ann)
    answer = client.post(NEW, typed(cast.ann))
    assert answer.status_code == 403
    assert f'href="{NEW}?draft=abc"' in text(answer)
    assert 'value="华信"' in text(client.get(f"{NEW}?draft=abc"))
    client.force_login(cast.bob)
    answer = client.post(NEW, typed(cast.ann, key="def"))
    assert f"{NEW}?draft=" not in text(answer)
