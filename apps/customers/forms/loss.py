"""What the steps of a churn warning ask for (C8)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import DictItem
from apps.core.forms import StepForm
from apps.customers.models import DelayMeasure, Loss


class DelayForm(StepForm):
    """What is done to keep the customer (C8)."""

    measure = DelayMeasure._meta.get_field("measure").formfield()


class ConfirmLossForm(StepForm):
    """Why the customer is lost (C8)."""

    reason = forms.ModelChoiceField(DictItem.objects.of("loss_reason"), label=_("reason"))
    note = Loss._meta.get_field("note").formfield(widget=forms.Textarea)
