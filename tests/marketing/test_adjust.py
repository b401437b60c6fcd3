"""Whoever develops a chance keeps its forecast true, after the edit form is closed (M1, M2)."""

import datetime
from decimal import Decimal

import pytest

from apps.core.models import Entry

pytestmark = pytest.mark.django_db
GIVEN = {"probability": "80", "expected_amount": "990000", "expected_close": "2027-02-28"}


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_the_forecast_is_written_anew(cast, do, developing, name):
    assert do(cast[name], developing, "adjust", **GIVEN).status_code == 302
    developing.refresh_from_db()
    assert (developing.probability, developing.expected_amount) == (80, Decimal(990000))
    assert developing.expected_close == datetime.date(2027, 2, 28)
    assert Entry.objects.get(action="marketing.chance.adjust").changes["probability"] == [50, 80]


def test_the_form_opens_with_what_is_forecast_now(cast, as_, do, developing):
    do(cast.ann, developing, "adjust", **GIVEN)
    page = as_(cast.ann).get(developing.page("do-adjust")).content.decode()
    assert all(f'value="{value}"' in page for value in ("80", "990000.00", "2027-02-28"))


@pytest.mark.parametrize("wrong", [{"probability": "101"}, {"probability": "-1"}, {"expected_amount": "-5"}])
def test_figures_out_of_range_are_refused(cast, do, developing, wrong):
    answer = do(cast.ann, developing, "adjust", **GIVEN | wrong)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, wrong.keys())


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("chief", 403), ("eng", 403), ("stranger", 403)])
def test_nobody_else_adjusts(cast, do, developing, name, status):
    assert do(cast[name], developing, "adjust", **GIVEN).status_code == status
    developing.refresh_from_db()
    assert developing.probability == 50


def test_a_closed_chance_keeps_its_forecast(cast, do, won):
    assert do(cast.ann, won, "adjust", **GIVEN).status_code == 409
