"""Where a customer's goods go: cst_delivery (O1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import Record
from apps.customers import rights
from apps.customers.models.customer import OF_CUSTOMER, Customer
from apps.kit.search.fields import FoundBy


class DeliveryAddress(Record):
    """A warehouse, shop or site of a customer that receives goods (O1)."""

    rights = rights.CONTACTS
    reach = OF_CUSTOMER
    found_by = FoundBy(texts=("address", "receiver", "phone"), also=("customer",))
    goes_with = ("customer",)
    name_field = "address"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="deliveries", verbose_name=_("customer"))
    address = models.CharField(_("ship to"), max_length=300)
    receiver = models.CharField(_("receiver"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    is_usual = models.BooleanField(_("usual address"), default=False)

    class Meta:
        db_table = "cst_delivery"
        verbose_name = _("delivery address")
        verbose_name_plural = _("delivery addresses")
        ordering = ["-is_usual", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(is_usual=True, deleted_at__isnull=True),
                name="one_usual_delivery",
                violation_error_message=_("This customer has a usual delivery address already."),
            )
        ]

    def __str__(self):
        return self.address
