"""The forms of this module."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import Product
from apps.core.fields import StarsField
from apps.core.forms import PickField, RecordForm, StepForm
from apps.customers.models import Contact, Customer
from apps.service import rights
from apps.service.models import Feedback, ServiceRequest, Work


class ServiceRequestForm(RecordForm):
    """What the customer asks for, told by one of its contacts (S1)."""

    customer = PickField(Customer.objects.all(), label=gettext_lazy("customer"))
    contact = PickField(Contact.objects.all(), beside="customer", label=gettext_lazy("contact"), required=False)
    product = PickField(Product.objects.all(), label=gettext_lazy("product"), required=False)

    class Meta:
        model = ServiceRequest
        fields = ("customer", "contact", "product", "type", "priority", "title", "request")

    def clean(self):
        given = super().clean()
        customer, contact = given.get("customer"), given.get("contact")
        if customer and contact and contact.customer != customer:
            names = {"contact": contact, "theirs": contact.customer, "customer": customer}
            sentence = _("%(contact)s is a contact of %(theirs)s. Choose a contact of %(customer)s, or none.")
            self.add_error("contact", sentence % names)
        return given


class AssignForm(StepForm):
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("assign to"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.allowed(rights.HANDLE_SERVICE).select_related("department")
        self.fields["to"].queryset = people.exclude(pk=self.record.assignee_id)


class ReassignForm(AssignForm):
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=500)


class WorkForm(StepForm):
    """How, where and when (S3, V2)."""

    solution = Work._meta.get_field("solution").formfield()
    open_points = Work._meta.get_field("open_points").formfield()
    place = Work._meta.get_field("place").formfield()
    at = Work._meta.get_field("at").formfield(show_hidden_initial=False)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at > timezone.now():
            raise ValidationError(_("Work is recorded when it is done: choose a time that is not in the future."))
        return at


class FeedbackForm(StepForm):
    """How the customer was asked, one to five stars and the result in the customer's words (S4)."""

    source = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Feedback.ASKED],
        widget=forms.RadioSelect,
        label=gettext_lazy("how the customer was asked"),
    )
    satisfaction = forms.TypedChoiceField(
        choices=StarsField.STARS,
        coerce=int,
        widget=forms.RadioSelect,
        label=gettext_lazy("satisfaction"),
        help_text=gettext_lazy("Three stars or more archive the request; fewer send it back to the assignee."),
    )
    result = forms.CharField(widget=forms.Textarea, max_length=500, label=gettext_lazy("result"))


class UrgeForm(StepForm):
    """What else there is to say, such as what the customer was told (S6)."""

    note = forms.CharField(label=gettext_lazy("note"), required=False, max_length=500, widget=forms.Textarea)
