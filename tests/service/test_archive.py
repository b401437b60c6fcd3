"""The archive is searched by everybody who sees requests and changed by nobody (S5)."""

import pytest
from django.urls import reverse

from apps.core.flow import STEPS
from apps.core.models import Entry
from apps.service.models import Feedback, ServiceRequest, Work
from tests.conftest import REFUSED

pytestmark = pytest.mark.django_db
LIST = reverse("service:servicerequest-list")
GIVEN = {"to": "", "reason": "换人", "solution": "又修了一次", "result": "不满意", "satisfaction": 1}
GIVEN |= {"title": "改过的标题", "request": "改过的内容", "priority": 4}


@pytest.mark.parametrize("name", ["boss", "ann", "bob", "eng", "chief"])
def test_it_is_searched(cast, as_, archived, new, name):
    asked = {"status": "archived", "q": "开机"}
    rows = as_(cast[name]).get(LIST, asked).context["table"].rows
    assert [row.record for row in rows] == [archived]
    assert not as_(cast[name]).get(LIST, asked | {"q": "没有这样的服务"}).context["table"].rows


@pytest.mark.parametrize("name", ["boss", "ann", "bob", "eng", "chief", "admin"])
def test_nobody_changes_it(cast, as_, archived, name):
    def stored():
        told = Entry.objects.exclude(action=REFUSED)
        tables = (ServiceRequest.everything, Work.everything, Feedback.objects, told)
        return [list(rows.order_by("pk").values()) for rows in tables]

    before = stored()
    client = as_(cast[name])
    steps = [f"do-{step}" for step in STEPS[ServiceRequest]]
    for role in (*steps, "edit", "delete"):
        given = GIVEN | {"to": cast.bob.pk, "type": archived.type_id, "customer": archived.customer.pick_text()}
        assert client.post(archived.page(role), given).status_code in (403, 409), role
    assert stored() == before


@pytest.mark.parametrize("name", ["boss", "ann", "eng"])
def test_it_offers_no_button(cast, as_, archived, name):
    shown = as_(cast[name]).get(archived.page("detail")).context
    assert (shown["steps"], shown["can_edit"], shown["can_delete"]) == ([], False, False)
