"""The owner holds a customer that is slipping away: a measure, each time a new dated one (C8)."""

import pytest
from django.utils import timezone

from apps.core.models import Entry, Notification
from apps.customers.models import DelayMeasure, Loss

pytestmark = pytest.mark.django_db


def test_each_delay_is_a_new_measure_with_its_date_and_author(as_, cast, do, warned):
    assert do(cast.ann, warned, "delay", measure="上门拜访，了解原因").status_code == 302
    assert do(cast.boss, warned, "delay", measure="给出年度折扣").status_code == 302
    warned.refresh_from_db()
    assert warned.status == Loss.Status.DELAYED
    measures = DelayMeasure.objects.order_by("pk")
    assert [(one.measure, one.by) for one in measures] == [
        ("上门拜访，了解原因", cast.ann),
        ("给出年度折扣", cast.boss),
    ]
    assert timezone.localdate(measures[0].at) == timezone.localdate()
    page = as_(cast.ann).get(warned.page("detail")).content.decode()
    assert page.index("给出年度折扣") < page.index("上门拜访，了解原因")
    assert Entry.objects.filter(action="customers.loss.delay", customer=warned.customer).count() == 2
    assert Notification.objects.get().to == cast.ann


def test_a_delay_needs_a_measure(cast, do, warned):
    answer = do(cast.ann, warned, "delay", measure="")
    assert answer.status_code == 422
    assert not DelayMeasure.objects.exists()


@pytest.mark.parametrize("status", ["lost", "recovered"])
def test_what_is_over_is_not_delayed(cast, do, warned, status):
    Loss.objects.filter(pk=warned.pk).update(status=status)
    assert do(cast.ann, warned, "delay", measure="再试一次").status_code == 409
    assert not DelayMeasure.objects.exists()


@pytest.mark.parametrize("name", ["admin", "bob", "eng", "chief", "stranger"])
def test_nobody_else_delays(cast, do, warned, name):
    assert do(cast[name], warned, "delay", measure="再试一次").status_code == 403
    assert not DelayMeasure.objects.exists()


@pytest.mark.parametrize(
    ("name", "steps"),
    [("ann", ["delay", "confirm_loss"]), ("boss", ["delay", "confirm_loss"]), ("bob", []), ("chief", [])],
)
def test_the_buttons_are_there_for_whom_they_work(cast, offered, warned, name, steps):
    assert offered(cast[name], warned) == steps


def test_there_is_no_form_to_make_or_change_a_warning(as_, cast, warned):
    for address in ("/customers/losses/new/", f"/customers/losses/{warned.pk}/edit/"):
        assert as_(cast.boss).get(address).status_code == 404
