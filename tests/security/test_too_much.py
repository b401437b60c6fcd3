"""One account that reads or exports far more than people do is stopped, and the administrators know (checks C13)."""

from datetime import timedelta

import pytest
from django.conf import settings as product
from django.urls import reverse
from django.utils import timezone

from apps.auth import watching
from apps.core.models import Entry, Notification
from tests import make
from tests.auth.signing import later

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/customers/customers/", "/customers/customers/export/"
NORMAL = 400  # records a busy person opens in an hour: a full list every four minutes, a record in each minute between


def alarms(person) -> list[Entry]:
    """What the person's bell tells of too much reading."""
    told = Notification.objects.filter(to=person, entry__action="accounts.user.throttled").order_by("-pk")
    return [message.entry for message in told.select_related("entry")]


def test_fifty_times_the_normal_rate_is_stopped_and_told_within_a_minute(cast, as_):
    make.customer(owner=cast.ann)
    client, began, read = as_(cast.boss), timezone.now(), 0
    while client.get(LIST).status_code == 200 and read < 60 * NORMAL:
        watching.add_read(cast.boss, 1000)  # as ten lists of a hundred do
        read += 1000
    assert NORMAL * 47 < read <= NORMAL * 50
    [alarm] = alarms(cast.admin)
    assert (alarm.object, alarm.by) == (cast.boss, None)
    assert alarm.at - began < timedelta(seconds=60)
    assert alarms(cast.boss) == []


def test_a_busy_person_is_never_stopped(cast, as_):
    watching.add_read(cast.boss, 20 * NORMAL)
    assert as_(cast.boss).get(LIST).status_code == 200
    assert alarms(cast.admin) == []


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "一下子太多了"), ("en", "very much at once")])
def test_the_page_says_what_happened_and_when_it_goes_on(cast, as_, settings, language, words):
    settings.READ_MOST = 1
    customer = make.customer(owner=cast.ann)
    type(cast.ann).objects.filter(pk=cast.ann.pk).update(language=language)
    client = as_(cast.ann)
    assert client.get(customer.get_absolute_url()).status_code == 200
    for address in (
        LIST,
        customer.get_absolute_url(),
        "/search/?q=x",
        "/customers/customers/pick/",
        "/reports/orders/",
    ):
        answer = client.get(address)
        assert answer.status_code == 429, address
        assert 0 < int(answer["Retry-After"]) <= 3600
        assert words in answer.content.decode()
    assert words in client.get(LIST, headers={"HX-Request": "true"}).content.decode()


def test_work_that_is_under_way_is_saved_and_own_pages_stay_open(cast, as_, settings):
    settings.READ_MOST = 1
    customer, client = make.customer(owner=cast.ann), as_(cast.boss)
    assert client.get(customer.get_absolute_url()).status_code == 200
    assert client.get(customer.page("edit")).status_code == 429
    assert client.post(customer.page("delete")).status_code == 302
    for name in ("home", "accounts:messages", "accounts:profile"):
        assert client.get(reverse(name)).status_code == 200


def test_others_and_the_next_hour_are_not_concerned(cast, as_, settings):
    settings.READ_MOST = 1
    make.customer(owner=cast.ann)
    as_(cast.ann).get(LIST)
    assert as_(cast.ann).get(LIST).status_code == 429
    assert as_(cast.bob).get(LIST).status_code == 200
    with later(hours=1):
        assert as_(cast.ann).get(LIST).status_code == 200


def test_files_count_by_their_rows_and_each_for_a_thousand_at_least(cast, as_, settings):
    settings.EXPORT_MOST = 3 * watching.LEAST
    make.customer(owner=cast.ann)
    client = as_(cast.boss)
    assert [client.get(EXPORT).status_code for _round in range(4)] == [200, 200, 200, 429]
    assert client.get("/reports/orders/excel/").status_code == 429
    assert client.get(LIST).status_code == 200
    assert [alarm.note for alarm in alarms(cast.admin)] == ["taken: 3,000"]
    settings.EXPORT_MOST = 500_000
    watching.add_taken(cast.ann, 499_000)
    client.force_login(cast.ann)
    assert client.get(EXPORT).status_code == 200
    assert client.get(EXPORT).status_code == 429


def test_the_rows_of_an_export_are_what_counts(cast, as_, monkeypatch):
    monkeypatch.setattr(watching, "LEAST", 0)
    for number in range(3):
        make.customer(owner=cast.ann, name=f"客户 {number}")
    as_(cast.boss).get(EXPORT)
    assert watching.cache.get(watching.key_of(watching.TAKEN, cast.boss)) == 3


def test_the_message_leads_to_what_the_person_did(cast, as_):
    watching.add_read(cast.ann, product.READ_MOST)
    message = Notification.objects.get(to=cast.admin)
    client = as_(cast.admin)
    assert "Ann" in client.get(reverse("accounts:messages")).content.decode()
    answer = client.post(reverse("accounts:message", args=[message.pk]))
    assert answer["Location"] == f"{reverse('accounts:log')}?by={cast.ann.pk}"
    assert client.get(reverse("accounts:notices")).status_code == 200


def test_a_cache_that_is_away_stops_nobody(cast, as_, monkeypatch):
    monkeypatch.setattr(watching.cache, "incr", lambda key, number: None)
    monkeypatch.setattr(watching.cache, "get", lambda key: None)
    assert as_(cast.ann).get(LIST).status_code == 200
