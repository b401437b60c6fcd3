"""What one alone may have gives way when a record comes back, and that is said; nothing is refused for good (C2)."""

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

import crm.urls  # noqa: F401 where the entities are registered
from apps.basedata.models import Category, Product, Warehouse
from apps.core import actions, unique_marks
from apps.core.models import Batch
from apps.core.pages import REGISTRY
from apps.customers.models import Contact, Customer, DeliveryAddress, Duplicate, Loss, Merge, Share
from tests import make
from tests.security.test_forms import sent

pytestmark = pytest.mark.django_db
MARKS = [(Contact, "is_primary"), (DeliveryAddress, "is_usual")]


def called(customer, model, name, **fields):
    named = {"name": name} if model is Contact else {"address": name}
    return make.stored(model(customer=customer, **named, **fields), by=customer.owner)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_every_mark_that_one_alone_may_have_is_known_and_tried_here():
    found = {
        (model, name) for model in REGISTRY for one in unique_marks.alone(model) for name in unique_marks.marks_of(one)
    }
    assert found == set(MARKS)


@pytest.fixture(params=MARKS, ids=lambda one: one[1])
def two(request, cast):
    """The one that had the mark and is in the bin, and the one that has it now."""
    model, mark = request.param
    customer = make.customer(cast.ann)
    old = called(customer, model, "旧的", **{mark: True})
    actions.delete(old, by=cast.boss)
    new = called(customer, model, "新的", **{mark: True})
    return old, new, mark


def marked(*records, mark) -> list[bool]:
    return [getattr(type(one).everything.get(pk=one.pk), mark) for one in records]


def test_restored_alone_it_comes_back_without_the_mark_and_says_so(cast, as_, two):
    old, new, mark = two
    answer = as_(cast.boss).post(old.page("restore"), follow=True)
    old.refresh_from_db()
    assert old.deleted_at is None
    assert marked(old, new, mark=mark) == [False, True]
    assert str(old._meta.get_field(mark).verbose_name) in said(answer)
    assert "新的" in said(answer)
    entry = Batch.objects.latest("pk").entries.get()
    assert entry.changes == {mark: [True, False]}


def test_restored_with_others_it_says_so_too(cast, as_, two):
    old, new, mark = two
    address = old.page("restore").replace(f"{old.pk}/restore/", "bin/restore/")
    answer = as_(cast.boss).post(address, {"keys": str(old.pk)}, follow=True)
    assert marked(old, new, mark=mark) == [False, True]
    assert "新的" in said(answer)


def test_a_deletion_undone_it_says_so_too(cast, as_, two):
    old, new, mark = two
    actions.delete(new, by=cast.boss)
    actions.restore(old, by=cast.boss)
    as_(cast.boss).post(old.page("delete"))
    batch = Batch.objects.latest("pk")
    actions.restore(new, by=cast.boss)
    answer = as_(cast.boss).post(batch.undo_url(), {"next": "/"}, follow=True)
    assert marked(old, new, mark=mark) == [False, True]
    assert "新的" in said(answer)


def test_nobody_else_has_it_then_it_comes_back_with_it(cast, as_, two):
    old, new, mark = two
    actions.delete(new, by=cast.boss)
    answer = as_(cast.boss).post(old.page("restore"), follow=True)
    assert marked(old, mark=mark) == [True]
    assert "新的" not in said(answer)


def test_a_sharing_made_anew_meanwhile_is_named_and_the_way_out_works(cast, as_):
    customer = make.customer(cast.ann)
    old = make.stored(Share(customer=customer, to=cast.bob), by=cast.ann)
    actions.delete(old, by=cast.boss)
    new = make.stored(Share(customer=customer, to=cast.bob), by=cast.ann)
    client = as_(cast.boss)
    answer = client.post(old.page("restore"), follow=True)
    assert str(new) in said(answer)
    actions.delete(new, by=cast.boss)
    client.post(old.page("restore"))
    assert Share.objects.get() == old


def test_a_merge_taken_back_leaves_the_mark_with_who_has_it_now(cast, as_):
    kept, gone = (make.customer(cast.ann, name) for name in ("甲公司", "乙公司"))
    called(kept, Contact, "甲一", is_primary=True)
    lost, other = called(gone, Contact, "乙一", is_primary=True), called(gone, Contact, "乙二")
    pair = make.stored(Duplicate(first=kept, second=gone))
    client = as_(cast.boss)
    client.post(pair.page("do-merge"), {"keep_which": "first"})
    Contact.objects.filter(customer=kept, is_primary=True).update(is_primary=False)
    Contact.objects.filter(pk=other.pk).update(is_primary=True)
    answer = client.post(Merge.objects.get().batch.undo_url(), {"next": "/"}, follow=True)
    assert Customer.objects.filter(pk=gone.pk).exists()
    assert marked(lost, other, mark="is_primary") == [False, True]
    assert "乙二" in said(answer)


def test_a_warning_opened_meanwhile_is_named(cast):
    customer = make.customer(cast.ann)
    closed, opened = (
        make.stored(Loss(customer=customer, last_order_date="2026-01-01", status=status))
        for status in ("recovered", "warned")
    )
    closed.status = "warned"
    assert unique_marks.rival(closed, next(unique_marks.alone(Loss))) == opened


def test_a_number_given_to_another_meanwhile_is_named(cast):
    product = make.product("P1", "终端")
    other = make.product("P2", "支架")
    type(other).everything.filter(pk=other.pk).update(deleted_at=timezone.now())
    product.number = "P2"
    with pytest.raises(unique_marks.Refused) as refused:
        unique_marks.settle(product)
    assert "支架" in str(refused.value)


@pytest.mark.parametrize(("model", "given", "what"), [
    (Category, {"name": "耗材"}, "名称"),
    (Warehouse, {"name": "北仓"}, "名称"),
    (Product, {"number": "N-1", "name": "终端", "price": "1"}, "编号"),
])  # fmt: skip
def test_what_one_in_the_bin_has_is_refused_with_the_way_out_when_made_and_when_edited(cast, as_, model, given, what):
    """Nobody was faster; what is in the bin is not named."""
    admin, (alone, *_others) = as_(cast.admin), given
    binned, other = make.stored(model(**given)), make.stored(model(**given | {alone: "另一个"}))
    actions.delete(binned, by=cast.admin)
    sentence = f"回收站里已有一条记录用了同样的{what}。请换一个，或先把那条恢复。"
    for address in (reverse(REGISTRY[model].url_name("create")), other.page("edit")):
        answer = admin.post(address, sent(admin.get(address).context["form"]) | given)
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors() == [sentence]


def test_every_constraint_of_every_record_is_asked():
    """A constraint that says what is alone by an expression would be seen by nobody."""
    every = [one for model in REGISTRY for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    assert [one.name for one in every if not one.fields] == []
    assert len(every) >= 6
