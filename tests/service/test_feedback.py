"""What the customer says: satisfied archives, not satisfied begins another round, every round stays (S4)."""

import pytest

from apps.core.models import Notification
from apps.service.models import Feedback, ServiceRequest
from tests import make
from tests.service.conftest import work_and_handle

pytestmark = pytest.mark.django_db
Status = ServiceRequest.Status
GOOD = {"result": "已经好了", "satisfaction": 5, "source": "phone"}


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_three_stars_or_more_archive_it(cast, do, handled, stars):
    assert do(cast.ann, handled, "feed_back", **GOOD | {"satisfaction": stars}).status_code == 302
    handled.refresh_from_db()
    assert (handled.status, handled.satisfaction, handled.round) == (Status.ARCHIVED, stars, 1)
    assert handled.closed_at is not None
    assert not Notification.objects.filter(entry__action="service.servicerequest.feed_back").exists()


@pytest.mark.parametrize("stars", [1, 2])
def test_fewer_send_it_back_to_the_same_assignee(cast, do, handled, stars):
    assert do(cast.ann, handled, "feed_back", **GOOD | {"satisfaction": stars}).status_code == 302
    handled.refresh_from_db()
    assert (handled.status, handled.assignee, handled.round) == (Status.ASSIGNED, cast.eng, 2)
    assert handled.closed_at is None


def test_assignee_and_the_supervisors_over_them_are_told(cast, do, handled):
    make.user("other", "销售主管", cast.bob.department)
    top = make.user("top", "销售主管", cast.chief.department)
    do(cast.ann, handled, "feed_back", **GOOD | {"satisfaction": 1})
    told = Notification.objects.filter(entry__action="service.servicerequest.feed_back")
    assert {message.to for message in told} == {cast.eng, cast.boss, top}


def test_both_rounds_are_readable(cast, as_, archived):
    newest, first = as_(cast.chief).get(archived.page("detail")).context["rounds"]
    assert [work.solution for work in first.works] == ["更换电源模块"]
    assert (first.number, first.feedback.result, first.feedback.satisfaction) == (1, "第二天又坏了", 2)
    assert [work.solution for work in newest.works] == ["更换主板"]
    assert (newest.number, newest.feedback.result, newest.feedback.satisfaction) == (2, "已经好了", 4)
    page, _story = as_(cast.chief).get(archived.page("detail")).content.decode().split('class="record-side"')
    for text in ("更换电源模块", "第二天又坏了", "★★☆☆☆", "更换主板", "已经好了", "★★★★☆"):
        assert text in page


@pytest.mark.parametrize("name", ["eng", "boss", "bob", "admin", "chief", "stranger"])
def test_nobody_but_the_creator_records_it(cast, as_, do, handled, name):
    assert do(cast[name], handled, "feed_back", **GOOD).status_code == 403
    assert b'data-step="feed_back"' not in as_(cast[name]).get(handled.page("detail")).content
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("wrong", [*({"satisfaction": one} for one in (0, 6, "")), {"result": " "}, {"source": ""}])
def test_how_it_was_asked_a_result_and_one_to_five_stars_are_asked_for(cast, do, handled, wrong):
    answer = do(cast.ann, handled, "feed_back", **GOOD | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Feedback.objects.exists()


def test_a_round_is_judged_once(cast, do, handled):
    do(cast.ann, handled, "feed_back", **GOOD)
    assert do(cast.ann, handled, "feed_back", **GOOD | {"satisfaction": 1}).status_code == 409
    assert Feedback.objects.count() == 1


def test_the_second_round_ends_in_the_archive(cast, do, unhappy):
    again = work_and_handle(unhappy, cast.eng, "更换主板")
    do(cast.ann, again, "feed_back", **GOOD | {"satisfaction": 4})
    again.refresh_from_db()
    assert (again.status, again.satisfaction) == (Status.ARCHIVED, 4)
    assert list(again.feedbacks.values_list("round", "satisfaction")) == [(1, 2), (2, 4)]
