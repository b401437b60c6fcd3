"""What people typed stays text in every file the product gives out, headers too (checks B8)."""

import re
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.foundation.entering.texts import entered
from tests import make
from tests.samples import sample
from tests.security.walk import text_fields
from tests.test_every_page import registered

pytestmark = pytest.mark.django_db
LEADS = (
    *("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "\u00a0=", "\u200b="),
    *("'=", '"=', "%=", ";=", ",=", "|="),
)
CALLS = ("1+1", 'HYPERLINK("http://evil.example","x")', "cmd|' /C calc'!A0")
TRIGGERS = [lead + call for lead in LEADS for call in CALLS]


def formulas(content: bytes) -> list[str]:
    """Everything in a workbook that a spreadsheet would work out or follow."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
    found = [
        name for name, text in parts.items() if "/worksheets/" in name and re.search(r"<f[ >]|t=\"(str|e)\"", text)
    ]
    return (
        found
        + [name for name in parts if "externalLink" in name]
        + [name for name, text in parts.items() if name.endswith(".rels") and "evil.example" in text]
    )


def test_sixty_triggers_stay_text_in_a_list(cast, as_):
    for number, text in enumerate(TRIGGERS):
        make.customer(owner=cast.ann, name=f"{text}{number}")
    content = b"".join(as_(cast.boss).get("/customers/customers/export/"))
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    told = {cell for row in rows for cell in row if isinstance(cell, str)}
    assert len(TRIGGERS) >= 40
    assert formulas(content) == []
    assert {entered(f"{text}{number}") for number, text in enumerate(TRIGGERS)} <= told


def test_no_exported_text_becomes_a_formula(cast, as_):
    exported = 0
    for one in registered():
        name = next((name for name in ("admin", "boss", "ann") if one.held_by(name)), None)
        if one.page.role == "export" and name:
            record = sample(one.pages.model, cast.ann)
            fields = [field for field in text_fields(type(record)) if not field.unique]
            type(record).everything.filter(pk=record.pk).update(**{field.name: "=1+1" for field in fields})
            content = b"".join(as_(cast[name]).get(reverse(one.url_name)))
            assert formulas(content) == [], one.url_name
            exported += 1
    assert exported >= 8
    assert formulas(b"".join(as_(cast.admin).get(reverse("accounts:log-export")))) == []
