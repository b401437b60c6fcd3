"""People are offered with their department and what they have in hand, and only those who may do it (S2, M3, C6)."""

import pytest
from django import forms

import crm.urls  # noqa: F401 where the entities are registered
from apps.auth.models import User
from apps.core import flow
from apps.core.forms import StepForm
from apps.core.pages import REGISTRY
from apps.office.handover.forms import RuleForm
from tests import make
from tests.samples import sample

pytestmark = pytest.mark.django_db


def fields_of_people(cast):
    """Every field of every form in which a person is chosen, by what it is called."""
    for pages in REGISTRY.values():
        record = sample(pages.model, cast.ann)
        asked = [(pages.form(user=cast.boss, instance=record), "form")] if pages.form else []
        steps = flow.STEPS.get(pages.model, {})
        asked += [(pages.step_forms.get(name, StepForm)(user=cast.boss, record=record), name) for name in steps]
        for form, where in asked:
            for name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField) and field.queryset.model is User:
                    yield f"{pages.model.__name__} {where} {name}", field
    for name, field in RuleForm(person=cast.ann, items=[]).fields.items():
        if isinstance(field, forms.ModelChoiceField):
            yield f"handover {name}", field


def test_everywhere_with_department_and_work_and_nobody_who_may_not(cast):
    gone = make.user("gone", "客户经理", name="离职员工", is_active=False)
    found = dict(fields_of_people(cast))
    assert len(found) >= 8
    for where, field in found.items():
        offered = {str(value): label for value, label in field.choices if value}
        assert not {str(cast.stranger.pk), str(gone.pk)} & offered.keys(), where
        assert all(" · " in label for label in offered.values()), (where, offered)
        assert any(str(cast.bob.department) in label for label in offered.values()), (where, offered)


def test_what_somebody_has_in_hand_is_counted_over_all_kinds(cast, django_assert_max_num_queries):
    customer = make.customer(cast.ann)
    make.developing(cast.boss, cast.ann)
    request = make.service(cast.ann, customer)
    form = REGISTRY[type(request)].step_forms["assign"](user=cast.boss, record=request)
    REGISTRY[type(customer)].step_forms["hand_over"](user=cast.boss, record=customer)
    with django_assert_max_num_queries(2):
        labels = {getattr(value, "value", value): label for value, label in form.fields["to"].choices}
    assert labels[cast.eng.pk].endswith(" · 在办 0")
    other = REGISTRY[type(customer)].step_forms["hand_over"](user=cast.boss, record=make.customer(cast.bob, "乙"))
    labels = {getattr(value, "value", value): label for value, label in other.fields["to"].choices}
    assert labels[cast.ann.pk].endswith(" · 在办 1")
