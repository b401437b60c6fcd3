"""The form of an order: its head and its lines, saved together; and what its steps ask for (O1)."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.basedata.models import DictItem, Product
from apps.core.edit_conflicts import as_sent, take_chosen
from apps.core.forms import PickField, RecordForm, StepForm, keep_choosable, offer
from apps.customers import rights
from apps.customers.actions.stock import in_stock
from apps.customers.models import Customer, Order, OrderLine
from apps.foundation.entering.keys import numbers
from apps.foundation.entering.unchanged import AsShown
from apps.foundation.units.reading import bare

MAX_LINES = Order.MAX_LINES
EMPTY_LINES = 3


class LineForm(AsShown, forms.ModelForm):
    """One product of an order; unit and price left empty are the product's (O1)."""

    product = PickField(Product.objects.all(), label=_("product"))

    class Meta:
        model = OrderLine
        fields = ("product", "quantity", "unit", "price", "discount", "net_price")

    def __init__(self, *args, user, kept=(), **kwargs):
        super().__init__(*args, **kwargs | {"empty_permitted": True, "use_required_attribute": False})
        for name in ("price", "discount"):
            self.fields[name].required, self.fields[name].initial = False, None
        for name in ("quantity", "price"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self.fields["unit"].widget.attrs["list"] = "units"
        self.fields["product"].keep(*kept)
        offer(self, user)

    def has_changed(self) -> bool:
        """Whether there is a line at all: without product and quantity it is left out."""
        return any((self[name].data or "").strip() for name in ("product", "quantity"))

    def clean(self):
        given = super().clean()
        given["discount"] = given.get("discount") or Decimal(0)
        return given

    def _post_clean(self):
        """What the line leaves out follows, once the rest of it is understood."""
        super()._post_clean()
        if self.has_changed() and not self.errors:
            try:
                self.instance.settle()
            except ValidationError as wrong:
                self._update_errors(wrong)
            if self.initial and not {"product", "unit"} & {*self.changed_data}:
                self.instance.unit = self.initial["unit"]  # a unit that the product has got since is not this line's

    def chosen(self) -> Product | None:
        """The product of the line as far as it is known."""
        return self.cleaned_data.get("product") if self.is_bound else self.initial.get("product")


class LineFormSet(forms.BaseFormSet):
    """The lines of an order, in their order; some empty ones to begin with, and more where they are asked for."""

    html_name = "lines"

    def total_form_count(self) -> int:
        wanted = super().total_form_count()
        if not wanted or "more" in self.data:
            wanted += EMPTY_LINES
        return min(wanted, MAX_LINES)

    def in_words(self) -> str:
        return "\n".join(form.instance.in_words() for form in self.forms if form.has_changed())

    def take_theirs(self) -> None:
        """Hold the lines as they are stored in place of those that were typed (D2)."""
        fields = self.empty_form.fields
        self.data = {f"{self.prefix}-TOTAL_FORMS": len(self.initial), f"{self.prefix}-INITIAL_FORMS": 0}
        for place, line in enumerate(self.initial):
            for name, value in line.items():
                sent = as_sent(fields[name], f"{self.prefix}-{place}-{name}", value)
                self.data |= {key: str(text) for key, text in sent.items()}
        for known in ("forms", "management_form"):
            vars(self).pop(known, None)
        self.full_clean()

    def rows(self) -> list[tuple]:
        """Each line with its product and how much of it is in stock, for the screen (O1)."""
        chosen = [form.chosen() for form in self.forms]
        there = in_stock([product.pk for product in chosen if product])
        return [
            (form, product, there.get(product.pk, Decimal(0)) if product else None)
            for form, product in zip(self.forms, chosen, strict=True)
        ]


def as_typed(line: OrderLine) -> dict:
    """A line as a person would type it: the discount or, where that was typed or it is free, the net unit price."""
    net = Decimal(0) if line.discount == 1 else line.net_price
    return {
        "product": line.product,
        "unit": line.unit,
        "price": line.price,
        "quantity": bare(line.quantity),
        "discount": line.discount if line.discount and net is None else "",
        "net_price": "" if net is None else net,
    }


Lines = forms.formset_factory(
    LineForm, LineFormSet, extra=0, max_num=MAX_LINES, absolute_max=MAX_LINES, validate_max=True
)


class OrderForm(RecordForm):
    """Customer and products make an order; the system adds it up (O1)."""

    customer = PickField(Customer.objects.all(), rows="workable_by", label=_("customer"))

    class Meta:
        model = Order
        fields = ("customer", "date", "wanted_on", "salesperson", "ship_to", "remark")
        help_texts = {"ship_to": _("Left empty: the customer's usual delivery address.")}

    def __init__(self, data=None, files=None, *, user, **kwargs):
        super().__init__(data, files, user=user, **kwargs)
        self.origin = self.copied() or self.instance
        people = self.fields["salesperson"]
        people.queryset = User.objects.allowed(rights.ENTER_ORDER)
        keep_choosable(people, self.instance.salesperson_id)
        if self.instance.pk is None:
            self.initial["salesperson"] = user.pk
        stored = self.stored_lines()
        given = {"user": user, "kept": [line["product"].pk for line in stored]}
        self.lines = Lines(data, prefix="lines", initial=stored, form_kwargs=given)
        self.units = {"lines": self.lines}
        self.fields["remark"].widget.attrs["rows"] = 2
        self.suggestions = {"units": DictItem.objects.of("unit")}

    def copied(self) -> Order | None:
        """The order that a new one is to be like: what was agreed stays, the day is today (O5)."""
        key = numbers([self.initial.get("copy", "")]) if self.instance.pk is None else []
        order = Order.objects.visible_to(self.user).filter(pk__in=key).select_related("customer").first()
        if order and order.customer.deleted_at is None:
            self.initial |= {"customer": order.customer, "ship_to": order.ship_to}
        return order

    def stored_lines(self) -> list[dict]:
        """The lines as they are, each value as a person would type it."""
        return [as_typed(line) for line in self.origin.lines.select_related("product")] if self.origin.pk else []

    def is_valid(self) -> bool:
        head, lines = super().is_valid(), self.lines.is_valid()
        if "more" in self.data:  # asked for more lines without scripts: nothing is checked yet
            self.hush()
            return False
        return head and lines

    def hush(self) -> None:
        for form in (self, *self.lines):
            form.errors.clear()

    def related(self) -> dict:
        return {"lines": [form.instance for form in self.lines if form.has_changed()]}


class CorrectForm(OrderForm):
    """What a confirmed order should have been, and why it is corrected (O5)."""

    notice = _("Stock, totals and last order follow. What was and what is now stays readable in the history.")
    reason = forms.CharField(max_length=500, label=_("reason"))
    field_order = ("reason",)

    def __init__(self, data=None, files=None, *, user, record, initial=None):
        super().__init__(data, files, user=user, instance=record)
        people = self.fields["salesperson"]
        if not user.has_perm(rights.CORRECT_ORDER):
            people.queryset = people.queryset.filter(pk__in=[user.pk, record.salesperson_id])
        if self.is_bound:
            take_chosen(self)

    @property
    def record(self) -> Order:
        return self.instance

    def is_valid(self) -> bool:
        """Also hand over the lines: all of the form is what the step is given."""
        valid = super().is_valid()
        if valid:
            self.cleaned_data |= self.related()
        return valid


class VoidForm(StepForm):
    notice = _("What the order has taken from stock goes back, and it counts no more.")
    reason = forms.CharField(max_length=500, label=_("reason"))
