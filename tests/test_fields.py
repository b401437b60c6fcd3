"""docs/fields.md says what every form takes and who may write it; its tables are made from the forms themselves:

RECORD_FIELDS=1 python -m tests.run --sqlite-only -n 0 tests/test_fields.py
"""

import os

import pytest

import crm.urls  # noqa: F401 where the entities are registered
from tests.fields import described
from tests.test_documents import ROOT

FILE = ROOT / "docs" / "fields.md"
BELOW = "<!-- From here on made from the forms: tests/test_fields.py -->\n"


@pytest.mark.django_db
@pytest.mark.once
def test_every_field_is_described_as_its_form_takes_it(cast):
    head, mark, tables = FILE.read_text(encoding="utf-8").partition(BELOW)
    made = f"\n{described(cast.boss, cast.ann)}"
    if "RECORD_FIELDS" in os.environ:
        FILE.write_text(head + BELOW + made, encoding="utf-8")
    else:
        assert tables == made, "if this is meant, record it: see the head of this file"
