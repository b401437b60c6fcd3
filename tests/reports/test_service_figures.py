"""Customer service counts requests, content, hours and what was done in time (R3, P4)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from apps.service.models import ServiceRequest
from tests import make
from tests.reports.sales import figures, headlines, table

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def request(customer, day: str, kind, assignee=None, *, handled=None, closed=None, stars=None, answer=8, solution=72):
    """A request created at a local moment, first handled and closed so many hours later, with targets of so many hours.

    It takes an hour until it is handled to the end.
    """
    at = timezone.make_aware(datetime.fromisoformat(day))
    record = make.service(customer.owner, customer, type=make.item("service_type", kind))
    ServiceRequest.objects.filter(pk=record.pk).update(
        created_at=at,
        assignee=assignee,
        responded_at=at + handled * HOUR if handled is not None else None,
        handled_at=at + (handled + 1) * HOUR if handled is not None else None,
        closed_at=at + closed * HOUR if closed is not None else None,
        satisfaction=stars,
        response_due=at + answer * HOUR if answer else None,
        resolution_due=at + solution * HOUR if solution else None,
    )
    return record


@pytest.fixture
def desk(cast):
    """Five requests of 2025, one of 2024."""
    hua, yuan = make.customer(cast.ann, "华信贸易"), make.customer(cast.bob, "远航物流")
    request(hua, "2025-01-01 00:00", "咨询", cast.eng, handled=2, closed=10, stars=5)
    request(hua, "2025-01-31 23:59", "咨询", cast.eng, handled=4, closed=20, stars=4)
    request(yuan, "2025-02-01 00:00", "投诉", cast.eng, handled=12, closed=90, stars=3)
    request(yuan, "2025-12-31 23:59", "投诉", cast.ann, handled=30)
    request(hua, "2025-06-01 12:00", "投诉", answer=None, solution=None)
    request(hua, "2024-12-31 23:59", "建议", cast.eng, handled=1, closed=3, stars=2)


def test_each_type_has_its_numbers(desk, cast):
    found = {row[0]: row[1:] for row in table(figures(cast.boss, "service", "period=2025"))}
    assert found["咨询"] == (2, 4.5, 3.0, 3.0, 15.0, 15.0, 1.0, 1.0)
    assert found["投诉"] == (3, 3.0, 21.0, 21.0, 90.0, 90.0, 0.0, 0.0)
    assert found["建议"] == (0, None, None, None, None, None, None, None)


def test_the_totals_have_mean_and_median_of_all(desk, cast):
    found = figures(cast.boss, "service", "period=2025")
    assert found.totals[1:] == (5, 4.0, 12.0, 8.0, 40.0, 20.0, 0.5, 0.5)


def test_the_headlines_compare_with_the_period_before(desk, cast):
    found = headlines(figures(cast.boss, "service", "period=2025"))
    assert list(found.values()) == [(5, 1), (4.0, 2.0), (12.0, 1.0), (40.0, 3.0), (0.5, 1.0)]


def test_an_open_request_counts_as_late_once_its_target_is_over(desk, cast):
    request(make.customer(cast.ann, "新客户"), "2025-03-01 00:00", "建议")
    found = {row[0]: row[7:] for row in table(figures(cast.boss, "service", "period=2025"))}
    assert found["建议"] == (0.0, 0.0)


def test_a_request_whose_target_is_still_ahead_counts_once_it_is_done(desk, cast):
    customer = make.customer(cast.ann, "新客户")
    now = timezone.localtime().replace(tzinfo=None).isoformat()
    request(customer, now, "建议", answer=100, solution=100)
    waiting = {row[0]: row[1:] for row in table(figures(cast.boss, "service", "period=this-month"))}
    assert (waiting["建议"][0], *waiting["建议"][6:]) == (1, None, None)
    request(customer, now, "建议", handled=0, closed=0, answer=100, solution=100)
    done = {row[0]: row[1:] for row in table(figures(cast.boss, "service", "period=this-month"))}
    assert (done["建议"][0], *done["建议"][6:]) == (2, 1.0, 1.0)


def test_by_month_every_month_of_the_period_is_there_by_the_local_clock(desk, cast):
    found = [row[:2] for row in table(figures(cast.boss, "service", "period=2025&by=month"))]
    assert [count for _month, count in found] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert (found[0][0], found[-1][0]) == ("2025-01", "2025-12")


def test_by_assignee_everybody_is_there_who_has_one(desk, cast):
    found = {row[0]: row[1] for row in table(figures(cast.boss, "service", "period=2025&by=assignee"))}
    assert (found.pop("Ann"), found.pop("Eng")) == (1, 3)
    assert list(found.values()) == [1]


def test_type_and_assignee_are_filters(desk, cast):
    kind = make.item("service_type", "投诉")
    found = figures(cast.boss, "service", f"period=2025&type={kind.pk}&assignee={cast.eng.pk}")
    assert [row[:2] for row in table(found)] == [("投诉", 1)]


def test_an_account_manager_sees_the_requests_of_own_customers(desk, cast):
    assert figures(cast.ann, "service", "period=2025").totals[1] == 3
    assert figures(cast.bob, "service", "period=2025").totals[1] == 2
