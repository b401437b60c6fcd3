"""Who does not answer for some working days: archived without a rating, counted in no mean (S4, R3)."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.basedata.models import Parameter
from apps.basedata.workdays import workdays_after, workdays_before
from apps.core.models import Batch, Entry
from apps.kit.bulk import undoing
from apps.service import actions
from apps.service.models import ServiceRequest
from apps.service.tasks import archive_unanswered
from tests.reports.sales import figures
from tests.service.conftest import work_and_handle

pytestmark = pytest.mark.django_db
Status = ServiceRequest.Status
LIST = reverse("service:servicerequest-list")
FRIDAY, MONDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 5)


def waited(request, days: int = 30):
    """The request as if it had been handled so many days ago."""
    ServiceRequest.objects.filter(pk=request.pk).update(handled_at=timezone.now() - timedelta(days=days))
    request.refresh_from_db()
    return request


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (MONDAY, 5, MONDAY + timedelta(days=7)),
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_weekends_are_no_working_days(day, count, after):
    assert workdays_after(day, count) == after


def test_both_ways_of_counting_are_one():
    for start in range(14):
        for count in range(1, 12):
            day = FRIDAY + timedelta(days=start)
            until = workdays_after(day, count)
            assert workdays_before(until, count) >= day
            assert workdays_before(until - timedelta(days=1), count) < day


@pytest.mark.parametrize(
    ("done", "now", "is_unanswered"),
    [
        ("2026-12-04 23:59", "2026-12-06 23:59", False),  # a Friday, then the weekend
        ("2026-12-04 23:59", "2026-12-07 23:59", False),  # one working day
        ("2026-12-04 23:59", "2026-12-08 00:01", True),  # two
        ("2026-12-05 00:01", "2026-12-08 00:01", True),  # from a Saturday
        ("2026-12-07 00:01", "2026-12-08 23:59", False),
        ("2026-12-07 00:01", "2026-12-09 00:01", True),
    ],
)
def test_by_the_local_clock_on_both_sides(handled, done, now, is_unanswered):
    Parameter.objects.filter(code=Parameter.UNANSWERED_DAYS).update(value=2)
    at_moment = timezone.make_aware(datetime.fromisoformat(done))
    ServiceRequest.objects.filter(pk=handled.pk).update(handled_at=at_moment)
    with time_machine.travel(timezone.make_aware(datetime.fromisoformat(now)), tick=False):
        handled.refresh_from_db()
        assert handled.is_unanswered == is_unanswered
        assert ServiceRequest.objects.unanswered().exists() == is_unanswered
        assert (handled.unanswered_from <= timezone.localdate()) == is_unanswered


def test_before_it_is_time_the_sentence_says_from_when(cast, do, offered, handled):
    assert "archive_unanswered" not in offered(cast.ann, handled)
    answer = do(cast.ann, handled, "archive_unanswered")
    assert answer.status_code == 403
    assert f"{workdays_after(timezone.localdate(), 5)}" in answer.content.decode()


@pytest.mark.parametrize("name", ["eng", "boss", "bob", "chief"])
def test_only_who_may_ask_archives_it(cast, do, offered, handled, name):
    waited(handled)
    assert do(cast[name], handled, "archive_unanswered").status_code == 403
    assert "archive_unanswered" not in offered(cast[name], handled)


def test_it_is_archived_without_a_rating_and_undone(cast, as_, do, unhappy):
    request = waited(work_and_handle(unhappy, cast.eng))
    assert request.satisfaction == 2
    assert do(cast.ann, request, "archive_unanswered").status_code == 302
    request.refresh_from_db()
    assert (request.status, request.satisfaction, request.closed_at is None) == (Status.ARCHIVED, None, False)
    newest, first = as_(cast.chief).get(request.page("detail")).context["rounds"]
    assert (newest.is_unanswered, first.is_unanswered, first.feedback.satisfaction) == (True, False, 2)
    undoing.undo(Batch.objects.latest("pk"), by=cast.ann)
    request.refresh_from_db()
    assert (request.status, request.satisfaction, request.closed_at) == (Status.HANDLED, 2, None)


def test_it_is_called_unanswered_wherever_it_is_shown(cast, as_, handled):
    actions.archive_unanswered(waited(handled), by=cast.ann)
    client = as_(cast.boss)
    for address in (LIST, handled.page("detail"), handled.customer.get_absolute_url()):
        assert "未答复" in client.get(address).content.decode(), address
    assert "客户没有答复" in client.get(handled.page("detail")).content.decode()
    for given in ({}, {"columns": ["title", "satisfaction"]}):
        book = load_workbook(BytesIO(b"".join(client.get(reverse("service:servicerequest-export"), given)))).active
        assert "未答复" in [cell.value for row in book.iter_rows() for cell in row]


def test_it_counts_in_no_mean(cast, handled, archived):
    actions.archive_unanswered(waited(handled_twin(archived)), by=cast.ann)
    found = figures(cast.boss, "service", "period=this-year")
    assert found.totals[1:3] == (2, 4.0)


def handled_twin(request, number="FW-TWIN"):
    """Another request like one that was archived, handled."""
    names = ("type", "title", "customer", "request", "created_by", "assignee", "responded_at")
    given = {name: getattr(request, name) for name in names}
    return ServiceRequest.objects.create(number=number, status=Status.HANDLED, handled_at=timezone.now(), **given)


def test_the_list_finds_who_is_waited_for_and_who_never_answered(cast, as_, handled, archived):
    twin = waited(handled_twin(archived))

    def found(**asked):
        return {row.record.pk for row in as_(cast.boss).get(LIST, asked).context["table"].rows}

    assert found(unanswered="true") == {twin.pk}
    assert found(unanswered="false") == {archived.pk}
    actions.archive_unanswered(twin, by=cast.ann)
    assert found(satisfaction="none") == {twin.pk}
    assert found(satisfaction="4") == {archived.pk}
    assert found(satisfaction=["none", "4"]) == {twin.pk, archived.pk}
    assert found(unanswered="true") == set()


def test_many_are_archived_at_once_and_who_still_has_time_is_left(cast, as_, archived):
    old, young = waited(handled_twin(archived)), handled_twin(archived, "FW-YOUNG")
    answer = as_(cast.ann).post(f"{LIST}bulk/archive_unanswered/", {"keys": f"{old.pk},{young.pk}"}, follow=True)
    assert ServiceRequest.objects.get(status=Status.ARCHIVED, satisfaction=None) == old
    [[_name, _address, reason]] = answer.context["refused"]
    assert f"{young.unanswered_from}" in reason


@pytest.mark.parametrize("is_on", [0, 1])
def test_by_itself_only_where_the_company_wants_that(cast, handled, is_on):
    Parameter.objects.filter(code=Parameter.ARCHIVE_UNANSWERED).update(value=is_on)
    waited(handled)
    assert archive_unanswered.call() == is_on
    handled.refresh_from_db()
    assert handled.status == (Status.ARCHIVED if is_on else Status.HANDLED)
    entries = Entry.objects.filter(action="service.servicerequest.archive_unanswered")
    assert [entry.by for entry in entries] == [None] * is_on
    assert archive_unanswered.call() == 0
