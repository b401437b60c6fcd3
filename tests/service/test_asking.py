"""What the customer says is never recorded by who did the work alone (S4)."""

import pytest
from django.core.exceptions import PermissionDenied

from apps.auth.models import Role, User
from apps.core.models import Notification
from apps.customers.models import Share
from apps.service import actions
from apps.service.asking import who_asks
from apps.service.models import Feedback, ServiceRequest
from tests import make
from tests.conftest import said
from tests.service.conftest import work_and_handle
from tests.service.test_feedback import GOOD

pytestmark = pytest.mark.django_db
Status = ServiceRequest.Status


def asked_by(cast, request) -> set[str]:
    """Who is offered the step, who may take it, and who is named: the same people."""
    request.refresh_from_db()
    everybody = User.objects.filter(is_active=True)
    step = actions.feed_back.step
    found = {person.name for person in everybody if step.open_to(person, request)}
    assert found == {person.name for person in who_asks(request)}
    return found


def handled_by(cast, request, *doers):
    """The request handled by the last of these; each records a work and hands it on."""
    for place, doer in enumerate(doers):
        if place:
            actions.reassign(request, by=cast.boss, to=doer, reason="换人")
        else:
            actions.assign(request, by=cast.boss, to=doer)
        actions.record_work(request, by=doer, solution="检查")
    return actions.handle(request, by=doers[-1]).record


def test_the_creator_asks(cast, handled):
    assert asked_by(cast, handled) == {"Ann"}


def test_where_creator_and_assignee_are_one_the_supervisors_over_them_ask(cast, do, new):
    top = make.user("top", "销售主管", cast.chief.department)
    make.user("other", "销售主管", cast.bob.department)
    request = handled_by(cast, new, cast.ann)
    assert asked_by(cast, request) == {"Boss", top.name}
    assert {one.to for one in Notification.objects.filter(entry__action="service.servicerequest.handle")} == {
        cast.boss,
        top,
    }
    answer = do(cast.ann, request, "feed_back", **GOOD)
    assert answer.status_code == 403
    assert "Boss" in answer.content.decode()
    assert do(cast.boss, request, "feed_back", **GOOD).status_code == 302


def test_who_worked_on_it_before_it_was_reassigned_has_done_it_too(cast, new):
    assert asked_by(cast, handled_by(cast, new, cast.ann, cast.eng)) == {"Boss"}


def test_reassigned_after_it_was_handled_the_new_assignee_does_not_ask_either(cast, handled):
    actions.reassign(handled, by=cast.boss, to=cast.ann, reason="换人")
    assert asked_by(cast, handled) == {"Boss"}


def test_a_supervisor_who_did_the_work_does_not_ask(cast, new):
    second = make.user("second", "销售主管", cast.boss.department)
    assert asked_by(cast, handled_by(cast, new, cast.ann, cast.boss)) == {second.name}


def test_where_creator_doer_and_only_supervisor_are_one_nobody_asks_and_everybody_reads_why(cast, as_, customer):
    request = handled_by(cast, make.service(by=cast.boss, customer=customer), cast.boss)
    assert asked_by(cast, request) == set()
    for person in (cast.boss, cast.ann):
        assert "没有其他主管" in as_(person).get(request.page("detail")).content.decode()


@pytest.mark.parametrize("gone", ["left", "without the right", "nobody"])
def test_for_a_creator_who_cannot_the_supervisors_ask(cast, handled, gone):
    if gone == "left":
        User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    elif gone == "without the right":
        User.objects.filter(pk=cast.ann.pk).update(role=Role.objects.get(name="高管"))
    else:
        ServiceRequest.objects.filter(pk=handled.pk).update(created_by=None)
    assert asked_by(cast, handled) == {"Boss"}


def test_a_share_of_the_customer_opens_it_to_nobody_else(cast, handled, customer):
    make.stored(Share(customer=customer, to=cast.bob, writes=True), by=cast.boss)
    assert asked_by(cast, handled) == {"Ann"}


def test_two_stars_begin_a_round_in_which_the_same_people_ask(cast, handled):
    actions.feed_back(handled, by=cast.ann, result="又坏了", satisfaction=2)
    again = work_and_handle(handled, cast.eng)
    assert asked_by(cast, again) == {"Ann"}
    with pytest.raises(PermissionDenied, match="Ann"):
        actions.feed_back(again, by=cast.eng, result="好", satisfaction=5)


def test_in_a_new_round_who_worked_in_the_last_one_may_ask(cast, new):
    handled_by(cast, new, cast.ann, cast.eng)
    actions.feed_back(new, by=cast.boss, result="又坏了", satisfaction=1)
    assert asked_by(cast, work_and_handle(new, cast.eng)) == {"Ann"}


def test_the_rule_is_asked_again_of_the_row_as_it_is(cast, handled):
    old = ServiceRequest.objects.get(pk=handled.pk)
    actions.reassign(handled, by=cast.boss, to=cast.ann, reason="换人")
    with pytest.raises(PermissionDenied, match="Boss"):
        actions.feed_back(old, by=cast.ann, result="好", satisfaction=5)


@pytest.mark.parametrize(
    ("source", "word"), [("phone", "电话"), ("visit", "上门"), ("message", "微信"), ("mail", "邮件")]
)
def test_where_it_came_from_is_kept_and_shown(cast, as_, do, handled, source, word):
    do(cast.ann, handled, "feed_back", **GOOD | {"source": source})
    assert Feedback.objects.get().source == source
    page = as_(cast.boss).get(handled.page("detail")).content.decode()
    assert word in page.split('class="record-side"')[0]
    assert word in as_(cast.boss).get(handled.page("history")).content.decode()


@pytest.mark.parametrize("source", ["staff", "customer", "fax"])
def test_staff_do_not_answer_as_the_customer(cast, do, handled, source):
    answer = do(cast.ann, handled, "feed_back", **GOOD | {"source": source})
    assert answer.status_code == 422
    assert said(answer)
