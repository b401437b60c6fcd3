"""Whoever did something takes it back from the message that says it is done, while nothing else has happened (Z9)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.core.models import Batch, Entry, Notification
from apps.marketing import actions
from apps.marketing.models import Chance
from tests import make

pytestmark = pytest.mark.django_db
Status = Chance.Status


@pytest.fixture
def chance(cast):
    return make.chance(by=cast.boss)


def offered(answer) -> str:
    """The address of the undo in the message of a page; empty where there is none."""
    found = re.search(r'action="(/batches/\d+/undo/)"', answer.content.decode())
    return found[1] if found else ""


def assign(client, chance, to):
    return client.post(chance.page("do-assign"), {"to": to.pk}, follow=True)


def test_a_step_is_undone_from_its_message(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    Notification.objects.all().delete()
    answer = client.post(undo, {"next": chance.get_absolute_url()})
    assert answer.url == chance.get_absolute_url()
    chance.refresh_from_db()
    assert (chance.status, chance.assignee, chance.assigned_at) == (Status.UNASSIGNED, None, None)
    entry = Entry.objects.get(action="marketing.chance.undo")
    assert (entry.by, entry.note) == (cast.boss, "指派")
    assert entry.changes["assignee"][:2] == [cast.ann.pk, None]
    assert [message.to for message in entry.notifications.all()] == [cast.ann]


def test_it_is_undone_once(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    client.post(undo)
    answer = client.post(undo, follow=True)
    assert "Boss" in str([*answer.context["messages"]][-1])
    assert Entry.objects.filter(action="marketing.chance.undo").count() == 1


def test_what_somebody_has_worked_on_since_stays_and_it_says_who(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    chance.refresh_from_db()
    actions.adjust(chance, by=cast.ann, probability=80)
    [message] = client.post(undo, {"next": "/"}, follow=True).context["messages"]
    assert "Ann" in str(message)
    chance.refresh_from_db()
    assert (chance.status, chance.assignee, chance.probability) == (Status.DEVELOPING, cast.ann, 80)


def test_what_changed_without_a_line_in_the_log_stays_too(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    Chance.objects.filter(pk=chance.pk).update(assignee=cast.bob)
    client.post(undo)
    chance.refresh_from_db()
    assert chance.assignee == cast.bob


def test_a_deletion_is_undone_to_where_it_was_done(cast, as_):
    customer, client = make.customer(owner=cast.ann), as_(cast.boss)
    undo = offered(client.post(customer.page("delete"), follow=True))
    customer.refresh_from_db()
    assert customer.deleted_at
    assert client.post(undo, {"next": "/customers/customers/"}).url == "/customers/customers/"
    customer.refresh_from_db()
    assert customer.deleted_at is None


def test_winning_does_more_than_change_fields_and_is_not_undone(cast, as_):
    won = make.developing(by=cast.boss, to=cast.ann)
    form = {"region": make.item("region").pk, "level": 1, "contact": "王芳"}
    answer = as_(cast.ann).post(won.page("do-win"), form, follow=True)
    assert answer.status_code == 200
    assert offered(answer) == ""
    assert not Batch.objects.exists()


def test_after_a_day_it_stays(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    Batch.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    assert client.post(undo, follow=True).context["undo"] == ""
    chance.refresh_from_db()
    assert chance.assignee == cast.ann


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("ann", 302), ("stranger", 404), ("admin", 404)])
def test_nobody_else_undoes_it(cast, as_, chance, name, status):
    undo = offered(assign(as_(cast.boss), chance, cast.ann))
    assert as_(cast[name]).post(undo).status_code == status  # ann was told and may look at it
    chance.refresh_from_db()
    assert chance.assignee == cast.ann


def test_another_supervisor_of_the_department_may(cast, as_, chance):
    undo = offered(assign(as_(cast.boss), chance, cast.ann))
    as_(make.user("far", "销售主管", cast.bob.department)).post(undo)
    chance.refresh_from_db()
    assert chance.assignee == cast.ann
    as_(make.user("near", "销售主管", cast.boss.department)).post(undo)
    chance.refresh_from_db()
    assert chance.assignee is None


def test_a_page_elsewhere_is_not_gone_to(cast, as_, chance):
    client = as_(cast.boss)
    undo = offered(assign(client, chance, cast.ann))
    assert client.post(undo, {"next": "https://example.com/"}).url.startswith("/batches/")
