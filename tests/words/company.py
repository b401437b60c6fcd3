"""A company whose people write in Hangul: what is neither Latin nor Chinese is theirs, all else is the product's."""

import re
from collections.abc import Iterator
from datetime import timedelta

import time_machine
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation

from apps.auth.models import Department, Right, Role, User
from apps.basedata.models import Category, Parameter
from apps.core import audit
from apps.core.audit import renew
from apps.core.models import Batch, Entry
from apps.core.scope import Scope
from apps.customers.actions import valuing
from apps.customers.models import Customer, DelayMeasure, Loss, OrderLine
from apps.kit.exporting import background
from apps.kit.saved_views.models import SavedView
from apps.office.notes.models import Note
from apps.service.models import Feedback
from tests import make
from tests.reports.company import found as company_of
from tests.samples import SAMPLES, sample
from tests.test_every_page import registered

LETTER = re.compile(r"[A-Za-z\u2e80-\u9fff\uff00-\uffef]")
CODES = {"password", "language", "theme", "type", "query", "list", "columns", "kinds"}  # text fields that hold no words
PARTS = (
    OrderLine,
    DelayMeasure,
    Feedback,
    Note,
    SavedView,
    Department,
    Role,
    User,
)  # typed, without pages


def theirs(text: str) -> str:
    """A text as this company writes it, of the same length."""
    return LETTER.sub(lambda letter: chr(0xAC00 + ord(letter[0]) * 7 % 11172), text)


def typed(model) -> Iterator[models.Field]:
    """The fields of a table that hold what people type."""
    for field in model._meta.concrete_fields:
        text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField)
        if text and not field.choices and field.name not in CODES:
            yield field


def rewritten() -> None:
    """Rewrite what people typed, wherever it stands: in its record, in the search, in the log."""
    texts: dict[str, str] = {}
    for model in {*SAMPLES, *PARTS, *admin.site._registry} - {Parameter}:
        for field in typed(model):
            for key, old in model._base_manager.exclude(**{field.name: ""}).values_list("pk", field.name):
                if old and LETTER.search(old):
                    texts[old] = theirs(old)
                    model._base_manager.filter(pk=key).update(**{field.name: texts[old]})
    for model in SAMPLES:
        renew(model.objects.all())
    log_rewritten(texts)


def log_rewritten(texts: dict[str, str]) -> None:
    """What the log keeps in words, a title and a note, is as whoever did it wrote it, in their language."""
    with make.rewriting():
        for entry in Entry.objects.all():
            changes = {name: [new(texts, one) for one in pair] for name, pair in entry.changes.items()}
            given = {"title": theirs(entry.title), "note": theirs(entry.note), "changes": changes}
            Entry.objects.filter(pk=entry.pk).update(**given)


def new(texts: dict[str, str], value):
    return texts.get(value, value) if isinstance(value, str) else value


def everyone(language: str) -> User:
    """Somebody with every right and the widest reach, who reads this language."""
    role = Role.objects.filter(name="모두").first()
    if role is None:
        scopes = dict.fromkeys(("read_scope", "chance_scope", "report_scope", "write_scope"), Scope.ALL)
        role = Role.objects.create(name="모두", **scopes)
        role.rights.set(Right.objects.all())
    person = make.user(f"reader-{language}", None, Department.objects.first(), language=language)
    person.role = role
    person.save()
    return person


def told(cast) -> None:
    """Records of ann in every state a step starts from, what the reports are about, what one finds beside them."""
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        company_of(cast)
    for one in registered():
        if one.step or one.page.role == "list":
            sample(one.pages.model, cast.ann, one.step)
    big = Customer.objects.filter(owner=cast.ann).order_by("pk").first()
    for place in range(9):
        make.activity(big, cast.ann, title=f"拜访{place}", next_date=timezone.localdate(), next_step="签约")
        make.contact(big, f"联系人{place}", position="经理", mobile=f"1380000000{place}", email="1@2.3")
    measured = Loss.objects.filter(status=Loss.Status.RECOVERED).first()
    DelayMeasure.objects.create(loss=measured, measure="上门", by=cast.ann)
    valuing.refresh()


def opened(readers) -> None:
    """For each reader the records their pages are asked for."""
    for reader in readers:
        for one in registered():
            if one.of_record:
                reader.record(one)


def deeds(reader) -> None:
    """What somebody leaves behind who works in their own language: batches, one undone, a view, a note, a message."""
    client, me = reader.client, reader.person
    two = [make.stored(Category(name=f"分类{me.pk}{place}"), by=me) for place in "12"]
    kept = make.stored(Category(name=f"分类{me.pk}"), by=me)
    make.product(f"P-{me.pk}", category=kept)
    keys = ",".join(str(one.pk) for one in (*two, kept))
    client.post(reverse("basedata:category-bulk-delete"), {"keys": keys})
    client.post(reverse("basedata:category-restore-many"), {"keys": str(two[0].pk)})
    chance = make.chance(by=me)
    client.post(chance.page("do-assign"), {"to": me.pk})
    client.post(Batch.objects.filter(by=me).latest("pk").undo_url())
    client.post(reverse("marketing:chance-save-view"), {"name": "목록", "query": "status=won"})
    client.post(reverse("office:notes"), {"day": timezone.localdate(), "text": "메모"})
    audit.log(chance, "marketing.chance.edit", by=None, tell=[me])
    client.get("/")  # shows what is left to say of all this


def asked_for(reader) -> None:
    """A long list that the worker has written for somebody."""
    with translation.override(reader.person.language):
        background.ask(reader.person, "customers.customer", str(Customer._meta.verbose_name_plural), "")
    log_rewritten({})
