"""The lists of this module."""

from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from apps.core.tables import (
    DateColumn,
    LinkColumn,
    MoneyColumn,
    RecordTable,
    StarsColumn,
    StateColumn,
    TimeColumn,
    YesColumn,
)
from apps.core.templatetags.show import next_step
from apps.customers.models import Activity, Contact, Customer, DeliveryAddress, Duplicate, Loss, Order, Share
from apps.customers.models.revenue import with_revenue

UNBROKEN = {"td": {"class": "num"}}
DECIDED = Case(When(status__in=Loss.OPEN, then=False), default=True)


class NextStepColumn(Column):
    """What comes next and when, or that nothing does (Z2); the record has `next_date` and `next_step`."""

    combined = ("next_date", "next_step")

    def __init__(self, **kwargs):
        looks = {"attrs": {"td": {"class": "cell-next"}}}
        super().__init__(verbose_name=_("next step"), order_by="next_date", empty_values=(), **looks | kwargs)

    @staticmethod
    def written(days, steps) -> list[str]:
        return [f"{day or ''} {step or ''}".strip() for day, step in zip(days, steps, strict=True)]

    def render(self, record):
        return next_step(record)

    def value(self, record):
        return self.written([record.next_date], [record.next_step])[0]


class CustomerTable(RecordTable):
    """What one looks for on the screen; the download holds the whole file (C1)."""

    export_only = (
        "phone", "value_group", "satisfaction", "credit", "address", "postcode", "fax", "website", "licence_no",
        "legal_representative", "registered_capital", "annual_turnover", "bank", "bank_account", "local_tax_no",
        "national_tax_no",
    )  # fmt: skip
    name = LinkColumn()
    next_step = NextStepColumn()
    owner = Column(order_by="owner__name")
    region = Column(order_by="region__order")
    last_order_date = DateColumn()
    order_total = MoneyColumn(total=True)
    satisfaction = StarsColumn()
    value_group = Column(_("value group"), "value__get_group_display", order_by=("value__group",))
    credit = StarsColumn()
    status = StateColumn()

    class Meta(RecordTable.Meta):
        model = Customer
        fields = (
            "name", "number", "status", "region", "level", "owner", "next_step", "phone", "last_order_date",
            "order_total", "value_group", "satisfaction", "credit", "address", "postcode", "fax", "website",
            "licence_no", "legal_representative", "registered_capital", "annual_turnover", "bank", "bank_account",
            "local_tax_no", "national_tax_no",
        )  # fmt: skip


class ContactTable(RecordTable):
    name = LinkColumn()
    customer = Column(linkify=True, order_by="customer__name")
    mobile = Column(attrs=UNBROKEN)
    phone = Column(attrs=UNBROKEN)
    is_primary = YesColumn()

    class Meta(RecordTable.Meta):
        model = Contact
        fields = ("name", "customer", "position", "mobile", "phone", "email", "wechat", "is_primary")


class DeliveryTable(RecordTable):
    address = LinkColumn()
    customer = Column(linkify=True, order_by="customer__name")
    is_usual = YesColumn()

    class Meta(RecordTable.Meta):
        model = DeliveryAddress
        fields = ("address", "customer", "receiver", "phone", "is_usual")


class ActivityTable(RecordTable):
    title = LinkColumn()
    at = TimeColumn()
    customer = Column(linkify=True, order_by="customer__name")
    kind = Column(order_by="kind__order")
    created_by = Column(verbose_name=_("by"), order_by="created_by__name")
    next_date = DateColumn()

    class Meta(RecordTable.Meta):
        model = Activity
        fields = ("title", "at", "customer", "kind", "contact", "next_step", "next_date", "created_by")


class OrderTable(RecordTable):
    number = LinkColumn()
    customer = Column(linkify=True, order_by="customer__name")
    date = DateColumn()
    salesperson = Column(order_by="salesperson__name")
    total = MoneyColumn(total=True)
    status = StateColumn()

    class Meta(RecordTable.Meta):
        model = Order
        fields = ("number", "customer", "date", "salesperson", "total", "status")


class LossTable(RecordTable):
    customer = Column(
        linkify=lambda record: record.get_absolute_url(),
        attrs={"td": {"class": "cell-title"}},
        order_by="customer__name",
    )
    customer__owner = Column(verbose_name=_("account manager"), order_by="customer__owner__name")
    customer__region = Column(verbose_name=_("region"), order_by="customer__region__order")
    last_order_date = DateColumn()
    revenue = MoneyColumn(verbose_name=_("revenue of 12 months"))
    because = Column(verbose_name=_("why"), order_by=("cause", "last_order_date"), attrs={"td": {"class": "cell-why"}})
    created_at = TimeColumn(verbose_name=_("warned at"))
    reason = Column(order_by="reason__order")
    lost_at = DateColumn()
    status = StateColumn()

    class Meta(RecordTable.Meta):
        model = Loss
        fields = (
            "customer", "status", "customer__owner", "customer__region", "last_order_date", "revenue", "because",
            "created_at", "reason", "lost_at",
        )  # fmt: skip

    def joined(self, rows):
        """The warnings with what each customer brought in the 12 months up to its last order: those that somebody is
        to decide first, of them the most (C7).
        """
        return with_revenue(super().joined(rows)).order_by(DECIDED, "-revenue", "-pk")


class ShareTable(RecordTable):
    to = LinkColumn()
    customer = Column(linkify=True, order_by="customer__name")
    writes = YesColumn()
    until = DateColumn()
    created_by = Column(verbose_name=_("shared by"), order_by="created_by__name")

    class Meta(RecordTable.Meta):
        model = Share
        fields = ("to", "customer", "writes", "until", "created_by")


class DuplicateTable(RecordTable):
    """Pairs, each opening side by side (Z6)."""

    first = Column(linkify=lambda record: record.get_absolute_url(), attrs={"td": {"class": "cell-title"}})
    second = Column(linkify=lambda record: record.get_absolute_url(), attrs={"td": {"class": "cell-title"}})
    why = Column(verbose_name=_("why"), order_by="kinds")
    first__owner = Column(verbose_name=_("account manager"), order_by="first__owner__name")
    second__owner = Column(verbose_name=_("account manager of the other"), order_by="second__owner__name")
    created_at = TimeColumn(verbose_name=_("found at"))
    status = StateColumn()

    class Meta(RecordTable.Meta):
        model = Duplicate
        fields = ("first", "second", "why", "first__owner", "second__owner", "created_at", "status")
