"""The people at a customer: cst_linkman (C2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import Record
from apps.customers import rights
from apps.customers.models.customer import OF_CUSTOMER, Customer
from apps.foundation.listing.indexes import of_bin, of_list
from apps.foundation.sorting.fields import SortKey
from apps.kit.search.fields import FoundBy


class Contact(Record):
    """A person at a customer (C2)."""

    class Sex(models.TextChoices):
        MALE = "m", _("male")
        FEMALE = "f", _("female")
        UNKNOWN = "", _("unknown")

    rights = rights.CONTACTS
    reach = OF_CUSTOMER
    goes_with = ("customer",)
    found_by = FoundBy(
        names=("name",), numbers=("email", "wechat"), phones=("mobile", "phone"), beside="customer", also=("customer",)
    )

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts", verbose_name=_("customer"))
    name = models.CharField(_("full name"), max_length=50, db_index=True)
    name_key = SortKey(person=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN, blank=True)
    position = models.CharField(_("position"), max_length=50, blank=True)
    phone = models.CharField(_("office phone"), max_length=50, blank=True)
    mobile = models.CharField(_("mobile"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    wechat = models.CharField(_("WeChat"), max_length=50, blank=True)
    memo = models.CharField(_("memo"), max_length=300, blank=True)
    is_primary = models.BooleanField(_("first contact"), default=False)

    class Meta:
        db_table = "cst_linkman"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-is_primary", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(is_primary=True, deleted_at__isnull=True),
                name="one_first_contact",
                violation_error_message=_("This customer has a first contact already."),
            )
        ]
        indexes = [
            of_list("contact_in_list", "-is_primary", "-id"),
            of_list("contact_by_name", "name_key", "id"),
            of_bin("contact_in_bin"),
        ]

    def __str__(self):
        return self.name
