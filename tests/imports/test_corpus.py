"""Seventy hostile files: each is refused with a sentence or by its lines, within the time; none stores a row (B9)."""

import time

import pytest

from apps.auth.models import User
from apps.customers.models import Customer
from tests.imports.conftest import Outcome
from tests.imports.corpus import FILES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_there_are_sixty_of_them():
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_and_stores_nothing(cast, tmp_path, name):
    path = tmp_path / name.replace(" ", "-")
    path.write_bytes(FILES[name]())
    people, began = User.objects.count(), time.monotonic()
    outcome = Outcome("customers", path, "--by", "boss")
    assert time.monotonic() - began < 30  # ten, on a machine that does nothing else
    assert outcome.refusal or ": 0 rows read" in outcome.text, outcome.text
    assert "Traceback" not in outcome.refusal + outcome.text
    assert (Customer.objects.count(), User.objects.count()) == (0, people)
    assert not [*tmp_path.glob("evil*")]
