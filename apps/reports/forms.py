"""The filters of the reports: all in the address, each with what it is where the address leaves it out (R6)."""

from django import forms
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.basedata.models import Category, DictItem, DictType
from apps.core.forms import dress
from apps.core.scope import Scope, belongs
from apps.customers.models import Customer, Level, Order
from apps.customers.models.loss import months_before
from apps.foundation.entering.texts import in_one_line
from apps.foundation.listing.active_filters import in_words
from apps.marketing.models import Chance
from apps.reports import period
from apps.reports.figures import composition, contribution, loss, measures, products
from apps.reports.figures.grouping import GROUPINGS
from apps.service.models import ServiceRequest

ANY = "all"
DAYS = "days"
MOVING = {
    "last-12-months": _("Last 12 months"),
    "this-month": _("This month"),
    "this-quarter": _("This quarter"),
    "last-quarter": _("Last quarter"),
    "this-year": _("This year"),
    "last-year": _("Last year"),
}
MOST_MONTHS = 240


class ReportForm(forms.Form):
    """The filters of a report, for one person."""

    def __init__(self, given, *, user):
        data = given.copy()
        for name, field in self.base_fields.items():
            if field.initial is not None and not in_one_line(data.get(name) or "").strip():
                data[name] = field.initial
        super().__init__(data)
        if "owner" in self.fields:
            self.limit_owners(user)
        for field in self.fields.values():
            dress(field)

    def limit_owners(self, user) -> None:
        """Offer only people whose figures this person sees; no choice where that is one (P4).

        Who asks for a colleague all the same is told so, and not shown the own figures in the colleague's place.
        """
        scope = user.scope("report_scope")
        if scope == Scope.OWN and self.data.get("owner", "") in ("", str(user.pk)):
            del self.fields["owner"]
        else:
            people = User.objects.named().filter(belongs(user, scope, ("pk",)))
            self.fields["owner"].queryset = people.filter(Exists(Customer.objects.filter(owner=OuterRef("pk"))))

    def unclear(self) -> str:
        """What is wrong with the filters, as sentences that name them (R6)."""
        told = [(self.fields[name].label, one) for name, errors in self.errors.items() for one in errors]
        return " ".join(f"{capfirst(str(label))}: {text}" for label, text in told)

    def chosen_words(self) -> tuple[tuple[str, str], ...]:
        """What is chosen as (label, text), for the head of a download and of a printed page."""
        chosen = [(self.fields[name], value) for name, value in self.cleaned_data.items()]
        words = [(field, in_words(field, value)) for field, value in chosen if value not in (None, "", [])]
        return tuple((capfirst(str(field.label)), text) for field, text in words)


class PeriodForm(ReportForm):
    """A report of a period: one that has a name, or any days."""

    period = forms.ChoiceField(
        label=_("period"),
        required=False,
        initial="last-12-months",
        error_messages={"invalid_choice": _("“%(value)s” is no period. Write 2026, 2026-Q3 or 2026-07.")},
    )
    first = forms.DateField(label=_("from"), required=False)
    last = forms.DateField(label=_("to"), required=False)

    def __init__(self, given, *, user):
        super().__init__(given, user=user)
        name = self.data["period"]
        self.named = period.named(name) or period.counted_from(timezone.localdate()).get(name)
        if self.named:
            self.data["first"], self.data["last"] = self.named.first, self.named.last
        self.fields["period"].choices = choices(name)

    def clean(self):
        days = [self.cleaned_data.pop(name, None) for name in ("first", "last")]
        if "period" in self.cleaned_data:
            self.cleaned_data["period"] = self.named or self.any_days(*days)
        return self.cleaned_data

    def any_days(self, first, last):
        """The days from the first to the last, or what is wrong with them."""
        for name, day in (("first", first), ("last", last)):
            if day is None and name not in self.errors:
                self.add_error(name, _("Choose a day."))
        if "first" in self.errors or "last" in self.errors:
            return None
        chosen = period.Period(first, last)
        if last < first:
            self.add_error("last", _("This day lies before the first one."))
        elif len(chosen.months) > MOST_MONTHS:
            self.add_error("last", _("A report covers 20 years at most."))
        return chosen


