"""The forms of this module."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import DictItem
from apps.core.forms import PickField, RecordForm, StepForm, dress
from apps.customers.forms.follow_up import FollowUpForm, SoonInput, ahead
from apps.customers.models import Contact, Customer
from apps.marketing import rights
from apps.marketing.actions.chance import alike
from apps.marketing.models import Chance, PlanStep


class ChanceForm(RecordForm):
    """A chance needs a customer: an existing one, or the name of a new one (M1)."""

    customer = PickField(
        Customer.objects.all(),
        label=gettext_lazy("existing customer"),
        required=False,
        help_text=gettext_lazy("It gives the chance its customer name."),
    )
    folded = ("contact", "phone")

    class Meta:
        model = Chance
        fields = (
            "title", "customer_name", "customer", "source", "probability",
            "expected_amount", "expected_close", "description", "contact", "phone",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer_name"].required = False

    def clean(self):
        given = super().clean()
        named = given.get("customer_name") or given.get("customer")
        if not named and not self.errors.keys() & {"customer", "customer_name"}:
            self.add_error("customer_name", _("Say what the customer is called, or choose an existing one."))
        return given


class AssignForm(StepForm):
    """Who is to develop the chance (M3)."""

    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("account manager"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.allowed(rights.DEVELOP_CHANCE).exclude(pk=self.record.assignee_id)


class ReasonForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=500)


class ReassignForm(AssignForm, ReasonForm):
    """Who develops the chance from now on, and why (M3)."""

    field_order = ("to", "reason")


class AdjustForm(StepForm):
    """The forecast as it is, to be written anew (M1)."""

    probability = Chance._meta.get_field("probability").formfield()
    expected_amount = Chance._meta.get_field("expected_amount").formfield()
    expected_close = Chance._meta.get_field("expected_close").formfield()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.record, name) for name in self.fields}


class LoseForm(StepForm):
    """Why the chance is lost (M6)."""

    reason = forms.ModelChoiceField(DictItem.objects.of("failure_reason"), label=gettext_lazy("reason lost"))
    note = Chance._meta.get_field("lost_note").formfield(widget=forms.Textarea)


class WinForm(StepForm):
    """The customer to link, or what a new one needs, and its first contact (M6)."""

    NEW = "new"

    customer = PickField(
        Customer.objects.all(),
        label=gettext_lazy("existing customer"),
        required=False,
        help_text=gettext_lazy("Leave it empty to make a new customer."),
    )
    region = forms.ModelChoiceField(
        DictItem.objects.of("region"),
        label=gettext_lazy("region"),
        required=False,
        help_text=gettext_lazy("Needed for a new customer."),
    )
    level = Customer._meta.get_field("level").formfield()
    contact = Contact._meta.get_field("name").formfield(
        label=gettext_lazy("first contact"),
        required=False,
        help_text=gettext_lazy("Needed for a new customer."),
    )
    phone = Contact._meta.get_field("phone").formfield(label=gettext_lazy("phone"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"contact": self.record.contact, "phone": self.record.phone}
        self.alike = {}
        if known := self.record.known_customer():
            self.notice = _("The chance is linked to the customer %(customer)s.") % {"customer": known.pick_text()}
            for name in ("customer", "region", "level"):
                del self.fields[name]
        elif found := alike(self.record, self.user):
            self.notice = _("This customer may be there already: link it, or make a new one.")
            self.alike = {str(one.customer.pk): one for one in found}
            self.fields["customer"] = self.choice()

    def choice(self) -> forms.ChoiceField:
        """Instead of the picker: each customer it may be, with the reason, or a new one; nothing chosen beforehand."""
        link = _("Link %(customer)s (account manager: %(owner)s) – %(why)s")
        names = {
            key: {"customer": one.customer.pick_text(), "owner": one.customer.owner or "–", "why": one.why}
            for key, one in self.alike.items()
        }
        choices = [*((key, link % name) for key, name in names.items()), (self.NEW, _("Make a new customer"))]
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, label=_("customer"))
        dress(field)
        return field

    def clean(self):
        given = super().clean()
        if self.alike:
            chosen = self.alike.get(given.get("customer"))
            given |= {"customer": chosen and chosen.customer, "make_new": given.get("customer") == self.NEW}
            new = given["make_new"]
        else:
            new = "region" in self.fields and not given.get("customer") and "customer" not in self.errors
        for name in ("region", "contact") if new else ():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return given


class PlanStepForm(RecordForm):
    """One step of the plan; once it is done its result can be corrected (M4, M5)."""

    chance = PickField(Chance.objects.all(), rows="plannable_by", label=gettext_lazy("sales chance"))

    class Meta:
        model = PlanStep
        fields = ("todo", "date", "duration", "points", "result", "chance")
        widgets = {"points": forms.Textarea(attrs={"rows": 2}), "result": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["chance"]
        if self.instance.done_at:
            self.fields["result"].required = True
        else:
            del self.fields["result"]


class CompleteForm(StepForm):
    """What came of a step, and when (M5)."""

    result = PlanStep._meta.get_field("result").formfield(required=True, widget=forms.Textarea)
    done_at = forms.DateTimeField(label=gettext_lazy("done at"), initial=timezone.now)


class ChanceFollowUpForm(FollowUpForm):
    """Which plan step it was, what came of it, and the next one (Z2)."""

    closes = forms.ModelChoiceField(
        PlanStep.objects.none(),
        label=gettext_lazy("plan step"),
        required=False,
        empty_label=gettext_lazy("none of the plan"),
    )
    detail = PlanStep._meta.get_field("result").formfield(max_length=250, widget=forms.Textarea)
    field_order = ("closes", "title", "kind", "detail", "next_step", "next_date")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closes"].queryset = self.record.steps.open()
        if not self.record.steps.open().exists():
            del self.fields["closes"]
        if not self.record.known_customer():
            del self.fields["kind"]

    def planned(self):
        steps = list(self.record.steps.open().with_last_day().order_by("last_day", "order"))
        meant = [one for one in steps if str(one.pk) == self.initial.get("of")] or steps
        self.initial["closes"] = next(iter(meant), None)
        return meant[0].todo[:200] if meant else ""

    def clean(self):
        given = super().clean()
        if given.get("next_date") and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", _("Say what is to be done then."))
        return given


class PlanNextForm(StepForm):
    """What is done next, and when (M4, Z2)."""

    todo = PlanStep._meta.get_field("todo").formfield()
    date = forms.DateField(label=gettext_lazy("date"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["date"].widget = SoonInput()

    def clean_date(self):
        return ahead(self.cleaned_data["date"])


class PostponeForm(StepForm):
    """The day to which a plan step is put off (Z1)."""

    to = forms.DateField(label=gettext_lazy("new date"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].widget = SoonInput()

    def clean_to(self):
        return ahead(self.cleaned_data["to"])
