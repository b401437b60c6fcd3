"""The fields a list is filtered by come when they are unfolded; what is in force never gets lost (M1, Z9)."""

import pytest
from django.urls import reverse

from tests import make

LIST = reverse("marketing:chance-list")
ASKED = {"status": ["unassigned", "developing"], "expected_amount_min": "5", "q": "北方"}
UNFOLD = {"HX-Request": "true", "HX-Target": "filter-fields"}

pytestmark = pytest.mark.django_db


def test_a_folded_filter_stays_in_force_with_the_next_search(cast, as_):
    make.chance(by=cast.ann)
    page = as_(cast.ann).get(LIST, ASKED)
    hidden = page.context["filters"].in_force
    assert sorted(hidden) == [("expected_amount_min", "5"), ("status", "developing"), ("status", "unassigned")]
    for name, value in hidden:
        assert f'<input type="hidden" name="{name}" value="{value}">' in page.content.decode()


def test_unfolded_its_fields_hold_what_is_in_force(cast, as_):
    answer = as_(cast.ann).get(LIST, ASKED, headers=UNFOLD)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="expected_amount_min" value="5"' in text.replace(' type="number"', "")
    assert text.count("checked") + text.count("selected") >= 2
    assert 'name="q"' not in text
    assert "<table" not in text


def test_a_wrong_filter_is_unfolded_at_once(cast, as_):
    text = as_(cast.ann).get(LIST, {"expected_amount_min": "viel"}).content.decode()
    assert '<details class="filters-more" open>' in text
    assert 'value="viel"' in text
