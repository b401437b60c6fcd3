"""The forms of customers, their contacts and dealings (C1–C3)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.core.forms import PickField, RecordForm, StepForm, keep_choosable
from apps.customers import rights
from apps.customers.duplicates import keys
from apps.customers.forms.alike import AlikeForm
from apps.customers.models import Activity, Contact, Customer, DeliveryAddress, Share

LATER = (
    "satisfaction", "credit", "address", "postcode", "fax", "website", "licence_no", "legal_representative",
    "registered_capital", "annual_turnover", "bank", "bank_account", "local_tax_no", "national_tax_no",
)  # fmt: skip


class CustomerForm(AlikeForm, RecordForm):
    """A prospect needs a name, a region and a level; the rest can follow (C1)."""

    folded = LATER
    watched = ("name", "phone", "licence_no")

    class Meta:
        model = Customer
        fields = ("name", "region", "level", "owner", "phone", *LATER)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if user.has_perm(rights.DELETE_CUSTOMER):
            self.fields["owner"].queryset = User.objects.allowed(rights.CHANGE_CUSTOMER)
            keep_choosable(self.fields["owner"], self.instance.owner_id)
        else:
            del self.fields["owner"]

    def keys(self, given):
        typed = [given.get(name, "") for name in self.watched]
        return keys.of(name=typed[0], phones=typed[1:2], licence=typed[2])

    def others(self):
        return {"but": [self.instance.pk or 0]}


class HandOverForm(StepForm):
    """Who looks after the customer from now on (C6)."""

    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("account manager"))
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=500, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.allowed(rights.CHANGE_CUSTOMER).exclude(pk=self.record.owner_id)


class ContactForm(AlikeForm, RecordForm):
    """A person at a customer; a name is enough (C2)."""

    watched = ("mobile",)

    customer = PickField(Customer.objects.all(), rows="editable_by", label=gettext_lazy("customer"))
    folded = ("sex", "email", "wechat", "phone", "memo")

    class Meta:
        model = Contact
        fields = ("customer", "name", "mobile", "position", "is_primary", "sex", "phone", "email", "wechat", "memo")
        help_texts = {"is_primary": gettext_lazy("Whoever was the first contact until now gives the mark up.")}

    def keys(self, given):
        return keys.of(phones=given.values())

    def others(self):
        own = self.cleaned_data.get("customer")
        return {"but": [own.pk] if own else [], "without": self.instance.pk}


class DeliveryForm(RecordForm):
    """Where goods go and who takes them in (O1)."""

    customer = PickField(Customer.objects.all(), rows="editable_by", label=gettext_lazy("customer"))

    class Meta:
        model = DeliveryAddress
        fields = ("customer", "address", "receiver", "phone", "is_usual")
        help_texts = {"is_usual": gettext_lazy("Orders go here where nothing else is said.")}


class ActivityForm(RecordForm):
    """A visit, call, mail or meeting with one of the customer's contacts (C3)."""

    customer = PickField(Customer.objects.all(), label=gettext_lazy("customer"))
    contact = PickField(Contact.objects.all(), beside="customer", label=gettext_lazy("contact"), required=False)

    class Meta:
        model = Activity
        fields = ("customer", "kind", "title", "at", "contact", "place", "detail", "next_step", "next_date")

    def clean(self):
        given = super().clean()
        customer, contact = given.get("customer"), given.get("contact")
        if customer and contact and contact.customer != customer:
            names = {"contact": contact, "theirs": contact.customer, "customer": customer}
            sentence = _("%(contact)s is a contact of %(theirs)s. Choose a contact of %(customer)s, or none.")
            self.add_error("contact", sentence % names)
        return given


class ShareForm(RecordForm):
    """One colleague who may look at a customer, or work on it, until a day (C5)."""

    customer = PickField(Customer.objects.all(), rows="editable_by", label=gettext_lazy("customer"))

    class Meta:
        model = Share
        fields = ("customer", "to", "writes", "until")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["to"].queryset = User.objects.allowed(rights.VIEW_CUSTOMER).exclude(pk=user.pk)
        keep_choosable(self.fields["to"], self.instance.to_id)

    def clean(self):
        given = super().clean()
        same = Share.objects.filter(customer=given.get("customer"), to=given.get("to")).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("to", _("This customer is shared with this colleague already."))
        return given
