"""Saving what was not changed changes nothing: no field, no version, no line in the log, whatever is there (D2, P5)."""

import datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django import forms
from django.db import models
from django.urls import reverse
from django.utils import timezone

import crm.urls  # noqa: F401 where the entities are registered
from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core.audit import snapshot
from apps.core.models import Entry
from apps.core.pages import REGISTRY
from apps.customers.models import Activity, Order, OrderLine
from apps.foundation.entering.unchanged import AsShown
from tests import make
from tests.core.test_cells import plant
from tests.samples import sample

pytestmark = pytest.mark.django_db
FORMS = [pages for pages in REGISTRY.values() if pages.form and pages.model.rights.change]
ODD_TEXT = "  甲\x0b乙\r\n丙  "
MOMENT = datetime.datetime(2026, 11, 3, 10, 20, 30, 456789, tzinfo=datetime.UTC)


class Page(HTMLParser):
    """What a browser sends of the form of a page: every input, text area and select as it stands there."""

    def __init__(self, text: str, action: str):
        super().__init__()
        self.sent: dict[str, list] = {}
        self.action, self.inside = action, False
        self.area = self.select = self.option = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("method") == "post" and (given.get("action") or self.action).startswith(self.action)
        if not self.inside or "disabled" in given:
            return
        kind, name = given.get("type", "text"), given.get("name")
        if tag == "input" and name and kind not in ("file", "submit", "button"):
            self.take_input(kind, name, given)
        elif tag == "textarea" and name:
            self.area, self.sent[name] = name, [""]
        elif tag == "select" and name:
            self.select = (name, "multiple" in given)
            self.sent[name] = []
        elif tag == "option" and self.select:
            name, several = self.select
            if "selected" in given or (not several and not self.sent[name]):
                self.sent[name] = (
                    [given.get("value", "")] if not several else [*self.sent[name], given.get("value", "")]
                )

    def take_input(self, kind, name, given):
        value = given.get("value", "on" if kind in ("checkbox", "radio") else "").replace("\r", "").replace("\n", "")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.sent.setdefault(name, []).append(value)
        else:
            self.sent.setdefault(name, []).append(value.strip() if kind in ("email", "url", "number") else value)

    def handle_data(self, data):
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            text = self.sent[self.area][0].removeprefix("\r").removeprefix("\n")  # a browser drops the first line end
            self.sent[self.area] = [text.replace("\r\n", "\n").replace("\n", "\r\n")]
            self.area = None
        if tag == "select":
            self.select = None
        if tag == "form":
            self.inside = False


def odd(field: models.Field):
    """What an older version, an import or the system itself may have stored in a field."""
    if field.choices:
        return 9 if isinstance(field, models.IntegerField) else "nochoice"[: field.max_length]
    if isinstance(field, models.EmailField | models.URLField):
        return " a@example.org " if isinstance(field, models.EmailField) else None
    if isinstance(field, models.TextField) or (isinstance(field, models.CharField) and not field.unique):
        return ODD_TEXT
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return datetime.date(26, 12, 1)
    if isinstance(field, models.DecimalField):
        return "12.5000"[: field.decimal_places + 3]
    return None


def stored(record) -> dict:
    return type(record)._base_manager.filter(pk=record.pk).values().get()


def unchanged(client, record, address: str) -> None:
    """Open the form of a record and send what it shows."""
    before, entries = stored(record), Entry.objects.count()
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(address, Page(page.text, address).sent)
    assert answer.status_code == 302, (address, answer.context["form"].errors)
    assert stored(record) == before
    assert Entry.objects.count() == entries, Entry.objects.order_by("-pk")[0].changes


