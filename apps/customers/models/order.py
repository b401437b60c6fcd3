"""Orders and their lines: orders, orders_line (C4, O1)."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.basedata.models import Product, Stock
from apps.core.fields import MoneyField
from apps.core.models import AliveManager, Record, running_number
from apps.core.scope import ScopedQuerySet
from apps.customers import rights
from apps.customers.discounts import DiscountField, NetPriceField, follows, said_of, saying
from apps.customers.models.customer import OF_CUSTOMER, Customer
from apps.foundation.listing.indexes import of_bin, of_list
from apps.foundation.units.reading import bare, figure
from apps.kit.search.fields import FoundBy

FEN = Decimal("0.01")


class OrderQuerySet(ScopedQuerySet):
    """Orders as a query."""

    def sold(self):
        """Orders that count as sales: confirmed, shipped or completed (R1)."""
        return self.filter(status__in=Order.SOLD)

    def editable_by(self, user):
        """Drafts within the user's reach; what is confirmed is corrected by a step (O1, O5)."""
        return super().editable_by(user).filter(status=Order.Status.DRAFT)


class Order(Record):
    """What a customer ordered (C4, O1, O5)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONFIRMED = "confirmed", _("Confirmed")
        SHIPPED = "shipped", _("Shipped")
        COMPLETED = "completed", _("Completed")
        VOID = "void", _("Void")

    MAX_LINES = 300
    MAX_TOTAL = Decimal("9999999999.99")
    SOLD = (Status.CONFIRMED, Status.SHIPPED, Status.COMPLETED)

    rights = rights.ORDERS
    reach = OF_CUSTOMER
    outlives = ("customer",)  # what was sold stays sold: figures of the past do not change
    tones = {
        Status.DRAFT: "secondary",
        Status.CONFIRMED: "azure",
        Status.SHIPPED: "blue",
        Status.COMPLETED: "green",
        Status.VOID: "red",
    }
    found_by = FoundBy(numbers=("number",), texts=("ship_to", "remark"), beside="customer", also=("customer",))
    code_field = "number"
    name_field = "number"

    number = models.CharField(_("order number"), max_length=40, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders", verbose_name=_("customer"))
    date = models.DateField(_("order date"), default=timezone.localdate, db_index=True)
    ship_to = models.CharField(_("ship to"), max_length=300, blank=True)
    salesperson = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("salesperson"),
    )
    wanted_on = models.DateField(_("wanted delivery date"), null=True, blank=True)
    remark = models.TextField(_("remark"), max_length=1000, blank=True, default="", db_default="")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    total = MoneyField(_("total"), default=Decimal(0), editable=False)

    objects = AliveManager.from_queryset(OrderQuerySet)()
    everything = models.Manager.from_queryset(OrderQuerySet)()

    class Meta:
        db_table = "orders"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["customer", "-date"], name="order_of_customer"),
            of_list("order_in_list", "-date", "-id"),
            of_list("order_by_total", "total", "id"),
            of_list("order_in_status", "status", "-date", "-id"),
            of_bin("order_in_bin"),
        ]

    def __str__(self):
        return self.number

    def pick_text(self) -> str:
        return self.number

    def clean(self) -> None:
        """Goods are not wanted before they are ordered (O5)."""
        if self.wanted_on and self.date and self.wanted_on < self.date:
            raise ValidationError({"wanted_on": gettext("This is before the order date.")})

    def begin(self, by) -> None:
        self.number = self.number or running_number("DD")

    def usual_address(self) -> str:
        """Where the customer's goods go unless somebody says otherwise (O1)."""
        usual = self.customer.deliveries.filter(is_usual=True, deleted_at=None).first()
        return usual.address if usual else self.customer.address


class OrderLine(models.Model):
    """One product of an order (O1)."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", verbose_name=_("order"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="order_lines", verbose_name=_("product"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, validators=[MinValueValidator(FEN)])
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    price = MoneyField(_("unit price"))
    discount = DiscountField(_("discount"), default=Decimal(0))
    net_price = NetPriceField(_("net unit price"), null=True, blank=True)  # where that was typed, not the discount
    amount = MoneyField(_("amount"), editable=False)

    stored = ()  # discount and net unit price as the database has them

    class Meta:
        db_table = "orders_line"
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["id"]

    def __str__(self):
        return f"{self.product} × {self.quantity.normalize():f}"

    @classmethod
    def from_db(cls, db, field_names, values):
        line = super().from_db(db, field_names, values)
        if {"discount", "net_price"} <= {*field_names}:
            line.stored = (line.discount, line.net_price)
        return line

    @property
    def net(self) -> Decimal:
        """What one costs: as it was typed, else the unit price less the discount, exactly."""
        return self.price * (1 - self.discount) if self.net_price is None else self.net_price

    @property
    def deal(self) -> str:
        """The discount in the reader's language, about so much where the net unit price was typed; empty for none."""
        about = "≈ " if self.price * (1 - self.discount) != self.net else ""
        return f"{about}{saying(self.discount)}" if self.discount else ""

    def in_words(self) -> str:
        """The whole line as the log keeps it, the same in every language."""
        figures = [f"{bare(self.quantity)} {self.unit}".strip(), f"{self.price:.2f}"]
        if self.discount:
            figures.append(f"{bare((1 - self.discount) * 100)} %")
        if self.net_price is not None:
            figures = [figures[0], f"{bare(self.net_price)} ({' × '.join(figures[1:])})"]
        return f"{self.product} · {' × '.join(figures)} = {self.amount:.2f}"

    def settle(self) -> None:
        """What a line leaves out is the product's; a net unit price that was typed says the discount (O1).

        Raises ValidationError where it does not fit the unit price, or the discount that was given too.
        """
        self.unit = self.unit or self.product.unit
        self.price = self.product.price if self.price is None else self.price
        self._leave_one_of_both()
        if self.net_price is None:
            self.discount = self.discount or Decimal(0)
            return
        if self.net_price > self.price:
            raise ValidationError({"net_price": gettext("This is above the unit price: write it there.")})
        if self.discount and self.discount != follows(self.price, self.net_price):
            says = {"said": said_of(self.discount, self.price * (1 - self.discount)), "net": figure(self.net_price)}
            sentence = gettext("%(said)s, not ¥ %(net)s. Empty one of the two.") % says
            raise ValidationError({"net_price": sentence})
        self.discount = follows(self.price, self.net_price)
        if self.net_price == 0 and self.price:
            self.discount, self.net_price = Decimal(1), None  # given away, as lines of old say it too

    def _leave_one_of_both(self) -> None:
        """Of a stored line the one that was not given anew gives way: discount or net unit price."""
        discount, net = self.stored or (self.discount, self.net_price)
        if self.discount != discount and self.net_price == net:
            self.net_price = None
        elif self.net_price != net and self.discount == discount:
            self.discount = Decimal(0)

    def compute(self) -> Decimal:
        """Quantity × net unit price, rounded half up to the fen (domain.md §2)."""
        return (self.quantity * self.net).quantize(FEN, ROUND_HALF_UP)


class Allocation(models.Model):
    """What a confirmed line took from one bin, so that a void order gives the goods back where they came from (O1)."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="allocations", verbose_name=_("order line"))
    stock = models.ForeignKey(Stock, models.PROTECT, related_name="allocations", verbose_name=_("stock"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2)

    class Meta:
        db_table = "orders_line_stock"
        verbose_name = _("goods taken from stock")
        verbose_name_plural = _("goods taken from stock")
        constraints = [models.UniqueConstraint(fields=["line", "stock"], name="one_allocation_per_bin")]

    def __str__(self):
        return f"{self.line} · {self.stock}"
