"""The customer file: cst_customer (C1)."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.basedata.fields import DictField
from apps.core.fields import MoneyField, StarsField
from apps.core.models import AliveManager, running_number
from apps.core.scope import Reach, Scope, ScopedQuerySet
from apps.customers import rights
from apps.customers.models.sharing import shared
from apps.foundation.listing.indexes import of_bin, of_list
from apps.foundation.sorting.fields import SortKey
from apps.foundation.units.fields import TenThousandField
from apps.kit.importing.aged import Aged
from apps.kit.search.fields import FoundBy

OF_CUSTOMER = Reach(read=("customer__owner",), write=("customer__owner",), shared=shared("customer"))


class Level(models.IntegerChoices):
    """How much a customer matters; stands in the dictionary, not editable (B1)."""

    REGULAR = 1, _("Regular")
    PROMISING = 2, _("Promising")
    MAJOR = 3, _("Major account")
    PARTNER = 4, _("Partner")
    STRATEGIC = 5, _("Strategic partner")


class CustomerQuerySet(ScopedQuerySet):
    """Customers as a query."""

    def without_next_step(self):
        """Customers that are not lost and with whom nothing is planned (Z2)."""
        return self.filter(next_date=None, status=Customer.Status.NORMAL)


class Customer(Aged):
    """A company or person that buys, or may buy (C1)."""

    class Status(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LOST = "lost", _("Lost to us")

    rights = rights.CUSTOMERS
    reach = Reach(read=("owner",), write=("owner",), shared=shared("pk"))
    tones = {Status.NORMAL: "green", Status.LOST: "red"}
    found_by = FoundBy(
        names=("name",),
        numbers=("number", "licence_no", "former_numbers"),
        phones=("phone",),
        texts=("address", "legal_representative"),
    )
    code_field = "number"
    heir_field = "merged_into"
    counted = ("status", "last_order_date", "order_total", "former_numbers")

    number = models.CharField(_("customer number"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("customer name"), max_length=100, db_index=True)
    name_key = SortKey()
    region = DictField("region", null=True, verbose_name=_("region"))
    owner = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("account manager"),
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.REGULAR)
    satisfaction = StarsField(_("satisfaction"), null=True, default=3)
    credit = StarsField(_("credit"), null=True, default=3)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    fax = models.CharField(_("fax"), max_length=50, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    licence_no = models.CharField(_("business licence no."), max_length=50, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=50, blank=True)
    registered_capital = TenThousandField(_("registered capital (10,000 yuan)"), null=True, blank=True)
    annual_turnover = TenThousandField(_("annual turnover (10,000 yuan)"), null=True, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=50, blank=True)
    local_tax_no = models.CharField(_("local tax no."), max_length=50, blank=True)
    national_tax_no = models.CharField(_("national tax no."), max_length=50, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.NORMAL, editable=False)
    last_order_date = models.DateField(_("last order"), null=True, editable=False, db_index=True)
    order_total = MoneyField(_("order total"), default=Decimal(0), editable=False, db_index=True)
    next_date = models.DateField(_("next contact"), null=True, editable=False)
    next_step = models.CharField(_("next step"), max_length=200, blank=True, default="", db_default="", editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("merged into")
    )
    former_numbers = models.CharField(
        _("former numbers"), max_length=1000, blank=True, default="", db_default="", editable=False
    )  # of those merged into it

    objects = AliveManager.from_queryset(CustomerQuerySet)()
    everything = models.Manager.from_queryset(CustomerQuerySet)()

    class Meta:
        db_table = "cst_customer"
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["owner", "next_date"], name="next_contact_of_owner", condition=models.Q(next_date__isnull=False)
            ),
            models.Index(fields=["name_key", "id"], name="customer_by_name"),
            of_list("customer_by_next_date", "next_date", "id"),
            of_list("customer_of_owner", "owner", "id"),
            of_bin("customer_in_bin"),
        ]

    def __str__(self):
        return self.name

    @property
    def next_until(self):
        """A contact takes no more than its day (Z2)."""
        return self.next_date

    @property
    def lacks_next_step(self) -> bool:
        """Whether nothing is planned with this customer, though it is not lost (Z2)."""
        return self.next_date is None and self.status == self.Status.NORMAL

    def begin(self, by) -> None:
        self.number = self.number or running_number("KH")
        if self.owner is None and by is not None and by.scope("write_scope") == Scope.OWN:
            self.owner = by

    def goes_along(self) -> str:
        sentence = _(
            "With it go its contacts (%(contacts)s), dealings (%(dealings)s), service requests (%(requests)s) and churn"
            " warnings (%(warnings)s); they come back with it. Its orders (%(orders)s) stay."
        )
        return sentence % {
            "contacts": self.contacts.count(),
            "dealings": self.activities.count(),
            "requests": self.services.count(),
            "warnings": self.losses.count(),
            "orders": self.orders.count(),
        }

    def customer_concerned(self):
        return self
