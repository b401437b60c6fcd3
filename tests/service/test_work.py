"""The assignee records how, where and when something was done; work records are found again (S3, V2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.service import actions
from apps.service.models import Work
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("service:work-list")


@pytest.fixture
def filled():
    at = timezone.localtime() - timedelta(hours=1)
    return {"solution": "更换电源模块", "place": "客户机房", "open_points": "等待备件", "at": f"{at:%Y-%m-%dT%H:%M}"}


def test_works_pile_up(cast, do, assigned, filled):
    assert do(cast.eng, assigned, "record_work", **filled).status_code == 302
    assert do(cast.eng, assigned, "record_work", **filled | {"solution": "更换主板"}).status_code == 302
    first, second = Work.objects.order_by("pk")
    assert (first.solution, first.place, first.open_points) == ("更换电源模块", "客户机房", "等待备件")
    assert timezone.localtime(first.at).strftime("%Y-%m-%dT%H:%M") == filled["at"]
    assert (second.solution, second.created_by, second.round) == ("更换主板", cast.eng, 1)


@pytest.mark.parametrize("name", ["ann", "boss", "bob", "admin", "chief", "stranger"])
def test_only_the_assignee_records_work(cast, as_, do, assigned, filled, name):
    assert do(cast[name], assigned, "record_work", **filled).status_code == 403
    assert b'data-step="record_work"' not in as_(cast[name]).get(assigned.page("detail")).content
    assert not Work.objects.exists()


def test_after_handling_no_work_is_added(cast, do, handled, filled):
    assert do(cast.eng, handled, "record_work", **filled).status_code == 409
    assert Work.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"solution": ""}, {"solution": "修" * 3001}, {"place": "修" * 201}, {"at": "昨天"}])
def test_what_is_wrong_is_said_beside_its_field(cast, do, assigned, filled, wrong):
    answer = do(cast.eng, assigned, "record_work", **filled | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Work.objects.exists()


def test_work_that_is_still_to_come_is_not_recorded(cast, do, assigned, filled):
    tomorrow = timezone.localtime() + timedelta(days=1)
    answer = do(cast.eng, assigned, "record_work", **filled | {"at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    assert list(answer.context["form"].errors) == ["at"]
    assert not Work.objects.exists()


@pytest.fixture
def works(cast, assigned):
    actions.record_work(assigned, by=cast.eng, solution="电话指导客户检查电源", open_points="等待备件")
    last_week = timezone.now() - timedelta(days=7)
    actions.record_work(assigned, by=cast.eng, solution="更换主板", place="客户机房", at=last_week)
    return assigned


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"电话指导客户检查电源", "更换主板"}),
        ({"q": "主板"}, {"更换主板"}),
        ({"q": "机房"}, {"更换主板"}),
        ({"q": "华信贸易"}, {"电话指导客户检查电源", "更换主板"}),
        ({"open_points": "true"}, {"电话指导客户检查电源"}),
        ({"open_points": "false"}, {"更换主板"}),
        ({"at_after": f"{timezone.localdate() - timedelta(days=2)}"}, {"电话指导客户检查电源"}),
        ({"q": "没有这样的记录"}, set()),
    ],
)
def test_work_records_are_searched(cast, as_, works, asked, found):
    rows = as_(cast.chief).get(LIST, asked).context["table"].rows
    assert {row.record.solution for row in rows} == found


def test_works_are_filtered_by_engineer_customer_and_request(cast, as_, works):
    other = make.service(by=cast.bob, customer=make.customer(owner=cast.bob, name="远航物流"), title="发票有误")
    actions.take(other, by=cast.bob)
    actions.record_work(other, by=cast.bob, solution="重开发票")
    for asked in ({"created_by": cast.bob.pk}, {"customer": "远航物流"}, {"request": "发票有误"}):
        rows = as_(cast.boss).get(LIST, asked).context["table"].rows
        assert [row.record.solution for row in rows] == ["重开发票"]


def test_a_found_work_record_opens_its_request(cast, as_, works):
    work = Work.objects.first()
    page = as_(cast.boss).get(LIST).content.decode()
    assert f'href="{works.get_absolute_url()}#work-{work.pk}"' in page
    assert f'id="work-{work.pk}"' in as_(cast.boss).get(works.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["admin", "stranger"])
def test_who_may_not_see_requests_sees_no_work(cast, as_, works, name):
    assert as_(cast[name]).get(LIST).status_code == 403
