"""Follow-up in one breath: what happened, what came of it, what comes next and when (Z2)."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.basedata.models import DictItem
from apps.core.forms import StepForm
from apps.customers.models import Activity, Customer
from apps.foundation.entering.native import DayInput


class SoonInput(DayInput):
    """A day, with the days people mean most one tap away (Z2)."""

    template_name = "parts/soon.html"
    CHOICES = ((1, gettext_lazy("Tomorrow")), (3, gettext_lazy("In 3 days")), (7, gettext_lazy("In a week")))

    def __init__(self):
        super().__init__({"class": "form-control"})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        today = timezone.localdate()
        days = [(today + datetime.timedelta(days=count), label) for count, label in self.CHOICES]
        context["widget"] |= {"days": days}
        return context


def ahead(day):
    """The day, if it has not passed."""
    if day and day < timezone.localdate():
        raise ValidationError(_("This day has passed. Choose today or later."))
    return day


class FollowUpForm(StepForm):
    """What happened with a customer, and when it goes on (Z2)."""

    title = Activity._meta.get_field("title").formfield(label=gettext_lazy("what happened"))
    kind = forms.ModelChoiceField(DictItem.objects.of("activity_kind"), label=gettext_lazy("kind"), empty_label=None)
    detail = Activity._meta.get_field("detail").formfield(label=gettext_lazy("result"))
    next_step = Activity._meta.get_field("next_step").formfield()
    next_date = forms.DateField(label=gettext_lazy("next date"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["detail"].widget.attrs["rows"] = 2
        self.fields["next_date"].widget = SoonInput()
        self.initial.setdefault("title", self.planned())
        self.fields["detail" if self.initial["title"] else "title"].widget.attrs["autofocus"] = True

    def planned(self) -> str:
        """What had been planned, which is what probably happened."""
        return self.record.next_step

    def clean_next_date(self):
        return ahead(self.cleaned_data["next_date"])

    def clean(self):
        given = super().clean()
        if given.get("next_step") and not given.get("next_date") and "next_date" not in self.errors:
            self.add_error("next_date", _("Say when, so that it comes up on that day."))
        return given


class PlanContactForm(StepForm):
    """When a customer is contacted next; without a subject that of the contact planned until now is kept (Z1)."""

    to = forms.DateField(label=gettext_lazy("next contact"))
    next_step = Customer._meta.get_field("next_step").formfield(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].widget = SoonInput()
        self.initial |= {"next_step": self.record.next_step}

    def clean_to(self):
        return ahead(self.cleaned_data["to"])

    def clean_next_step(self):
        return self.cleaned_data["next_step"] or self.record.next_step