def choices(chosen: str) -> list:
    """The periods to choose from: moving ones, any days, then years with orders, quarters and months."""
    today = timezone.localdate()
    oldest = Order.objects.aggregate(day=Min("date"))["day"] or today
    years = [str(year) for year in range(today.year, max(oldest.year, today.year - 40) - 1, -1)]
    months = [months_before(today.replace(day=1), back) for back in range(24)]
    quarters = dict.fromkeys(f"{month.year}-Q{(month.month + 2) // 3}" for month in months)
    found = [
        *MOVING.items(),
        (DAYS, _("From – to")),
        (_("Years"), [(name, name) for name in years]),
        (_("Quarters"), [(name, quarter(name)) for name in quarters]),
        (_("Months"), [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months]),
    ]
    listed = {*MOVING, DAYS, *years, *quarters, *(f"{month:%Y-%m}" for month in months)}
    return found if chosen in listed or not period.named(chosen) else [(chosen, chosen), *found]


def quarter(name: str) -> str:
    """What 2026-Q3 is called."""
    return _("%(year)s, quarter %(quarter)s") % dict(zip(("year", "quarter"), name.split("-Q"), strict=True))


def region_field() -> forms.ModelChoiceField:
    rows = DictItem.objects.filter(type=DictType.REGION)
    return forms.ModelChoiceField(rows, label=_("region"), required=False, empty_label=_("All"))


def level_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("", _("All")), *Level.choices], coerce=int, empty_value=None, label=_("level"), required=False
    )


def owner_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(User.objects.none(), label=_("account manager"), required=False, empty_label=_("All"))


def top_field(initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=_("rows"), required=False, min_value=1, max_value=200, initial=initial)


class ContributionForm(PeriodForm):
    owner = owner_field()
    region = region_field()
    level = level_field()
    customer = forms.CharField(label=_("customer name"), max_length=100, required=False)
    top = top_field(contribution.TOP)


class CompositionForm(ReportForm):
    by = forms.ChoiceField(
        label=_("grouped by"),
        required=False,
        initial="level",
        choices=[(name, composition.by_label(name)) for name in composition.BY],
    )
    status = forms.ChoiceField(
        choices=[*Customer.Status.choices, (ANY, _("All"))],
        initial=Customer.Status.NORMAL,
        label=_("status"),
        required=False,
    )


class ServiceForm(PeriodForm):
    by = forms.ChoiceField(
        label=_("grouped by"),
        required=False,
        initial="type",
        choices=[(name, found.label) for name, found in GROUPINGS.items()],
    )
    type = forms.ModelChoiceField(
        DictItem.objects.filter(type=DictType.SERVICE_TYPE), label=_("type"), required=False, empty_label=_("All")
    )
    assignee = forms.ModelChoiceField(
        User.objects.named().filter(Exists(ServiceRequest.objects.filter(assignee=OuterRef("pk")))),
        label=_("assigned to"),
        required=False,
        empty_label=_("All"),
    )


class LossForm(PeriodForm):
    owner = owner_field()
    region = region_field()
    level = level_field()
    reason = forms.ModelChoiceField(
        DictItem.objects.filter(type=DictType.LOSS_REASON), label=_("reason"), required=False, empty_label=_("All")
    )
    top = top_field(loss.TOP)


class MeasuresForm(PeriodForm):
    by = forms.ChoiceField(
        label=_("grouped by"),
        required=False,
        initial="month",
        choices=[(name, found[0]) for name, found in measures.BY.items()],
    )
    owner = owner_field()
    region = region_field()
    level = level_field()
    top = top_field(measures.TOP)


class ValueForm(ReportForm):
    owner = owner_field()
    region = region_field()
    level = level_field()


class ProductsForm(PeriodForm):
    category = forms.ModelChoiceField(Category.objects.all(), label=_("category"), required=False, empty_label=_("All"))
    top = top_field(products.TOP)


class OrdersForm(PeriodForm):
    status = forms.MultipleChoiceField(choices=Order.Status.choices, label=_("status"), required=False)
    owner = owner_field()
    region = region_field()


class ChancesForm(PeriodForm):
    """A report about sales chances: the account managers of those one may read, and the sources (M7)."""

    assignee = forms.ModelChoiceField(User.objects.none(), label=_("assigned to"), required=False, empty_label=_("All"))
    source = forms.ModelChoiceField(
        DictItem.objects.filter(type=DictType.SOURCE), label=_("source"), required=False, empty_label=_("All")
    )

    def __init__(self, given, *, user):
        super().__init__(given, user=user)
        theirs = Chance.objects.visible_to(user).filter(assignee=OuterRef("pk"))
        self.fields["assignee"].queryset = User.objects.named().filter(Exists(theirs))


class ForecastForm(ChancesForm):
    by = forms.ChoiceField(
        label=_("grouped by"),
        required=False,
        initial="month",
        choices=[("month", _("Expected close")), ("manager", _("Account manager"))],
    )
    field_order = ("by",)

    def __init__(self, given, *, user):
        super().__init__(given, user=user)
        self.fields["period"].label = _("win rate of")
