"""Taking a request from the pool (S2)."""

import pytest

from apps.service.models import ServiceRequest
from tests.conftest import said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["eng", "ann", "bob", "boss"])
def test_whoever_handles_requests_takes_it_for_themselves(cast, do, offered, new, name):
    assert "take" in offered(cast[name], new)
    assert do(cast[name], new, "take").status_code == 302
    new.refresh_from_db()
    assert (new.status, new.assignee, new.assigned_by) == (ServiceRequest.Status.ASSIGNED, cast[name], cast[name])


@pytest.mark.parametrize("name", ["admin", "chief", "stranger"])
def test_nobody_else_takes_it(cast, as_, do, new, name):
    assert do(cast[name], new, "take").status_code == 403
    assert b'data-step="take"' not in as_(cast[name]).get(new.page("detail")).content
    new.refresh_from_db()
    assert new.assignee is None


def test_the_second_reads_who_was_faster(cast, do, new):
    do(cast.eng, new, "take")
    answer = do(cast.bob, new, "take")
    assert answer.status_code == 409
    assert "Eng" in said(answer)
    new.refresh_from_db()
    assert new.assignee == cast.eng