@pytest.mark.parametrize("pages", FORMS, ids=lambda pages: pages.name)
def test_a_form_sent_as_it_was_shown_changes_nothing(cast, as_, pages):
    record = sample(pages.model, cast.boss)
    if pages.model is Order:
        product = make.product()
        line = OrderLine(product=product, quantity=Decimal(2), price=Decimal("12.5"), unit="盒", discount=Decimal(0))
        pages.edit(record, by=cast.boss, fields=[], lines=[line])
        record.refresh_from_db()
    for name in pages.form.base_fields:
        field = next((one for one in pages.model._meta.concrete_fields if one.name == name), None)
        if field is not None and (value := odd(field)) is not None:
            plant(record, **{name: value})
    person = cast.boss if pages.model.rights.change in cast.boss.rights else cast.admin
    DictItem.objects.update(active=False)
    User.objects.exclude(pk=person.pk).update(is_active=False)
    unchanged(as_(person), record, reverse(pages.url_name("edit"), args=[record.pk]))


def test_the_seconds_of_a_dealing_stay_until_its_time_is_changed(cast, as_):
    activity = make.activity(make.customer(cast.ann), cast.ann, at=MOMENT)
    address = reverse("customers:activity-edit", args=[activity.pk])
    client = as_(cast.ann)
    unchanged(client, activity, address)
    sent = Page(client.get(address).text, address).sent
    assert client.post(address, sent | {"place": "北门"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.at, activity.place) == (MOMENT, "北门")
    assert [*Entry.objects.order_by("-pk")[0].changes] == ["place"]
    assert client.post(address, sent | {"at": "2026-11-04T08:00"}).status_code in (302, 422)


def test_what_a_colleague_changed_meanwhile_is_no_clash_with_what_was_only_shown(cast, as_):
    """Their new moment stays, though the page that was open still showed the old one without its seconds."""
    activity = make.activity(make.customer(cast.ann), cast.ann, at=MOMENT)
    address = reverse("customers:activity-edit", args=[activity.pk])
    client = as_(cast.ann)
    sent = Page(client.get(address).text, address).sent
    theirs = MOMENT - datetime.timedelta(hours=1)
    other = Activity.objects.get()
    other.at = theirs
    REGISTRY[Activity].edit(other, by=cast.boss, fields=["at"])
    assert client.post(address, sent | {"place": "北门"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.at, activity.place) == (theirs, "北门")


def test_the_profile_and_the_administration_change_nothing_either(cast, as_):
    plant(cast.ann, name="  安娜 ", mobile=" 138 ", email="ann@example.org")
    unchanged(as_(cast.ann), cast.ann, reverse("accounts:profile"))
    admin = as_(cast.admin)
    item = make.item("region")
    plant(item, item="  华\x0b东 ")
    for record in (cast.ann, cast.ann.role, cast.ann.department, item):
        label = record._meta.label_lower.replace(".", "_")
        before, entries = snapshot(record.__class__.objects.get(pk=record.pk)), Entry.objects.count()
        address = reverse(f"admin:{label}_change", args=[record.pk])
        page = admin.get(address)
        answer = admin.post(address, Page(page.text, address).sent)
        assert answer.status_code == 302, (label, answer.context["adminform"].form.errors)
        assert snapshot(record.__class__.objects.get(pk=record.pk)) == before
        assert Entry.objects.count() == entries, Entry.objects.order_by("-pk")[0].changes


def test_a_note_written_anew_as_it_was_is_the_same_note(cast, as_):
    from apps.office.notes import actions  # noqa: PLC0415

    note = actions.keep(by=cast.ann, day=timezone.localdate(), text="甲")
    plant(note, text=ODD_TEXT)
    unchanged(as_(cast.ann), note, reverse("office:note", args=[note.pk]))


def subclasses(kind) -> set:
    return {kind, *(found for one in kind.__subclasses__() for found in subclasses(one))}


def test_no_form_of_a_model_can_forget_it():
    ours = [one for one in subclasses(forms.ModelForm) if one.__module__.startswith("apps.") and hasattr(one, "_meta")]
    assert len([one for one in ours if one._meta.model]) > 18
    assert [one for one in ours if not issubclass(one, AsShown)] == []
