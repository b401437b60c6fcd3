"""Many rows stored at once are what they were, whatever their texts hold (B9)."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from apps.core.models import Entry, Sequence
from apps.customers.models import Customer
from apps.foundation.database.bulk_insert import FEW, add, add_rows
from apps.foundation.entering.texts import entered
from apps.kit.search.models import Findable
from tests import make

TEXTS = (
    "",
    "plain",
    'says "so", and',
    "a\tb",
    "two\nlines\r\nthree",
    "\\",
    r"\N",
    r"\.",
    " ",
    "'",
    "=1+1",
    "中文 🙂",
    "NULL",
)


def entry(text: str, **values) -> Entry:
    kind = ContentType.objects.get_for_model(Customer)
    return Entry(action="test", kind=kind, object_id=1, title=text, note=text, **values)


def values(one: Entry) -> tuple:
    return one.title, one.note, one.changes, one.by, one.customer, one.at


def test_what_is_stored_reads_as_it_was(cast):
    changes = ({}, {"name": ["", 'a "b"\n', None, 1.5, True]})
    made = [entry(text, changes=one, by=by) for text in TEXTS for one in changes for by in (cast.ann, None)]
    add(made)
    stored = Entry.objects.filter(action="test").order_by("id")
    for one in made:
        one.title = one.note = entered(one.title)  # a line end is one character
    assert [values(one) for one in stored] == [values(one) for one in made]


def test_records_have_their_keys_afterwards_and_can_be_saved(cast):
    region = make.customer(owner=cast.ann).region
    made = [Customer(number=f"T{n}", name=f"客户{n}", region=region, owner=cast.ann) for n in range(FEW + 1)]
    add(made, keyed=True)
    stored = Customer.objects.filter(number__startswith="T")
    assert dict(stored.values_list("pk", "name")) == {one.pk: one.name for one in made}
    made[0].name = "另一个"
    made[0].save()
    assert Customer.objects.get(number="T0").name == "另一个"


def test_rows_need_no_records(db):
    kind = ContentType.objects.get_for_model(Customer).pk
    rows = [(kind, -n, f" {n} ") for n in range(1, FEW + 2)]
    add_rows(Findable, ("kind_id", "object_id", "terms"), rows)
    stored = Findable.objects.filter(object_id__lt=0).values_list("kind_id", "object_id", "terms")
    assert sorted(stored) == sorted(rows)


def test_what_the_database_refuses_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_rows(Sequence, ("key", "last"), [("same", 1)] * (FEW + 1))


def test_nothing_is_as_easily_stored(db):
    add([])
    add_rows(Sequence, ("key", "last"), [])
