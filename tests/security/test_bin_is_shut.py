"""What is in the bin, itself or with what it belongs to, is read by nobody but who may restore it: on no page (P4, Z9).

Every text says whose it is; everything is put into the bin, or only the records others belong to; then every address
is opened, the past of each record too.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from apps.core import audit, batches
from apps.core.models import Entry, Notification
from apps.core.trash import wholes
from apps.customers.models import Duplicate
from tests import access
from tests.samples import SAMPLES
from tests.security import walk
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow(10), pytest.mark.once]
READERS = ["ann", "boss", "chief"]


@pytest.fixture
def company(cast):
    """One record of ann of every entity, all of it logged, told to everybody and done to in one batch."""
    found = {model: walk.marked(record, "ann") for (model, record) in walk.sampled(cast, "ann")}
    with batches.together("test", by=cast.admin, title="Test", right="customers.view_customer") as batch:
        for record in found.values():
            texts = {field.name: [getattr(record, field.name)] * 2 for field in walk.text_fields(type(record))}
            changes = {"changes": texts, "note": walk.canary(type(record), "ann")}
            audit.log(record, f"{record._meta.label_lower}.edit", by=cast.admin, **changes)
        batch.done, batch.refused = 2, [[str(one), one.get_absolute_url(), "no"] for one in found.values()]
    told = [
        Notification(to=cast[one], entry=entry) for entry in batch.entries.all() for one in ("ann", "boss", "chief")
    ]
    Notification.objects.bulk_create(told)
    return found, batch


def put_away(record, cast) -> None:
    """Put a record into the bin, whatever keeps it."""
    type(record).everything.filter(pk=record.pk).update(deleted_at=timezone.now())
    audit.log(record, f"{record._meta.label_lower}.delete", by=cast.admin)


def addresses(name: str, found: dict, batch):
    """Every address this person may open, with the past of each record."""
    for one in registered():
        if "get" in one.methods and one.held_by(name):
            keys = [found[one.pages.model].pk] if one.of_record else []
            yield reverse(one.url_name, args=keys)
            if one.page.role in ("past", "back"):
                for entry in past(one.pages.model, keys[0]):
                    yield f"{reverse(one.url_name, args=keys)}?entry={entry}"
    for record in found.values():
        for _path, whole in list(wholes(type(record)))[:1]:
            yield getattr(record, _path).page("detail") if access.MATRIX[name] >= {whole.rights.view} else "/"
    for url_name, extra in access.EXTRA.items():
        if "get" in extra.methods and set(extra.rights) <= access.MATRIX[name] and not url_name.endswith(walk.PICTURES):
            keys = {"batch": [batch.pk], "office:visit": [next(iter(found.values())).pk]}.get(url_name, [])
            try:
                yield reverse(url_name, args=keys)
            except Exception:  # noqa: BLE001 an address with a key of something else
                continue
    yield f"{reverse('search')}?q=canary"
    for picked in ("customer", "product"):
        yield f"{reverse('customers:order-list')}?{picked}=%23{max(one.pk for one in found.values())}"


def past(model, key) -> list[int]:
    """Every entry of a record, and one of another record that has the same key."""
    kind, same = ContentType.objects.get_for_model(model), Entry.objects.filter(object_id=key)
    own, foreign = same.filter(kind=kind), same.exclude(kind=kind)[:1]
    return [*own.values_list("pk", flat=True), *foreign.values_list("pk", flat=True)]


def told(client, name, found, batch) -> set[type]:
    """The entities whose record of ann some page tells of."""
    seen = set()
    for address in addresses(name, found, batch):
        seen |= {model for model, _owner in walk.sees(name, walk.told(client.get(address)))}
    return seen


def restores(name: str, model) -> bool:
    """Whether this person may take the record of ann out of the bin."""
    return model.rights.delete in access.MATRIX[name] and "ann" in access.writes(model._meta.label_lower, name)


@pytest.mark.parametrize("name", READERS)
def test_what_is_in_the_bin_is_told_to_nobody_but_who_restores_it(cast, as_, company, name):
    found, batch = company
    for record in found.values():
        put_away(record, cast)
    seen = told(as_(cast[name]), name, found, batch)
    texts = {model for model in SAMPLES if model is not Duplicate and [*walk.text_fields(model)]}
    mine = {model for model in SAMPLES if restores(name, model)}
    assert seen - mine == set()
    assert mine & texts <= seen, "the walk does not see what it should: it proves nothing"


@pytest.mark.parametrize("name", READERS)
def test_what_belongs_to_what_is_in_the_bin_is_there_too(cast, as_, company, name):
    found, batch = company
    parts = {model: record for model, record in found.items() if model.goes_with}
    for model, record in parts.items():
        path, whole = wholes(model)[-1]
        key = model.everything.filter(pk=record.pk).values_list(path, flat=True)
        put_away(whole.everything.get(pk__in=key), cast)
    seen = told(
        as_(cast[name]), name, parts | {model: one for model, one in found.items() if model not in parts}, batch
    )
    hidden = {model for model in parts if not restores(name, wholes(model)[-1][1])}
    assert seen & hidden == set()
    assert len(parts) >= 8
    for model, record in parts.items():
        assert not model.objects.visible_to(cast[name]).filter(pk=record.pk).exists()
