"""What a form does not offer it does not take: records out of reach, columns that are not its own (checks A4, A6)."""

import pytest
from django import forms
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.auth.models import User
from tests import make
from tests.samples import SAMPLES, sample
from tests.security.walk import company
from tests.test_every_page import registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWN = {"version", "deleted_at", "search", "updated_at"}


def forms_of(cast, as_, name, roles):
    """(address, form) of every form of these kinds that this person can open."""
    client = as_(cast[name])
    for one in registered():
        if one.page.role in roles and one.held_by(name) and "get" in one.methods:
            record = sample(one.pages.model, cast["ann"], one.step) if one.of_record else None
            address = reverse(one.url_name, args=[record.pk] if record else [])
            answer = client.get(address)
            if answer.status_code == 200 and answer.context and "form" in answer.context:
                yield address, answer.context["form"], record


def out_of_reach(field):
    """A record of the kind this field offers, which it does not offer."""
    model = field.queryset.model
    return model._base_manager.exclude(pk__in=field.queryset.values("pk")).order_by("-pk").first()


@pytest.mark.parametrize("name", ["ann", "boss"])
def test_a_record_one_may_not_choose_is_refused_and_not_named(cast, as_, name):
    records = company(cast)
    for model in SAMPLES:
        binned = records[model, "bob"]
        model.everything.filter(pk=binned.pk).update(deleted_at=timezone.now())
    gone = make.user("canarygone", "客户经理", name="canarygone", is_active=False)
    User.objects.filter(pk=gone.pk).update(department=cast.bob.department)
    client, wrong, tried = as_(cast[name]), [], 0
    for address, form, _record in list(forms_of(cast, as_, name, ("create", "edit", "step"))):
        for key, field in form.fields.items():
            other = out_of_reach(field) if isinstance(field, forms.ModelChoiceField) and not field.disabled else None
            if other is None:
                continue
            tried += 1
            box = form.add_prefix(key)
            sent = {box: "a", f"{box}-key": f"{other.pk} a"} if hasattr(field, "offer_to") else {box: str(other.pk)}
            answer = client.post(address, sent | {"version": "1"})
            shown = answer.context["form"] if answer.status_code != 302 else None
            if shown is None or key not in shown.errors:
                wrong.append((address, key, answer.status_code))
            elif any("canary" in str(error) for error in shown.errors[key]):
                wrong.append((address, key, "named"))
    assert wrong == []
    assert tried >= 20


def sent(form) -> dict:
    """What a browser would send of an untouched form."""
    found = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field, "offer_to"):
            found |= bound.field.as_sent(bound.html_name, value)
            continue
        if value is None or value is False or isinstance(bound.field, forms.FileField):
            continue
        if isinstance(value, list | tuple):
            found[bound.html_name] = [str(getattr(one, "pk", one)) for one in value]
        else:
            shown = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
            found[bound.html_name] = shown[0] if isinstance(shown, list) and shown else str(shown or "")
    return found


def another(field, row) -> str:
    """A value of this column that the row does not hold."""
    if field.is_relation:
        rows = field.related_model._base_manager.exclude(pk=getattr(row, field.attname) or 0)
        return str(rows.values_list("pk", flat=True).first() or 1)
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != getattr(row, field.attname))
    kinds = {models.BooleanField: "on", models.DateField: "2001-02-03", models.DateTimeField: "2001-02-03 04:05"}
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "77")


@pytest.mark.parametrize("name", ["ann", "boss", "admin"])
def test_a_form_sets_no_column_that_is_not_its_own(cast, as_, name):
    client, wrong, taken = as_(cast[name]), [], 0
    for address, form, record in list(forms_of(cast, as_, name, ("edit",))):
        row = type(record).everything.get(pk=record.pk)
        columns = [field for field in row._meta.concrete_fields if not field.primary_key]
        foreign = [field for field in columns if field.name not in form.fields and field.name not in OWN]
        smuggled = {name: another(field, row) for field in foreign for name in (field.name, field.attname)}
        answer = client.post(address, smuggled | sent(form))
        taken += answer.status_code == 302
        after = type(record).everything.get(pk=record.pk)
        moved = (field.name for field in foreign if getattr(after, field.attname) != getattr(row, field.attname))
        wrong += [(address, column) for column in moved]
    assert wrong == []
    assert taken >= 3
