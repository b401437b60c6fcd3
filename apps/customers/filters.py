"""The filters of this module's lists."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.auth.models import User
from apps.basedata.models import DictItem, Product
from apps.core.filters import DayRangeFilter, FiguresFilter, NumberRangeFilter, PickFilter, RecordFilter
from apps.customers.models import (
    Activity,
    Contact,
    Customer,
    DeliveryAddress,
    Duplicate,
    DuplicateKey,
    DuplicateScan,
    Level,
    Loss,
    Order,
    OrderLine,
    Share,
)
from apps.customers.models.loss import Cause
from apps.customers.models.value import SCORES, ValueGroup
from apps.foundation.filtering.retired import marked
from apps.foundation.finding import fitting
from apps.foundation.picking.fields import AddressPickField
from apps.kit.agenda.filters import DueFilter, TodoFilter, WhoseFilter


def people(_request):
    """Everybody, also who has left: what was theirs must be found."""
    return User.objects.named()


def regions() -> list[tuple[str, str]]:
    """All regions, also retired ones that old records still have."""
    return [(str(item.pk), marked(item)) for item in DictItem.objects.filter(type="region")]


class CustomerFilter(RecordFilter):
    """Customers by many conditions at once (C1)."""

    region = django_filters.MultipleChoiceFilter(choices=regions, distinct=False, null_label=_("unknown"))
    level = django_filters.MultipleChoiceFilter(choices=Level.choices, distinct=False)
    owner = django_filters.ModelChoiceFilter(queryset=people)
    ownerless = django_filters.BooleanFilter("owner", lookup_expr="isnull", label=_("without account manager"))
    status = django_filters.ChoiceFilter(choices=Customer.Status.choices)
    credit = django_filters.MultipleChoiceFilter(
        choices=Customer._meta.get_field("credit").choices, distinct=False, null_label=_("unknown")
    )
    satisfaction = django_filters.MultipleChoiceFilter(
        choices=Customer._meta.get_field("satisfaction").choices, distinct=False, null_label=_("unknown")
    )
    contact = django_filters.CharFilter(method="known_by", label=_("contact"))
    never_ordered = django_filters.BooleanFilter("last_order_date", lookup_expr="isnull", label=_("never ordered"))
    last_order_date = DayRangeFilter()
    next_date = DayRangeFilter()
    no_next_step = django_filters.BooleanFilter(method="lacking", label=_("without a next step"))
    order_total = NumberRangeFilter()
    value_group = django_filters.MultipleChoiceFilter(
        "value__group", choices=ValueGroup.choices, distinct=False, label=_("value group")
    )
    value_r = django_filters.MultipleChoiceFilter("value__r", choices=SCORES, distinct=False, label=_("recency"))
    value_f = django_filters.MultipleChoiceFilter("value__f", choices=SCORES, distinct=False, label=_("frequency"))
    value_m = django_filters.MultipleChoiceFilter("value__m", choices=SCORES, distinct=False, label=_("monetary value"))
    registered_capital = NumberRangeFilter()
    annual_turnover = NumberRangeFilter()
    created_at = DayRangeFilter()
    figures = FiguresFilter("owner")
    todo = TodoFilter(Customer)
    whose = WhoseFilter(Customer)
    due = DueFilter("next_date")

    class Meta:
        model = Customer
        fields = ("q", "region", "level", "owner", "ownerless", "status", "credit", "satisfaction")

    def lacking(self, rows, _name, wanted):
        """Customers with whom nothing is planned, or all others (Z2)."""
        lacking = rows.without_next_step()
        return lacking if wanted else rows.exclude(pk__in=lacking.values("pk"))

    def known_by(self, rows, _name, text):
        """Customers where somebody of this name or number works (C1, C2)."""
        return rows.filter(pk__in=fitting(Contact.objects.all(), text, itself=True)[0].values("customer"))


class ContactFilter(RecordFilter):
    customer = PickFilter(queryset=Customer.objects.all())
    owner = django_filters.ModelChoiceFilter("customer__owner", queryset=people, label=_("account manager"))

    class Meta:
        model = Contact
        fields = ("q", "customer", "owner", "is_primary")


class DeliveryFilter(RecordFilter):
    customer = PickFilter(queryset=Customer.objects.all())

    class Meta:
        model = DeliveryAddress
        fields = ("q", "customer", "is_usual")


class ActivityFilter(RecordFilter):
    customer = PickFilter(queryset=Customer.objects.all())
    kind = django_filters.ModelChoiceFilter(queryset=lambda _r: DictItem.objects.filter(type="activity_kind"))
    created_by = django_filters.ModelChoiceFilter(queryset=people, label=_("by"))
    at = DayRangeFilter()
    next_date = DayRangeFilter()

    class Meta:
        model = Activity
        fields = ("q", "customer", "kind", "created_by")


class OrderedField(AddressPickField):
    """A record that orders name, also one in the bin: its orders stay, and are found by it (O1, Z9)."""

    def __init__(self, queryset, *, path, **kwargs):
        super().__init__(queryset, rows="reached_by", **kwargs)
        self.path = path

    def offer_to(self, user, form=None):
        super().offer_to(user, form)
        named = Order.objects.visible_to(user).filter(**{self.path: OuterRef("pk")})
        self.queryset = self.queryset.filter(Q(deleted_at=None) | Exists(named))


class OrderedFilter(PickFilter):
    field_class = OrderedField


class OrderFilter(RecordFilter):
    """Orders by state, customer, people, product, date and amount, also those of what is in the bin (O1, C4)."""

    status = django_filters.MultipleChoiceFilter(choices=Order.Status.choices, distinct=False)
    customer = OrderedFilter(queryset=Customer.everything.all(), path="customer")
    salesperson = django_filters.ModelChoiceFilter(queryset=people)
    owner = django_filters.ModelChoiceFilter("customer__owner", queryset=people, label=_("account manager"))
    region = django_filters.MultipleChoiceFilter("customer__region", choices=regions, distinct=False, label=_("region"))
    product = OrderedFilter(
        queryset=Product.everything.all(), path="lines__product", method="with_product", label=_("product")
    )
    date = DayRangeFilter()
    total = NumberRangeFilter()
    figures = FiguresFilter("customer__owner")

    class Meta:
        model = Order
        fields = ("q", "status", "customer", "salesperson")

    def with_product(self, rows, _name, product):
        """Orders that have the product on one of their lines (O1)."""
        return rows.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"), product=product)))


class LossFilter(RecordFilter):
    """Churn warnings by state, people, region, reason and dates (C7, C8)."""

    status = django_filters.MultipleChoiceFilter(choices=Loss.Status.choices, distinct=False)
    customer = PickFilter(queryset=Customer.objects.all())
    owner = django_filters.ModelChoiceFilter("customer__owner", queryset=people, label=_("account manager"))
    region = django_filters.MultipleChoiceFilter("customer__region", choices=regions, distinct=False, label=_("region"))
    ownerless = django_filters.BooleanFilter(
        "customer__owner", lookup_expr="isnull", label=_("without account manager")
    )
    level = django_filters.MultipleChoiceFilter("customer__level", choices=Level.choices, label=_("level"))
    reason = django_filters.ModelChoiceFilter(queryset=lambda _r: DictItem.objects.filter(type="loss_reason"))
    cause = django_filters.MultipleChoiceFilter(choices=Cause.choices, distinct=False)
    created_at = DayRangeFilter(label=_("warned on"))
    last_order_date = DayRangeFilter()
    lost_at = DayRangeFilter()
    first_measure = DayRangeFilter(method="measured", label=_("first measure"))
    recovered_on = DayRangeFilter()
    figures = FiguresFilter("customer__owner")
    todo = TodoFilter(Loss)
    whose = WhoseFilter(Loss)

    class Meta:
        model = Loss
        fields = ("q", "status", "customer", "reason")

    def measured(self, rows, _name, days):
        """Warnings against which something was first done in these days (Z3)."""
        rows = rows.with_first_measure().filter(first_measure__isnull=False)
        ends = {"first_measure__gte": days.start, "first_measure__lte": days.stop}
        return rows.filter(**{path: end for path, end in ends.items() if end})


class ShareFilter(RecordFilter):
    customer = PickFilter(queryset=Customer.objects.all())
    to = django_filters.ModelChoiceFilter(queryset=people)
    until = DayRangeFilter()

    class Meta:
        model = Share
        fields = ("q", "customer", "to", "writes")


class DuplicateFilter(RecordFilter):
    """Pairs by state, by what they have in common and whose they are (Z6)."""

    status = django_filters.ChoiceFilter(choices=Duplicate.Status.choices)
    kind = django_filters.ChoiceFilter(
        "kinds", lookup_expr="contains", choices=DuplicateKey.Kind.choices, label=_("why")
    )
    owner = django_filters.ModelChoiceFilter(queryset=people, method="of_one", label=_("account manager"))
    customer = PickFilter(
        queryset=Customer.everything.all(), rows="reached_by", method="of_customer", label=_("customer")
    )

    class Meta:
        model = Duplicate
        fields = ("q", "status", "kind", "owner", "customer")

    def of_one(self, rows, _name, person):
        return rows.filter(Q(first__owner=person) | Q(second__owner=person))

    def of_customer(self, rows, _name, customer):
        return rows.filter(Q(first=customer) | Q(second=customer))

    @property
    def scan(self):
        """When all customers were looked through the last time; None where never."""
        return DuplicateScan.objects.first()
